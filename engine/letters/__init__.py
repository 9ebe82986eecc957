"""Letters: frozen facts and a template become the PDF that leaves the house."""

from engine.letters.fingerprint import fingerprint
from engine.letters.render import LetterRenderer

__all__ = ["LetterRenderer", "fingerprint"]
