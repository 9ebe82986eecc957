"""What the demo's mail room has logged: envelopes at every stage, visibly fictitious, and a duty log."""

import io
from datetime import datetime, time, timedelta

from PIL import Image, ImageDraw
from sqlalchemy import select

from engine.clock import beijing_date, beijing_moment
from engine.commands import envelope_ends, envelopes
from engine.commands.envelope_ends import Filing, Passing
from engine.commands.envelopes import EnvelopeEntry
from engine.commands.files import Upload
from engine.office import Office
from engine.permissions import Actor, Role
from engine.records import Application, Person
from engine.rules.envelopes import Carrier, Paper
from engine.rules.vocabulary import Channel
from engine.tools.driver import Driver

GUARD = "门卫（示例）"
BILL = Passing(
    passed_to="财务科（示例）", reason="设备公司寄来的对账单，没有要求公开信息的内容。", asks_for_information=False
)


def log_mail(office: Office) -> None:
    """The log holds envelopes logged, handed on, unclaimed since yesterday, filed, passed on; a Sunday has its note."""
    now, registrar, clerk = office.clock.now(), Driver(office).actor(Role.REGISTRAR), _clerk(office)
    log = _Desk(office, clerk, registrar)
    bill = log.envelope("某设备公司（示例）", Carrier.REGISTERED_MAIL, "XA00000000001", now - timedelta(days=2))
    sample = _unsigned_letter(office)
    letter = log.envelope(
        sample.applicant_name, Carrier.ORDINARY_MAIL, "", beijing_moment(sample.arrived_on, time(9, 10))
    )
    log.envelope("子某（示例）", Carrier.EMS, "EX000000001CN", now - timedelta(days=1), signed_by=GUARD)
    waiting = log.envelope("子二（示例）", Carrier.EMS, "EX000000002CN", now - timedelta(hours=2))
    log.envelope("子三（示例）", Carrier.PRIVATE_COURIER, "SF000000003", now - timedelta(hours=1))
    handed = log.envelope("子四（示例）", Carrier.BY_HAND, "", now - timedelta(minutes=40))
    log.hand_over(bill, letter, waiting, handed)
    envelopes.take_over([bill, letter, waiting], actor=registrar, office=office)
    envelope_ends.pass_on(bill, BILL, actor=registrar, office=office)
    filing = Filing(case_number=sample.case_number, paper=Paper.APPLICATION)
    envelope_ends.file_with_case(letter, filing, actor=registrar, office=office)
    _note_duty(now, clerk, office)


class _Desk:
    """The mail clerk, who logs and hands on."""

    def __init__(self, office: Office, clerk: Actor, registrar: Actor) -> None:
        self.office, self.clerk, self.registrar = office, clerk, registrar

    def envelope(
        self, sender: str, carrier: Carrier, number: str, signed_at: datetime, *, signed_by: str = "收发员（示例）"
    ) -> int:
        entry = EnvelopeEntry(
            entry_key=f"demo-{sender}", sender=sender, carrier=carrier, tracking_number=number, signed_by=signed_by,
            signed_at=signed_at,
        )  # fmt: skip
        photo = Upload(envelope_ends.PHOTO, "正面.png", _picture())
        return envelopes.log_envelope(entry, [photo], actor=self.clerk, office=self.office)

    def hand_over(self, *numbers: int) -> None:
        envelopes.hand_over(numbers, self.registrar.person_id, actor=self.clerk, office=self.office)


def _clerk(office: Office) -> Actor:
    """Whoever has the mail room and does not register applications too."""
    with office.reading() as records:
        people = [person.actor() for person in records.scalars(select(Person).order_by(Person.id))]
    return next(p for p in people if Role.MAIL_ROOM in p.roles and Role.REGISTRAR not in p.roles)


def _unsigned_letter(office: Office) -> Application:
    """The sample case that came by ordinary mail and waits for its confirmation."""
    with office.reading() as records:
        query = select(Application).where(Application.channel == Channel.ORDINARY_LETTER)
        return records.scalars(query.order_by(Application.id.desc()).limit(1)).one()


def _note_duty(now: datetime, clerk: Actor, office: Office) -> None:
    today = beijing_date(now)
    sunday = today - timedelta(days=(today.weekday() + 1) % 7 or 7)
    envelopes.write_duty_note(sunday, GUARD, "无来件", actor=clerk, office=office)
    envelopes.write_duty_note(today, clerk.name, "昨天一件 EMS 由门卫代签，尚待交接。", actor=clerk, office=office)


def _picture() -> bytes:
    """A drawn envelope with a stamp and no writing but the word sample."""
    picture = Image.new("RGB", (640, 360), "#d8b988")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((16, 16, 624, 344), outline="#7a5a24", width=3)
    pen.rectangle((520, 36, 600, 136), outline="#8a1616", width=4)
    for top in (180, 220, 260):
        pen.line((60, top, 420, top), fill="#7a5a24", width=2)
    pen.text((540, 80), "SAMPLE", fill="#8a1616")
    sent = io.BytesIO()
    picture.save(sent, "PNG")
    return sent.getvalue()
