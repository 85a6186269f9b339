// Moves the bar of an import that is under way, and shows the page anew when it has come to its end. Without this
// script the page reloads itself.

const bar = document.querySelector("[data-progress]");
const number = new Intl.NumberFormat(document.documentElement.lang || undefined);
if (bar) setTimeout(look, 1000);

async function look() {
  try {
    const answer = await fetch(bar.dataset.progress, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.statusText);
    const { state, row, rows } = await answer.json();
    const begun = bar.querySelector("[data-row]");
    if (state !== bar.dataset.state || (rows && !begun)) return location.reload();
    if (begun) {
      bar.querySelector("progress").value = row;
      begun.textContent = number.format(row);
    }
  } catch {
    // The server is away for a moment; the next look finds it again.
  }
  setTimeout(look, 2000);
}
