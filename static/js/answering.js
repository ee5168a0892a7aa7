// Answering a section: saved while somebody types, and kept in the browser while that cannot be.
// Comfort only: the page is an ordinary form without this file.

const form = document.querySelector("form[data-answering]");
const words = document.querySelector("[data-answering-words]").dataset;
const AGAIN = 15_000; // ms until an answer that could not be sent is sent again
const KEPT_FOR = 30 * 24 * 3600 * 1000; // ms that a draft stays in this browser
const LINK = ["proof_title", "proof_link"]; // added by a button of its own, never by saving the answer
const BESIDE = ["version", "shown", ...LINK]; // no part of what is said: what was stored when it was typed, a link
const NEVER_KEPT = ["keep", "theirs", "more"]; // the choice after a clash belongs to one page only

const questions = () => [...form.querySelectorAll(".question[hx-post]")];
const questionOf = (target) => target.closest?.(".question[hx-post]");
const saveLine = (question) => question.querySelector(".save-state");
const focusOn = (question) => (question.querySelector("[name$='-said']:checked") ?? question.querySelector("[name$='-said']")).focus();

/** A question's fields as a page sends them. */
function fieldsOf(question) {
  const fields = new FormData(form);
  for (const name of new Set(fields.keys())) {
    if (!name.startsWith(`${question.dataset.prefix}-`) && name !== "csrfmiddlewaretoken") fields.delete(name);
  }
  return fields;
}

// ---- Drafts: what was typed stays in this browser until the server has it ----

const draftName = (question) => `draft:${form.dataset.person}:${question.getAttribute("hx-post")}`;

/** What is typed, by the end of each field's name; what was stored when it was typed is part of it. */
function typed(question) {
  const start = question.dataset.prefix.length + 1;
  const all = [...fieldsOf(question)].filter(([name]) => name !== "csrfmiddlewaretoken");
  return Object.fromEntries(all.map(([name, value]) => [name.slice(start), value]).filter(([name]) => !NEVER_KEPT.includes(name)));
}

/** Keep what is typed; `left` says that it set out with a page that never learned what became of it. */
function keepDraft(question, left = false) {
  if (forgets()) return true;
  try {
    localStorage.setItem(draftName(question), JSON.stringify({ fields: typed(question), at: Date.now(), left }));
    return true;
  } catch {
    return false; // storage is switched off or full: the page itself still has it
  }
}

function dropDraft(question) {
  try {
    localStorage.removeItem(draftName(question));
  } catch {
    // Then nothing was kept either.
  }
}

function draftOf(question) {
  try {
    const draft = JSON.parse(localStorage.getItem(draftName(question)));
    return draft && Date.now() - draft.at < KEPT_FOR ? draft : null;
  } catch {
    return null;
  }
}

const same = (left, right) => Object.keys({ ...left, ...right }).every((name) => BESIDE.includes(name) || (left[name] ?? "") === (right[name] ?? ""));

/** What an answer says once it is stored: trimmed, its thousands apart or not, and nothing its choice makes void. */
function meant({ said = "", evidence = "none", how, ...fields }) {
  const text = (name) => (fields[name] ?? "").replaceAll("\r\n", "\n").trim();
  const number = (name) => text(name).replaceAll(/[, ](?=\d{3}\b)/g, "");
  const parts = [said, evidence, text("rationale")];
  if (said === "pair") parts.push(number("pilot"), number("production"), how ?? "live");
  if (said === "not_applicable") parts.push(text("na_reason"));
  if (evidence === "verified") parts.push(text("verified_by"));
  return JSON.stringify(parts);
}

/** Take up what was typed before the browser was closed, the connection lost or the session over. */
function restore(question) {
  const draft = draftOf(question);
  if (question.querySelector(".field-error, .clash") || (draft && refusedWhole)) {
    refused.add(question); // the page was sent and came back with it
    return keepDraft(question);
  }
  if (!draft) return dropDraft(question);
  const shown = typed(question);
  if (same(draft.fields, shown)) return dropDraft(question);
  if (!draft.left || draft.fields.version === shown.version) return putBack(question, draft.fields);
  // It may have arrived and been changed since: sending it by itself could undo what came later.
  return meant(draft.fields) === meant(shown) ? dropDraft(question) : setAside(question, draft.fields, words.left);
}

