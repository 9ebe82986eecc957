// Each drawing is shown where it becomes visible, with the case's steps marked on it.
const MARGIN = 16;
const MARK_HEIGHT = 26;
const MARKS = { done: "is-done", now: "is-now", waiting: "is-waiting" };

async function draw(place) {
  place.dataset.drawn = "yes";
  const answer = await fetch(place.dataset.drawing);
  if (!answer.ok) return;
  const viewer = new window.BpmnJS({ container: place });
  await viewer.importXML(await answer.text());
  const canvas = viewer.get("canvas");
  for (const [mark, style] of Object.entries(MARKS)) {
    for (const id of (place.dataset[mark] || "").split(" ").filter(Boolean)) canvas.addMarker(id, style);
  }
  fit(place, canvas);
  let width = place.clientWidth;
  window.addEventListener("resize", () => {
    if (!place.clientWidth || place.clientWidth === width) return;
    width = place.clientWidth;
    fit(place, canvas);
  });
}

// The whole drawing is seen at once, also after the window has become wider or narrower, with room below it for the maker's mark.
function fit(place, canvas) {
  const { inner } = canvas.viewbox();
  const width = inner.width + 2 * MARGIN;
  const scale = Math.min(1, place.clientWidth / width);
  const height = inner.height + 2 * MARGIN + MARK_HEIGHT / scale;
  place.style.height = `${Math.max(180, Math.min(720, scale * height))}px`;
  canvas.resized();
  canvas.viewbox({ x: inner.x - MARGIN, y: inner.y - MARGIN, width, height });
}

function drawVisible() {
  for (const place of document.querySelectorAll("[data-drawing]:not([data-drawn])")) {
    if (place.parentElement.offsetParent !== null && (!place.closest("details") || place.closest("details").open)) draw(place);
  }
}

if (window.BpmnJS) {
  document.addEventListener("shown", drawVisible);
  document.addEventListener("toggle", drawVisible, true);
  drawVisible();
}
