"""Builds the Office from Settings; the only place where its parts are put together."""

from functools import partial
from pathlib import Path

from engine import resources
from engine.clock import Clock
from engine.errors import Conflict, DisclosureError
from engine.letters import LetterRenderer
from engine.office import Office, calendar_of
from engine.passwords import Passwords
from engine.records import database, migrations
from engine.records.time_rows import ladder_of
from engine.rules.escalation import Rung
from engine.rules.readings import Readings
from engine.rules.remedy_counting import RemedyCounting
from engine.rules.report_counting import MixedLetters
from engine.settings import Settings
from engine.workflow import Catalogue, Workflow


def build(settings: Settings, *, clock: Clock | None = None, passwords: Passwords | None = None) -> Office:
    """The Office on its database; the current drawings are deployed if they are not yet.

    DisclosureError when the database is not at the newest migration; BadDrawing when a drawing fails its checks.
    """
    clock = clock or Clock()
    catalogue = Catalogue.of(resources.folder("workflows"))
    engine = database.connect(settings.database_url)
    if not migrations.is_current(engine):
        raise DisclosureError("数据库结构不是最新版本，请先运行 mingda migrate。")
    office = Office(
        settings=settings,
        clock=clock,
        engine=engine,
        workflow=Workflow(catalogue, clock, calendar_of, partial(ladder_of, drawn=ladder(catalogue))),
        letters=letter_renderer(settings.fonts_folder, is_demo=settings.demo),
        passwords=passwords or Passwords(),
        readings=Readings(
            mixed_letters=MixedLetters(settings.mixed_letters),
            remedy_counting=RemedyCounting(settings.remedy_counting),
        ),
    )
    _deploy(office)
    return office


def letter_renderer(fonts: Path | None = None, *, is_demo: bool = False) -> LetterRenderer:
    """The renderer of letters with the templates and fonts at hand; only a demo prints the mark 样本."""
    return LetterRenderer(resources.folder("reply_templates"), resources.fonts(fonts), is_demo=is_demo)


def _deploy(office: Office) -> None:
    """The current drawings are deployed, by this process or by another that starts at the same moment."""
    for attempt in (1, 2):
        try:
            with office.transaction() as records:
                office.workflow.catalogue.deploy(records, office.clock.now())
            return
        except Conflict:
            if attempt == 2:
                raise


def ladder(catalogue: Catalogue) -> list[Rung]:
    """The rungs of `escalation_ladder.dmn`, from the first to the last that has a recipient."""
    rungs: list[Rung] = []
    while True:
        values = catalogue.decide("escalation_ladder", {"rung_facts": {"rung": len(rungs) + 1}}).values
        if not values["recipient"]:
            return rungs
        rungs.append(Rung(len(rungs) + 1, values["offset"], values["recipient"], values["action"]))
