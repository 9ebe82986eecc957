"""A form made of the same form for each requested item; behaves like one form towards its page."""

from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

from engine.errors import DisclosureError
from engine.queries.facts import ItemLine
from web.forms.form import Form, Problem, Typed

Part = TypeVar("Part", bound=Form)


class FormPerItem(Form, Generic[Part]):
    """The parts by item; whatever a command refuses at `item-NUMBER` stands above that item's part, and what it refuses
    at `item-NUMBER-NAME` at that field."""

    def __init__(self, parts: Sequence[tuple[ItemLine, Part]], typed: Typed | None) -> None:
        super().__init__(typed)
        self.parts = list(parts)

    def read(self) -> bool:
        """Every part is read; whether all are sound."""
        sound = [super().read(), *(form.read() for _, form in self.parts)]
        return all(sound)

    def refuse(self, error: DisclosureError) -> None:
        """The error stands at the field or above the item it names, or at the top."""
        for item, form in self.parts:
            if form.prefix and (bound := form.find((error.field or "").removeprefix(form.prefix))):
                bound.errors.append(error.message)
                return
            if error.field == f"item-{item.number}":
                form.top.append(error.message.removeprefix(f"第{item.number}项：").removeprefix(f"第{item.number}项"))
                return
        super().refuse(error)

    def adjust_rows(self, wish: str) -> bool:
        """Whether the wish named rows of one of the parts."""
        return any(form.adjust_rows(wish) for _, form in self.parts)

    def problems(self) -> Iterator[Problem]:
        """Everything wrong, item by item."""
        yield from super().problems()
        for item, form in self.parts:
            for problem in form.problems():
                target = f"item-{item.number}" if problem.target == "form" else problem.target
                label = f"第 {item.number} 项" + (f"“{problem.label}”" if problem.label else "")
                yield Problem(target, label, problem.message)
