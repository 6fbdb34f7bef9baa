#!/usr/bin/python3
"""Copies the PyTorch lines off the pages as they are printed, and sees that Python reads the very
program that the steps are about.

    copy_pytorch_lines.py ATTN [SETTING...]

A block starts on the line that ends in "# PyTorch". At every width it must be, for Python, the block
that --format json has. Exits with 1 and says which is not.
"""

import ast
import json
import subprocess
import sys


def printed(attn, words):
    return subprocess.run([attn, "run", "all", *words], capture_output=True, check=True,
                          text=True).stdout


def reads_as(lines, program):
    try:
        return ast.dump(ast.parse("\n".join(lines))) == ast.dump(ast.parse(program))
    except SyntaxError:
        return False


def main():
    attn, *settings = sys.argv[1:]
    pages = json.loads(printed(attn, ["--format", "json", *settings]))
    programs = [(page["id"], block["pytorch"]) for page in pages for block in page["blocks"]
                if block["type"] == "code"]
    failures = 0
    for width in (100, 80, 60):
        lines = printed(attn, ["--width", str(width), *settings]).split("\n")
        starts = [i for i, line in enumerate(lines) if line.endswith("# PyTorch")]
        if len(starts) != len(programs):
            print(f"width {width}: {len(starts)} blocks printed, {len(programs)} in the JSON")
            failures += 1
        for start, (step, program) in zip(starts, programs):
            most = 2 * program.count("\n") + 20
            if not any(reads_as(lines[start:start + n], program) for n in range(1, most)):
                print(f"{step}, width {width}: cannot be run as it is copied:")
                print("\n".join(lines[start:start + 5]))
                failures += 1
    print(f"{len(programs)} blocks at 3 widths, {failures} cannot be copied")
    return 1 if failures or not programs else 0


if __name__ == "__main__":
    sys.exit(main())
