"""Steps 1 to 5, 11, 12 and 15 of chapter 8 for make_chapter8.py: scores, windows and caches."""

import torch
from torch import nn


def linears(seed, d_in, d_out):
    torch.manual_seed(seed)
    return [nn.Linear(d_in, d_out, bias=False) for _ in range(3)]


def steps(inputs, case):
    """The tensors of each step, by its number."""
    shown = {}

    def show(step, **tensors):
        shown.setdefault(f"8.{step}", {}).update(tensors)

    T, d_in = inputs.shape
    d_out = case.get("d_out", 2)
    query, key, value = linears(case.get("seed", 789), d_in, d_out)
    Q, K, V = query(inputs), key(inputs), value(inputs)

    # 2: one call.
    future = torch.ones(T, T).triu(diagonal=1).bool()
    weights = nn.functional.softmax((Q @ K.T).masked_fill(future, -torch.inf) / d_out ** 0.5, dim=1)
    show(2, may_look=torch.logical_not(future), attn_weights=weights, context_vecs=weights @ V)
    return shown
