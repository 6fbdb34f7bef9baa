#!/usr/bin/python3
"""Writes generator.json: PyTorch's random numbers for many seeds and sizes, as hashes of their bits.

One hash a row of numbers: FNV-1a, 32 bits, over the little-endian bytes of the float32 values. For
each seed the hashes of all sizes stand in one string, eight hex digits a size. Needs torch 1.13
(Debian: python3-torch) on a machine with AVX2. With an argument it writes there instead.
"""

import json
import os
import pathlib
import struct
import subprocess
import sys

import torch

HERE = pathlib.Path(__file__).resolve().parent
SEEDS = [*range(250), 12345, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**32 + 123, 2**63 - 1, 2**63,
         2**64 - 1, -1, -123, -(2**63)]
SIZES = [1, 2, 15, 16, 17, 31, 32, 1000]
KINDS = {
    "rand": lambda n: torch.rand(n),
    "uniform": lambda n: torch.empty(n).uniform_(-1 / 3**0.5, 1 / 3**0.5),
    "randn": lambda n: torch.randn(n),
    "normal": lambda n: torch.empty(n).normal_(0.5, 0.02),
    "dropout 0.1": lambda n: torch.nn.functional.dropout(torch.ones(n), 0.1),
    "randint": lambda n: torch.randint(3, 67, (n,)).float(),
    "randperm": lambda n: torch.randperm(n).float(),
    "dropout 0.5": lambda n: torch.nn.functional.dropout(torch.ones(n), 0.5),
    "exponential": lambda n: torch.empty(n).exponential_(),
    "multinomial": lambda n: torch.multinomial(torch.arange(n) % 7 + 1.0, min(n, 16)).float(),
    "multinomial 1": lambda n: torch.multinomial(torch.arange(n) % 3 + 0.1, 1).float(),
    "multinomial with replacement":
        lambda n: torch.multinomial(torch.arange(n) % 7 + 1.0, 9, replacement=True).float(),
    "multinomial 1 with replacement":
        lambda n: torch.multinomial(torch.arange(n) % 3 + 0.1, 1, replacement=True).float(),
}
# Kinds whose bits depend on the arithmetic that PyTorch chose for the machine.
DEPENDENT = ["uniform", "randn", "normal"]


def sequence():
    """Draws of several kinds after one another: the spare normal number lives on between them."""
    return torch.cat([torch.randn(3), torch.rand(2), torch.randn(20), torch.randn(1),
                      torch.nn.functional.dropout(torch.ones(5), 0.3), torch.randn(2),
                      torch.empty(4).uniform_(-0.5, 0.5), torch.randn(15), torch.randn(1)])


def fnv(tensor):
    state = 0x811C9DC5
    for byte in struct.pack(f"<{tensor.numel()}f", *tensor.tolist()):
        state = (state ^ byte) * 0x01000193 & 0xFFFFFFFF
    return f"{state:08x}"


def seeded(seed, draw):
    torch.manual_seed(seed)
    return fnv(draw())


def hashes(kinds):
    result = {kind: {str(seed): "".join(seeded(seed, lambda: KINDS[kind](n)) for n in SIZES)
                     for seed in SEEDS} for kind in kinds}
    result["sequence"] = {str(seed): seeded(seed, sequence) for seed in SEEDS}
    return result


def main():
    if sys.argv[1:] == ["--scalar"]:  # PyTorch chooses its arithmetic once, when it starts
        print(json.dumps(hashes(DEPENDENT)))
        return
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "generator.json"
    scalar = subprocess.run([sys.executable, __file__, "--scalar"], check=True, text=True,
                            stdout=subprocess.PIPE,
                            env={**os.environ, "ATEN_CPU_CAPABILITY": "default"}).stdout
    document = {"sizes": SIZES, "x86": hashes(KINDS), "scalar": json.loads(scalar)}
    target.write_text(json.dumps(document, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
