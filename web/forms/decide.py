"""拟定答复决定: for each item the outcome that its facts allow, and what the letter says of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.commands.decide import ItemDecision
from engine.queries.facts import ItemLine
from engine.queries.outcomes import Admissible
from engine.rules.sister_agencies import DatedAgency
from web.forms.answers import AnswerForm
from web.forms.form import Typed
from web.forms.many import FormPerItem


class DecisionForm(FormPerItem[AnswerForm]):
    """One answer for each item."""

    @staticmethod
    def over(
        items: Sequence[ItemLine],
        outcomes: Mapping[int, Admissible],
        typed: Typed | None,
        *,
        searches: Mapping[int, Mapping[str, Any]],
        agencies: Sequence[DatedAgency] = (),
    ) -> "DecisionForm":
        """The fields that each item's outcome needs, prefilled from the earlier draft or the search record."""
        parts = [
            (item, AnswerForm(item, outcomes[item.id], typed, search=searches.get(item.number), agencies=agencies))
            for item in items
        ]
        return DecisionForm(parts, typed)

    def decisions(self) -> list[ItemDecision]:
        """What the command takes."""
        return [
            ItemDecision(
                item_id=item.id,
                outcome=form.admissible.outcome,
                answer=form.answer(),
                deviation=form.value("deviation"),
            )
            for item, form in self.parts
        ]
