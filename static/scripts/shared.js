// Comforts only: every page works without scripts. What more than one of these files needs stands here.

// Whether keys are typed into what has the focus.
const isTypedInto = (place) => place.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

// Lets every form be sent again.
const sendAgain = () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
