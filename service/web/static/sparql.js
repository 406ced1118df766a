// The query editor: paints the text behind a plain textarea, completes names, marks the place of an error.
"use strict";

(() => {
  const form = document.getElementById("sparql");
  const area = document.getElementById("query");
  const paint = form.querySelector(".paint");
  const list = document.getElementById("completions");
  const button = document.getElementById("complete");
  const share = document.getElementById("share");
  const TOKEN = /(#[^\n]*)|("""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(<[^<>"{}|^`\\\s]*>)|([?$][\w]+)|((?:[A-Za-z][\w.-]*)?:[\w.%-]*)|\b(BASE|PREFIX|SELECT|CONSTRUCT|ASK|DESCRIBE|WHERE|FROM|NAMED|ORDER|GROUP|BY|HAVING|LIMIT|OFFSET|DISTINCT|REDUCED|ASC|DESC|OPTIONAL|UNION|MINUS|FILTER|BIND|AS|VALUES|SERVICE|SILENT|GRAPH|EXISTS|NOT|IN|COUNT|SUM|MIN|MAX|AVG|SAMPLE|GROUP_CONCAT|SEPARATOR|LANG|STR|REGEX|CONTAINS|STRSTARTS|IF|COALESCE|BOUND|UNDEF|a|true|false)\b|(\d[\d.eE]*)/gi;
  const KINDS = ["c", "s", "i", "v", "p", "k", "n"];
  const MOST = 12;
  let names = [];
  let open = [];
  let chosen = 0;
  let place = readPlace();

  function readPlace() {
    const [line, column] = form.dataset.place.split(":").map(Number);
    return line ? { line, column } : null;
  }

  function offsetOf({ line, column }) {
    const lines = area.value.split("\n");
    return lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
  }

  function piece(kind, text, isBad) {
    const span = document.createElement("span");
    span.className = isBad ? `${kind} bad` : kind;
    span.textContent = text;
    return span;
  }

  function repaint() {
    const text = area.value;
    const bad = place ? offsetOf(place) : -1;
    const pieces = [];
    let end = 0;
    const plain = (until) => {
      const part = text.slice(end, until);
      if (bad >= end && bad < until) pieces.push(piece("", part, true));
      else pieces.push(part);
    };
    for (const match of text.matchAll(TOKEN)) {
      plain(match.index);
      end = match.index + match[0].length;
      const kind = KINDS[match.slice(1).findIndex((group) => group !== undefined)];
      pieces.push(piece(kind, match[0], bad >= match.index && bad < end));
    }
    plain(text.length);
    paint.replaceChildren(...pieces, "\n");
    paint.scrollTop = area.scrollTop;
  }

  function wordBefore() {
    return /[\w:.\-\u3040-\u9fff]+$/u.exec(area.value.slice(0, area.selectionStart))?.[0] ?? "";
  }

  function candidates(word) {
    const wanted = word.toLowerCase();
    const score = ([name, ja, en]) => {
      const texts = [name, name.split(":")[1] ?? "", ja, en].map((text) => text.toLowerCase());
      if (texts.some((text) => text.startsWith(wanted))) return 0;
      return texts.some((text) => text.includes(wanted)) ? 1 : 2;
    };
    const scored = names.map((entry) => [score(entry), entry]).filter(([value]) => value < 2);
    return scored.sort((one, other) => one[0] - other[0]).slice(0, MOST).map(([, entry]) => entry);
  }

  function complete(isAsked) {
    const word = wordBefore();
    open = isAsked || word.includes(":") ? candidates(word) : [];
    if (open.length === 1 && open[0][0] === word) open = [];
    chosen = 0;
    showList();
  }

  function showList() {
    list.hidden = open.length === 0;
    area.setAttribute("aria-expanded", String(!list.hidden));
    list.replaceChildren(...open.map(([name, ja, en], place) => {
      const item = document.createElement("li");
      item.id = `completion-${place}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(place === chosen));
      const label = document.createElement("span");
      label.textContent = isEnglish ? en || ja : ja;
      item.append(name, label);
      item.addEventListener("mousedown", (event) => { event.preventDefault(); accept(place); });
      return item;
    }));
    if (list.hidden) area.removeAttribute("aria-activedescendant");
    else area.setAttribute("aria-activedescendant", `completion-${chosen}`);
  }

  function accept(place) {
    const word = wordBefore();
    const start = area.selectionStart - word.length;
    area.setRangeText(open[place][0], start, area.selectionStart, "end");
    open = [];
    showList();
    repaint();
    area.focus();
  }

  function move(step) {
    chosen = (chosen + step + open.length) % open.length;
    showList();
    document.getElementById(`completion-${chosen}`).scrollIntoView({ block: "nearest" });
  }

  function onKey(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); return; }
    if ((event.key === " " && event.ctrlKey) || (event.key === "Enter" && event.altKey)) { event.preventDefault(); complete(true); return; }
    if (list.hidden) return;
    const actions = {
      ArrowDown: () => move(1), ArrowUp: () => move(-1), Enter: () => accept(chosen),
      Escape: () => { open = []; showList(); },
    };
    if (actions[event.key]) { event.preventDefault(); actions[event.key](); }
  }

  function insert(text) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    place = null;
    repaint();
    area.focus();
  }

  function copyLink() {
    const url = new URL(location.href);
    url.searchParams.delete("question");
    url.searchParams.set("query", area.value);
    share.dataset.copy = url.href;
    copyText(share);
  }

  area.addEventListener("input", () => { place = null; repaint(); complete(false); });
  area.addEventListener("scroll", () => { paint.scrollTop = area.scrollTop; });
  area.addEventListener("keydown", onKey);
  area.addEventListener("blur", () => { open = []; showList(); });
  area.setAttribute("aria-controls", "completions");
  area.setAttribute("aria-autocomplete", "list");
  button.hidden = false;
  button.addEventListener("click", () => { area.focus(); complete(true); });
  for (const one of document.querySelectorAll("button[data-insert]")) {
    one.hidden = false;
    one.addEventListener("click", () => insert(one.dataset.insert));
  }
  share.hidden = !navigator.clipboard;
  share.addEventListener("click", copyLink);
  fetch(form.dataset.names).then((answer) => answer.json()).then((answer) => { names = answer.names; });
  area.closest(".editor").classList.add("painted");
  repaint();
  if (place) { area.focus(); area.setSelectionRange(offsetOf(place), offsetOf(place)); }
})();
