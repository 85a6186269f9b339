// Suggests topics from the text as it stands in the form. The list comes from the server and names its words.

const written = (form) => {
  const data = new FormData();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value) data.append(name, value);
  }
  return data;
};

async function suggest(place) {
  const form = place.closest("form");
  const failed = place.querySelector("[data-suggest-failed]");
  const button = place.querySelector("button");
  button.disabled = true;
  try {
    const answer = await fetch(place.dataset.suggest, { method: "POST", body: written(form) });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    place.querySelector("[data-suggest-list]").innerHTML = await answer.text();
    failed.hidden = true;
  } catch {
    failed.hidden = false;
  } finally {
    button.disabled = false;
  }
}

const tickbox = (place, topic) =>
  place.closest("[data-topics]").querySelector(`input[type="checkbox"][value="${CSS.escape(topic)}"]`);

for (const place of document.querySelectorAll("[data-suggest]")) {
  const topics = place.closest("[data-topics]");
  place.hidden = false;
  place.querySelector("button").addEventListener("click", () => suggest(place));
  place.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-topic]");
    const box = chosen && tickbox(place, chosen.dataset.topic);
    // The tick does the rest, as if it had been made by hand: the draft is saved, the mark below changes.
    if (box) box.click();
  });
  topics.addEventListener("change", (event) => {
    const chosen = place.querySelector(`[data-topic="${CSS.escape(event.target.value)}"]`);
    if (chosen) chosen.setAttribute("aria-pressed", String(event.target.checked));
  });
  // Somebody who comes here with nothing ticked is asked for topics; the first suggestions are there already.
  new IntersectionObserver((seen, observer) => {
    if (!seen.some((one) => one.isIntersecting)) return;
    observer.disconnect();
    if (!topics.querySelector("input:checked")) suggest(place);
  }).observe(place);
}
