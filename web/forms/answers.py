"""What the letter says of one item: the fields that its outcome needs, and the answer they make."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from engine.letters.answers import (
    Destination,
    EarlierPaper,
    ItemAnswer,
    OpinionRecord,
    ProvidedDocument,
    PublicPlace,
    SearchAccount,
    WithheldPart,
)
from engine.queries.facts import ItemLine
from engine.queries.outcomes import Admissible
from engine.rules.sister_agencies import DatedAgency
from engine.rules.vocabulary import Outcome
from web.forms.fields import Day, Line, Names, Number, Prose
from web.forms.form import Form, Rows, Typed
from web.forms.sister_agencies import DirectoryFinder

GROUPS = {
    "search": ("search_units", "search_systems", "search_terms", "search_years", "searched_on"),
    "destination": ("destination_name", "destination_contact"),
    "earlier": ("earlier_title", "earlier_number", "earlier_served_on"),
    "opinion": ("opinion_asked_on", "opinion_answer", "opinion_answered_on"),
}

NEEDED: dict[Outcome, str] = {
    Outcome.ALREADY_PUBLIC: "places*",
    Outcome.DISCLOSED: "provided available",
    Outcome.PARTLY_DISCLOSED: "provided* withheld* available",
    Outcome.DISCLOSED_OVER_OBJECTION: "provided* reasons* available",
    Outcome.WITHHELD_STATE_SECRET: "reasons* severability* category",
    Outcome.WITHHELD_BY_LAW: "other_law* reasons* severability*",
    Outcome.WITHHELD_SECURITY_STABILITY: "category* reasons* severability*",
    Outcome.WITHHELD_THIRD_PARTY: "category* opinion* reasons* severability*",
    Outcome.WITHHELD_INTERNAL_AFFAIRS: "category* reasons* severability*",
    Outcome.WITHHELD_DELIBERATIVE: "category* reasons* severability*",
    Outcome.WITHHELD_ENFORCEMENT_FILE: "category* reasons* severability* available",
    Outcome.SPECIAL_ACCESS_REGIME: "other_law* destination* available",
    Outcome.OTHER_AGENCY: "destination* reasons places",
    Outcome.DOES_NOT_EXIST: "search* reasons",
    Outcome.NOT_READY_MADE: "reasons* available",
    Outcome.STILL_UNCLEAR: "reasons*",
    Outcome.PETITION_OR_COMPLAINT: "category* destination",
    Outcome.REPEATED: "earlier*",
    Outcome.PUBLISHED_WORK: "places*",
    Outcome.EXCESSIVE: "earlier* reasons*",
    Outcome.CONFIRMATION_REQUEST: "earlier*",
    Outcome.NOT_GOVERNMENT_INFORMATION: "reasons* destination",
    Outcome.PARTY_INFORMATION: "reasons destination",
    Outcome.ARCHIVE_REGIME: "destination* available",
    Outcome.ENQUIRY: "destination available",
}
"""Which fields the letter of each outcome has; `*` marks those without which it would be empty or unlawful."""

CATEGORIES = {
    Outcome.WITHHELD_STATE_SECRET: ("密级和定密情况", "可以不填。例如：密级为秘密，保密期限为20年"),
    Outcome.WITHHELD_SECURITY_STABILITY: ("可能危及什么", "例如：公共安全"),
    Outcome.WITHHELD_THIRD_PARTY: ("涉及第三方的什么权益", "例如：商业秘密；个人隐私"),
    Outcome.WITHHELD_INTERNAL_AFFAIRS: ("属于哪一类内部事务", "人事管理、后勤管理、内部工作流程"),
    Outcome.WITHHELD_DELIBERATIVE: ("属于哪一类过程性信息", "讨论记录、过程稿、磋商信函、请示报告"),
    Outcome.WITHHELD_ENFORCEMENT_FILE: ("保存于哪一类执法案卷", "例如：人防工程行政处罚案卷"),
    Outcome.PETITION_OR_COMPLAINT: ("属于哪一类事项", "信访、投诉、举报等"),
}

ALSO_NEEDED = {Outcome.OTHER_AGENCY: {"destination_contact"}}
"""Fields of a group that may be left empty elsewhere."""

MISSING = "这一结果的答复书须有此项，请填写。"


class DocumentRow(Form):
    """One paper that is handed over."""

    title = Line(label="文件名称", required="请填写文件名称。", most=200)
    number = Line(label="文号", most=80)
    pages = Number(label="页数", largest=100_000)
    medium = Line(label="载体", most=40, hint="例如：纸质复印件、电子文档")


class PlaceRow(Form):
    """One place where the public can read it."""

    title = Line(label="名称", required="请填写信息名称。", most=200)
    where = Line(
        label="获取途径",
        required="请填写获取途径。",
        most=400,
        hint="写到申请人照着就能找到：网址或者栏目、刊期、查阅点。",
    )
    published_on = Day(label="公布日期")


class WithheldRow(Form):
    """One part that is not given."""

    what = Line(label="不予公开的内容", required="请填写不予公开的是哪部分内容。", most=400, hint="不要写出内容本身。")
    legal_basis = Line(label="依据", required="请填写依据。", most=120, hint="例如：《条例》第十五条")
    reasons = Prose(label="理由", required="请填写理由。", rows=2, most=2000)


class AnswerForm(Form):
    """Everything that any outcome may need; a page shows the part that its outcome does."""

    provided = Rows(label="提供的文件", row=DocumentRow, add="再加一份文件")
    places = Rows(label="公开途径", row=PlaceRow, add="再加一处")
    withheld = Rows(label="不予公开的部分", row=WithheldRow, add="再加一部分")
    search_units = Names(label="检索单位", rows=2, hint="每行一个。")
    search_systems = Names(label="检索范围", rows=2, hint="每行一个。")
    search_terms = Names(label="检索词", rows=2, hint="每行一个。")
    search_years = Line(label="年度范围", most=60)
    searched_on = Day(label="检索日期")
    category = Line(label="类别", most=120)
    other_law = Line(label="所依据的其他法律、行政法规", most=200, hint="写明名称和条款。")
    opinion_asked_on = Day(label="书面征求第三方意见的日期")
    opinion_answer = Prose(label="第三方的意见", rows=2, most=2000, hint="不要写出第三方的姓名或者名称。")
    opinion_answered_on = Day(label="第三方答复的日期", hint="没有答复的不填。")
    earlier_title = Line(label="此前的文书名称", most=120, hint="例如：政府信息公开申请答复书")
    earlier_number = Line(label="此前的文号", most=80)
    earlier_served_on = Day(label="此前的送达日期")
    destination_name = Line(label="可以提供信息的单位", most=120, hint="写全称。")
    destination_contact = Line(label="该单位的联系方式", most=300, hint="从名录中选的可以不填，自动填入。")
    available = Prose(label="可以提供或者办理的其他情况", rows=2, most=2000)
    reasons = Prose(
        label="理由", rows=4, most=4000, hint="针对本件写明事实和理由；不予公开的不少于30字，不能照抄条文。"
    )
    severability = Prose(
        label="区分处理的考虑", rows=2, most=2000, hint="能否把不予公开的内容与其余部分分开；不能的，说明为什么。"
    )
    deviation = Prose(
        label="为什么不按决策表的结论",
        rows=3,
        most=2000,
        required="偏离决策表的结论，须写明理由，供法制审核。",
        hint="不印在答复书上；法制审核人首先看到。",
    )
    findings = Prose(label="查明的情况", rows=3, most=4000, hint="印在这一项答复的开头，可以不填。")

    def __init__(
        self,
        item: ItemLine,
        admissible: Admissible,
        typed: Typed | None,
        *,
        search: Mapping[str, Any] | None,
        agencies: Sequence[DatedAgency] = (),
    ) -> None:
        """`agencies` are those of the directory to which an applicant can be sent today."""
        self.item, self.admissible = item, admissible
        self.directory = DirectoryFinder.about(item.what, agencies)
        fields = wanted(admissible.outcome)
        deviating = () if admissible.deviates_from is None else ("deviation",)
        self.order = [*deviating, *fields, "findings"]
        self.needed = {name for name, is_needed in fields.items() if is_needed}
        specs = _specs(admissible.outcome, fields)
        super().__init__(
            typed,
            prefix=f"item-{item.number}-",
            start=_start(item, search),
            specs={**specs, "destination_name": self.directory.offered(specs["destination_name"])},
            only=frozenset(self.order),
        )

    def adjust_rows(self, wish: str) -> bool:
        """Whether rows came or went, or the directory was asked for an agency."""
        if "destination_name" in self and self.directory.obey(
            wish, self["destination_name"], self["destination_contact"]
        ):
            return True
        return super().adjust_rows(wish)

    def read(self) -> bool:
        """The shape is right, and no list that the letter needs is empty."""
        if "destination_name" in self:
            self.directory.complete(self["destination_name"], self["destination_contact"])
        sound = super().read()
        for name in self.needed & set(self.rows):
            if not self.filled(name):
                sound = False
                next(iter(self.rows[name].forms[0].fields.values())).errors.append(MISSING)
        return sound

    def answer(self) -> ItemAnswer:
        """What the command takes; number, item, outcome and articles are set there."""
        plain = ("category", "other_law", "available", "reasons", "severability", "findings")
        return ItemAnswer(
            number=self.item.number,
            what=self.item.what,
            outcome=self.admissible.outcome.value,
            legal_basis="",
            provided=tuple(ProvidedDocument(**_values(row)) for row in self.filled("provided")),
            places=tuple(PublicPlace(**_values(row)) for row in self.filled("places")),
            withheld=tuple(WithheldPart(**_values(row)) for row in self.filled("withheld")),
            search=self._part("search", SearchAccount, ("units", "systems", "terms", "years", "searched_on")),
            destination=self._part("destination", Destination, ("name", "contact")),
            earlier=self._part("earlier", EarlierPaper, ("title", "number", "served_on")),
            opinion=self._part("opinion", OpinionRecord, ("asked_on", "answer", "answered_on")),
            **{name: self.value(name) for name in plain},
        )

    def _part(self, group: str, kind: Any, names: tuple[str, ...]) -> Any:
        """One piece of evidence made of several fields; None when its first field is empty."""
        values = dict(zip(names, (self.value(name) for name in GROUPS[group]), strict=True))
        return kind(**values) if values[names[0]] else None


def wanted(outcome: Outcome) -> dict[str, bool]:
    """Field → whether the letter cannot do without it, in the order of the table."""
    found: dict[str, bool] = {}
    for mark in NEEDED.get(outcome, "reasons").split():
        name, is_needed = mark.rstrip("*"), mark.endswith("*")
        optional = {"opinion_answered_on", "destination_contact"} - ALSO_NEEDED.get(outcome, set())
        if outcome is Outcome.CONFIRMATION_REQUEST:
            optional.add("earlier_number")
        for each in GROUPS.get(name, (name,)):
            found[each] = is_needed and each not in optional
    return found


def _specs(outcome: Outcome, fields: Mapping[str, bool]) -> dict[str, Line]:
    """The fields with their sentence for what is missing, and the category in the words of this outcome."""
    specs = {
        name: spec if name == "deviation" else dataclasses.replace(spec, required=MISSING if fields.get(name) else "")
        for name, spec in AnswerForm.specs.items()
    }
    if outcome in CATEGORIES:
        label, hint = CATEGORIES[outcome]
        specs["category"] = dataclasses.replace(specs["category"], label=label, hint=hint)
    if outcome in (Outcome.PARTLY_DISCLOSED, Outcome.DISCLOSED_OVER_OBJECTION):
        specs["available"] = dataclasses.replace(
            specs["available"],
            label="没有随附区分处理件的，可以公开的部分以何种形式提供",
            hint="例如：可以公开的部分以摘录形式提供。随附经复核的区分处理件的，不填。",
        )
    if outcome is Outcome.DISCLOSED:
        specs["available"] = dataclasses.replace(
            specs["available"],
            label="另行提供的，获取的方式、途径和时间",
            hint="随答复书提供的，列在上面；不能同时提供的，写明何时、何处、怎样获取，例如：4月10日起到本机关查阅点复制。",
        )
    return specs


def _start(item: ItemLine, search: Mapping[str, Any] | None) -> dict[str, Any]:
    """The answer of an earlier draft; else what the search record already says."""
    stored: Mapping[str, Any] = item.answer or {"search": search}
    start = {name: stored[name] for name in AnswerForm.specs | AnswerForm.row_specs if name in stored}
    start["deviation"] = item.facts.get("deviation", "")
    for group, names in GROUPS.items():
        part = stored.get(group) or {}
        start |= {name: part.get(name if name == "searched_on" else name.removeprefix(f"{group}_")) for name in names}
    return start


def _values(row: Form) -> dict[str, Any]:
    return {name: bound.value for name, bound in row.fields.items()}
