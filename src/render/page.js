// Shows how the cell under the pointer came about. Every number on this page was computed and
// printed by attn; here numbers are only put into their places.
"use strict";
(() => {
  const root = document.documentElement;
  const panel = document.querySelector("[data-role=derivation]");
  const words = {
    rounded: ["적힌 수로 계산하면 #: 반올림 때문입니다", "the numbers as printed come to #: rounding"],
    back: ["뒤로", "back"], copy: ["복사", "copy"], theme: ["밝게/어둡게", "light or dark"],
    more: ["더 앞의 계산: attn explain", "further back: attn explain"],
  };
  const make = (tag, text, attributes = {}) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const both = ([ko, en], tag = "span") =>
    ko === en ? [make(tag, ko)] : [make(tag, ko, { lang: "ko" }), " ", make(tag, en, { lang: "en" })];

  // ---- What the page knows of its cells ----
  const known = new WeakMap();  // by article
  const ways = (article) => {
    if (!known.has(article)) {
      const data = article.querySelector(":scope > script[type='application/json']");
      const all = data ? JSON.parse(data.textContent) : { nodes: [], texts: [], lines: [] };
      for (const node of all.nodes) {
        if (node.values !== undefined) node.values = node.values.split(" ");
        if (node.cells !== undefined) node.cells = node.cells.split("|");
        if (node.words?.includes("|")) node.words = node.words.split("|");
      }
      known.set(article, all);
    }
    return known.get(article);
  };
  const strides = (shape) => shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const placeOf = (cell, shape) => {
    const step = strides(shape);
    return cell === "" ? 0 : cell.split(",").reduce((sum, place, axis) => sum + place * step[axis], 0);
  };
  const cellAt = (place, shape) => strides(shape).map((step, axis) => Math.floor(place / step) % shape[axis]).join(",");
  const shownCell = (article, node, place) => {
    const cell = cellAt(place, ways(article).nodes[node].shape);
    return article.querySelector(`table[data-node="${node}"] td[data-cell="${cell}"]`);
  };
  const valueOf = (article, node, place) => {
    const values = ways(article).nodes[node].values;
    if (values) return values[place];
    const cell = shownCell(article, node, place);
    return cell ? cell.textContent : "…";
  };
  const of = (entry, place) => (Array.isArray(entry) ? entry[place] : entry);
  const nameOf = (node, place) => {
    const name = node.name.includes(" ") ? `(${node.name})` : node.name;
    return node.shape.length ? `${name}[${cellAt(place, node.shape)}]` : name;
  };

  /// The line of a cell, and the cells [node, place] that stand in it.
  const arithmetic = (article, node, place) => {
    const one = ways(article).nodes[node];
    const line = one.line !== undefined ? ways(article).lines[of(one.line, place)] : "";
    const places = one.cells?.[place] ? one.cells[place].split(" ").map(Number) : [];
    const cells = [];
    const filled = line.replace(/\{(!?)(\d+)\}/g, (_, apart, operand) => {
      const from = one.operands[operand];
      const at = places[cells.length];
      cells.push([from, at]);
      const value = from < 0 ? "…" : valueOf(article, from, at);
      return apart && value.startsWith("-") ? `(${value})` : value;
    });
    const isWords = /^\{\d+\}$/.test(line) || line.includes(" < ") || cells.length === 0;  // say it better
    return { line: isWords ? "" : filled, cells };
  };
  /// The cells of this article that a cell came from: through those that it does not show.
  const operands = (article, node, place, found = new Set(), seen = new Set()) => {
    for (const [from, at] of arithmetic(article, node, place).cells) {
      if (from < 0 || seen.has(`${from} ${at}`)) continue;
      seen.add(`${from} ${at}`);
      const cell = shownCell(article, from, at);
      if (cell) found.add(cell); else operands(article, from, at, found, seen);
    }
    return found;
  };

  // ---- The one place where it is told ----
  let article = null, way = [];
  const clear = (name) => document.querySelectorAll(`td.${name}`).forEach((cell) => cell.classList.remove(name));
  const tell = () => {
    const [node, place] = way[way.length - 1];
    const { nodes, texts } = ways(article);
    const one = nodes[node];
    clear("operand");
    operands(article, node, place).forEach((cell) => cell.classList.add("operand"));
    const { line, cells } = arithmetic(article, node, place);
    const value = valueOf(article, node, place);
    const numbers = (of(one.words, place) || "").split(" ");
    let next = 0;
    const isTold = one.text !== undefined;
    const filled = (isTold ? texts[of(one.text, place)] : ["", ""]).map((text) => text.replace(/#/g, () => numbers[next++]));
    panel.replaceChildren();
    if (way.length > 1) {
      const back = make("button", undefined, { type: "button" });
      back.append("← ", ...both(words.back));
      back.onclick = () => { way.pop(); tell(); };
      panel.append(back);
    }
    panel.append(make("code", `${nameOf(one, place)} = ${value}`));
    if (one.how && line) {
      const how = make("p");
      how.append(make("code", one.how + (one.shapes ? `   ${one.shapes}` : "")));
      panel.append(how);
    }
    const said = make("p");
    said.append(...both(filled));
    panel.append(said);
    if (line) {
      const sum = make("p");
      sum.append(make("code", `${line} = ${value}`));
      panel.append(sum);
    }
    if (one.rounded && one.rounded[place]) {
      const note = make("p");
      note.append(...both(words.rounded.map((text) => text.replace("#", one.rounded[place]))));
      panel.append(note);
    }
    const from = make("p");
    const seen = new Set();
    let isCut = !isTold;
    for (const [operand, at] of cells) {
      if (operand < 0) { isCut = true; continue; }
      if (seen.has(`${operand} ${at}`) || seen.size === 24) continue;
      seen.add(`${operand} ${at}`);
      const step = make("button", `${nameOf(nodes[operand], at)} = ${valueOf(article, operand, at)}`, { type: "button" });
      step.onclick = () => { way.push([operand, at]); tell(); };
      from.append(step);
    }
    if (isCut) {  // a page that has the program asks it
      const more = make(window.attn ? "button" : "span", undefined,
        { class: "more", "data-step": article.dataset.step, "data-cell": nameOf(one, place) });
      more.append(...both(words.more.map((text) => `${text} ${article.dataset.step} '${nameOf(one, place)}'`)));
      from.append(more);
    }
    if (from.childNodes.length) panel.append(from);
    panel.hidden = false;
  };
  const ask = (event) => {
    const cell = event.target.closest ? event.target.closest("td[data-cell]") : null;
    if (!cell || cell.classList.contains("asked") && !panel.hidden) return;
    const table = cell.closest("table");
    const node = Number(table.dataset.node);
    article = cell.closest("article");
    if (!ways(article).nodes[node]) return;
    way = [[node, placeOf(cell.dataset.cell, ways(article).nodes[node].shape)]];
    clear("asked");
    cell.classList.add("asked");
    tell();
  };
  for (const kind of ["mouseover", "pointerenter", "focus"]) document.addEventListener(kind, ask, true);

  // ---- Keys: one stop for each table, arrows within it ----
  const giveStops = (part) => {
    for (const table of part.querySelectorAll("table[data-tensor]")) {
      table.querySelectorAll("td[data-cell]").forEach((cell, i) => { cell.tabIndex = i === 0 ? 0 : -1; });
    }
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { panel.hidden = true; clear("operand"); clear("asked"); return; }
    const cell = event.target.closest ? event.target.closest("td[data-cell]") : null;
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (!cell || !step) return;
    event.preventDefault();
    const row = cell.parentElement;
    const rows = [...row.parentElement.children];
    const to = rows[rows.indexOf(row) + step[0]]?.children[[...row.children].indexOf(cell) + step[1]];
    if (!to || !to.matches("td[data-cell]")) return;
    cell.tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
  });

  // ---- Language, light and dark, copying ----
  const choices = document.querySelector(".choices");
  const languages = [["ko", "한국어"], ["en", "English"], ["both", "둘 다 · both"]];
  const choose = (language) => {
    root.dataset.lang = language;
    root.lang = language === "en" ? "en" : "ko";
    for (const button of choices.querySelectorAll("[data-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.choice === language));
    }
  };
  for (const [language, name] of languages) {
    const button = make("button", name, { type: "button", "data-choice": language });
    button.onclick = () => choose(language);
    choices.append(button, " ");
  }
  choices.setAttribute("aria-label", "언어와 색 · language and colours");
  const theme = make("button", "◐", { type: "button", "aria-label": words.theme.join(" · ") });
  theme.onclick = () => { root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark"; };
  choices.append(theme);
  choose(root.dataset.lang);
  root.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const letCopy = (part) => {
    for (const code of part.querySelectorAll(".code")) {
      const button = make("button", undefined, { type: "button" });
      button.append(...both(words.copy));
      button.onclick = () => navigator.clipboard?.writeText(code.querySelector("code").textContent);
      code.append(button);
    }
  };

  // What comes later, where pages come and go, says so.
  const prepare = (part) => { giveStops(part); letCopy(part); };
  prepare(document);
  document.addEventListener("attn-shown", (event) => {
    panel.hidden = true;
    prepare(event.target);
  });
})();
