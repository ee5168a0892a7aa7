// Comfort only: every page works without this file.

const NO_BREAK = "\u00a0";

// ---- Pilot beside production, while typing ----

const WAYS = [
  { written: /^[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/, read: (text) => text.replaceAll(",", "") },
  { written: /^[1-9]\d{0,2}((\.\d{3})+,\d+|(\.\d{3}){2,})$/, read: (text) => text.replaceAll(".", "").replace(",", ".") },
  { written: /^[1-9]\d{0,2}\.\d{3}$/, read: () => null }, // can be read in two ways
  { written: /^([1-9]\d{0,2}([' ])\d{3}(\2\d{3})*|\d+)([.,]\d+)?$/, read: (text) => text.replaceAll(/[' ]/g, "").replace(",", ".") },
];

/** Reads a number as the server does (assessments/domain/numbers.py); null for what is none yet. */
export function number(text) {
  const typed = text.replaceAll(/\s+/g, " ").trim().replace(/ ?%$/, "").replaceAll("’", "'");
  const plain = WAYS.find(({ written }) => written.test(typed))?.read(typed);
  return plain && fits(plain) ? Number(plain) : null;
}

function fits(plain) {
  const [whole, decimals = ""] = plain.replace(/^0+/, "").replace(/(\.\d*?)0+$/, "$1").split(".");
  const digits = (whole + decimals).replace(/^0+|0+$/g, "");
  return whole.length <= 15 && decimals.length <= 6 && digits.length <= 15;
}

/** Two significant digits below 10 %, whole percent above, as the report prints it. */
function percent(ratio) {
  const value = ratio * 100;
  if (value === 0 || value >= 10) return Math.floor(value + 1e-9).toLocaleString("en") + NO_BREAK + "%";
  return Number(value.toPrecision(2)).toLocaleString("en", { maximumSignificantDigits: 2 }) + NO_BREAK + "%";
}

function drawRatio(question) {
  const box = question.querySelector("[data-ratio]");
  if (!box) return;
  const [pilot, production] = ["pilot", "production"].map((side) => number(question.querySelector(`[data-side=${side}]`).value));
  box.hidden = pilot === null || production === null || production === 0;
  if (box.hidden) return;
  const most = Math.max(pilot, production);
  box.querySelector("[data-bar=pilot]").setAttribute("width", `${Math.max((pilot / most) * 100, 0.4)}%`);
  box.querySelector("[data-bar=production]").setAttribute("width", `${Math.max((production / most) * 100, 0.4)}%`);
  const text = document.createElement("b");
  text.textContent = percent(pilot / production);
  box.querySelector("output").replaceChildren("The pilot had ", text, " of production’s figure");
}

document.addEventListener("input", (event) => {
  if (!event.target.matches?.("[data-side]")) return;
  const question = event.target.closest(".question");
  const known = question.querySelector('input[type=radio][value="pair"]');
  if (known && event.target.value.trim()) known.checked = true;
  drawRatio(question);
});

// ---- Autosave sends one question, not the page's whole form ----

document.addEventListener("htmx:configRequest", ({ detail, target }) => {
  const prefix = target.dataset?.prefix;
  if (!prefix) return;
  for (const name of new Set(detail.formData.keys())) {
    if (!name.startsWith(`${prefix}-`) && name !== "csrfmiddlewaretoken") detail.formData.delete(name);
  }
});

// An answer that is on its way arrives before the page is sent, and none sets out afterwards: the page would
// come with a version that its own author has just replaced.
const saving = new Set();

document.addEventListener("htmx:beforeRequest", (event) => {
  const question = event.target.closest?.(".question");
  if (!question) return;
  if (question.closest("form")?.dataset.sent) return event.preventDefault();
  saving.add(question);
  unsaved.delete(question);
});
document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
  const question = target.closest?.(".question");
  saving.delete(question);
  if (question && (detail.xhr.status === 0 || detail.xhr.status >= 500)) unsaved.add(question);
  if (saving.size) return;
  document.querySelectorAll("form[data-waits]").forEach((form) => {
    delete form.dataset.waits;
    form.requestSubmit();
  });
});

