// The list of orders follows what happens. It asks every few seconds while it is looked at; the server answers only when something
// has changed. A changed row is put in the place of the old one, except the one in which the focus is. Rows come and go only
// while nobody has a hand on the list: nothing moves under the pointer, and what is checked stays.
const EVERY_MS = 4000;
const WHOLE_EVERY = 15; // looks: times that have passed are told anew, too
const rowsIn = (page) => [...page.querySelectorAll(".index-table > tbody > tr[id]")];
const told = new Map(rowsIn(document).map((row) => [row.id, row.innerHTML])); // each row as the server told it
let looks = 0;
let latest; // the page as it was told last, as long as not all of it is shown

const isHeld = (table) => table.matches(":hover") || table.contains(document.activeElement) || table.querySelector("tbody :checked");
const renew = (old, row) => {
  const box = row.querySelector("[type=checkbox]");
  const oldBox = old.querySelector("[type=checkbox]");
  if (box && oldBox) box.replaceWith(oldBox); // what is checked stays, with what listens to it
  row.className = old.className;
  old.replaceWith(row);
  window.htmx.process(row);
};
const show = () => {
  if (!latest) return;
  const table = document.querySelector(".index-table");
  const rows = rowsIn(latest);
  if (!table || !rows.length) {
    if (Boolean(table) !== Boolean(rows.length) && !isTypedInto(document.activeElement)) location.reload();
    return;
  }
  const place = table.tBodies[0];
  const shown = new Map(rowsIn(document).map((row) => [row.id, row]));
  for (const row of rows) {
    const old = shown.get(row.id);
    const text = row.innerHTML;
    if (!old || told.get(row.id) === text || old.contains(document.activeElement)) continue;
    const fresh = document.importNode(row, true);
    renew(old, fresh);
    told.set(row.id, text);
    shown.set(row.id, fresh);
  }
  const fresh = rows.filter((row) => !shown.has(row.id));
  const isNews = fresh.length > 0 && isHeld(table);
  const news = document.querySelector("[data-new-orders]");
  news.hidden = !isNews;
  news.textContent = isNews ? `${fresh.length} new ${fresh.length === 1 ? "order" : "orders"}` : "";
  if (isHeld(table)) return;
  place.replaceChildren(...rows.map((row) => shown.get(row.id) || document.importNode(row, true)));
  fresh.forEach((row) => { told.set(row.id, row.innerHTML); window.htmx.process(document.getElementById(row.id)); });
  latest = undefined;
  document.dispatchEvent(new CustomEvent("orders:changed"));
};

if (document.querySelector("[data-live-list]")) {
  const look = () => { if (!document.hidden) window.htmx?.trigger("#list-live", "look"); };
  setInterval(look, EVERY_MS);
  document.addEventListener("visibilitychange", look);
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.elt.id !== "list-live") return;
    looks += 1;
    if (looks % WHOLE_EVERY === 0) detail.path = detail.path.replace(/([?&])mark=\w+/, "$1");
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { requestConfig, serverResponse, shouldSwap } = event.detail;
    if (requestConfig.elt.id !== "list-live" || !shouldSwap) return;
    latest = new DOMParser().parseFromString(serverResponse, "text/html");
    show();
  });
  for (const kind of ["mouseleave", "focusout", "change"]) {
    document.querySelector(".index")?.addEventListener(kind, () => setTimeout(show));
  }
}
