"""协办单 (D65): a question to a unit on paper, for those who answer without signing in; the office enters the answer.

内部规定：协办答复
"""

from sqlalchemy import select

from engine.errors import NotFound
from engine.letters.forms import InternalEnquiryFacts
from engine.office import Office
from engine.permissions import Actor
from engine.queries.access import NOT_THERE
from engine.queries.agency import agency
from engine.queries.facts import case_row
from engine.queries.letters import LetterFile
from engine.queries.sheets import house_of
from engine.records import EventName, Unit, UnitQuestion, history


def unit_sheet(question_id: int, *, actor: Actor, office: Office) -> LetterFile:
    """The sheet with its question, date and blanks; NotFound when the case is not this actor's to see."""
    house = agency(office)
    with office.reading() as records:
        question = records.scalar(select(UnitQuestion).where(UnitQuestion.id == question_id))
        if question is None or house is None:
            raise NotFound(NOT_THERE)
        application = case_row(records, question.application_id, actor)
        entries = history.of(records, application)
        asked = next(e for e in entries if e.event is EventName.UNIT_ASKED and e.facts["key"] == question.key)
        facts = InternalEnquiryFacts(
            agency=house_of(house),
            case_no=application.case_number,
            to_unit=records.get_one(Unit, question.unit_id).name,
            from_unit=application.handling_unit.name if application.handling_unit else "公开工作机构",
            request_items=tuple(item.what for item in application.items),
            question=question.question,
            asked_by=asked.actor_name,
            asked_on=asked.on,
            due_on=question.due_on,
        )
    return LetterFile(f"协办单{application.case_number}.pdf", office.letters.pdf("internal_enquiry", facts))
