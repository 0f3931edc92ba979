// A rule's page: its buttons exchange the page's own part, an action whose name was chosen from the list is added at once,
// and so is a filter that was chosen with the pointer (with the keys one may pass over others first). Its words and the last
// orders follow what is typed. Then one types where the page says.
const WORDS_AFTER = 400; // ms
let isByKeys = false, waiting;

const ask = (source, target, values) => htmx.ajax("POST", location.pathname, { source, values, target, select: target, swap: "outerHTML" });
const isOfRow = (field) => /^(filter-\d+-field|action-\d+)$/.test(field.name);

if (document.getElementById("rule")) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("#rule [name=do]:not([value=save])");
    if (!button || !globalThis.htmx) return;
    event.preventDefault();
    clearTimeout(waiting);
    ask(button, "#page-of-rule", { do: button.value });
  });
  document.addEventListener("keydown", (event) => { isByKeys = event.target.id === "add_filter"; });
  document.addEventListener("change", ({ target }) => {
    if (target.id === "add_filter" && target.value && !isByKeys) document.getElementById("add-filter").click();
    if (isOfRow(target)) ask(target, "#page-of-rule", { do: "look" });
  });
  document.addEventListener("input", ({ target }) => {
    if (target.id === "add_action") {
      const names = [...target.list.options].map((option) => option.value);
      const isWhole = names.includes(target.value) && !names.some((name) => name !== target.value && name.startsWith(target.value));
      if (isWhole) document.getElementById("add-action").click();
    } else if (target.form?.id === "rule" && !("notSaved" in target.dataset) && !isOfRow(target)) {
      clearTimeout(waiting);
      waiting = setTimeout(() => ask("#words-of-rule", "#words-of-rule", { do: "look" }), WORDS_AFTER);
    }
  });
  document.addEventListener("htmx:afterSettle", () => document.querySelector("#rule [autofocus]")?.focus());
}
