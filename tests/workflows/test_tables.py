"""Each decision table answers every case once: proved over all facts, with and without the engine."""

import ast
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from engine.rules.vocabulary import OUTCOME_FACTS, Outcome
from engine.workflow.catalogue import Catalogue
from tests.workflows.drawing_reader import WORKFLOWS

DMN = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
ANY = object()
UNKNOWN = "unknown"
SMALL_TABLE = 100
REPLY_TEMPLATES = WORKFLOWS.parent / "reply_templates"

REPORT = {  # outcome: row of table three, code of the report data, letter, remedy
    "already_public": ("R1", "3.1", "D31", "RA"),
    "disclosed": ("R1", "3.1", "D30", "RA"),
    "partly_disclosed": ("R2", "3.2", "D33", "RAB"),
    "withheld_state_secret": ("R3.1", "3.3.1", "D34", "RB"),
    "withheld_by_law": ("R3.2", "3.3.2", "D35", "RB"),
    "withheld_security_stability": ("R3.3", "3.3.3", "D36", "RB"),
    "withheld_third_party": ("R3.4", "3.3.4", "D37", "RB"),
    "disclosed_over_objection": ("R1", "3.1", "D30", "RA"),
    "withheld_internal_affairs": ("R3.5", "3.3.5", "D38", "RB"),
    "withheld_deliberative": ("R3.6", "3.3.6", "D39", "RB"),
    "withheld_enforcement_file": ("R3.7", "3.3.7", "D40", "RB"),
    "special_access_regime": ("R3.8", "3.3.8", "D41", "RA"),
    "other_agency": ("R4.1", "3.4.1", "D43", "RA"),
    "does_not_exist": ("R4.1", "3.4.1", "D42", "RA"),
    "not_ready_made": ("R4.2", "3.4.2", "D44", "RA"),
    "still_unclear": ("R4.3", "3.4.3", "D45", "RA"),
    "petition_or_complaint": ("R5.1", "3.5.1", "D47", "RA"),
    "repeated": ("R5.2", "3.5.2", "D46", "RA"),
    "published_work": ("R5.3", "3.5.3", "D48", "RA"),
    "excessive": ("R5.4", "3.5.4", "D49", "RA"),
    "confirmation_request": ("R5.5", "3.5.5", "D50", "RA"),
    "abandoned_unsupplemented": ("R6.1", "3.6.1", "D23", "RA"),
    "abandoned_unpaid": ("R6.2", "3.6.2", "D24", "RA"),
    "withdrawn_or_other": ("R6.3", "3.6.3", "D22", "R0"),
    "not_government_information": ("R6.3", "3.6.3", "D54", "RA"),
    "party_information": ("R6.3", "3.6.3", "D54", "RA"),
    "archive_regime": ("R6.3", "3.6.3", "D54", "RA"),
    "enquiry": ("R6.3", "3.6.3", "D54", "RA"),
}
OVER_OBJECTION_IN_PART = ("R2", "3.2", "D33", "RAB")
SIGNED_BY_HEAD = {f"D{n}" for n in range(33, 41)} | {"D49", "D50", "D51", "D53"}

Facts = dict[str, Any]


def _every(**values: list[Any]) -> list[Facts]:
    return [dict(zip(values, combination, strict=True)) for combination in product(*values.values())]


QUESTIONS: dict[str, list[Any]] = {
    "standing": ["open", "withdrawn", "not_supplemented", "still_unclear", "unpaid", "excessive"],
    "nature": [
        "government_information", "petition_or_complaint", "publication", "confirmation", "enquiry",
        "not_government_information", "party_information",
    ],
    "repeated": [False, True],
    "regime": ["ordinary", "special_access", "archive"],
    "responsibility": ["ours", "other_agency"],
    "held": ["yes", "no", "must_be_made"],
    "already_public": [False, True],
    "ground": [
        "none", "state_secret", "by_law", "security_stability", "third_party", "third_party_overridden",
        "internal_affairs", "deliberative", "enforcement_file",
    ],
    "severable": [False, True],
}  # fmt: skip

