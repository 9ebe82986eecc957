"""E-mail with the letter, through a real SMTP server on loopback; what comes back; the signed webhook."""

import hashlib
import http.server
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

from engine import outbox, scheduler
from engine.commands import deliver, dispatch
from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Role
from engine.post import webhook
from engine.records import (
    Application,
    Dispatch,
    DispatchState,
    EventName,
    HistoryEntry,
    IncomingMail,
    Letter,
    LetterState,
    MailKind,
    Message,
    OutboxEntry,
)
from engine.rules.vocabulary import DeliveryMethod
from engine.tools.driver import Driver, SetClock

ADDRESS = "jiamou@example.com"


class Inbox:
    """A mail server that keeps what it gets; `answer` is what it says to each mail."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.answer = "250 ok"

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if not self.answer.startswith("550"):
            envelope.rcpt_tos.append(address)
            return "250 ok"
        return self.answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            self.mails.append(envelope.content)
        return self.answer


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def mailing(office: Office, inbox: Inbox) -> Iterator[Office]:
    """The office with a mail server."""
    port = _free_port()
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    office.settings = replace(
        office.settings, smtp_host="127.0.0.1", smtp_port=port, mail_from="gongkai@mingda.example"
    )
    yield office
    controller.stop()


def test_the_letter_goes_out_once_with_its_very_bytes(mailing: Office, driver: Driver, inbox: Inbox) -> None:
    case = _served_by_mail(driver)
    scheduler.tick(mailing)
    scheduler.tick(mailing)
    (mail,) = [message_from_bytes(content, policy=policy.default) for content in inbox.mails]
    assert "政府信息公开申请文书" in mail["Subject"]
    (part,) = mail.iter_attachments()
    assert part.get_filename().endswith(".pdf")
    with mailing.reading() as records:
        letter = records.scalars(select(Letter).where(Letter.series == "reply")).one()
        assert hashlib.sha256(part.get_content()).hexdigest() == letter.pdf_sha256
    assert _events(mailing, case, EventName.LETTER_EMAILED) == 1


def test_a_server_that_is_down_for_a_day_loses_and_doubles_nothing_and_raises_an_alarm(
    mailing: Office, driver: Driver, clock: SetClock, inbox: Inbox
) -> None:
    there = mailing.settings.smtp_port
    mailing.settings = replace(mailing.settings, smtp_port=_free_port())
    cases = [_served_by_mail(driver) for _ in range(2)]
    for _ in range(24 * 4):
        clock.advance(minutes=15)
        scheduler.tick(mailing)
    assert inbox.mails == []
    assert _alarms(mailing)
    mailing.settings = replace(mailing.settings, smtp_port=there)
    for _ in range(5):
        clock.advance(minutes=30)
        scheduler.tick(mailing)
    assert len(inbox.mails) == len(cases)
    assert [_events(mailing, case, EventName.LETTER_EMAILED) for case in cases] == [1, 1]


def test_s13_a_sending_that_broke_off_is_listed_and_never_repeated(
    mailing: Office, driver: Driver, clock: SetClock, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = _served_by_mail(driver)
    monkeypatch.setattr(dispatch.smtp, "send", _killed)
    with pytest.raises(KeyboardInterrupt):
        outbox.carry_out_due(mailing)
    monkeypatch.undo()
    clock.advance(minutes=10)
    scheduler.tick(mailing)
    assert inbox.mails == []
    with mailing.reading() as records:
        row = records.scalars(select(Dispatch)).one()
        assert (row.state, row.trouble) == (DispatchState.SENDING, dispatch.UNSURE)
    assert _events(mailing, case, EventName.LETTER_EMAILED) == 0
    assert _alarms(mailing)


def test_s22_a_permanent_bounce_takes_the_service_back_and_opens_a_delivery_step(
    mailing: Office, driver: Driver, clock: SetClock
) -> None:
    case = _sent(mailing, driver, clock)
    due_before = _due(mailing, case)
    assert dispatch.take_in(_bounce(mailing, "5.1.1"), mailing) is MailKind.BOUNCE
    assert dispatch.take_in(_bounce(mailing, "5.1.1"), mailing) is MailKind.BOUNCE
    assert [task.step for task in driver.open_tasks(case)] == ["archive_case", "serve_again"]
    with mailing.reading() as records:
        assert records.scalars(select(Letter).where(Letter.series == "reply")).one().state is LetterState.FROZEN
        assert len(records.scalars(select(IncomingMail)).all()) == 1
    assert _due(mailing, case) == due_before
    driver.step(case, "serve_again")
    with mailing.reading() as records:
        assert records.scalars(select(Letter).where(Letter.series == "reply")).one().state is LetterState.SERVED


def test_s22_a_full_mailbox_is_tried_again_and_then_raised(
    mailing: Office, driver: Driver, clock: SetClock, inbox: Inbox
) -> None:
    case = _sent(mailing, driver, clock)
    for time in range(dispatch.MOST_DELAYS):
        assert dispatch.take_in(_bounce(mailing, "5.2.2", f"full {time}"), mailing) is MailKind.DELAYED
        clock.advance(hours=dispatch.RETRY_HOURS + 1)
        scheduler.tick(mailing)
    assert len(inbox.mails) == dispatch.MOST_DELAYS
    assert "serve_again" in [task.step for task in driver.open_tasks(case)]


def test_s22_an_out_of_office_note_is_filed_and_changes_nothing(
    mailing: Office, driver: Driver, clock: SetClock
) -> None:
    case = _sent(mailing, driver, clock)
    before = _all_events(mailing, case)
    note = f"Subject: =?gbk?B?19S2r7vYuLQ=?=\r\nIn-Reply-To: {_message_id(mailing)}\r\n\r\n我在休假。".encode()
    assert dispatch.take_in(note, mailing) is MailKind.AUTO_REPLY
    assert _all_events(mailing, case) == before
    with mailing.reading() as records:
        kept = records.scalars(select(IncomingMail)).one()
        assert (kept.original, kept.dispatch_id is not None) == (note, True)


def test_an_address_the_server_refuses_counts_as_returned(mailing: Office, driver: Driver, inbox: Inbox) -> None:
    inbox.answer = "550 5.1.1 no such user"
    case = _served_by_mail(driver)
    scheduler.tick(mailing)
    assert "serve_again" in [task.step for task in driver.open_tasks(case)]
    assert _events(mailing, case, EventName.LETTER_EMAILED) == 0


def test_electronic_service_needs_the_applicants_consent(office: Office, driver: Driver) -> None:
    case = driver.register().application_id
    driver.run(case, until="serve_reply")
    with pytest.raises(RuleViolation, match="没有选择以电子方式送达") as refused:
        driver.step(case, "serve_reply", method=DeliveryMethod.EMAIL)
    assert refused.value.article == "《条例》第40条"


def test_a_posted_letter_that_comes_back_is_served_again(office: Office, driver: Driver) -> None:
    case = driver.register().application_id
    driver.run(case, until="archive_case")
    with office.reading() as records:
        letter = records.scalars(select(Letter).where(Letter.series == "reply")).one()
    given = dispatch.Return(letter_id=letter.id, returned_on=office.clock.today(), reason="查无此人")
    dispatch.return_letter(case, given, actor=driver.actor(dispatch_role()), office=office)
    driver.run(case)
    assert _events(office, case, EventName.LETTER_SERVED_AGAIN) == 1


def test_the_webhook_is_signed_and_repeated_under_the_same_id(office: Office, driver: Driver, clock: SetClock) -> None:
    calls: list[tuple[dict[str, str], bytes]] = []
    with _receiver(calls) as url:
        office.settings = replace(office.settings, webhook_url=url, webhook_secret=b"shared")
        driver.register()
        clock.advance(days=21)
        deliver.wake_due(office)
        outbox.carry_out_due(office)
        clock.advance(minutes=5)
        outbox.carry_out_due(office)
    ids = [headers["X-Mingda-Id"] for headers, _ in calls]
    assert len(ids) > len(set(ids)) > 0
    for headers, body in calls:
        stamp, signed = headers["X-Mingda-Timestamp"], headers["X-Mingda-Signature"]
        assert webhook.is_genuine(b"shared", stamp, body, signed, now=int(stamp) + 200)
        assert not webhook.is_genuine(b"shared", stamp, body + b" ", signed, now=int(stamp))
        assert not webhook.is_genuine(b"shared", stamp, body, signed, now=int(stamp) + 301)
        assert "甲某".encode() not in body


def dispatch_role() -> Role:
    """Who registers it."""
    return Role.DISPATCHER


class _receiver:  # noqa: N801  # a context manager
    """A system that takes webhooks: it fails the first call, then takes all."""

    def __init__(self, calls: list[tuple[dict[str, str], bytes]]) -> None:
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                calls.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(503 if len(calls) == 1 else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Nothing on the screen."""

        self.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self) -> str:
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        return f"http://127.0.0.1:{self.server.server_port}/"

    def __exit__(self, *_: Any) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _served_by_mail(driver: Driver) -> int:
    case = driver.register(delivery=DeliveryMethod.EMAIL, email=ADDRESS).application_id
    driver.run(case, until="serve_reply")
    driver.step(case, "serve_reply", method=DeliveryMethod.EMAIL)
    return case


