"""当场答复 through pages: two of them after the registration, and a word why something must wait."""

from flask import Flask

from engine.tools.driver import Driver
from tests.web.browser import errors_of, words_of
from tests.web.test_enquiry_pages import do, open_steps, page_of, task

PUBLIC = {
    "answered": "yes", "item-1-outcome": "already_public", "item-1-places-0-title": "年度部门预算",
    "item-1-places-0-where": "本机关门户网站“预算公开”栏目2026年度部门预算页", "words": "已当场打开该页并告知网址。",
    "witness": "窗口值班员", "agreed_by": "公开科负责人",
}  # fmt: skip


def waiting(walker: Driver) -> int:
    """Somebody at the counter waits for the answer."""
    return walker.register(on_the_spot=True, items=("年度部门预算",)).application_id


def test_it_is_answered_printed_and_signed_in_two_pages(app: Flask, walker: Driver) -> None:
    number = waiting(walker)
    person, address = page_of(app, walker, task(walker, number, "answer_on_spot"))
    assert "不得当场答复的" in person.get(address).text
    do(app, walker, number, "answer_on_spot", PUBLIC)
    walker.tick()
    person, address = page_of(app, walker, task(walker, number, "hand_over_on_spot"))
    assert "当场答复记录" in words_of(person.get(address))
    do(app, walker, number, "hand_over_on_spot", {"signed": "yes"})
    assert open_steps(walker, number) == ["archive_case"]


def test_the_page_says_what_each_answer_lacks(app: Flask, walker: Driver) -> None:
    person, address = page_of(app, walker, task(walker, waiting(walker), "answer_on_spot"))
    home = {**PUBLIC, "item-1-places-0-where": "本机关门户网站"}
    assert "只是网站首页" in words_of(person.submit(address, home, form="form[@id='form']"))
    given = {**PUBLIC, "item-1-outcome": "disclosed", "item-1-provided-0-title": "部门预算表"}
    assert "此前已经审查" in words_of(person.submit(address, given, form="form[@id='form']"))


def test_what_cannot_be_answered_at_once_goes_its_usual_way_with_the_reason(app: Flask, walker: Driver) -> None:
    number = waiting(walker)
    person, address = page_of(app, walker, task(walker, number, "answer_on_spot"))
    silent = person.submit(address, {"answered": "no"}, form="form[@id='form']")
    assert errors_of(silent) == {"reason": "请写明为什么不能当场答复，并告诉申请人。"}
    do(app, walker, number, "answer_on_spot", {"answered": "no", "reason": "需要到档案室检索。"})
    assert open_steps(walker, number) == ["check_application"]
