"""修改联系方式: at the counter and by the applicant."""

from engine.commands.contacts import ContactDetails
from engine.rules.vocabulary import DeliveryMethod
from web.forms.fields import Line, of_words
from web.forms.form import Form

NAMES = ("phone", "email", "postcode", "address", "delivery")


class ContactsForm(Form):
    """The details as they should be from now on."""

    phone = Line(label="联系电话", most=40)
    email = Line(label="电子邮箱", most=120, hint="选择电子邮件送达的必须填写。")
    postcode = Line(label="邮政编码", most=12)
    address = Line(label="通信地址", most=200, hint="选择邮寄送达的必须填写。")
    delivery = of_words(DeliveryMethod, label="希望的送达方式", required="请选择送达方式。")

    def details(self) -> ContactDetails:
        """What the command takes."""
        return ContactDetails(**{name: self.value(name) for name in NAMES})
