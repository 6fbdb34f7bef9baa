#!/usr/bin/python3
"""Writes mistakes5.json: the numbers that wrong programs of chapter 5 give.

This is the proof for the diagnosis of mistakes about encoder-decoder attention and products, as
mistakes.json is for those in attention: each case was made by running the wrong program in PyTorch,
without a look at the C++. Needs torch 1.13 (Debian: python3-torch). With an argument it writes there
instead.

A case is a step with its options, the mistake made and the text of the wrong tensor.
"""

import json
import pathlib
import random
import sys

import torch

import make_chapter5
from make_chapter3 import arguments
from make_mistakes import gap
from make_mistakes_block import as_text

HERE = pathlib.Path(__file__).resolve().parent
CASES = {**{name: make_chapter5.CASES[name] for name in ("default", "korean", "17x8", "3x7",
                                                        "telling", "large")},
         "as wide as long": {"d_out": 6, "heads": 3, "seed": 42}}
ROLES, PRODUCT = "cross-attention-roles-swapped", "elementwise-for-product"


def cross_attention(settings, steps, swapped):
    """Step 12, by PyTorch's own module and once more by hand for the scores within it."""
    torch.manual_seed(123 if settings["seed"] is None else settings["seed"])
    d_model, heads = settings["d_model"], settings["heads"]
    asking, looked_at = torch.randn(3, d_model), steps["5.11"]["enc_out"]
    cross = torch.nn.MultiheadAttention(d_model, heads)
    if swapped:
        asking, looked_at = looked_at, asking
    context, weights = cross(asking, looked_at, looked_at, average_attn_weights=False)
    w_q, w_k, _ = cross.in_proj_weight.chunk(3)
    queries = (asking @ w_q.T).view(len(asking), heads, -1).transpose(0, 1)
    keys = (looked_at @ w_k.T).view(len(looked_at), heads, -1).transpose(0, 1)
    return {"attn_scores": queries @ keys.transpose(1, 2), "attn_weights": weights,
            "context_vecs": context}


def self_focus(_, steps, wrong):
    """Step 4, with * for @ where shapes allow it."""
    q, k = steps["5.3"]["Q"], steps["5.3"]["K"]
    if wrong and q.shape != k.T.shape:
        return {}
    scores = q * k.T if wrong else q @ k.T
    return {"attn_weights": torch.softmax(scores / k.shape[-1] ** 0.5, dim=-1)}


def product(_, steps, wrong):
    """Step 2."""
    a, b = steps["5.2"]["A"], steps["5.2"]["B"]
    return {"matrix_product": a * b if wrong else a @ b}


PROGRAMS = [(2, PRODUCT, product), (4, PRODUCT, self_focus), (12, ROLES, cross_attention)]


def main():
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "mistakes5.json"
    torch.set_num_threads(1)
    rng = random.Random(5)
    cases = []
    for case in CASES.values():
        settings = make_chapter5.settings(case)
        steps = {step: {name: tensor.detach() for name, tensor in tensors.items()}
                 for step, tensors in make_chapter5.chapter5(**settings).items()}
        for step, mistake, program in PROGRAMS:
            with torch.no_grad():
                right, wrong = (program(settings, steps, made) for made in (False, True))
            for tensor, expected in right.items():
                if gap(expected, steps[f"5.{step}"][tensor]) > 1e-6:
                    sys.exit(f"step {step} differs from make_chapter5.py in {tensor}")
            for tensor, made in wrong.items():
                place = {"chapter": 5, "step": step, "options": arguments(case),
                         "tensor": tensor, "mistakes": [mistake]}
                same_shape = made.shape == right[tensor].shape
                difference = gap(made, right[tensor]) if same_shape else 1.0
                if difference <= 1e-5:
                    sys.exit(f"step {step}: {mistake} changes nothing in {tensor}")
                cases.append({**place, "text": as_text(made, tensor, difference, rng)})
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in cases)
    target.write_text(f'{{\n"cases": [\n{lines}\n]\n}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
