"""保管期限表: the office's table proposes, prints and is changed on record; one box holds files kept equally long."""

import io

import pypdf
import pytest
from sqlalchemy import select

from engine.commands.retention import set_retention
from engine.commands.serve import Archiving, archive_case
from engine.errors import NotPermitted, RuleViolation
from engine.office import Office
from engine.permissions import Role
from engine.queries import boxes, case_papers
from engine.queries.retention import proposal, retention
from engine.records import Application, EventName, HistoryEntry
from engine.rules.retention import PROPOSED, FileKind, Retention, RetentionPeriod, kinds_of, longest
from engine.rules.vocabulary import Outcome
from engine.tools.driver import Driver

THIRTY, TEN, EVER = Retention.THIRTY_YEARS, Retention.TEN_YEARS, Retention.PERMANENT


@pytest.mark.parametrize(
    ("outcomes", "is_disputed", "kind", "period"),
    [
        ([Outcome.DISCLOSED], False, FileKind.DISCLOSED, THIRTY),
        ([Outcome.PARTLY_DISCLOSED], False, FileKind.WITHHELD, THIRTY),
        ([Outcome.DOES_NOT_EXIST], False, FileKind.UNABLE, THIRTY),
        ([Outcome.ABANDONED_UNPAID], False, FileKind.OTHER, TEN),
        ([], False, FileKind.OTHER, TEN),
        ([Outcome.WITHDRAWN_OR_OTHER, Outcome.REPEATED], False, FileKind.NOT_PROCESSED, THIRTY),
        ([Outcome.DISCLOSED], True, FileKind.DISPUTED, EVER),
    ],
)
def test_a_case_is_kept_as_long_as_its_most_lasting_part(
    outcomes: list[Outcome], is_disputed: bool, kind: FileKind, period: Retention
) -> None:
    assert longest(kinds_of(outcomes, is_disputed=is_disputed), PROPOSED) == (kind, PROPOSED[kind])
    assert PROPOSED[kind].period is period


def test_every_outcome_has_a_kind_and_every_kind_a_source() -> None:
    assert all(kinds_of([outcome], is_disputed=False) for outcome in Outcome)
    assert all(row.source for row in PROPOSED.values())
    assert set(PROPOSED) == set(FileKind)


def test_the_offices_table_proposes_and_is_printed(driver: Driver, office: Office) -> None:
    """The period stands on the step, in the history with its source, on the list of contents and on the note."""
    administrator = driver.actor(Role.ADMINISTRATOR)
    row = RetentionPeriod(TEN, "本机关保管期限表第12条")
    case = driver.register().application_id
    driver.run(case, until="archive_case")
    kind = proposal(case, actor=driver.actor(Role.ARCHIVIST), office=office).kind
    set_retention({kind: row}, actor=administrator, office=office)
    driver.run(case)
    with office.reading() as records:
        entry = records.scalars(select(HistoryEntry).where(HistoryEntry.event == EventName.CASE_ARCHIVED)).one()
    assert (entry.facts["retention"], entry.facts["source"]) == ("10年", row.source)
    volume = case_papers.volume(case, actor=driver.actor(Role.OFFICE_HEAD), office=office).content
    text = ["".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(volume)).pages]
    assert "保管期限：10年" in text[0]
    assert f"10年（{kind.label}）" in text[-1]


def test_a_shorter_time_than_the_table_says_has_its_reason(driver: Driver, office: Office) -> None:
    case = driver.register().application_id
    driver.run(case, until="archive_case")
    (task,) = driver.open_tasks(case)
    actor = driver.actor_of(task)
    for retention_, words in (("10年", "请写明理由"), ("20年", "请选择")):
        with pytest.raises(RuleViolation, match=words):
            archive_case(task.id, Archiving(file_number="1", retention=retention_), actor=actor, office=office)
    given = Archiving(file_number="1", retention="10年", reason="经档案主管部门同意。")
    archive_case(task.id, given, actor=actor, office=office)


def test_changes_stand_on_record_and_only_an_administrator_makes_them(small_office: Office) -> None:
    driver = Driver(small_office)
    administrator = driver.actor(Role.ADMINISTRATOR)
    row = RetentionPeriod(EVER, "本机关保管期限表")
    with pytest.raises(NotPermitted):
        set_retention({FileKind.OTHER: row}, actor=driver.actor(Role.HANDLER), office=small_office)
    with pytest.raises(RuleViolation, match="依据"):
        set_retention({FileKind.OTHER: RetentionPeriod(EVER, " ")}, actor=administrator, office=small_office)
    set_retention({FileKind.OTHER: row}, actor=administrator, office=small_office)
    with pytest.raises(RuleViolation, match="没有改动"):
        set_retention({FileKind.OTHER: row}, actor=administrator, office=small_office)
    (change,) = retention(actor=administrator, office=small_office).changes
    assert (change.kind, change.old, change.new, change.who) == (FileKind.OTHER, "10年", "永久", administrator.name)


def test_one_label_for_a_box_of_several_cases(driver: Driver, office: Office) -> None:
    """From the first file to the last, with their years and number; not where they are kept for different times."""
    cases = [driver.register().application_id for _ in range(3)]
    for case in cases[:2]:
        driver.run(case)
    driver.run(cases[2], until="archive_case")
    numbers = [_number(office, case) for case in cases]
    reader = driver.actor(Role.OFFICE_HEAD)
    label = boxes.box_label(numbers[0], numbers[2], boxes.Box(number=7, fonds="0412"), actor=reader, office=office)
    text = "".join(pypdf.PdfReader(io.BytesIO(label.content)).pages[0].extract_text().split())
    assert all(words in text for words in (numbers[0], numbers[1], "30年", "0412", "2026", "件数2", "盒号7"))
    assert numbers[2] not in text
    driver.step(cases[2], retention="永久")
    with pytest.raises(RuleViolation, match="分盒"):
        boxes.box_label(numbers[0], numbers[2], boxes.Box(), actor=reader, office=office)
    with pytest.raises(RuleViolation, match="没有已经归档"):
        boxes.box_label("1999-0001", "1999-0009", boxes.Box(), actor=reader, office=office)


def _number(office: Office, case: int) -> str:
    with office.reading() as records:
        return records.get_one(Application, case).case_number
