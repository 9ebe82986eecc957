"""The open readings of the law as they hold in this office, each with its question and its source."""

from dataclasses import dataclass

from engine.office import Office
from engine.rules.readings import DEFAULT, QUESTIONS, OpenQuestion


@dataclass(frozen=True)
class Reading:
    """One question, the cautious answer to it and the one that holds."""

    name: str
    question: OpenQuestion
    cautious: str
    now: str

    @property
    def is_cautious(self) -> bool:
        """Whether the office keeps to the cautious answer."""
        return self.now == self.cautious


def readings(office: Office) -> tuple[Reading, ...]:
    """Every reading, read from the values that the rules are handed."""
    return tuple(
        Reading(
            name,
            question,
            question.in_words(getattr(DEFAULT, name)),
            question.in_words(getattr(office.readings, name)),
        )
        for name, question in QUESTIONS.items()
    )
