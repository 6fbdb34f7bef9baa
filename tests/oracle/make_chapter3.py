#!/usr/bin/python3
"""Writes chapter3.json: the tensors of every step of chapter 3 as PyTorch computes them.

This is the reference that the tests hold the steps against, written as a learner would write it in
PyTorch and without a look at the C++. Needs torch 1.13 (Debian: python3-torch). With an argument it
writes there instead.
"""

import csv
import json
import pathlib
import sys

import torch

HERE = pathlib.Path(__file__).resolve().parent
DATA = HERE.parent.parent / "data"

# Settings as they are given on the command line. Other inputs, seeds at the limits of what PyTorch
# takes, sizes, heads and dropout rates, each with its own mixture.
CASES = {
    "default": {},
    "korean": {"input": DATA / "korean.csv", "d_out": 4, "heads": 2, "seed": 7},
    "17x8": {"input": HERE / "inputs/17x8.csv", "query": 9, "d_out": 6, "heads": 3,
             "dropout": 0.1, "seed": 2024},
    "3x7": {"input": HERE / "inputs/3x7.csv", "query": 3, "d_out": 3, "heads": 3,
            "dropout": 0.3, "seed": 2**64 - 1},
    "signed": {"input": HERE / "inputs/5x3.csv", "query": 1, "d_out": 8, "heads": 4,
               "dropout": 0.3, "seed": -(2**63)},
    "dropout": {"query": 6, "d_out": 4, "heads": 4, "dropout": 0.1},
    "no dropout": {"d_out": 16, "heads": 2, "dropout": 0.0, "seed": 1441},
    "one token": {"input": HERE / "inputs/1x1.csv", "d_out": 1, "heads": 1, "seed": 0},
    "large": {"input": HERE / "inputs/2x40.csv", "d_out": 32, "heads": 8, "dropout": 0.5,
              "seed": 99},
}


class SelfAttention_v1(torch.nn.Module):
    def __init__(self, d_in, d_out):
        super().__init__()
        self.W_query = torch.nn.Parameter(torch.rand(d_in, d_out))
        self.W_key = torch.nn.Parameter(torch.rand(d_in, d_out))
        self.W_value = torch.nn.Parameter(torch.rand(d_in, d_out))

    def forward(self, x):
        keys = x @ self.W_key
        weights = torch.softmax((x @ self.W_query) @ keys.T / keys.shape[-1] ** 0.5, dim=-1)
        return weights @ (x @ self.W_value)


class SelfAttention_v2(torch.nn.Module):
    def __init__(self, d_in, d_out):
        super().__init__()
        self.W_query = torch.nn.Linear(d_in, d_out, bias=False)
        self.W_key = torch.nn.Linear(d_in, d_out, bias=False)
        self.W_value = torch.nn.Linear(d_in, d_out, bias=False)

    def forward(self, x):
        keys = self.W_key(x)
        weights = torch.softmax(self.W_query(x) @ keys.T / keys.shape[-1] ** 0.5, dim=-1)
        return weights @ self.W_value(x)


class CausalAttention(torch.nn.Module):
    def __init__(self, d_in, d_out, length, dropout):
        super().__init__()
        self.W_query = torch.nn.Linear(d_in, d_out, bias=False)
        self.W_key = torch.nn.Linear(d_in, d_out, bias=False)
        self.W_value = torch.nn.Linear(d_in, d_out, bias=False)
        self.dropout = torch.nn.Dropout(dropout)
        self.register_buffer("mask", torch.triu(torch.ones(length, length), diagonal=1).bool())

    def forward(self, x):
        queries, keys, values = self.W_query(x), self.W_key(x), self.W_value(x)
        scores = (queries @ keys.transpose(1, 2)).masked_fill(self.mask, -torch.inf)
        weights = self.dropout(torch.softmax(scores / keys.shape[-1] ** 0.5, dim=-1))
        return weights @ values


class MultiHeadAttentionWrapper(torch.nn.Module):
    def __init__(self, d_in, d_out, length, dropout, heads):
        super().__init__()
        self.heads = torch.nn.ModuleList(
            CausalAttention(d_in, d_out, length, dropout) for _ in range(heads))

    def forward(self, x):
        return torch.cat([head(x) for head in self.heads], dim=-1)


class MultiHeadAttention(torch.nn.Module):
    def __init__(self, d_in, d_out, length, dropout, heads):
        super().__init__()
        self.heads, self.head_dim = heads, d_out // heads
        self.W_query = torch.nn.Linear(d_in, d_out, bias=False)
        self.W_key = torch.nn.Linear(d_in, d_out, bias=False)
        self.W_value = torch.nn.Linear(d_in, d_out, bias=False)
        self.out_proj = torch.nn.Linear(d_out, d_out)
        self.dropout = torch.nn.Dropout(dropout)
        self.register_buffer("mask", torch.triu(torch.ones(length, length), diagonal=1).bool())

    def forward(self, x):
        b, length, _ = x.shape

        def split(y):
            return y.view(b, length, self.heads, self.head_dim).transpose(1, 2)

        queries, keys, values = split(self.W_query(x)), split(self.W_key(x)), split(self.W_value(x))
        scores = (queries @ keys.transpose(2, 3)).masked_fill(self.mask, -torch.inf)
        weights = self.dropout(torch.softmax(scores / keys.shape[-1] ** 0.5, dim=-1))
        joined = (weights @ values).transpose(1, 2).contiguous().view(b, length, -1)
        return self.out_proj(joined)


