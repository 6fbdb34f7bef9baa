#!/usr/bin/python3
"""Writes mistakes1.json: the numbers that wrong programs of chapter 1 give.

The proof for the diagnosis of mistakes with positions, as mistakes.json is for those in attention:
each case was made by running the wrong program in PyTorch, without a look at the C++. Needs torch
1.13 (Debian: python3-torch). With an argument it writes there instead.
"""

import json
import math
import pathlib
import sys

import torch

from make_chapter1 import corpus_in, chapter1, positional_encoding, tokens_of
from make_chapter3 import HERE


def wrong_encoding(n, d, mistake):
    pe = torch.zeros(n, d)
    for pos in range(n):
        for i in range(0, d, 2):
            doubled = 2 if mistake == "position-index-doubled" else 1
            angle = pos / 10000 ** (doubled * i / d)
            sin_at, cos_at = i, i + 1
            if mistake == "sin-cos-swapped":
                sin_at, cos_at = i + 1, i
            if mistake == "sin-cos-halves":
                sin_at, cos_at = i // 2, d // 2 + i // 2
            pe[pos, sin_at] = math.sin(angle)
            pe[pos, cos_at] = math.cos(angle)
    return pe


def cases(seed):
    """Step, tensor, mistake and what the wrong program prints."""
    seed = 123 if seed is None else seed
    english = corpus_in("small_english.txt")
    words, _ = english.train(seed)
    words = words[[english.number[word] for word in tokens_of("The cat runs in the garden.")]]
    for mistake in ("sin-cos-swapped", "sin-cos-halves", "position-index-doubled"):
        yield 14, "pe", mistake, wrong_encoding(8, 8, mistake)
        yield 17, "pe_longer", mistake, wrong_encoding(16, 8, mistake)
        yield 20, "x", mistake, words + wrong_encoding(6, 8, mistake)
    yield 20, "x", "positions-not-added", words
    torch.manual_seed(seed)
    embeddings = torch.randn(6, 512) / 512**0.5
    yield 19, "scaled_lengths", "embedding-scale-missing", embeddings.norm(dim=1)


def main():
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "mistakes1.json"
    assert torch.allclose(wrong_encoding(8, 8, None), positional_encoding(8, 8))
    lines = []
    for seed in (None, 7):
        options = [] if seed is None else ["--seed", str(seed)]
        right = chapter1(torch.ones(2, 2), seed)
        for step, name, mistake, wrong in cases(seed):
            assert not torch.allclose(wrong, right[f"1.{step}"][name])
            entry = {"chapter": 1, "step": step, "options": options, "tensor": name,
                     "text": f"{name} = {wrong}", "mistakes": [mistake]}
            lines.append(json.dumps(entry))
    target.write_text('{"cases": [\n' + ",\n".join(lines) + "\n]}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
