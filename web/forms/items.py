"""逐项审查: one requested item at a time, the questions of each of its steps."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, ClassVar

from engine.commands.items import DisclosureFinding, NatureFinding, SearchRecord, SecrecyOpinion
from engine.rules.origin import Source, Told, Transfer
from engine.rules.outcome import Ground, Held, Nature, Regime, Responsibility, Standing
from engine.rules.vocabulary import ConsultedParty
from web.forms.fields import Day, Line, Names, Prose, Several, Word, YesNo
from web.forms.form import Form

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
SOURCES = {source: source.label for source in Source}
TRANSFERS = {transfer: transfer.label for transfer in Transfer}
HELD = {Held.YES: "有", Held.NO: "没有（未制作、未保存）", Held.MUST_BE_MADE: "没有现成的，需要另行制作或者加工、分析"}
GROUNDS = {
    Ground.NONE: "没有不予公开的理由",
    Ground.STATE_SECRET: "国家秘密",
    Ground.BY_LAW: "法律、行政法规禁止公开",
    Ground.SECURITY_STABILITY: "公开后可能危及国家安全、公共安全、经济安全、社会稳定",
    Ground.THIRD_PARTY: "公开会损害第三方合法权益，第三方不同意",
    Ground.THIRD_PARTY_OVERRIDDEN: "第三方不同意，但理由不合理或者公共利益重大，仍应当公开",
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
    "source": SOURCES,
    "transfer": TRANSFERS,
    "told": {told: told.label for told in Told},
    "ask": {party: party.label for party in ConsultedParty},
    "held": HELD,
    "ground": GROUNDS,
}


def _question(words: type[StrEnum], shown: Mapping[Any, str], label: str, hint: str = "") -> Word:
    options = tuple((word.value, text) for word, text in shown.items())
    return Word(words=words, options=options, label=label, hint=hint, required="请选择。")


class NatureForm(Form):
    """What is asked for and whose duty it is, in the order in which the law asks."""

    nature = _question(Nature, NATURES, "申请的是什么")
    repeated = YesNo(label="是否重复申请", required="请选择。", hint="同一申请人就相同内容已经答复过的，选“是”。")
    regime = _question(
        Regime, {regime: words for regime, words in REGIMES.items() if regime is not Regime.ARCHIVE}, "获取是否另有规定"
    )
    source = _question(Source, SOURCES, "信息怎样形成或者取得")
    transfer = _question(Transfer, TRANSFERS, "后来职能有没有划转、档案有没有移交")
    handed_over_on = Day(label="移交国家档案馆的日期", hint="选了“已移交国家档案馆”的才填；收到申请之后移交的不算。")
    evidence = Prose(
        label="所依据的事实",
        rows=3,
        most=2000,
        hint="不是政府信息、不归本机关负责、已移交档案馆等情形，须写明依据：职责分工、文件来源、移交清单。",
    )

    USUAL: ClassVar = {
        "nature": Nature.GOVERNMENT_INFORMATION,
        "repeated": False,
        "regime": Regime.ORDINARY,
        "source": Source.MADE_BY_US,
        "transfer": Transfer.NONE,
    }

    def finding(self) -> NatureFinding:
        """What the command takes."""
        return NatureFinding(**{name: self.value(name) for name in self.specs})


class SearchForm(Form):
    """What was searched, and what came of it."""

    searched_on = Day(label="检索日期", required="请填写检索日期。")
    units = Names(label="检索单位", required="请写明由哪些处室、单位检索。", hint="每行一个。", rows=2)
    systems = Names(
        label="检索范围",
        required="请写明检索了哪些系统、档案或者场所。",
        hint="每行一个，例如：公文管理系统、机关档案室。",
    )
    terms = Names(label="检索词", required="请写明检索所用的关键词。", hint="每行一个。")
    years = Line(label="年度范围", required="请写明检索的年度范围。", hint="例如：2015年至2026年。", most=60)
    held = _question(Held, HELD, "本机关有没有所申请的信息")
    already_public = YesNo(label="是否已经主动公开", required="请选择。")
    published_at = Line(label="公开的位置", most=400, hint="已经公开的，写能直接打开的网址、公报期号或者查阅场所。")
    result = Prose(
        label="检索结果",
        required="请写明检索结果。",
        rows=4,
        most=2000,
        hint="找到的，写明名称、文号、页数；没有找到的，写明查过的情况。",
    )

    def search(self) -> SearchRecord:
        """What the command takes."""
        return SearchRecord(**{name: self.value(name) for name in self.specs})


class SecrecyForm(Form):
    """Whether anything is classified."""

    holds_classified = YesNo(
        label="拟公开的信息是否涉及国家秘密",
        required="请选择是否涉密。",
        options=(("no", "不涉密"), ("yes", "涉密")),
    )
    opinion = Prose(label="审查意见", required="请写明审查意见。", rows=4, most=2000, hint="不得写出涉密内容。")

    def opinion_given(self) -> SecrecyOpinion:
        """What the command takes."""
        return SecrecyOpinion(holds_classified=self.value("holds_classified"), opinion=self.value("opinion"))


class DisclosureForm(Form):
    """Whether a ground stands against disclosure, and whom to ask before it is decided."""

    ground = _question(Ground, GROUNDS, "有无不予公开的理由")
    severable = YesNo(label="能否区分处理", required="请选择。", hint="不予公开的内容能与其余部分分开的，选“是”。")
    ask = Several(
        label="需要先征求谁的意见",
        options=tuple((party.value, party.label) for party in ConsultedParty),
        hint="涉及第三方合法权益的，应当先书面征求第三方意见；不需要的不选。",
    )
    evidence = Prose(label="所依据的事实", rows=3, most=2000, hint="有不予公开理由的，写明事实，不能只写条文。")

    def finding(self) -> DisclosureFinding:
        """What the command takes."""
        return DisclosureFinding(
            ground=self.value("ground"),
            severable=self.value("severable"),
            ask=tuple(ConsultedParty(party) for party in self.value("ask")),
            evidence=self.value("evidence"),
        )