def naive(x):
    return torch.exp(x) / torch.exp(x).sum()


def read_input(path):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return torch.tensor([[float(cell) for cell in row[1:]] for row in rows])


def chapter3(inputs, query, d_out, heads, seed, dropout):
    """The tensors of each step; `seed` and `dropout` are None for those of the notes."""
    steps = {}

    def show(step, **tensors):
        steps.setdefault(f"3.{step}", {}).update(tensors)

    def seed_with(in_the_notes):
        torch.manual_seed(in_the_notes if seed is None else seed)

    T, d_in = inputs.shape
    show(2, inputs=inputs)

    # Without weights.
    x = inputs[query]
    attn_scores_2 = torch.stack([torch.dot(row, x) for row in inputs])
    show(3, query=x, attn_scores_2=attn_scores_2)
    show(4, products=inputs[0] * x, attn_score_21=torch.dot(inputs[0], x))
    signed = torch.tensor([1.0, -2.0, 1.5])
    show(5, attn_scores_2=attn_scores_2, attn_weights_2_tmp=attn_scores_2 / attn_scores_2.sum(),
         signed_scores=signed, signed_weights=signed / signed.sum())
    large = torch.tensor([10.0, 100.0, 1000.0])
    show(6, attn_scores_2=attn_scores_2, attn_weights_2_naive=naive(attn_scores_2),
         large_scores=large, naive_of_large=naive(large))
    attn_weights_2 = torch.softmax(attn_scores_2, dim=0)
    show(7, attn_scores_2=attn_scores_2, shifted=attn_scores_2 - attn_scores_2.max(),
         attn_weights_2=attn_weights_2, large_scores=large,
         stable_of_large=torch.softmax(large, dim=0))
    context_vec_2 = attn_weights_2 @ inputs
    show(8, attn_weights_2=attn_weights_2, weighted_inputs=attn_weights_2[:, None] * inputs,
         context_vec_2=context_vec_2)
    attn_scores = torch.empty(T, T)
    for i in range(T):
        for j in range(T):
            attn_scores[i, j] = torch.dot(inputs[i], inputs[j])
    show(9, attn_scores=attn_scores)
    show(10, inputs=inputs, attn_scores=inputs @ inputs.T)
    attn_weights = torch.softmax(attn_scores, dim=-1)
    show(11, attn_scores=attn_scores, attn_weights=attn_weights,
         by_columns=torch.softmax(attn_scores, dim=0))
    show(12, attn_weights=attn_weights, row_sums=attn_weights.sum(dim=1),
         column_sums=attn_weights.sum(dim=0))
    all_context_vecs = attn_weights @ inputs
    show(13, attn_weights=attn_weights, all_context_vecs=all_context_vecs)
    show(14, all_context_vecs=all_context_vecs, row_of_query=all_context_vecs[query],
         context_vec_2=context_vec_2)

    # With weights from [0, 1).
    show(15, x_2=x)
    seed_with(123)
    W_query, W_key, W_value = torch.rand(d_in, d_out), torch.rand(d_in, d_out), torch.rand(
        d_in, d_out)
    show(16, W_query=W_query, W_key=W_key, W_value=W_value)
    query_2, key_2, value_2 = x @ W_query, x @ W_key, x @ W_value
    show(17, x_2=x, query_2=query_2, key_2=key_2, value_2=value_2)
    keys, values = inputs @ W_key, inputs @ W_value
    show(18, keys=keys, values=values)
    seed_with(123)
    show(19, **{f"keys_d{n}": inputs @ torch.rand(d_in, n) for n in (1, 2, 3, 4)})
    show(20, query_2=query_2, keys_2=keys[query], attn_score_22=query_2.dot(keys[query]))
    attn_scores_2 = query_2 @ keys.T
    show(21, keys=keys, query_2=query_2, attn_scores_2=attn_scores_2)
    seed_with(123)
    q, k = torch.randn(8192), torch.randn(16384)
    stds = [(q.view(-1, n)[:32] @ k.view(-1, n)[:16].T).std() for n in (2, 16, 128, 1024)]
    show(22, score_std=torch.stack(stds))
    attn_weights_2 = torch.softmax(attn_scores_2 / d_out**0.5, dim=-1)
    show(23, attn_scores_2=attn_scores_2, attn_weights_2=attn_weights_2)
    show(24, values=values, attn_weights_2=attn_weights_2, context_vec_2=attn_weights_2 @ values)
    seed_with(123)
    show(25, context_vecs=SelfAttention_v1(d_in, d_out)(inputs))
    flat, cube = torch.arange(6.0).view(2, 3), torch.arange(12.0).view(2, 2, 3)
    show(26, keys_2d=flat, turned_2d=flat.T, keys_3d=cube, all_reversed=cube.permute(2, 1, 0),
         last_two=cube.transpose(1, 2))

    # With Linear layers, causal.
    seed_with(789)
    v2 = SelfAttention_v2(d_in, d_out)
    show(27, **{"sa_v2.W_query.weight": v2.W_query.weight}, context_vecs=v2(inputs))
    attn_scores = v2.W_query(inputs) @ v2.W_key(inputs).T
    attn_weights = torch.softmax(attn_scores / d_out**0.5, dim=-1)
    show(28, attn_scores=attn_scores, attn_weights=attn_weights)
    lower = torch.tril(torch.ones(T, T))
    show(29, allowed=lower)
    masked_simple = attn_weights * lower
    show(30, mask_simple=lower, masked_simple=masked_simple)
    show(31, masked_simple=masked_simple,
         masked_simple_norm=masked_simple / masked_simple.sum(dim=-1, keepdim=True))
    mask = torch.triu(torch.ones(T, T), diagonal=1)
    masked = attn_scores.masked_fill(mask.bool(), -torch.inf)
    show(32, mask=mask, attn_scores=attn_scores, masked=masked)
    attn_weights = torch.softmax(masked / d_out**0.5, dim=-1)
    show(33, masked=masked, attn_weights=attn_weights)

    # Dropout.
    drop = torch.nn.Dropout(0.5 if dropout is None else dropout)
    seed_with(123)
    show(34, attn_weights=attn_weights, dropout_mask=(drop(torch.ones(T, T)) > 0).float())
    seed_with(123)
    show(35, dropped=drop(torch.ones(T, T)))
    seed_with(123)
    show(36, attn_weights=attn_weights, attn_weights_dropped=drop(attn_weights))

    # Batches and heads.
    show(37, stacked=torch.stack((inputs, inputs)), concatenated=torch.cat((inputs, inputs)),
         stacked_three=torch.stack((inputs, inputs, inputs)))
    batch = torch.stack((inputs, inputs))
    rate = 0.0 if dropout is None else dropout
    seed_with(123)
    show(38, context_vecs=CausalAttention(d_in, d_out, T, rate)(batch))
    seed_with(123)
    show(39, context_vecs=MultiHeadAttentionWrapper(d_in, d_out, T, rate, heads)(batch))
    seed_with(123)
    show(40, context_vecs=MultiHeadAttention(d_in, d_out, T, rate, heads)(batch))
    split = torch.arange(12.0).view(1, 3, 2, 2)
    show(41, split=split, by_head=split.transpose(1, 2), copied=split.transpose(1, 2).contiguous())
    a = torch.tensor([[[[0.2745, 0.6584, 0.2775, 0.8573], [0.8993, 0.0390, 0.9268, 0.7388],
                        [0.7179, 0.7058, 0.9156, 0.4340]],
                       [[0.0772, 0.3565, 0.1479, 0.5331], [0.4066, 0.2318, 0.4545, 0.9737],
                        [0.4606, 0.5159, 0.4220, 0.5786]]]])
    show(42, a=a, head_scores=a @ a.transpose(2, 3))
    return steps


