// Parts of a page that take each other's place: a card and its form, a question and nothing.
const pathOf = (address) => new URL(address, location.href).pathname;
const isTypedIn = (form) => [...form.elements].some((field) => field.defaultValue !== undefined && field.type !== "hidden" && field.value !== field.defaultValue);

// What can't be answered in place is done as without scripts: nothing typed is lost that way.
const goThere = (one) => {
  if (one.matches("form")) one.submit();
  else if (one.matches("a[href]")) location.assign(one.href);
};
document.addEventListener("htmx:responseError", (event) => goThere(event.detail.elt));
document.addEventListener("htmx:sendError", (event) => {
  sendAgain();
  const { elt } = event.detail;
  if (!elt.matches("form") || elt.querySelector(":scope > .field-error")) return;
  const words = document.createElement("p");
  words.className = "field-error";
  words.setAttribute("role", "alert");
  words.textContent = "Bookdesk can't be reached. What you typed is still here; try again.";
  elt.append(words);
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, pathInfo, target, requestConfig: { elt } } = event.detail;
  if (!elt.matches("[hx-boost]")) return;
  if (pathOf(xhr.responseURL) !== pathOf(pathInfo.finalRequestPath)) { // led elsewhere, to signing in
    event.detail.shouldSwap = false;
    event.stopImmediatePropagation();
    goThere(elt);
    return;
  }
  // What is being typed in another card stays: then only the card that was saved is swapped.
  if (target.id !== "order" || ![...target.querySelectorAll("form")].some((form) => form !== elt && isTypedIn(form))) return;
  const card = elt.getAttribute("hx-target");
  event.detail.shouldSwap = false;
  htmx.swap(card, xhr.responseText, { swapStyle: "outerHTML", swapDelay: 0, settleDelay: 20 }, { select: card, selectOOB: "#messages" });
});
document.addEventListener("htmx:beforeRequest", (event) => event.detail.elt.closest("details.menu")?.removeAttribute("open"));

// When the focus went with what was swapped, it goes to the heading of what came.
document.addEventListener("htmx:afterSettle", (event) => {
  if (document.activeElement === document.body) event.target.querySelector?.("[tabindex='-1']")?.focus({ preventScroll: true });
});
