// The palette opens at once; its script is fetched when it opens first, or when the sheet of keys is asked for.
const palette = document.getElementById("palette");
const tell = (what) => fetchPart(palette).then(
  () => document.dispatchEvent(new Event(what)),
  () => location.assign(palette.dataset.address),
);
const open = () => {
  if (palette.open) return;
  palette.querySelector("input").value = "";
  palette.showModal();
  tell("palette");
};
if (palette) {
  document.addEventListener("open-palette", open);
  document.addEventListener("open-keys", () => tell("keys"));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-opens-palette]");
    if (!link || isForTab(event)) return;
    event.preventDefault();
    open();
  });
}
