// The palette over the page: orders from the server; pages, folders, settings and actions from one part that is asked for when it
// first opens, and what the page itself offers for what is selected or open.
const palette = document.getElementById("palette");
const [field, found, none] = ["input", ".palette-list", ".palette-none"].map((place) => palette.querySelector(place));
const options = () => [...found.querySelectorAll("[role=option]")].filter((one) => !one.hidden && !one.closest("[hidden]"));
const group = (name) => found.querySelector(`[data-group="${name}"]`);
const parse = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");
const ask = (args, more) => fetch(`${palette.dataset.address}?${new URLSearchParams(args)}`, more).then(parse);
let loaded; // what is known without asking again
let orders; // the request for orders that is under way
let follows = false; // whether Enter waits for them
let presses = new Map(); // options for what the page itself offers

// Of the page: the buttons of its selection, of the order beside it, or of its top bar.
const offered = () => {
  const bar = document.querySelector(".bulk-bar");
  if (bar?.checkVisibility()) {
    const words = bar.querySelector(".bulk-count").innerText;
    return [...bar.querySelectorAll("button:not([hidden])")].map((one) => [one, words]);
  }
  const beside = document.querySelector(".with-peek > .peek");
  if (beside) {
    const title = beside.querySelector("h2")?.lastChild.textContent.trim();
    return [...beside.querySelectorAll(".peek-foot :is(a, button)")].map((one) => [one, title]);
  }
  return [...document.querySelectorAll(".topbar > .buttons :is(a, button, .confirm > summary)")].map((one) => [one, ""]);
};
const isPressable = (place) => wordsOf(place) && !place.hidden && !place.disabled && !place.closest(".ask"); // what answers a question is not offered before it
const wordsOf = (place) => place.textContent.trim().replace(/\s+/g, " ");
const optionFor = (place, words, index) => {
  const option = document.createElement("a");
  option.className = "palette-item";
  option.id = `palette-press-${index}`;
  option.setAttribute("role", "option");
  const text = Object.assign(document.createElement("span"), { className: "grow" });
  const named = Object.assign(document.createElement("span"), { textContent: wordsOf(place) });
  named.dataset.words = "";
  text.append(named);
  const icon = place.querySelector("svg")?.cloneNode(true) ?? palette.querySelector("svg").cloneNode(true);
  option.append(icon, text);
  if (words) option.append(Object.assign(document.createElement("span"), { className: "end", textContent: words }));
  presses.set(option, place);
  return option;
};
const offer = () => {
  presses.forEach((_, option) => option.remove());
  presses = new Map();
  const unlike = new Map(offered().filter(([one]) => isPressable(one)).map((each) => [wordsOf(each[0]), each]));
  found.querySelectorAll('[data-group="Actions"] [role=option]').forEach((one) => {
    one.dataset.off = unlike.has(wordsOf(one)) ? "yes" : "";
  });
  const made = [...unlike.values()].map(([place, words], index) => optionFor(place, words, index));
  group("Actions")?.querySelector(".palette-group").after(...made);
  const isOrder = /\/orders\/\d+$/.test(location.pathname);
  if (!isOrder) found.querySelectorAll("[data-folder]").forEach((one) => { one.dataset.off = "yes"; });
};

