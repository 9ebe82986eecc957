"""Each outcome that the table can give has a form that makes its letter; each kind of step has its page."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from lxml import html

from engine.commands import register
from engine.commands.register import ApplicationEntry
from engine.office import Office
from engine.permissions import Role
from engine.rules.origin import Source, Told, Transfer
from engine.rules.outcome import DISCLOSABLE, Ground, Held, Nature, Regime, Responsibility, Standing
from engine.rules.vocabulary import ApplicantKind, Channel, ConsultedParty, DeliveryMethod, Outcome
from engine.tools.driver import Driver
from tests.web.browser import Browser, errors_of
from web.forms.items import FACT_WORDS

LONG = "该信息与申请人所述事项直接相关，经逐页核对，其内容符合上述规定所列情形，公开会产生不利影响。"
CASES = {
    Outcome.DISCLOSED: DISCLOSABLE,
    Outcome.ALREADY_PUBLIC: replace(DISCLOSABLE, already_public=True),
    Outcome.DOES_NOT_EXIST: replace(DISCLOSABLE, held=Held.NO),
    Outcome.NOT_READY_MADE: replace(DISCLOSABLE, held=Held.MUST_BE_MADE),
    Outcome.OTHER_AGENCY: replace(DISCLOSABLE, responsibility=Responsibility.OTHER_AGENCY),
    Outcome.REPEATED: replace(DISCLOSABLE, repeated=True),
    Outcome.SPECIAL_ACCESS_REGIME: replace(DISCLOSABLE, regime=Regime.SPECIAL_ACCESS),
    Outcome.ARCHIVE_REGIME: replace(DISCLOSABLE, regime=Regime.ARCHIVE),
    Outcome.PETITION_OR_COMPLAINT: replace(DISCLOSABLE, nature=Nature.PETITION_OR_COMPLAINT),
    Outcome.PUBLISHED_WORK: replace(DISCLOSABLE, nature=Nature.PUBLICATION),
    Outcome.CONFIRMATION_REQUEST: replace(DISCLOSABLE, nature=Nature.CONFIRMATION),
    Outcome.ENQUIRY: replace(DISCLOSABLE, nature=Nature.ENQUIRY),
    Outcome.NOT_GOVERNMENT_INFORMATION: replace(DISCLOSABLE, nature=Nature.NOT_GOVERNMENT_INFORMATION),
    Outcome.PARTY_INFORMATION: replace(DISCLOSABLE, nature=Nature.PARTY_INFORMATION),
    Outcome.WITHHELD_STATE_SECRET: replace(DISCLOSABLE, ground=Ground.STATE_SECRET),
    Outcome.WITHHELD_BY_LAW: replace(DISCLOSABLE, ground=Ground.BY_LAW),
    Outcome.WITHHELD_SECURITY_STABILITY: replace(DISCLOSABLE, ground=Ground.SECURITY_STABILITY),
    Outcome.WITHHELD_INTERNAL_AFFAIRS: replace(DISCLOSABLE, ground=Ground.INTERNAL_AFFAIRS),
    Outcome.WITHHELD_DELIBERATIVE: replace(DISCLOSABLE, ground=Ground.DELIBERATIVE),
    Outcome.WITHHELD_ENFORCEMENT_FILE: replace(DISCLOSABLE, ground=Ground.ENFORCEMENT_FILE),
    Outcome.PARTLY_DISCLOSED: replace(DISCLOSABLE, ground=Ground.INTERNAL_AFFAIRS, severable=True),
}


def open_form(browser: Browser, walker: Driver, case: int) -> str:
    """The address of the form of the case's open step."""
    return browser.get(f"/tasks/{walker.open_tasks(case)[0].id}").location


def filled(page: bytes) -> dict[str, str]:
    """Every field of the form that must be filled, filled."""
    typed = {}
    for field in html.fromstring(page).xpath("//form[@id='form']//*[@aria-required='true']"):
        if not (field.get("value") or field.text or "").strip():
            kind = field.get("type") or field.tag
            typed[field.get("name")] = (
                "2026-03-02" if kind == "date" else LONG if kind == "textarea" else "《条例》第十五条"
            )
    return typed


