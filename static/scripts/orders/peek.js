// A look at an order beside the list: the panel of a page of its own. The address names the order, so that it can be shared.
const list = () => document.querySelector(".page:has(form.index)");
const panel = () => document.querySelector(".with-peek > .peek");
const isWide = () => matchMedia("(min-width: 48.01rem)").matches;
const linkTo = (id) => document.querySelector(`tbody tr[data-order="${id}"] a[data-peek]`);
const orderOf = (link) => link.closest("tr").dataset.order;
const titleOf = (link) => link.closest("tr").querySelector("th[scope=row] a");
let shown; // the id of the order
let asked; // for its panel

const note = (id) => {
  const address = new URL(location);
  if (id) address.searchParams.set("peek", id);
  else address.searchParams.delete("peek");
  history.replaceState(history.state, "", address);
  document.querySelectorAll("tr.is-open").forEach((row) => row.classList.remove("is-open"));
  if (id) linkTo(id)?.closest("tr").classList.add("is-open");
  shown = id;
};
const close = () => {
  asked?.abort();
  panel()?.remove();
  list().classList.remove("with-peek");
  note();
};
const fill = async (link) => {
  asked?.abort();
  asked = new AbortController();
  const answer = await fetch(link.dataset.peek, { signal: asked.signal });
  const made = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".peek");
  if (!made) return location.assign(link.href);
  made.querySelectorAll("[data-step]").forEach((button) => { button.hidden = false; });
  made.querySelectorAll("form").forEach((form) => {
    const back = form.querySelector("[name=back]") || Object.assign(document.createElement("input"), { type: "hidden", name: "back" });
    back.value = location.pathname + location.search;
    form.append(back);
  });
  const hadFocus = panel().contains(document.activeElement);
  panel().replaceChildren(...document.adoptNode(made).childNodes);
  if (hadFocus) panel().querySelector("h2").focus();
};
const peek = (link) => {
  if (!panel()) {
    const place = Object.assign(document.createElement("section"), { className: "peek", id: "peek" });
    place.setAttribute("aria-labelledby", "peek-title");
    list().append(place);
    list().classList.add("with-peek");
    openLayer(place, close, () => linkTo(shown) && titleOf(linkTo(shown)));
  }
  note(orderOf(link));
  fill(link).catch((problem) => { if (problem.name !== "AbortError") location.assign(link.href); });
};
const step = (by) => {
  const links = [...document.querySelectorAll("tbody a[data-peek]")];
  const next = links[links.indexOf(linkTo(shown)) + by];
  if (next) peek(next);
  next?.closest("tr").scrollIntoView({ block: "nearest" });
};

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-peek]");
  const isPlain = !isForTab(event);
  if (link && isPlain && isWide()) {
    event.preventDefault();
    peek(link);
  }
  if (event.target.closest(".with-peek [data-step]")) step(Number(event.target.closest("[data-step]").dataset.step));
  if (event.target.closest(".with-peek [data-close-peek]")) {
    event.preventDefault();
    closeLayer(panel());
  }
});
// Space looks at the row that has the focus, and once more goes into the panel; the keys of the list lead on.
document.addEventListener("peek", (event) => {
  const link = event.target.querySelector("a[data-peek]");
  if (!link || !isWide()) return;
  if (event.detail.isStep && !panel()) return;
  if (!event.detail.isStep && orderOf(link) === shown) panel().querySelector("h2")?.focus();
  else peek(link);
});
document.addEventListener("orders:changed", () => {
  if (!shown || !panel()) return;
  if (!linkTo(shown)) return closeLayer(panel());
  linkTo(shown).closest("tr").classList.add("is-open");
  if (!panel().contains(document.activeElement)) fill(linkTo(shown)).catch(() => {});
});
const wanted = new URLSearchParams(location.search).get("peek");
if (/^\d+$/.test(wanted ?? "") && linkTo(wanted) && isWide()) peek(linkTo(wanted));
