#!/usr/bin/python3
"""Runs the PyTorch lines of every page in PyTorch and holds the tensors against the page's own.

    run_pytorch_lines.py ATTN [SETTING...]

The lines of a chapter are run in order in one namespace, as in a notebook. A page's tensors must
then be there under their names, equal to 2e-6. Exits with 1 and says which differ.
"""

import json
import subprocess
import sys

import torch

import weights_file  # which the lines of chapter 7 read


def compare(pages):
    """How many tensors the pages show, and how many of them the lines do not make."""
    namespace = {}
    failures = 0
    tensors = 0
    for step in pages:
        for block in step["blocks"]:
            if block["type"] == "code":
                exec(block["pytorch"], namespace)
        for shown in step["tensors"]:
            tensors += 1
            expected = torch.tensor([float(value) for value in shown["values"]])
            try:
                found = eval(shown["name"], namespace).detach().float()  # ids are whole numbers
            except (NameError, AttributeError):
                print(f"{step['id']}: the lines make no {shown['name']}")
                failures += 1
                continue
            if list(found.shape) != shown["shape"] or not torch.allclose(
                    found.reshape(-1), expected, rtol=2e-6, atol=2e-6, equal_nan=True):
                print(f"{step['id']}: {shown['name']} is {found}, the page has {shown}")
                failures += 1
    return tensors, failures


def main():
    attn, *settings = sys.argv[1:]
    pages = subprocess.run([attn, "run", "all", "--format", "json", *settings], capture_output=True, check=True)
    tensors, failures = compare(json.loads(pages.stdout))
    print(f"{tensors} tensors, {failures} wrong")
    return 1 if failures or not tensors else 0


if __name__ == "__main__":
    sys.exit(main())
