"""Signing in, setting up the first administrator, changing one's own password."""

from engine.commands.people import PersonEntry
from engine.permissions import Role
from web.forms.fields import Line, Secret
from web.forms.form import Form

MOST_PASSWORD = 200


class SignInForm(Form):
    """Account and password."""

    account = Line(label="账号", required="请填写账号。", most=60)
    password = Secret(label="密码", required="请填写密码。", most=MOST_PASSWORD)


class SetUpForm(Form):
    """The first administrator and the first unit."""

    unit_name = Line(
        label="所在处室", required="请填写处室名称。", most=80, hint="例如：办公室。以后可以在“人员”中再添加。"
    )
    name = Line(label="姓名", required="请填写姓名。", most=60)
    account = Line(label="账号", required="请填写账号。", most=60, hint="用于登录，例如姓名拼音。")
    password = Secret(label="密码", required="请填写密码。", most=MOST_PASSWORD, hint="至少 10 位，不要包含账号。")
    again = Secret(label="再输一次密码", required="请再输一次密码。", most=MOST_PASSWORD)

    def read(self) -> bool:
        """The shape is right and both passwords agree."""
        return super().read() and _agrees(self)

    def administrator(self) -> PersonEntry:
        """The first person, who manages the others."""
        return PersonEntry(
            account=self.value("account"),
            name=self.value("name"),
            unit_id=0,
            roles=frozenset({Role.ADMINISTRATOR}),
            password=self.value("password"),
        )


class PasswordForm(Form):
    """A new password, typed twice."""

    password = Secret(label="新密码", required="请填写新密码。", most=MOST_PASSWORD, hint="至少 10 位，不要包含账号。")
    again = Secret(label="再输一次新密码", required="请再输一次新密码。", most=MOST_PASSWORD)

    def read(self) -> bool:
        """The shape is right and both passwords agree."""
        return super().read() and _agrees(self)


def _agrees(form: Form) -> bool:
    """Whether the password was typed twice alike; the second field says so when not."""
    if form["password"].value == form["again"].value:
        return True
    form["again"].errors.append("两次输入的密码不一致，请重新输入。")
    return False
