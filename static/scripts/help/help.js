// Help beside the page: what leads to the user guide opens in a panel.
const desk = document.querySelector(".desk") || document.body;
let panel, opener;

const close = () => {
  panel?.remove();
  panel = undefined;
  opener?.focus();
};

const icon = (drawing) => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", drawing);
  svg.append(path);
  return svg;
};
const make = (tag, className, words) => {
  const made = document.createElement(tag);
  made.className = className;
  if (words) made.textContent = words;
  return made;
};
const iconButton = (tag, words, drawing) => {
  const made = make(tag, "button is-quiet is-icon");
  made.title = words;
  made.append(icon(drawing), make("span", "visually-hidden", words));
  return made;
};

const build = () => {
  panel = make("aside", "peek help-panel");
  panel.setAttribute("aria-label", "Help");
  const head = make("header", "peek-head");
  const title = make("h2", "grow cut");
  title.tabIndex = -1;
  const alone = iconButton("a", "Open the guide on a page of its own", "M9.5 2.5h4v4M13.5 2.5 7.8 8.2M11.5 9.5v3a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1h3");
  alone.dataset.alone = "";
  const shut = iconButton("button", "Close help", "M4 4l8 8M12 4l-8 8");
  shut.type = "button";
  shut.addEventListener("click", close);
  head.append(title, alone, shut);
  panel.append(head, make("div", "peek-body"));
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  });
  panel.addEventListener("submit", (event) => {
    event.preventDefault();
    show(`${event.target.action}?${new URLSearchParams(new FormData(event.target))}`);
  });
  desk.append(panel);
};

const show = async (href) => {
  const answer = await fetch(href).catch(() => undefined);
  const text = answer?.ok ? await answer.text() : "";
  const guide = new DOMParser().parseFromString(text, "text/html").querySelector("#guide");
  if (!guide) { // signed out, or no answer: the browser says it on a page
    location.assign(href);
    return;
  }
  if (!panel) build();
  const [title, body] = [panel.querySelector("h2"), panel.querySelector(".peek-body")];
  title.textContent = guide.dataset.title;
  panel.querySelector("[data-alone]").href = href;
  body.replaceChildren(...guide.children);
  body.scrollTop = 0;
  const place = new URL(href, location.href).hash.slice(1);
  if (place) body.querySelector(`#${CSS.escape(place)}`)?.scrollIntoView();
  title.focus();
};

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || isForTab(event)) return;
  const isFurther = link.closest(".peek-body") && link.pathname.startsWith("/help") && !link.pathname.startsWith("/help/pictures");
  if (!(panel?.contains(link) && isFurther)) return;
  event.preventDefault();
  show(link.href);
});
document.addEventListener("help", ({ detail: link }) => {
  if (panel && opener === link) return close();
  opener = link;
  show(link.href);
});
