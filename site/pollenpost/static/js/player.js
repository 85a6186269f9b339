// Times lead into the recording, the running turn is marked, and this browser remembers the place.
// Without it everything can be read and heard; times are then links to the file.
const player = document.querySelector("[data-player]");
const audio = player?.querySelector("audio");
if (audio) {
  const key = `pollenpost:place:${audio.dataset.episode}`;
  const SOON = 5; // Seconds within which nobody has begun, or has as good as ended.

  // --- The place, kept only for who has listened; storage may be closed to us -----------------------------------
  const recall = () => { try { return Number(localStorage.getItem(key)) || 0; } catch { return 0; } };
  const keep = (seconds) => { try { localStorage.setItem(key, String(Math.floor(seconds))); } catch { /* not ours to say */ } };
  const forget = () => { try { localStorage.removeItem(key); } catch { /* not ours to say */ } };
  const clock = (seconds) => {
    const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
    const shown = parts[0] ? parts : parts.slice(1);
    return shown.map((part, place) => (place ? String(part).padStart(2, "0") : part)).join(":");
  };

  const resume = player.querySelector("[data-resume]");
  let played = false, kept = -1;

  const note = () => {
    if (!played || audio.ended) return;
    const now = Math.floor(audio.currentTime);
    const end = audio.duration || Number(audio.dataset.length) || Infinity;
    if (now === kept) return;
    kept = now;
    if (now < SOON || now > end - SOON) forget();
    else keep(now);
  };

  const seek = (seconds, play) => {
    audio.currentTime = seconds;
    mark();
    if (play) audio.play()?.catch(() => {});
  };

  // A link to a moment wins over the place where somebody stopped.
  const asked = () => {
    const named = new URLSearchParams(location.search).get("t") ?? /^#t=([\d.:]+)$/.exec(location.hash)?.[1];
    if (!named || !/^[\d.]+(:[\d.]+){0,2}$/.test(named)) return null;
    return named.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  };

  // --- What is running ------------------------------------------------------------------------------------------
  const timed = (selector) => [...document.querySelectorAll(selector)]
    .map((element) => ({ element, begins: Number(element.dataset.seconds) }));
  const rows = [timed(".chapters [data-seconds]"), timed(".turn[data-seconds]")];

  function mark() {
    for (const row of rows) {
      const now = played || audio.currentTime > 0 ? row.findLast(({ begins }) => begins <= audio.currentTime + 0.25) : null;
      for (const { element } of row) {
        if (element === now?.element) element.setAttribute("aria-current", "true");
        else element.removeAttribute("aria-current");
      }
    }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-seek]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    seek(Number(link.dataset.seek), true);
  });

  audio.addEventListener("playing", () => {
    played = true;
    resume.hidden = true;
    player.querySelector("[data-remembers]").hidden = false;
  });
  let ticks = 0;
  audio.addEventListener("timeupdate", () => {
    mark();
    // Four times a second is too often to write.
    if (++ticks % 20 === 0) note();
  });
  audio.addEventListener("pause", note);
  addEventListener("pagehide", note);
  audio.addEventListener("ended", () => { forget(); kept = -1; mark(); });

  const begin = () => {
    const wanted = asked();
    if (wanted !== null) {
      seek(wanted, false);
      player.scrollIntoView({ block: "start" });
      return;
    }
    const place = recall();
    if (!place) return;
    seek(place, false);
    resume.querySelector("[data-place]").textContent = clock(place);
    resume.hidden = false;
  };
  resume.querySelector("[data-again]").addEventListener("click", () => {
    forget();
    resume.hidden = true;
    seek(0, true);
    audio.focus();
  });
  addEventListener("hashchange", () => { const wanted = asked(); if (wanted !== null) seek(wanted, true); });
  begin();
}
