#!/usr/bin/python3
"""Runs the program of every step in PyTorch, and hands what it prints to attn diff.

    run_programs.py ATTN [SETTING...]

Each program is run by itself, as `attn code STEP | python3 - | attn diff STEP -` does it, only that
one Python runs them all, which takes a second to load PyTorch. The program of all steps must print
what theirs print. Exits with 1 and says which does not.
"""

import contextlib
import io
import json
import subprocess
import sys
import warnings

import torch

import weights_file  # which the lines of chapter 7 read

warnings.simplefilter("ignore")  # of nested tensors, which no page has


def run(words, **more):
    return subprocess.run(words, capture_output=True, text=True, **more)


def printed_by(program, name):
    torch.manual_seed(987654321)  # as good as none
    torch.set_printoptions(profile="default")
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(program, name, "exec"), {"__name__": "__main__"})
    return out.getvalue()


def main():
    attn, *settings = sys.argv[1:]
    steps = [step["id"] for step in json.loads(run([attn, "list", "--format", "json"]).stdout)]
    everything = ""
    equal = failures = 0
    for step in steps:
        program = run([attn, "code", step, *settings], check=True).stdout
        try:
            printed = printed_by(program, step)
        except Exception as error:  # whatever goes wrong in it
            print(f"{step}: {type(error).__name__}: {error}")
            failures += 1
            continue
        everything += printed
        if not printed:
            continue
        verdict = run([attn, "diff", step, "-", "--lang", "en", *settings], input=printed)
        equal += verdict.returncode == 0
        if verdict.returncode != 0:
            print(f"{step}: its program prints other numbers\n{verdict.stdout}{verdict.stderr}")
            failures += 1
    if printed_by(run([attn, "code", "all", *settings], check=True).stdout, "all") != everything:
        print("the program of all steps prints other numbers than theirs")
        failures += 1
    print(f"{len(steps)} programs, {equal} print numbers that attn diff calls equal, "
          f"{failures} wrong")
    return 1 if failures or not equal else 0


if __name__ == "__main__":
    sys.exit(main())
