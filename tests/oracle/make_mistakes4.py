#!/usr/bin/python3
"""Writes mistakes4.json: the numbers that wrong programs of chapter 4 give, printed as learners do.

The same as make_mistakes.py for chapter 3: each case was made by running the wrong program in
PyTorch, without a look at the C++. With an argument it writes there instead.
"""

import collections
import itertools
import json
import pathlib
import random
import sys

import torch

import make_chapter4
import make_mistakes
from make_chapter3 import arguments
from make_mistakes import GROUP_OF, HERE, ROOT, SAME, as_case, few_seeds, gap, tokens_of

GROUP_OF.update({"bias-forgotten": "bias", "split-as-hd-h": "split"})
PAIRS = 60

SHARED = {
    "default": {},
    "telling": {"input": ROOT / "data/telling.csv", "d_out": 6, "heads": 2, "dropout": 0.2},
    "bias": {"input": ROOT / "data/telling.csv", "d_out": 9, "heads": 3, "dropout": 0.2,
             "bias": True},
    "korean": {"input": ROOT / "data/korean.csv", "d_out": 6, "heads": 3, "seed": 7,
               "context_length": 9, "bias": True},
}

Settings = collections.namedtuple("Settings",
                                  "inputs query d_out heads seed dropout context_length bias")


