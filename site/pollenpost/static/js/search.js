// The slash leads to the field of the search, the arrows from there through the results. Everything works without it.
const field = document.querySelector("[data-search-field]");
const hits = [...document.querySelectorAll("[data-search-hit]")];

const typing = (element) =>
  element instanceof HTMLElement &&
  (element.isContentEditable || element.matches("input, textarea, select") || element.closest("audio, video, details > summary"));

addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const here = document.activeElement;
  if (event.key === "/" && !typing(here)) {
    event.preventDefault();
    field.focus();
    field.select();
    return;
  }
  const place = here === field ? -1 : hits.indexOf(here);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  // Elsewhere the arrows scroll, as everywhere.
  if (!step || (place < 0 && here !== field)) return;
  const next = place + step < 0 ? field : hits[place + step];
  if (!next || next === here) return;
  event.preventDefault();
  next.focus();
});

const keys = document.querySelector("[data-search-keys]");
if (keys && hits.length && matchMedia("(hover: hover) and (pointer: fine)").matches) keys.hidden = false;
