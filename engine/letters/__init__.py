"""Letters: frozen facts and a template become the PDF that leaves the house."""

from engine.letters.chinese import legal_basis
from engine.letters.fingerprint import fingerprint
from engine.letters.kinds import KINDS, LetterKind, kind_of
from engine.letters.render import LetterRenderer

__all__ = ["KINDS", "LetterKind", "LetterRenderer", "fingerprint", "kind_of", "legal_basis"]
