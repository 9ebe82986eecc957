"""Every article that code, drawings, tables, letters or documents cite is explained in docs/law/regulations.md."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.rules.articles import REGULATIONS, Article
from tests.structure.citations import Place, cited_places, explained_places
from tests.structure.source_tree import ROOT, files, name, tree

LAW = ROOT / "docs/law/regulations.md"
EXPLAINED = explained_places(LAW.read_text(encoding="utf-8"))
CITING = [
    *files("engine", ".py", ".toml"),
    *files("web", ".py", ".html"),
    *files("workflows", ".bpmn", ".dmn"),
    *files("reply_templates", ".html"),
    *files("tests", ".yaml"),
    *files("teaching", ".yaml"),
    *(path for path in files("docs", ".md") if path != LAW),
]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("依据《条例》第33条第2款答复", ["《条例》第33条第2款"]),
        ("《条例》第36条第（四）项、第（五）项", ["《条例》第36条第（4）项", "《条例》第36条第（5）项"]),
        ("《条例》第三十三条、第三十四条和第四十条", ["《条例》第33条", "《条例》第34条", "《条例》第40条"]),
        ("《行政复议法》第二十三条第一款第（四）项", ["《行政复议法》第23条第1款第（4）项"]),
        (
            "《条例》第16条第1款、第2款；另见《民法典》第201条",
            ["《条例》第16条第1款", "《条例》第16条第2款", "《民法典》第201条"],
        ),
        ("见《条例》及第二百零一条以外的规定", []),
    ],
)
def test_a_citation_is_read_whatever_its_numerals(text: str, places: list[str]) -> None:
    assert [str(place) for place in cited_places(text)] == places


def test_every_citation_is_explained() -> None:
    unexplained = [
        f"{name(path)}:{number} {place}"
        for path in CITING
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for place in cited_places(line)
        if place not in EXPLAINED
    ]
    assert not unexplained


def test_every_article_built_in_code_is_explained() -> None:
    unexplained = [
        f"{name(path)}:{line} {place}"
        for path in files("engine", ".py") + files("web", ".py")
        for line, place in articles_built(path)
        if place not in EXPLAINED
    ]
    assert not unexplained


def test_the_regulations_are_explained_as_code_knows_them() -> None:
    ours = [place for place in EXPLAINED if place.source == REGULATIONS]
    assert len(ours) > 50
    for place in ours:
        Article(place.article, place.paragraph, place.item if place.paragraph is None else None)


def test_an_article_is_explained_in_one_short_sentence() -> None:
    lines = [line for line in LAW.read_text(encoding="utf-8").splitlines() if line.startswith(("- ", "  - "))]
    assert not [line for line in lines if not line.endswith(("。", "：", "〔待核〕"))]


def articles_built(path: Path) -> Iterator[tuple[int, Place]]:
    """Article(33, 2) and Article(36, item=3) with plain numbers, as places of the law document."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Article":
            given = dict(zip(("number", "paragraph", "item", "source"), node.args, strict=False))
            given |= {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
            if all(isinstance(value, ast.Constant) for value in given.values()):
                values = {key: value.value for key, value in given.items() if isinstance(value, ast.Constant)}
                place = (
                    values.get("source", REGULATIONS),
                    values["number"],
                    values.get("paragraph"),
                    values.get("item"),
                )
                yield node.lineno, Place(*place)
