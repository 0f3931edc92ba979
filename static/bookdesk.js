/* Comforts only: every page works without this file. */
"use strict";

// After a refused form, reading starts at the list of what to mend.
document.querySelector(".error-summary")?.focus();

// A box in a table's head checks or clears all boxes of that name in the table, and shows whether all are checked; Shift
// checks or clears all from the last one on. What counts them says how many there are.
for (const all of document.querySelectorAll("[data-check-all]")) {
  const name = all.dataset.checkAll;
  const boxes = [...all.closest("table").querySelectorAll(`[name="${name}"]`)];
  let last;
  const show = () => {
    const checked = boxes.filter((box) => box.checked).length;
    all.checked = checked > 0 && checked === boxes.length;
    all.indeterminate = checked > 0 && checked < boxes.length;
    all.form?.querySelectorAll(`[data-count="${name}"]`).forEach((place) => { place.textContent = `${checked} selected`; });
  };
  all.closest("[hidden]")?.removeAttribute("hidden");
  all.addEventListener("change", () => { boxes.forEach((box) => { box.checked = all.checked; }); show(); });
  boxes.forEach((box) => box.addEventListener("click", (event) => {
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((one, other) => one - other);
    if (event.shiftKey && from >= 0) boxes.slice(from, to + 1).forEach((one) => { one.checked = box.checked; });
    last = box;
    show();
  }));
  show();
  window.addEventListener("pageshow", show); // the browser may put back what was checked
}

// "/" leads to the search of the page, or to that of the desk.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const search = document.querySelector("[data-search]") || document.querySelector("#desk-search");
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
});

// "Print" prints.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A second press while the first is still on its way sends nothing twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
const sendAgain = () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
window.addEventListener("pageshow", sendAgain);

// A form that saves says which of its fields differ from what is stored, in the bar at the top of the page, with Discard and Save.
const differs = (field) => {
  if (!field.matches("input:not([type=hidden]), select, textarea") || field.disabled) return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
  const stored = [...field.options].findIndex((option) => option.defaultSelected);
  return field.selectedIndex !== Math.max(stored, 0);
};
const placeOf = (field) => (field.type === "radio" && field.closest("fieldset")) || field.closest(".field") || field;
const nameOf = (place) => (place.querySelector("legend, label") || place).textContent.trim();
const changedIn = (form) => [...new Set([...form.elements].filter(differs).map(placeOf))];
const bar = document.querySelector(".page > .topbar");
let saving; // the form that the bar is about

const button = (words, press, isPrimary) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = isPrimary ? "button is-primary" : "button";
  made.textContent = words;
  made.addEventListener("click", press);
  return made;
};
const takeBack = () => {
  bar.classList.remove("save-bar");
  bar.querySelectorAll(".save-words, .save-buttons").forEach((part) => part.remove());
  saving = undefined;
};
const offer = (form, save) => {
  saving = form;
  const words = document.createElement("p");
  words.className = "save-words";
  words.setAttribute("role", "status");
  const both = document.createElement("div");
  both.className = "buttons save-buttons";
  both.append(button("Discard", () => {
    form.reset();
    showChanges(form);
  }), button("Save", () => form.requestSubmit(save), true));
  bar.classList.add("save-bar");
  bar.append(words, both);
};
const showChanges = (form) => {
  const save = form?.querySelector("[data-save]");
  if (!save || !bar) return;
  const changed = changedIn(form);
  form.querySelectorAll(".is-changed").forEach((place) => { if (!changed.includes(place)) place.classList.remove("is-changed"); });
  changed.forEach((place) => place.classList.add("is-changed"));
  if (!changed.length) {
    if (saving === form) takeBack();
    return;
  }
  if (saving !== form) {
    if (saving) takeBack();
    offer(form, save);
  }
  const count = changed.length === 1 ? "1 unsaved change" : `${changed.length} unsaved changes`;
  bar.querySelector(".save-words").textContent = `${count}: ${changed.map(nameOf).join(", ")}`;
};
for (const kind of ["input", "change"]) document.addEventListener(kind, (event) => showChanges(event.target.form));
document.addEventListener("reset", (event) => setTimeout(() => showChanges(event.target)));
window.addEventListener("pageshow", () => document.querySelectorAll("form:has([data-save])").forEach(showChanges));

// What was changed is not left behind unasked; what is being sent is not left behind. Of other forms, what was typed.
const isTyped = (field) => !["checkbox", "radio", "select-one", "select-multiple"].includes(field.type);
window.addEventListener("beforeunload", (event) => {
  const forms = [...document.querySelectorAll("form[method=post]:not([data-sent])")];
  const isLeft = (form) => [...form.elements].some((field) => differs(field) && (isTyped(field) || form.querySelector("[data-save]")));
  if (!forms.some(isLeft)) return;
  event.preventDefault();
  setTimeout(sendAgain); // runs only for whoever stays
});

// A page that keeps itself up to date and is led elsewhere, to signing in, goes there whole.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, pathInfo } = event.detail;
  if (new URL(xhr.responseURL).pathname === new URL(pathInfo.finalRequestPath, location.href).pathname) return;
  event.detail.shouldSwap = false;
  location.reload();
});

// A page that keeps itself up to date leaves the focus where it was; htmx does so where there is an id.
const leadsTo = (one) => one.getAttribute("href") || one.form?.getAttribute("action");
let focused;
document.addEventListener("htmx:beforeSwap", () => { focused = leadsTo(document.activeElement); });
document.addEventListener("htmx:afterSwap", () => {
  if (!focused || document.activeElement !== document.body) return;
  const same = [...document.querySelectorAll("a[href], button")].find((one) => leadsTo(one) === focused);
  same?.focus({ preventScroll: true });
});

// "Copy" beside a value that people carry elsewhere.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.textContent = "Copied";
  });
}

// An open menu closes on Escape and on a click elsewhere.
const closeMenus = (except) => document.querySelectorAll("details.menu[open]").forEach((menu) => {
  if (menu !== except) menu.open = false;
});
document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
document.addEventListener("keydown", (event) => { if (event.key === "Escape") closeMenus(null); });
