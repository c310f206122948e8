// The chronology: a grid whose every change is on the disk before it is called kept.
import { get, post } from "/static/workbench.js";
import { suggest } from "/static/suggest.js";

const place = document.getElementById("grid");
const home = `/cases/${encodeURIComponent(place.dataset.case)}/rows`;
const query = `file=${encodeURIComponent(place.dataset.file)}`;
const told = { saved: document.getElementById("saved"), problems: document.getElementById("problems"), count: document.getElementById("count") };
const WIDTHS = { id: 80, day: 110, precision: 90, announced: 110, actor: 110, recipient: 110, type: 120, mode: 90, context: 90, act: 80, rung: 100, status: 100, place: 70, plan_of: 80, occasion: 100, publisher: 130, reports: 80, url: 130, title: 160, text: 380, note: 160 };
const LONGEST = 240;
let columns = [], locked = false, wrong = new Map(), waiting = Promise.resolve(), unsaved = 0, table, version = 0;

const row = (key, cells) => Object.fromEntries([["key", key], ...columns.map((name, number) => [`c_${name}`, cells[number] ?? ""])]);
const short = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

const formatter = (cell) => {
  const element = cell.getElement(), problem = wrong.get(`${cell.getData().key} ${cell.getField().slice(2)}`);
  element.classList.toggle("wrong", Boolean(problem));
  element.title = problem ?? "";
  const span = document.createElement("span");
  span.dir = "auto";
  span.textContent = short(String(cell.getValue() ?? ""));
  return span;
};

const editor = (cell, onRendered, success, cancel) => {
  const name = cell.getField().slice(2), long = ["text", "note", "title"].includes(name);
  const field = document.createElement(long ? "textarea" : "input");
  field.value = cell.getValue() ?? "";
  field.dir = "auto";
  field.className = "cell";
  let help = null, over = false;
  if (name === "actor" || name === "recipient" || name === "place") help = suggest(field, "actors", { several: name !== "place" });
  else if (name === "type") help = suggest(field, "types", { several: false });
  else if (choices[name]) { field.setAttribute("list", `choices-${name}`); }
  const end = (take) => { if (over) return; over = true; help?.close(); help?.list.remove(); if (take) success(field.value); else cancel(); };
  onRendered(() => { field.focus(); field.select(); });
  field.addEventListener("blur", () => end(true));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); event.stopPropagation(); end(true); place.focus({ preventScroll: true }); }
    if (event.key === "Escape") { event.stopPropagation(); end(false); }
  });
  return field;
};
let choices = {};

const complain = (lines) => {
  told.problems.replaceChildren(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
  told.problems.hidden = !lines.length;
};

const take = (answer) => {
  const gap = answer.version !== version + 1 && answer.version !== version;
  version = answer.version;
  for (const name of ["undo", "redo"]) { const button = document.getElementById(name); if (button) button.disabled = !answer[`can_${name}`]; }
  if (gap) return load();
  if (answer.gone.length) table.deleteRow(answer.gone);
  const known = answer.rows.filter((one) => !one.new), fresh = answer.rows.filter((one) => one.new);
  if (known.length) table.updateData(known.map((one) => row(one.key, one.cells)));
  let run = [];
  const put = () => { if (run.length) table.addData(run.map((one) => row(one.key, one.cells)), run[0].after === null, run[0].after ?? undefined); run = []; };
  for (const one of fresh) { if (run.length && one.after !== run.at(-1).key) put(); run.push(one); }
  put();
  check();
  return null;
};

// Changes go to the server one after the other, in the order in which they were made.
const change = (said, kept, undo) => {
  unsaved += 1;
  told.saved.textContent = "Keeping…";
  waiting = waiting.then(async () => {
    const answer = await post(`${home}?${query}`, said).catch(() => ({ ok: false, problems: ["The workbench does not answer. Is the command still running? What you see is not kept."] }));
    unsaved -= 1;
    if (answer.ok) {
      complain([]);
      if (!unsaved) told.saved.textContent = answer.what ? `Kept: ${kept ?? answer.what}.` : "There is nothing to take back.";
      await take(answer);
    } else {
      told.saved.textContent = "Not kept.";
      complain(answer.problems ?? ["Not kept."]);
      undo?.();
      if (answer.status === 400) await load();
    }
  });
  return waiting;
};

let timer = null;
const check = () => {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const found = await get(`${home}/problems?${query}&format=json`).catch(() => []);
    if (document.querySelector(".tabulator-editing")) { check(); return; } // a cell in somebody's hands is left alone
    const before = wrong;
    wrong = new Map(found.filter((one) => one.key && one.column).map((one) => [`${one.key} ${one.column}`, one.text]));
    const rows = new Set([...before.keys(), ...wrong.keys()].map((key) => Number(key.split(" ")[0])));
    for (const key of rows) table.getRow(key)?.reformat?.();
    const others = found.filter((one) => !one.key || !one.column);
    const bad = found.filter((one) => one.key).length;
    told.count.textContent = `${table.getDataCount().toLocaleString("en")} ${table.getDataCount() === 1 ? "row" : "rows"}${bad ? `, ${bad} ${bad === 1 ? "problem" : "problems"}` : table.getDataCount() ? ", no problem" : ""}`;
    place.dataset.checked = String(version);
    const cells = found.filter((one) => one.key && one.column), name = (key) => table.getRow(key)?.getData?.()?.c_id || "a row without id";
    complain(!table.getDataCount() ? [] : [...others.map((one) => one.text).slice(0, 8), ...cells.slice(0, 3).map((one) => `${name(one.key)}: ${one.text}`), ...(cells.length > 3 ? [`and ${cells.length - 3} more in the cells marked`] : [])]);
    if (document.getElementById("wrong").checked) narrow();
  }, 150);
};

