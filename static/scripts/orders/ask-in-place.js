// What a button of the list would do is asked below the bar, with the part of the page that asks it without scripts.
const press = (button) => { // as without scripts
  delete button.dataset.asks;
  button.click();
};
const closeQuestions = () => document.querySelectorAll(".bulk-asks").forEach(closeLayer);
const ask = async (form, button) => {
  const answer = await fetch(button.getAttribute("formaction") || form.action, { method: "POST", body: new FormData(form, button) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const question = page.querySelector("[data-question]");
  if (!question) return press(button);
  closeQuestions();
  const place = document.createElement("div");
  place.className = "bulk-asks";
  place.append(document.adoptNode(question));
  form.before(place);
  question.querySelector("h2").focus();
  openLayer(place, () => place.remove(), () => button);
};
document.addEventListener("submit", (event) => {
  const { target: form, submitter: button } = event;
  if (event.defaultPrevented || !button?.matches("form[data-selection] [data-asks]")) return;
  event.preventDefault();
  button.closest("details.menu")?.removeAttribute("open");
  ask(form, button).catch(() => press(button));
});
document.addEventListener("click", (event) => {
  const place = event.target.closest("[data-close]") && event.target.closest(".bulk-asks");
  if (place) {
    event.preventDefault();
    closeLayer(place);
  } else if (event.target.matches("[name=order_ids], [name=all_matching], [data-check-all]")) closeQuestions();
});
