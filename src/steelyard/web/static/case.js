// The form of a case: each field is kept when it is left, and the whole case is checked at once.
import { post } from "/static/workbench.js";

const form = document.getElementById("case");
const address = `/cases/${encodeURIComponent(form.dataset.case)}`;
const saved = document.getElementById("saved"), list = document.getElementById("problems"), sound = document.getElementById("sound");
const text = document.getElementById("text");

const told = (answer, kept) => {
  if (answer.ok) {
    list.replaceChildren(...answer.problems.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
    list.hidden = !answer.problems.length;
    sound.hidden = Boolean(answer.problems.length);
    text.value = text.dataset.before = answer.text;
    for (const name of ["undo", "redo"]) { const button = document.getElementById(name); if (button) button.disabled = !answer[`can_${name}`]; }
    if (saved) saved.textContent = kept;
    return;
  }
  list.replaceChildren(...answer.problems.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
  list.hidden = false;
  sound.hidden = true;
  if (saved) saved.textContent = "Not kept.";
};

for (const field of form.querySelectorAll("[data-path]")) {
  let before = field.value;
  field.addEventListener("focus", () => { before = field.value; });
  field.addEventListener("change", async () => {
    const value = field.value;
    if (saved) saved.textContent = "Keeping…";
    const answer = await post(address, { path: field.dataset.path, value, before }).catch(() => ({ ok: false, problems: ["The workbench does not answer. Is the command still running?"] }));
    if (answer.ok) before = value;
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
