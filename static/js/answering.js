// Answering a section: saved while somebody types, and kept in the browser while that cannot be.
// Comfort only: the page is an ordinary form without this file.

const form = document.querySelector("form[data-answering]");
const words = form.dataset;
const AGAIN = 15_000; // ms until an answer that could not be sent is sent again
const KEPT_FOR = 30 * 24 * 3600 * 1000; // ms that a draft stays in this browser
const SEEN = ["version", "shown"]; // of the stored answer that somebody had in front of them
const NEVER_KEPT = ["keep", "theirs", "more"]; // the choice after a clash belongs to one page only

const questions = () => [...form.querySelectorAll(".question[hx-post]")];
const questionOf = (target) => target.closest?.(".question[hx-post]");
const saveLine = (question) => question.querySelector(".save-state");

/** A question's fields as a page sends them. */
function fieldsOf(question) {
  const fields = new FormData(form);
  for (const name of new Set(fields.keys())) {
    if (!name.startsWith(`${question.dataset.prefix}-`) && name !== "csrfmiddlewaretoken") fields.delete(name);
  }
  return fields;
}

// ---- Drafts: what was typed stays in this browser until the server has it ----

const draftName = (question) => `draft:${words.person}:${question.getAttribute("hx-post")}`;

/** What is typed, by the end of each field's name; what was stored when it was typed is part of it. */
function typed(question) {
  const start = question.dataset.prefix.length + 1;
  const all = [...fieldsOf(question)].filter(([name]) => name !== "csrfmiddlewaretoken");
  return Object.fromEntries(all.map(([name, value]) => [name.slice(start), value]).filter(([name]) => !NEVER_KEPT.includes(name)));
}

function keepDraft(question) {
  try {
    localStorage.setItem(draftName(question), JSON.stringify({ fields: typed(question), at: Date.now() }));
    return true;
  } catch {
    return false; // storage is switched off or full: the page itself still has it
  }
}

function drafts() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith("draft:"));
  } catch {
    return [];
  }
}

const dropDraft = (question) => drafts().includes(draftName(question)) && localStorage.removeItem(draftName(question));

function draftOf(question) {
  try {
    const draft = JSON.parse(localStorage.getItem(draftName(question)));
    return draft && Date.now() - draft.at < KEPT_FOR ? draft.fields : null;
  } catch {
    return null;
  }
}

const same = (left, right) => [...new Set([...Object.keys(left), ...Object.keys(right)])].filter((name) => !SEEN.includes(name)).every((name) => (left[name] ?? "") === (right[name] ?? ""));

/** Put back what was typed before the browser was closed, the connection lost or the session over. */
function restore(question) {
  const draft = draftOf(question);
  if (!draft || same(draft, typed(question))) return dropDraft(question);
  for (const field of question.querySelectorAll("[name]")) {
    const name = field.name.slice(question.dataset.prefix.length + 1);
    if (NEVER_KEPT.includes(name)) continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = draft[name] === field.value;
    else field.value = draft[name] ?? "";
  }
  question.querySelector(".below").open = true;
  question.querySelector("[data-side]")?.dispatchEvent(new Event("input", { bubbles: true }));
  say(question, words.restored);
  send(question);
}

// ---- Autosave: one question at a time, and a line that says truthfully what became of it ----

const typing = new Set(); // changed since it was last sent
const saving = new Set(); // on its way
const failed = new Set(); // came back unsaved for want of a connection, a server or a session

const send = (question) => question.dispatchEvent(new Event("change", { bubbles: true }));

function say(question, text, retry = false) {
  const line = saveLine(question);
  const said = line.querySelector("[data-said]") ?? line.appendChild(document.createElement("span"));
  said.dataset.said = "";
  said.textContent = text;
  line.querySelectorAll(".tick, [data-retry]").forEach((gone) => gone.remove());
  if (!retry) return;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "again", textContent: words.retry });
  button.dataset.retry = "";
  line.append(button);
}

form.addEventListener("input", (event) => {
  const question = questionOf(event.target);
  if (!question || event.target.closest("[data-add]")) return; // a link is added by its own button
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

document.addEventListener("htmx:afterRequest", ({ target: question, detail }) => {
  if (!saving.delete(question)) return;
  delete saveLine(question).dataset.saving;
  const status = detail.xhr.status;
  const stored = status >= 200 && status < 300;
  if (stored && !typing.has(question)) dropDraft(question);
  failed.delete(question);
  if (status === 0) notSaved(question, words.offline);
  else if (status === 401 || status === 403) notSaved(question, words.signedOut, status);
  else if (status >= 500 || status === 404) notSaved(question, words.failed);
  if (saving.size || !form.dataset.waits) return;
  delete form.dataset.waits;
  form.requestSubmit();
});

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
    if (fresh?.dataset.person !== words.person) return false; // still signed out, or somebody else is in
    form.elements.csrfmiddlewaretoken.value = fresh.elements.csrfmiddlewaretoken.value;
    return true;
  } catch {
    return false;
  }
}

addEventListener("online", sendAgain);
setInterval(() => navigator.onLine && sendAgain(), AGAIN);
form.addEventListener("click", ({ target }) => target.matches?.("[data-retry]") && sendAgain());

form.addEventListener("submit", (event) => {
  if (form.dataset.sent || !saving.size) return;
  form.dataset.waits = "yes";
  event.preventDefault();
});

// ---- Whoever leaves the page in the same moment loses nothing ----

addEventListener("beforeunload", (event) => {
  if (failed.size && !form.dataset.sent) event.preventDefault();
});
addEventListener("pagehide", () => {
  if (form.dataset.sent) return;
  for (const question of new Set([...typing, ...saving])) {
    fetch(question.getAttribute("hx-post"), { method: "POST", body: fieldsOf(question), keepalive: true });
  }
});
document.querySelector("form[action*=logout]")?.addEventListener("submit", (event) => {
  if (failed.size && !confirm(words.leaving)) return event.preventDefault();
  drafts().forEach((name) => localStorage.removeItem(name));
});

// ---- Who else is here: asked while the page is looked at ----

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.matches?.("[data-presence]") && document.visibilityState !== "visible") event.preventDefault();
});

document.addEventListener("DOMContentLoaded", () => questions().forEach(restore)); // htmx is ready then
