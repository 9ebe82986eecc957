"""What a reply says, taken from the rows of the case, or of the several cases, that it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from engine import letters as paper
from engine.commands import course
from engine.letters import facts as paper_facts
from engine.letters.answers import ItemAnswer
from engine.letters.facts import AnsweredApplication, ReplyFacts
from engine.office import Office
from engine.records import Agency, Application
from engine.rules.vocabulary import Remedy


def reply_facts(
    records: Session,
    cases: Sequence[Application],
    remedy: Remedy,
    *,
    head: Mapping[str, Any],
    agency: Agency,
    office: Office,
) -> ReplyFacts:
    """The facts of the reply to these cases, the leading one first; `head` is what any letter to it begins with.

    The items of several cases are numbered through, and each case is named with what came before its answer.
    《条例》第33条、第36条
    """
    first = cases[0]
    facts = ReplyFacts(
        **head,
        items=tuple(paper.from_json(ItemAnswer, item.answer) for item in first.items),
        remedy=paper_facts.Remedy(kind=remedy.value, review_body=agency.review_body, court=agency.court),
        form_wanted=first.form_wanted,
        delivery=first.delivery.value,
        supplement=course.supplement_record(records, first),
        extension=course.extension_record(records, first),
        fee=course.fee_record(records, first, office),
        renewal=course.renewal_record(records, first),
    )
    return _joint(records, facts, cases) if len(cases) > 1 else facts


def _joint(records: Session, facts: ReplyFacts, cases: Sequence[Application]) -> ReplyFacts:
    """The same facts over all cases: what happened on the way stands with the case it happened to."""
    items = [item for case in cases for item in case.items]
    answers = (paper.from_json(ItemAnswer, item.answer) for item in items)
    forms = {case.form_wanted for case in cases}
    return replace(
        facts,
        items=tuple(replace(answer, number=number) for number, answer in enumerate(answers, 1)),
        request_items=tuple(item.what for item in items),
        form_wanted=forms.pop() if len(forms) == 1 else "",
        supplement=None,
        extension=None,
        fee=None,
        applications=tuple(_answered(records, cases, place) for place in range(len(cases))),
    )


def _answered(records: Session, cases: Sequence[Application], place: int) -> AnsweredApplication:
    case, before = cases[place], sum(len(each.items) for each in cases[:place])
    assert case.received_on is not None  # noqa: S101  # only a received case comes to its draft
    return AnsweredApplication(
        case_no=case.case_number,
        received_on=case.received_on,
        channel=case.channel.value,
        numbers=tuple(range(before + 1, before + len(case.items) + 1)),
        form_wanted=case.form_wanted,
        supplement=course.supplement_record(records, case),
        extension=course.extension_record(records, case),
    )
