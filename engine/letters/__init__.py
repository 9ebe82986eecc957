"""Letters: frozen facts and a template become the PDF that leaves the house."""

from engine.letters.chinese import legal_basis
from engine.letters.fingerprint import fingerprint
from engine.letters.kinds import KINDS, LetterKind, kind_of
from engine.letters.render import LetterRenderer
from engine.letters.stored import from_json, to_json

__all__ = ["KINDS", "LetterKind", "LetterRenderer", "fingerprint", "from_json", "kind_of", "legal_basis", "to_json"]
