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
  const shown = value === 0 || value >= 10 ? Math.floor(value + 1e-9) : Number(value.toPrecision(2));
  return shown.toLocaleString(document.documentElement.lang, { numberingSystem: "latn", maximumFractionDigits: 20 }) + NO_BREAK + "%";
}

/** The powers of ten around two numbers above 0, as the server finds them (assessments/forms/layout.py). */
function decades(least, most) {
  const low = Math.ceil(Math.log10(least) - 1e-9) - 1;
  return [low, Math.max(Math.ceil(Math.log10(most) - 1e-9), low + 1)];
}

function tick(place) {
  const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
  for (const [name, value] of Object.entries({ x1: `${place}%`, x2: `${place}%`, y1: 0, y2: 17, class: "s-rule" })) line.setAttribute(name, value);
  return line;
}

function drawRatio(question) {
  const box = question.querySelector("[data-ratio]");
  if (!box) return;
  const [pilot, production] = ["pilot", "production"].map((side) => number(question.querySelector(`[data-side=${side}]`).value));
  box.hidden = pilot === null || production === null || production === 0;
  if (box.hidden) return;
  const [low, high] = decades(Math.min(pilot || production, production), Math.max(pilot, production));
  const long = (value) => (value ? Math.max((100 * (Math.log10(value) - low)) / (high - low), 0.4) : 0.4);
  box.querySelector("[data-bar=pilot]").setAttribute("width", `${long(pilot)}%`);
  box.querySelector("[data-bar=production]").setAttribute("width", `${long(production)}%`);
  box.querySelector("[data-ticks]").replaceChildren(...Array.from({ length: high - low - 1 }, (_, step) => tick((100 * (step + 1)) / (high - low))));
  box.querySelector("output b").textContent = percent(pilot / production);
}

document.addEventListener("input", (event) => {
  if (!event.target.matches?.("[data-side]")) return;
  const question = event.target.closest(".question");
  const known = question.querySelector('input[type=radio][value="pair"]');
  if (known && event.target.value.trim()) known.checked = true;
  drawRatio(question);
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

// ---- Signing out leaves nothing behind that was typed and not saved: whoever uses the browser next could read it ----

function draftsOf(person) {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(`draft:${person}:`));
  } catch {
    return []; // storage is switched off
  }
}

document.addEventListener("submit", (event) => {
  if (!String(event.target.action).endsWith("/logout/")) return;
  const { person, leaving } = document.body.dataset;
  const drafts = draftsOf(person);
  if (drafts.length && !confirm(leaving)) return event.preventDefault();
  for (const name of drafts) localStorage.removeItem(name);
  if (drafts.length) document.body.dataset.forgets = "yes"; // and nothing is kept from now on
});
addEventListener("pageshow", () => delete document.body.dataset.forgets);

// ---- A form is sent once ----

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) return event.preventDefault();
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