@pytest.mark.parametrize("outcome", CASES)
def test_the_form_of_each_outcome_makes_its_letter(app: Flask, walker: Driver, outcome: Outcome) -> None:
    walker.facts = CASES[outcome]
    case = walker.register().application_id
    walker.run(case, until="draft_decision")
    handler = Browser.of(app, "gongcheng1")
    address = open_form(handler, walker, case)
    page = handler.get(address)
    assert f'class="outcome-name">{outcome.label}' in page.text
    empty = handler.send(address, page)
    answer = empty
    for _ in range(3):
        if answer.status_code == 303:
            break
        answer = handler.send(address, answer, filled(answer.data))
    assert answer.status_code == 303, errors_of(answer)
    letter = Browser.of(app, "fazhi").get("/letters/1/preview.pdf")
    assert letter.data.startswith(b"%PDF-")


def test_what_the_letter_cannot_do_without_is_asked_for(app: Flask, walker: Driver) -> None:
    walker.facts = CASES[Outcome.WITHHELD_BY_LAW]
    case = walker.register().application_id
    walker.run(case, until="draft_decision")
    handler = Browser.of(app, "gongcheng1")
    answer = handler.submit(open_form(handler, walker, case))
    assert answer.status_code == 422
    assert {"item-1-other_law", "item-1-reasons", "item-1-severability"} <= errors_of(answer).keys()
    assert "item-1-findings" not in errors_of(answer)


def test_a_mere_phrase_is_no_reason(app: Flask, walker: Driver) -> None:
    walker.facts = CASES[Outcome.WITHHELD_INTERNAL_AFFAIRS]
    case = walker.register().application_id
    walker.run(case, until="draft_decision")
    handler = Browser.of(app, "gongcheng1")
    typed = {"item-1-category": "人事管理", "item-1-reasons": "经研究，不予公开。", "item-1-severability": "不能区分。"}
    answer = handler.submit(open_form(handler, walker, case), typed)
    assert answer.status_code == 422
    assert "写明具体做了什么" in answer.text
    assert "经研究，不予公开。" in answer.text


def test_what_is_withheld_goes_up_to_the_head_of_the_agency(app: Flask, walker: Driver) -> None:
    walker.facts = CASES[Outcome.WITHHELD_DELIBERATIVE]
    case = walker.register().application_id
    walker.run(case, until="endorse_reply")
    for account in ("fenguan", "zhuyao"):
        person = Browser.of(app, account)
        answer = person.submit(open_form(person, walker, case), {"agreed": "yes"})
        assert answer.status_code == 303
    assert walker.open_tasks(case)[0].step == "verify_reply"


def test_an_application_that_came_by_itself_is_registered_on_its_page(app: Flask, walker: Driver) -> None:
    entry = ApplicationEntry(
        entry_key="left at the door", channel=Channel.IN_PERSON, arrived_on=date(2026, 3, 3),
        applicant_kind=ApplicantKind.NATURAL_PERSON, applicant_name="甲某", items=("某文件",),
        delivery=DeliveryMethod.PLATFORM,
    )  # fmt: skip
    office: Office = walker.office
    with office.transaction() as records:
        case = register.enter(records, entry, actor=walker.actor(Role.REGISTRAR), office=office)[0].id
    registrar = Browser.of(app, "dengji")
    address = open_form(registrar, walker, case)
    late = registrar.submit(address, {"bears_level_mark": "no", "received_on": "2026-03-04", "evidence": "窗口签收"})
    assert "收到日期应当不晚于" in errors_of(late)["received_on"]
    assert (
        registrar.submit(
            address, {"bears_level_mark": "no", "received_on": "2026-03-03", "evidence": "窗口签收"}
        ).status_code
        == 303
    )
    assert "2026年3月3日" in registrar.get(f"/applications/{case}").text


def test_every_value_that_a_fact_can_have_has_words() -> None:
    kinds = {"standing": Standing, "nature": Nature, "regime": Regime, "responsibility": Responsibility, "held": Held,
             "ground": Ground, "source": Source, "transfer": Transfer, "told": Told, "ask": ConsultedParty}  # fmt: skip
    for name, kind in kinds.items():
        assert set(FACT_WORDS[name]) == set(kind)
