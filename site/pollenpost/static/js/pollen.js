// Reports, whenever the page is left, how long it was visible in all and how much of the text was seen.
// Loaded only for readers who agreed to pollen.
(() => {
  const { page, to } = document.currentScript.dataset;
  const text = document.querySelector("main article") || document.querySelector("main");
  let visible = 0, since = document.visibilityState === "visible" ? performance.now() : null, depth = 0;

  const look = () => {
    const box = text.getBoundingClientRect();
    if (box.height > 0) depth = Math.max(depth, Math.min(1, (innerHeight - box.top) / box.height));
  };
  const tell = () => {
    if (since !== null) { visible += performance.now() - since; since = null; }
    if (visible < 2000) return;
    navigator.sendBeacon(to, JSON.stringify({
      page: Number(page), seconds: Math.round(visible / 1000), depth: Number(depth.toFixed(2)),
    }));
  };
  look();
  addEventListener("scroll", look, { passive: true });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") since = performance.now();
    else tell();
  });
  addEventListener("pagehide", tell);
})();
