// What backs an answer, in its card: links and files added, shared and taken off without leaving the page.
// Without this file the same is done on a page of its own. Nothing here touches what is typed elsewhere.

document.documentElement.classList.add("has-script");

const MEGABYTE = 1_000_000;
const ASK = { "HX-Request": "true" }; // answered with a piece of the page, or with one line of text
const words = document.querySelector("[data-evidence-words]")?.dataset ?? {};

/** What is said in the reader's language, with its {parts} filled in. */
const told = (name, parts = {}) => words[name].replaceAll(/\{(\w+)\}/g, (_, part) => parts[part]);

const parsed = (text) => new DOMParser().parseFromString(text, "text/html").body;

/** The one line that an answer holds, whether it came as text or as a page. */
function lineOf(text) {
  return parsed(text).textContent.replaceAll(/\s+/g, " ").trim();
}

function say(box, text, wrong = false, aloud = false) {
  const line = box.querySelector("[data-evidence-said]");
  line.classList.toggle("is-wrong", wrong);
  line.classList.toggle("visually-hidden", aloud); // it stands somewhere else already, to be read
  line.textContent = text;
}

function token(box) {
  return box.closest("form").querySelector("[name=csrfmiddlewaretoken]").value;
}

/** Put the pieces as they stand now in their place; a grade that waited for its first proof is saved. */
function redraw(box, html) {
  const list = box.querySelector("[data-proofs]");
  const had = list.querySelector(".proof") !== null;
  list.replaceChildren(...parsed(html).childNodes);
  closeChooser(box);
  const grade = box.closest(".question")?.querySelector("[name$='-evidence']:checked");
  if (!had && list.querySelector(".proof") && grade && grade.value !== "none") {
    grade.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

/** Send fields; the pieces as they stand then, or null where it failed, which is said. */
async function send(box, url, fields) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", token(box));
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  try {
    const answer = await fetch(url, { method: "POST", body, headers: ASK, redirect: "error" });
    const text = await answer.text();
    if (answer.ok) return text;
    say(box, answer.status < 500 ? lineOf(text) : told("failed"), true);
  } catch {
    say(box, told("offline"), true);
  }
  return null;
}

// ---- Links ----

async function addLink(box) {
  const [title, link] = box.querySelectorAll("[data-add] input");
  const html = await send(box, box.dataset.evidence, { move: "link", title: title.value, link: link.value });
  if (html === null) return;
  redraw(box, html);
  say(box, told("backs", { title: title.value.trim() }));
  title.value = link.value = "";
  title.focus();
}

// A link is added whole, by its button: half of one is nothing to save while somebody types.
document.addEventListener("htmx:configRequest", ({ detail, target }) => {
  const prefix = target.dataset?.prefix;
  if (prefix) for (const name of ["proof_title", "proof_link"]) detail.formData.delete(`${prefix}-${name}`);
});
document.addEventListener("keydown", (event) => {
  const box = event.target.closest?.("[data-add]")?.closest("[data-evidence]");
  if (!box?.dataset.evidence || event.key !== "Enter" || !event.target.matches("input")) return;
  event.preventDefault();
  addLink(box);
});

// ---- Taking off, and choosing from the register ----

async function remove(box, button) {
  const title = button.closest(".proof").querySelector(".proof-title").textContent;
  const html = await send(box, button.dataset.remove, {});
  if (html === null) return;
  redraw(box, html);
  say(box, told("removed", { title }));
  (box.querySelector("[data-remove]") ?? box.querySelector("[data-add] input")).focus();
}

function closeChooser(box) {
  box.querySelector("[data-chooser]")?.replaceChildren();
  box.querySelector("[data-choose]")?.setAttribute("aria-expanded", "false");
}

async function openChooser(box, button) {
  if (button.getAttribute("aria-expanded") === "true") return closeChooser(box);
  try {
    const answer = await fetch(box.dataset.evidence, { headers: ASK, redirect: "error" });
    if (!answer.ok) return say(box, lineOf(await answer.text()), true);
    const place = box.querySelector("[data-chooser]");
    place.replaceChildren(...parsed(await answer.text()).childNodes);
    button.setAttribute("aria-expanded", "true");
    (place.querySelector("select") ?? button).focus();
  } catch {
    say(box, told("offline"), true);
  }
}

async function useChosen(box) {
  const select = box.querySelector("[data-chosen]");
  const title = select.selectedOptions[0].textContent;
  const html = await send(box, box.dataset.evidence, { move: "choose", item: select.value });
  if (html === null) return;
  redraw(box, html);
  say(box, told("backsToo", { title }));
  box.querySelector("[data-choose]").focus();
}

// None of these is a field of the answer: a change of theirs saves nothing.
document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-chosen], [data-files], [data-add] input")) event.stopPropagation();
}, { capture: true });

