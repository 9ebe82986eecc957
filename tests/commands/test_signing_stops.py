"""What stops a signature at the last step: somebody who is still asked, and a rest that is given in no form."""

from dataclasses import replace

import pytest

from engine.commands import decide, enclosures, files, redactions
from engine.commands.files import Upload
from engine.commands.letters import facts_of
from engine.commands.redactions import MarkedBlock
from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Role
from engine.records import Application, EventName, Letter, LetterState, history
from engine.rules.outcome import DISCLOSABLE, Ground
from engine.rules.vocabulary import Outcome
from engine.tools.driver import Driver
from engine.tools.sample_answers import sample_answer
from tests.letters.press import SAMPLES

PARTLY = replace(DISCLOSABLE, ground=Ground.INTERNAL_AFFAIRS, severable=True)
BLOCK = MarkedBlock(
    page=1, left=30, top=60, width=80, height=12, legal_basis="《条例》第十六条", reasons="内部工作流程"
)


def drafted(driver: Driver, available: str) -> int:
    """A partly disclosed reply, whose rest is given as these words say, up to its signature."""
    driver.facts = PARTLY
    case = driver.register().application_id
    driver.run(case, until="draft_decision")
    task = driver.open_tasks(case)[0]
    with driver.office.reading() as records:
        item = records.get_one(Application, case).items[0].id
    answer = replace(sample_answer(Outcome.PARTLY_DISCLOSED, driver.office.clock.today()), available=available)
    decision = decide.ItemDecision(item_id=item, outcome=Outcome.PARTLY_DISCLOSED, answer=answer)
    decide.draft_decision(task.id, [decision], actor=driver.actor_of(task), office=driver.office)
    return case


def test_partly_disclosed_without_a_redacted_copy_says_how_the_rest_is_given(driver: Driver, office: Office) -> None:
    """《条例》第37条: the signature is refused with the reason, and given once a checked copy goes along."""
    case = drafted(driver, available="")
    with pytest.raises(RuleViolation, match="没有随附经复核的区分处理件") as refused:
        driver.run(case)
    assert (refused.value.field, refused.value.article) == ("item-1", "《条例》第37条")
    head, checker = driver.actor(Role.OFFICE_HEAD), driver.actor(Role.HANDLER)
    sample = SAMPLES["does_not_exist"]
    paper = Upload("拟公开信息", "备案表.pdf", office.letters.pdf(sample.template, sample.facts))
    original = files.add_file(case, paper, actor=head, office=office)
    marked = redactions.mark_redaction(original, [BLOCK], actor=head, office=office)
    copy = redactions.check_redaction(marked, actor=checker, office=office)
    enclosures.choose(case, [copy], actor=head, office=office)
    assert "遮盖之处" in words(office, case)


def test_partly_disclosed_in_an_excerpt_is_signed_and_says_so(driver: Driver, office: Office) -> None:
    """《条例》第37条: the letter names the form, and does not speak of black places that nobody gets."""
    case = drafted(driver, available="可以公开的部分以摘录形式提供")
    driver.run(case)
    assert "可以公开的部分以摘录形式提供。未提供之处" in words(office, case)
    assert "遮盖" not in words(office, case)


def test_a_reply_is_not_signed_while_a_party_is_still_asked(driver: Driver, office: Office) -> None:
    """E6: a consultation sent beside the draft stops the signature until it ends. 《条例》第32条"""
    case = driver.register().application_id
    driver.run(case, until="approve_reply")
    driver.step(case)
    with office.transaction() as records:
        application = records.get_one(Application, case)
        history.add(
            records, application, EventName.CONSULTATION_SENT, driver.actor(Role.HANDLER), office.clock, key="1",
            to="third_party",
        )  # fmt: skip
    with pytest.raises(RuleViolation, match="还有1件征求意见没有结束") as refused:
        driver.run(case)
    assert refused.value.article == "《条例》第32条"
    with office.reading() as records:
        letter = records.query(Letter).filter_by(application_id=case, series="reply").one()
        assert (letter.state, letter.document_number) == (LetterState.DRAFTED, None)


def words(office: Office, case: int) -> str:
    with office.reading() as records:
        letter = records.query(Letter).filter_by(application_id=case, series="reply").one()
        return "".join(office.letters.paragraphs(letter.template, facts_of(letter)))