class Learner(make_mistakes.Learner):
    """Writes the class of chapter 4 line by line, with the mistakes of chapter 3 and one more."""

    def hidden(self):
        """The mask of the context length, cut to the tokens there are."""
        return self.whole_mask()[:self.tokens, :self.tokens]

    def whole_mask(self):
        length, self.tokens = self.tokens, self.s.context_length
        mask = super().hidden()
        self.tokens = length
        return mask

    def layers(self):
        """W_query, W_key and W_value, seeded."""
        self.seed_with(123)
        forgotten = self.s.bias and self.makes("bias-forgotten", ("not drawn", "not added"))
        layers = [torch.nn.Linear(self.d_in, self.s.d_out,
                                  bias=self.s.bias and forgotten != "not drawn")
                  for _ in range(3)]
        if forgotten == "not added":
            for layer in layers:
                torch.nn.init.zeros_(layer.bias)
        return layers

    def project(self, layer, x):
        square = layer.in_features == layer.out_features
        made = square and self.makes("linear-not-transposed", ("projections",))
        if made not in ("projections", "all"):
            return layer(x)
        return x @ layer.weight + (0 if layer.bias is None else layer.bias)

    def order(self):
        """How the columns of a projection are dealt out to the heads."""
        head_dim = self.s.d_out // self.s.heads
        variants = ["in turn", "in turn, and back"]
        if head_dim != self.s.heads and not self.rate(0.0):
            variants += ["sizes swapped", "sizes swapped, scaled likewise"]
        return self.makes("split-as-hd-h", variants)

    def split(self, y):
        made = self.order()
        b, length, width = y.shape
        swapped = y.view(b, length, width // self.s.heads, self.s.heads)
        if made and made.startswith("in turn"):
            return swapped.permute(0, 3, 1, 2)
        return swapped.transpose(1, 2) if made else super().split(y)

    def merge(self, context):
        if self.order() != "in turn, and back":
            return super().merge(context)
        return context.permute(0, 2, 3, 1).reshape(len(context), self.tokens, self.s.d_out)

    def divisor(self, d_k, d_model):
        likewise = self.mistakes.get("split-as-hd-h") == "sizes swapped, scaled likewise"
        return super().divisor(self.s.heads if likewise else d_k, d_model)

    def batch(self):
        return torch.stack((self.inputs, self.inputs.flip(0)))

    def flat(self, which):
        return self.project(self.layers()[which], self.batch())

    def forward(self):
        """What is computed on the way, by name."""
        x, layers = self.batch(), self.layers()
        out_proj = torch.nn.Linear(self.s.d_out, self.s.d_out)
        queries, keys, values = (self.split(self.project(layer, x)) for layer in layers)
        head_dim = self.s.d_out // self.s.heads
        scores = self.scores(queries, keys)
        weights = self.causal_weights(scores, head_dim, self.s.d_out, self.rate(0.0))
        if self.d_in == self.s.d_out:
            values = self.values(values, keys, self.split(x))
        elif self.makes("values-are-keys"):
            values = keys
        context = weights @ values
        joined = self.merge(context)
        return {"weights": weights, "context_vec": context, "joined_heads": joined,
                "context_vecs": self.out_proj(out_proj, joined)}

    def queries(self):
        return self.split(self.flat(0))

    def attn_scores(self):
        W_query, W_key, _ = self.layers()
        x = self.batch()
        return self.scores(self.split(self.project(W_query, x)), self.split(self.project(W_key, x)))

    def masked_scores(self):
        return self.masked(self.attn_scores())

    def attn_weights(self):
        scores = self.attn_scores()
        head_dim = self.s.d_out // self.s.heads
        return self.causal_weights(scores, head_dim, self.s.d_out)


# Of each step the tensors that it adds, and how a learner gets them.
TENSORS = {
    4: {"W_query.weight": lambda self: self.layers()[0].weight,
        "W_value.weight": lambda self: self.layers()[2].weight},
    6: {"mask": Learner.whole_mask},
    7: {"queries": lambda self: self.flat(0)},
    8: {"queries": Learner.queries},
    9: {"attn_scores": Learner.attn_scores},
    10: {"masked": Learner.masked_scores},
    11: {"attn_weights": Learner.attn_weights},
    12: {"values": lambda self: self.split(self.flat(2)),
         "attn_weights": lambda self: self.forward()["weights"],
         "context_vec": lambda self: self.forward()["context_vec"]},
    13: {"joined_heads": lambda self: self.forward()["joined_heads"],
         "context_vecs": lambda self: self.forward()["context_vecs"]},
}


class Program(make_mistakes.Program):
    learner, tensors = Learner, TENSORS


def without_places_unseen(program, singles):
    """The singles that a learner may make on the way to this tensor.

    The forward runs on beyond what some steps show; a mistake made there is none of theirs.
    """
    later = {"W_query.weight": {"bias"}, "attn_weights": {"values", "merge", "output"},
             "context_vec": {"merge", "output"}, "joined_heads": {"output"}}
    unseen = later.get(program.tensor, set())
    if program.tensor == "W_value.weight":  # nothing is added there
        singles = [single for single in singles if single[0].get("bias-forgotten") != "not added"]
    return [(made, result) for made, result in singles if GROUP_OF[next(iter(made))] not in unseen
            and not (unseen & {"output"} and made.get("linear-not-transposed") == "out_proj")
            and not (program.tensor == "context_vec" and next(iter(made)) in
                     ("heads-reversed", "same-head-twice"))
            and not (program.tensor == "attn_weights" and GROUP_OF[next(iter(made))] == "join")]


def cases_of_chapter():
    cases, invisible, alike, programs = [], [], [], []
    rng = random.Random(4)
    for case in SHARED.values():
        settings = Settings(**make_chapter4.settings(case))
        options, tokens = arguments(case), tokens_of(case)
        reference = make_chapter4.chapter4(**settings._asdict())
        for step, tensor in ((step, tensor) for step in TENSORS for tensor in TENSORS[step]):
            program = Program(settings, step, tensor)
            if gap(program.right, reference[f"4.{step}"][tensor].detach()) > 1e-6:
                sys.exit(f"step 4.{step} differs from make_chapter4.py in {tensor}")
            singles = without_places_unseen(program, few_seeds(program.singles(), rng))
            place = {"chapter": 4, "step": step, "options": options, "tensor": tensor}
            shown = []
            for mistakes, result in singles:
                mistake, variant = next(iter(mistakes.items()))
                if gap(result, program.right) > SAME:
                    shown.append((mistakes, result))
                    cases.append(as_case(program, options, mistakes, result, tokens, rng))
                else:
                    invisible.append({**place, "mistake": mistake,
                                      **({} if variant is True else {"variant": variant})})
            pairs = {(*a, *b) for (a, x), (b, y) in itertools.combinations(shown, 2)
                     if [*a] != [*b] and gap(x, y) <= SAME}
            alike += [{**place, "mistakes": list(pair)} for pair in sorted(pairs)]
            programs.append((program, options, singles, tokens))
    taken = set()
    while len(taken) < PAIRS:
        program, options, singles, tokens = rng.choice(programs)
        pair = program.random_pair(singles, rng)
        key = pair and (program.step, program.tensor, *options, *sorted(pair[0]))
        if pair is None or key in taken:
            continue
        taken.add(key)
        case = as_case(program, options, *pair, tokens, rng)
        others = program.names_for(*pair, singles)
        cases.append({**case, "alike": others} if others else case)
    cases = [{"chapter": 4, **case} for case in cases]
    return {"cases": cases, "invisible": invisible, "alike": alike}


def main():
    torch.set_num_threads(1)
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "mistakes4.json"
    lists = [f'"{name}": [\n' + ",\n".join(json.dumps(entry, ensure_ascii=False)
                                          for entry in entries) + "\n]"
             for name, entries in cases_of_chapter().items()]
    target.write_text("{\n" + ",\n".join(lists) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
