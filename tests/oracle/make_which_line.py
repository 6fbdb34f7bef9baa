#!/usr/bin/python3
"""Writes which_line.json: what programs print that go wrong in one line, and which tensor that is.

Each case was made by running the program in PyTorch with one line changed, all its tensors printed
under their names. Needs torch 1.13 (Debian: python3-torch).

    make_which_line.py [FILE]
"""

import csv
import json
import pathlib
import sys

import torch

HERE = pathlib.Path(__file__).resolve().parent
OPTIONS = ["--input", "data/telling.csv", "--d-out", "6", "--heads", "2"]


def inputs():
    with open(HERE.parent.parent / "data/telling.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    return torch.tensor([[float(number) for number in row[1:]] for row in rows])


class Prints(dict):
    """The tensors of a program in the order in which it computes them."""

    def text(self):
        return "".join(f"{name} = {tensor.detach()}\n" for name, tensor in self.items())


def causal(wrong):
    """Step 3.33: one head, all tokens, Linear layers, a causal mask."""
    x = inputs()
    p = Prints(inputs=x)
    torch.manual_seed(40 if wrong == "seed" else 789)
    W_query, W_key, W_value = (torch.nn.Linear(x.shape[1], 6, bias=False) for _ in range(3))
    p["W_query.weight"], p["W_key.weight"] = W_query.weight, W_key.weight
    p["queries"] = queries = (W_key if wrong == "queries of keys" else W_query)(x)
    p["keys"] = keys = W_key(x) * (1.5 if wrong == "keys too long" else 1)
    if wrong == "scores of columns":
        p["attn_scores"] = attn_scores = keys @ queries.T
    elif wrong == "scores squared":
        p["attn_scores"] = attn_scores = (queries @ keys.T) ** 2
    else:
        p["attn_scores"] = attn_scores = queries @ keys.T
    tokens = len(x)
    diagonal = {"mask hides self": 0, "mask shows next": 2}.get(wrong, 1)
    mask = torch.triu(torch.ones(tokens, tokens), diagonal=diagonal)
    p["mask"] = mask
    hidden = 0 if wrong == "filled with 0" else -torch.inf
    p["masked"] = masked = attn_scores.masked_fill(mask.bool(), hidden)
    scaled = masked / {"not scaled": 1, "scaled by 5": 5}.get(wrong, 6**0.5)
    weights = torch.softmax(scaled, dim=0 if wrong == "softmax of columns" else -1)
    if wrong == "softmax twice":
        weights = torch.softmax(weights, dim=-1)
    if wrong == "a tenth more":
        weights = weights * 1.1
    p["attn_weights"] = weights
    return p


def multi_head(wrong):
    """Step 3.40: two heads in one piece."""
    x = inputs()
    p = Prints(inputs=x)
    x = torch.stack([x, x])
    p["batch"] = x
    torch.manual_seed(123)
    layers = [torch.nn.Linear(x.shape[-1], 6, bias=False) for _ in range(3)]
    layers.append(torch.nn.Linear(6, 6))
    W_query, W_key, W_value, out_proj = layers
    for name, layer in zip(["W_query", "W_key", "W_value", "out_proj"], layers):
        p[f"{name}.weight"] = layer.weight
    p["out_proj.bias"] = out_proj.bias

    def split(y, name):
        if wrong == f"{name} without transpose":
            return y.view(2, 2, -1, 3)
        y = y.view(2, -1, 2, 3).transpose(1, 2)
        return y.flip(1) if wrong == f"{name} in other order" else y

    p["queries"] = queries = split(W_query(x), "queries")
    p["keys"] = keys = split(W_key(x), "keys")
    p["values"] = values = split((W_key if wrong == "values of keys" else W_value)(x), "values")
    p["attn_scores"] = attn_scores = queries @ keys.transpose(2, 3)
    if wrong == "scores plus one":
        p["attn_scores"] = attn_scores = attn_scores + 1
    mask = torch.ones(attn_scores.shape[-1], attn_scores.shape[-1]).triu(diagonal=1)
    if wrong == "past hidden":
        mask = mask.T
    if wrong == "not hidden":
        p["masked"] = masked = attn_scores
    else:
        p["masked"] = masked = attn_scores.masked_fill(mask.bool(), -torch.inf)
    divisor = 6**0.5 if wrong == "scaled by d_out" else 3**0.5
    p["attn_weights"] = weights = torch.softmax(masked / divisor, dim=-1)
    used = attn_scores if wrong == "scores for weights" else weights
    if wrong == "weights turned":
        used = weights.transpose(2, 3)
    p["context_vec"] = context_vec = used @ values
    joined = context_vec if wrong == "merged by view" else context_vec.transpose(1, 2)
    joined = joined.contiguous().view(2, -1, 6)
    p["joined_heads"] = joined
    if wrong == "not projected":
        p["context_vecs"] = joined
    elif wrong == "projected without bias":
        p["context_vecs"] = joined @ out_proj.weight.T
    elif wrong == "projected twice":
        p["context_vecs"] = out_proj(out_proj(joined))
    else:
        p["context_vecs"] = out_proj(joined)
    return p


CASES = [
    (33, causal, {
        "seed": "W_query.weight", "queries of keys": "queries", "keys too long": "keys",
        "scores of columns": "attn_scores", "scores squared": "attn_scores",
        "mask hides self": "mask", "mask shows next": "mask", "filled with 0": "masked",
        "not scaled": "attn_weights", "scaled by 5": "attn_weights",
        "softmax of columns": "attn_weights", "softmax twice": "attn_weights",
        "a tenth more": "attn_weights"}),
    (40, multi_head, {
        "queries without transpose": "queries", "keys without transpose": "keys",
        "values in other order": "values", "values of keys": "values",
        "scores plus one": "attn_scores", "past hidden": "masked", "not hidden": "masked",
        "scaled by d_out": "attn_weights", "scores for weights": "context_vec",
        "weights turned": "context_vec", "merged by view": "joined_heads",
        "not projected": "context_vecs", "projected without bias": "context_vecs",
        "projected twice": "context_vecs"}),
]


def main():
    torch.set_printoptions(threshold=100000)
    cases = []
    for step, program, wrongs in CASES:
        cases.append({"step": step, "options": OPTIONS, "wrong": "", "first": "",
                      "text": program("").text()})
        for wrong, first in wrongs.items():
            text = program(wrong).text()
            assert text != cases[0]["text"]
            cases.append({"step": step, "options": OPTIONS, "wrong": wrong, "first": first,
                          "text": text})
    target = sys.argv[1] if len(sys.argv) > 1 else HERE / "which_line.json"
    with open(target, "w", encoding="utf-8") as file:
        json.dump({"cases": cases}, file, ensure_ascii=False, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
