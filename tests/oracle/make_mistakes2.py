#!/usr/bin/python3
"""Writes mistakes2.json: the numbers that wrong programs of chapter 2 give, printed as learners do.

As make_mistakes.py for chapter 3: each case was made by running the wrong program in PyTorch,
without a look at the C++. Needs torch 1.13 (Debian: python3-torch). With an argument it writes there
instead.
"""

import json
import pathlib
import sys

import torch

import make_chapter3

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SETTINGS = [{}, {"seed": 7}, {"input": ROOT / "data/telling.csv"},
            {"input": ROOT / "data/korean.csv"}]


def rows(x, row, first=0):
    """A loop that fills the averages from row `first` on; those before stay 0."""
    averages = torch.zeros_like(x)
    for t in range(first, len(x)):
        averages[t] = row(x, t)
    return averages


def but_the_first(x):
    averages = x.clone()
    for t in range(1, len(x)):
        averages[t] = x[:t].mean(dim=0)
    return averages


# Wrong loops over one sentence (T, d).
LOOPS = {
    "average-without-current": [
        lambda x: rows(x, lambda x, t: x[:t].mean(dim=0)),
        lambda x: rows(x, lambda x, t: x[:t].sum(dim=0) / (t + 1)),
        lambda x: rows(x, lambda x, t: x[:t].mean(dim=0), first=1),
        but_the_first,
    ],
    "average-with-future": [
        lambda x: rows(x, lambda x, t: x.mean(dim=0)),
        lambda x: rows(x, lambda x, t: x[:t + 2].mean(dim=0)),
        lambda x: rows(x, lambda x, t: x[:t + 2].sum(dim=0) / (t + 1)),
        lambda x: rows(x, lambda x, t: x[t:].mean(dim=0)),
        lambda x: rows(x, lambda x, t: x.sum(dim=0) / (t + 1)),
    ],
    "sum-for-average": [
        lambda x: rows(x, lambda x, t: x[:t + 1].sum(dim=0)),
        lambda x: x.cumsum(dim=0),
    ],
}


def by_rows(allowed):
    return allowed / allowed.sum(dim=1, keepdim=True)


def hidden(n, mask):
    return torch.zeros(n, n).masked_fill(mask.bool(), -torch.inf)


def softmax_without(n, mask):
    return torch.softmax(hidden(n, mask), dim=-1)


# Wrong weights for n tokens, from a triangle or through softmax.
WEIGHTS = {
    "average-without-current": [
        lambda n: by_rows(torch.tril(torch.ones(n, n), diagonal=-1)),
        lambda n: torch.tril(torch.ones(n, n), diagonal=-1) / torch.arange(1, n + 1)[:, None],
        lambda n: softmax_without(n, torch.triu(torch.ones(n, n))),
    ],
    "average-with-future": [
        lambda n: by_rows(torch.ones(n, n)),
        lambda n: by_rows(torch.tril(torch.ones(n, n), diagonal=1)),
        lambda n: by_rows(torch.triu(torch.ones(n, n))),
        lambda n: torch.softmax(torch.zeros(n, n), dim=-1),
        lambda n: softmax_without(n, torch.triu(torch.ones(n, n), diagonal=2)),
        lambda n: softmax_without(n, torch.tril(torch.ones(n, n), diagonal=-1)),
        lambda n: softmax_without(n, torch.tril(torch.ones(n, n))),
    ],
    "sum-for-average": [
        lambda n: torch.tril(torch.ones(n, n)),
        lambda n: torch.exp(hidden(n, torch.triu(torch.ones(n, n), diagonal=1))),
    ],
}


def wrong_tensors(settings):
    """Of each step the tensors that a wrong program gives: (step, name, mistake, tensor)."""
    torch.manual_seed(settings.get("seed", 1441))
    embeddings = torch.randn(2, 4, 6)
    sentence = torch.tensor([[2.0, 0.0], [0.0, 2.0], [1.0, 2.0]])
    if "input" in settings:
        sentence = make_chapter3.read_input(settings["input"])
    for mistake in LOOPS:
        for loop in LOOPS[mistake]:
            for step in (3, 4, 6) if "input" not in settings else ():
                yield step, "averaged_embeddings", mistake, torch.stack([*map(loop, embeddings)])
            if "seed" not in settings:
                yield 7, "averaged_inputs", mistake, loop(sentence)
                yield 8, "averaged_flipped", mistake, loop(sentence.flip(0))
        for weights in WEIGHTS[mistake]:
            for step in (3, 4, 6) if "input" not in settings else ():
                yield step, "averaged_embeddings", mistake, weights(4) @ embeddings
                if step != 3 and "seed" not in settings:
                    yield step, "weights", mistake, weights(4)
            if "seed" not in settings:
                yield 7, "weights", mistake, weights(len(sentence))
                yield 7, "averaged_inputs", mistake, weights(len(sentence)) @ sentence


def main():
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "mistakes2.json"
    lines = []
    for settings in SETTINGS:
        options = make_chapter3.arguments(settings)
        for step, name, mistake, tensor in wrong_tensors(settings):
            named = step == 8 or len(lines) % 2 == 0  # on step 8 two tensors are much alike
            text = f"{name} = {tensor!r}" if named else repr(tensor)
            case = {"chapter": 2, "step": step, "options": options, "mistakes": [mistake],
                    "tensor": name, "text": text}
            if json.dumps(case) not in lines:
                lines.append(json.dumps(case))
    target.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
