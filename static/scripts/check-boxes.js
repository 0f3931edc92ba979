// A box in a table's head checks or clears all boxes of that name in the table, and shows whether all are checked; Shift
// checks or clears all from the last one on. Whoever has to know hears "checks" from the table.
const allOf = (box) => box.closest("table")?.querySelector(`[data-check-all="${box.name}"]`);
const boxesOf = (all) => [...all.closest("table").querySelectorAll(`[name="${all.dataset.checkAll}"]`)];
const lasts = new WeakMap(); // the box of each table that was pressed last
const show = (all) => {
  const boxes = boxesOf(all);
  const checked = boxes.filter((box) => box.checked).length;
  all.checked = checked > 0 && checked === boxes.length;
  all.indeterminate = checked > 0 && checked < boxes.length;
  all.closest("[hidden]")?.removeAttribute("hidden");
};
const tell = (all) => {
  show(all);
  all.closest("table").dispatchEvent(new Event("checks", { bubbles: true }));
};
document.addEventListener("click", (event) => {
  const box = event.target;
  if (!box.matches("input[type=checkbox]")) return;
  if (box.dataset.checkAll) {
    boxesOf(box).forEach((one) => { one.checked = box.checked; });
    return tell(box);
  }
  const all = allOf(box);
  if (!all) return;
  const boxes = boxesOf(all);
  const table = box.closest("table");
  const [from, to] = [boxes.indexOf(lasts.get(table)), boxes.indexOf(box)].sort((one, other) => one - other);
  if (event.shiftKey && from >= 0) boxes.slice(from, to + 1).forEach((one) => { one.checked = box.checked; });
  lasts.set(table, box);
  tell(all);
});
const showAll = () => document.querySelectorAll("[data-check-all]").forEach(show);
showAll();
window.addEventListener("pageshow", showAll); // the browser may put back what was checked
document.addEventListener("checks", showAll);
document.addEventListener("htmx:afterSwap", showAll);
