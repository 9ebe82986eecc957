"""What the letters say: result first, the right remedy once, no phrase of repealed law, nobody named to others."""

import dataclasses
import re
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from jinja2.exceptions import TemplateRuntimeError

from engine.letters import KINDS, kind_of
from engine.letters.facts import ApplicantLetterFacts, Remedy, ReplyFacts
from engine.letters.notices import OutsiderLetterFacts
from engine.rules.vocabulary import OUTCOME_FACTS, Channel, DeliveryMethod, FormOfProvision, Outcome
from tests.letters.press import ROOT, SAMPLES, Press

REVIEW_BODY, COURT = "江汉省人民政府", "江城铁路运输法院"
TEMPLATES = sorted((ROOT / "reply_templates").rglob("*.html"))
OUTDATED = (
    "3个月",
    "三个月",
    "15个工作日内起诉",
    "上级主管部门",
    "上一级行政机关",
    "2个月",
    "两个月内",
    "不予受理",
    "受理",
    "特此",
)
FREE_CHOICE = r"60日内向{body}申请行政复议，也可以自收到本(?:答复书|告知书|答复记录)之日起6个月内向{court}提起行政诉讼"
REVIEW_FIRST = (
    r"应当先自收到本(?:答复书|告知书|答复记录)之日起60日内向{body}申请行政复议；.*?15日内向{court}提起行政诉讼"
)
EXPECTED = {"R0": (0, 0), "RA": (0, 1), "RB": (1, 0), "RAB": (1, 1), "RT": (0, 1), "RF": (0, 0)}
REPLIES = [name for name, each in SAMPLES.items() if isinstance(each.facts, ReplyFacts)]


def counted(text: str) -> tuple[int, int]:
    """How often a letter says: review first; free choice."""
    first, choice = (
        re.compile(pattern.format(body=REVIEW_BODY, court=COURT)) for pattern in (REVIEW_FIRST, FREE_CHOICE)
    )
    return len(first.findall(text)), len(choice.findall(text))


def said(press: Press, name: str) -> list[str]:
    sample = press.sample(name)
    return press.renderer.paragraphs(sample.template, sample.facts)


def test_remedy_is_there_once_and_of_the_right_kind(press: Press, letter: str) -> None:
    """Each letter that owes a remedy names body, court and both periods exactly once; the others have none."""
    facts, text = press.sample(letter).facts, "\n".join(said(press, letter))
    remedy = getattr(facts, "remedy", Remedy(kind="R0"))
    assert counted(text) == EXPECTED[remedy.kind]
    assert text.count(COURT) == {"R0": 0, "RAB": 2}.get(remedy.kind, 1)
    if remedy.kind == "RF":
        assert "不能单独申请行政复议或者提起行政诉讼" in text


@pytest.mark.parametrize("outcome", [each for each in Outcome if each is not Outcome.WITHDRAWN_OR_OTHER])
def test_each_outcome_has_a_sample_with_the_remedy_of_the_table(press: Press, outcome: Outcome) -> None:
    """Outcome, block and remedy agree with the one table of outcomes."""
    facts = press.sample(outcome.value).facts
    assert isinstance(facts, ReplyFacts)
    assert facts.items[0].outcome == outcome.value
    assert facts.remedy.kind == OUTCOME_FACTS[outcome].remedy.value
    assert (ROOT / f"reply_templates/blocks/{facts.groups[0].block}.html").is_file()


@pytest.mark.parametrize("name", REPLIES)
@pytest.mark.parametrize("is_organization", [False, True])
def test_the_result_comes_first(press: Press, name: str, is_organization: bool) -> None:
    """The first sentence after the addressee is the result, addressed as befits a person or a body."""
    sample = press.sample(name)
    assert isinstance(sample.facts, ReplyFacts)
    facts = dataclasses.replace(sample.facts, is_organization=is_organization)
    lines = press.renderer.paragraphs(sample.template, facts)
    addressee = next(place for place, line in enumerate(lines) if line == f"{facts.applicant_name}：")
    result = lines[addressee + 1]
    assert result.startswith("贵单位" if is_organization else "您")
    assert result.endswith("。")
    assert result.count("。") == 1
    assert not any("你" in line for line in lines)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_no_phrase_of_repealed_law(template: Path) -> None:
    """Old periods, the old choice of body and 受理 stay out of every template."""
    text = template.read_text(encoding="utf-8")
    assert not [phrase for phrase in OUTDATED if phrase in text]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_opens_by_saying_what_it_is(template: Path) -> None:
    """Chinese title, article, step and facts class stand in the first line."""
    first = template.read_text(encoding="utf-8").splitlines()[0]
    assert re.match(r"\{# .*[\u4e00-\u9fff].* #\}$", first)
    if template.stem in KINDS:
        assert kind_of(template.stem).facts.__name__ in first
        assert "环节：" in first


