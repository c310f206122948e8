// What-if: rows ticked off, events supposed, windows and priors moved; the bars follow.
import { get, post } from "/static/workbench.js";

const trial = document.getElementById("trial");
const address = `/cases/${encodeURIComponent(trial.dataset.case)}/what-if${location.search}`;
const bars = document.getElementById("bars"), moved = document.getElementById("moved"), problems = document.getElementById("problems");
const supposed = [];
let titles = {}, names = {}, asking = false, again = false;

const percent = (p) => `${(100 * p).toFixed(0)} %`;
const made = (name, properties, ...inside) => { const one = Object.assign(document.createElement(name), properties); one.append(...inside); return one; };
const shape = (name, attributes) => { const one = document.createElementNS("http://www.w3.org/2000/svg", name); for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value); return one; };

const show = (outcome) => {
  const groups = new Map();
  for (const row of outcome.readings) {
    const key = `${names[row.client] ?? row.client}: ${row.family === "what" ? "what is it?" : "who drives it?"}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  bars.replaceChildren(...[...groups].flatMap(([title, rows]) => [
    made("h3", { textContent: title }),
    made("ul", { className: "bars" }, ...rows.map((row) => {
      const svg = shape("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" });
      svg.append(shape("rect", { class: "now", x: 0, y: 0, height: 4, width: 100 * row.now }), shape("rect", { class: "then", x: 0, y: 5, height: 5, width: 100 * row.then }));
      const change = Math.abs(row.then - row.now) < 0.005 ? percent(row.now) : `${percent(row.now)} → ${percent(row.then)}`;
      return made("li", {}, made("span", { textContent: titles[row.reading] ?? (row.reading === "none" ? "None of these" : row.reading) }), svg, made("span", { className: "n", textContent: change }));
    })),
  ]));
  const effect = (value) => (value === null ? "none" : Number(value).toPrecision(3));
  moved.replaceChildren(...(outcome.findings.length ? outcome.findings.map((one) => made("li", { textContent: `${names[one.client] ?? one.client}, ${one.diagnostic}: ${one.grade === one.grade_then ? one.grade : `${one.grade} → ${one.grade_then}`}, ${effect(one.effect)} → ${effect(one.effect_then)} ${one.unit ?? ""}`.replaceAll("_", " ") })) : [made("li", { className: "soft", textContent: "None." })]));
};

const tried = () => {
  const said = {
    without: [...document.querySelectorAll("#rows input:not(:checked)")].map((box) => box.value),
    supposed,
    shift: Number(document.getElementById("shift").value),
    priors: {},
  };
  const until = document.getElementById("until");
  if (until.value !== until.dataset.own) said.until = Number(until.value);
  for (const slider of document.querySelectorAll(".prior")) if (Math.abs(slider.value - slider.dataset.own) > 0.006) said.priors[slider.dataset.name] = Number(slider.value);
  return said;
};

const ask = async () => {
  if (asking) { again = true; return; }
  asking = true;
  const begun = performance.now();
  trial.setAttribute("aria-busy", "true");
  const answer = await post(address, tried()).catch(() => ({ ok: false, problems: ["The workbench does not answer. Is the command still running?"] }));
  trial.removeAttribute("aria-busy");
  problems.hidden = answer.ok;
  if (answer.ok) { show(answer); document.getElementById("time").textContent = `${((performance.now() - begun) / 1000).toFixed(1)} s${answer.widened ? `; the window after is widened to ${answer.widened}` : ""}`; }
  else problems.replaceChildren(...(answer.problems ?? ["It was not weighed."]).map((line) => made("li", { textContent: line })));
  asking = false;
  if (again) { again = false; ask(); }
  return answer.ok;
};

document.getElementById("rows").addEventListener("change", ask);
document.getElementById("suppose").addEventListener("submit", async (event) => {
  event.preventDefault();
  const field = event.target.elements.event, text = field.value.trim() || field.placeholder;
  supposed.push(text);
  const item = made("li", { dir: "auto" }, `${text} `, made("button", { type: "button", className: "quiet", textContent: "Take it back", onclick: () => { supposed.splice(supposed.indexOf(text), 1); item.remove(); ask(); } }));
  document.getElementById("supposed").append(item);
  if (!(await ask())) { supposed.splice(supposed.indexOf(text), 1); item.remove(); } else field.value = "";
});
document.getElementById("shift").addEventListener("input", (event) => { const days = Number(event.target.value); document.getElementById("shift-told").textContent = days ? `${Math.abs(days)} days ${days < 0 ? "earlier" : "later"}` : "as it is"; ask(); });
document.getElementById("until").addEventListener("input", (event) => { document.getElementById("until-told").textContent = `${event.target.value} days after the shock`; ask(); });
for (const slider of document.querySelectorAll(".prior")) slider.addEventListener("input", () => { slider.parentElement.querySelector("output").textContent = Number(slider.value).toFixed(2); ask(); });
document.getElementById("anew").addEventListener("click", () => location.reload());
document.getElementById("narrow").addEventListener("input", (event) => {
  const words = event.target.value.toLowerCase();
  for (const row of document.querySelectorAll("#rows tr")) row.hidden = !row.textContent.toLowerCase().includes(words);
});

const asked = new URL(location.href);
asked.searchParams.set("format", "json");
const cell = (text, name) => made("td", { textContent: text, className: name ?? "", dir: "auto" });
get(asked).then((found) => {
  titles = found.titles;
  names = found.clients;
  show(found);
  document.getElementById("count").textContent = `(${found.rows.length})`;
  document.querySelector("#rows tbody").append(...found.rows.map((row) => {
    const box = made("input", { type: "checkbox", checked: true, value: row.event_id, ariaLabel: `count the row of ${row.day}` });
    const day = row.day.slice(0, { day: 10, month: 7, year: 4 }[row.precision]);
    return made("tr", {}, made("td", {}, box), cell(day, "day"), cell(row.actor.join(", ")), cell(row.type), cell(row.recipient.join(", ")), cell(row.status), cell((row.sentence ?? "").slice(0, 240), "says"));
  }));
}).catch((error) => { bars.replaceChildren(); problems.hidden = false; problems.replaceChildren(made("li", { textContent: error.message })); });
