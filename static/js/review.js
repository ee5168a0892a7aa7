// A review by keyboard: a agrees to the answer that is open, j and k go on and back.
// Comfort only: every answer is reached and ruled on with Tab and Enter without this file.

const cards = () => [...document.querySelectorAll(".review-card")];
const isField = (target) => target.matches?.("textarea, select, input") || target.isContentEditable;

function current() {
  return document.activeElement?.closest?.(".review-card") ?? document.querySelector(".review-card:target");
}

function goTo(card) {
  if (!card) return;
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "start" });
}

const keys = {
  a: () => (current() ?? cards()[0])?.querySelector("[data-agree]")?.click(),
  j: () => goTo(cards()[cards().indexOf(current()) + 1]),
  k: () => goTo(cards()[cards().indexOf(current()) - 1]),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return;
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

for (const hint of document.querySelectorAll("[data-keys]")) hint.hidden = false;

const start = document.querySelector(".review-card:target") ?? document.querySelector(".review-card:not([data-looked-at])");
if (start) start.focus({ preventScroll: Boolean(document.querySelector(".review-card:target")) });
