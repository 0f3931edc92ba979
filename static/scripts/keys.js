// Keys on lists, each a letter without Ctrl, outside of fields; "?" names them. A person can switch the letters off.
const titleOf = (row) => row.querySelector("th[scope=row] a[href]") || row.querySelector("td a[href]");
const rows = () => [...document.querySelectorAll("main tbody tr")].filter(titleOf);
const current = () => document.activeElement.closest("main tbody tr") || document.querySelector("main tbody tr.is-open");
const go = (by) => {
  const all = rows();
  const at = all.indexOf(current());
  const next = all[at < 0 ? 0 : at + by];
  if (!next) return;
  titleOf(next).focus({ focusVisible: true });
  next.dispatchEvent(new CustomEvent("peek", { bubbles: true, detail: { isStep: true } }));
};
const check = (isRange) => {
  const box = current()?.querySelector("input[type=checkbox]");
  box?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey: isRange }));
};
// What the bar does for the selected rows; where none is, for the row that has the focus.
const act = (key) => {
  const bar = document.querySelector(".bulk-bar");
  if (bar && !bar.checkVisibility()) check(false);
  const button = [...document.querySelectorAll(`[data-key="${key}"]`)].find((one) => one.checkVisibility());
  button?.click();
  if (button?.tagName === "SUMMARY") button.parentElement.querySelector(".menu-list :is(a, button, input)")?.focus();
};
const edit = () => {
  const row = current();
  const link = document.querySelector('main [data-key="e"]');
  if (!row?.closest("form.index")) return link?.click();
  const address = new URL(titleOf(row).href);
  address.pathname += "/edit/details";
  location.assign(address);
};
const KEYS = {
  j: () => go(1),
  k: () => go(-1),
  x: () => check(false),
  X: () => check(true),
  e: edit,
  m: () => act("m"),
  s: () => act("s"),
  "?": () => document.dispatchEvent(new Event("open-keys")),
  "/": () => {
    const search = document.querySelector("[data-search]");
    if (!search) return document.dispatchEvent(new Event("open-palette"));
    search.focus();
    search.select();
  },
};
const isOn = () => document.body.dataset.singleKeys !== "off";
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    document.dispatchEvent(new Event("open-palette"));
    return;
  }
  const isPlain = !(event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented);
  if (!isPlain || isTypedInto(event.target) || document.querySelector("dialog[open]")) return;
  const row = event.target.closest("main tbody tr");
  if (event.key === " " && row && event.target === titleOf(row) && row.querySelector("[data-peek]")) {
    event.preventDefault();
    row.dispatchEvent(new CustomEvent("peek", { bubbles: true, detail: {} }));
  } else if (isOn() && Object.hasOwn(KEYS, event.key)) {
    event.preventDefault();
    KEYS[event.key]();
  }
});
// A link to one field of a form leads into the field.
const named = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (named && named.matches("input, select, textarea")) named.focus();