KNOWN_FACTS: dict[str, list[Facts]] = {
    "outcome": _every(**QUESTIONS),
    "reply_letter": _every(outcome=list(REPORT), partly=[False, True]),
    "report_row": _every(outcome=list(REPORT), partly=[False, True]),
    "signing_level": [
        *({"outcome": outcome, "remedy": row[3]} for outcome, row in REPORT.items()),
        {"outcome": "disclosed_over_objection", "remedy": "RAB"},
        *_every(outcome=["mixed"], remedy=["R0", "RA", "RB", "RAB"]),
    ],
    "escalation_ladder": _every(rung=list(range(1, 9))),
    "who_answers": _every(
        source=["made_by_us", "led_by_us", "led_by_other", "from_public", "from_agency", "allotted_by_law"],
        transfer=["none", "function_taken_in", "function_handed_on", "successor_asked", "archived"],
    ),
}
"""All that may be asked of each table; outside of it only the last row answers."""

NESTED = {"signing_level": "draft_decision", "escalation_ladder": "rung_facts"}
"""Tables asked by a drawing read the facts under the id of the step that wrote them."""


@dataclass(frozen=True)
class Row:
    """A rule: its cells by input, its answers by output."""

    id: str
    description: str
    cells: Mapping[str, Any]
    answers: Mapping[str, Any]

    def fits(self, facts: Facts) -> bool:
        """Whether every cell is `any` or equals the fact."""
        return all(cell is ANY or facts[name] == cell for name, cell in self.cells.items())

    @property
    def is_catch_all(self) -> bool:
        return all(cell is ANY for cell in self.cells.values())


class Table:
    """A decision table read from its XML, evaluated by equality alone."""

    def __init__(self, path: Path) -> None:
        (self.element,) = etree.parse(path).getroot().iter(DMN + "decisionTable")
        self.inputs = [
            _last_name(e.findtext(f"{DMN}inputExpression/{DMN}text")) for e in self.element.iter(DMN + "input")
        ]
        self.outputs = [e.get("name") for e in self.element.iter(DMN + "output")]
        self.rows = [self._row(rule) for rule in self.element.iter(DMN + "rule")]

    def matches(self, facts: Facts) -> list[Row]:
        return [row for row in self.rows if row.fits(facts) and not row.is_catch_all]

    def answer(self, facts: Facts) -> Row:
        (row,) = self.matches(facts) or [self.rows[-1]]
        return row

    def _row(self, rule: etree._Element) -> Row:
        cells = [_value(e.findtext(DMN + "text")) for e in rule.iter(DMN + "inputEntry")]
        answers = [_value(e.findtext(DMN + "text")) for e in rule.iter(DMN + "outputEntry")]
        return Row(
            rule.get("id"),
            (rule.findtext(DMN + "description") or "").strip(),
            dict(zip(self.inputs, cells, strict=True)),
            dict(zip(self.outputs, answers, strict=True)),
        )


def _last_name(expression: str) -> str:
    """`remedy` of `remedy` and of `draft_decision["remedy"]`; nothing else is an input expression."""
    match = re.fullmatch(r'([a-z_]+)|[a-z_]+\["([a-z_]+)"\]', expression)
    assert match, f"not a plain fact: {expression}"
    return match[1] or match[2]


def _value(text: str | None) -> Any:
    """A cell is `-` or one plain value; anything else fails here."""
    return ANY if text in {None, "", "-"} else ast.literal_eval(text)


@cache
def _table(name: str) -> Table:
    return Table(WORKFLOWS / f"{name}.dmn")


@cache
def _catalogue() -> Catalogue:
    return Catalogue.of(WORKFLOWS)


@pytest.fixture(params=sorted(path.stem for path in WORKFLOWS.glob("*.dmn")))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_table_has_its_facts_listed_here(name: str) -> None:
    assert name in KNOWN_FACTS
    assert set(KNOWN_FACTS[name][0]) == set(_table(name).inputs)


def test_no_two_rows_answer_the_same_case(name: str) -> None:
    """Exact for any facts whatever: two rows are apart when one input has two different values."""
    rows = [row for row in _table(name).rows if not row.is_catch_all]
    for one, other in combinations(rows, 2):
        apart = [i for i in one.cells if ANY not in (one.cells[i], other.cells[i]) and one.cells[i] != other.cells[i]]
        assert apart, f"{one.id} and {other.id}"


