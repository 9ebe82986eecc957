"""One renderer for the run, and a test for every sample letter that asks for `letter` or `official`."""

import os

import pytest

from engine.letters import LetterRenderer
from tests.letters.press import SAMPLES, Press


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


FORMS = {"receipt", "third_party_opinion_form"}
LONG = {"disclosed_long", "mixed_long", "does_not_exist_long", "supplement_notice_long", "third_party_letter_long"}
OFFICIAL = [
    name
    for name, each in SAMPLES.items()
    if each.template not in FORMS and (name in LONG or not name.endswith("_long"))
]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`letter` is every sample; `official` every 公文 as it stands, and the longest of them."""
    if "letter" in metafunc.fixturenames:
        metafunc.parametrize("letter", list(SAMPLES))
    if "official" in metafunc.fixturenames:
        metafunc.parametrize("official", OFFICIAL)
