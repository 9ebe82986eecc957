"""更正本人信息: which record, which proof, what was found, what comes of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.commands.corrections import Correction
from engine.letters.notices import CorrectionResult
from engine.rules.sister_agencies import DatedAgency
from web.forms.fields import Day, Line, Prose, Word
from web.forms.form import Form, Typed
from web.forms.sister_agencies import DirectoryFinder

RESULTS = (
    (CorrectionResult.CORRECTED.value, "属实，已经更正"),
    (CorrectionResult.REFUSED.value, "证据不能证明记录不准确，不予更正"),
    (CorrectionResult.FORWARDED.value, "不属于本机关职能，已经转送有权更正的机关"),
    (CorrectionResult.REFERRED.value, "不属于本机关职能，告知向有权更正的机关提出"),
)


class CorrectionForm(Form):
    """The finding and what the reply says of it."""

    record = Prose(label="申请更正的记录", required="请写明申请更正的是哪项记录。", rows=2, most=1000)
    evidence = Prose(label="申请人提交的证据", rows=2, most=1000, hint="更正的必填。")
    findings = Prose(label="审核的情况", required="请写明审核的情况。", rows=4, most=2000, hint="会写进答复书。")
    result = Word(
        label="结果", required="请选择。", options=RESULTS, words=CorrectionResult, as_buttons=True,
        hint="更正、转送的，先办完再答复。",
    )  # fmt: skip
    old_value = Line(label="原来的记录", most=200, hint="更正的必填。")
    new_value = Line(label="更正后的记录", most=200, hint="更正的必填。")
    corrected_on = Day(label="更正日期", hint="更正的必填。")
    reasons = Prose(label="不予更正的理由", rows=3, most=2000, hint="不予更正的必填。")
    competent_name = Line(label="有权更正的机关", most=120, hint="转送、告知另行提出的必填。")
    competent_contact = Line(label="该机关的联系方式", most=300, hint="从名录中选的可以不填，自动填入。")
    forwarded_on = Day(label="转送日期", hint="转送的必填。")

    def __init__(
        self, typed: Typed | None, *, start: Mapping[str, Any] | None = None, agencies: Sequence[DatedAgency] = ()
    ) -> None:
        """`agencies` are those of the directory to which an applicant can be sent today."""
        self.directory = DirectoryFinder(agencies)
        competent = self.directory.offered(self.specs["competent_name"])
        super().__init__(typed, start=start, specs={"competent_name": competent})

    def adjust_rows(self, wish: str) -> bool:
        """Whether the directory was asked for an agency."""
        return self.directory.obey(wish, self["competent_name"], self["competent_contact"])

    def read(self) -> bool:
        """An agency of the directory comes with its contact."""
        self.directory.complete(self["competent_name"], self["competent_contact"])
        return super().read()

    def correction(self) -> Correction:
        """What the command takes."""
        return Correction(**{name: self.value(name) for name in self.specs})
