"""Every sample letter, short, long and extreme, printed once for all tests of a run.

Every kind is tested in all three lengths. Of the replies, whose outcomes differ in one block only, the long and extreme
forms are tested for some outcomes; `MINGDA_EVERY_LETTER=1` tests them all, as `script/letters` does.
"""

import os
from functools import lru_cache
from pathlib import Path

from engine import resources
from engine.letters import KINDS, LetterRenderer
from engine.tools.letter_files import Sample, read, variants

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = {
    each.name: each
    for path in sorted((ROOT / "tests/data/letters").glob("*.yaml"))
    for sample in read(path)
    for each in variants(sample)
}
SHELLS = {
    name: (ROOT / f"reply_templates/{name}.html").read_text(encoding="utf-8").split('extends "')[1].split('"')[0]
    for name in KINDS
}
FORMS = {name for name, shell in SHELLS.items() if shell == "_form.html"}
SHEETS = {name for name, shell in SHELLS.items() if shell == "_sheet.html"}
VARIED = {"disclosed", "mixed", "partly_disclosed", "does_not_exist"}
EVERY = os.environ.get("MINGDA_EVERY_LETTER") == "1"


def is_tested(name: str) -> bool:
    """Whether this run prints the sample."""
    plain = name.removesuffix("_long").removesuffix("_extreme")
    if not EVERY and name.endswith("_long") and SAMPLES[name].template in FORMS | SHEETS:
        return False  # a form has nothing that the middle length would lengthen
    first = next(other for other, sample in SAMPLES.items() if sample.template == SAMPLES[name].template)
    return EVERY or plain in (name, first) or plain in VARIED


LETTERS = [name for name in SAMPLES if is_tested(name)]
OFFICIAL = [name for name in LETTERS if SAMPLES[name].template not in FORMS | SHEETS]


class Press:
    """The renderer, and its letters by sample name; test processes side by side share what is printed in `shelf`."""

    def __init__(self, shelf: Path | None = None) -> None:
        self.renderer = LetterRenderer(resources.folder("reply_templates"), ROOT / "build/fonts", is_demo=True)
        self.pdf = lru_cache(maxsize=None)(self._print)
        self._shelf = shelf

    def sample(self, name: str) -> Sample:
        """The sample of this name; `_long` at its end means the lengthened one."""
        return SAMPLES[name]

    def _print(self, name: str) -> bytes:
        sample = SAMPLES[name]
        if self._shelf is None:
            return self.renderer.pdf(sample.template, sample.facts)
        file = self._shelf / f"{name}.pdf"
        if not file.exists():
            part = file.with_suffix(f".{os.getpid()}")
            part.write_bytes(self.renderer.pdf(sample.template, sample.facts))
            part.replace(file)
        return file.read_bytes()
