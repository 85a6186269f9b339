// Says how many characters are left in a field that says how many it may have. The page works without.
for (const note of document.querySelectorAll("[data-counts]")) {
  const field = document.getElementById(note.dataset.counts);
  const most = field?.maxLength;
  if (!field || !(most > 0)) continue;
  // The browser would cut what is pasted; whoever writes more shall see by how much.
  field.removeAttribute("maxlength");
  const count = () => {
    const left = most - field.value.length;
    const text = left < 0 ? note.dataset.over : note.dataset.left;
    note.textContent = text.replace("{count}", Math.abs(left).toLocaleString(document.documentElement.lang));
    note.classList.toggle("over-limit", left < 0);
  };
  field.addEventListener("input", count);
  count();
}
