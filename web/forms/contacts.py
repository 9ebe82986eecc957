"""修改联系方式: at the counter and by the applicant."""

from typing import Any

from werkzeug.datastructures import MultiDict

from engine.commands.contacts import ContactDetails
from engine.rules.vocabulary import DeliveryMethod
from web.forms.fields import Hidden, Line, of_words
from web.forms.form import Form, Typed

NAMES = ("phone", "email", "postcode", "address", "delivery")


class ContactsForm(Form):
    """The details as they should be from now on, and as they were when the page was opened."""

    phone = Line(label="联系电话", most=40)
    email = Line(label="电子邮箱", most=120, hint="选择电子邮件送达的必须填写。")
    postcode = Line(label="邮政编码", most=12)
    address = Line(label="通信地址", most=200, hint="选择邮寄送达的必须填写。")
    delivery = of_words(DeliveryMethod, label="希望的送达方式", required="请选择送达方式。")

    seen_phone = Hidden(label="原联系电话", most=40)
    seen_email = Hidden(label="原电子邮箱", most=120)
    seen_postcode = Hidden(label="原邮政编码", most=12)
    seen_address = Hidden(label="原通信地址", most=200)
    seen_delivery = Hidden(label="原送达方式", most=40)

    @staticmethod
    def over(now: object, typed: Typed | None) -> "ContactsForm":
        """What was typed over the details as they are now: a field left as it was seen follows whoever changed it."""
        details: dict[str, Any] = {name: getattr(now, name) for name in NAMES}
        current = {name: str(value) for name, value in details.items()}
        if typed is None:
            return ContactsForm(start=details | {f"seen_{name}": value for name, value in current.items()})
        sent = MultiDict(typed)
        for name, value in current.items():
            if f"seen_{name}" in typed and typed.get(name) == typed[f"seen_{name}"]:
                sent[name] = value
            sent[f"seen_{name}"] = value
        form = ContactsForm(sent)
        form.seen = {name: typed[f"seen_{name}"] for name in NAMES if f"seen_{name}" in typed}
        return form

    seen: dict[str, str] = {}  # noqa: RUF012  # replaced, never changed, by `over`

    def details(self) -> ContactDetails:
        """What the command takes."""
        return ContactDetails(**{name: self.value(name) for name in NAMES})
