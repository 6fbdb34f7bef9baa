#!/usr/bin/python3
"""Writes mistakes_block.json: the numbers that wrong programs of steps 4.14 to 4.22 give.

This is the proof for the diagnosis of mistakes in the transformer block, as mistakes.json is for
those in attention: each case was made by running the wrong program in PyTorch, without a look at
the C++. Needs torch 1.13 (Debian: python3-torch). With an argument it writes there instead.

A case is a step with its options, the mistake made, its form under "variant" where there are
several, and the text of the wrong tensor. "invisible" lists what changes nothing under these
options, "alike" which mistakes give the same numbers there.
"""

import itertools
import json
import pathlib
import random
import sys

import torch

import make_chapter4
from make_chapter3 import arguments
from make_mistakes import ROOT, SAME, as_lists, as_numpy, as_torch, gap

HERE = pathlib.Path(__file__).resolve().parent
CASES = {
    "default": {},
    "telling": {"input": ROOT / "data/telling.csv", "d_out": 6, "heads": 2, "dropout": 0.2},
    "17x8": {"input": HERE / "inputs/17x8.csv", "query": 9, "d_out": 12, "heads": 4, "seed": 2024,
             "context_length": 20, "bias": True},
}


class Learner:
    """Writes the programs of the steps and makes the mistakes `made`, as {name: variant}.

    `met` collects the mistakes, with their variants, that the program run had a place for.
    """

    def __init__(self, context_vecs, settings, made):
        self.x = context_vecs
        self.s = settings
        self.made = made
        self.met = []

    def makes(self, name, variants=(True,)):
        """The variant of the mistake that is made at this place, or None where it is not made."""
        self.met += [(name, variant) for variant in variants if (name, variant) not in self.met]
        variant = self.made.get(name)
        return variant if variant in variants else None

    def seed_with(self, in_the_chapter):
        torch.manual_seed(in_the_chapter if self.s["seed"] is None else self.s["seed"])

    # LayerNorm.

    def moments(self, x):
        unbiased = bool(self.makes("sample-variance"))
        axes = [f"dim={axis}" for axis in range(x.dim() - 1)]
        wrong = self.makes("normalized-over-wrong-axis",
                           axes + ["everything"] if axes else ())
        if wrong == "everything":
            return x.mean(), x.var(unbiased=unbiased)
        dim = int(wrong[4:]) if wrong else -1
        return x.mean(dim=dim, keepdim=True), x.var(dim=dim, unbiased=unbiased, keepdim=True)

    def normalize(self, x, eps=1e-5):
        mean, var = self.moments(x)
        if eps == 0 or self.makes("eps-missing"):
            return (x - mean) / torch.sqrt(var)
        if self.makes("eps-outside-root"):
            return (x - mean) / (torch.sqrt(var) + eps)
        return (x - mean) / torch.sqrt(var + eps)

    def layer_norm(self, x, scale, shift):
        norm = self.normalize(x)
        missing = self.makes("scale-shift-missing", ("both", "shift", "scale"))
        if missing == "both":
            return norm
        if missing == "shift":
            return norm * scale
        return norm + shift if missing == "scale" else norm * scale + shift

    def norm(self):
        return self.normalize(torch.tensor([2.0, 4.0, 6.0]), eps=0)

    def row_norm(self):
        self.seed_with(123)
        return self.normalize(torch.randn(2, 5), eps=0)

    def row_mean(self):
        self.seed_with(123)
        return self.moments(torch.randn(2, 5))[0]

    def row_var(self):
        self.seed_with(123)
        return self.moments(torch.randn(2, 5))[1]

    def var_population(self):
        return self.moments(torch.tensor([2.0, 4.0, 6.0]))[1]

    def with_eps(self):
        return self.normalize(torch.tensor([5.0, 5.0, 5.0]))

    def tiny_norm(self):
        return self.normalize(torch.tensor([0.002, 0.004, 0.006]))

    def out_norm(self):
        x = self.s["inputs"]
        d = x.shape[-1]
        self.seed_with(123)
        scale, shift = torch.rand(d) + 0.5, torch.rand(d) - 0.5
        return self.layer_norm(x, scale, shift)

    # GELU and the feed-forward layer.

    def gelu(self, x, approximate="none"):
        if self.makes("relu-for-gelu"):
            return torch.relu(x)
        if approximate == "none" and self.makes("gelu-tanh-for-exact"):
            approximate = "tanh"
        elif approximate == "tanh" and self.makes("gelu-exact-for-tanh"):
            approximate = "none"
        return torch.nn.functional.gelu(x, approximate=approximate)

    def seven(self, approximate="none"):
        return self.gelu(torch.arange(7.0) - 3, approximate)

    def feed_forward(self, layers, x):
        return layers[1](self.gelu(layers[0](x)))

    def linears(self, d):
        return torch.nn.Linear(d, 4 * d), torch.nn.Linear(4 * d, d)

    def ff_out(self):
        self.seed_with(123)
        return self.feed_forward(self.linears(self.x.shape[-1]), self.x)

    def activated_2(self):
        self.seed_with(123)
        first, _ = self.linears(self.x.shape[-1])
        return self.gelu(first(self.x))[0, self.s["query"]]

    # The block.

    def around(self, x, layer, norm, where):
        """x + layer(norm(x))."""
        order = self.makes("norm-after-for-before", ("after adding", "before adding"))
        if order == "after adding":
            return norm(x + layer(x))
        if order == "before adding":
            return x + norm(layer(x))
        out = layer(norm(x))
        return out if self.makes("residual-missing", ("everywhere", where)) else x + out

    def residual_out(self):
        out = self.ff_out()
        return out if self.makes("residual-missing") else self.x + out

    def block_out(self):
        d = self.x.shape[-1]
        rate = self.s["dropout"] or 0.0
        self.seed_with(123)
        attention = make_chapter4.MultiHeadAttention(d, d, self.s["context_length"], rate,
                                                     self.s["heads"], self.s["bias"])
        layers = self.linears(d)
        after = self.around(self.x, lambda x: attention(x)[0], self.normalize,
                            "after attention")
        return self.around(after, lambda x: self.feed_forward(layers, x), self.normalize,
                           "after feed-forward")


