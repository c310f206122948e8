// What every page does: parts that load by themselves, the brush of a timeline, keys, progress, copying.
import { suggest } from "/static/suggest.js";

export const get = async (address) => {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error((await problems(answer)).join(" "));
  return answer.json();
};

export const post = async (address, body) => {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const told = await answer.json().catch(() => ({ problems: [`The server answered ${answer.status}.`] }));
  return { ok: answer.ok, status: answer.status, ...told };
};

const problems = async (answer) => {
  try { return (await answer.json()).problems; } catch { return [`The server answered ${answer.status}.`]; }
};

export const load = async (place, address) => {
  place.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html, application/json" } });
    if (answer.redirected || !answer.ok) { // not the part that was asked for: say what is wrong, or let the reader go there
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      place.textContent = [...page.querySelectorAll(".problems li")].map((line) => line.textContent).join(" ") || "It is being counted; reload the page in a moment.";
    } else {
      place.innerHTML = await answer.text(); // our own pages: all text in them is escaped
      ready(place);
    }
  } catch {
    place.textContent = "The workbench does not answer. Is the command still running?";
  }
  place.removeAttribute("aria-busy");
};

const ready = (root) => {
  for (const link of root.querySelectorAll("a[data-here]")) {
    link.addEventListener("click", (click) => {
      click.preventDefault();
      load(link.closest("[data-load]"), link.href);
    });
  }
  for (const field of root.querySelectorAll("[data-actors]")) suggest(field, "actors");
  for (const field of root.querySelectorAll("[data-types]")) suggest(field, "types");
  for (const group of root.querySelectorAll("[data-brush]")) brush(group);
};

const brush = (group) => {
  const svg = group.querySelector("svg");
  const bars = [...svg.querySelectorAll(".bar")];
  const area = svg.querySelector(".brush");
  let from = null, to = null;
  const at = (event) => {
    const box = svg.getBoundingClientRect();
    return Math.max(0, Math.min(bars.length - 1, Math.floor(((event.clientX - box.left) / box.width) * bars.length)));
  };
  const show = () => {
    const [low, high] = [Math.min(from, to), Math.max(from, to)];
    area.setAttribute("x", low * 10);
    area.setAttribute("width", (high - low + 1) * 10);
    return [bars[low].dataset.first, bars[high].dataset.until];
  };
  const take = () => {
    const [since, until] = show();
    const address = new URL(group.dataset.brush, location.href);
    address.searchParams.set("since", since);
    address.searchParams.set("until", until);
    location.assign(address);
  };
  svg.addEventListener("pointerdown", (event) => { from = to = at(event); show(); svg.setPointerCapture(event.pointerId); });
  svg.addEventListener("pointermove", (event) => { if (event.buttons && from !== null) { to = at(event); show(); } });
  svg.addEventListener("pointerup", () => { if (from !== null) take(); });
  group.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) {
      event.preventDefault();
      to = Math.max(0, Math.min(bars.length - 1, (to ?? 0) + step));
      if (!event.shiftKey || from === null) from = to;
      show();
    } else if (event.key === "Enter" && from !== null) take();
  });
};

for (const place of document.querySelectorAll("[data-load]")) load(place, place.dataset.load);
ready(document);

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = "Copied";
  });
}

const facets = document.querySelector(".facets");
if (facets && matchMedia("(max-width: 50rem)").matches) facets.open = false;

export const typing = () => /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "") || document.activeElement?.isContentEditable;

document.addEventListener("keydown", (event) => {
  if (typing() || event.ctrlKey || event.metaKey || event.altKey) return;
  const rows = [...document.querySelectorAll(".events tbody tr a")];
  if (event.key === "/") { const field = document.querySelector("input[type=search]"); if (field) { event.preventDefault(); field.focus(); } }
  else if (event.key === "?") location.assign("/static/keys.html");
  else if (rows.length && (event.key === "j" || event.key === "k")) {
    const here = rows.indexOf(document.activeElement);
    rows[Math.max(0, Math.min(rows.length - 1, here + (event.key === "j" ? 1 : -1)))].focus();
  }
});

const job = document.getElementById("job");
if (job && job.dataset.state === "running") {
  const bar = job.querySelector("progress"), what = job.querySelector(".what");
  const news = new EventSource(`/jobs/${job.dataset.job}/progress`);
  news.addEventListener("message", (message) => {
    const told = JSON.parse(message.data);
    if (told.of) { bar.max = told.of; bar.value = told.done; } else bar.removeAttribute("value");
    what.textContent = `${told.what}${told.of ? ` (${told.done} of ${told.of})` : told.done ? ` (${told.done})` : ""}`;
    if (told.state === "running") return;
    news.close();
    if (told.state === "done" && told.then && !told.warnings.length) location.replace(told.then);
    else location.reload();
  });
}

const busy = document.getElementById("busy");
if (busy) get("/jobs?format=json").then((jobs) => { busy.hidden = !jobs.some((one) => one.state === "running"); }).catch(() => {});

// Files that are dropped or chosen, whole folders too; hidden files stay behind.
const inside = async (entry) => {
  if (entry.isFile) return [await new Promise((done, failed) => { entry.file(done, failed); })];
  const reader = entry.createReader(), found = [];
  for (;;) {
    const some = await new Promise((done, failed) => { reader.readEntries(done, failed); });
    if (!some.length) return found;
    for (const one of some) found.push(...await inside(one));
  }
};

const drop = document.getElementById("drop");
if (drop) {
  const form = document.getElementById("adding"), field = form.elements.files, folder = document.getElementById("folder"), told = document.getElementById("dropped");
  const say = () => { told.textContent = field.files.length ? `${field.files.length} ${field.files.length === 1 ? "file" : "files"} chosen` : ""; };
  const choose = (files) => {
    const chosen = new DataTransfer();
    for (const file of files) if (!file.name.startsWith(".")) chosen.items.add(file);
    field.files = chosen.files;
    say();
  };
  for (const name of ["dragover", "dragleave", "drop"]) drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.toggle("over", name === "dragover"); });
  drop.addEventListener("drop", async (event) => {
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    if (entries.length) choose((await Promise.all(entries.map(inside))).flat()); else choose(event.dataTransfer.files);
  });
  field.addEventListener("change", say);
  folder.addEventListener("change", () => { choose(folder.files); folder.value = ""; });
  form.addEventListener("submit", () => { told.textContent = "Handing the files over…"; });
}
