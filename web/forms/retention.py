"""保管期限表: a period and a source for each kind of file."""

from collections.abc import Mapping
from typing import Any

from engine.rules.retention import FileKind, Retention, RetentionPeriod
from web.forms.fields import Prose, of_words
from web.forms.form import Form


def _period(kind: FileKind) -> Any:
    return of_words(Retention, label=kind.label, required="请选择保管期限。")


def _source(kind: FileKind) -> Prose:
    return Prose(label=f"依据：{kind.label}", required="请写明依据。", most=200, rows=2)


class RetentionForm(Form):
    """Every row of the table."""

    disputed = _period(FileKind.DISPUTED)
    disputed_source = _source(FileKind.DISPUTED)
    withheld = _period(FileKind.WITHHELD)
    withheld_source = _source(FileKind.WITHHELD)
    disclosed = _period(FileKind.DISCLOSED)
    disclosed_source = _source(FileKind.DISCLOSED)
    unable = _period(FileKind.UNABLE)
    unable_source = _source(FileKind.UNABLE)
    not_processed = _period(FileKind.NOT_PROCESSED)
    not_processed_source = _source(FileKind.NOT_PROCESSED)
    other = _period(FileKind.OTHER)
    other_source = _source(FileKind.OTHER)

    @staticmethod
    def start_of(table: Mapping[FileKind, RetentionPeriod]) -> dict[str, Any]:
        """Field → value, from the table as it stands."""
        periods = {kind.value: row.period for kind, row in table.items()}
        return {**periods, **{f"{kind.value}_source": row.source for kind, row in table.items()}}

    def table(self) -> dict[FileKind, RetentionPeriod]:
        """What the command takes."""
        return {kind: RetentionPeriod(self.value(kind.value), self.value(f"{kind.value}_source")) for kind in FileKind}
