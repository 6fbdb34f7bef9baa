#!/usr/bin/python3
"""Writes mistakes_every.json: the numbers that wrong programs of all chapters give, kind by kind.

The proof for the mistakes that the other make_mistakes scripts do not make: each case was made by
running the wrong program in PyTorch, without a look at the C++. Needs torch 1.13 (Debian:
python3-torch).

    make_mistakes_every.py [FILE]                         the fixed cases, into FILE or the JSON
    make_mistakes_every.py --random N --seed S --folder DIR    N with random settings, on stdout

"alike" lists the other mistakes tried here that give the same numbers.
"""

import argparse
import json
import pathlib
import random
import sys

import torch

import every_attention
import every_generating
import every_layer
import every_learned
import every_now
import every_parts
import every_training
import every_word
from make_chapter3 import arguments
from make_mistakes import ROOT, SAME, as_lists, as_numpy, as_torch, gap, options_of, random_settings

HERE = pathlib.Path(__file__).resolve().parent
CHAPTERS = {1: [every_word.chapter1], 2: [every_word.chapter2], 3: [every_attention.chapter3],
            4: [every_attention.chapter4, every_layer.chapter4], 5: [every_layer.chapter5],
            6: [every_word.chapter6, every_training.chapter6],
            7: [every_learned.chapter7, every_generating.chapter7],
            8: [every_now.chapter8, every_parts.chapter8]}
TELLING = {"input": ROOT / "data/telling.csv", "d_out": 6, "heads": 2}
CHOSEN = {"seed": 42, "d_out": 4, "temperature": 0.5, "top_k": 5, "top_p": 0.6}
CASES = {1: [{}, {"seed": 7}], 2: [{}, {"seed": 7}],
         3: [{}, {**TELLING, "dropout": 0.2}, {"d_out": 3, "heads": 3, "seed": 42}],
         4: [{}, {**TELLING, "dropout": 0.2}, {"d_out": 12, "heads": 4, "seed": 9}],
         5: [{}, TELLING, {"d_out": 8, "heads": 2, "seed": 5}],
         6: [{}, {"seed": 7, "d_out": 6, "heads": 3}], 7: [{}, {"seed": 7}, CHOSEN],
         8: [{}, {**TELLING, "d_out": 8, "heads": 4, "query": 5}, {"d_out": 12, "heads": 6, "seed": 5}]}
USED = {1: ("seed",), 2: ("seed",), 3: ("input", "query", "d_out", "heads", "seed", "dropout"),
        4: ("input", "query", "d_out", "heads", "seed", "dropout"),
        5: ("input", "d_out", "heads", "seed"), 6: ("d_out", "heads", "seed"),
        7: ("input", "d_out", "seed"), 8: ("input", "query", "d_out", "heads", "seed")}


def as_text(tensor, name, difference, rng):
    if tensor.numel() == 1:
        return f"{name} = {tensor.item():.6f}"
    if difference < 5e-3 or tensor.numel() <= 5:
        torch.set_printoptions(precision=7)
        return f"{name} = {tensor!r}"
    return f"{name} = {rng.choice((as_torch, as_torch, as_numpy, as_lists))(tensor, rng)}"


def cases_of(chapter, case, options, rng):
    """A case for each mistake that shows."""
    made = [one for program in CHAPTERS[chapter] for one in program(case)]
    for step, name, mistake, variant, right, wrong in made:
        right, wrong = right.detach().float(), wrong.detach().float()
        difference = gap(wrong, right)
        if difference <= SAME or wrong.isnan().all():
            continue
        alike = sorted({other for at, tensor, other, _, _, result in made
                        if (at, tensor) == (step, name) and other != mistake
                        and gap(result.detach().float(), wrong) <= SAME})
        yield {"chapter": chapter, "step": step, "options": options, "tensor": name,
               "mistakes": [mistake], **({"variant": variant} if variant else {}),
               **({"alike": [[other] for other in alike]} if alike else {}),
               "text": as_text(wrong, name, difference, rng)}


def print_random(count, seed, folder):
    rng = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    done = 0
    while done < count:
        chapter = rng.choice(sorted(CHAPTERS))
        settings = random_settings(rng, folder.resolve() / f"every{done + 1}.csv")
        case = {name: value for name, value in settings.items() if name in USED[chapter]}
        found = list(cases_of(chapter, case, options_of(case), rng))
        for made in rng.sample(found, min(3, len(found))):
            print(json.dumps(made, ensure_ascii=False))
            done += 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("file", nargs="?", type=pathlib.Path, default=HERE / "mistakes_every.json")
    parser.add_argument("--random", type=int, metavar="N")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=pathlib.Path)
    given = parser.parse_args()
    torch.set_num_threads(1)
    if given.random is not None:
        if given.folder is None:
            parser.error("--random needs --folder")
        print_random(given.random, given.seed, given.folder)
        return
    rng = random.Random(7)
    lines = [json.dumps(made, ensure_ascii=False) for chapter, cases in CASES.items()
             for case in cases for made in cases_of(chapter, case, arguments(case), rng)]
    given.file.write_text('{"cases": [\n' + ",\n".join(lines) + "\n]}\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
