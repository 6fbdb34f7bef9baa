#!/usr/bin/python3
"""Writes chapter2.json: the tensors of every step of chapter 2 as PyTorch computes them.

The reference for the tests, as make_chapter3.py is for chapter 3: written as a learner would write
it and without a look at the C++. Needs torch 1.13 (Debian: python3-torch). With an argument it
writes there instead.
"""

import torch

from make_chapter3 import CASES, read_input, write_chapter


def running_average(x):
    """(T, d) → (T, d): row t is the mean of rows 0 to t."""
    averages = torch.zeros_like(x)
    for t in range(len(x)):
        averages[t] = x[:t + 1].mean(dim=0)
    return averages


def chapter2(sentence, seed):
    """The tensors of each step. Without a sentence of the learner's it is that of the notes; `seed`
    is None for theirs, too."""
    steps = {}

    def show(step, **tensors):
        steps.setdefault(f"2.{step}", {}).update(tensors)

    # Random sentences and their running average.
    torch.manual_seed(1441 if seed is None else seed)
    embeddings = torch.randn(2, 4, 6)
    show(2, embeddings=embeddings)
    show(3, averaged_embeddings=torch.stack([running_average(x) for x in embeddings]))
    allowed = torch.tril(torch.ones(4, 4))
    weights = allowed / allowed.sum(dim=1, keepdim=True)
    show(4, allowed=allowed, weights=weights, averaged_embeddings=weights @ embeddings)
    scores = torch.zeros(4, 4)
    masked = scores.masked_fill(torch.triu(torch.ones(4, 4), diagonal=1).bool(), -torch.inf)
    weights = torch.softmax(masked, dim=-1)
    show(6, scores=scores, masked=masked, weights=weights, averaged_embeddings=weights @ embeddings)

    # A sentence: 나는 학교에 간다.
    inputs = torch.tensor([[2.0, 0.0], [0.0, 2.0], [1.0, 2.0]]) if sentence is None else sentence
    T = len(inputs)
    weights = torch.tril(torch.ones(T, T))
    weights /= weights.sum(dim=1, keepdim=True)
    show(7, inputs=inputs, weights=weights, averaged_inputs=running_average(inputs))
    flipped = torch.flip(inputs, dims=(0,))
    show(8, averaged_inputs=running_average(inputs), flipped=flipped,
         averaged_flipped=running_average(flipped))
    attn_scores = inputs @ inputs.T
    future = torch.arange(T)[None, :] > torch.arange(T)[:, None]
    masked = attn_scores.masked_fill(future, -torch.inf)
    attn_weights = torch.softmax(masked, dim=-1)
    last = attn_scores[-1]
    show(9, attn_scores=attn_scores, masked=masked, attn_weights=attn_weights,
         last_weights=torch.stack([torch.softmax(k * last, dim=-1) for k in (0, 1, 2)]))
    show(10, queries=inputs, attn_weights=attn_weights, context_vecs=attn_weights @ inputs)
    return steps


def steps_of(case):
    sentence = read_input(case["input"]) if "input" in case else None
    return chapter2(sentence, case.get("seed"))


if __name__ == "__main__":
    write_chapter(2, CASES, steps_of)
