"""The consulted party's own page: number and pass phrase, our letter's words, and nothing about who applied."""

import io
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from engine.commands import consult
from engine.office import Office
from engine.permissions import Role
from engine.records import Consultation, HistoryEntry, StoredFile
from engine.rules.outcome import DISCLOSABLE, Ground
from engine.rules.vocabulary import ConsultedParty, DeliveryMethod
from engine.tools.driver import Driver, SetClock
from tests.web.browser import Browser, errors_of, words_of

SECRETS = ("秘密的申请人", "2026-0001", "13800000000", "某省某市示例路1号", "某小区人防工程竣工验收备案文件")
HANDED_OVER = {"serve_notice": {"method": DeliveryMethod.IN_PERSON}}
REFUSED = {"agrees": "no", "words": "合同第三条约定了保密。", "signed_by": "法务部经理"}


def asked(walker: Driver, *, until: str | None = None) -> tuple[int, str]:
    """A third party that has our letter: the case, and the pass phrase that came with it."""
    walker.facts = replace(DISCLOSABLE, ground=Ground.THIRD_PARTY)
    case = walker.register(applicant_name="秘密的申请人").application_id
    walker.run(case, until=until, given=HANDED_OVER)
    phrase = consult.hand_out_pass_phrase(1, actor=walker.actor(Role.REGISTRAR), office=walker.office)
    return case, phrase


def party(app: Flask, phrase: str) -> Browser:
    """The party's browser, let in."""
    browser = Browser.of(app)
    assert browser.post("/opinion", {"number": "1", "pass_phrase": phrase}).location == "/opinion/answer"
    return browser


def consultation(office: Office) -> Consultation:
    with office.reading() as records:
        return records.get_one(Consultation, 1)


def test_the_party_reads_our_letters_words_and_nothing_about_the_applicant(app: Flask, walker: Driver) -> None:
    _, phrase = asked(walker)
    page = party(app, phrase.lower()).get("/opinion/answer")
    for word in ("某省人民防空办公室", "示例建设有限公司", "人防工程监理合同", "商业秘密", "2026年3月25日", "第32条"):
        assert word in page.text, word
    for word in SECRETS:
        assert word not in page.text, word


def test_an_objection_with_its_reasons_wakes_the_case(app: Flask, walker: Driver, small_office: Office) -> None:
    case, phrase = asked(walker)
    browser = party(app, phrase)
    empty = browser.submit("/opinion/answer", REFUSED | {"words": ""})
    assert "请写明不同意的部分和理由" in errors_of(empty)["words"]
    assert browser.submit("/opinion/answer", REFUSED).location == "/opinion/answer"
    kept = consultation(small_office)
    assert kept.agrees is False
    assert "合同第三条约定了保密。" in kept.opinion
    assert "法务部经理" in kept.opinion
    assert [task.step for task in walker.open_tasks(case)] == ["weigh_opinions"]


def test_an_opinion_is_given_once(app: Flask, walker: Driver) -> None:
    _, phrase = asked(walker)
    browser = party(app, phrase)
    page = browser.get("/opinion/answer")
    browser.send("/opinion/answer", page, REFUSED)
    again = browser.get("/opinion/answer")
    assert "已经收到的意见" in again.text
    assert 'name="agrees"' not in again.text
    assert browser.send("/opinion/answer", page, REFUSED | {"agrees": "yes"}).status_code == 422


@pytest.mark.parametrize("number", ["2", "0", "-1", "x", "1 or 1", "99999999999999"])
def test_a_wrong_number_reads_like_a_wrong_phrase(app: Flask, walker: Driver, number: str) -> None:
    _, phrase = asked(walker)
    wrong = Browser.of(app).post("/opinion", {"number": "1", "pass_phrase": "AAAAA-AAAAA"})
    unknown = Browser.of(app).post("/opinion", {"number": number, "pass_phrase": phrase})
    assert wrong.status_code == unknown.status_code == 403
    assert words_of(wrong) == words_of(unknown)


def test_guessing_ends_after_five(app: Flask, walker: Driver) -> None:
    _, phrase = asked(walker)
    browser = Browser.of(app)
    for zeros in range(5):
        browser.post("/opinion", {"number": "0" * zeros + "1", "pass_phrase": "AAAAA-AAAAA"})
    assert browser.post("/opinion", {"number": "1", "pass_phrase": phrase}).status_code == 429


