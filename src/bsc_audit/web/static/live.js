// The result beside the form, moved after every answer that was stored.

import { away } from "./offline.js";

const panel = document.getElementById("live");
const heading = panel?.querySelector("h2");
const told = heading?.textContent;
if (away && heading) heading.textContent = `${told}, as it was then`;
let asking = false;
let again = false;

/** Ask how the track stands now; while one asks, the next waits for it. */
export async function refresh(page) {
  again = true;
  if (asking || !panel) return; // who came by a link sees none
  asking = true;
  while (again) {
    again = false;
    await ask(page);
  }
  asking = false;
}

async function ask(page) {
  const answer = await fetch(page.live, { headers: { Accept: "application/json" } }).catch(() => null); // the next answer asks again
  if (answer?.ok) draw(await answer.json());
}

function draw(live) {
  heading.textContent = told;
  for (const bar of live.bars) {
    for (const row of panel.querySelectorAll(`[data-bar="${CSS.escape(bar.id)}"]`)) move(row, bar);
    const cover = panel.querySelector(`[data-cover="${CSS.escape(bar.id)}"]`);
    if (!cover) continue;
    cover.querySelector("progress").value = bar.coverage ?? 0;
    cover.querySelector("span").textContent = bar.covered;
  }
  panel.querySelector(".missing").textContent = live.missing;
  panel.querySelector(".problem").textContent = live.problem;
}

/** A number and by how much it moved, told in the tenths that are shown. */
function move(row, bar) {
  const covered = row.querySelector("small");
  if (covered && row.matches("tr")) covered.textContent = bar.covered;
  const shown = row.querySelector(".shown");
  if (!shown || shown.textContent === bar.shown) return;
  const tenths = (text) => Math.round(Number(text.replace("\u2212", "-")) * 10);
  const by = tenths(bar.shown) - tenths(shown.textContent);
  const change = row.querySelector(".change");
  change.textContent = Number.isNaN(by) ? "" : `${by > 0 ? "+" : "\u2212"}${(Math.abs(by) / 10).toFixed(1)}`;
  change.dataset.is = by > 0 ? "up" : "down";
  shown.textContent = bar.shown;
}
