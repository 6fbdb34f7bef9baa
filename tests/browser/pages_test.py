"""Opens pages that attn wrote in Chromium, and looks, points and types as a reader does.

    tests/browser/pages_test.py ATTN AXE

Needs chromium and chromedriver.
AXE is axe.min.js of the npm package axe-core, whose version package.json here pins.
"""
import json
import os
import subprocess
import sys
import tempfile
import unittest

import webdriver

ATTN = os.path.abspath(sys.argv.pop(1))
AXE = os.path.abspath(sys.argv.pop(1))
HOSTILE = '<img src=x onerror="window.hit=1">'


def attn(*words):
    return subprocess.run([ATTN, *words], check=True, capture_output=True, text=True).stdout


def setUpModule():
    global driver
    driver = webdriver.Driver()


def tearDownModule():
    driver.kill()


class Pages(unittest.TestCase):
    browser = None

    @classmethod
    def setUpClass(cls):
        cls.browser = webdriver.Browser(driver)

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()

    def open(self, *words):
        self.browser.open(attn("run", *words, "--format", "html"))

    def point_at(self, step, tensor, cell):
        """What is told of a cell, and the cells that light up."""
        return self.browser.run(
            """const [step, tensor, cell] = arguments;
            const td = document.querySelector(
              `[data-step="${step}"] table[data-tensor="${tensor}"] td[data-cell="${cell}"]`);
            td.dispatchEvent(new MouseEvent("mouseover", {bubbles: true}));
            return {told: document.querySelector("[data-role=derivation]").innerText,
                    operands: [...document.querySelectorAll("td.operand")].map(
                      (one) => one.closest("table").dataset.tensor + one.dataset.cell)};""",
            step, tensor, cell)

    def test_every_number_is_that_of_the_json(self):
        self.browser.open(attn("run", "all", "--format", "html"))
        shown = self.browser.run(
            """return [...document.querySelectorAll("article")].map((article) =>
              [article.dataset.step, [...article.querySelectorAll("table[data-tensor]")].map((table) =>
                [table.dataset.tensor, [...table.querySelectorAll("td[data-cell]")].map((td) =>
                  [td.dataset.cell, td.textContent])])]);""")
        pages = {page["id"]: page for page in json.loads(attn("run", "all", "--format", "json"))}
        compared = 0
        self.assertEqual([step for step, _ in shown], list(pages))
        for step, tables in shown:
            for name, cells in tables:
                of_name = [one for one in pages[step]["tensors"] if one["name"] == name]
                for cell, text in cells:
                    place = [int(one) for one in cell.split(",")] if cell else []
                    self.assertTrue(
                        any(self.is_shown(text, tensor, place) for tensor in of_name), (step, name, cell, text))
                    compared += 1
        self.assertGreater(compared, 4000)

    @staticmethod
    def is_shown(text, tensor, place):
        if len(place) != len(tensor["shape"]):
            return False
        at = 0
        for size, one in zip(tensor["shape"], place):
            at = at * size + one
        if at >= len(tensor["values"]):
            return False
        value = tensor["values"][at]
        if isinstance(value, str):
            return text == value
        decimals = len(text.split("e")[0].partition(".")[2])
        exponent = int(text.partition("e")[2] or 0)
        return abs(float(text) - value) <= 0.5000001 * 10.0 ** (exponent - decimals) + 1e-6 * abs(value)

    def test_a_cell_tells_how_it_was_computed_and_from_which_cells(self):
        self.open("33")
        shown = self.point_at("3.33", "attn_weights", "1,0")
        self.assertIn("attn_weights[1,0] = 0.5517", shown["told"])
        self.assertIn("exp(0.3293 - 0.3293)", shown["told"])
        self.assertEqual(shown["operands"], [f"masked1,{i}" for i in range(6)])

    def test_every_cell_can_be_asked(self):
        self.open("all")
        untold = self.browser.run(
            """const panel = document.querySelector("[data-role=derivation]");
            return [...document.querySelectorAll("td[data-cell]")].filter((td) => {
              td.dispatchEvent(new MouseEvent("mouseover", {bubbles: true}));
              const said = panel.textContent;
              const from = panel.querySelector("p:last-child button:only-child");
              const isMoved = said.includes("no arithmetic") && from && !from.textContent.endsWith("…");
              return !said.includes(` = ${td.textContent}`) || /undefined|NaN|[{}#]/.test(said) ||
                isMoved && parseFloat(from.textContent.split(" = ").pop()) !== parseFloat(td.textContent) &&
                  !/e/.test(td.textContent) && td.textContent.includes(".");
            }).map((td) => td.closest("article").dataset.step + " " + td.closest("table").dataset.tensor +
              " " + td.dataset.cell + ": " + td.textContent);""")
        self.assertEqual(untold, [])

    def test_code_is_that_of_the_page(self):
        self.open("ch4")
        shown = self.browser.run(
            "return [...document.querySelectorAll('.code code')].map((code) => code.textContent)")
        pages = json.loads(attn("run", "ch4", "--format", "json"))
        self.assertEqual(
            shown, [b["pytorch"] for page in pages for b in page["blocks"] if b["type"] == "code"])

    def test_one_can_go_back_several_steps(self):
        self.open("33")
        self.point_at("3.33", "attn_weights", "1,0")
        self.browser.run("document.querySelector('[data-role=derivation] p button').click()")
        told = self.browser.run("return document.querySelector('[data-role=derivation]').innerText")
        self.assertIn("(masked ÷ √2)[1,0]", told)

    def test_the_keyboard_walks_through_a_table(self):
        self.open("33")
        self.browser.run("document.querySelector('table[data-tensor=masked] td[data-cell]').focus()")
        self.browser.press("right", "down")
        at = "return document.activeElement.dataset.cell"
        self.assertEqual(self.browser.run(at), "1,1")
        told = "return document.querySelector('[data-role=derivation]')"
        self.assertIn("masked[1,1]", self.browser.run(told + ".innerText"))
        stops = "return document.querySelectorAll('table[data-tensor=masked] [tabindex=\"0\"]').length"
        self.assertEqual(self.browser.run(stops), 1)
        self.browser.press("escape")
        self.assertTrue(self.browser.run(told + ".hidden"))

    def test_the_language_can_be_chosen(self):
        self.open("33", "--lang", "both")
        visible = """return [...document.querySelectorAll("p")].filter((p) => p.lang === arguments[0]).every(
          (p) => getComputedStyle(p).display !== "none")"""
        choose = "document.querySelector(`[data-choice=${arguments[0]}]`).click()"
        self.browser.run(choose, "ko")
        self.assertTrue(self.browser.run(visible, "ko"))
        self.assertFalse(self.browser.run(visible, "en"))
        self.browser.run(choose, "en")
        self.assertFalse(self.browser.run(visible, "ko"))

    def test_a_name_is_never_markup(self):
        with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
            file.write("token,x1,x2,x3\n")
            for token in (HOSTILE, "</script><b>", "a&b", "d"):
                file.write('"' + token.replace('"', '""') + '",0.1,0.2,0.3\n')
            file.flush()
            self.open("33", "--input", file.name)
        self.assertEqual(self.browser.run("return document.querySelectorAll('img, b b').length"), 0)
        self.assertIsNone(self.browser.run("return window.hit ?? null"))
        self.assertIn("<img", self.browser.run("return document.body.innerText"))

    def test_nothing_is_fetched_and_nothing_goes_wrong(self):
        self.browser.complaints()  # of other pages
        self.open("ch4")
        self.assertEqual(self.browser.run("return performance.getEntriesByType('resource').length"), 0)
        self.assertEqual(self.browser.complaints(), [])

    def test_text_on_every_cell_is_readable(self):
        self.open("3")
        contrast = """
          const light = (color) => color.map((c) => (c /= 255, c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4))
            .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
          const numbers = (color) => color.match(/[\\d.]+/g).slice(0, 3).map(Number);
          const td = document.querySelector("td[data-cell]");
          const names = ["m", "x"];
          for (let i = 1; i <= 8; ++i) names.push("s" + i, "p" + i, "n" + i);
          document.documentElement.dataset.theme = arguments[0];
          return Math.min(...names.map((name) => {
            td.className = name;
            const style = getComputedStyle(td);
            const [a, b] = [light(numbers(style.color)), light(numbers(style.backgroundColor))].sort((x, y) => x - y);
            return (b + .05) / (a + .05);
          }));"""
        for theme in ("light", "dark"):
            self.assertGreaterEqual(self.browser.run(contrast, theme), 4.5, theme)

    def violations(self):
        """What axe finds against the rules of accessibility: each rule with the first places."""
        with open(AXE, encoding="utf-8") as file:
            self.browser.run(file.read() + ";window.axe = axe;")
        return self.browser.run_async(
            """const done = arguments[arguments.length - 1];
            axe.run(document, {resultTypes: ["violations"]}).then(
              (found) => done(found.violations.map((one) => [
                one.id, one.help, one.nodes.length, one.nodes.slice(0, 3).map((node) => node.html.slice(0, 200))])),
              (error) => done([String(error)]));""")

    def test_axe_finds_nothing(self):
        for words in (["33"], ["4.9"], ["1.16"], ["3.22"]):
            for theme in ("light", "dark"):
                self.open(*words)
                self.browser.run("document.documentElement.dataset.theme = arguments[0]", theme)
                self.browser.run("for (const one of document.querySelectorAll('details')) one.open = true")
                self.assertEqual(self.violations(), [], (words, theme))
        self.browser.run("document.documentElement.removeAttribute('lang')")
        self.assertEqual([rule for rule, *_ in self.violations()], ["html-has-lang"])

    def test_a_chapter_opens_at_once(self):
        html = attn("run", "ch3", "--format", "html")
        self.assertLess(len(html.encode()), 400_000)
        self.assertLess(len(attn("run", "33", "--format", "html").encode()), 60_000)
        self.browser.open(html)
        took = self.browser.run("return performance.timing.domContentLoadedEventEnd - performance.timing.navigationStart")
        print(f"chapter 3: {len(html.encode())} bytes, ready after {took} ms")


class Narrow(unittest.TestCase):
    def test_a_phone_scrolls_tables_and_not_the_page(self):
        browser = webdriver.Browser(driver, width=500, height=800)
        try:
            # The window has a least width; a frame is as narrow as a phone.
            browser.open(attn("run", "ch3", "ch4", "--format", "html"))
            browser.run("document.body.style.width = '360px'")
            wide = browser.run(
                """return [...document.querySelectorAll("article > *")].filter((one) =>
                  one.getBoundingClientRect().right > 361).map((one) => one.outerHTML.slice(0, 80))""")
            self.assertEqual(wide, [])
        finally:
            browser.close()


if __name__ == "__main__":
    unittest.main()
