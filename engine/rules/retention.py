"""保管期限: which kind of file a closed case is, and how long such files are kept unless the office says otherwise."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from engine.rules.vocabulary import OUTCOME_FACTS, Labelled, Outcome

ORDER_8 = "《机关文件材料归档范围和文书档案保管期限规定》（国家档案局令第8号）"


class Retention(StrEnum):
    """How long a file is kept, as it is printed on the file and on its box."""

    PERMANENT = "永久"
    THIRTY_YEARS = "30年"
    TEN_YEARS = "10年"

    @property
    def label(self) -> str:
        """The word on the form."""
        return self.value


LONGEST_FIRST = tuple(Retention)


class FileKind(Labelled):
    """The kinds of files that the office's table distinguishes: by the group of the annual report, disputed ones first.

    《条例》第45条
    """

    DISPUTED = "disputed", "经行政复议、行政诉讼的案卷"
    WITHHELD = "withheld", "部分公开、不予公开的案卷"
    DISCLOSED = "disclosed", "予以公开的案卷"
    UNABLE = "unable", "无法提供的案卷"
    NOT_PROCESSED = "not_processed", "不予处理的案卷"
    OTHER = "other", "其他处理（逾期不补正、逾期未缴费、撤回等）的案卷"


_KIND_OF_GROUP = {
    "R1": FileKind.DISCLOSED,
    "R2": FileKind.WITHHELD,
    "R3": FileKind.WITHHELD,
    "R4": FileKind.UNABLE,
    "R5": FileKind.NOT_PROCESSED,
    "R6": FileKind.OTHER,
}


@dataclass(frozen=True)
class RetentionPeriod:
    """One row of the table: how long, and by which rule the office says so."""

    period: Retention
    source: str


PROPOSED: Mapping[FileKind, RetentionPeriod] = {
    FileKind.DISPUTED: RetentionPeriod(Retention.PERMANENT, f"{ORDER_8}：永久保管，重要业务文件材料"),
    FileKind.WITHHELD: RetentionPeriod(Retention.THIRTY_YEARS, f"{ORDER_8}：定期保管，一般性业务文件材料"),
    FileKind.DISCLOSED: RetentionPeriod(Retention.THIRTY_YEARS, f"{ORDER_8}：定期保管，一般性业务文件材料"),
    FileKind.UNABLE: RetentionPeriod(Retention.THIRTY_YEARS, f"{ORDER_8}：定期保管，一般性业务文件材料"),
    FileKind.NOT_PROCESSED: RetentionPeriod(Retention.THIRTY_YEARS, f"{ORDER_8}：定期保管，一般性业务文件材料"),
    FileKind.OTHER: RetentionPeriod(Retention.TEN_YEARS, f"{ORDER_8}：定期保管，没有办理结果的事务性文件材料"),
}
"""What holds until the office enters its own table, which the archives authority of its level approves."""


def kinds_of(outcomes: Iterable[Outcome], *, is_disputed: bool) -> tuple[FileKind, ...]:
    """The kinds this case belongs to, the first in the table's order first; one without an outcome is 其他处理.

    《条例》第45条
    """
    found = {_KIND_OF_GROUP[OUTCOME_FACTS[outcome].report_row.value.partition(".")[0]] for outcome in outcomes}
    if is_disputed:
        found.add(FileKind.DISPUTED)
    return tuple(kind for kind in FileKind if kind in found) or (FileKind.OTHER,)


def longest(kinds: Iterable[FileKind], table: Mapping[FileKind, RetentionPeriod]) -> tuple[FileKind, RetentionPeriod]:
    """The kind and row that keeps the file longest: a file is kept as long as its most lasting part asks.

    《条例》第45条
    """
    return min(((kind, table[kind]) for kind in kinds), key=lambda row: LONGEST_FIRST.index(row[1].period))


def is_shorter(period: str, proposed: Retention) -> bool:
    """Whether this period keeps a file less long than the table proposes."""
    return LONGEST_FIRST.index(Retention(period)) > LONGEST_FIRST.index(proposed)