def test_every_kind_has_its_template_and_samples() -> None:
    """Nothing in the table without a file, nothing without a sample."""
    assert set(KINDS) == {each.template for each in SAMPLES.values()}
    assert all((ROOT / f"reply_templates/{name}.html").is_file() for name in KINDS)


def test_every_reply_names_the_day_the_way_and_the_number(press: Press, letter: str) -> None:
    """《条例》第31条: received on, how, under which number; the request in the applicant's own words."""
    sample = press.sample(letter)
    if not isinstance(sample.facts, ApplicantLetterFacts):
        pytest.skip("not to the applicant")
    text = "\n".join(said(press, letter))
    assert "2026年1月5日" in text
    assert sample.facts.case_no in text
    assert all(what.rstrip("。") in text for what in sample.facts.request_items)


def test_strangers_do_not_learn_who_applied(press: Press) -> None:
    """A third party or another agency reads nothing of the applicant; only whoever reviews a reply knows who asks."""
    for name, sample in SAMPLES.items():
        if isinstance(sample.facts, OutsiderLetterFacts) and not sample.facts.names_applicant:
            assert not {"applicant_name", "received_on"} & {field.name for field in dataclasses.fields(sample.facts)}
            assert "江城市滨江科技有限责任公司" not in "".join(said(press, name))


def test_a_mixed_reply_groups_items_and_names_them_in_the_remedy(press: Press) -> None:
    """Every item has its heading and its answer; the remedy says which items are to be reviewed first."""
    lines = said(press, "mixed")
    assert [line[:2] for line in lines if re.match(r"[一二三四]、", line)] == ["一、", "二、", "三、", "四、"]
    assert all(any(line.startswith(f"第{number}项：") for line in lines) for number in range(1, 5))
    remedy = next(line for line in lines if "行政复议" in line)
    assert remedy.startswith("您如不服本答复书关于第2项以及第4项中不予公开的部分的决定")
    assert "第1项予以公开；第2项属于过程性信息，不予公开；第3项经检索，信息不存在；第4项予以部分公开。" in lines[4]


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("delivery", list(DeliveryMethod))
def test_channels_and_deliveries_have_words(press: Press, channel: Channel, delivery: DeliveryMethod) -> None:
    """No identifier leaks into a letter, whatever was chosen."""
    sample = press.sample("disclosed")
    for form in FormOfProvision:
        facts = dataclasses.replace(
            sample.facts,
            channel=channel.value,
            delivery=delivery.value,
            form_wanted=form.value,
            provided_form=form.value,
        )
        assert not re.search(r"[a-z_]{3,}", "".join(press.renderer.paragraphs(sample.template, facts)))


def test_electronic_service_names_the_internet_channel(press: Press) -> None:
    """《行政复议法》第22条第2款: served through the internet, the letter says where review can be asked for there."""
    sample = press.sample("does_not_exist")
    assert isinstance(sample.facts, ReplyFacts)
    remedy = dataclasses.replace(sample.facts.remedy, review_website="https://fy.example.gov.cn")
    lines = press.renderer.paragraphs(sample.template, dataclasses.replace(sample.facts, remedy=remedy))
    assert any("也可以通过互联网提出：https://fy.example.gov.cn。" in line for line in lines)


def test_a_missing_fact_is_an_error_not_a_gap(press: Press) -> None:
    """`None` is never printed, and a block without its evidence does not render."""
    facts = press.sample("does_not_exist").facts
    assert isinstance(facts, ReplyFacts)
    item = dataclasses.replace(facts.items[0], search=None)
    with pytest.raises(UndefinedError):
        press.renderer.html("reply", dataclasses.replace(facts, items=(item,)))
    with pytest.raises(TemplateRuntimeError, match="None"):
        press.renderer.html("reply", dataclasses.replace(facts, received_on=None))


def test_a_question_keeps_its_mark(press: Press) -> None:
    """No full stop is put after a question mark."""
    lines = said(press, "enquiry")
    assert any("人防车位能不能办理产权证？" in line for line in lines)
    assert not any("？。" in line for line in lines)


def test_lines_an_applicant_broke_stay_apart(press: Press) -> None:
    """A line break in the request is a blank; in findings and reasons it begins a paragraph."""
    facts = press.sample("disclosed").facts
    assert isinstance(facts, ReplyFacts)
    item = dataclasses.replace(facts.items[0], findings="第一段。\n\n 第二段。")
    lines = press.renderer.paragraphs(
        "reply", dataclasses.replace(facts, request_items=("Plan A\nPlan B",), items=(item,))
    )
    assert any("Plan A Plan B。" in line for line in lines)
    assert "第一段。" in lines
    assert "第二段。" in lines