/** Fill a question with what was typed, over the version that was seen then, and send it. */
function putBack(question, fields) {
  for (const field of question.querySelectorAll("[name]")) {
    const name = field.name.slice(question.dataset.prefix.length + 1);
    if (NEVER_KEPT.includes(name)) continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = fields[name] === field.value;
    else field.value = fields[name] ?? "";
  }
  question.querySelector(".below").open = true;
  question.querySelector("[data-side]")?.dispatchEvent(new Event("input", { bubbles: true }));
  say(question, words.restored);
  typing.add(question);
  keepDraft(question);
  send(question);
}

/** Show beside a question what its person typed and no longer stands in it, to copy, put back or forget. */
function setAside(question, fields, why) {
  const choice = [...question.querySelectorAll("[name$='-said']")].find((field) => field.value === fields.said)?.closest("label");
  const said = [(choice?.querySelector(".level-text") ?? choice)?.textContent.trim(), fields.pilot, fields.production, fields.na_reason, fields.rationale];
  const note = Object.assign(document.createElement("div"), { className: "set-aside" });
  const text = Object.assign(document.createElement("p"), { className: "set-aside-text", dir: "auto", textContent: said.filter((part) => part?.trim()).join("\n") });
  const close = () => {
    note.remove();
    focusOn(question);
  };
  const back = button(words.putBack, () => (close(), putBack(question, fields)));
  const stillKept = () => JSON.stringify(draftOf(question)?.fields) === JSON.stringify(fields);
  const forget = button(words.forget, () => (close(), stillKept() && dropDraft(question)));
  note.append(Object.assign(document.createElement("p"), { textContent: why }), text, back, forget);
  saveLine(question).before(note);
}

function button(textContent, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "again", textContent });
  made.addEventListener("click", act);
  return made;
}

// ---- Autosave: one question at a time, and a line that says truthfully what became of it ----

const typing = new Set(); // changed since it was last sent
const saving = new Set(); // on its way
const failed = new Set(); // came back unsaved for want of a connection, a server or a session: sent again
const refused = new Set(); // came back unsaved for what it says, or for what somebody else said: theirs to mend
const refusedWhole = document.querySelector('.error-summary a[href="#form"]') !== null; // nothing could be saved
const givenUp = new Map(); // by id: what was typed where somebody else's answer takes its place

const send = (question) => question.dispatchEvent(new Event("change", { bubbles: true }));

function say(question, text, retry = false) {
  const line = saveLine(question);
  const said = line.querySelector("[data-said]") ?? line.appendChild(document.createElement("span"));
  said.dataset.said = "";
  said.textContent = text;
  line.querySelectorAll(".tick, [data-retry]").forEach((gone) => gone.remove());
  if (!retry) return;
  const again = button(words.retry, sendAgain);
  again.dataset.retry = "";
  line.append(again);
}

form.addEventListener("input", (event) => {
  const question = questionOf(event.target);
  if (!question || !event.target.name || event.target.closest("[data-add]")) return; // no part of the answer
  typing.add(question);
  keepDraft(question);
});
form.addEventListener("change", (event) => {
  const question = questionOf(event.target);
  if (question && event.target !== question) keepDraft(question);
});

document.addEventListener("htmx:configRequest", ({ detail, target }) => {
  const question = questionOf(target);
  if (!question || target !== question) return;
  for (const name of new Set(detail.formData.keys())) {
    if (!name.startsWith(`${question.dataset.prefix}-`) && name !== "csrfmiddlewaretoken") detail.formData.delete(name);
  }
});

