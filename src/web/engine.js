// window.attn(words, stdin): the program, called as a shell calls it. Every call is a new process: it
// sees the files that were given to it and what it kept of a learner's progress, and nothing else.
"use strict";
(() => {
  const home = "/home/reader";
  const progressFile = `${home}/.local/state/attn/progress.json`;
  const files = new Map();  // name → Uint8Array
  let progress = null;  // the file as the program wrote it; null: there is none

  const unpack = async () => {
    const packed = Uint8Array.from(atob(document.getElementById("program").textContent), (c) => c.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return WebAssembly.compile(await new Response(stream).arrayBuffer());
  };
  let compiled = null;

  const folder = (FS, path) => path.split("/").slice(1, -1).reduce((above, name) => {
    const here = `${above}/${name}`;
    if (!FS.analyzePath(here).exists) FS.mkdir(here);
    return here;
  }, "");
  const start = async (input) => {
    compiled ??= unpack();
    const module = await compiled;
    const program = await createAttn({
      instantiateWasm: (imports, receive) => {
        WebAssembly.instantiate(module, imports).then((instance) => receive(instance, module));
        return {};
      },
      thisProgram: "attn",
      quit: (code, how) => { throw how; },
      preRun: [({ ENV }) => Object.assign(ENV, { HOME: home, PWD: home, TERM: "dumb" })],
    });
    const { FS } = program;
    folder(FS, progressFile);
    if (progress !== null) FS.writeFile(progressFile, progress);
    for (const [name, bytes] of files) FS.writeFile(`${home}/${name}`, bytes);
    FS.chdir(home);
    FS.writeFile("/in", input);
    for (const [number, path, mode] of [[0, "/in", "r"], [1, "/out", "w"], [2, "/err", "w"]]) {
      FS.close(FS.getStream(number));
      FS.open(path, mode);  // takes the number that is free
    }
    return program;
  };

  let turn = Promise.resolve();  // one call at a time
  const call = async (words, input) => {
    const program = await start(input);
    let code = 3;
    let stopped = "";
    try {
      code = program.callMain(words);
    } catch (how) {
      if (how?.name === "ExitStatus") code = how.status;
      else stopped = `attn: ${how}\n`;
    }
    const { FS } = program;
    const read = (path) => FS.readFile(path, { encoding: "utf8" });
    if (FS.analyzePath(progressFile).exists) progress = read(progressFile);
    return { code, out: read("/out"), err: read("/err") + stopped };
  };
  window.attn = (words, stdin = "") => {
    const answer = turn.then(() => call(words.map(String), stdin));
    turn = answer.catch(() => {});
    return answer;
  };
  /// Lets the program find a file under this name.
  window.attn.give = (name, bytes) => files.set(name, bytes);
  window.attn.files = () => [...files.keys()];
  window.attn.progress = () => progress;
  window.attn.setProgress = (text) => { progress = text; };
})();
