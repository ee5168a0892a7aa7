// A section by keyboard: digits choose a level, letters go from question to question; arrows move as in any group.
// Comfort only: every question is reached and answered with Tab, arrows and Space without this file.

const questions = () => [...document.querySelectorAll("form[data-answering] .question[hx-post]")];
const questionOf = (target) => target.closest?.(".question[hx-post]");
const shortcuts = document.getElementById("shortcuts");
const off = shortcuts?.querySelector("[name=shortcuts-off]");
const isField = (target) => target.matches?.("textarea, select, input:not([type=radio], [type=checkbox])") || target.isContentEditable;

function switchedOff() {
  try {
    return localStorage.getItem("shortcuts") === "off";
  } catch {
    return off?.checked ?? false;
  }
}

if (off) {
  off.checked = switchedOff();
  off.addEventListener("change", () => {
    try {
      if (off.checked) localStorage.setItem("shortcuts", "off");
      else localStorage.removeItem("shortcuts");
    } catch {
      // It holds for this page.
    }
  });
}
for (const button of document.querySelectorAll("[data-shortcuts]")) {
  button.hidden = false;
  button.addEventListener("click", () => shortcuts.showModal());
}

function choose(question, value) {
  const choice = question?.querySelector(`[name$="-said"][value="${value}"]`);
  choice?.focus();
  choice?.click();
  return Boolean(choice);
}

function goTo(question) {
  if (!question) return false;
  const fields = [...question.querySelectorAll("[name$='-said']:checked, [data-side], [name$='-said']")];
  (fields.find((field) => field.checked) ?? fields[0]).focus();
  question.scrollIntoView({ block: "start" });
  return true;
}

function openBelow(question) {
  const below = question?.querySelector(".below");
  if (!below) return false;
  below.open = true;
  below.querySelector("textarea").focus();
  return true;
}

function neighbour(question, step) {
  const all = questions();
  return question ? all[all.indexOf(question) + step] : all[step > 0 ? 0 : all.length - 1];
}

const KEYS = {
  "?": () => shortcuts.showModal() ?? true,
  j: (question) => goTo(neighbour(question, 1)),
  k: (question) => goTo(neighbour(question, -1)),
  n: (question) => choose(question, "not_known"),
  e: (question) => openBelow(question),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || shortcuts?.open || isField(event.target) || switchedOff()) return;
  const question = questionOf(event.target);
  const done = /^[0-4]$/.test(event.key) ? choose(question, event.key) : KEYS[event.key]?.(question);
  if (done) event.preventDefault();
});
