"""兄弟机关名录: one agency, its end, and the two fields by which a letter names one of them or any other."""

import dataclasses
from collections.abc import Sequence
from datetime import date
from typing import Any

from engine.commands.sister_agencies import SisterAgencyEntry
from engine.rules.sister_agencies import DatedAgency, nearest
from web.forms.fields import Day, File, Line, Prose, RowChoice, Suggested
from web.forms.form import Bound, Form, Typed

FOUND = 5
FREE = "写全称。可从兄弟机关名录中选；名录中没有的照常填写，并请先向该单位核实。"


class SisterAgencyForm(Form):
    """What it is called, what it answers for, how it is reached, since when."""

    name = Line(label="机关名称", required="请填写机关的全称。", most=120)
    answers_for = Prose(
        label="职责事项",
        required="请填写这个机关负责什么，办理时按这些词查找。",
        most=400,
        rows=3,
        hint="申请人可能用的词，用顿号分开，例如：商品房预售许可、房屋征收、施工许可。",
    )
    address = Line(label="地址", most=120)
    phone = Line(label="电话", most=60)
    website = Line(label="网址（在线申请）", most=100, hint="以 http:// 或者 https:// 开头。")
    valid_from = Day(label="从哪一天起履行职责", hint="机构改革新设的填写；一直都是的不填。")
    note = Prose(label="备注", most=400, rows=2, hint="例如：改革方案的文号。不印在答复书上。")

    def entry(self) -> SisterAgencyEntry:
        """What the command takes."""
        return SisterAgencyEntry(**{name: self.value(name) for name in self.specs})


class DirectorySheetForm(Form):
    """The sheet; its bytes are read by the page."""

    file = File(label="名录表格（xlsx 或者 csv）", hint="一行一个机关，表头与下载的名录相同，一次最多 100 行。")


class EndForm(Form):
    """Its last day, and who follows."""

    valid_to = Day(label="履行职责到哪一天为止", hint="含当天；误填的，清空后保存即恢复。")
    successor_id = RowChoice(label="承接其职能的机关", hint="先把承接机关列入名录。没有承接机关的不选。")

    @staticmethod
    def over(agency: DatedAgency, others: Sequence[DatedAgency], typed: Typed | None) -> "EndForm":
        """The end as it stands; every other agency may follow."""
        options = tuple((str(each.id), each.name) for each in others if each.id != agency.id)
        choice = dataclasses.replace(EndForm.specs["successor_id"], options=options)  # type: ignore[call-arg]
        start = {"valid_to": agency.valid_to, "successor_id": agency.successor_id}
        return EndForm(typed, start=start, specs={"successor_id": choice})

    def end(self) -> tuple[date | None, int | None]:
        """What the command takes."""
        return self.value("valid_to"), self.value("successor_id")


@dataclasses.dataclass
class DirectoryFinder:
    """The directory beside the fields NAME and CONTACT of a form: an agency chosen there fills in both.

    `found` are the agencies shown beside the fields; `looked_for` is what was searched, None before that.
    """

    agencies: Sequence[DatedAgency]
    found: tuple[DatedAgency, ...] = ()
    looked_for: str | None = None

    @staticmethod
    def about(words: str, agencies: Sequence[DatedAgency]) -> "DirectoryFinder":
        """With those agencies proposed that answer for what is asked for."""
        return DirectoryFinder(agencies, nearest(words, agencies, most=FOUND))

    def offered(self, name: Line) -> Suggested:
        """The field for the name, offering those who stand today; any other may be typed."""
        plain: dict[str, Any] = {field.name: getattr(name, field.name) for field in dataclasses.fields(name)}
        return Suggested(**{**plain, "hint": FREE, "suggestions": tuple(each.name for each in self.agencies)})

    def obey(self, wish: str, name: Bound, contact: Bound) -> bool:
        """Whether the wish (`NAME?`, or `NAME?ID` to fill in that agency) was about these fields; it is then done."""
        asked, mark, chosen = wish.partition("?")
        if not mark or asked != name.name:
            return False
        typed = name.text.strip()
        meant = [each for each in self.agencies if (str(each.id) == chosen if chosen else each.name == typed)]
        if meant:
            name.texts, contact.texts = [meant[0].name], [meant[0].contact]
        elif not chosen:
            self.looked_for, self.found = typed, nearest(typed, self.agencies, most=FOUND)
        return True

    def complete(self, name: Bound, contact: Bound) -> None:
        """An agency of the directory, named without its contact, has the one that stands there."""
        known = {each.name: each.contact for each in self.agencies}
        if not contact.text.strip() and name.text.strip() in known:
            contact.texts = [known[name.text.strip()]]
