"""上级平台转入: the platform's record, pasted and read into the form, and what is told there in the end."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from engine.clock import beijing_moment
from engine.commands.files import Upload
from engine.commands.register import ApplicationEntry
from engine.commands.transfers import PlatformAnswer, Transfer
from engine.rules import intake_words
from engine.rules.intake_words import IDENTITY_KINDS
from engine.rules.platform_record import FIELDS, PastedRecord, day_in, moment_in
from engine.rules.requested_items import split_items
from engine.rules.vocabulary import Channel, DeliveryMethod
from web.attachments import AttachmentsForm
from web.forms.fields import Day, Line, Prose, TimeOfDay
from web.forms.form import Typed
from web.forms.register import ApplicationForm
from web.forms.representation import RepresentationForm

PLAIN = ("platform", "number", "applicant_name", "identity_number", "phone", "email", "postcode", "address")
MIDNIGHT = time(0, 0)
NOT_ASKED = frozenset(
    {"bears_level_mark", "received_on", "evidence", "on_the_spot", "channel", "stray_channel", "label", "arrived_on"}
)
"""What the platform's record settles by itself, or what is asked of paper alone."""


class TransferForm(ApplicationForm):
    """The record with its own number and times, and the application in it."""

    record = Prose(
        label="平台上的记录",
        rows=8,
        most=20_000,
        hint="把平台页面上的内容整段复制到这里，一行一项，写作“字段：值”；没有的可以不贴，直接填下面各栏。",
    )
    platform = Line(
        label="哪个平台", required="请填写是哪个平台转来的。", most=80, hint="例如：省政府信息公开统一平台。"
    )
    number = Line(label="平台编号", required="请填写该平台的编号。", most=60)
    submitted_on = Day(label="申请人提交的日期")
    submitted_at = TimeOfDay(label="提交的时间")
    transferred_on = Day(label="平台转来的日期", required="请填写平台转来的日期。")
    transferred_at = TimeOfDay(label="转来的时间")
    answer_by = Day(label="平台要求反馈的日期", hint="平台没有要求的不填：答复之后两个工作日内反馈。")

    takes_transfers = True

    def __init__(self, typed: Typed | None = None, **given: Any) -> None:
        super().__init__(typed, only=frozenset((self.specs | self.row_specs).keys() - NOT_ASKED), **given)
        self.people = RepresentationForm(typed)

    def transfer(self) -> Transfer:
        """The platform's own part."""
        submitted = self.value("submitted_on")
        return Transfer(
            platform=self.value("platform"),
            number=self.value("number"),
            submitted_at=beijing_moment(submitted, self.value("submitted_at") or MIDNIGHT) if submitted else None,
            transferred_at=beijing_moment(self.value("transferred_on"), self.value("transferred_at") or MIDNIGHT),
            answer_by=self.value("answer_by"),
            text=self.value("record"),
        )

    def transferred_entry(self) -> ApplicationEntry:
        """What the command takes: it came in on the day on which the platform passed it on."""
        return self.entry_of(
            channel=Channel.HIGHER_PLATFORM, arrived_on=self.value("transferred_on"), transfer=self.transfer()
        )

    def _settles(self) -> bool:
        return False


def beginning(today: date, read: PastedRecord | None = None, record: str = "") -> dict[str, Any]:
    """What the form shows: the record as it was understood, in our words where ours are others."""
    start = ApplicationForm.beginning(today) | {"delivery": DeliveryMethod.PLATFORM, "record": record}
    if read is None:
        return start
    said = {name: read.values.get(name, "") for name in FIELDS}
    submitted, transferred = moment_in(said["submitted"]), moment_in(said["transferred"])
    form = intake_words.form_of(said["form_wanted"])
    return start | {
        **{name: said[name] for name in PLAIN},
        "submitted_on": submitted[0] if submitted else None,
        "submitted_at": submitted[1] if submitted else None,
        "transferred_on": transferred[0] if transferred else None,
        "transferred_at": transferred[1] if transferred else None,
        "answer_by": day_in(said["answer_by"]),
        "applicant_kind": intake_words.kind_of(said["applicant_kind"]),
        "identity_kind": intake_words.identity_kind_of(said["identity_kind"], IDENTITY_KINDS),
        "form_wanted": form.label if form else "",
        "delivery": intake_words.delivery_of(said["delivery"]) or DeliveryMethod.PLATFORM,
        "items": [{"what": text} for text in split_items(said["items"])],
    }


class PlatformAnswerForm(AttachmentsForm):
    """When the result was told on the platform, and what proves it."""

    answered_on = Day(label="反馈的日期", required="请填写在平台上反馈的日期。")
    receipt_number = Line(label="平台的回执号", most=120, hint="平台不给回执号的，上传反馈页面的截图。")

    def platform_answer(self, proofs: Sequence[Upload] = ()) -> PlatformAnswer:
        """What the command takes."""
        return PlatformAnswer(
            answered_on=self.value("answered_on"), receipt_number=self.value("receipt_number"), proofs=proofs
        )
