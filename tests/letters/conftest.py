"""One renderer for the run, and a test for every sample letter that asks for `letter` or `official` or `filed`."""

import os

import pytest

from engine.letters import LetterRenderer
from tests.letters.press import FORMS, LETTERS, OFFICIAL, SAMPLES, Press


@pytest.fixture(scope="session")
def press(tmp_path_factory: pytest.TempPathFactory) -> Press:
    """The renderer of the checkout's templates and fonts; xdist's processes share one folder of printed letters."""
    base = tmp_path_factory.getbasetemp()
    shelf = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "letters"
    shelf.mkdir(exist_ok=True)
    return Press(shelf)


@pytest.fixture(scope="session")
def renderer(press: Press) -> LetterRenderer:
    """The renderer alone."""
    return press.renderer


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`letter` is every sample of this run; `official` those that are 公文; `filed` the forms."""
    chosen = {
        "letter": LETTERS,
        "official": OFFICIAL,
        "filed": [name for name in LETTERS if SAMPLES[name].template in FORMS],
    }
    for fixture, names in chosen.items():
        if fixture in metafunc.fixturenames:
            metafunc.parametrize(fixture, names)
