#!/usr/bin/python3
"""Saves modules of one's own in PyTorch and holds what attn shows with them against PyTorch.

    own_weights.py ATTN

Each class of the pages gets random weights, LayerNorm and biases too, is saved as .npz, some behind
a prefix, some among other tensors, and is given to the chapter as --weights. The lines of its pages,
which load the file, are run as in a notebook; every tensor must be equal to 2e-6. That at least the
steps listed made use of the weights is asked of what attn says on standard error, and by comparing
with the run without. Exits with 1 and says what differs.
"""
import json
import os
import subprocess
import sys
import tempfile

import numpy
import torch

import run_pytorch_lines

ATTN = os.path.abspath(sys.argv[1])


class Projections(torch.nn.Module):
    """Three layers of a name each, as the classes of chapter 3 have them."""

    def __init__(self, d_in, d_out, plain=False, bias=False):
        super().__init__()
        for name in ("W_query", "W_key", "W_value"):
            setattr(self, name, torch.nn.Parameter(torch.empty(d_in, d_out)) if plain else
                    torch.nn.Linear(d_in, d_out, bias=bias))


class MultiHead(Projections):
    def __init__(self, d_in, d_out, bias=False, context_length=0):
        super().__init__(d_in, d_out, bias=bias)
        self.out_proj = torch.nn.Linear(d_out, d_out)
        if context_length:
            self.register_buffer("mask", torch.ones(context_length, context_length).triu(1))


class Wrapper(torch.nn.Module):
    def __init__(self, d_in, d_out, heads):
        super().__init__()
        self.heads = torch.nn.ModuleList(Projections(d_in, d_out) for _ in range(heads))


def feed_forward(d):
    return torch.nn.Sequential(torch.nn.Linear(d, 4 * d), torch.nn.GELU(), torch.nn.Linear(4 * d, d))


class Block(torch.nn.Module):
    def __init__(self, d):
        super().__init__()
        self.attention = MultiHead(d, d, context_length=8)
        self.ff = feed_forward(d)
        self.norm1, self.norm2 = torch.nn.LayerNorm(d), torch.nn.LayerNorm(d)


def encoder(d):
    return torch.nn.TransformerEncoderLayer(d, 2, dim_feedforward=4 * d, dropout=0)


def decoder(d):
    return torch.nn.TransformerDecoderLayer(d, 2, dim_feedforward=4 * d, dropout=0)


class AttentionOnly(torch.nn.Module):
    """The form of chapter 7's model."""

    def __init__(self, vocabulary, positions, d):
        super().__init__()
        self.tok_emb = torch.nn.Embedding(vocabulary, d)
        self.pos_emb = torch.nn.Embedding(positions, d)
        self.blocks = torch.nn.ModuleList(Projections(d, d) for _ in range(2))
        for block in self.blocks:
            block.out_proj = torch.nn.Linear(d, d, bias=False)
        self.head = torch.nn.Linear(d, vocabulary, bias=False)


# Each with the prefix it is saved behind, the chapter, more words, and the steps that use it.
CASES = [
    (lambda: Projections(3, 2, plain=True), "", "ch3", [],
     "3.16 3.17 3.18 3.20 3.21 3.23 3.24 3.25"),
    (lambda: Projections(3, 5, plain=True), "model.", "ch3", ["--query", "4"], "3.16 3.24 3.25"),
    (lambda: Projections(3, 2), "", "ch3", [], "3.27 3.28 3.30 3.31 3.32 3.33 3.36 3.38"),
    (lambda: Projections(3, 4), "attn.", "ch3", ["--heads", "2"], "3.27 3.33 3.38"),
    (lambda: Wrapper(3, 4, 2), "", "ch3", [], "3.39"),
    (lambda: MultiHead(3, 6), "mha.", "ch3", ["--heads", "3"], "3.40"),
    (lambda: MultiHead(3, 4), "", "ch4", [], "4.4 4.5 4.8 4.9 4.10 4.11 4.12 4.13"),
    (lambda: MultiHead(3, 6, bias=True, context_length=8), "attn.", "ch4", ["--heads", "3"],
     "4.4 4.5 4.9 4.12 4.13"),
    (lambda: feed_forward(4), "ff.", "ch4", [], "4.20 4.21"),
    (lambda: Block(4), "", "ch4", [], "4.20 4.21 4.22"),
    (lambda: encoder(4), "layer.", "ch5", [], "5.11 5.12 5.13"),
    (lambda: encoder(6), "", "ch5", ["--heads", "3"], "5.11 5.12 5.13"),
    (lambda: decoder(4), "", "ch5", [], "5.13"),
    (lambda: torch.nn.MultiheadAttention(4, 2), "cross_attn.", "ch5", [], "5.12"),
    (lambda: AttentionOnly(12, 20, 8), "", "7.1-7.8", [], "7.1 7.2 7.3 7.4 7.5 7.6 7.7 7.8"),
    (lambda: AttentionOnly(70, 33, 6), "model.", "7.1-7.8", ["--heads", "3", "--ablate", "0.2"],
     "7.1 7.2 7.3 7.4 7.5 7.6 7.7 7.8"),
]


def pages(*words):
    done = subprocess.run([ATTN, "run", *words, "--format", "json"], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"attn run {' '.join(words)}: {done.stderr}")
    return json.loads(done.stdout)


def main():
    torch.manual_seed(0)
    failures = tensors = 0
    with tempfile.TemporaryDirectory() as folder:
        for number, (make, prefix, chapter, words, used) in enumerate(CASES):
            module = make()
            for parameter in module.parameters():
                torch.nn.init.normal_(parameter, std=0.6)
            file = os.path.join(folder, f"{number}.npz")
            state = {prefix + name: x.detach().numpy() for name, x in module.state_dict().items()}
            if prefix:
                state["other.weight"] = numpy.zeros((2, 2), numpy.float32)
            numpy.savez(file, **state)
            with_weights = pages(chapter, *words, "--weights", file)
            shown, wrong = run_pytorch_lines.compare(with_weights)
            tensors += shown
            failures += wrong
            without = {page["id"]: page["tensors"] for page in pages(chapter, *words)}
            for page in with_weights:
                if page["id"] in used.split() and page["tensors"] == without[page["id"]]:
                    print(f"case {number}: step {page['id']} makes no use of the weights")
                    failures += 1
                for check in page["checks"]:
                    if not check["holds"]:
                        print(f"case {number}: {page['id']} says ✗: {check['en']}")
                        failures += 1
    print(f"{len(CASES)} modules, {tensors} tensors, {failures} wrong")
    return 1 if failures or not tensors else 0


if __name__ == "__main__":
    sys.exit(main())