// What was typed is marked where it stands.
const mark = (place, words) => {
  const text = place.textContent;
  const at = words.map((word) => [text.toLowerCase().indexOf(word), word.length]).filter(([start]) => start >= 0).sort((one, other) => one[0] - other[0]);
  const parts = [];
  let from = 0;
  at.forEach(([start, length]) => {
    if (start < from) return;
    parts.push(text.slice(from, start), Object.assign(document.createElement("mark"), { textContent: text.slice(start, start + length) }));
    from = start + length;
  });
  place.replaceChildren(...parts, text.slice(from));
};
const choose = (option) => {
  found.querySelectorAll("[aria-selected=true]").forEach((one) => one.setAttribute("aria-selected", "false"));
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
};
const show = (stays) => {
  const before = found.querySelector("[aria-selected=true]");
  const isOnlyActions = field.value.startsWith(">");
  const words = field.value.replace(/^>/, "").toLowerCase().split(/\s+/).filter(Boolean);
  const most = words.length ? 8 : 6;
  found.querySelectorAll("[data-group]").forEach((part) => {
    const isOrders = part.dataset.group === "Orders";
    let left = isOrders ? Infinity : most;
    part.querySelectorAll("[role=option]").forEach((option) => {
      const text = option.textContent.toLowerCase();
      option.hidden = option.dataset.off === "yes" || left < 1 || !(isOrders || words.every((word) => text.includes(word)));
      if (!option.hidden) left -= 1;
      option.querySelectorAll("[data-words]").forEach((place) => mark(place, words));
    });
    const isAsked = part.dataset.group === "Actions" || (!isOnlyActions && (words.length || part.dataset.group === "Pages"));
    part.hidden = !isAsked || !part.querySelector("[role=option]:not([hidden])");
  });
  options().forEach((option, index) => { option.id ||= `palette-option-${index}-${Math.round(performance.now())}`; });
  choose(stays && options().includes(before) ? before : options()[0]);
  none.textContent = loaded && !timer && !orders && !options().length ? `Nothing has “${field.value.trim()}” in it` : "";
};
const findOrders = async () => {
  orders?.abort();
  orders = new AbortController();
  const typed = field.value.startsWith(">") ? "" : field.value.trim();
  const page = typed ? await ask({ part: "orders", q: typed }, { signal: orders.signal }) : undefined;
  group("Orders")?.querySelectorAll("[role=option]").forEach((one) => one.remove());
  group("Orders")?.append(...(page?.querySelectorAll("[role=option]") ?? []));
  orders = undefined;
  show(true);
  if (follows && options().length) follow(options()[0]);
  follows = false;
};
let timer;
field.addEventListener("input", () => {
  follows = false;
  clearTimeout(timer);
  timer = setTimeout(() => {
    timer = undefined;
    findOrders().catch(() => {});
  }, 120);
  show(false);
});

const load = async () => {
  const page = await ask({ part: "palette" });
  if (!page.querySelector("[data-move]")) throw new Error("no palette"); // such as after signing out elsewhere
  found.replaceChildren(page.querySelector("[data-move]"));
  document.body.append(page.querySelector("dialog"));
};
const ready = async () => {
  loaded ??= load();
  await loaded.catch((problem) => {
    loaded = undefined;
    throw problem;
  });
};
const open = async () => {
  await ready();
  offer();
  show(false);
  if (field.value) findOrders().catch(() => {});
};
const follow = (option) => {
  palette.close();
  const place = presses.get(option);
  if (place?.id === "bulk-tag") { // asks for the tag first
    place.closest("details.menu").open = true;
    document.getElementById("tag_name").focus();
  } else if (place) {
    place.closest("details.menu")?.setAttribute("open", "");
    place.click();
    place.closest("details.menu")?.removeAttribute("open");
  } else if (option.dataset.folder) {
    const [, id] = location.pathname.match(/\/orders\/(\d+)$/);
    post(option.closest("[data-move]").dataset.move, { order_ids: id, folder_id: option.dataset.folder });
  } else if (option.dataset.post) post(option.dataset.post, {});
  else location.assign(option.href);
};
palette.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const all = options();
  const active = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
  if (step && all.length) {
    event.preventDefault();
    choose(all.at((active + step) % all.length));
  } else if (event.key === "Enter") {
    event.preventDefault();
    if (all[active]) follow(all[active]);
    else follows = Boolean(timer || orders);
  }
});
palette.addEventListener("click", (event) => {
  const option = event.target.closest("[role=option]");
  if (option && !(event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    follow(option);
  } else if (event.target === palette) palette.close();
});
found.addEventListener("pointermove", (event) => {
  const option = event.target.closest("[role=option]");
  if (option && option.getAttribute("aria-selected") !== "true") choose(option);
});
document.addEventListener("palette", () => open().catch(() => location.assign(palette.dataset.address)));
document.addEventListener("keys", async () => {
  await ready();
  document.getElementById("keys").showModal();
});
