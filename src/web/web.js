// The page around the program: what is chosen here becomes words of a command line, and what the
// program answers is put into its place. The address holds what was chosen: #3.33?seed=7&d_out=6.
"use strict";
(() => {
  const words = {
    contents: ["차례", "contents"], whole: ["장 전체", "the whole chapter"], print: ["인쇄", "print"],
    predict: ["먼저 답해 보기", "predict, then see"], page: ["페이지 보기", "see the page"],
    settings: ["설정", "settings"], apply: ["적용", "apply"], usual: ["기본 설정으로", "the defaults"],
    inputs: ["입력 고치기", "edit the inputs"], row: ["토큰 더하기", "add a token"], less: ["빼기", "remove"],
    column: ["열 더하기", "add a column"], many: ["표가 커서 여기에서는 고칠 수 없습니다.", "This table is too large to be edited here."],
    mine: ["내 결과 비교", "my numbers"], paste: ["출력된 그대로 붙여 넣으십시오", "paste what your program printed"],
    compare: ["비교", "compare"], program: ["프로그램", "the program"], practice: ["계산을 비운 프로그램", "the program to complete"],
    copy: ["복사", "copy"], save: ["파일로 저장", "save as a file"],
    file: ["파일 (.csv .npy .npz .safetensors), 끌어다 놓아도 됩니다", "a file (.csv .npy .npz .safetensors), or drop it on the page"],
    asInput: ["입력으로", "as inputs"], asWeights: ["가중치로", "as weights"], asMine: ["내 결과로 비교", "as my numbers"],
    answer: ["답", "your answer"], send: ["답하기", "answer"], hint: ["힌트", "hint"], skip: ["건너뛰기", "skip"], how: ["답하는 법", "how to answer"],
    keep: ["진도를 파일로 저장", "save my progress as a file"], bring: ["진도 파일 가져오기", "bring a file of progress"],
    token: ["토큰", "token"], old: ["이 브라우저에서는 열 수 없습니다: WebAssembly와 DecompressionStream이 필요합니다.",
      "This browser cannot run it: WebAssembly and DecompressionStream are needed."],
  };
  const root = document.documentElement;
  const by = (id) => document.getElementById(id);
  const [wayBar, tools, said, page] = ["way", "tools", "said", "page"].map(by);

  // ---- Elements ----
  const make = (tag, attributes = {}, ...content) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) element[name] = value; else element.setAttribute(name, value);
    }
    element.append(...content);
    return element;
  };
  const both = ([ko, en]) => [make("span", { lang: "ko" }, ko), " ", make("span", { lang: "en" }, en)];
  const button = (text, onclick) => make("button", { type: "button", onclick }, ...both(text));
  const form = (onsubmit, ...content) =>
    make("form", { onsubmit: (event) => { event.preventDefault(); onsubmit(event); } }, ...content);
  const submit = (text) => make("button", { type: "submit" }, ...both(text));
  const labelled = (text, field) => make("label", {}, ...both(text), field);
  const say = (text, isError = true) => {
    said.replaceChildren(...(text ? [make("pre", { class: isError ? "error" : "note" }, text)] : []));
  };
  const save = (name, text) => {
    const link = make("a", { download: name, href: URL.createObjectURL(new Blob([text])) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
  const remember = (name, value) => { try { localStorage.setItem(name, value); } catch { /* nowhere to keep it */ } };
  const remembered = (name) => { try { return localStorage.getItem(name); } catch { return null; } };

  // ---- What the address says ----
  const tableName = "table.csv";
  const address = () => {
    const [step, query = ""] = location.hash.slice(1).split(/\?(.*)/s);
    return { step: decodeURIComponent(step), chosen: new URLSearchParams(query) };
  };
  const linkTo = (step, chosen) => {
    const query = String(chosen).replace(/=(?=&|$)/g, "");
    return `#${encodeURIComponent(step)}${query && "?"}${query}`;
  };
  const optionOf = (key) => `--${key.replace(/_/g, "-")}`;
  const keyOf = (option) => option.slice(2).replace(/-/g, "_");
  /// The chosen settings as words, those alone that a command takes if it says so.
  const settingsFor = (chosen, taken) => {
    const given = [];
    for (const [key, value] of chosen) {
      if (key === "learn" || key === "lang" || (taken && !taken.includes(key) && key !== "table")) continue;
      if (key === "table") window.attn.give(tableName, new TextEncoder().encode(value));
      given.push(...(key === "table" ? ["--input", tableName] : value === "" ? [optionOf(key)] : [optionOf(key), value]));
    }
    return given;
  };
  let show;
  const change = (edit) => {
    const { step, chosen } = address();
    edit(chosen);
    const link = linkTo(step, chosen);
    if (link === location.hash) show(); else location.hash = link;
  };

  // ---- Calls ----
  const call = async (command, input = "") => {
    page.setAttribute("aria-busy", "true");
    const answer = await window.attn([...command, "--lang", root.dataset.lang], input);
    page.removeAttribute("aria-busy");
    const progress = window.attn.progress();
    if (progress !== null) remember("attn-progress", progress);
    return answer;
  };
  /// What a command shows, as elements; what it says besides is said. Nothing if it refused.
  const elements = async (command, input) => {
    const { code, out, err } = await call([...command, "--format", "html"], input);
    say(err, code > 1);
    if (code > 1) return null;
    const written = new DOMParser().parseFromString(out, "text/html");
    by("style").textContent = written.querySelector("style").textContent;
    return [...written.querySelector("main").children];
  };
  const put = (where, content) => {
    where.replaceChildren(...content);
    where.dispatchEvent(new Event("attn-shown", { bubbles: true }));
  };

  // ---- Contents ----
  let steps = null;  // their ids, in order
  const contents = async () => {
    const list = await elements(["list"]);
    steps = list.flatMap((part) => [...part.querySelectorAll("li b")].map((id) => id.textContent));
    return list;
  };
  const showContents = async () => {
    const list = await contents();
    const { chosen } = address();
    for (const item of list.flatMap((part) => [...part.querySelectorAll("li")])) {
      const link = make("a", { href: linkTo(item.querySelector("b").textContent, chosen) });
      link.append(...[...item.childNodes].slice(1));
      item.append(link);
    }
    for (const chapter of list.flatMap((part) => [...part.querySelectorAll("nav")])) {
      const number = chapter.querySelector("b").textContent.split(".")[0];
      const heading = chapter.querySelector("h2");
      heading.id = `chapter${number}`;
      chapter.setAttribute("aria-labelledby", heading.id);
      chapter.append(make("a", { href: linkTo(`ch${number}`, chosen) }, ...both(words.whole)));
    }
    wayBar.replaceChildren();
    tools.replaceChildren();
    put(page, [...list, progressTools()]);
  };
  const progressTools = () => {
    const file = make("input", { type: "file", accept: ".json", onchange: () => bringProgress(file.files[0]) });
    return make("div", { class: "row" },
      button(words.keep, () => save("progress.json", window.attn.progress() ?? "")), labelled(words.bring, file));
  };
  const bringProgress = async (file) => {
    const before = window.attn.progress();
    window.attn.setProgress(await file.text());
    const { err } = await call(["learn", "--progress"]);
    if (err) window.attn.setProgress(before);
    if (before !== null || !err) remember("attn-progress", window.attn.progress());
    await showContents();
    say(err);
  };

  // ---- A step ----
  const showWay = (step, chosen) => {
    const at = steps.indexOf(step);
    const link = (id, arrow) => make("a", { href: linkTo(id, chosen) }, arrow);
    wayBar.replaceChildren(
      at > 0 ? link(steps[at - 1], `← ${steps[at - 1]}`) : "",
      make("a", { href: linkTo("", chosen) }, ...both(words.contents)),
      at >= 0 && at + 1 < steps.length ? link(steps[at + 1], `${steps[at + 1]} →`) : "");
  };
  const wayAgain = () => make("div", { class: "row way" }, ...wayBar.cloneNode(true).childNodes);
  const showStep = async (step, chosen) => {
    if (!steps) await contents();
    const shown = await elements(["run", step, ...settingsFor(chosen)]);
    const id = shown?.length === 1 ? shown[0].dataset.step : step;
    showWay(id, chosen);
    await showTools(id, chosen, steps.includes(id));
    put(page, [...shown ?? [], wayAgain()]);
    const heading = page.querySelector("h2");
    if (heading) document.title = `attn ${heading.textContent}`;
  };

  // ---- What can be done with it ----
  const opened = (text, fill) => {
    const details = make("details", {}, make("summary", {}, ...both(text)));
    details.ontoggle = async () => {
      if (details.open && details.children.length === 1) details.append(...[await fill()].flat());
    };
    return details;
  };
  const showTools = async (step, chosen, isOne) => {
    const open = tools.querySelector("details[open]")?.dataset.tool;
    const all = { settings: opened(words.settings, () => settingsForm(chosen)), inputs: opened(words.inputs, () => inputsTable(chosen)) };
    if (isOne) {
      all.mine = opened(words.mine, () => comparison(step, chosen));
    }
    all.program = opened(words.program, () => programOf(step, chosen));
    for (const [name, one] of Object.entries(all)) one.dataset.tool = name;
    const isAsked = chosen.has("learn");
    const learn = button(isAsked ? words.page : words.predict, () =>
      change((now) => { if (isAsked) now.delete("learn"); else now.set("learn", ""); }));
    tools.replaceChildren(...(isOne ? [learn] : []), ...Object.values(all), button(words.print, () => window.print()));
    if (open && all[open]) all[open].open = true;
  };

  let options = null;  // the settings there are, as the program tells
  const settingsForm = async (chosen) => {
    options ??= JSON.parse((await call(["help", "run", "--format", "json"])).out).options.filter((one) => one.setting);
    const fields = options.map((one) => {
      const key = keyOf(one.name);
      const isFlag = one.takes === "";
      const field = make("input", isFlag ? { type: "checkbox", name: key } : { name: key, autocomplete: "off" });
      if (isFlag) field.checked = chosen.has(key); else field.value = chosen.get(key) ?? "";
      const offered = [...one.choices, ...(one.name === "--input" || one.name === "--weights" ? window.attn.files() : [])];
      const list = offered.length ? [make("datalist", { id: `known-${key}` }, ...offered.map((value) => make("option", { value })))] : [];
      if (list.length) field.setAttribute("list", list[0].id);
      return make("div", {}, make("label", {}, make("b", {}, one.name), " ", field, make("small", {}, ...both([one.ko, one.en]))), ...list);
    });
    const file = make("input", { type: "file", onchange: () => bringFile(file.files[0]) });
    return form((event) => change((now) => {
      for (const { name, type, checked, value } of event.target.elements) {
        if (!name) continue;
        now.delete(name);
        if (type === "checkbox" ? checked : value !== "") now.set(name, type === "checkbox" ? "" : value);
        if (name === "input" && value !== "") now.delete("table");
      }
    }), make("div", { class: "fields" }, ...fields, labelled(words.file, file)), make("div", { class: "row" }, submit(words.apply),
      button(words.usual, () => change((now) => { for (const key of [...now.keys()]) if (key !== "learn") now.delete(key); }))));
  };

  // ---- Inputs as a table: CSV, as the program writes and reads it ----
  const fieldsOf = (line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)]
    .map(([, quoted, plain]) => (quoted !== undefined ? quoted.replace(/""/g, '"') : plain));
  const quoted = (field) => (/^\s|[",]|\s$/.test(field) ? `"${field.replace(/"/g, '""')}"` : field);
  const inputsTable = async (chosen) => {
    const { code, out, err } = await call(["inputs", ...settingsFor(chosen, ["input", "tokens", "d_in", "seed"])]);
    if (code !== 0) return make("pre", { class: "error" }, err);
    const rows = out.trimEnd().split("\n").map(fieldsOf);
    if (rows.length * rows[0].length > 2000) return make("p", {}, ...both(words.many));
    const body = make("tbody");
    const head = make("tr", {}, ...rows[0].map((name) => make("th", { scope: "col" }, name)), make("td"));
    const cell = (value, column) => make("td", {}, make("input", { value, "aria-label": head.children[column].textContent }));
    const add = (values) => {
      const row = make("tr", {}, ...values.map(cell), make("td", {}, button(words.less, () => row.remove())));
      body.append(row);
    };
    rows.slice(1).forEach(add);
    const addColumn = () => {
      const column = head.children.length - 1;
      head.insertBefore(make("th", { scope: "col" }, `x${column}`), head.lastChild);
      for (const row of body.children) row.insertBefore(cell("0", column), row.lastChild);
    };
    const addRow = () => add([...head.children].slice(0, -1).map((_, i) => (i === 0 ? "" : "0")));
    const asCsv = () => [[...head.children].slice(0, -1).map((one) => one.textContent),
      ...[...body.children].map((row) => [...row.querySelectorAll("input")].map((field) => field.value))]
      .map((row) => row.map(quoted).join(",")).join("\n") + "\n";
    return form(() => change((now) => {
      for (const key of ["input", "tokens", "d_in"]) now.delete(key);
      now.set("table", asCsv());
    }), make("div", { class: "scroll" }, make("table", { class: "edited" }, make("thead", {}, head), body)),
    make("div", { class: "row" }, submit(words.apply), button(words.row, addRow), button(words.column, addColumn)));
  };

  // ---- Files ----
  const bringFile = async (file) => {
    if (!file) return;
    window.attn.give(file.name, new Uint8Array(await file.arrayBuffer()));
    const { step, chosen } = address();
    const use = (key) => button(words[key === "input" ? "asInput" : "asWeights"], () => change((now) => {
      if (key === "input") now.delete("table");
      now.set(key, file.name);
    }));
    const compare = button(words.asMine, async () => {
      const verdict = make("div", {});
      tools.append(verdict);
      await judge(step, chosen, file.name, "", verdict);
    });
    said.replaceChildren(make("p", { class: "row" }, make("b", {}, file.name), use("input"), use("weights"), step ? compare : ""));
    said.scrollIntoView({ block: "center" });
  };
  const isOfFiles = (event) => [...event.dataTransfer.types].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!isOfFiles(event)) return;
    event.preventDefault();
    document.body.classList.add("over");
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) document.body.classList.remove("over"); });
  document.addEventListener("drop", (event) => {
    document.body.classList.remove("over");
    if (!isOfFiles(event)) return;
    event.preventDefault();
    bringFile(event.dataTransfer.files[0]);
  });

  // ---- One's own numbers ----
  const judge = async (step, chosen, file, text, where) => {
    for (const cell of page.querySelectorAll("td.wrong")) cell.classList.remove("wrong");
    const shown = await elements(["diff", step, file, ...settingsFor(chosen)], text);
    if (!shown) return where.replaceChildren();
    const verdict = JSON.parse(shown.find((one) => one.dataset.role === "verdict").textContent);
    put(where, shown.filter((one) => one.dataset.role !== "verdict"));
    where.firstElementChild.removeAttribute("id");  // the page has it, and the heading
    where.querySelector("h2")?.remove();
    for (const { name, cells_that_differ: cells } of verdict.tensors) {
      for (const table of page.querySelectorAll(`table[data-tensor="${CSS.escape(name)}"]`)) {
        for (const cell of cells) table.querySelector(`[data-cell="${cell.join()}"]`)?.classList.add("wrong");
      }
    }
  };
  const comparison = (step, chosen) => {
    const text = make("textarea", { spellcheck: "false" });
    const verdict = make("div", {});
    return [form(() => judge(step, chosen, "-", text.value, verdict), labelled(words.paste, text), submit(words.compare)), verdict];
  };

  // ---- Its program ----
  const programOf = async (step, chosen) => {
    const one = async (command, name) => {
      const { code, out, err } = await call([...command, ...settingsFor(chosen)]);
      if (code !== 0) return [make("pre", { class: "error" }, err)];
      return [make("pre", { class: "saved", tabindex: "0" }, make("code", {}, out)), make("p", { class: "row" },
        button(words.copy, () => navigator.clipboard?.writeText(out)), button(words.save, () => save(name, out)))];
    };
    const shown = await one(["code", step], `${step}.py`);
    if (!steps.includes(step)) return shown;
    return [...shown, make("p", {}, ...both(words.practice)), ...await one(["practice", step, "-"], `practice_${step}.py`)];
  };

  // ---- Predict, then see: the dialogue of attn learn, told anew with each answer ----
  const showQuestions = async (step, chosen) => {
    if (!steps) await contents();
    showWay(step, chosen);
    await showTools(step, chosen, true);
    const given = [];
    const ask = async () => {
      const shown = await elements(["learn", step, ...settingsFor(chosen)], given.map((line) => `${line}\n`).join(""));
      put(page, shown ?? []);
      if (!shown) return;
      const isDone = shown.some((one) => one.dataset.step);
      if (isDone) return page.append(wayAgain());
      const dialogue = page.querySelector(".dialogue");
      const field = make("input", { autocomplete: "off", name: "answer" });
      const answer = (line) => { given.push(line); return ask(); };
      for (const [i, option] of [...([...dialogue.querySelectorAll(".asked")].pop()?.querySelectorAll("ol li") ?? [])].entries()) {
        const choice = make("button", { type: "button", onclick: () => answer(String(i + 1)) });
        choice.append(...option.childNodes);
        option.append(choice);
      }
      dialogue.append(form(() => answer(field.value), labelled(words.answer, field), make("div", { class: "row" }, submit(words.send),
        button(words.hint, () => answer("h")), button(words.skip, () => answer("s")), button(words.how, () => answer("?")))));
      field.focus({ preventScroll: given.length === 0 });
    };
    await ask();
  };

  // ---- Further back than the page knows ----
  document.addEventListener("click", async (event) => {
    const more = event.target.closest(".more");
    if (!more) return;
    const { chosen } = address();
    const shown = await elements(["explain", more.dataset.step, more.dataset.cell, "--depth", "20", ...settingsFor(chosen)]);
    if (shown) more.closest("[data-role=derivation]").append(...shown.map((one) => make("div", {}, ...one.children)));
    more.remove();
  });

  // ---- Begin ----
  const language = (name) => document.querySelector(`[data-choice="${CSS.escape(name)}"]`)?.click();
  document.querySelector(".choices").addEventListener("click", () => remember("attn-lang", root.dataset.lang));
  const showAddress = async () => {
    const { step, chosen } = address();
    document.title = "attn";
    if (chosen.has("lang")) language(chosen.get("lang"));
    if (!step) await showContents();
    else if (chosen.has("learn")) await showQuestions(step, chosen);
    else await showStep(step, chosen);
    root.dataset.shown = location.hash;
  };
  let shown = Promise.resolve();
  show = () => {  // one after another, each what the address says by then
    shown = shown.then(showAddress).catch((error) => say(`attn: ${error}`));
    return shown;
  };
  if (typeof WebAssembly !== "object" || typeof DecompressionStream !== "function") {
    page.replaceChildren(...both(words.old));
    return;
  }
  window.attn.setProgress(remembered("attn-progress"));
  language(remembered("attn-lang") ?? root.dataset.lang);
  addEventListener("hashchange", async () => {
    scrollTo(0, 0);
    await show();
    if (!page.contains(document.activeElement)) page.focus({ preventScroll: true });
  });
  show();
})();
