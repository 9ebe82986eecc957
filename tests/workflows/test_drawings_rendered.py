"""The viewer of the pages draws every drawing as it is meant: all lanes, no warning, no word upon another."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page

from tests.workflows.drawing_reader import DRAWINGS, Box, Drawing

pytestmark = pytest.mark.browser

VIEWER = Path(__file__).resolve().parents[2] / "web" / "static" / "vendor" / "bpmn-js"
SHOW = """async xml => {
  document.body.innerHTML = '<div id="diagram" style="width: 1800px; height: 1200px"></div>';
  const viewer = new BpmnJS({container: '#diagram'});
  const {warnings} = await viewer.importXML(xml);
  viewer.get('canvas').zoom(1);
  const elements = viewer.get('elementRegistry');
  const box = node => { const b = node.getBoundingClientRect(); return [b.x, b.y, b.width, b.height]; };
  const texts = elements.filter(e => !e.labelTarget || e.businessObject.name).map(e => {
    const text = elements.getGraphics(e)?.querySelector(':scope > .djs-visual > text');
    return text && [e.id, text.textContent, box(text), text.querySelectorAll('tspan').length];
  }).filter(Boolean);
  const lanes = elements.filter(e => e.type === 'bpmn:Lane').map(e => [e.id, e.parent.type]);
  const shown = elements.filter(e => e.type !== 'label').map(e => e.id);
  return {warnings: warnings.map(w => w.message), lanes, texts, shown};
}"""


@pytest.fixture(scope="module")
def page(chromium: Chromium) -> Iterator[Page]:
    page = chromium.new_page(viewport={"width": 1800, "height": 1200})
    page.set_content("<body></body>")
    page.add_script_tag(path=VIEWER / "bpmn-navigated-viewer.production.min.js")
    page.add_style_tag(path=VIEWER / "diagram-js.css")
    yield page
    page.close()


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_the_viewer_shows_every_lane_and_word(page: Page, path: Path) -> None:
    drawing = Drawing(path)
    seen: dict[str, Any] = page.evaluate(SHOW, path.read_text(encoding="utf-8"))
    assert seen["warnings"] == []
    assert sorted(seen["lanes"]) == sorted([lane.id, "bpmn:Participant"] for lane in drawing.lanes)
    assert {*drawing.nodes, *(flow.id for flow in drawing.flows)} <= set(seen["shown"])
    written = {text for _, text, *_ in seen["texts"]}
    names = [*drawing.lanes, *drawing.nodes.values(), *drawing.flows]
    assert {name.name for name in names if name.name} <= written


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_no_word_is_broken_or_lies_on_another(page: Page, path: Path) -> None:
    texts = page.evaluate(SHOW, path.read_text(encoding="utf-8"))["texts"]
    assert [text for _, text, _, lines in texts if lines > 1] == []
    for (one, _, box, _), (other, _, other_box, _) in combinations(texts, 2):
        assert not Box(*box).overlaps(Box(*other_box)), f"{one} and {other}"
