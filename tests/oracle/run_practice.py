#!/usr/bin/python3
"""Runs the programs with gaps of all steps in PyTorch, as they are and filled in.

    run_practice.py ATTN [SETTING...]

As it is, a program must end in an error that a gap makes, or print what attn diff calls wrong; and
what it prints before an error must not be called equal either. With what the full program computes,
its last lines must print what attn diff calls equal. Exits with 1 and says which does not.
"""

import ast
import contextlib
import io
import os
import subprocess
import sys
import tempfile
import warnings

import torch

import weights_file  # which the lines of chapter 7 read

warnings.simplefilter("ignore")  # of nested tensors, which no page has


def run(words, **more):
    return subprocess.run(words, capture_output=True, text=True, **more)


def execute(program, names):
    """What the program prints, and the error that it ends in."""
    torch.manual_seed(987654321)  # as good as none
    torch.set_printoptions(profile="default")
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out):
            exec(compile(program, "program", "exec"), names)
    except Exception as error:  # whatever goes wrong in it
        return out.getvalue(), error
    return out.getvalue(), None


def new_names():
    return {"__name__": "__main__"}


def parts_of(program):
    """Its statements before those that only read and print what was made, and those."""
    body = ast.parse(program).body
    last = len(body)
    while isinstance(body[last - 1], ast.Expr) and not is_call_for_effect(body[last - 1]):
        last -= 1
    return body[:last], ast.Module(body[last:], type_ignores=[])


def is_call_for_effect(statement):
    call = statement.value
    if not isinstance(call, ast.Call):
        return False
    function = ast.unparse(call.func)
    return function not in ("print", "torch.set_printoptions")


def are_lines_of(statements, full):
    """Whether the statements stand in the full program in this order, the bodies of functions and
    classes aside."""
    def as_compared(node):
        is_definition = isinstance(node, (ast.FunctionDef, ast.ClassDef))
        return node.name if is_definition else ast.dump(node)

    rest = (as_compared(node) for node in ast.parse(full).body)
    return all(as_compared(node) in rest for node in statements)


def what_is_wrong(attn, step, settings, program):
    def verdict(printed):
        return run([attn, "diff", step, "-", "--lang", "en", *settings], input=printed)

    printed, error = execute(program, new_names())
    if error is not None and not isinstance(error, (NameError, NotImplementedError)):
        return f"{type(error).__name__}: {error}"
    if printed and verdict(printed).returncode == 0:
        return f"with its gaps it prints what attn diff calls equal ({error})"
    full = run([attn, "code", step, *settings], check=True).stdout
    statements, printing = parts_of(program)
    if not are_lines_of(statements, full):
        return "it has lines that attn code has not"
    names = new_names()
    execute(full, names)
    printed, error = execute(printing, names)
    if error is not None:
        return f"filled in: {type(error).__name__}: {error}"
    judged = verdict(printed)
    return "" if judged.returncode == 0 else f"filled in:\n{judged.stdout}{judged.stderr}"


def main():
    attn, *settings = sys.argv[1:]
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        run([attn, "practice", "all", folder, *settings], check=True)
        files = os.listdir(folder)
        for file in files:
            step = file.removesuffix(".py")
            with open(os.path.join(folder, file), encoding="utf-8") as program:
                wrong = what_is_wrong(attn, step, settings, program.read())
            if wrong:
                print(f"{step}: {wrong}")
            failures += bool(wrong)
    print(f"{len(files)} programs with gaps, {failures} wrong")
    return 1 if failures or not files else 0


if __name__ == "__main__":
    sys.exit(main())
