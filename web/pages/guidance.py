"""帮助: where to look things up, the words of the trade, and decided cases to practise on."""

from flask import Blueprint, render_template, session

from engine.permissions import Action
from engine.queries import teaching
from web.access import office, permits
from web.form_page import Answer, answer, typed
from web.forms.practice import PracticeForm

pages = Blueprint("guidance", __name__)

DONE = "practised"


@pages.get("/help")
@permits(Action.WORK_AT_DESK)
def overview() -> str:
    """Where what is explained."""
    return render_template("help/help.html")


@pages.get("/help/words")
@permits(Action.WORK_AT_DESK)
def words() -> str:
    """The words, what they mean and their articles."""
    return render_template("help/words.html", groups=teaching.terms_by_group())


@pages.get("/practice")
@permits(Action.WORK_AT_DESK)
def practice() -> str:
    """The exercises, and which of them this sign-in has tried."""
    return render_template("help/practice.html", exercises=teaching.exercises(), done=session.get(DONE, {}))


@pages.route("/practice/<exercise>", methods=["GET", "POST"])
@permits(Action.WORK_AT_DESK)
def exercise(exercise: str) -> Answer:
    """One case to decide; after the choice, what the rules say and what was held."""
    case = teaching.exercise(exercise)

    def act(form: PracticeForm) -> str:
        said = teaching.coached(case.id, form.value("outcome"), form.value("ground"), office=office())
        session[DONE] = {**session.get(DONE, {}), case.id: said.is_right}
        return _shown(form, said)

    def _shown(form: PracticeForm, said: teaching.Coaching) -> str:
        following = teaching.following(case.id)
        return render_template("help/exercise.html", form=form, case=case, said=said, following=following)

    return answer("help/exercise.html", PracticeForm(typed()), act, case=case, said=None, following=None)
