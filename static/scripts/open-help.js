// Help beside the page: its script and its style sheet are fetched when it is asked for first.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-help]");
  if (!link || isForTab(event)) return;
  event.preventDefault();
  fetchPart(link).then(
    () => document.dispatchEvent(new CustomEvent("help", { detail: link })),
    () => location.assign(link.href),
  );
});
