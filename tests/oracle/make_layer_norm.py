#!/usr/bin/python3
"""Writes layer_norm.json: what PyTorch's layer_norm makes of rows whose rounding shows.

    make_layer_norm.py [TARGET]

Rows of one number, of equal numbers, of means large against the spread, of numbers near the ends
of float32, and of every length that its vectors cut into parts. nan is written as null. Needs torch
1.13 (Debian: python3-torch) on a machine with AVX2.
"""

import json
import math
import pathlib
import sys

import torch

HERE = pathlib.Path(__file__).resolve().parent

# Means and spreads of rows.
KINDS = [(0, 1), (1000, 1), (1000, 1e-3), (-3e4, 0.5), (0.3, 0), (0, 1e-4), (1e10, 1e9)]
SIZES = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 31, 33, 64, 127, 130]
ROWS = [
    [[-3.5313], [-5.8828], [-3.8857], [-19.3120], [-15.9409]],
    [[1000.001, 1000.002, 1000.003], [1000.1, 1000.2, 1000.3]],
    [[5.0, 5.0, 5.0], [0.1, 0.1, 0.1], [0.0, -0.0, 0.0]],
    [[1e30, -2e30, 3e30], [1e19, 2e19, -1e19], [1e-39, 2e-39, -1e-30]],
]


def written(tensor):
    return [None if math.isnan(x) else float(f"{x:.9g}") for x in tensor.flatten().tolist()]


def case(x):
    size = x.shape[-1]
    weight, bias = torch.rand(size) + 0.5, torch.rand(size) - 0.5
    norm = torch.nn.functional.layer_norm(x, (size,))
    scaled = torch.nn.functional.layer_norm(x, (size,), weight, bias)
    return {"shape": list(x.shape), "x": written(x), "norm": written(norm),
            "weight": written(weight), "bias": written(bias), "scaled": written(scaled)}


def main():
    torch.manual_seed(5)
    rows = [torch.tensor(row) for row in ROWS]
    for size in SIZES:
        rows.append(torch.stack([torch.randn(size) * spread + mean for mean, spread in KINDS]))
    for size in [513, 1024]:
        rows.append(torch.randn(1, size) + 100)
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "layer_norm.json"
    target.write_text(json.dumps([case(x) for x in rows], separators=(",", ":")) + "\n",
                      encoding="utf-8")


if __name__ == "__main__":
    main()
