// Forms keep themselves: rows come and go without a round trip, what is typed is saved as a draft,
// the error summary is read first, and the rule of the chosen channel stands out.
const SAVE_AFTER = 1500;

function placed(value, name, place) {
  if (!value.startsWith(`${name}-`)) return value;
  return `${name}-${place}-${value.slice(name.length + 1).replace(/^\d+-/, "")}`;
}

function renumber(list) {
  const name = list.dataset.rows;
  [...list.querySelectorAll("[data-row]")].forEach((row, place) => {
    for (const element of row.querySelectorAll("[name], [id], [for], [aria-describedby]")) {
      for (const attribute of ["name", "id", "for", "aria-describedby"]) {
        const value = element.getAttribute(attribute);
        if (value) element.setAttribute(attribute, value.split(" ").map((each) => placed(each, name, place)).join(" "));
      }
    }
    row.querySelector(".row-number").textContent = String(place + 1);
    row.querySelector("[data-remove-row]").value = `${name}-${place}-`;
  });
}

function clear(row) {
  for (const element of row.querySelectorAll("input, textarea, select")) {
    if (element.matches("[type=radio], [type=checkbox]")) element.checked = false;
    else element.value = "";
    element.removeAttribute("aria-invalid");
  }
  for (const error of row.querySelectorAll(".field-error")) error.remove();
  for (const field of row.querySelectorAll(".is-invalid")) field.classList.remove("is-invalid");
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add-row], [data-remove-row]");
  if (!button) return;
  const list = button.closest("[data-rows]");
  const rows = list.querySelectorAll("[data-row]");
  if (button.hasAttribute("data-add-row")) {
    if (!rows.length) return;
    const fresh = rows[rows.length - 1].cloneNode(true);
    clear(fresh);
    rows[rows.length - 1].after(fresh);
    renumber(list);
    fresh.querySelector("input, textarea, select").focus();
  } else if (rows.length > 1) {
    button.closest("[data-row]").remove();
    renumber(list);
    list.querySelector("[data-add-row]").focus();
  } else {
    clear(rows[0]);
  }
  event.preventDefault();
  list.dispatchEvent(new Event("input", { bubbles: true }));
});

for (const form of document.querySelectorAll("form[data-draft]")) {
  const state = form.querySelector("[data-draft-state]");
  const token = form.querySelector('[name="csrf_token"]').value;
  let timer = 0;
  let isSending = false;
  const fields = () => {
    const found = {};
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && name !== "csrf_token") (found[name] ||= []).push(value);
    }
    return found;
  };
  const save = async () => {
    if (isSending) return;
    try {
      const answer = await fetch("/drafts", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify({ form: form.dataset.draft, fields: fields() }),
        redirect: "error",
      });
      const time = new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });
      state.textContent = answer.ok ? `草稿已保存（${time}）` : "草稿没有保存，提交前请勿关闭页面";
    } catch {
      state.textContent = "草稿没有保存，提交前请勿关闭页面";
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER);
  });
  form.addEventListener("submit", () => {
    isSending = true;
    clearTimeout(timer);
  });
}

document.querySelector("[data-focus]")?.focus();

for (const list of document.querySelectorAll("[data-follows]")) {
  const chooser = document.getElementById(list.dataset.follows);
  const follow = () => {
    for (const entry of list.children) entry.classList.toggle("is-followed", entry.dataset.for === chooser.value);
  };
  chooser?.addEventListener("change", follow);
  if (chooser) follow();
}

// What counts only for some channels is shown for them alone; a channel that was never published settles nothing.
const channel = document.getElementById("channel");
const stray = document.getElementById("stray_channel");
const followChannel = () => {
  for (const part of document.querySelectorAll("[data-shown-for], [data-hidden-for]")) {
    const settles = (part.dataset.shownFor ?? part.dataset.hiddenFor).split(" ").includes(channel.value) && !stray?.value;
    const isShown = part.dataset.shownFor === undefined ? channel.value !== "" && !settles : channel.value === "" || settles;
    part.hidden = !isShown;
  }
};
if (channel?.form) {
  channel.addEventListener("change", followChannel);
  stray?.addEventListener("change", followChannel);
  followChannel();
}
