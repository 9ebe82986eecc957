"""The files of the checkout, without what tools made."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MADE_BY_TOOLS = {"node_modules", "build", "vendor", "__pycache__"}


@cache
def all_files() -> tuple[Path, ...]:
    """Every file of the checkout, tracked or about to be."""
    return tuple(sorted(_walk(ROOT)))


def files(folder: str, *suffixes: str) -> list[Path]:
    """The files below a folder of the checkout whose names end in one of the suffixes."""
    return [path for path in all_files() if path.is_relative_to(ROOT / folder) and path.name.endswith(suffixes)]


def product_code() -> list[Path]:
    """The Python files that are the product."""
    return files("engine", ".py") + files("web", ".py")


def name(path: Path) -> str:
    """The path as a message shows it."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=name(path))


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in MADE_BY_TOOLS or (path.is_dir() and path.name.startswith(".") and path.name != ".ci"):
            continue
        if path.is_dir():
            yield from _walk(path)
        elif path.is_file():
            yield path
