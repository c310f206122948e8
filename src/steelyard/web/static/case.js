// The form of a case: each field is kept when it is left, and the whole case is checked at once.
import { get, post } from "/static/workbench.js";

const form = document.getElementById("case");
const address = `/cases/${encodeURIComponent(form.dataset.case)}`;
const saved = document.getElementById("saved"), list = document.getElementById("problems"), sound = document.getElementById("sound");
const text = document.getElementById("text");

const draw = (roles) => {
  for (const country of document.querySelectorAll(".poles path[data-code]")) {
    const role = roles[country.dataset.code] ?? "none";
    country.setAttribute("class", role);
    country.querySelector("title").textContent = role === "none" ? country.dataset.title : `${country.dataset.title}: ${role}`;
  }
};

const told = (answer, kept) => {
  if (answer.ok) {
    list.replaceChildren(...answer.problems.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
    list.hidden = !answer.problems.length;
    sound.hidden = Boolean(answer.problems.length);
    text.value = text.dataset.before = answer.text;
    for (const name of ["undo", "redo"]) { const button = document.getElementById(name); if (button) button.disabled = !answer[`can_${name}`]; }
    for (const field of form.querySelectorAll("[data-path]")) if (field !== document.activeElement && answer.values?.[field.dataset.path] !== undefined) { field.value = answer.values[field.dataset.path]; field.dataset.before = field.value; }
    draw(answer.roles ?? {});
    if (saved) saved.textContent = kept;
    return;
  }
  list.replaceChildren(...answer.problems.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
  list.hidden = false;
  sound.hidden = true;
  if (saved) saved.textContent = "Not kept.";
};

for (const field of form.querySelectorAll("[data-path]")) {
  field.dataset.before = field.value;
  field.addEventListener("change", async () => {
    const value = field.value;
    if (saved) saved.textContent = "Keeping…";
    const answer = await post(address, { path: field.dataset.path, value, before: field.dataset.before }).catch(() => ({ ok: false, problems: ["The workbench does not answer. Is the command still running?"] }));
    if (answer.ok) field.dataset.before = answer.values?.[field.dataset.path] ?? value;
    told(answer, "Kept.");
  });
}
form.addEventListener("submit", (event) => event.preventDefault());
for (const name of ["undo", "redo"]) document.getElementById(name)?.addEventListener("click", async () => { const answer = await post(`${address}/${name}`, {}); if (answer.ok) location.reload(); else told(answer, ""); });
document.getElementById("take")?.addEventListener("click", async () => { const answer = await post(address, { text: text.value, before: text.dataset.before }); if (answer.ok) location.reload(); else told(answer, ""); });
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || /^(INPUT|TEXTAREA)$/.test(document.activeElement.tagName)) return;
  if (event.key === "z") document.getElementById("undo")?.click();
  if (event.key === "y") document.getElementById("redo")?.click();
});

const wrong = document.getElementById("rows-wrong");
if (wrong) get(`${address}/rows/problems?format=json`).then((found) => {
  if (!found.length) return;
  const link = Object.assign(document.createElement("a"), { href: `${address}/rows`, textContent: "See them" });
  wrong.replaceChildren(`Its chronology has ${found.length === 1 ? "a problem" : `${found.length} problems`}: ${found[0].text} `, link);
  wrong.hidden = false;
}).catch(() => {});
