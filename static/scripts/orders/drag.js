// Orders are moved by dragging them onto a folder of the menu: those that are checked, or the one row that is dragged.
let dragged; // what the form that moves them sends
const folderOf = (event) => {
  const link = dragged && event.target.closest?.("#desk-menu a[href*='folder=']");
  return link ? { link, id: new URL(link.href).searchParams.get("folder") } : undefined;
};
const lightUp = (link) => document.querySelectorAll(".side-link.is-target").forEach((one) => {
  if (one !== link) one.classList.remove("is-target");
});
document.addEventListener("dragstart", (event) => {
  const row = event.target.closest?.("form[data-move] tbody tr");
  const box = row?.querySelector("[name=order_ids]");
  if (!box) return;
  const all = [...row.closest("form").querySelectorAll("tbody [name=order_ids]:checked, [data-elsewhere]")];
  const ids = box.checked ? all.map((one) => one.value) : [box.value];
  const form = row.closest("form");
  const isAll = box.checked && form.querySelector("[name=all_matching]:checked");
  dragged = isAll ? { all_matching: "1", view: form.elements.view.value } : { order_ids: ids };
  const sign = Object.assign(document.createElement("div"), { className: "drag-sign" });
  sign.textContent = isAll ? form.querySelector(".when-all").textContent : ids.length === 1 ? "1 order" : `${ids.length} orders`;
  document.body.append(sign);
  event.dataTransfer.setDragImage(sign, -12, -8);
  event.dataTransfer.effectAllowed = "move";
  setTimeout(() => sign.remove());
});
document.addEventListener("dragover", (event) => {
  const folder = folderOf(event);
  lightUp(folder?.link);
  if (!folder) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "move";
  folder.link.classList.add("is-target");
});
document.addEventListener("drop", (event) => {
  const folder = folderOf(event);
  if (!folder) return;
  event.preventDefault();
  post(document.querySelector("form[data-move]").dataset.move, { ...dragged, folder_id: folder.id });
});
document.addEventListener("dragend", () => {
  dragged = undefined;
  lightUp();
});
