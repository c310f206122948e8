// Review: one key confirms and goes on. The page shows the next event at once and keeps verdicts in order.
import { get, post, typing } from "/static/workbench.js";

const page = document.getElementById("review");
const form = document.getElementById("correct");
const fields = ["actor", "recipient", "type", "status", "act", "day"];
const address = `/archives/${encodeURIComponent(page.dataset.archive)}/review`;
const told = { saved: document.getElementById("saved"), problems: document.getElementById("problems"), score: document.getElementById("score") };
const titles = new Map(), meanings = new Map();
let events = [], at = 0, waiting = Promise.resolve(), unsaved = 0;

const place = (id, text) => { document.getElementById(id).textContent = text ?? ""; };
const listed = (value) => (Array.isArray(value) ? value.join(";") : value ?? "");
const written = (event) => event.day.slice(0, { day: 10, month: 7, year: 4 }[event.precision] ?? 10);

const show = () => {
  const event = events[at];
  told.problems.hidden = true;
  form.hidden = !event;
  if (!event) {
    place("before", ""); place("after", ""); place("said", "");
    place("coded", events.length ? "These are done. Reload for more." : "Nothing is left to review.");
    place("place", "");
    return;
  }
  place("before", event.before); place("said", event.said); place("after", event.after);
  const title = (code) => titles.get(code) ?? code;
  const sides = (codes) => (codes ?? []).map(title).join(" and ");
  place("means", [meanings.get(event.type) ? `${event.type}: ${meanings.get(event.type)}` : "", [...new Set([...(event.actor ?? []), ...(event.recipient ?? [])])].filter((code) => titles.has(code)).map((code) => `${code} is ${title(code)}`).join(", ")].filter(Boolean).join(". "));
  place("coded", `${written(event)} · ${sides(event.actor) || "nobody named"} → ${sides(event.recipient) || "nobody named"} · ${event.type}${event.mode ? ` (${event.mode})` : ""} · ${event.status} · ${event.act}${event.verdict ? ` · you said: ${event.verdict}` : ""}`);
  place("place", `${at + 1} of ${events.length}, confidence ${event.confidence?.toFixed(2) ?? "not stated"}${event.title ? `; ${event.title}` : ""}`);
  for (const name of fields) form.elements[name].value = name === "day" ? written(event) : listed(event[name]);
  form.elements.note.value = "";
};

const scored = (answer) => {
  if (answer.score) told.score.replaceChildren(...(answer.score.length ? answer.score : ["Nothing reviewed yet."]).map((line) => Object.assign(document.createElement("li"), { textContent: line })));
};

const complain = (problems) => {
  told.problems.replaceChildren(...problems.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
  told.problems.hidden = false;
};

const say = (verdict, changes = {}) => {
  const event = events[at];
  if (!event) return;
  const note = form.elements.note.value;
  const here = at;
  unsaved += 1;
  told.saved.textContent = "Keeping…";
  event.verdict = verdict;
  at += 1;
  show();
  waiting = waiting.then(async () => {
    let answer;
    try { answer = await post(address, { event: event.event_id, verdict, changes, note }); }
    catch { answer = { ok: false, problems: ["The workbench does not answer. Is the command still running?"] }; }
    unsaved -= 1;
    if (answer.ok) {
      if (!unsaved) told.saved.textContent = `Kept: ${answer.reviewed} reviewed.`;
      scored(answer);
      return;
    }
    told.saved.textContent = "Not kept.";
    event.verdict = null;
    at = here;
    show();
    for (const [name, value] of Object.entries(changes)) form.elements[name].value = value;
    complain(answer.problems ?? ["Not kept."]);
  });
};

const correct = () => {
  const event = events[at];
  if (!event) return;
  const changes = {};
  for (const name of fields) {
    const value = form.elements[name].value.trim();
    if (value !== (name === "day" ? written(event) : listed(event[name]))) changes[name] = value;
  }
  if (Object.keys(changes).length) say("correct", changes); else say("accept");
};

const undo = () => {
  waiting = waiting.then(async () => {
    const answer = await post(`${address}/undo`, {});
    scored(answer);
    if (!answer.entry) { told.saved.textContent = "There is nothing to undo."; return; }
    told.saved.textContent = `Undone: ${answer.entry.verdict}.`;
    let found = events.findIndex((event) => event.event_id === answer.entry.event_id);
    if (found < 0 && answer.event) { events.unshift({ before: "", said: answer.event.sentence, after: "", ...answer.event }); found = 0; }
    if (found >= 0) { events[found].verdict = null; at = found; show(); }
  });
};

form.addEventListener("submit", (event) => { event.preventDefault(); document.activeElement?.blur(); correct(); });
for (const button of document.querySelectorAll("[data-verdict]")) button.addEventListener("click", () => say(button.dataset.verdict));
for (const button of document.querySelectorAll("[data-go]")) button.addEventListener("click", () => go(Number(button.dataset.go)));
document.getElementById("undo").addEventListener("click", undo);
const go = (step) => { at = Math.max(0, Math.min(events.length, at + step)); show(); };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (typing()) { if (event.key === "Escape") { document.activeElement.blur(); show(); } return; }
  const does = { a: () => say("accept"), r: () => say("reject"), e: () => { event.preventDefault(); form.elements.actor.focus(); form.elements.actor.select(); }, j: () => go(1), n: () => go(1), k: () => go(-1), u: undo }[event.key];
  if (does) does();
});

window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

const asked = new URL(location.href);
asked.searchParams.set("format", "json");
const learn = (kind, held) => get(`/words/${kind}?format=json`).then((words) => { for (const word of words) held.set(word.code, word.title); });
Promise.all([get(asked), learn("actors", titles), learn("types", meanings)]).then(([found]) => { events = found.events; show(); }).catch((error) => complain([error.message]));
