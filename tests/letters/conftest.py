"""One renderer for the run, and a test for every sample letter that asks for `letter` or `official`.

Every kind is printed short, long and at its extreme. Of the replies, whose outcomes differ in one block only, the long
and extreme forms are tested for some outcomes; `MINGDA_EVERY_LETTER=1` tests them all, as `script/letters` does.
"""

import os

import pytest

from engine.letters import LetterRenderer
from tests.letters.press import FORMS, SAMPLES, SHEETS, Press

VARIED = {"disclosed", "mixed", "partly_disclosed", "does_not_exist"}
EVERY = os.environ.get("MINGDA_EVERY_LETTER") == "1"


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


def is_tested(name: str) -> bool:
    """Whether this run prints the sample."""
    plain = name.removesuffix("_long").removesuffix("_extreme")
    first = next(other for other, sample in SAMPLES.items() if sample.template == SAMPLES[name].template)
    return EVERY or plain in (name, first) or plain in VARIED


LETTERS = [name for name in SAMPLES if is_tested(name)]
OFFICIAL = [name for name in LETTERS if SAMPLES[name].template not in FORMS | SHEETS]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`letter` is every sample of this run; `official` those that are 公文; `form` the others that have a title."""
    chosen = {
        "letter": LETTERS,
        "official": OFFICIAL,
        "form": [name for name in LETTERS if SAMPLES[name].template in FORMS],
    }
    for fixture, names in chosen.items():
        if fixture in metafunc.fixturenames:
            metafunc.parametrize(fixture, names)
