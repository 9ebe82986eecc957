"""People, their roles and units; the agency's own details."""

from dataclasses import replace

from engine.commands.agency import AgencyEntry
from engine.commands.people import PersonEntry
from engine.letters.facts import PageForm
from engine.permissions import STAFF, Role
from engine.queries.people import Colleague, UnitChoice
from engine.queries.steps import Candidate
from web.forms.fields import Line, Pick, Prose, RowChoice, Secret, Several, YesNo
from web.forms.form import Form, Typed

IN_THE_POOL = "pool"
ROLE_OPTIONS = tuple((role.value, role.label) for role in Role if role in STAFF)


def _unit_field(units: tuple[UnitChoice, ...]) -> RowChoice:
    return RowChoice(label="处室", required="请选择处室。", options=tuple((str(u.id), u.name) for u in units))


class PersonForm(Form):
    """A new person."""

    name = Line(label="姓名", required="请填写姓名。", most=60)
    account = Line(label="账号", required="请填写账号。", most=60)
    password = Secret(
        label="初始密码", required="请填写初始密码。", most=200, hint="至少 10 位，不要包含账号；请当面告知本人。"
    )
    unit_id = RowChoice(label="处室", required="请选择处室。")
    roles = Several(label="角色", options=ROLE_OPTIONS, required="请至少选择一个角色。")

    @staticmethod
    def among(units: tuple[UnitChoice, ...], typed: Typed | None) -> "PersonForm":
        """The form with the units there are."""
        return PersonForm(typed, specs={**PersonForm.specs, "unit_id": _unit_field(units)})

    def entry(self) -> PersonEntry:
        """What the command takes."""
        return PersonEntry(
            account=self.value("account"),
            name=self.value("name"),
            unit_id=self.value("unit_id"),
            roles=frozenset(Role(role) for role in self.value("roles")),
            password=self.value("password"),
        )


class ChangeForm(Form):
    """Roles and unit of somebody who is here, or that they have left."""

    unit_id = RowChoice(label="处室", required="请选择处室。")
    roles = Several(label="角色", options=ROLE_OPTIONS)
    active = YesNo(label="状态", required="请选择。", options=(("yes", "在岗"), ("no", "离岗（不能再登录）")))

    @staticmethod
    def of(person: Colleague, units: tuple[UnitChoice, ...], typed: Typed | None) -> "ChangeForm":
        """The form as things stand."""
        start = {"unit_id": person.unit_id, "roles": person.roles, "active": person.active}
        return ChangeForm(typed, start=start, specs={**ChangeForm.specs, "unit_id": _unit_field(units)})


class HandOverForm(Form):
    """Who takes over what lies with somebody, and why."""

    heir_id = Pick(label="移交给", required="请选择接手的人，或者退回待领取。")
    reason = Prose(label="移交理由", rows=2, most=400, required="请写明移交的理由。", hint="例如：调离本机关。")

    @staticmethod
    def among(others: tuple[Candidate, ...], typed: Typed | None) -> "HandOverForm":
        """The form with those who can do one of the steps at least."""
        options = (
            (IN_THE_POOL, "退回待领取，由同角色的人员领取"),
            *((str(each.id), f"{each.name}（{each.unit}）") for each in others),
        )
        return HandOverForm(
            typed, specs={"heir_id": replace(HandOverForm.heir_id, options=options), "reason": HandOverForm.reason}
        )

    def heir(self) -> int | None:
        """The row of whoever takes over; None for the pools."""
        chosen = self.value("heir_id")
        return None if chosen == IN_THE_POOL else int(chosen)


class UnitForm(Form):
    """A new unit."""

    name = Line(label="处室名称", required="请填写处室名称。", most=80)
    handles_applications = YesNo(label="是否承办申请", required="请选择。")
    is_subordinate = YesNo(
        label="处室还是所属单位",
        options=(("no", "处室"), ("yes", "所属单位")),
        hint="协办的答复日期，处室三个工作日，所属单位五个工作日。",
    )


class AgencyForm(Form):
    """What every letter says of the agency."""

    name = Line(label="机关全称", required="请填写机关全称。", most=80)
    document_code = Line(
        label="发文机关代字",
        required="请填写发文机关代字。",
        most=40,
        hint="例如：某防公开，印成“某防公开〔2026〕5号”。",
    )
    review_body = Line(label="行政复议机关", required="请填写行政复议机关。", most=80)
    court = Line(label="有管辖权的人民法院", required="请填写有管辖权的人民法院。", most=80)
    contact_office = Line(label="联系单位", required="请填写联系单位。", most=80)
    contact_phone = Line(label="联系电话", required="请填写联系电话。", most=60)
    contact_address = Line(label="地址", required="请填写地址。", most=160)
    contact_hours = Line(label="办公时间", required="请填写办公时间。", most=120)
    page_form = Pick(
        label="公文版式",
        required="请选择公文版式。",
        options=((PageForm.LETTER.value, "信函格式"), (PageForm.DOCUMENT.value, "文件格式")),
        hint="GB/T 9704-2012：信函格式为第10.1条，文件格式印“某机关文件”和版记。今后拟定的文书按此印制。",
    )

    def entry(self) -> AgencyEntry:
        """What the command takes."""
        return AgencyEntry(**{name: self.value(name) for name in self.specs})
