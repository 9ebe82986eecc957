"""Which of our own units and subordinate bodies the handler asks, because the facts show where to look.

Their answers are not in the facts, so the questions stay open; none of them stops the clock. 内部规定：协办答复
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.tools.replay_cases import Facts

if TYPE_CHECKING:
    from engine.tools.replay_walk import Walk

OFFICE, SUBORDINATE = "法规宣传处", "人防质量监督站"
MONEY = {"payment_record", "project_finance", "subsidy_list", "compensation_ledger"}
THIN = {"partial", "none_proven", "unknown"}


@dataclass(frozen=True)
class Question:
    """What is asked of which unit; `code` names the step in the vocabulary of case files."""

    code: str
    unit: str
    text: str


FINANCE = Question("search_finance_files", OFFICE, "请查找财务凭证、账册和拨付文件中是否有所申请的信息。")
MEETING = Question("check_meeting_file", OFFICE, "请查找议定此事的会议档案：议题、纪要和附件。")
BELOW = Question("coordinate_with_subordinate", SUBORDINATE, "请查找报送本机关批准的原件，并说明由谁公开。")
PREDECESSOR = Question("obtain_files_from_predecessor", OFFICE, "请向原承担该职能的机关调取尚未移交的材料。")
WIDER = Question("search_synonyms_and_file_categories", OFFICE, "请用近义词、文种和案卷类目再查一遍。")
STATISTICS = Question("check_existing_statistics_first", OFFICE, "请查找有无现成的统计表、报表。")


def questions(walk: "Walk") -> list[Question]:
    """The questions that the open searches call for, each once."""
    searching = [walk.facts_of(task) for task in walk.open_tasks() if task.step == "search_item"]
    return list(dict.fromkeys(question for facts in searching for question in of_search(facts)))


def of_search(facts: Facts) -> Iterator[Question]:
    """What the facts of one item say about where else to look. 《条例》第10条、第36条第（四）项、第38条"""
    is_thin = facts.word("search.done") in THIN
    if facts.word("holder") == "function_transferred_in" and facts.flag("files_moved") is False:
        yield PREDECESSOR
    if facts.word("holder") == "subordinate_agency_made_this_agency_approved":
        yield from (BELOW, MEETING)
    elif is_thin and facts.word("info_kind") == "meeting_minutes":
        yield MEETING
    if is_thin and facts.word("info_kind") in MONEY:
        yield FINANCE
    if facts.word("search.method") == "literal_keyword_only":
        yield WIDER
    if facts.word("info_kind") == "statistics":
        yield STATISTICS