// An answer that is on its way arrives before the page is sent, and none sets out afterwards: the page would
// come with a version that its own author has just replaced.
document.addEventListener("htmx:beforeRequest", (event) => {
  const question = questionOf(event.target);
  if (!question || event.target !== question) return;
  if (form.dataset.sent) return event.preventDefault();
  saving.add(question);
  typing.delete(question);
  saveLine(question).dataset.saving = words.saving;
});

// A whole question comes back where somebody else's answer stands now: never over what is being typed.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const question = detail.requestConfig.elt;
  if (!saving.has(question) || detail.target !== question) return;
  if (typing.has(question)) detail.shouldSwap = false;
  else if (question.querySelector("[name$='-keep'][value=theirs]:checked")) givenUp.set(question.id, typed(question));
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const question = detail.requestConfig.elt; // which may have been replaced: then this is told by its surroundings
  if (!saving.delete(question)) return;
  delete saveLine(question).dataset.saving;
  failed.delete(question);
  refused.delete(question);
  answered(question, detail.xhr.status);
  if (!question.isConnected) replaced(document.getElementById(question.id));
  if (question.isConnected && "leaves" in question.dataset) leave(question);
  if (!saving.size) goOn();
});

/** What became of an answer; the draft of what is typed meanwhile is kept over the version that stands now. */
function answered(question, status) {
  if (status >= 200 && status < 300) {
    typing.has(question) ? keepDraft(question) : dropDraft(question);
    question.querySelector("[name$='-confirm']")?.closest("label").remove();
    recount();
  }
  else if (status === 409 || status === 422) refused.add(question);
  else if (status === 0) notSaved(question, words.offline);
  else if (status === 401 || status === 403) notSaved(question, words.signedOut, status);
  else notSaved(question, words.failed);
}

/** The list of sections says how many answers of this one stand. */
function recount() {
  const all = [...form.querySelectorAll(".question")];
  const done = all.filter((one) => one.querySelector("[name$='-said']:checked") && !one.querySelector("[name$='-confirm']"));
  const count = document.querySelector(".sidelist [aria-current] small");
  if (count) count.textContent = `${done.length}/${all.length}`;
}

// Where two people met, the choice between them is brought to where it can be seen.
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  detail.target.querySelector(".clash")?.scrollIntoView({ block: "nearest" });
});

function replaced(question) {
  if (document.activeElement === document.body) focusOn(question);
  const fields = givenUp.get(question.id);
  if (fields) setAside(question, fields, words.taken);
  givenUp.delete(question.id);
}

// ---- Follow-ups: an answer that is saved may bring up questions below it, or take them away again ----

const asks = new Map(); // by id of a question: which follow-ups its answer asks

document.addEventListener("followups", ({ detail }) => {
  asks.set(detail.question, detail.asked);
  for (const block of form.querySelectorAll(`[data-follows="${detail.question}"]`)) {
    const question = block.querySelector(".question");
    if (detail.asked.includes(question.id)) delete question.dataset.leaves;
    else leave(question);
  }
  if (detail.asked.some((id) => !document.getElementById(id))) bringUp(detail.question);
});

/** Take a follow-up off the page once the server, or else this browser, has what is typed in it. */
function leave(question) {
  const block = question.closest("[data-follows]");
  question.dataset.leaves = "";
  if (typing.has(question)) return send(question);
  if (saving.has(question) || halfDone(block)) return;
  const unsaved = failed.has(question) || refused.has(question);
  if (unsaved && !keepDraft(question)) return;
  const main = document.getElementById(block.dataset.follows);
  const focused = block.contains(document.activeElement);
  failed.delete(question);
  refused.delete(question);
  block.remove();
  if (focused) focusOn(main);
  tellBelow(main, words.notFollowed);
}

