"""征求意见: whom to ask, what they said, and our own judgment on it."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.commands.announce import Announcement
from engine.commands.consult import Opinion, PlannedConsultation
from engine.commands.weigh import Ruling
from engine.queries.facts import CaseFacts, ItemLine
from engine.rules.objection import ObjectionRuling
from engine.rules.outcome import Ground
from engine.rules.vocabulary import ConsultedParty
from web.forms.fields import Day, Line, Names, Pick, Prose, Refused, Word, YesNo
from web.forms.form import Form, Rows, Typed
from web.forms.items import GROUNDS
from web.forms.many import FormPerItem

ASKED_BY_LETTER = (ConsultedParty.THIRD_PARTY, ConsultedParty.CO_MAKER, ConsultedParty.OTHER_AGENCY)
USUAL_QUESTION = "信息内容是否准确一致，可否公开"
CONCERNS = ("商业秘密", "个人隐私", "其他合法权益")
SETTLE = "settle"
PURPOSES = (("confirm", "就内容协商、确认（第11条）"), (SETTLE, "不能确定能否公开，报请确定（第17条第3款）"))
USUAL_REFERRAL = "上述信息是否可以公开"
SORTS = (("organization", "单位"), ("person", "个人"))


@dataclass(frozen=True, kw_only=True)
class ItemNumbers(Line):
    """Numbers of items, such as 1、2."""

    most: int = 200

    def value_of(self, text: str) -> tuple[int, ...]:
        if not re.fullmatch(r"\d{1,3}(?:[、，, ]+\d{1,3})*", text):
            raise Refused("请填写项号，多项用顿号分开，例如 1、2。")
        return tuple(dict.fromkeys(int(number) for number in re.findall(r"\d+", text)))

    def show(self, value: Any) -> list[str]:
        return ["、".join(str(number) for number in value or ())]

    @property
    def nothing(self) -> tuple[int, ...]:
        return ()


class PartyRow(Form):
    """One party, and about what it is asked."""

    to = Word(
        words=ConsultedParty,
        label="对象",
        options=tuple((party.value, party.label) for party in ASKED_BY_LETTER),
        required="请选择对象。",
    )
    name = Line(label="名称或者姓名", required="请填写对方的名称或者姓名。", most=120)
    sort = Pick(label="单位还是个人", required="请选择。", options=SORTS)
    address = Line(label="通信地址", most=200)
    concerns = Pick(label="涉及的权益", options=tuple((word, word) for word in CONCERNS))
    purpose = Pick(label="请其他机关做什么", options=PURPOSES)
    question = Line(label="请对方确认什么（其他机关）", most=200)
    item_numbers = ItemNumbers(label="涉及第几项（不填为全部）")
    information = Names(label="征求意见的信息", required="请写明就哪些信息征求意见。", hint="每行一份。", rows=2)

    def planned(self, every_item: Sequence[int]) -> PlannedConsultation:
        """What the command takes."""
        names = ("to", "name", "address", "information")
        is_agency, is_referral = self.value("to") is ConsultedParty.OTHER_AGENCY, self.value("purpose") == SETTLE
        usual = USUAL_REFERRAL if is_referral else USUAL_QUESTION
        return PlannedConsultation(
            is_organization=self.value("sort") == "organization",
            item_numbers=self.value("item_numbers") or tuple(every_item),
            concerns=(self.value("question") or usual) if is_agency else self.value("concerns"),
            is_referral=is_referral,
            **{name: self.value(name) for name in names},
        )


class PlanForm(Form):
    """Everybody who is to be asked."""

    planned = Rows(
        label="征求意见的对象",
        row=PartyRow,
        add="再加一方",
        hint="每一方各发一份；信中不写申请人是谁。",
    )

    every_item: tuple[int, ...] = ()

    @staticmethod
    def over(case: CaseFacts, typed: Typed | None) -> "PlanForm":
        """One row for each party that the review found necessary to ask."""
        rows = [
            {"to": party, "information": (item.what,), "item_numbers": (item.number,)}
            for item in case.items
            for party in item.facts.get("ask") or ()
        ]
        form = PlanForm(typed, start={"planned": rows})
        form.every_item = tuple(item.number for item in case.items)
        return form

    def plans(self) -> list[PlannedConsultation]:
        """What the command takes."""
        return [row.planned(self.every_item) for row in self.filled("planned") if isinstance(row, PartyRow)]


class SendingForm(Form):
    """Nothing is typed: the letter is drawn up from what is known."""


class ReceiptForm(Form):
    """When the party got our letter."""

    on = Day(
        label="对方签收日期", required="请填写对方签收的日期。", hint="以邮政回执、送达回证为凭；答复期限自次日起算。"
    )


class ReturnForm(Form):
    """When our letter came back."""

    on = Day(label="退信到达日期", required="请填写退信到达的日期。", hint="征求意见的期间到这一天为止。")


class OpinionForm(Form):
    """What a party said."""

    received_on = Day(
        label="收到日期", required="请填写收到意见的日期。", hint="意见到达本机关的日期，不是录入的日期。"
    )
    agrees = YesNo(label="对方的意见", required="请选择。", options=(("yes", "同意公开"), ("no", "不同意公开")))
    words = Prose(label="理由或者说明", rows=4, most=4000, hint="照录原文；不同意公开的，应有理由。")

    def opinion(self) -> Opinion:
        """What the command takes."""
        return Opinion(received_on=self.value("received_on"), agrees=self.value("agrees"), words=self.value("words"))


class AnnouncementForm(Form):
    """Why we disclose over the objection, and from which day."""

    reasons = Prose(
        label="决定公开的理由",
        required="请写明决定公开的理由。",
        rows=4,
        most=2000,
        hint="对方的理由为什么不成立，或者不公开会对公共利益造成什么重大影响。",
    )
    disclosed_from = Day(
        label="自哪一天起提供", hint="不填的，按本机关规定的间隔推算；在这一天之前不得送达答复和信息。"
    )

    def announcement(self) -> Announcement:
        """What the command takes."""
        return Announcement(reasons=self.value("reasons"), disclosed_from=self.value("disclosed_from"))


class SilenceForm(Form):
    """Whether an opinion came in time after all, and which."""

    arrived = YesNo(
        label="期限内是否收到过对方的意见",
        required="请选择。",
        options=(("no", "没有收到"), ("yes", "收到过，现在补录")),
        hint="先查收发室、窗口、邮箱，再作认定。",
    )
    received_on = Day(label="收到日期", hint="意见到达本机关的真实日期。")
    agrees = YesNo(label="对方的意见", options=(("yes", "同意公开"), ("no", "不同意公开")))
    words = Prose(label="理由或者说明", rows=3, most=4000)

    def read(self) -> bool:
        """An opinion that came has its day and its direction."""
        sound = super().read()
        if sound and self.value("arrived"):
            if self.value("received_on") is None:
                self["received_on"].errors.append("请填写收到意见的日期。")
            if self.value("agrees") is None:
                self["agrees"].errors.append("请选择同意还是不同意公开。")
        return sound and not list(self.problems())

    def typed_late(self) -> Opinion | None:
        """What the command takes."""
        if not self.value("arrived"):
            return None
        return Opinion(received_on=self.value("received_on"), agrees=self.value("agrees"), words=self.value("words"))


class RulingForm(Form):
    """Our own judgment on one item."""

    ground = Word(
        words=Ground,
        label="有无不予公开的理由",
        options=tuple((ground.value, words) for ground, words in GROUNDS.items()),
        required="请选择。",
    )
    severable = YesNo(label="能否区分处理", required="请选择。", hint="不予公开的内容能与其余部分分开的，选“是”。")
    objection_reasonable = YesNo(
        label="第三方不同意公开的理由是否合理",
        required="请认定第三方的理由是否合理。",
        options=(("yes", "合理"), ("no", "不合理")),
        hint="不合理的，不能阻止公开；合理的，只有不公开会对公共利益造成重大影响才可以公开。几方理由不同的，有一方合理即选“合理”。",
    )
    public_interest = Prose(
        label="公共利益的权衡",
        rows=2,
        most=2000,
        hint="理由合理而仍公开的必须填写：不公开会对什么公共利益造成怎样的重大影响。印在给第三方的决定公开告知书上。",
    )
    reasons = Prose(
        label="本机关的判断和理由",
        required="请写明本机关自己的判断和理由。",
        rows=4,
        most=2000,
        hint="对方所说是否成立、有何佐证、公共利益如何权衡；不能只写“对方不同意”。",
    )


class RulingsForm(FormPerItem[RulingForm]):
    """One ruling for each item that waited for an opinion."""

    @staticmethod
    def over(case: CaseFacts, typed: Typed | None, *, objected: Collection[int]) -> "RulingsForm":
        """The items that waited; `objected` are the numbers of those that a third party objects to."""
        start: Mapping[str, Any] = {"severable": False}
        waiting = [item for item in case.items if item.facts.get("ask")]
        return RulingsForm(
            [
                (item, RulingForm(typed, prefix=f"item-{item.number}-", start=start, only=_asked_of(item, objected)))
                for item in waiting
            ],
            typed,
        )

    def rulings(self) -> list[Ruling]:
        """What the command takes."""
        return [
            Ruling(
                item_id=item.id,
                objection=ObjectionRuling(
                    reasonable=form.value("objection_reasonable"), public_interest=form.value("public_interest")
                ),
                **{name: form.value(name) for name in ("ground", "severable", "reasons")},
            )
            for item, form in self.parts
        ]


def _asked_of(item: ItemLine, objected: Collection[int]) -> frozenset[str]:
    """The fields of this item's ruling; of an objection only where there is one."""
    beside = {"objection_reasonable", "public_interest"}
    return frozenset(RulingForm.specs) - (beside if item.number not in objected else set())
