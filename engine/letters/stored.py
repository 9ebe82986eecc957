"""Facts of a letter as plain JSON for the rows, and back again."""

from collections.abc import Mapping
from typing import Any, TypeVar

from cattrs.preconf.json import make_converter

_CONVERTER = make_converter()

Kept = TypeVar("Kept")


def to_json(facts: object) -> dict[str, Any]:
    """A facts dataclass as JSON values: dates as ISO text, tuples as lists, enums as their values."""
    plain: dict[str, Any] = _CONVERTER.unstructure(facts)
    return plain


def from_json(kind: type[Kept], plain: Mapping[str, Any]) -> Kept:
    """The facts again, equal to those that were stored."""
    return _CONVERTER.structure(plain, kind)