/** Fetch the page as it is now, and put each follow-up that it has and this one lacks in its place. */
async function bringUp(id) {
  const page = await fetch(location.href).then((response) => response.text(), () => "");
  const fresh = new DOMParser().parseFromString(page, "text/html");
  for (const block of fresh.querySelectorAll(`[data-follows="${id}"]`)) {
    if (document.getElementById(block.id) || !asks.get(id).includes(block.querySelector(".question").id)) continue;
    let next = block.nextElementSibling;
    while (next && !document.getElementById(next.id)) next = next.nextElementSibling;
    const followUp = document.importNode(block, true);
    (document.getElementById(next?.id) ?? form.querySelector(":scope > .actions")).before(followUp);
    htmx.process(followUp);
    followUp.querySelector(".talk-open")?.setAttribute("aria-expanded", "false");
    restore(followUp.querySelector(".question"));
    tellBelow(document.getElementById(id), words.followed);
  }
}

/** Say in a question's line, which is read out, what became of the page below it. */
function tellBelow(main, text) {
  const line = saveLine(main);
  line.querySelector("[data-below]")?.remove();
  const told = Object.assign(document.createElement("span"), { textContent: text });
  told.dataset.below = "";
  line.append(" ", told);
  recount();
}

let signedOut = false;

function notSaved(question, text, status = 0) {
  failed.add(question);
  signedOut ||= status !== 0;
  say(question, keepDraft(question) ? text : words.unkept, true);
}

/** Send what could not be sent; after signing in elsewhere with the token of the new session. */
async function sendAgain() {
  if (!failed.size) return;
  if (signedOut && !(await renewToken())) return;
  signedOut = false;
  for (const question of failed) if (!saving.has(question)) send(question);
}

async function renewToken() {
  try {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const fresh = page.querySelector("form[data-answering]");
    if (fresh?.dataset.person !== form.dataset.person) return false; // still signed out, or somebody else is in
    form.elements.csrfmiddlewaretoken.value = fresh.elements.csrfmiddlewaretoken.value;
    return true;
  } catch {
    return false;
  }
}

addEventListener("online", sendAgain);
setInterval(() => navigator.onLine && sendAgain(), AGAIN);

// ---- The page is sent once everything has arrived that was typed or chosen before ----

const uploading = () => form.querySelector(".upload progress") !== null;

form.addEventListener("submit", (event) => {
  if (form.dataset.sent) return;
  typing.forEach(send);
  if (saving.size || uploading() || (typing.size && globalThis.htmx)) {
    form.dataset.waits = "yes";
    return event.preventDefault();
  }
  for (const question of [...typing, ...failed, ...refused]) keepDraft(question, true);
});

function goOn() {
  if (!form.dataset.waits || uploading()) return;
  delete form.dataset.waits;
  form.requestSubmit();
}

document.addEventListener("evidence:settled", ({ detail }) => {
  if (detail.refused) delete form.dataset.waits; // somebody is to read why
  else if (!saving.size) goOn();
});

// ---- Whoever leaves the page in the same moment loses nothing ----

/** Whether somebody signs out and has agreed to lose what is not saved (app.js). */
const forgets = () => "forgets" in document.body.dataset;
const halfDone = (part = form) => [...part.querySelectorAll("[data-add] input, .talk-panel textarea")].some((field) => field.value.trim());

addEventListener("beforeunload", (event) => {
  if (form.dataset.sent) return;
  const unsaved = !forgets() && (failed.size || refused.size || refusedWhole);
  if (unsaved || uploading() || halfDone()) event.preventDefault();
});
addEventListener("pagehide", () => {
  if (form.dataset.sent) return;
  for (const question of new Set([...typing, ...saving])) {
    if (draftOf(question)) keepDraft(question, true);
    const body = fieldsOf(question);
    for (const name of LINK) body.delete(`${question.dataset.prefix}-${name}`); // half a link would refuse the whole
    fetch(question.getAttribute("hx-post"), { method: "POST", body, keepalive: true }).catch(() => {}); // the draft stays
  }
});

// ---- Who else is here: asked while the page is looked at ----

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.matches?.("[data-presence]") && document.visibilityState !== "visible") event.preventDefault();
});

document.addEventListener("DOMContentLoaded", () => questions().forEach(restore)); // htmx is ready then