@cache
def _matches(name: str) -> list[list[Row]]:
    return [_table(name).matches(facts) for facts in KNOWN_FACTS[name]]


def test_exactly_one_row_answers_each_known_case(name: str) -> None:
    answered = zip(KNOWN_FACTS[name], _matches(name), strict=True)
    wrong = [(facts, [row.id for row in rows]) for facts, rows in answered if len(rows) != 1]
    assert wrong[:3] == []


def test_every_row_is_needed(name: str) -> None:
    used = {row.id for rows in _matches(name) for row in rows}
    assert [row.id for row in _table(name).rows[:-1] if row.id not in used] == []


def test_only_the_last_row_takes_what_is_left(name: str) -> None:
    assert [row.id for row in _table(name).rows if row.is_catch_all] == [_table(name).rows[-1].id]


def test_cells_hold_words_of_the_list_only(name: str) -> None:
    allowed = {key: {str(facts[key]) for facts in KNOWN_FACTS[name]} for key in _table(name).inputs}
    for row in _table(name).rows:
        strange = {key: cell for key, cell in row.cells.items() if cell is not ANY and str(cell) not in allowed[key]}
        assert strange == {}, row.id


def test_hit_policy_and_ids(name: str) -> None:
    table = _table(name)
    assert table.element.get("hitPolicy") == "UNIQUE"
    assert table.element.getparent().get("id") == name
    ids = [row.id for row in table.rows]
    assert len(ids) == len(set(ids))
    assert [i for i in ids if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", i)] == []


def test_every_row_cites_and_explains(name: str) -> None:
    citation = re.compile(r"(《[^》]+》第\d+条|国办公开办函〔\d{4}〕\d+号|内部规定：)[^。]*。[^。]+。")
    assert [row.id for row in _table(name).rows if not citation.match(row.description)] == []


def test_the_engine_answers_as_the_table_reads(name: str) -> None:
    table = _table(name)
    for facts in _asked_of_the_engine(name):
        row = table.answer(facts)
        decision = _catalogue().decide(name, {NESTED[name]: facts} if name in NESTED else facts)
        assert (decision.rule_id, dict(decision.values)) == (row.id, dict(row.answers)), facts


def _asked_of_the_engine(name: str) -> Iterator[Facts]:
    """Everything for a small table; for a large one each row in several settings and with each fact unknown."""
    known = KNOWN_FACTS[name]
    if len(known) <= SMALL_TABLE:
        yield from known
        yield dict.fromkeys(known[0], UNKNOWN)
        return
    chance = random.Random(711)
    for row in _table(name).rows:
        for _ in range(4):
            facts = {**chance.choice(known), **{key: cell for key, cell in row.cells.items() if cell is not ANY}}
            yield facts
            yield {**facts, chance.choice(list(facts)): UNKNOWN}


def test_nothing_is_decided_on_a_fact_not_found_out() -> None:
    """While a question that matters is open, no outcome is admissible."""
    table, open_case = _table("outcome"), {name: values[0] for name, values in QUESTIONS.items()}
    for question in QUESTIONS:
        facts = open_case | {"ground": "third_party", question: UNKNOWN}
        assert table.answer(facts).answers["outcome"] == "undetermined", question


def test_the_questions_are_asked_in_the_order_of_the_law() -> None:
    """A row that decides one question leaves all later ones open and has passed all earlier ones."""
    table, passed = _table("outcome"), {name: values[0] for name, values in QUESTIONS.items()}
    assert table.inputs == list(QUESTIONS)
    for row in table.rows[:-1]:
        asked = [name for name in table.inputs if row.cells[name] is not ANY]
        assert asked == table.inputs[: len(asked)], row.id
        deciding = {"ground", "severable"} if "ground" in asked else {asked[-1]}
        assert all(row.cells[name] == passed[name] for name in asked if name not in deciding), row.id


def test_every_outcome_can_be_reached() -> None:
    assert {row.answers["outcome"] for row in _table("outcome").rows} == {*REPORT, "undetermined"}


@pytest.mark.parametrize("ground", [g for g in QUESTIONS["ground"] if g not in {"none", "third_party_overridden"}])
def test_what_can_be_severed_is_never_withheld_whole(ground: str) -> None:
    """《条例》第37条"""
    case = {name: values[0] for name, values in QUESTIONS.items()} | {"ground": ground}
    whole = _table("outcome").answer(case | {"severable": False}).answers
    part = _table("outcome").answer(case | {"severable": True}).answers
    assert whole["outcome"] == f"withheld_{ground}"
    assert (part["outcome"], part["partly"]) == ("partly_disclosed", True)
    assert "36(3)" in whole["articles"].split()
    assert "37" in part["articles"].split()


def test_articles_are_codes_and_agree_with_the_citation() -> None:
    for row in _table("outcome").rows:
        codes = row.answers["articles"].split()
        assert [code for code in codes if not re.fullmatch(r"\d+(\(\d+\))?", code)] == [], row.id
        cited = re.match(r"《条例》([^。]*)。", row.description)
        for article in re.findall(r"第(\d+)条", cited[1]) if cited else []:
            assert article in {code.split("(")[0] for code in codes}, row.id


def test_each_outcome_names_the_evidence_it_rests_on() -> None:
    for row in _table("outcome").rows[:-1]:
        assert re.fullmatch(r"[a-z]+(_[a-z]+)+", row.answers["evidence"]), row.id


@pytest.mark.parametrize("outcome", REPORT)
def test_row_and_letter_of_each_outcome(outcome: str) -> None:
    row, code, letter, _ = REPORT[outcome]
    facts = {"outcome": outcome, "partly": False}
    assert dict(_table("report_row").answer(facts).answers) == {"report_row": row, "data_code": code}
    answers = _table("reply_letter").answer(facts).answers
    assert answers["letter"] == letter
    assert (REPLY_TEMPLATES / f"{answers['template']}.html").is_file()
    assert answers["block"] == {"D30": "disclosed", "D22": ""}.get(letter, outcome)
    assert not answers["block"] or (REPLY_TEMPLATES / "blocks" / f"{answers['block']}.html").is_file()


def test_the_tables_and_the_rules_hold_the_same_list() -> None:
    rules = {o.value: (f.report_row.value, f.letter, f.remedy.value) for o, f in OUTCOME_FACTS.items()}
    assert rules == {outcome: (row, letter, remedy) for outcome, (row, _, letter, remedy) in REPORT.items()}
    for row in _table("outcome").rows[:-1]:
        facts = OUTCOME_FACTS[Outcome(row.answers["outcome"])]
        assert {article.code for article in facts.articles} <= set(row.answers["articles"].split()), row.id


def test_disclosure_over_an_objection_tells_the_third_party_and_counts_by_what_was_given() -> None:
    """《条例》第32条"""
    for partly, (row, _, letter, _) in ((False, REPORT["disclosed"]), (True, OVER_OBJECTION_IN_PART)):
        facts = {"outcome": "disclosed_over_objection", "partly": partly}
        answers = _table("reply_letter").answer(facts).answers
        assert (answers["letter"], answers["third_party_letter"]) == (letter, "D17")
        assert _table("report_row").answer(facts).answers["report_row"] == row


def test_refusals_go_up_to_the_head_of_the_agency() -> None:
    """What must first go to reconsideration, and what is refused for volume, is never signed lower."""
    for facts in KNOWN_FACTS["signing_level"]:
        outcome, remedy = facts["outcome"], facts["remedy"]
        high = remedy in {"RB", "RAB"} or (outcome in REPORT and REPORT[outcome][2] in SIGNED_BY_HEAD)
        answers = _table("signing_level").answer(facts).answers
        assert answers["signer"] == ("agency_head" if high else "deputy_leader"), facts
        assert not high or (answers["legal_review"] and answers["secrecy_review"]), facts


def test_the_ladder_climbs() -> None:
    rungs = [row.answers for row in _table("escalation_ladder").rows[:-1]]
    assert [(r["offset"], r["recipient"], r["action"]) for r in rungs] == [
        (-5, "handler", "remind"),
        (-3, "handler", "remind"),
        (-1, "unit_head", "remind"),
        (0, "unit_head", "remind"),
        (1, "supervisor", "urge"),
        (3, "office_head", "urge"),
        (5, "deputy_leader", "urge"),
        (10, "agency_head", "urge"),
    ]
    assert _table("escalation_ladder").rows[-1].answers["action"] == "none"