def test_a_fresh_phrase_closes_the_earlier(app: Flask, walker: Driver) -> None:
    _, phrase = asked(walker)
    consult.hand_out_pass_phrase(1, actor=walker.actor(Role.REGISTRAR), office=walker.office)
    assert Browser.of(app).post("/opinion", {"number": "1", "pass_phrase": phrase}).status_code == 403


def test_the_page_closes_after_half_an_hour_and_on_leaving(app: Flask, walker: Driver, clock: SetClock) -> None:
    _, phrase = asked(walker)
    browser = party(app, phrase)
    browser.post("/opinion/leave")
    assert browser.get("/opinion/answer").location == "/opinion"
    browser = party(app, phrase)
    clock.advance(minutes=31)
    assert browser.get("/opinion/answer").location == "/opinion"


def test_a_cookie_of_the_applicant_opens_no_consultation(app: Flask, walker: Driver) -> None:
    asked(walker)
    registered = walker.register()
    browser = Browser.of(app)
    browser.post("/track", {"case_number": registered.case_number, "pass_phrase": registered.pass_phrase})
    cookie = browser.client.get_cookie("mingda_track")
    assert cookie is not None
    browser.client.set_cookie("mingda_opinion", cookie.value)
    assert browser.get("/opinion/answer").location == "/opinion"


def test_nobody_answers_before_our_letter_has_gone_out(app: Flask, walker: Driver) -> None:
    _, phrase = asked(walker, until="serve_notice")
    browser = party(app, phrase)
    assert "来函还没有发出" in browser.get("/opinion/answer").text
    assert browser.post("/opinion/answer", REFUSED).status_code == 422


def test_nobody_answers_after_the_case_has_ended(app: Flask, walker: Driver) -> None:
    case, phrase = asked(walker)
    walker.withdraw(case)
    browser = party(app, phrase)
    assert "已经办结" in browser.get("/opinion/answer").text
    assert browser.post("/opinion/answer", REFUSED).status_code == 422


def test_proof_can_be_sent_along_unless_it_bears_a_level_mark(app: Flask, walker: Driver, small_office: Office) -> None:
    _, phrase = asked(walker)
    browser = party(app, phrase)
    for marked, status in (("yes", 422), ("no", 303)):
        sent = REFUSED | {"marked": marked, "file": (io.BytesIO("合同".encode()), "合同.txt")}
        answer = browser.post("/opinion/answer", sent, content_type="multipart/form-data")
        assert answer.status_code == status
    with small_office.reading() as records:
        assert [file.purpose for file in records.scalars(select(StoredFile))] == ["第三方意见"]


def test_a_co_maker_is_told_what_its_silence_means(app: Flask, walker: Driver) -> None:
    plan = consult.PlannedConsultation(
        to=ConsultedParty.CO_MAKER, name="某省示例厅", information=("联合印发的通知",), item_numbers=(1,)
    )
    walker.facts = replace(DISCLOSABLE, ground=Ground.THIRD_PARTY)
    case = walker.register().application_id
    given = {
        "weigh_disclosure": {"ask": (ConsultedParty.CO_MAKER,)}, "plan_consultations": {"planned": (plan,)},
    }  # fmt: skip
    walker.run(case, given=given | HANDED_OVER)
    phrase = consult.hand_out_pass_phrase(1, actor=walker.actor(Role.REGISTRAR), office=walker.office)
    page = party(app, phrase).get("/opinion/answer").text
    assert "视为同意公开" in page
    assert "第34条" in page


def test_the_applicant_never_gets_a_letter_that_went_to_somebody_else(
    app: Flask, walker: Driver, small_office: Office
) -> None:
    walker.facts = replace(DISCLOSABLE, ground=Ground.THIRD_PARTY)
    registered = walker.register()
    walker.run(registered.application_id, given=HANDED_OVER)
    browser = Browser.of(app)
    browser.post("/track", {"case_number": registered.case_number, "pass_phrase": registered.pass_phrase})
    page = browser.get("/track/status").text
    assert "征求意见" in page
    assert "示例建设有限公司" not in page
    assert "/track/letters/" not in page
    assert browser.get("/track/letters/1.pdf").status_code == 404
    with small_office.reading() as records:
        assert "notice_served" in set(records.scalars(select(HistoryEntry.event)))
