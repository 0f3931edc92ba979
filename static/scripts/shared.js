// Comforts only: every page works without scripts. What more than one of these files needs stands here.

// Whether keys are typed into what has the focus.
const isTypedInto = (place) => place.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

// Whether a press of a link asks for another tab or window.
const isForTab = (event) => event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;

// Fetches once the script that the data of this element names, and the style sheet; resolves when both are here.
const parts = new Map();
const fetchPart = ({ dataset: { script, sheet } }) => {
  const load = (tag, values) => new Promise((resolve, reject) => {
    document.head.append(Object.assign(document.createElement(tag), values, { onload: resolve, onerror: reject }));
  });
  if (!parts.has(script)) parts.set(script, Promise.all([load("script", { src: script }), sheet && load("link", { rel: "stylesheet", href: sheet })]));
  return parts.get(script);
};

// Lets every form be sent again.
const sendAgain = () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);

// Sends a form that no page has, as if it were pressed: values by name, a list of them for several of one name.
const post = (address, values) => {
  const form = Object.assign(document.createElement("form"), { method: "post", action: address, hidden: true });
  const token = document.querySelector("[name=csrf_token]").value;
  const fields = Object.entries({ csrf_token: token, back: location.pathname + location.search, ...values });
  for (const [name, value] of fields.flatMap(([key, one]) => [one].flat().map((each) => [key, each]))) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  form.submit();
};

// What lies over the page or beside it, the topmost last: Escape closes it and gives the focus back.
const layers = [];
const openLayer = (place, close, whence) => layers.push({ place, close, whence });
const closeLayer = (place) => {
  const at = layers.findIndex((layer) => layer.place === place);
  if (at < 0) return;
  const [layer] = layers.splice(at, 1);
  const whence = layer.whence();
  layer.close();
  whence?.focus();
};
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open], details.menu[open]")) return;
  if (!layers.length) return;
  event.preventDefault();
  closeLayer(layers.at(-1).place);
});
