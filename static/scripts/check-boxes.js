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
