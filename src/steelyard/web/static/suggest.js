// Type-ahead: codes and types with their meaning, the last of several split by ";".
const lists = {};
const wordsOf = (kind) => (lists[kind] ??= fetch(`/words/${kind}?format=json`).then((answer) => answer.json()));

const fits = (word, typed) => {
  const low = typed.toLowerCase();
  if (!low) return 0;
  if (word.code.toLowerCase().startsWith(low)) return 0;
  if (word.title.toLowerCase().startsWith(low)) return 1;
  return word.names.some((name) => name.toLowerCase().startsWith(low)) ? 2 : 9;
};

export const suggest = (field, kind, { several = field.dataset.several !== undefined } = {}) => {
  const list = document.createElement("ul");
  list.className = "types";
  list.setAttribute("role", "listbox");
  list.id = `words-${Math.random().toString(36).slice(2)}`;
  list.hidden = true;
  document.body.append(list);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");
  field.autocomplete = "off";
  let at = -1, found = [];
  const last = () => (several ? field.value.split(";").pop().trim() : field.value.trim());
  const close = () => { list.hidden = true; at = -1; field.setAttribute("aria-expanded", "false"); };
  const take = (word) => {
    const before = several ? field.value.split(";").slice(0, -1).map((one) => one.trim()) : [];
    field.value = [...before, word.code].join(";");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    close();
  };
  const known = (typed) => !typed || (lists[kind + " known"] ?? new Set()).has(typed.toUpperCase());
  const show = async (all = false) => {
    const typed = all ? "" : last();
    if (!typed && !all) return close();
    const words = await wordsOf(kind);
    lists[kind + " known"] ??= new Set(words.map((word) => word.code));
    found = words.map((word) => [fits(word, typed), word]).filter(([rank]) => rank < 9)
      .sort((a, b) => a[0] - b[0] || a[1].code.localeCompare(b[1].code)).slice(0, all ? 40 : 8).map(([, word]) => word);
    if (document.activeElement !== field || !found.length || (found.length === 1 && found[0].code === typed)) return close();
    list.replaceChildren(...found.map((word, number) => {
      const item = document.createElement("li");
      item.setAttribute("role", "option");
      item.id = `${list.id}-${number}`;
      item.textContent = `${word.code}  ${word.title}`;
      item.addEventListener("pointerdown", (event) => { event.preventDefault(); take(word); });
      return item;
    }));
    const box = field.getBoundingClientRect();
    list.style.left = `${box.left + scrollX}px`;
    list.style.top = `${box.bottom + scrollY + 2}px`;
    list.hidden = false;
    at = -1;
    field.setAttribute("aria-expanded", "true");
  };
  field.addEventListener("input", (event) => { if (event.isTrusted !== false) show(); });
  if (kind === "types") { // few enough to be looked over
    field.addEventListener("focus", () => show(true));
    field.addEventListener("click", () => { if (list.hidden) show(true); });
  }
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (list.hidden) {
      if (event.key === "ArrowDown" && kind === "types") { event.preventDefault(); show(true); }
      return;
    }
    // What is typed is no code yet: Enter means the first that fits.
    if (event.key === "Enter" && at < 0 && found.length && !known(last())) { event.preventDefault(); event.stopPropagation(); take(found[0]); return; }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      event.stopPropagation();
      at = (at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length;
      [...list.children].forEach((item, number) => item.setAttribute("aria-selected", number === at));
      field.setAttribute("aria-activedescendant", `${list.id}-${at}`);
    } else if ((event.key === "Enter" || event.key === "Tab") && at >= 0) {
      if (event.key === "Enter") { event.preventDefault(); event.stopPropagation(); }
      take(found[at]);
    } else if (event.key === "Escape") { event.stopPropagation(); close(); }
  }, true);
  return { close, list };
};
