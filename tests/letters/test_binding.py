"""What an approval binds: the fingerprint and the template's version (S-18), and the faults that stop a signature."""

import dataclasses
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engine.errors import NotFound, RuleViolation
from engine.letters import LetterRenderer, fingerprint, kind_of, legal_basis
from engine.letters.checks import faults, require_complete
from engine.letters.chinese import chinese_date, item_list
from engine.letters.facts import Remedy, ReplyFacts, Seal
from engine.rules.articles import Article
from tests.letters.press import ROOT, SAMPLES, Press

REPLIES = [name for name, each in SAMPLES.items() if isinstance(each.facts, ReplyFacts)]


def reply(press: Press, name: str, **item_changes: Any) -> ReplyFacts:
    """A sample reply with its first item changed."""
    facts = press.sample(name).facts
    assert isinstance(facts, ReplyFacts)
    return dataclasses.replace(facts, items=(dataclasses.replace(facts.items[0], **item_changes), *facts.items[1:]))


def test_signing_and_sealing_keep_the_fingerprint(press: Press) -> None:
    """Number, date and kind of seal come after the approval and don't end it."""
    facts = reply(press, "does_not_exist")
    draft = dataclasses.replace(facts, doc_number=None, dated_on=None)
    signed = dataclasses.replace(
        facts, doc_number="江防公开答〔2026〕9号", dated_on=date(2026, 2, 2), seal=Seal.ELECTRONIC
    )
    assert fingerprint("v", draft) == fingerprint("v", signed)


def test_any_other_change_ends_the_approval(press: Press) -> None:
    """One word, the addressee, an enclosure or the template."""
    facts = reply(press, "does_not_exist")
    others = [
        fingerprint("v", reply(press, "does_not_exist", reasons="改了一个字。")),
        fingerprint("v", dataclasses.replace(facts, applicant_name="喆祎坤")),
        fingerprint("v", facts, addressee="江城市"),
        fingerprint("v", facts, attachments=["0" * 64]),
        fingerprint("v", facts, text="改"),
        fingerprint("w", facts),
    ]
    assert len({fingerprint("v", facts), *others}) == 7


def test_template_version_follows_what_is_printed(press: Press, tmp_path: Path) -> None:
    """A changed block, partial or layout is a new version; a template that isn't used is not."""
    folder = tmp_path / "templates"
    shutil.copytree(ROOT / "reply_templates", folder)
    before = press.renderer.template_version("reply")
    _touch(folder / "fee_notice.html")
    assert LetterRenderer(folder, ROOT / "build/fonts").template_version("reply") == before
    for part in ("blocks/disclosed.html", "_remedies.html", "_withheld.html", "letter.css", "reply.html"):
        _touch(folder / part)
        after = LetterRenderer(folder, ROOT / "build/fonts").template_version("reply")
        assert after != before, part
        before = after


def _touch(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")


@pytest.mark.parametrize("name", REPLIES)
def test_the_samples_have_no_faults(press: Press, name: str) -> None:
    """A complete reply passes every check, whatever its outcome."""
    facts = press.sample(name).facts
    assert isinstance(facts, ReplyFacts)
    assert list(faults(facts)) == []
    require_complete(facts)


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("does_not_exist", {"search": None}, "检索记录"),
        ("withheld_third_party", {"opinion": None}, "征求第三方意见"),
        ("withheld_deliberative", {"severability": ""}, "区分处理"),
        ("withheld_deliberative", {"category": ""}, "讨论记录"),
        ("withheld_by_law", {"other_law": ""}, "法律、行政法规"),
        ("partly_disclosed", {"withheld": ()}, "逐处列出"),
        ("already_public", {"places": ()}, "网址"),
        ("disclosed", {"provided": ()}, "列出提供的信息"),
        ("repeated", {"earlier": None}, "前一次答复"),
        ("other_agency", {"destination": None}, "负责公开的机关"),
        ("special_access_regime", {"destination": None}, "办理查询的机关"),
        ("does_not_exist", {"reasons": "经查，没有找到。"}, "一语带过"),
        ("does_not_exist", {"findings": "近日进行了检索。"}, "一语带过"),
        ("withheld_internal_affairs", {"reasons": "根据《条例》第二十三条，不予公开。"}, "条款由系统"),
        ("does_not_exist", {"number": 2}, "不得遗漏"),
    ],
)
def test_criticised_errors_stop_the_signature(press: Press, name: str, change: dict[str, Any], words: str) -> None:
    """Each fault says in Chinese what to do, where, and by which article."""
    facts = reply(press, name, **change)
    found = list(faults(facts))
    assert any(words in fault.message for fault in found)
    with pytest.raises(RuleViolation) as stopped:
        require_complete(facts)
    assert stopped.value.field
    assert stopped.value.article.startswith("《")


def test_a_thin_search_is_named(press: Press) -> None:
    """指导性案例101号: without words or years the search doesn't carry the answer."""
    search = dataclasses.replace(reply(press, "does_not_exist").items[0].search, terms=())
    assert any("检索词" in fault.message for fault in faults(reply(press, "does_not_exist", search=search)))


def test_steps_and_remedies_must_be_there(press: Press) -> None:
    """No lapse without its notice, no remedy without a body, none of the wrong kind."""
    lapsed = dataclasses.replace(reply(press, "abandoned_unsupplemented"), supplement=None)
    unpaid = dataclasses.replace(reply(press, "abandoned_unpaid"), fee=None)
    nowhere = dataclasses.replace(reply(press, "does_not_exist"), remedy=Remedy(kind="RA"))
    wrong = dataclasses.replace(reply(press, "withheld_deliberative"), remedy=press.sample("disclosed").facts.remedy)
    for facts, words in ((lapsed, "补正"), (unpaid, "收费通知书"), (nowhere, "行政复议机关"), (wrong, "不一致")):
        assert any(words in fault.message for fault in faults(facts))


def test_words_of_dates_lists_and_citations() -> None:
    """As an official letter writes them."""
    assert chinese_date(date(2026, 1, 5)) == "2026年1月5日"
    assert item_list([2]) == "第2项"
    assert item_list([1, 3, 4]) == "第1项、第3项和第4项"
    assert item_list([1, 2, 3, 4, 6]) == "第1项至第4项和第6项"
    articles = [Article.parse("15"), Article.parse("36(3)"), Article(15, source="《档案法》")]
    assert legal_basis(articles) == "《条例》第十五条、第三十六条第（三）项、《中华人民共和国档案法》第十五条"
    assert legal_basis([]) == ""


def test_kinds_by_template() -> None:
    """The table knows every paper and says so when it does not."""
    assert kind_of("reply").series == "reply"
    with pytest.raises(NotFound):
        kind_of("nothing")
