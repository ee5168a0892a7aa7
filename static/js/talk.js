// Comfort only: the talk opens in its card, and @ offers names. Without this file a link leads to its page.

// ---- The line below a question opens its talk, and closes it again ----

for (const link of document.querySelectorAll(".talk-open")) link.setAttribute("aria-expanded", "false");

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".talk-open[aria-expanded=true]");
  if (!link) return;
  event.preventDefault();
  event.stopPropagation();
  link.setAttribute("aria-expanded", "false");
  keepWritten(panelOf(link));
  panelOf(link).replaceChildren();
}, { capture: true });

document.addEventListener("htmx:afterSwap", ({ target }) => {
  const talk = target.closest?.(".talk");
  if (!talk || target !== panelOf(talk)) return;
  const link = talk.querySelector(".talk-open");
  const opened = link.getAttribute("aria-expanded") !== "true";
  link.setAttribute("aria-expanded", "true");
  putBackWritten(target);
  if (opened || target.querySelector("[aria-invalid]")) target.querySelector("textarea")?.focus();
});

// ---- A comment that is half typed outlives whatever else is done in its talk ----

const written = new WeakMap();

function keepWritten(panel, sent) {
  const [text, tell] = ["text", "tell"].map((name) => panel.querySelector(`[name=${name}]`)?.value ?? "");
  if (text.trim() && text !== sent) written.set(panel, { text, tell });
}

function putBackWritten(panel) {
  const field = panel.querySelector("textarea");
  if (!field || !written.has(panel)) return;
  const { text, tell } = written.get(panel);
  field.value = text;
  panel.querySelector("[name=tell]").value = tell;
  written.delete(panel);
}

document.addEventListener("htmx:beforeSwap", ({ target, detail }) => {
  if (!detail.shouldSwap || !target.matches?.(".talk-panel")) return;
  const { elt, formData } = detail.requestConfig;
  keepWritten(target, elt.id.endsWith("-talk-send") ? formData.get("text") : undefined);
});

function panelOf(inside) {
  return inside.closest(".talk").querySelector(".talk-panel");
}

// The talk stands inside the page's form: it sends its own fields and nothing of the answers.
document.addEventListener("htmx:configRequest", ({ detail, target }) => {
  const panel = target.closest?.(".talk .talk-panel");
  if (!panel) return;
  const own = new Map([...panel.querySelectorAll("[name]")].map((field) => [field.name, field.value]));
  for (const name of new Set(detail.formData.keys())) {
    if (name !== "csrfmiddlewaretoken") detail.formData.delete(name);
  }
  for (const [name, value] of own) detail.formData.set(name, value);
});

for (const name of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(name, ({ target }) => {
    const failed = target.closest?.(".talk-panel")?.querySelector(".talk-failed");
    if (!failed) return;
    failed.hidden = false;
    failed.setAttribute("role", "alert");
  });
}

// ---- @ offers the names of who can be told; arrows move, Enter takes one, Escape goes on writing ----

document.addEventListener("input", ({ target }) => {
  if (target.dataset?.names) offer(target);
});

document.addEventListener("keydown", (event) => {
  const list = listOf(event.target);
  if (!list || list.hidden) return;
  const moves = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in moves) choose(event.target, list, moves[event.key]);
  else if (event.key === "Enter" || event.key === "Tab") take(event.target, chosen(list));
  else if (event.key === "Escape") close(event.target, list);
  else return;
  event.preventDefault();
  event.stopPropagation();
}, { capture: true });

document.addEventListener("mousedown", (event) => {
  const name = event.target.closest?.(".talk-names li");
  if (!name) return;
  event.preventDefault();
  take(document.querySelector(`[data-names="${name.parentElement.id}"]`), name);
});

document.addEventListener("focusout", ({ target }) => {
  const list = listOf(target);
  if (list) close(target, list);
});

function listOf(field) {
  return field.dataset?.names ? document.getElementById(field.dataset.names) : null;
}

/** What stands between an @ and the cursor, null where there is none. */
function typed(field) {
  return /(?:^|[\s(])@([^@\n]{0,40})$/.exec(field.value.slice(0, field.selectionStart))?.[1] ?? null;
}

function offer(field) {
  const list = listOf(field);
  const begun = typed(field)?.toLocaleLowerCase();
  const names = [...list.children];
  for (const name of names) name.hidden = begun === undefined || !name.textContent.toLocaleLowerCase().startsWith(begun);
  const found = names.filter((name) => !name.hidden);
  if (begun === undefined || !found.length || (found.length === 1 && found[0].textContent.toLocaleLowerCase() === begun)) return close(field, list);
  list.hidden = false;
  select(field, list, found[0]);
  // Each name holds what is said of as many as stand up to it: so every language counts in its own way.
  say(field, names[found.length - 1].dataset.found.replace("{name}", () => found[0].textContent));
}

function chosen(list) {
  return list.querySelector("[aria-selected=true]");
}

function choose(field, list, step) {
  const found = [...list.children].filter((name) => !name.hidden);
  const next = found[(found.indexOf(chosen(list)) + step + found.length) % found.length];
  select(field, list, next);
  say(field, next.textContent);
}

function select(field, list, name) {
  for (const other of list.children) other.setAttribute("aria-selected", String(other === name));
  field.setAttribute("aria-activedescendant", name.id);
}

function take(field, name) {
  const at = field.selectionStart;
  const begins = at - typed(field).length;
  field.setRangeText(`${name.textContent} `, begins, at, "end");
  close(field, listOf(field));
  field.focus();
}

function close(field, list) {
  list.hidden = true;
  field.removeAttribute("aria-activedescendant");
  say(field, "");
}

function say(field, text) {
  field.closest(".talk-write").querySelector("[data-names-said]").textContent = text;
}
