"""Writes the whole tutor as one file: make_page.py SOURCES PROGRAM PAKO PAGE

SOURCES is the folder src, PROGRAM what the compiler made, without .js and .wasm.
"""
import base64
import gzip
import sys

sources, program, pako, page = sys.argv[1:]


def text(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def packed(path):
    with open(path, "rb") as file:
        return base64.b64encode(gzip.compress(file.read(), 9, mtime=0)).decode()


def inline(script):
    """A script that does not end the element it stands in."""
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")


html = text(f"{sources}/web/page.html")
for name, content in {
    "page.css": text(f"{sources}/render/page.css"),
    "web.css": text(f"{sources}/web/web.css"),
    "pako.js": inline(text(pako)),
    "loader.js": inline(text(program + ".js")),
    "engine.js": inline(text(f"{sources}/web/engine.js")),
    "page.js": inline(text(f"{sources}/render/page.js")),
    "web.js": inline(text(f"{sources}/web/web.js")),
    "program": packed(program + ".wasm"),
}.items():
    place = "{{" + name + "}}"
    assert html.count(place) == 1, place
    html = html.replace(place, content)
with open(page, "w", encoding="utf-8") as file:
    file.write(html)
