"""The values of a decision table in the words that people read."""

from engine.permissions import Role
from engine.rules.articles import REGULATIONS, Article
from engine.rules.vocabulary import Outcome, Remedy
from web.forms.items import FACT_WORDS

TRUTH = {"True": "是", "False": "否", "true": "是", "false": "否"}

_FACTS = {name: {str(value): words for value, words in each.items()} for name, each in FACT_WORDS.items()}
_OUTCOMES = {
    **{each.value: each.label for each in Outcome},
    "mixed": "各项结果不同",
    "undetermined": "事实不足，不能得出结果",
}
_WORDS = {
    **_FACTS,
    "outcome": _OUTCOMES,
    "responsibility": {**_FACTS["responsibility"], "undetermined": "还没有查清"},
    "remedy": {each.value: each.label for each in Remedy},
    "signer": {each.value: each.label for each in Role},
    "recipient": {each.value: each.label for each in Role},
}


def in_words(name: str, value: str) -> str:
    """The value of this input or output as a label; as it stands when there is none."""
    if name.rpartition(".")[2] == "articles":
        return _cited(value)
    return _WORDS.get(name.rpartition(".")[2], {}).get(value) or TRUTH.get(value, value)


def _cited(codes: str) -> str:
    """Article codes such as `36(5) 10(1)` as pages cite them, the title once."""
    places = "、".join(str(Article.parse(code)).removeprefix(REGULATIONS) for code in codes.split())
    return f"{REGULATIONS}{places}" if places else ""
