"""The promise to send a letter by e-mail.

《条例》第40条
"""

import uuid
from datetime import timedelta

from sqlalchemy.orm import Session

from engine.errors import RuleViolation
from engine.office import Office
from engine.records import Dispatch, DispatchState, Letter, intake
from engine.records.promises import promise
from engine.rules.vocabulary import DeliveryMethod


def promise_email(records: Session, letter: Letter, method: DeliveryMethod, *, office: Office) -> None:
    """A letter served by e-mail is sent by the outbox, where a mail server is configured.

    《条例》第40条
    """
    if method is not DeliveryMethod.EMAIL or not office.settings.smtp_host:
        return
    application = letter.application
    email = intake.addressee_of(application).email
    if not email:
        raise RuleViolation("申请人没有留下电子邮箱，不能用电子邮件送达。", "《条例》第40条", field="method")
    house = office.settings.mail_from.rpartition("@")[2] or "localhost"
    dispatch = Dispatch(
        application_id=application.id, letter_id=letter.id, recipient=email,
        message_id=f"<mingda-{uuid.uuid4().hex}@{house}>", state=DispatchState.QUEUED, queued_at=office.clock.now(),
        delays=0,
    )  # fmt: skip
    records.add(dispatch)
    records.flush()
    promise_sending(records, dispatch, office, after=timedelta(0))


def promise_sending(records: Session, dispatch: Dispatch, office: Office, *, after: timedelta) -> None:
    """The outbox sends this mail, at the earliest after this span; once for each time it was delayed."""
    records.add(
        promise(
            "email_letter", f"email:{dispatch.id}:{dispatch.delays}", {"dispatch_id": dispatch.id},
            now=office.clock.now(), application_id=dispatch.application_id, after=after,
        )
    )  # fmt: skip
