// A page that keeps itself up to date and is led elsewhere, to signing in, goes there whole.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, pathInfo } = event.detail;
  if (new URL(xhr.responseURL).pathname === new URL(pathInfo.finalRequestPath, location.href).pathname) return;
  event.detail.shouldSwap = false;
  location.reload();
});

// What a person types into or is asked in such a part stays until they are done.
document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, target } = event.detail;
  if (!elt.getAttribute("hx-trigger")?.startsWith("every")) return;
  const typed = target.contains(document.activeElement) && isTypedInto(document.activeElement);
  if (target.querySelector(".confirm[open]") || (typed && !typed.closest("[hx-preserve]"))) event.preventDefault();
});

// A page that keeps itself up to date leaves the focus where it was; htmx does so where there is an id.
const leadsTo = (one) => one.getAttribute("href") || one.form?.getAttribute("action");
let focused;
document.addEventListener("htmx:beforeSwap", () => { focused = leadsTo(document.activeElement); });
document.addEventListener("htmx:afterSwap", () => {
  if (!focused || document.activeElement !== document.body) return;
  const same = [...document.querySelectorAll("a[href], button")].find((one) => leadsTo(one) === focused);
  same?.focus({ preventScroll: true });
});
