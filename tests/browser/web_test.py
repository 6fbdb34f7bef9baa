"""Opens the whole tutor as one page in Chromium, and works with it as a reader does.

    tests/browser/web_test.py ATTN PAGE AXE [CLASS]

ATTN is the program of the terminal, PAGE what ./attn web made. Needs chromium and chromedriver; AXE is
axe.min.js of the npm package axe-core.
"""
import base64
import functools
import http.server
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.parse

import webdriver

ATTN, PAGE, AXE = (os.path.abspath(sys.argv.pop(1)) for _ in range(3))
HOSTILE = '<img src=x onerror="window.hit=1">'
SAMPLES = os.path.join(os.path.dirname(__file__), "..", "files", "samples")

# Words as a shell would give them, and standard input.
COMMANDS = [
    (["run", "all", "--format", "json"], ""),
    (["run", "all", "--format", "json", "--seed", "7", "--d-out", "6", "--heads", "3"], ""),
    (["run", "ch3", "--format", "html", "--input", "korean", "--query", "4"], ""),
    (["run", "3.11", "--tokens", "나는 오늘 <b>친구</b>와 👩‍💻", "--d-in", "5"], ""),
    (["list"], ""), (["help"], ""), (["help", "run", "--format", "json"], ""), (["help", "--man"], ""),
    (["check", "all"], ""),
    (["explain", "33", "attn_weights[1,0]", "--depth", "20"], ""),
    (["code", "4.9", "--bias"], ""), (["practice", "3.23", "-"], ""),
    (["inputs", "--tokens", "a b \"c,\"", "--d-in", "2"], ""),
    (["diff", "23", "-"], "[0.1500, 0.2264, 0.2199, 0.1311, 0.0906, 0.1820]"),
    (["diff", "23", "-", "--format", "html"], "[0.1500, 0.2264, 0.2199, 0.1311, 0.0906, 0.1821]"),
    (["diff", "3.11", "-", "--format", "json"], "[[1, 2], [3, 4]]"),
    (["diff", "3.11", "-"], "nothing"),
    (["learn", "3.18", "--format", "html"], "1\n2\nh\ns\ns\n"), (["learn", "--progress"], ""),
    (["run", "99"], ""), (["runn", "3"], ""), (["run", "3", "--seed", "x"], ""), (["run", "3", "--input", "none.csv"], ""),
    (["run", "3", "--input", "-"], "token,x1\na,b\n"), (["run", "3", "--input", "-"], "token,x1,x2\na,1,2\n\x1b[31m,3,4\n"),
    (["run", "40", "--heads", "3"], ""), (["--version"], ""), ([], ""),
]


def setUpModule():
    global driver
    driver = webdriver.Driver()


def tearDownModule():
    driver.kill()


class Opened(unittest.TestCase):
    """The page in a window of its own, and how it is used."""

    @classmethod
    def setUpClass(cls):
        cls.browser = webdriver.Browser(driver, width=1280, height=1000)
        cls.browser.send("POST", "/timeouts", {"script": 120_000})

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()

    def setUp(self):
        self.go("")

    def go(self, place):
        """Opens the page anew at an address."""
        self.browser.send("POST", "/url", {"url": "about:blank"})
        self.browser.send("POST", "/url", {"url": f"file://{PAGE}{place}"})
        self.wait(place)

    def wait(self, place=None):
        """Until the page shows what its address says."""
        for _ in range(600):
            if self.run_script("""return document.documentElement.dataset.shown === location.hash &&
                                  !document.querySelector("[aria-busy]")"""):
                return
            time.sleep(0.05)
        self.fail(f"{place} is not shown: {self.browser.complaints()}")

    def run_script(self, script, *arguments):
        return self.browser.run(script, *arguments)

    def attn(self, words, stdin=""):
        return self.browser.run_async(
            """const done = arguments[arguments.length - 1];
            window.attn(arguments[0], arguments[1]).then(done, (error) => done({code: -1, out: "", err: String(error)}));""",
            words, stdin)

    def click(self, english):
        """Clicks the button or opens the summary with these words; waits until all is shown."""
        found = self.run_script(
            """const one = [...document.querySelectorAll("button, summary")].filter((one) => one.offsetParent !== null &&
                 [...one.querySelectorAll("[lang=en]")].some((text) => text.textContent === arguments[0]));
               one[0]?.click();
               return one.length;""", english)
        self.assertGreater(found, 0, english)
        time.sleep(0.1)
        self.settle()

    def settle(self):
        """Until nothing is computed any more."""
        for _ in range(400):
            if not self.run_script("return Boolean(document.querySelector('[aria-busy]'))"):
                time.sleep(0.05)
                if not self.run_script("return Boolean(document.querySelector('[aria-busy]'))"):
                    return
            time.sleep(0.05)
        self.fail("it does not come to an end")

    def fill(self, selector, value):
        self.run_script("""const one = document.querySelector(arguments[0]); one.value = arguments[1];""", selector, value)

    def text(self, selector="#page"):
        return self.run_script("return document.querySelector(arguments[0])?.innerText ?? ''", selector)

    def address(self):
        return urllib.parse.unquote(self.run_script("return location.hash"))

    def give(self, name, content):
        self.run_script("window.attn.give(arguments[0], Uint8Array.from(atob(arguments[1]), (c) => c.charCodeAt(0)))",
                        name, base64.b64encode(content).decode())

    def terminal(self, words, stdin, folder):
        """What the program of the terminal says, in a home of its own."""
        done = subprocess.run(
            [ATTN, *words], input=stdin.encode(), capture_output=True, cwd=folder, timeout=120,
            env={"HOME": folder, "PATH": "/usr/bin:/bin"}, check=False)
        return {"code": done.returncode, "out": done.stdout.decode(), "err": done.stderr.decode()}