function waitForSaves({ target: form }) {
  if (![...saving].some((question) => form.contains(question))) return false;
  form.dataset.waits = "yes";
  return true;
}

// ---- Whoever leaves the page in the same moment loses nothing: the last answers are sent behind it ----

const unsaved = new Set();

document.addEventListener("input", ({ target }) => {
  const question = target.closest?.(".question[hx-post]");
  if (question) unsaved.add(question);
});
addEventListener("pagehide", () => {
  for (const question of new Set([...unsaved, ...saving])) {
    const form = question.closest("form");
    if (form && !form.dataset.sent) fetch(question.getAttribute("hx-post"), { method: "POST", body: fieldsOf(question, form), keepalive: true });
  }
});

function fieldsOf(question, form) {
  const fields = new FormData(form);
  for (const name of new Set(fields.keys())) {
    if (!name.startsWith(`${question.dataset.prefix}-`) && name !== "csrfmiddlewaretoken") fields.delete(name);
  }
  return fields;
}

document.addEventListener("htmx:responseError", ({ target }) => {
  const line = target.querySelector?.(".save-state [data-said]");
  if (line) line.textContent = "Not saved. What you typed is still here: copy it, then load the page again.";
});
document.addEventListener("htmx:sendError", ({ target }) => {
  const line = target.querySelector?.(".save-state [data-said]");
  if (line) line.textContent = "Not saved: no connection. What you typed is still here.";
});

// ---- Digits choose a level, arrows move as in any radio group ----

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !/^[0-4]$/.test(event.key)) return;
  const group = event.target.closest?.(".levels");
  const level = group?.querySelector(`input[value="${event.key}"]`);
  if (!level) return;
  event.preventDefault();
  level.focus();
  level.click();
});

// ---- "Not known" and the two numbers exclude each other; choosing the numbers again brings them back ----

document.addEventListener("change", (event) => {
  if (!event.target.name?.endsWith("-said")) return;
  for (const side of event.target.closest(".question")?.querySelectorAll("[data-side]") ?? []) {
    if (event.target.value === "pair") side.value ||= side.dataset.kept ?? "";
    else [side.dataset.kept, side.value] = [side.value || (side.dataset.kept ?? ""), ""];
    drawRatio(side.closest(".question"));
  }
}, { capture: true });

// ---- Open the evidence once there is an answer to back ----

document.addEventListener("change", (event) => {
  if (!event.target.name?.endsWith("-said")) return;
  const below = event.target.closest(".question")?.querySelector(".below");
  if (below && /^([0-4]|pair)$/.test(event.target.value)) below.open = true;
});

// ---- A form is sent once ----

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent || waitForSaves(event)) return event.preventDefault();
  if (form.method !== "post" || event.defaultPrevented) return;
  form.dataset.sent = "yes";
  // After the browser has collected the pressed button's own value.
  setTimeout(() => form.querySelectorAll("button[type=submit]").forEach((button) => button.setAttribute("aria-disabled", "true")));
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  }
});

// ---- Menus close on Escape and on a click elsewhere ----

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.account[open]")) if (menu !== except) menu.open = false;
}
document.addEventListener("click", (event) => closeMenus(event.target.closest("details.account")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest?.("details.account[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// ---- Appearance ----

for (const select of document.querySelectorAll("[data-theme-choice]")) {
  select.value = document.documentElement.dataset.theme ?? "";
  select.addEventListener("change", () => {
    if (select.value) document.documentElement.dataset.theme = select.value;
    else delete document.documentElement.dataset.theme;
    try {
      if (select.value) localStorage.setItem("theme", select.value);
      else localStorage.removeItem("theme");
    } catch {
      // Storage is switched off: the choice holds for this page.
    }
  });
}

document.querySelectorAll(".question").forEach(drawRatio);
document.querySelector(".error-summary")?.focus();
