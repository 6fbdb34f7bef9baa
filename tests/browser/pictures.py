"""Makes the pictures at the top of README: a page in a terminal with colour, and one in a browser.

    tests/browser/pictures.py ATTN

Writes terminal.png and page.png beside itself, from what ATTN prints. Needs chromium, chromedriver
and fonts-nanum; the colours of the terminal are those that attn sends.
"""
import base64
import html
import os
import re
import subprocess
import sys

import webdriver

HERE = os.path.dirname(os.path.abspath(__file__))
STYLES = {"1": "font-weight:bold", "2": "opacity:.6", "36": "color:#4fc1e9", "32": "color:#8cc152",
          "33": "color:#f6bb42", "31": "color:#ed5565"}


def style_of(codes):
    """CSS of the numbers between ESC[ and m."""
    rules = []
    while codes:
        code = codes.pop(0)
        if code in ("38", "48"):
            red, green, blue = codes[1:4]
            codes = codes[4:]
            rules.append(f"{'color' if code == '38' else 'background'}:rgb({red},{green},{blue})")
        elif code != "0":
            rules.append(STYLES[code])
    return ";".join(rules)


def terminal_as_html(text):
    spans = []
    for codes, words in re.findall(r"(?:\x1b\[([0-9;]*)m)?([^\x1b]*)", text):
        spans.append(f'<span style="{style_of(codes.split(";") if codes else [])}">{html.escape(words)}</span>')
    return f"""<!DOCTYPE html><meta charset="utf-8"><style>
      body {{ margin: 0; background: #16181d; color: #dfe3ea; display: inline-block; padding: 14px 18px; }}
      pre {{ font: 15px/1.36 "NanumGothicCoding", "DejaVu Sans Mono", monospace; margin: 0;
            width: 84ch; overflow: hidden; }}
      </style><body><pre>{"".join(spans)}</pre></body>"""


def attn(*words):
    return subprocess.run([os.path.abspath(sys.argv[1]), *words], check=True, capture_output=True, text=True,
                          env={**os.environ, "COLORTERM": "truecolor", "COLORFGBG": "15;0"}).stdout


def keep(browser, name, element):
    picture = browser.send("GET", f"/element/{element}/screenshot")
    with open(os.path.join(HERE, name), "wb") as file:
        file.write(base64.b64decode(picture))


def element(browser, selector):
    found = browser.send("POST", "/element", {"using": "css selector", "value": selector})
    return next(iter(found.values()))


def main():
    driver = webdriver.Driver()
    try:
        browser = webdriver.Browser(driver, width=1000, height=1400)
        page = attn("run", "33", "--color", "always", "--heat", "always", "--lang", "ko", "--width", "84")
        last = page.split("\n").index("", page.split("\n").index("", 4) + 1 + 17)  # behind both matrices
        browser.open(terminal_as_html("\n".join(page.split("\n")[:last])))
        keep(browser, "terminal.png", element(browser, "body"))
        browser.close()

        browser = webdriver.Browser(driver, width=900, height=1000)
        browser.open(attn("run", "33", "--format", "html", "--lang", "en"))
        cell = 'table[data-tensor="attn_weights"] td[data-cell="2,1"]'
        browser.run("""document.documentElement.dataset.theme = "light";
          document.querySelector(arguments[0]).dispatchEvent(new MouseEvent("mouseover", {bubbles: true}));
          document.documentElement.style.scrollbarWidth = "none";
          document.querySelector('table[data-tensor="masked"]').scrollIntoView();""", cell)
        picture = browser.send("GET", "/screenshot")
        with open(os.path.join(HERE, "page.png"), "wb") as file:
            file.write(base64.b64decode(picture))
        browser.close()
    finally:
        driver.kill()


if __name__ == "__main__":
    main()
