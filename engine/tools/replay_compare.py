"""Results held against what a case file expects: read after the run, for the reader alone; no result depends on it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Result = Mapping[str, Any]
Entry = Mapping[str, Any]

ANY_ANSWER = {"reply_required", "undetermined_redo"}
"""Expectations that name no one outcome: only what is excluded is tested."""

LISTS = {
    "required_steps": "required_steps",
    "reply_must_contain": "reply_must_contain",
    "refused": "forbidden_practices",
}
"""Printed list → what the file calls it."""

HARD = ("strong", "fair")


@dataclass
class Verdict:
    """One case: how hard its expectations are, and where the result differs."""

    id: str
    came: str
    strength: str
    deadline_strength: str
    faults: list[str] = field(default_factory=list)
    articles: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    lists: dict[str, tuple[set[str], set[str]]] = field(default_factory=dict)

    @property
    def passes(self) -> bool:
        """Whether outcome and ground, and those of each item, are what is expected or accepted."""
        return not self.faults


def verdicts(results: Sequence[Result], entries: Iterable[Entry]) -> list[Verdict]:
    """A verdict for each result whose entry holds any expectation."""
    by_id = {entry.get("id"): entry for entry in entries}
    expecting = [(result, by_id.get(result["id"], {})) for result in results]
    return [_verdict(result, entry) for result, entry in expecting if entry.get("expected") or entry.get("deadline")]


def as_text(results: Sequence[Result], found: Sequence[Verdict]) -> str:
    """The results line by line, what differs beside them, and the sums."""
    by_id = {verdict.id: verdict for verdict in found}
    lines = [line for result in results for line in _lines(result, by_id.get(result["id"]))]
    return "\n".join([*lines, *(["", *_sums(found)] if found else [])])


def name_of(result: Result) -> str:
    """Outcome and ground as case files join them."""
    outcome, ground = result.get("outcome"), result.get("ground")
    return f"{outcome}:{ground}" if ground else str(outcome)


def _verdict(result: Result, entry: Entry) -> Verdict:
    expected, strength = _mapping(entry.get("expected")), _mapping(entry.get("strength"))
    verdict = Verdict(
        result["id"], name_of(result), strength.get("outcome") or "weak", strength.get("deadline") or "none"
    )
    verdict.faults.extend(_outcome_faults(result, expected))
    verdict.articles.extend(_not_cited(result["articles"], expected))
    verdict.dates.extend(_date_faults(result.get("deadline"), entry.get("deadline")))
    for printed, name in LISTS.items():
        verdict.lists[printed] = set(result[printed]), _expected_list(expected, name)
    return verdict


def _not_cited(cited: Sequence[str], expected: Entry) -> Iterator[str]:
    """The expected articles that are not cited; one without a paragraph is met by any of its paragraphs."""
    for code in expected.get("articles") or ():
        if not any(one == code or one.startswith(f"{code}(") for one in cited):
            yield code


def _outcome_faults(result: Result, expected: Entry) -> Iterator[str]:
    if not expected.get("outcome"):
        return
    came, wanted = name_of(result), name_of({"ground": None, **expected})
    accepted = {wanted, *(expected.get("acceptable_outcomes") or ())}
    for excluded in expected.get("excluded_outcomes") or ():
        if excluded in {came, result["outcome"]}:
            yield f"不应得出 {came}"
    if expected["outcome"] in ANY_ANSWER:
        return
    if came not in accepted and result["outcome"] not in accepted:
        yield f"应为 {wanted}"
    elif expected["outcome"] == result["outcome"] == "mixed":
        yield from _item_faults(result["items"], expected.get("items") or [])
    if expected.get("report_row") and came == wanted and result["report_row"] != expected["report_row"]:
        yield f"统计行应为 {expected['report_row']}，现为 {result['report_row']}"


def _item_faults(came: Sequence[Result], wanted: Sequence[Entry]) -> Iterator[str]:
    if len(came) != len(wanted):
        yield f"应有 {len(wanted)} 项，现有 {len(came)} 项"
        return
    for number, (one, other) in enumerate(zip(came, wanted, strict=True), 1):
        accepted = {name_of({"ground": None, **other}), *(other.get("acceptable_outcomes") or ())}
        if other.get("outcome") not in ANY_ANSWER and name_of(one) not in accepted:
            yield f"第{number}项应为 {name_of({'ground': None, **other})}，现为 {name_of(one)}"
        elif other.get("report_row") not in (None, one["report_row"]) and one["outcome"] == other.get("outcome"):
            yield f"第{number}项统计行应为 {other['report_row']}，现为 {one['report_row']}"
        if lacking := list(_not_cited(one["articles"], other)):
            yield f"第{number}项未引条文 {'、'.join(lacking)}"


def _date_faults(came: Any, wanted: Any) -> Iterator[str]:
    """Each key that both sides hold; null there, and what the file calls unknown, compares with anything."""
    if not isinstance(wanted, Mapping):
        return
    if not isinstance(came, Mapping):
        yield "没有算出期限"
        return
    for key, value in came.items():
        expected = wanted.get(key)
        if expected not in (None, "unknown") and expected != value:
            yield f"{key} 应为 {expected}，现为 {value}"


def _expected_list(expected: Entry, name: str) -> set[str]:
    items = [item.get(name) or () for item in expected.get("items") or () if isinstance(item, Mapping)]
    return {*(expected.get(name) or ()), *(value for values in items for value in values)}


def _lines(result: Result, verdict: Verdict | None) -> Iterator[str]:
    mark = " " if verdict is None else "√" if verdict.passes else "×"
    missing = f"（尚缺：{'、'.join(result['missing'])}）" if result["missing"] else ""
    strength = f"[{verdict.strength}] " if verdict else ""
    yield f"{mark} {result['id']} {strength}{name_of(result)}{missing}"
    if verdict is None:
        return
    if verdict.faults:
        yield f"    {'；'.join(verdict.faults)}"
    if verdict.articles:
        yield f"    未引条文：{'、'.join(verdict.articles)}"
    if verdict.dates:
        yield f"    期限[{verdict.deadline_strength}]：{'；'.join(verdict.dates)}"


def _sums(found: Sequence[Verdict]) -> Iterator[str]:
    for strength in (*HARD, "weak"):
        of_it = [verdict for verdict in found if verdict.strength == strength]
        if of_it:
            yield f"结论 {strength}：{len(of_it)} 件，相符 {sum(verdict.passes for verdict in of_it)} 件"
    for strength in ("strong", "weak"):
        dated = [verdict for verdict in found if verdict.deadline_strength == strength]
        if dated:
            yield f"期限 {strength}：{len(dated)} 件，完全相符 {sum(not verdict.dates for verdict in dated)} 件"
    cited = sum(not verdict.articles for verdict in found)
    yield f"应引条文全部引到：{cited}/{len(found)} 件"
    for name in LISTS:
        printed = sum(len(verdict.lists[name][0]) for verdict in found)
        wanted = sum(len(verdict.lists[name][1]) for verdict in found)
        both = sum(len(verdict.lists[name][0] & verdict.lists[name][1]) for verdict in found)
        yield f"{name}：印出 {printed}，应有 {wanted}，相符 {both}"


def _mapping(value: Any) -> Entry:
    return value if isinstance(value, Mapping) else {}
