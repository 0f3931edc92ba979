/* Comforts only: every page works without this file. */
"use strict";

// After a refused form, reading starts at the list of what to mend.
document.querySelector(".error-summary")?.focus();

// A box in a table's head checks or clears all boxes of that name in the table, and shows whether all are checked.
for (const all of document.querySelectorAll("[data-check-all]")) {
  const boxes = [...all.closest("table").querySelectorAll(`[name="${all.dataset.checkAll}"]`)];
  const show = () => {
    const checked = boxes.filter((box) => box.checked).length;
    all.checked = checked > 0 && checked === boxes.length;
    all.indeterminate = checked > 0 && checked < boxes.length;
  };
  all.closest("[hidden]")?.removeAttribute("hidden");
  all.addEventListener("change", () => { boxes.forEach((box) => { box.checked = all.checked; }); show(); });
  boxes.forEach((box) => box.addEventListener("change", show));
  show();
  window.addEventListener("pageshow", show); // the browser may put back what was checked
}

// "/" leads to the search of the page, or to that of the desk.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const search = document.querySelector("[data-search]") || document.querySelector(".desk-search input");
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

// What was typed is not left behind unasked; what is being sent is not left behind.
const TYPED = "form[method=post]:not([data-sent]) :is(textarea, input:not([type=hidden], [type=checkbox], [type=radio]))";
window.addEventListener("beforeunload", (event) => {
  if ([...document.querySelectorAll(TYPED)].every((one) => one.value === one.defaultValue)) return;
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
const closeMenus = (except) => document.querySelectorAll("details.drop[open]").forEach((menu) => {
  if (menu !== except) menu.open = false;
});
document.addEventListener("click", (event) => closeMenus(event.target.closest("details.drop")));
document.addEventListener("keydown", (event) => { if (event.key === "Escape") closeMenus(null); });
