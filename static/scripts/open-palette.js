// The palette opens at once; its script is fetched when it opens first, or when the sheet of keys is asked for.
const palette = document.getElementById("palette");
let script;
const tell = (what) => {
  if (script?.dataset.isHere) return document.dispatchEvent(new Event(what));
  if (!script) {
    script = document.createElement("script");
    script.src = palette.dataset.script;
    script.addEventListener("error", () => location.assign(palette.dataset.address));
    document.head.append(script);
  }
  script.addEventListener("load", () => {
    script.dataset.isHere = "yes";
    document.dispatchEvent(new Event(what));
  }, { once: true });
};
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
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
}