def as_json(tensor):
    """Shape and values, with nine digits, which are enough to tell any two float32 apart."""
    values = []
    for value in tensor.detach().reshape(-1).tolist():
        finite = value == value and abs(value) != float("inf")
        values.append(float(f"{value:.9g}") if finite else str(value))
    return {"shape": list(tensor.shape), "values": values}


def arguments(case):
    """The case as words of a command line; files are named from the project's root."""
    words = []
    for name, value in case.items():
        shown = value.relative_to(HERE.parent.parent) if name == "input" else value
        words += [f"--{name.replace('_', '-')}"] + ([] if value is True else [str(shown)])
    return words


def write_chapter(number, cases, steps_of):
    """Writes chapterN.json, or the file that an argument names: for each case its arguments and the
    tensors of every step, which are steps_of(case)."""
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / f"chapter{number}.json"
    written = []
    for name, case in cases.items():
        steps = []
        for step, tensors in steps_of(case).items():
            shown = ",\n ".join(f"{json.dumps(key)}: {json.dumps(as_json(value), separators=(',', ':'))}"
                                for key, value in tensors.items())
            steps.append(f'"{step}": {{\n {shown}}}')
        written.append(f'"{name}": {{"arguments": {json.dumps(arguments(case))}, "steps": {{\n'
                       + ",\n".join(steps) + "}}")
    target.write_text("{\n" + ",\n".join(written) + "\n}\n", encoding="utf-8")


def steps_of(case):
    inputs = read_input(case.get("input", DATA / "journey.csv"))
    query = case.get("query", min(2, len(inputs))) - 1
    return chapter3(inputs, query, case.get("d_out", 2), case.get("heads", 2), case.get("seed"),
                    case.get("dropout"))


if __name__ == "__main__":
    write_chapter(3, CASES, steps_of)
