// A form that saves says which of its fields differ from what is stored, in the bar at the top of the page, with Discard and Save.
const differs = (field) => {
  if (!field.matches("input:not([type=hidden]), select, textarea") || field.disabled) return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
  const stored = [...field.options].findIndex((option) => option.defaultSelected);
  return field.selectedIndex !== Math.max(stored, 0);
};
const placeOf = (field) => (field.type === "radio" && field.closest("fieldset")) || field.closest(".field") || field;
const nameOf = (place) => (place.querySelector("legend, label") || place).textContent.trim();
const changedIn = (form) => [...new Set([...form.elements].filter(differs).map(placeOf))];
const bar = document.querySelector(".page > .topbar");
let saving; // the form that the bar is about

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
  bar.querySelectorAll(".save-words, .save-buttons").forEach((part) => part.remove());
  saving = undefined;
};
const offer = (form, save) => {
  saving = form;
  const words = document.createElement("p");
  words.className = "save-words";
  words.setAttribute("role", "status");
  const both = document.createElement("div");
  both.className = "buttons save-buttons";
  both.append(button("Discard", () => {
    form.reset();
    showChanges(form);
  }), button("Save", () => form.requestSubmit(save), true));
  bar.classList.add("save-bar");
  bar.append(words, both);
};
const showChanges = (form) => {
  const save = form?.querySelector("[data-save]");
  if (!save || !bar) return;
  const changed = changedIn(form);
  form.querySelectorAll(".is-changed").forEach((place) => { if (!changed.includes(place)) place.classList.remove("is-changed"); });
  changed.forEach((place) => place.classList.add("is-changed"));
  if (!changed.length) {
    if (saving === form) takeBack();
    return;
  }
  if (saving !== form) {
    if (saving) takeBack();
    offer(form, save);
  }
  const count = changed.length === 1 ? "1 unsaved change" : `${changed.length} unsaved changes`;
  bar.querySelector(".save-words").textContent = `${count}: ${changed.map(nameOf).join(", ")}`;
};
for (const kind of ["input", "change"]) document.addEventListener(kind, (event) => showChanges(event.target.form));
document.addEventListener("htmx:afterSettle", () => { if (saving && !saving.isConnected) takeBack(); });
document.addEventListener("reset", (event) => setTimeout(() => showChanges(event.target)));
window.addEventListener("pageshow", () => document.querySelectorAll("form:has([data-save])").forEach(showChanges));

// What was changed is not left behind unasked; what is being sent is not left behind. Of other forms, what was typed.
const isTyped = (field) => !["checkbox", "radio", "select-one", "select-multiple"].includes(field.type);
window.addEventListener("beforeunload", (event) => {
  const forms = [...document.querySelectorAll("form[method=post]:not([data-sent])")];
  const isLeft = (form) => [...form.elements].some((field) => differs(field) && (isTyped(field) || form.querySelector("[data-save]")));
  if (!forms.some(isLeft)) return;
  event.preventDefault();
  setTimeout(sendAgain); // runs only for whoever stays
});
