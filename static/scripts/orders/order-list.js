// The list of orders follows what happens. It asks every few seconds while it is looked at; the server answers only when something
// has changed. A changed row is put in the place of the old one, except the one in which the focus is. Rows come and go only
// while nobody has a hand on the list: nothing moves under the pointer, and what is checked stays.
const EVERY_MS = 4000;
const WHOLE_EVERY = 15; // looks: times that have passed are told anew, too
const rowsIn = (page) => [...page.querySelectorAll(".index-table > tbody > tr[id]")];
const told = new Map(rowsIn(document).map((row) => [row.id, row.innerHTML])); // each row as the server told it
const PARTS = ["list-live", "list-count", "views", "list-foot", "desk-menu", "desk-now"];
let looks = 0;
let isLooking = false;
let latest; // the page as it was told last, as long as not all of it is shown

const isHeld = (table) => table.matches(":hover") || table.contains(document.activeElement) || table.querySelector("tbody :checked");
const renew = (old, row) => {
  const box = row.querySelector("[type=checkbox]");
  const oldBox = old.querySelector("[type=checkbox]");
  if (box && oldBox) box.replaceWith(oldBox); // what is checked stays, with what listens to it
  row.className = old.className;
  old.replaceWith(row);
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
  fresh.forEach((row) => told.set(row.id, row.innerHTML));
  latest = undefined;
  document.dispatchEvent(new CustomEvent("orders:changed"));
};

// The numbers around the rows, except where the focus is.
const take = (page) => {
  for (const id of PARTS) {
    const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
    if (old && fresh && !old.contains(document.activeElement) && !old.querySelector(".is-target")) old.replaceWith(fresh);
  }
  latest = page;
  show();
};
const look = async () => {
  if (document.hidden || isLooking) return;
  isLooking = true;
  looks += 1;
  const { live } = document.getElementById("list-live").dataset;
  try {
    const answer = await fetch(looks % WHOLE_EVERY ? live : live.replace(/([?&])mark=\w+/, "$1"));
    if (answer.redirected) location.reload(); // to signing in
    else if (answer.status === 200) take(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch { // the next look may get through
  } finally {
    isLooking = false;
  }
};

if (document.getElementById("list-live")) {
  setInterval(look, EVERY_MS);
  document.addEventListener("visibilitychange", look);
  document.addEventListener("look", look);
  for (const kind of ["mouseleave", "focusout", "change"]) {
    document.querySelector(".index")?.addEventListener(kind, () => setTimeout(show));
  }
}
