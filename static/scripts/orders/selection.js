// What is checked in a list of orders stays chosen while one pages and filters within the list: the browser keeps it until the
// tab is closed, and the form sends it whole. The bar counts the orders and adds up their totals.
const listForm = () => document.querySelector("form[data-selection]");
const keyOf = (form) => `selection ${form.dataset.selection}`;
const read = (form) => new Map(JSON.parse(sessionStorage.getItem(keyOf(form)) || "[]")); // order id: [total, currency]
const keep = (form, chosen) => sessionStorage.setItem(keyOf(form), JSON.stringify([...chosen]));
const boxesOf = (form) => [...form.querySelectorAll("tbody [name=order_ids]")];
const allOf = (form) => form.querySelector("[name=all_matching]"); // only where there is more than one page

const sumOf = (chosen) => {
  const [currency, ...others] = new Set([...chosen.values()].map((one) => one[1]));
  if (!currency || others.length) return "";
  const whole = [...chosen.values()].reduce((sum, one) => sum + Math.round(one[0] * 10000), 0); // totals have 4 decimals at most
  return new Intl.NumberFormat("en-US", { style: "currency", currency }).format(whole / 10000);
};
const show = (form, chosen) => {
  const here = new Set(boxesOf(form).map((box) => box.value));
  const elsewhere = [...chosen.keys()].filter((id) => !here.has(id));
  form.querySelectorAll("input[data-elsewhere]").forEach((input) => input.remove());
  elsewhere.forEach((id) => {
    const input = Object.assign(document.createElement("input"), { type: "hidden", name: "order_ids", value: id });
    input.dataset.elsewhere = "";
    form.append(input);
  });
  form.elements.back.value = location.pathname + location.search;
  form.classList.toggle("has-selection", chosen.size > 0);
  const words = elsewhere.length ? `${chosen.size} selected, ${elsewhere.length} on other pages` : `${chosen.size} selected`;
  form.querySelectorAll("[data-count]").forEach((place) => { place.textContent = words; });
  form.querySelectorAll("[data-sum]").forEach((place) => { place.textContent = sumOf(chosen); });
};
// All that match stay chosen on the other pages of the same filters, until one of them is unchecked.
const keepAll = (form, isAll) => {
  if (isAll) sessionStorage.setItem(`${keyOf(form)} all`, form.elements.view.value);
  else sessionStorage.removeItem(`${keyOf(form)} all`);
  if (allOf(form)) allOf(form).checked = isAll;
};
const isAllKept = (form) => sessionStorage.getItem(`${keyOf(form)} all`) === form.elements.view.value;
const noteChecks = (form) => {
  const chosen = read(form);
  if (boxesOf(form).some((box) => !box.checked)) keepAll(form, false);
  boxesOf(form).forEach((box) => {
    const { total, currency } = box.closest("tr").dataset;
    if (box.checked) chosen.set(box.value, [total, currency]);
    else chosen.delete(box.value);
  });
  keep(form, chosen);
  show(form, chosen);
};
const putBack = () => {
  const form = listForm();
  if (!form) return;
  const chosen = read(form);
  const isAll = isAllKept(form);
  keepAll(form, isAll);
  boxesOf(form).forEach((box) => { box.checked = isAll || chosen.has(box.value); });
  form.querySelector("table").dispatchEvent(new Event("checks", { bubbles: true }));
};
const forget = () => Object.keys(sessionStorage).filter((key) => key.startsWith("selection ")).forEach((key) => sessionStorage.removeItem(key));

window.addEventListener("pageshow", putBack);
document.addEventListener("orders:changed", putBack);
document.addEventListener("checks", (event) => {
  const form = event.target.closest("form[data-selection]");
  if (form) noteChecks(form);
});
document.addEventListener("change", (event) => {
  const form = event.target.name === "all_matching" && listForm();
  if (!form) return;
  keepAll(form, event.target.checked);
  putBack();
});
document.addEventListener("click", (event) => {
  const form = event.target.closest("[data-clear]") && listForm();
  if (!form) return;
  event.preventDefault();
  forget();
  putBack();
  form.querySelector("tbody [name=order_ids]")?.focus();
});
document.addEventListener("submit", (event) => {
  if (event.target.matches('[data-work-begins], [action$="/sign-out"]')) forget();
});
// Enter in a field of the bar presses the field's own button.
document.addEventListener("keydown", (event) => {
  const button = event.key === "Enter" && document.getElementById(event.target.dataset?.enter);
  if (!button) return;
  event.preventDefault();
  button.click();
});
if (document.querySelector("[data-work-done]")) forget();
putBack();
