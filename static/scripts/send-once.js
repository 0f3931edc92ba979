// A second press while the first is still on its way sends nothing twice; after a file the page stays as it is. The window hears of a
// form last: what another script has stopped was not sent.
window.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented || "download" in (event.submitter?.dataset ?? {})) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", sendAgain);
