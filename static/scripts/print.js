// "Print" prints; a document that was asked for to be printed does so by itself, once its letters are there.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
if (document.body.hasAttribute("data-print-now")) {
  window.addEventListener("load", async () => {
    await document.fonts.ready;
    // Going back to the page, or reloading it, prints nothing again.
    const address = new URL(location.href);
    address.searchParams.delete("print");
    history.replaceState(history.state, "", address);
    window.print();
  });
}
