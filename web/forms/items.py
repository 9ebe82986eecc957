"""逐项审查: the same questions for each requested item, one input of the decision table each."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from engine.commands.handle import ItemReview
from engine.queries.facts import ItemLine
from engine.rules.outcome import Ground, Held, ItemFacts, Nature, Regime, Responsibility, Standing
from web.forms.fields import Word, YesNo
from web.forms.form import Form, Typed
from web.forms.many import FormPerItem

STANDINGS = {
    Standing.OPEN: "正常办理",
    Standing.STILL_UNCLEAR: "补正后仍不明确",
    Standing.EXCESSIVE: "数量、频次明显超过合理范围，且理由不合理",
}
NATURES = {
    Nature.GOVERNMENT_INFORMATION: "政府信息",
    Nature.PETITION_OR_COMPLAINT: "信访、投诉、举报等",
    Nature.PUBLICATION: "公开出版物",
    Nature.CONFIRMATION: "要求确认或者重新出具已获取的信息",
    Nature.ENQUIRY: "咨询",
    Nature.NOT_GOVERNMENT_INFORMATION: "不是政府信息",
    Nature.PARTY_INFORMATION: "党务信息",
}
REGIMES = {
    Regime.ORDINARY: "没有特别规定",
    Regime.SPECIAL_ACCESS: "法律、行政法规对查询获取有特别规定",
    Regime.ARCHIVE: "已移交国家档案馆",
}
RESPONSIBILITIES = {Responsibility.OURS: "本机关", Responsibility.OTHER_AGENCY: "其他机关"}
HELD = {Held.YES: "有", Held.NO: "没有（未制作、未保存）", Held.MUST_BE_MADE: "没有现成的，需要另行制作或者加工、分析"}
GROUNDS = {
    Ground.NONE: "没有不予公开的理由",
    Ground.STATE_SECRET: "国家秘密",
    Ground.BY_LAW: "法律、行政法规禁止公开",
    Ground.SECURITY_STABILITY: "公开后可能危及国家安全、公共安全、经济安全、社会稳定",
    Ground.THIRD_PARTY: "公开会损害第三方合法权益，第三方不同意",
    Ground.THIRD_PARTY_OVERRIDDEN: "第三方不同意，但不公开可能对公共利益造成重大影响",
    Ground.INTERNAL_AFFAIRS: "内部事务信息",
    Ground.DELIBERATIVE: "过程性信息",
    Ground.ENFORCEMENT_FILE: "行政执法案卷",
}
FACT_WORDS: dict[str, dict[Any, str]] = {
    "standing": {
        **STANDINGS,
        Standing.WITHDRAWN: "申请人撤回",
        Standing.NOT_SUPPLEMENTED: "逾期不补正",
        Standing.UNPAID: "逾期未缴费",
    },
    "nature": NATURES,
    "regime": REGIMES,
    "responsibility": RESPONSIBILITIES,
    "held": HELD,
    "ground": GROUNDS,
}


def _question(words: type[StrEnum], shown: dict[Any, str], label: str, hint: str = "") -> Word:
    options = tuple((word.value, text) for word, text in shown.items())
    return Word(words=words, options=options, label=label, hint=hint, required="请选择。")


class ItemFactsForm(Form):
    """The questions about one item, in the order in which the law asks them."""

    standing = _question(Standing, STANDINGS, "本件能否继续办理")
    nature = _question(Nature, NATURES, "申请的是什么")
    repeated = YesNo(label="是否重复申请", required="请选择。", hint="同一申请人就相同内容已经答复过的，选“是”。")
    regime = _question(Regime, REGIMES, "获取是否另有规定")
    responsibility = _question(Responsibility, RESPONSIBILITIES, "由谁负责公开")
    held = _question(Held, HELD, "本机关有没有", "选“没有”须有检索记录。")
    already_public = YesNo(label="是否已经主动公开", required="请选择。")
    ground = _question(Ground, GROUNDS, "有无不予公开的理由")
    severable = YesNo(
        label="能否区分处理", required="请选择。", hint="含有不予公开的内容，但能与其余部分分开的，选“是”。"
    )

    def facts(self) -> ItemFacts:
        """What the command takes."""
        return ItemFacts(**{name: self.value(name) for name in self.specs})


class ItemsForm(FormPerItem[ItemFactsForm]):
    """One set of questions for each item."""

    @staticmethod
    def over(items: Sequence[ItemLine], typed: Typed | None, *, found: bool | None) -> "ItemsForm":
        """The questions, with the usual answers and what the search found already set."""
        usual = ItemFacts(held=Held.NO) if found is False else ItemFacts()
        parts = []
        for item in items:
            start = ItemFacts.from_stored(item.facts) if item.facts else usual
            parts.append((item, ItemFactsForm(typed, prefix=f"item-{item.id}-", start=vars(start))))
        return ItemsForm(parts, typed)

    def reviews(self) -> list[ItemReview]:
        """What the command takes."""
        return [ItemReview(item_id=item.id, facts=form.facts()) for item, form in self.parts]