// ---- Files: chosen, dropped, pasted, photographed; each on its own, one after the other ----

const waiting = new WeakMap();

function addFiles(box, files) {
  for (const file of files) {
    const row = uploadRow(box, file);
    const before = waiting.get(box) ?? Promise.resolve();
    waiting.set(box, before.then(() => upload(box, file, row)).then(() => settled(row)));
  }
}

/** Tell whoever waits for the files (answering.js) that one is there, or is not. */
function settled(row) {
  const refused = row.isConnected; // with the reason: it goes once the file is there or was cancelled
  document.dispatchEvent(new CustomEvent("evidence:settled", { detail: { refused } }));
}

document.addEventListener("submit", ({ target }) => {
  for (const bar of target.querySelectorAll(".upload progress")) {
    say(bar.closest("[data-evidence]"), told("goesOn"));
  }
}, { capture: true });

// A question that was put in place whole keeps what is under way in it: files, and a link that is half typed.
document.addEventListener("htmx:afterRequest", ({ detail: { requestConfig: { elt } } }) => {
  const box = elt.isConnected ? null : elt.querySelector("[data-evidence]");
  const fresh = box && document.getElementById(elt.id)?.querySelector("[data-evidence]");
  if (!fresh) return;
  box.querySelector("[data-proofs]").replaceWith(fresh.querySelector("[data-proofs]"));
  fresh.replaceWith(box);
});

function uploadRow(box, file) {
  const row = document.createElement("li");
  row.className = "upload";
  const named = { file: file.name };
  const name = Object.assign(document.createElement("span"), { textContent: told("waiting", named) });
  const cancel = Object.assign(document.createElement("button"), { type: "button", className: "linkish", textContent: told("cancel") });
  cancel.setAttribute("aria-label", told("cancelFile", named));
  const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
  bar.setAttribute("aria-label", told("sending", named));
  row.append(name, cancel, bar);
  box.querySelector("[data-uploads]").append(row);
  cancel.addEventListener("click", () => {
    row.cancelled = true;
    row.request?.abort();
    row.remove();
    say(box, told("cancelled", named));
    box.querySelector("[data-files]").focus();
  });
  return row;
}

