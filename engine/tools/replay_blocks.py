"""Which of the contents that case files name the letters show, found in the words of the letters as rendered.

The paragraph on remedies is left out: every reply bears one, and `remedy` says which.
"""

import re
from dataclasses import replace

from engine.commands import letters
from engine.letters import facts as paper
from engine.letters.answers import ItemAnswer
from engine.records import Application, Letter, RequestedItem
from engine.rules.outcome import ItemFacts
from engine.rules.vocabulary import Outcome
from engine.tools.replay_answers import ATTACHMENTS, answer_for
from engine.tools.replay_result import letters_of
from engine.tools.replay_walk import Walk

REPLY = "reply"
NOTICE = "supplement_notice"

OF_THE_WHOLE = (Outcome.ABANDONED_UNPAID, Outcome.ABANDONED_UNSUPPLEMENTED)
"""Answers that close a case as a whole by what happened in it; no item is answered beside them."""

BLOCKS: tuple[tuple[str, str, str], ...] = (
    ("items_to_correct", NOTICE, r"该申请有以下事项需要补正"),
    ("reasonable_period", NOTICE, r"请最迟于.+将补正材料提交本机关"),
    ("consequence", NOTICE, r"无正当理由逾期不补正的，视为放弃申请"),
    ("exact_access_path", REPLY, r"该信息已主动公开。.+现将获取该信息的方式、途径告知"),
    ("where_to_obtain", REPLY, r"现将该公开出版物的获取途径告知"),
    ("attachments_are_part_of_document", REPLY, ATTACHMENTS),
    ("reason_for_masked_part", REPLY, r"(?:遮盖|未提供)之处，即为上述不予公开的内容"),
    ("name_and_contact_of_agency", REPLY, r"该信息不属于本机关负责公开。建议.+向.+（.+）提出申请"),
    ("archive_name", REPLY, r"该信息已移交.*档案馆"),
    ("archives_law_channel", REPLY, r"根据.*《中华人民共和国档案法》的规定，该信息的查阅、利用依照档案管理的规定办理"),
    ("special_law_channel", REPLY, r"该信息的查询、获取，由.+作了特别规定"),
    ("case_file_access_channel", REPLY, r"可以依照有关法律规定申请查阅案卷："),
    ("proper_channel", REPLY, r"可以通过以下渠道提出："),
    ("village_affairs_channel", REPLY, r"村务公开"),
    ("party_affairs_regulation_channel", REPLY, r"其公开适用《中国共产党党务公开条例（试行）》"),
    ("date_and_number_of_prior_reply", REPLY, r"本机关已就相同的政府信息作出.+（.+），并于.+送达"),
    ("search_result_explained", REPLY, r"检索了.+检索词为.+未发现相符的记录"),
    ("which_ground_of_article_14", REPLY, r"经审查，该信息公开后可能危及(?:国家安全|公共安全|经济安全|社会稳定)"),
    ("why_reasons_unreasonable", REPLY, r"申请数量、频次.+理由不合理"),
    ("answer_each_item", REPLY, r"申请的\d+项内容，本机关答复如下"),
    ("reason", REPLY, r"不予公开该信息|该信息不属于本机关负责公开|本机关对该项内容不予提供"),
)
"""Content, the template that shows it, and the words by which it is found."""


def contents(walk: Walk) -> list[str]:
    """The contents of the letters that are still to go out, and of the answer so far as its items are settled."""
    drafted = letters_of(walk)
    shown = [(letter.template, _words(walk, letter)) for letter in drafted if _counts(walk, letter)]
    if not any(letter.series == REPLY for letter in drafted):
        shown.append((REPLY, _settled_words(walk)))
    found = [name for name, template, words in BLOCKS if any(_has(page, template, words) for page in shown)]
    if walk.tried.get("omit_items") and "answer_each_item" not in found:
        found.append("answer_each_item")
    return found


def _has(page: tuple[str, str], template: str, words: str) -> bool:
    shown_in, text = page
    return shown_in == template and re.search(words, text) is not None


def _counts(walk: Walk, letter: Letter) -> bool:
    """A supplement notice that was answered has done its work."""
    return letter.template != NOTICE or "register_supplement" not in walk.path


def _words(walk: Walk, letter: Letter) -> str:
    return "\n".join(walk.office.letters.paragraphs(letter.template, letters.facts_of(letter)))


def _settled_words(walk: Walk) -> str:
    """What the reply will say of the items that are settled, while others are not."""
    with walk.office.reading() as records:
        application = records.get_one(Application, walk.application_id)
        settled = walk.settled()
        ready = [item for item in application.items if settled[item.number] not in (None, *OF_THE_WHOLE)]
        if not ready or application.received_on is None:
            return ""
        head = letters.applicant_head(records, application)
    answers = tuple(_answer(walk, item, number, settled[item.number]) for number, item in enumerate(ready, 1))
    reply = paper.ReplyFacts(
        **{**head, "request_items": tuple(item.what for item in ready)}, items=answers, remedy=paper.Remedy(kind="R0")
    )
    return "\n".join(walk.office.letters.paragraphs(REPLY, reply))


def _answer(walk: Walk, item: RequestedItem, number: int, outcome: Outcome | None) -> ItemAnswer:
    decision = walk.office.workflow.catalogue.decide("outcome", ItemFacts.from_stored(item.facts).as_inputs())
    answer = answer_for(walk.facts[item.number - 1], outcome or Outcome.DISCLOSED, walk.today)
    basis = letters.printed(decision.values["articles"])
    return replace(
        answer, number=number, what=item.what, outcome=(outcome or Outcome.DISCLOSED).value, legal_basis=basis
    )
