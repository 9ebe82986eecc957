// The list stays where it is: a preview is fetched beside it, and the arrow keys go from row to row.
const place = document.getElementById("peek");

function mark(row) {
  for (const other of document.querySelectorAll(".desk-list .is-peeked")) other.classList.remove("is-peeked");
  row?.classList.add("is-peeked");
}

async function open(link) {
  const answer = await fetch(link.href);
  if (!answer.ok || answer.redirected) {
    location.assign(link.href);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  place.replaceChildren(...page.getElementById("peek").childNodes);
  place.opener = link;
  history.replaceState(null, "", link.href);
  mark(link.closest("tr"));
  place.querySelector("h2")?.focus();
}

function close() {
  place.replaceChildren();
  mark(null);
  const address = new URL(location.href);
  address.searchParams.delete("peek");
  address.hash = "";
  history.replaceState(null, "", address);
  place.opener?.focus();
}

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("[data-peek], [data-peek-close]");
  if (!link) return;
  event.preventDefault();
  if (link.matches("[data-peek]")) open(link);
  else close();
});

// Only while something in the list or the preview has the focus, so that no key is taken from anybody else.
document.addEventListener("keydown", (event) => {
  const here = document.activeElement;
  if (event.key === "Escape" && place.contains(here)) close();
  const row = here?.closest(".desk-list tbody tr");
  const next = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  if (!row || !next) return;
  const index = [...row.querySelectorAll("a, button, input")].indexOf(here);
  const stops = row[next]?.querySelectorAll("a, button, input");
  if (!stops?.length) return;
  stops[Math.min(index, stops.length - 1)].focus();
  event.preventDefault();
});