def _sent(office: Office, driver: Driver, clock: SetClock) -> int:
    case = _served_by_mail(driver)
    clock.advance(seconds=1)
    outbox.carry_out_due(office)
    return case


def _killed(*_: Any) -> None:
    raise KeyboardInterrupt


def _message_id(office: Office) -> str:
    with office.reading() as records:
        return records.scalars(select(Dispatch.message_id)).one()


def _bounce(office: Office, status: str, words: str = "undelivered") -> bytes:
    return "\r\n".join(
        [
            "From: MAILER-DAEMON@example.com",
            "Subject: Undelivered Mail Returned to Sender",
            'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
            "",
            "--b",
            "Content-Type: text/plain",
            "",
            words,
            "--b",
            "Content-Type: message/delivery-status",
            "",
            "Reporting-MTA: dns; example.com",
            "",
            f"Final-Recipient: rfc822; {ADDRESS}",
            "Action: failed",
            f"Status: {status}",
            "",
            "--b",
            "Content-Type: text/rfc822-headers",
            "",
            f"Message-ID: {_message_id(office)}",
            "",
            "--b--",
            "",
        ]
    ).encode()


def _events(office: Office, case: int, event: EventName) -> int:
    return _all_events(office, case).count(event)


def _all_events(office: Office, case: int) -> list[EventName]:
    with office.reading() as records:
        query = select(HistoryEntry.event).where(HistoryEntry.application_id == case).order_by(HistoryEntry.id)
        return list(records.scalars(query))


def _alarms(office: Office) -> list[str]:
    with office.reading() as records:
        return list(records.scalars(select(Message.text).where(Message.key.startswith("alarm:"))))


def _due(office: Office, case: int) -> Any:

    with office.reading() as records:
        return records.get_one(Application, case).due_on


def test_no_outbox_entry_holds_an_address(mailing: Office, driver: Driver) -> None:
    _served_by_mail(driver)
    with mailing.reading() as records:
        assert all(ADDRESS not in str(entry.facts) for entry in records.scalars(select(OutboxEntry)))
