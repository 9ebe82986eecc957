"""Which readings of the law held when: those an office began with, and each change since."""

from dataclasses import dataclass, field, replace

from engine.errors import NotFound, RuleViolation
from engine.rules.readings import DEFAULT, QUESTIONS, OpenQuestion, Readings

Value = bool | int
SHORTEST_REASON = 5


@dataclass(frozen=True, slots=True)
class ReadingChange:
    """One reading set to a value; changes are numbered in the order in which they were made, from 1."""

    number: int
    name: str
    value: Value


@dataclass(frozen=True)
class ReadingsOverTime:
    """The readings after each change, the first of them before any."""

    first: Readings
    changes: tuple[ReadingChange, ...] = ()
    _after: tuple[tuple[int, Readings], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """The readings after each change are made once."""
        after, now = [(0, self.first)], self.first
        for change in self.changes:
            now = _with(now, change)
            after.append((change.number, now))
        object.__setattr__(self, "_after", tuple(after))

    @property
    def now(self) -> Readings:
        """The readings that hold."""
        return self._after[-1][1]

    @property
    def last(self) -> int:
        """The number of the latest change; 0 where there was none."""
        return self._after[-1][0]

    def kept(self, number: int | None) -> Readings:
        """The readings as the change of this number left them; those that hold, without a number."""
        if number is None:
            return self.now
        return next(readings for at, readings in reversed(self._after) if at <= number)

    def changed(self, name: str, value: Value) -> "ReadingsOverTime":
        """The same with one more change."""
        return ReadingsOverTime(self.first, (*self.changes, ReadingChange(self.last + 1, name, value)))


def _with(readings: Readings, change: ReadingChange) -> Readings:
    """The readings with this one changed; a row stores yes and no as 1 and 0."""
    kind = type(getattr(DEFAULT, change.name))
    return replace(readings, **{change.name: kind(change.value)})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReading:
    """What an administrator wants one reading to be, and why."""

    name: str
    value: Value
    reason: str


def require_change(wanted: NewReading, now: Readings) -> None:
    """Nothing, if this is an answer to a question that the office may settle on its page, and another than today's.

    RuleViolation at the field otherwise.
    """
    question = question_of(wanted.name)
    if question.unit and not question.least <= wanted.value <= question.largest:
        raise RuleViolation(f"应当在{question.range_in_words}之间，{wanted.value} 不在其中。", field="answer")
    if wanted.value == getattr(now, wanted.name):
        raise RuleViolation("与现在的口径相同，无需修改。", field="answer")
    if len(wanted.reason.strip()) < SHORTEST_REASON:
        raise RuleViolation(f"请写明修改的理由和依据，不少于 {SHORTEST_REASON} 个字。", field="reason")


def question_of(name: str) -> OpenQuestion:
    """The question that is settled on its page; NotFound when there is none of this name."""
    question = QUESTIONS.get(name)
    if question is None or not question.is_settable:
        raise NotFound("没有这一项可以修改的口径，请从“法律适用口径”中选择。")
    return question