# Of each step the tensors that it adds, and how a learner gets them.
TENSORS = {
    14: {"norm": Learner.norm, "row_mean": Learner.row_mean, "row_var": Learner.row_var,
         "row_norm": Learner.row_norm},
    15: {"var_population": Learner.var_population, "norm_population": Learner.norm},
    16: {"with_eps": Learner.with_eps, "tiny_norm": Learner.tiny_norm},
    17: {"norm": lambda learner: learner.normalize(learner.s["inputs"]), "out_norm": Learner.out_norm},
    18: {"gelu": Learner.seven},
    19: {"gelu_erf": Learner.seven, "gelu_tanh": lambda learner: learner.seven("tanh")},
    20: {"activated_2": Learner.activated_2, "ff_out": Learner.ff_out},
    21: {"residual_out": Learner.residual_out},
    22: {"block_out": Learner.block_out},
}


def as_text(tensor, name, difference, rng):
    """Printed as learners print; with more digits than four where four would hide the mistake."""
    if difference < 5e-3:
        torch.set_printoptions(precision=7)
        return f"{name} = {tensor!r}"
    form = rng.choice((as_torch, as_torch, as_numpy, as_lists))
    return f"{name} = {form(tensor, rng)}"


def main():
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "mistakes_block.json"
    torch.set_num_threads(1)
    rng = random.Random(4)
    cases, invisible, alike = [], [], []
    for case in CASES.values():
        settings = make_chapter4.settings(case)
        options = arguments(case)
        steps = make_chapter4.chapter4(**settings)
        context_vecs = steps["4.13"]["context_vecs"].detach()
        for step, tensors in TENSORS.items():
            for tensor, compute in tensors.items():
                place = {"step": step, "options": options, "tensor": tensor}

                def run(made):
                    learner = Learner(context_vecs, settings, made)
                    with torch.no_grad():
                        return learner, compute(learner)

                learner, right = run({})
                if gap(right, steps[f"4.{step}"][tensor].detach()) > 1e-6:
                    sys.exit(f"step {step} differs from make_chapter4.py in {tensor}")
                shown = []
                for made in learner.met:
                    mistake, variant = made
                    _, wrong = run({mistake: variant})
                    form = {} if variant is True else {"variant": variant}
                    difference = gap(wrong, right)
                    if difference <= 1e-5:
                        invisible.append({**place, "mistake": mistake, **form})
                        continue
                    shown.append((mistake, wrong))
                    cases.append({**place, "mistakes": [mistake], **form,
                                  "text": as_text(wrong, tensor, difference, rng)})
                alike += [{**place, "mistakes": sorted((a, b))}
                          for (a, x), (b, y) in itertools.combinations(shown, 2)
                          if a != b and gap(x, y) <= SAME]
    lists = [f'"{name}": [\n' + ",\n".join(json.dumps(entry, ensure_ascii=False)
                                          for entry in entries) + "\n]"
             for name, entries in (("cases", cases), ("invisible", invisible), ("alike", alike))]
    target.write_text("{\n" + ",\n".join(lists) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
