"""Opinions signed in ink on a printed sheet: the office enters them for whoever signed, with the scan.

内部规定：答复审签程序
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.commands import files
from engine.commands.files import Upload
from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Actor, may_enter_sheet
from engine.records import Duty, OpenTask, Person

NO_SCAN = "请附上签字的扫描件；没有扫描件的，由签字人本人在系统里办理。"


@dataclass(frozen=True, kw_only=True)
class SignedSheet:
    """Who signed the sheet and on which day; for whom and by which right; its scan."""

    signed_by: str = ""
    signed_on: date | None = None
    acting_for: str = ""
    authorisation: str = ""
    scans: Sequence[Upload] = field(default=())


def claim_step(
    records: Session, task_id: int, sheet: SignedSheet | None, *, step: str, actor: Actor, office: Office
) -> OpenTask:
    """The open step, for the actor's own opinion, or for the one that the sheet shows somebody else to have signed.

    RuleViolation when the sheet is not the right person's, bears no day, or comes without its scan.
    """
    if sheet is None:
        return office.workflow.claim(records, task_id, actor, step=step)
    task = records.get(OpenTask, task_id)
    is_own = task is None or actor.holds(task.role, task.unit_id) or not may_enter_sheet(actor, step)
    claimed = office.workflow.claim(records, task_id, actor, step=step, for_signer=not is_own)
    if not is_own:
        _require_whole(sheet, today=office.clock.today())
        _require_signer(records, claimed, sheet)
    files.keep_all(records, claimed.application, sheet.scans, actor=actor, office=office)
    return claimed


def _require_whole(sheet: SignedSheet, *, today: date) -> None:
    if not sheet.signed_by.strip():
        raise RuleViolation("请填写签字人。", field="signed_by")
    if sheet.signed_on is None:
        raise RuleViolation("请填写签字日期。", field="given_on")
    if sheet.signed_on > today:
        raise RuleViolation("签字日期不能晚于今天。", field="given_on")
    if sheet.acting_for.strip() and not sheet.authorisation.strip():
        raise RuleViolation("代签的，请填写授权依据。", field="authorisation")
    if not sheet.scans:
        raise RuleViolation(NO_SCAN, field="file")


def _require_signer(records: Session, task: OpenTask, sheet: SignedSheet) -> None:
    """Whose step it is signed, or somebody with an authorisation signed for them; a unit without people signs freely.

    内部规定：答复审签程序
    """
    query = select(Person).join(Duty).where(Duty.role == task.role, Person.active)
    if task.unit_id is not None:
        query = query.where(Person.unit_id == task.unit_id)
    names = [person.name for person in records.scalars(query.order_by(Person.id)).unique()]
    if names and (sheet.acting_for or sheet.signed_by).strip() not in names:
        raise RuleViolation(
            f"“{task.title}”由{task.role.label}签字（{'、'.join(names)}）。别人代签的，请填写代谁签字和授权依据。",
            field="acting_for" if sheet.acting_for else "signed_by",
        )
