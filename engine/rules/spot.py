"""What may be answered on the spot: what needs no search, no review of exemptions and no opinion of others.

《条例》第33条第1款
"""

from dataclasses import replace

from engine.errors import RuleViolation
from engine.rules.articles import Article
from engine.rules.outcome import DISCLOSABLE, ItemFacts, Nature, Regime, Responsibility
from engine.rules.vocabulary import OUTCOME_FACTS, Outcome

SPOT_FACTS: dict[Outcome, ItemFacts] = {
    Outcome.ALREADY_PUBLIC: replace(DISCLOSABLE, already_public=True, ground=None, severable=None),
    Outcome.DISCLOSED: DISCLOSABLE,
    Outcome.OTHER_AGENCY: ItemFacts(
        nature=Nature.GOVERNMENT_INFORMATION,
        repeated=False,
        regime=Regime.ORDINARY,
        responsibility=Responsibility.OTHER_AGENCY,
    ),
    Outcome.PUBLISHED_WORK: ItemFacts(nature=Nature.PUBLICATION),
    Outcome.ENQUIRY: ItemFacts(nature=Nature.ENQUIRY),
}
"""Outcomes that may be given at once, each with the facts that its answer states; the table finds the articles."""

ARTICLE = str(Article(33, 1))
_REFUSING = ("R3", "R2")
"""Rows of the report under which something is not given."""


def require_spot(outcome: Outcome, evidence: str, *, field: str) -> None:
    """Nothing, if this may be answered on the spot on this evidence; RuleViolation says why not, with the article.

    What was never given before has not been reviewed for secrecy, so it waits for the review.
    《条例》第17条第2款、第33条第1款
    """
    if outcome not in SPOT_FACTS:
        raise RuleViolation(*_why_not(outcome), field=field)
    if outcome is Outcome.DISCLOSED and not evidence.strip():
        raise RuleViolation(
            "请写明此前已经审查可以公开的依据，例如曾经答复他人的文号、保密审查记录；没有审查过的，先审查再答复。",
            str(Article(17, 2)), field=field,
        )  # fmt: skip
    if outcome is Outcome.OTHER_AGENCY and not evidence.strip():
        raise RuleViolation("请写明怎样查明由该机关负责公开。", str(Article.parse("36(5)")), field=field)


def _why_not(outcome: Outcome) -> tuple[str, str]:
    """What must come first, and the article that wants it."""
    if OUTCOME_FACTS[outcome].report_row.value.startswith(_REFUSING):
        return (
            f"“{outcome.label}”须经审查、审签并书面说明理由，不得当场答复，请转为照常办理。",
            str(Article.parse("36(3)")),
        )
    if outcome is Outcome.DOES_NOT_EXIST:
        return "答复信息不存在须先检索并留有检索记录，不得当场答复，请转为照常办理。", str(Article.parse("36(4)"))
    return f"“{outcome.label}”须先审核再作书面答复，不得当场答复，请转为照常办理。", str(Article(33, 2))