function upload(box, file, row) {
  if (row.cancelled) return null;
  const most = Number(box.dataset.most);
  if (file.size > most) return refuse(box, file, row, told("tooLarge", { most: Math.floor(most / MEGABYTE) }));
  return new Promise((done) => {
    const request = (row.request = new XMLHttpRequest());
    request.open("POST", `${box.dataset.evidence}file/`);
    for (const [name, value] of Object.entries(ASK)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", ({ loaded, total }) => showProgress(row, file, (loaded / total) * 100));
    request.upload.addEventListener("load", () => isSent(box, row));
    request.addEventListener("load", () => {
      if (request.status === 200) {
        row.remove();
        redraw(box, request.responseText);
        say(box, told("fileBacks", { file: file.name }));
      } else {
        refuse(box, file, row, request.status < 500 ? lineOf(request.responseText) : told("notKept"));
      }
    });
    request.addEventListener("error", () => refuse(box, file, row, told("offline")));
    request.addEventListener("loadend", done);
    const body = new FormData();
    body.set("csrfmiddlewaretoken", token(box));
    body.set("file", file, file.name);
    request.send(body);
  });
}

function showProgress(row, file, percent) {
  row.querySelector("progress").value = percent;
  row.firstChild.textContent = told(percent < 100 ? "sent" : "checked", { file: file.name, percent: Math.floor(percent) });
}

/** What was sent whole cannot be called back any more. */
function isSent(box, row) {
  const cancel = row.querySelector("button");
  if (cancel === document.activeElement) box.querySelector("[data-files]").focus();
  cancel.remove();
}

function refuse(box, file, row, why) {
  const parts = { file: file.name, why };
  const error = Object.assign(document.createElement("p"), { className: "field-error", textContent: told("refused", parts) });
  const close = Object.assign(document.createElement("button"), { type: "button", className: "linkish", textContent: told("close") });
  close.setAttribute("aria-label", told("closeFile", parts));
  close.addEventListener("click", () => {
    row.remove();
    say(box, "");
    box.querySelector("[data-files]").focus();
  });
  row.replaceChildren(error, close);
  say(box, told("notAdded", parts), true, true);
}

document.addEventListener("change", (event) => {
  if (!event.target.matches?.("[data-files]")) return;
  addFiles(event.target.closest("[data-evidence]"), [...event.target.files]);
  event.target.value = "";
}, { capture: true });

function boxOf(event) {
  const question = event.target.closest?.(".question");
  const box = question?.querySelector("[data-evidence]");
  return box?.dataset.evidence ? box : null;
}

const holdsFiles = (transfer) => [...(transfer?.types ?? [])].includes("Files");
let over = null;

function markOver(box) {
  if (over !== box) over?.classList.remove("is-over");
  over = box;
  box?.classList.add("is-over");
}

document.addEventListener("dragover", (event) => {
  if (!holdsFiles(event.dataTransfer)) return;
  const box = boxOf(event);
  markOver(box);
  event.preventDefault(); // a file that misses its place must not replace the page
  event.dataTransfer.dropEffect = box ? "copy" : "none";
});
document.addEventListener("dragleave", ({ relatedTarget }) => {
  if (relatedTarget === null) markOver(null);
});
document.addEventListener("drop", (event) => {
  if (!holdsFiles(event.dataTransfer)) return;
  event.preventDefault();
  const box = boxOf(event);
  markOver(null);
  if (!box) return;
  box.closest("details")?.setAttribute("open", "");
  addFiles(box, [...event.dataTransfer.files]);
});

document.addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files ?? [])];
  const box = boxOf(event);
  // A spreadsheet's cells come as text and as a picture of it: whoever types wants the text.
  const asText = event.clipboardData?.types.includes("text/plain") && event.target.matches("input, textarea");
  if (!files.length || !box || asText) return;
  event.preventDefault();
  box.closest("details")?.setAttribute("open", "");
  addFiles(box, files);
});

// ---- Buttons ----

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button");
  const copied = button?.dataset.copy;
  if (copied) return copy(button, copied);
  const box = button?.closest("[data-evidence]");
  if (!box) return undefined;
  if (button.matches("[data-add-link]")) return addLink(box);
  if (button.matches("[data-remove]")) return remove(box, button);
  if (button.matches("[data-choose]")) return openChooser(box, button);
  if (button.matches("[data-use]")) return useChosen(box);
  return undefined;
});

async function copy(button, text) {
  const said = document.querySelector("[data-evidence-said]");
  try {
    await navigator.clipboard.writeText(text);
    said.textContent = told("copied");
    button.firstChild.textContent = told("copiedShort");
  } catch {
    said.textContent = told("uncopied", { text });
  }
}
