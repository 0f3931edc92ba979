// After a refused form, reading starts at the list of what to mend.
document.querySelector(".error-summary")?.focus();
document.addEventListener("htmx:load", (event) => event.target.querySelector?.(".error-summary")?.focus());
