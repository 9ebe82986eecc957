"""A handler's inbox among a million cases beside itself among a thousand; the search beside its index alone; and every
page of the desks among a hundred thousand cases beside itself among a thousand.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from sqlite3 import connect
from tempfile import TemporaryDirectory

from sqlalchemy import create_engine, func, insert, make_url, select, text, update

from engine.office import Office
from engine.permissions import Role
from engine.queries.applications import ListFilter, applications
from engine.queries.listing import MOST_FOUND, Page
from engine.records import Application, HistoryEntry, OpenTask, Person, Unit
from engine.tools.driver import Driver
from engine.tools.seed import seed
from tests.bench import floors, many
from tests.bench.site import Measured, in_turn
from tests.conftest import office_on
from tests.web.browser import Browser
from web.app import create_app

FEW, MANY, MOST = 1_000, 100_000, 1_000_000
OPEN_OF_FEW, OPEN_OF_MOST = 100, 30_000
ROUNDS = 25
GOAL = 1.5
WORD = "竣工"
PAGES = {
    "inbox": ("gongcheng1", "/"),
    "inbox_pool": ("dengji", "/?tab=pool"),
    "inbox_part": ("gongcheng1", "/?tab=part"),
    "inbox_search": ("gongcheng1", "/?q=竣工验收"),
    "board": ("duban", "/board"),
    "board_list": ("duban", "/applications?look=soon&order=due"),
    "search_common": ("dengji", "/applications?q=竣工"),
    "search_phrase": ("gongcheng1", "/applications?q=竣工验收备案表"),
    "search_rare": ("dengji", "/applications?q=东湖123号院"),
    "search_number": ("dengji", "/applications?q=2026-0000123"),
}
"""Row → who asks for which page."""


def inbox(database_name: str, office: Office) -> list[Measured]:
    """The first page of a handler's inbox; the more cases are open, the more handlers have them."""
    seed(office, FEW, open_cases=OPEN_OF_FEW, echo=_silent)
    with _copy_of(office) as grown:
        seed(grown, OPEN_OF_MOST, open_cases=OPEN_OF_MOST, echo=_silent)
        _spread(grown, OPEN_OF_MOST // OPEN_OF_FEW)
        many.closed_cases(grown.engine, MOST - OPEN_OF_MOST)
        return [_measured("inbox", database_name, office, grown)]


def search(database_name: str, office: Office) -> list[Measured]:
    """A word of two characters, as rows of the list, beside its entries in the index and their cases."""
    seed(office, MANY, echo=_silent)
    asked, clerk = ListFilter(words=WORD, page=Page()), Driver(office).actor(Role.REGISTRAR)
    ours, floor = in_turn(
        ROUNDS,
        lambda _: applications(asked, actor=clerk, office=office),
        lambda _: floors.indexed_search(office.engine, WORD, MOST_FOUND, asked.page.size),
    )
    return [Measured("search", database_name, ours, floor, 2.0)]


def desks(database_name: str, office: Office) -> list[Measured]:
    """Each page of the desks; as many cases are open here as there, for what is open does not grow with the years."""
    seed(office, FEW, echo=_silent)
    with _copy_of(office) as grown:
        seed(grown, MANY - FEW, echo=_silent)
        return [_measured(name, database_name, office, grown) for name in PAGES]


def _spread(office: Office, people: int) -> None:
    """What lies with one handler lies with so many, each in a unit of the own, as in a house that large."""
    tasks, cases, entries = OpenTask.table(), Application.table(), HistoryEntry.table()
    persons, units = Person.table(), Unit.table()
    with office.engine.begin() as connection:
        first = connection.execute(select(persons).where(persons.c.account == PAGES["inbox"][0])).one()
        made, numbers = first._asdict(), range(1, people)
        last, home = (connection.scalar(select(func.max(table.c.id))) for table in (persons, units))
        rooms = [{"id": home + n, "name": f"第{n}处", "handles_applications": True} for n in numbers]
        connection.execute(insert(units), rooms)
        others = [made | {"id": last + n, "account": f"bench{n}", "unit_id": home + n} for n in numbers]
        connection.execute(insert(persons), others)
        turn = cases.c.id % people
        connection.execute(
            update(cases)
            .where(cases.c.handler_id == first.id, turn > 0)
            .values(handler_id=last + turn, handling_unit_id=home + turn)
        )
        for table, column in ((tasks, tasks.c.assignee_id), (entries, entries.c.actor_id)):
            of_case = cases.c.id == table.c.application_id
            handler = select(cases.c.handler_id).where(of_case).scalar_subquery()
            connection.execute(
                update(table).where(column == first.id, handler.is_not(None)).values({column.name: handler})
            )
        unit = select(cases.c.handling_unit_id).where(cases.c.id == tasks.c.application_id).scalar_subquery()
        connection.execute(update(tasks).where(tasks.c.unit_id == first.unit_id).values(unit_id=unit))
    if office.engine.dialect.name == "postgresql":  # which keeps the former rows until somebody sweeps
        with office.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM"))


def _measured(name: str, database_name: str, few: Office, many: Office) -> Measured:
    account, address = PAGES[name]
    small, large = (Browser.of(create_app(each), account) for each in (few, many))

    def page(browser: Browser) -> None:
        answer = browser.get(address)
        if answer.status_code != 200:
            raise AssertionError(f"{address}: {answer.status}")

    ours, floor = in_turn(ROUNDS, lambda _: page(large), lambda _: page(small))
    return Measured(name, database_name, ours, floor, GOAL)


@contextmanager
def _copy_of(office: Office) -> Iterator[Office]:
    """An office with the same rows on a database of its own, gone afterwards."""
    url = make_url(office.settings.database_url)
    office.engine.dispose()
    with TemporaryDirectory() as folder:
        if url.get_backend_name() == "sqlite":
            place = Path(folder) / "grown.db"
            with closing(connect(str(url.database))) as rows, closing(connect(place)) as copied:
                rows.backup(copied)
            copy = url.set(database=str(place))
        else:
            copy = url.set(database=f"{url.database}_grown")
            _as_admin(office, f"CREATE DATABASE {copy.database} TEMPLATE {url.database}")
        grown = office_on(copy.render_as_string(hide_password=False), office.clock)
        try:
            yield grown
        finally:
            grown.engine.dispose()
            if url.get_backend_name() != "sqlite":
                _as_admin(office, f"DROP DATABASE {copy.database} WITH (FORCE)")


def _as_admin(office: Office, statement: str) -> None:
    office.engine.dispose()
    admin = create_engine(make_url(office.settings.database_url).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(statement))
    admin.dispose()


def _silent(_: object) -> None:
    """Nothing is said while rows are made."""
