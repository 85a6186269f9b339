// Rows of an issue are put into another order by dragging. The arrows beside them do the same without this script.

for (const body of document.querySelectorAll("[data-plan]")) {
  const form = body.closest("section").querySelector("[data-order]");
  if (body.querySelector(".pp-moves")) enableDragging(body, form);
}

function enableDragging(body, form) {
  const rows = () => [...body.querySelectorAll("[data-article]")];
  let dragged = null;
  let before = [];

  for (const row of rows()) row.draggable = true;
  body.closest("table").classList.add("pp-draggable");

  body.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-article]");
    if (!dragged || event.target.closest("a")) {
      dragged = null;
      return;
    }
    before = rows();
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.article);
    dragged.classList.add("pp-dragged");
  });

  body.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-article]");
    if (!dragged || !over) return;
    event.preventDefault();
    if (over === dragged) return;
    const { top, height } = over.getBoundingClientRect();
    over[event.clientY < top + height / 2 ? "before" : "after"](dragged);
  });

  body.addEventListener("drop", (event) => {
    if (!dragged) return;
    event.preventDefault();
    const index = rows().indexOf(dragged);
    if (before[index] === dragged) return;
    form.elements.article.value = dragged.dataset.article;
    form.elements.index.value = index;
    dragged = null;
    form.requestSubmit();
  });

  body.addEventListener("dragend", () => {
    for (const row of rows()) row.classList.remove("pp-dragged");
    // Let go outside the list: everything returns to its place.
    if (dragged) body.append(...before);
    dragged = null;
  });
}
