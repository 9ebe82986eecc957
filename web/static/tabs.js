// Sections become tabs; without this script they simply follow one another.
for (const body of document.querySelectorAll("[data-tabs]")) {
  const panels = [...body.querySelectorAll(":scope > [data-tab]")];
  const list = document.createElement("div");
  list.className = "tab-list";
  list.setAttribute("role", "tablist");
  const buttons = panels.map((panel) => {
    const button = document.createElement("button");
    button.type = "button";
    button.id = `tab-${panel.id}`;
    button.textContent = panel.dataset.tab;
    button.setAttribute("role", "tab");
    button.setAttribute("aria-controls", panel.id);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", button.id);
    list.append(button);
    return button;
  });
  const show = (chosen, { focus = false } = {}) => {
    panels.forEach((panel, place) => {
      const isChosen = place === chosen;
      panel.hidden = !isChosen;
      buttons[place].setAttribute("aria-selected", String(isChosen));
      buttons[place].tabIndex = isChosen ? 0 : -1;
      if (isChosen && focus) buttons[place].focus();
      if (isChosen) panel.dispatchEvent(new Event("shown", { bubbles: true }));
    });
  };
  const named = () => panels.findIndex((panel) => `#${panel.id}` === location.hash);
  buttons.forEach((button, place) => {
    button.addEventListener("click", () => {
      history.replaceState(null, "", `#${panels[place].id}`);
      show(place);
    });
    button.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) show((place + step + panels.length) % panels.length, { focus: true });
    });
  });
  addEventListener("hashchange", () => {
    if (named() >= 0) show(named(), { focus: true });
  });
  const wrong = panels.findIndex((panel) => panel.querySelector(".error-summary"));
  body.classList.add("has-tabs");
  body.prepend(list);
  show(Math.max(0, wrong >= 0 ? wrong : named()));
}
