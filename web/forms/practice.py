"""练习: what the learner would answer, and why."""

from engine.rules.outcome import Ground
from engine.rules.vocabulary import Outcome
from web.forms.fields import Word, of_words
from web.forms.form import Form
from web.forms.items import FACT_WORDS

GROUND_WORDS = tuple((value.value, words) for value, words in FACT_WORDS["ground"].items())


class PracticeForm(Form):
    """One outcome and one ground."""

    outcome = of_words(Outcome, label="您会怎样答复", required="请选择一种办理结果。")
    ground = Word(
        words=Ground, options=GROUND_WORDS, label="有没有不予公开的理由", required="请选择理由；没有的，也请选出。",
        hint="按事实判断，与机关当时怎样说无关。",
    )  # fmt: skip
