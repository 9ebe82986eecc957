"""保管期限表: how long each kind of closed file is kept, entered by an administrator.

《条例》第45条
"""

from collections.abc import Mapping

from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import EventName, RetentionRule, history
from engine.records.retention import retention_table
from engine.rules.retention import FileKind, RetentionPeriod


def set_retention(table: Mapping[FileKind, RetentionPeriod], *, actor: Actor, office: Office) -> None:
    """Files closed from now on are proposed these periods; those closed before keep theirs.

    RuleViolation when a row names no source, or nothing differs. 《条例》第45条
    """
    require(actor, Action.MANAGE_AGENCY)
    for kind, row in table.items():
        if not row.source.strip():
            raise RuleViolation(f"请写明{kind.label}保管期限的依据。", field=f"{kind.value}_source")
    with office.transaction() as records:
        before = retention_table(records)
        changed = {kind: row for kind, row in table.items() if row != before[kind]}
        if not changed:
            raise RuleViolation("没有改动。")
        for kind, row in changed.items():
            records.merge(
                RetentionRule(
                    kind=kind,
                    period=row.period.value,
                    source=row.source,
                    changed_by=actor.person_id,
                    changed_at=office.clock.now(),
                )
            )
        history.add(
            records, None, EventName.RETENTION_CHANGED, actor, office.clock,
            rows=[
                {"kind": kind.value, "old": before[kind].period.value, "new": row.period.value, "source": row.source}
                for kind, row in changed.items()
            ],
        )  # fmt: skip
