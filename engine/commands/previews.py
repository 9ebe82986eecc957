"""The words of letters that are not drafted yet, for the person who is about to; nothing is written."""

from collections.abc import Sequence

from engine.commands import consult, defence, extend, fees, reasons, supplement
from engine.commands.extend import ExtensionRequest
from engine.commands.fees import FeeDraft
from engine.commands.reasons import ReasonsDraft
from engine.commands.supplement import SupplementDraft
from engine.errors import TaskNotReady
from engine.office import Office
from engine.records import Application, OpenTask
from engine.rules.vocabulary import ConsultedParty

LETTER_OF = {
    ConsultedParty.THIRD_PARTY: "third_party_letter",
    ConsultedParty.CO_MAKER: "co_maker_letter",
    ConsultedParty.OTHER_AGENCY: "agency_enquiry",
}


def consultation_letter(task_id: int, *, office: Office) -> Sequence[str]:
    """The letter to the party that this open step is about, paragraph by paragraph.

    《条例》第32条、第34条
    """
    with office.reading() as records:
        task = _open(records.get(OpenTask, task_id))
        consultation = consult.consultation_of(records, int(task.subject_key))
        facts = consult.letter_facts(records, consultation, office)
    return office.letters.paragraphs(LETTER_OF[consultation.to], facts)


def supplement_notice(task_id: int, draft: SupplementDraft, *, office: Office) -> Sequence[str]:
    """The supplement notice as it would read, paragraph by paragraph; RuleViolation where it may not be sent.

    《条例》第30条
    """
    with office.reading() as records:
        application = _open(records.get(OpenTask, task_id)).application
        facts = supplement.notice_facts(records, application, draft, office)
    return office.letters.paragraphs("supplement_notice", facts)


def reasons_notice(task_id: int, draft: ReasonsDraft, *, office: Office) -> Sequence[str]:
    """The notice that asks for reasons as it would read; RuleViolation where it may not be sent.

    《条例》第35条
    """
    with office.reading() as records:
        application = _open(records.get(OpenTask, task_id)).application
        facts = reasons.notice_facts(records, application, draft, office)
    return office.letters.paragraphs("reasons_notice", facts)


def extension_notice(application_id: int, wanted: ExtensionRequest, *, office: Office) -> Sequence[str]:
    """The notice as it would read if the applicant were told today; RuleViolation where nothing can be extended.

    《条例》第33条第2款
    """
    with office.reading() as records:
        facts = extend.notice_facts(records, records.get_one(Application, application_id), wanted, office)
    return office.letters.paragraphs("extension_notice", facts)


def fee_notice(task_id: int, draft: FeeDraft, *, office: Office) -> Sequence[str]:
    """The fee notice as it would read; RuleViolation where none may be sent.

    《收费办法》第6条
    """
    with office.reading() as records:
        application = _open(records.get(OpenTask, task_id)).application
        facts = fees.notice_facts(records, application, draft, office)
    return office.letters.paragraphs("fee_notice", facts)


def reconsideration_reply(task_id: int, words: str, *, office: Office) -> Sequence[str]:
    """Our answer to the review body as it would read, its list of evidence last. 《行政复议法》第48条"""
    with office.reading() as records:
        facts = defence.letter_facts(records, _open(records.get(OpenTask, task_id)), words)
    return office.letters.paragraphs("reconsideration_reply", facts)


def _open(task: OpenTask | None) -> OpenTask:
    if task is None or task.application_id is None:
        raise TaskNotReady
    return task