class Web(Opened):
    def test_what_needs_a_terminal_is_refused_with_a_word(self):
        for words in (["watch", "mine.py"], ["completion", "bash"]):
            answer = self.attn(words)
            self.assertEqual(answer["code"], 2)
            self.assertIn("does not work in a browser", answer["err"])

    def test_files_are_read_by_name(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, words in (("inputs.npy", ["run", "3.11", "--input", "inputs.npy"]),
                                ("inputs.npz", ["run", "3.11", "--input", "inputs.npz:x", "--format", "json"])):
                with open(os.path.join(SAMPLES, name), "rb") as file:
                    content = file.read()
                self.give(name, content)
                with open(os.path.join(folder, name), "wb") as file:
                    file.write(content)
                self.assertEqual(self.attn(words), self.terminal(words, "", folder))

    def test_every_sample_is_read_or_refused_alike(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in sorted(os.listdir(SAMPLES)):
                with open(os.path.join(SAMPLES, name), "rb") as file:
                    content = file.read()
                self.give(name, content)
                with open(os.path.join(folder, name), "wb") as file:
                    file.write(content)
                words = ["diff", "3.11", name]
                self.assertEqual(self.attn(words), self.terminal(words, "", folder), name)

    def test_it_is_small_and_soon_there(self):
        self.assertLess(os.path.getsize(PAGE), 3_000_000)
        start = time.time()
        self.go("#3.33")
        print(f"{os.path.getsize(PAGE)} bytes; a step shown {time.time() - start:.2f} s after the page was opened")
        self.assertLess(time.time() - start, 5)  # on a machine that has other things to do

    def test_nothing_is_asked_of_anybody(self):
        handler = functools.partial(Quiet, directory=os.path.dirname(PAGE))
        server = http.server.ThreadingHTTPServer(("localhost", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.browser.complaints()
        url = f"http://localhost:{server.server_port}/{os.path.basename(PAGE)}#3.33"
        self.browser.send("POST", "/url", {"url": url})
        self.wait(url)
        self.assertIn("3.33", self.text())
        self.assertEqual(self.run_script("return performance.getEntriesByType('resource').length"), 0)
        self.assertEqual(Quiet.asked, ["/" + os.path.basename(PAGE)])
        self.assertEqual(self.browser.complaints(), [])
        server.shutdown()

    def test_the_address_holds_what_was_chosen(self):
        self.go("#3.23?seed=7&d_out=6")
        with tempfile.TemporaryDirectory() as folder:
            told = self.terminal(["run", "3.23", "--seed", "7", "--d-out", "6", "--format", "json"], "", folder)
        last = json.loads(told["out"])[0]["tensors"][-1]
        shown = self.run_script(
            """const tables = document.querySelectorAll(`#page table[data-tensor="${arguments[0]}"]`);
            return [...tables[tables.length - 1].querySelectorAll("td[data-cell]")].map((td) => parseFloat(td.textContent))""",
            last["name"])
        for one, other in zip(shown, last["values"], strict=True):
            self.assertAlmostEqual(one, other, places=3)

    def test_a_setting_that_is_wrong_is_told(self):
        self.go("#3.40?d_out=4&heads=3")
        self.assertIn("heads", self.text("#said"))
        self.go("#9.99")
        self.assertIn("there is no chapter 9", self.text("#said"))

    def test_settings_are_a_form_of_all_there_are(self):
        self.go("#3.23")
        self.click("settings")
        names = self.run_script("return [...document.querySelectorAll('#tools form [name]')].map((one) => one.name)")
        told = json.loads(self.attn(["help", "run", "--format", "json"])["out"])
        self.assertEqual(names, [one["name"][2:].replace("-", "_") for one in told["options"] if one["setting"]])
        self.fill("[name=seed]", "7")
        self.fill("[name=tokens]", "나는 오늘 학교에 간다")
        self.click("apply")
        self.wait()
        self.assertIn("seed=7", self.address())
        self.assertIn("학교에", self.text())
        self.click("the defaults")
        self.wait()
        self.assertEqual(self.address(), "#3.23")

    def test_the_inputs_are_edited_in_a_table(self):
        self.go("#3.3")
        self.click("edit the inputs")
        self.run_script("document.querySelectorAll('.edited tbody tr:first-child input')[0].value = arguments[0]", HOSTILE)
        self.run_script("document.querySelectorAll('.edited tbody tr:first-child input')[1].value = '2.5'")
        self.click("add a token")
        self.run_script("document.querySelector('.edited tbody tr:last-child input').value = 'more, \"quoted\"'")
        self.click("apply")
        self.wait()
        shown = self.text()
        self.assertIn("<img", shown)
        self.assertIn('more, "quoted"', shown)
        self.assertEqual(self.run_script("return document.querySelectorAll('#page img').length"), 0)
        self.assertIsNone(self.run_script("return window.hit ?? null"))
        again = self.run_script("return location.hash")
        self.go(again)
        self.assertEqual(self.text(), shown)

    def test_a_number_that_is_none_is_told(self):
        self.go("#3.3")
        self.click("edit the inputs")
        self.run_script("document.querySelectorAll('.edited tbody input')[1].value = 'abc'")
        self.click("apply")
        self.wait()
        self.assertIn('"abc"', self.text("#said"))

    def test_a_huge_table_is_shown(self):
        rows = "".join(f"t{i}," + ",".join(str((i * j) % 7 / 7) for j in range(16)) + "\n" for i in range(128))
        self.go("#")
        self.give("huge.csv", ("token," + ",".join(f"x{j}" for j in range(16)) + "\n" + rows).encode())
        self.run_script("location.hash = '#3.11?input=huge.csv'")
        self.wait()
        self.assertIn("t127", self.text())
        self.click("edit the inputs")
        self.assertIn("too large", self.text("#tools"))

    def test_numbers_are_judged_and_the_wrong_cells_marked(self):
        self.go("#3.23")
        self.click("my numbers")
        self.fill("textarea", "attn_weights_2 = tensor([0.1500, 0.2264, 0.2199, 0.1311, 0.0906, 0.9999])")
        self.click("compare")
        self.assertEqual(self.run_script("return [...document.querySelectorAll('td.wrong')].map((td) => td.dataset.cell)"), ["5"])
        self.assertIn("attn_weights_2", self.text("#tools"))
        self.fill("textarea", "attn_weights_2 = tensor([0.1500, 0.2264, 0.2199, 0.1311, 0.0906, 0.1820])")
        self.click("compare")
        self.assertEqual(self.run_script("return document.querySelectorAll('td.wrong').length"), 0)
        self.fill("textarea", "no number")
        self.click("compare")
        self.assertNotEqual(self.text("#said"), "")

    def test_questions_are_judged_and_the_page_follows(self):
        self.run_script("localStorage.clear()")
        self.go("#3.18?learn")
        self.assertNotIn("keys", self.run_script("return [...document.querySelectorAll('[data-step] table')].join()"))
        for _ in range(12):
            if self.run_script("return Boolean(document.querySelector('#page article[data-step]'))"):
                break
            self.click("skip")
        self.assertEqual(self.run_script("return document.querySelector('#page article[data-step]').dataset.step"), "3.18")
        self.go("#")
        self.assertIn("· ", self.run_script("return document.querySelector('a[href=\"#3.18\"]').parentElement.textContent"))

    def test_progress_comes_and_goes_as_the_file_of_the_terminal(self):
        with tempfile.TemporaryDirectory() as folder:
            self.terminal(["learn", "3.18"], "s\ns\ns\ns\ns\ns\n", folder)
            with open(os.path.join(folder, ".local/state/attn/progress.json"), encoding="utf-8") as file:
                kept = file.read()
        bring = """const done = arguments[arguments.length - 1];
            const field = document.querySelector("#page input[type=file]");
            const given = new DataTransfer();
            given.items.add(new File([arguments[0]], "progress.json"));
            field.files = given.files;
            field.dispatchEvent(new Event("change"));
            setTimeout(done, 700);"""
        self.browser.run_async(bring, kept)
        self.settle()
        self.assertEqual(json.loads(self.run_script("return window.attn.progress()")), json.loads(kept))
        self.assertEqual(self.run_script("return localStorage.getItem('attn-progress')"), kept)
        self.browser.run_async(bring, "{broken")
        self.settle()
        self.assertIn("damaged", self.text("#said"))
        self.assertEqual(self.run_script("return window.attn.progress()"), kept)

    def test_cells_are_explained_all_the_way_back(self):
        self.go("#3.33")
        self.run_script("""document.querySelector('table[data-tensor=attn_weights] td[data-cell="1,0"]')
            .dispatchEvent(new MouseEvent("mouseover", {bubbles: true}))""")
        told = self.text("[data-role=derivation]")
        self.assertIn("attn_weights[1,0] = 0.5517", told)
        for _ in range(12):
            if self.run_script("return Boolean(document.querySelector('[data-role=derivation] .more'))"):
                self.run_script("document.querySelector('[data-role=derivation] .more').click()")
                self.settle()
                self.assertIn("inputs[", self.text("[data-role=derivation]"))
                return
            steps = self.run_script("""const all = document.querySelectorAll('[data-role=derivation] p:last-child button');
                all[0]?.click(); return all.length""")
            if steps == 0:
                break
        self.assertIn("inputs[", self.text("[data-role=derivation]"))

    def test_the_program_of_a_step_is_there(self):
        self.go("#3.23?seed=7")
        self.click("the program")
        with tempfile.TemporaryDirectory() as folder:
            code = self.terminal(["code", "3.23", "--seed", "7"], "", folder)["out"]
        self.assertEqual(self.run_script("return document.querySelector('#tools .saved code').textContent"), code)
        self.browser.complaints()
        self.click("save as a file")
        self.assertEqual(self.browser.complaints(), [])

    def test_a_chapter_is_one_document(self):
        self.go("#ch2")
        shown = self.run_script("return [...document.querySelectorAll('#page article')].map((one) => one.dataset.step)")
        told = json.loads(self.attn(["list", "2", "--format", "json"])["out"])
        self.assertEqual(shown, [one["id"] for one in told])

    def test_all_chapters_are_in_the_contents(self):
        told = json.loads(self.attn(["list", "--format", "json"])["out"])
        shown = self.run_script("return [...document.querySelectorAll('#page li a')].map((one) => one.getAttribute('href'))")
        self.assertEqual(shown, ["#" + one["id"] for one in told])

    def test_a_file_is_taken_as_inputs_or_as_numbers(self):
        self.go("#3.11")
        self.click("settings")
        with open(os.path.join(SAMPLES, "inputs.npy"), "rb") as file:
            content = base64.b64encode(file.read()).decode()
        choose = """const field = document.querySelector("#tools input[type=file]");
            const given = new DataTransfer();
            given.items.add(new File([Uint8Array.from(atob(arguments[0]), (c) => c.charCodeAt(0))], "mine.npy"));
            field.files = given.files;
            field.dispatchEvent(new Event("change"));"""
        self.run_script(choose, content)
        time.sleep(0.3)
        self.click("as my numbers")
        self.assertIn("inputs", self.text("#tools"))
        self.run_script(choose, content)
        time.sleep(0.3)
        self.click("as inputs")
        self.wait()
        self.assertEqual(self.address(), "#3.11?input=mine.npy")
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "mine.npy"), "wb") as file:
                file.write(base64.b64decode(content))
            code = self.terminal(["code", "3.11", "--input", "mine.npy"], "", folder)["out"]
        self.click("the program")
        self.assertEqual(self.run_script("return document.querySelector('#tools .saved code').textContent"), code)

    def test_an_option_is_an_answer_when_it_is_clicked(self):
        self.go("#3.33?learn")
        for _ in range(8):
            if self.run_script("return document.querySelectorAll('.asked ol li button').length"):
                break
            self.click("skip")
        self.run_script("document.querySelector('.asked ol li button').click()")
        time.sleep(0.2)
        self.settle()
        self.assertIn("> 1", self.text())

    def test_a_browser_without_what_it_takes_is_told(self):
        added = self.browser.send("POST", "/goog/cdp/execute", {
            "cmd": "Page.addScriptToEvaluateOnNewDocument", "params": {"source": "delete window.DecompressionStream"}})
        try:
            self.browser.send("POST", "/url", {"url": "about:blank"})
            self.browser.send("POST", "/url", {"url": f"file://{PAGE}"})
            self.assertIn("WebAssembly and DecompressionStream are needed", self.text())
        finally:
            self.browser.send("POST", "/goog/cdp/execute", {
                "cmd": "Page.removeScriptToEvaluateOnNewDocument", "params": added})

    def test_the_language_is_that_of_the_address_and_stays(self):
        self.go("#3.33?lang=en")
        self.assertEqual(self.run_script("return document.documentElement.lang"), "en")
        self.go("#9.99")
        self.assertTrue(self.text("#said").startswith("attn: there is no chapter 9"))
        self.run_script("document.querySelector('[data-choice=both]').click()")

    def test_a_call_that_fails_leaves_nothing_behind(self):
        wrong = self.attn(["run", "3", "--input", "none.csv"])
        self.assertEqual(wrong["code"], 2)
        self.assertEqual(self.attn(["check", "ch2"])["code"], 0)


class AtLength(Opened):
    """What takes as long as all the others, and can run beside them."""

    def test_the_same_bytes_as_in_the_terminal(self):
        self.run_script("localStorage.clear()")
        self.go("")
        took = {}
        with tempfile.TemporaryDirectory() as folder:
            for words, stdin in COMMANDS:
                start = time.time()
                got = self.attn(words, stdin)
                took[" ".join(words)[:40]] = round(time.time() - start, 3)
                wanted = self.terminal(words, stdin, folder)
                self.assertEqual(got["code"], wanted["code"], (words, got["err"]))
                self.assertEqual(got["err"], wanted["err"], words)
                self.assertTrue(got["out"] == wanted["out"], f"{words}: other bytes")
        print(took)

    def test_nothing_is_wider_than_a_phone(self):
        for place in ("#", "#3.33", "#4.9", "#3.18?learn"):
            self.go(place)
            wide = self.browser.run_async(
                """const done = arguments[arguments.length - 1];
                document.body.style.width = "360px";
                for (const one of document.querySelectorAll("#tools details")) one.open = true;
                setTimeout(() => done([...document.querySelectorAll("body *")].filter((one) =>
                  one.checkVisibility() && !one.closest(".scroll, pre, aside") && one.getBoundingClientRect().right > 361)
                  .map((one) => one.outerHTML.slice(0, 120))), 1500);""")
            self.assertEqual(wide, [], place)

    def test_axe_finds_nothing(self):
        for place in ("#", "#3.33", "#3.18?learn"):
            for theme in ("light", "dark"):
                self.go(place)
                self.run_script("""document.documentElement.dataset.theme = arguments[0];
                    for (const one of document.querySelectorAll("#tools details")) one.open = true;""", theme)
                time.sleep(0.5)
                self.settle()
                with open(AXE, encoding="utf-8") as file:
                    self.run_script(file.read() + ";window.axe = axe;")
                found = self.browser.run_async(
                    """const done = arguments[arguments.length - 1];
                    axe.run(document, {resultTypes: ["violations"]}).then(
                      (found) => done(found.violations.map((one) => [
                        one.id, one.help, one.nodes.slice(0, 3).map((node) => node.html.slice(0, 200))])),
                      (error) => done([String(error)]));""")
                self.assertEqual(found, [], (place, theme))


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Remembers what was asked for, and says nothing."""
    asked = []

    def do_GET(self):
        self.asked.append(self.path)
        super().do_GET()

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    unittest.main()
