// After a refused form, reading starts at the list of what to mend.
document.querySelector(".error-summary")?.focus();