const narrow = () => {
  const words = document.getElementById("narrow").value.toLowerCase(), only = document.getElementById("wrong").checked;
  const rows = new Set([...wrong.keys()].map((key) => Number(key.split(" ")[0])));
  if (!words && !only) { table.clearFilter(); return; }
  table.setFilter((data) => (!only || rows.has(data.key)) && (!words || columns.some((name) => String(data[`c_${name}`]).toLowerCase().includes(words))));
};

const load = async () => {
  const found = await get(`${home}?${query}&format=json`);
  columns = found.columns; locked = found.locked; version = found.version; choices = found.choices;
  for (const [name, values] of Object.entries(choices)) {
    if (document.getElementById(`choices-${name}`)) continue;
    const list = Object.assign(document.createElement("datalist"), { id: `choices-${name}` });
    list.append(...values.map((value) => Object.assign(document.createElement("option"), { value })));
    document.body.append(list);
  }
  for (const name of ["undo", "redo"]) { const button = document.getElementById(name); if (button) button.disabled = !found[`can_${name}`]; }
  const data = found.rows.map(([key, ...cells]) => row(key, cells));
  if (table) { await table.replaceData(data); check(); return; }
  table = new Tabulator(place, {
    data, index: "key", nestedFieldSeparator: false, height: "100%", layout: "fitData", movableColumns: false, reactiveData: false,
    placeholder: "No row yet. Add one, or paste rows from a spreadsheet.",
    selectableRows: "highlight", // by the boxes at the left alone: a click edits
    rowHeader: { formatter: "rowSelection", titleFormatter: "rowSelection", headerSort: false, width: 40, hozAlign: "center", frozen: true },
    columnDefaults: { headerSort: true, headerTooltip: true, formatter, editor: locked ? false : editor, resizable: "header" },
    columns: columns.map((name) => ({ title: name, field: `c_${name}`, width: WIDTHS[name] ?? 120, headerTooltip: found.meanings[name] ?? name, frozen: name === "day" || name === "id" })),
  });
  await new Promise((done) => { table.on("tableBuilt", done); });
  // The keys work on the grid as a whole: a part of it that takes the focus is no row of it to a screen reader.
  place.querySelector(".tabulator-tableholder").removeAttribute("tabindex");
  place.tabIndex = 0;
  place.setAttribute("aria-label", "Rows of the chronology: arrows move, Enter edits, Space chooses a row");
  table.on("cellEdited", (cell) => {
    const before = cell.getOldValue() ?? "", after = cell.getValue() ?? "", column = cell.getField().slice(2);
    if (before === after) return;
    change({ edits: [{ key: cell.getData().key, column, before, after }] }, undefined, () => { cell.getRow().update({ [cell.getField()]: before }); });
  });
  table.on("cellClick", (_event, cell) => { here = { key: cell.getData().key, column: cell.getField()?.slice(2) ?? columns[0] }; mark(); matches(here.key); });
  check();
};

// The cell on which the keys work.
let here = null;
const mark = () => {
  place.querySelector(".tabulator-cell.here")?.classList.remove("here");
  const cell = here && table.getRow(here.key)?.getCell?.(`c_${here.column}`);
  if (!cell) return null;
  const element = cell.getElement();
  element.classList.add("here");
  element.id ||= `cell-${here.key}-${here.column}`;
  place.setAttribute("aria-activedescendant", element.id);
  return cell;
};
const move = async (down, right) => {
  const rows = table.getRows("active");
  if (!rows.length) return;
  const row = rows.findIndex((one) => one.getData().key === here?.key), column = columns.indexOf(here?.column);
  const to = rows[row < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, row + down))];
  here = { key: to.getData().key, column: columns[row < 0 ? 0 : Math.max(0, Math.min(columns.length - 1, column + right))] };
  await to.scrollTo("nearest", false).catch(() => {});
  mark()?.getElement().scrollIntoView({ block: "nearest", inline: "nearest" });
};
const MOVES = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1], PageDown: [15, 0], PageUp: [-15, 0], Home: [0, -999], End: [0, 999] };
place.addEventListener("keydown", (event) => {
  if (event.target !== place || event.ctrlKey || event.metaKey || event.altKey) return;
  if (MOVES[event.key]) { event.preventDefault(); move(...MOVES[event.key]); }
  else if ((event.key === "Enter" || event.key === "F2") && here && !locked) { event.preventDefault(); mark()?.edit(); }
  else if (event.key === " " && here) { event.preventDefault(); table.getRow(here.key)?.toggleSelect(); }
  else if (event.key === "Delete" && here && !locked) { event.preventDefault(); const cell = mark(); if (cell && cell.getValue()) cell.setValue(""); }
});
place.addEventListener("focus", () => { if (!here && table?.getDataCount()) move(0, 0); else mark(); });

