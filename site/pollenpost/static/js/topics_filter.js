// Narrows a list of topics down to what is typed. Ticked topics stay in sight.

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase("de");

function narrow(box) {
  const wanted = fold(box.querySelector("[data-topics-filter]").value.trim());
  let found = 0;
  for (const topic of box.querySelectorAll("[data-words]")) {
    const fits = fold(topic.dataset.words).includes(wanted);
    found += fits;
    topic.hidden = !fits && !topic.querySelector("input").checked;
  }
  box.querySelector("[data-topics-none]").hidden = found > 0;
}

for (const box of document.querySelectorAll("[data-topics]")) {
  const filter = box.querySelector("[data-topics-filter]");
  filter.closest("label").hidden = false;
  filter.addEventListener("input", (event) => {
    // Typing here changes no page.
    event.stopPropagation();
    narrow(box);
  });
  filter.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}
