// Loaded only for readers who agreed to pollen.
//
// 1. Tells how long the page was visible, how much of its text was seen and how much of its recording was heard:
// once, when the page hides. Phones hide pages often and may never come back to end them, so the first hiding after
// two seconds counts, not the last. Whoever comes back and gets further, from a visit to a reading or to the end of a
// recording, lets it be told once more; the server adds only what is more than before.
(() => {
  const { page, to, read, finished } = document.currentScript.dataset;
  const [enough, deep] = read.split(" ").map(Number);
  const find = (selector) => document.querySelector(selector);
  const text = find("main [data-readable]") || find("main");
  const audio = find("[data-player] audio");
  const now = () => performance.now();
  let visible = 0, since = document.hidden ? null : now(), depth = 0, told = 0;

  const look = () => {
    const box = text.getBoundingClientRect();
    if (box.height) depth = Math.max(depth, Math.min(1, (innerHeight - box.top) / box.height));
  };
  // The share that was really played, whatever was jumped over.
  const listened = () => {
    const ranges = audio?.played;
    let sum = 0;
    for (let n = 0; n < ranges?.length; n++) sum += ranges.end(n) - ranges.start(n);
    return Math.min(1, sum / audio?.duration) || 0;
  };
  const tell = () => {
    if (since !== null) { visible += now() - since; since = null; }
    const seconds = visible / 1000, heard = listened();
    const reached = 1 | (seconds >= enough && depth >= deep ? 2 : 0) | (heard >= finished ? 4 : 0);
    if (seconds < 2 || !(reached & ~told)) return;
    told |= reached;
    navigator.sendBeacon(to, JSON.stringify({
      page, seconds: Math.round(seconds), depth: +depth.toFixed(2), heard: +heard.toFixed(3),
    }));
  };
  look();
  addEventListener("scroll", look);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) tell();
    else since ??= now();
  });
  addEventListener("pagehide", tell);
  // Many listen with the screen off.
  audio?.addEventListener("ended", () => { if (document.hidden) tell(); });

  // 2. Sends the forms below the text without leaving the page. If that fails they go their own way.
  let plain = false;
  addEventListener("submit", async (event) => {
    const form = event.target, button = event.submitter, region = form.closest("[data-acts]");
    if (!region || plain) return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    if (button?.name) body.set(button.name, button.value);
    try {
      if (body.get("do") === "share") {
        const { url } = region.dataset;
        if (navigator.share) await navigator.share({ title: document.title, url });
        else { await navigator.clipboard.writeText(url); body.set("copied", "1"); }
      }
      const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Pollen": "part" } });
      if (!answer.ok) throw answer;
      const said = region.querySelector("[data-said]");
      if (said.contains(form)) said.focus();
      said.innerHTML = await answer.text();
    } catch (error) {
      if (error.name === "AbortError") return;
      plain = true;
      form.requestSubmit(button);
    }
  });

  // 3. Asks what to read next only when the end of the text comes near.
  const slot = find("[data-next]");
  if (slot) new IntersectionObserver(async ([entry], watch) => {
    if (!entry.isIntersecting) return;
    watch.disconnect();
    const answer = await fetch(slot.dataset.next).catch(() => {});
    if (answer?.status === 200 && !slot.contains(document.activeElement)) slot.innerHTML = await answer.text();
  }, { rootMargin: "50% 0px" }).observe(slot);
})();