document.addEventListener("paste", (event) => {
  if (locked || document.activeElement?.matches("#narrow, textarea.code")) return;
  const text = event.clipboardData.getData("text/plain");
  if (document.activeElement?.classList.contains("cell") && !/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  const cell = document.activeElement?.classList.contains("cell") ? here : here;
  document.activeElement?.blur();
  change({ paste: text.replace(/\r\n/g, "\n").replace(/\n$/, ""), key: cell?.key ?? null, column: cell?.column ?? columns[0] });
});

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || document.activeElement?.matches("input, textarea")) return;
  if (event.key === "z" && !event.shiftKey) { event.preventDefault(); change({ turn: "undo" }, "undone"); }
  else if (event.key === "y" || (event.key === "z" && event.shiftKey)) { event.preventDefault(); change({ turn: "redo" }, "done again"); }
});

document.getElementById("undo")?.addEventListener("click", () => change({ turn: "undo" }, "undone"));
document.getElementById("redo")?.addEventListener("click", () => change({ turn: "redo" }, "done again"));
document.getElementById("add")?.addEventListener("click", () => {
  const last = table.getSelectedRows().at(-1)?.getData().key ?? null;
  change({ insert: [{ day: "", actor: "", recipient: "", type: "" }], after: last }).then(() => {
    const rows = table.getRows(), added = last === null ? rows.at(-1) : table.getRow(last)?.getNextRow();
    added?.scrollTo?.();
    added?.getCell("c_day")?.edit();
  });
});
document.getElementById("delete")?.addEventListener("click", () => {
  const keys = table.getSelectedRows().map((one) => one.getData().key);
  if (!keys.length) { told.saved.textContent = "No row is chosen: tick the boxes at the left."; return; }
  change({ delete: keys });
});
document.getElementById("narrow").addEventListener("input", narrow);
document.getElementById("wrong").addEventListener("change", narrow);

const archive = document.getElementById("archive");
const suggested = document.getElementById("suggested");
const matches = async (key) => {
  if (!archive?.value) { suggested.hidden = true; return; }
  const found = await get(`${home}/matches?${query}&format=json&archive=${encodeURIComponent(archive.value)}${key ? `&key=${key}` : ""}`).catch((error) => { complain([error.message]); return []; });
  const reports = found.reduce((sum, one) => sum + one.reports, 0);
  document.getElementById("suggested-title").textContent = key
    ? (found.length ? `${reports} ${reports === 1 ? "report" : "reports"} of this affair ${reports === 1 ? "is" : "are"} loaded in ${archive.value}, as ${found.length} ${found.length === 1 ? "event" : "events"}: add?` : `${archive.value} holds nothing of this affair.`)
    : `${found.length} ${found.length === 1 ? "event" : "events"} between clients and poles after the shock that no row tells yet`;
  const all = document.getElementById("add-all");
  all.hidden = locked || found.length < 2 || Boolean(key);
  all.onclick = () => { all.hidden = true; for (const button of document.querySelectorAll("#suggestions button")) button.disabled = true; change({ insert: found.map((one) => one.cells), after: null }, `${found.length} rows added`); };
  document.getElementById("suggestions").replaceChildren(...found.map((one) => {
    const line = document.createElement("tr");
    for (const name of ["day", "actor", "type", "recipient", "status", "text"]) line.append(Object.assign(document.createElement("td"), { textContent: short(one.cells[name] ?? ""), dir: "auto" }));
    line.append(Object.assign(document.createElement("td"), { textContent: `${one.reports}`, className: "n" }));
    const button = Object.assign(document.createElement("button"), { textContent: "Add", className: "quiet", disabled: locked });
    button.addEventListener("click", () => { button.disabled = true; change({ insert: [one.cells], after: key ?? null }, "row added"); });
    line.append(Object.assign(document.createElement("td"), {})); line.lastChild.append(button);
    return line;
  }));
  suggested.hidden = false;
};
archive?.addEventListener("change", () => matches(null));
load().then(() => { if (archive?.value) matches(null); });

window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
window.addEventListener("focus", () => { waiting = waiting.then(async () => { const found = await get(`${home}?${query}&format=json`).catch(() => null); if (found && found.version !== version) await load(); }); });
