// "Copy" beside a value that people carry elsewhere; also in what comes later.
const offerCopy = (part) => part.querySelectorAll?.("[data-copy]").forEach((button) => { button.hidden = false; });
offerCopy(document);
document.addEventListener("htmx:load", (event) => offerCopy(event.target));
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
  (button.querySelector("span") || button).textContent = "Copied";
  button.title = "Copied";
  button.classList.add("is-copied");
});
