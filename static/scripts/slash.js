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
