// The save bar: a form that saves says in the top bar what differs from what is stored, with Discard and Save. Leaving a
// page with changes asks. Without scripts each form has its own Save button.

const bar = document.querySelector(".page > .topbar");
const MOST_NAMED = 3;
const stored = new Map(); // by their id, forms as they stand in the database
let shown; // the form that the bar is about

const differs = (field) => {
  if (!field.matches("input:not([type=hidden]), select, textarea") || field.disabled || "notSaved" in field.dataset) return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
  const options = [...field.options];
  if (field.multiple) return options.some((option) => option.selected !== option.defaultSelected);
  return field.selectedIndex !== Math.max(options.findLastIndex((option) => option.defaultSelected), 0);
};

// The place of a field is what is marked as changed and what names it; several fields may have one.
const placeOf = (field) => field.closest("[data-name]") || (field.type === "radio" && field.closest("fieldset")) || field.closest(".field, .setting, .option") || field;
const nameOf = (place) => place.dataset.name || (place.querySelector("legend, label") || place).textContent.trim();
const changedIn = (form) => [...new Set([...form.elements].filter(differs).map(placeOf))];

// What the server says: a form that came back, refused or with rows added, differs from what is stored in these names.
const unsavedOf = (form) => (form.dataset.unsaved || "").split("|").filter(Boolean);
const namesIn = (form) => [...new Set([...unsavedOf(form), ...changedIn(form).map(nameOf)])];

const inWords = (names) => {
  const told = names.length > MOST_NAMED + 1 ? [...names.slice(0, MOST_NAMED), `${names.length - MOST_NAMED} more`] : names;
  const listed = told.length > 1 ? `${told.slice(0, -1).join(", ")} and ${told.at(-1)}` : told[0];
  return `${names.length === 1 ? "1 unsaved change" : `${names.length} unsaved changes`}: ${listed}`;
};

const button = (words, press, isPrimary) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = isPrimary ? "button is-primary" : "button";
  made.textContent = words;
  made.addEventListener("click", press);
  return made;
};

const takeBack = () => {
  bar.classList.remove("save-bar");
  bar.style.minHeight = "";
  bar.querySelectorAll(".save-words, .save-buttons").forEach((part) => part.remove());
  shown = undefined;
};

const offer = (form) => {
  if (shown) takeBack();
  const save = form.querySelector("[data-save]");
  const words = document.createElement("p");
  words.className = "save-words";
  words.setAttribute("role", "status");
  const both = document.createElement("div");
  both.className = "buttons save-buttons";
  both.append(button("Discard", () => discard(form)), button(save.textContent.trim(), () => form.requestSubmit(save), true));
  bar.style.minHeight = `${bar.offsetHeight}px`; // nothing moves
  bar.classList.add("save-bar");
  bar.append(words, both);
  shown = form;
};

const show = (form) => {
  if (!bar || !form?.querySelector("[data-save]")) return;
  const changed = changedIn(form);
  form.querySelectorAll(".is-changed").forEach((place) => { if (!changed.includes(place)) place.classList.remove("is-changed"); });
  const unsaved = unsavedOf(form);
  form.querySelectorAll(".field, .setting, [data-name]").forEach((place) => { if (unsaved.includes(nameOf(place))) place.classList.add("is-changed"); });
  changed.forEach((place) => place.classList.add("is-changed"));
  const names = namesIn(form);
  if (!names.length) {
    if (shown === form) takeBack();
    return;
  }
  if (shown !== form) offer(form);
  bar.querySelector(".save-words").textContent = inWords(names);
};

// Discard puts back what is stored: by the browser when only fields were changed, else with the form as it stood, which
// is asked for when this page never had it.
const askedFor = async (form) => {
  const answer = await fetch(form.dataset.stored || location.pathname, { headers: { Accept: "text/html" } });
  const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(form.id);
  return answer.ok && found ? found.outerHTML : "";
};
const discard = async (form) => {
  const first = changedIn(form)[0]?.querySelector("input:not([type=hidden]), select, textarea")?.id;
  if ("unsaved" in form.dataset) {
    const text = stored.get(form.id) || (form.id && await askedFor(form).catch(() => ""));
    takeBack();
    if (!text) {
      form.dataset.sent = "yes"; // so that leaving asks nothing
      return location.assign(form.dataset.stored || location.pathname);
    }
    const { id } = form;
    form.outerHTML = text;
    document.querySelectorAll(".error-summary, .banner[role=alert]").forEach((part) => part.remove());
    document.title = document.title.replace(/^Error: /, "");
    globalThis.htmx?.process(document.getElementById(id));
  } else {
    form.reset();
    show(form);
  }
  (document.getElementById(first) || document.getElementById("content"))?.focus();
};

const look = (root = document) => root.querySelectorAll("form:has([data-save])").forEach((form) => {
  if (form.id && !("unsaved" in form.dataset) && !stored.has(form.id)) stored.set(form.id, form.outerHTML);
  show(form);
});
for (const kind of ["input", "change"]) document.addEventListener(kind, (event) => show(event.target.form));
document.addEventListener("reset", (event) => setTimeout(() => show(event.target)));
document.addEventListener("htmx:afterSettle", () => {
  if (shown && !shown.isConnected) takeBack();
  look();
});
window.addEventListener("pageshow", () => look());
look();

// What was changed is not left behind unasked; what is being sent is not left behind. Of other forms, what was typed.
const isTyped = (field) => !["checkbox", "radio", "select-one", "select-multiple"].includes(field.type);
const isLeft = (form) => form.querySelector("[data-save]") ? namesIn(form).length > 0 : [...form.elements].some((field) => differs(field) && isTyped(field));
const leftIn = (root) => [...root.querySelectorAll("form[method=post]:not([data-sent])")].filter(isLeft);
window.addEventListener("beforeunload", (event) => {
  if (!leftIn(document).length) return;
  event.preventDefault();
  setTimeout(sendAgain); // runs only for whoever stays
});
// A link that exchanges the part of the page with the form asks, too; what keeps itself up to date waits.
document.addEventListener("htmx:confirm", (event) => {
  const { elt, target, triggeringEvent, issueRequest } = event.detail;
  const forms = target ? leftIn(target).filter((form) => !form.contains(elt) && !form.closest("[hx-preserve]")) : [];
  if (!forms.length) return;
  event.preventDefault();
  if (triggeringEvent?.type === "click" && window.confirm("Leave this page? Changes that you have not saved will be lost.")) issueRequest(true);
});
