// An open menu closes on Escape, which gives the focus back to its button, and on a click elsewhere.
const openMenus = () => [...document.querySelectorAll("details.menu[open]")];
document.addEventListener("click", (event) => {
  const pressed = event.target.closest("details.menu");
  openMenus().forEach((menu) => { if (menu !== pressed) menu.open = false; });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  openMenus().forEach((menu) => {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    event.preventDefault();
  });
});
// Arrows go from line to line.
document.addEventListener("keydown", (event) => {
  const menu = event.target.closest("details.menu[open]");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!menu || !step || isTypedInto(event.target)) return;
  const lines = [...menu.querySelectorAll(".menu-list :is(a, button)")].filter((line) => line.checkVisibility());
  event.preventDefault();
  lines.at((lines.indexOf(document.activeElement) + step) % lines.length)?.focus();
});
