#!/usr/bin/python3
"""Writes chapter8.json: the tensors of every step of chapter 8 as PyTorch computes them.

This is the reference that the tests hold the steps against, written as a learner would write it in
PyTorch and without a look at the C++: chapter8_memory.py has the steps about scores, windows and
caches, chapter8_parts.py those about positions, shared keys and values, and layers.
Needs torch 1.13 (Debian: python3-torch). With an argument it writes there instead.
"""

import chapter8_memory
import chapter8_parts
from make_chapter3 import DATA, HERE, read_input, write_chapter

# Settings as they are given on the command line.
CASES = {
    "default": {},
    "seed 7": {"seed": 7, "d_out": 6, "heads": 3, "query": 5},
    "one token": {"input": HERE / "inputs/1x1.csv", "d_out": 2, "heads": 1},
    "three tokens": {"input": HERE / "inputs/3x7.csv", "seed": 0, "d_out": 8, "heads": 2, "query": 3},
    "five tokens": {"input": HERE / "inputs/5x3.csv", "seed": 2024, "d_out": 4, "heads": 4},
    "largest seed": {"seed": 2**64 - 1, "d_out": 12, "heads": 2, "query": 1},
    "smallest seed": {"seed": -(2**63), "d_out": 4, "heads": 2, "dropout": 0.3},
    "korean": {"input": DATA / "korean.csv", "query": 3, "d_out": 16, "heads": 4},
    "large": {"input": HERE / "inputs/17x8.csv", "seed": 99, "d_out": 32, "heads": 8, "query": 17},
}


def steps_of(case):
    inputs = read_input(case.get("input", DATA / "journey.csv"))
    steps = chapter8_memory.steps(inputs, case)
    steps.update(chapter8_parts.steps(inputs, case))
    return steps


if __name__ == "__main__":
    write_chapter(8, CASES, steps_of)
