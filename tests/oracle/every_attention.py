"""Wrong programs of chapters 3 and 4 for make_mistakes_every.py: weights, masks, draws.

Each function takes settings and yields step, tensor, mistake, variant, right numbers, wrong ones.
"""

import torch

from make_chapter3 import read_input
from make_mistakes import ROOT

INF = torch.inf


def sizes(case, d_out):
    inputs = read_input(case.get("input", ROOT / "data/journey.csv"))
    return (inputs, inputs.shape[1], case.get("d_out", d_out), case.get("heads", 2),
            case.get("seed"))


def start(seed, in_the_chapter):
    torch.manual_seed(in_the_chapter if seed is None else seed)


def layers(d_in, d_out, bias=False):
    return [torch.nn.Linear(d_in, d_out, bias=bias) for _ in range(3)]


def scaled(scores, d_k):
    return torch.softmax(scores / d_k ** 0.5, dim=-1)


def future_of(n):
    return torch.triu(torch.ones(n, n), diagonal=1)


# Without weights, and with parameters from [0, 1).


def plain(inputs, query):
    n, d = inputs.shape
    scores = inputs @ inputs.T
    weights = torch.softmax(scores, dim=-1)
    right = weights @ inputs
    yield 10, "attn_scores", "product-in-other-order", None, scores, inputs.T @ inputs
    yield 10, "attn_scores", "elementwise-for-product", "not transposed", scores, inputs * inputs
    yield 11, "attn_weights", "softmax-over-one", None, weights, torch.ones(n, n)
    yield 11, "attn_weights", "weights-transposed", None, weights, weights.T
    yield 13, "all_context_vecs", "weights-transposed", None, right, weights.T @ inputs
    yield (11, "attn_weights", "softmax-over-columns", "dim=0", weights, torch.softmax(scores, dim=0))
    yield (13, "all_context_vecs", "softmax-over-columns", "dim=0", right,
           torch.softmax(scores, dim=0) @ inputs)
    even = scaled(scores, d)
    yield 11, "attn_weights", "scaled-where-none-belongs", None, weights, even
    yield 12, "column_sums", "scaled-where-none-belongs", None, weights.sum(0), even.sum(0)
    yield 13, "all_context_vecs", "scaled-where-none-belongs", None, right, even @ inputs
    of_query, even = (torch.softmax(inputs @ query / divisor, dim=0) for divisor in (1, d ** 0.5))
    yield 7, "attn_weights_2", "scaled-where-none-belongs", None, of_query, even
    yield 8, "context_vec_2", "scaled-where-none-belongs", None, of_query @ inputs, even @ inputs
    causal = torch.softmax(scores.masked_fill(future_of(n).bool(), -INF), dim=-1)
    yield 11, "attn_weights", "mask-where-none-belongs", None, weights, causal
    yield 13, "all_context_vecs", "mask-where-none-belongs", None, right, causal @ inputs
    yield (11, "attn_weights", "sigmoid-for-other-activation", None, weights, torch.sigmoid(scores))


def parameters(inputs, d_out, seed):
    d_in = inputs.shape[1]

    def v1(draw=torch.rand, transposed=False, skipped=0):
        start(seed, 123)
        for _ in range(skipped):
            draw(d_in, d_out)
        W = [draw(d_in, d_out) for _ in range(3)]
        q, k, v = (inputs @ (w.T if transposed else w) for w in W)
        return W[0], scaled(q @ k.T, d_out) @ v

    W, right = v1()
    yield 16, "W_query", "randn-for-rand", None, W, v1(torch.randn)[0]
    yield 25, "context_vecs", "randn-for-rand", None, right, v1(torch.randn)[1]
    for times in (1, 2):
        yield (25, "context_vecs", "not-seeded-again", f"made {times + 1} times", right,
               v1(skipped=3 * times)[1])
    if d_in == d_out:
        yield 25, "context_vecs", "weight-transposed", None, right, v1(transposed=True)[1]


# Linear layers and masks.


def linear(inputs, d_out, seed):
    n, d_in = inputs.shape

    def v2(bias=False, before=None, rands=False):
        if before == "v1":
            torch.manual_seed(123)
            for _ in range(3):
                torch.rand(d_in, d_out)
        else:
            start(seed, 789)
            for _ in range(before or 0):
                layers(d_in, d_out)
        if rands:
            q, k, v = (inputs @ torch.rand(d_in, d_out) for _ in range(3))
        else:
            q, k, v = (layer(inputs) for layer in layers(d_in, d_out, bias))
        scores = q @ k.T
        return scores, scaled(scores, d_out) @ v

    scores, right = v2()
    for mistake, variant, form in (("bias-left-on", None, {"bias": True}),
                                   ("not-seeded-again", "after v1", {"before": "v1"}),
                                   ("not-seeded-again", "made twice", {"before": 1}),
                                   ("rand-for-linear", None, {"rands": True})):
        yield 27, "context_vecs", mistake, variant, right, v2(**form)[1]
    yield 28, "attn_scores", "bias-left-on", None, scores, v2(bias=True)[0]

    future = future_of(n)
    weights = scaled(scores.masked_fill(future.bool(), -INF), d_out)
    masked = scores.masked_fill(future.bool(), -INF)
    for mistake, hidden in (("mask-wrong-triangle", 1 - future), ("mask-hides-self", future + torch.eye(n))):
        yield (33, "attn_weights", mistake, "-1e9", weights,
               scaled(scores.masked_fill(hidden.bool(), -1e9), d_out))
    yield (33, "attn_weights", "mask-plus-inf", None, weights,
           scaled(scores.masked_fill(future.bool(), INF), d_out))
    yield 32, "masked", "mask-plus-inf", None, masked, scores.masked_fill(future.bool(), INF)
    yield 32, "masked", "mask-times-inf", None, masked, scores + future * -INF
    yield (33, "attn_weights", "mask-inf-after-softmax", None, weights,
           scaled(scores, d_out).masked_fill(future.bool(), -INF))
    yield (33, "attn_weights", "mask-added-as-number", "scaled", weights,
           torch.softmax(scores / d_out ** 0.5 + future, dim=-1))
    yield (33, "attn_weights", "mask-added-as-number", "before scaling", weights,
           scaled(scores + future, d_out))
    yield (33, "attn_weights", "mask-added-as-number", "ones where seen", weights,
           scaled(scores + 1 - future, d_out))
    yield 33, "attn_weights", "weights-transposed", None, weights, weights.T


def one_head(inputs, d_out, seed, p):
    """Step 38."""
    n, d_in = inputs.shape
    x = torch.stack((inputs, inputs))

    def run(bias=False, rate=p, transposed=False):
        start(seed, 123)
        q, k, v = (layer(x) for layer in layers(d_in, d_out, bias))
        masked = (q @ k.transpose(1, 2)).masked_fill(future_of(n).bool(), -INF)
        weights = torch.nn.functional.dropout(scaled(masked, d_out), rate)
        return (weights.transpose(1, 2) if transposed else weights) @ v

    right = run()
    yield 38, "context_vecs", "bias-left-on", None, right, run(bias=True)
    yield 38, "context_vecs", "weights-transposed", None, right, run(transposed=True)
    for rate in (0.1, 0.5):
        if p == 0:
            yield 38, "context_vecs", "dropout-left-on", str(rate), right, run(rate=rate)
        elif rate not in (p, 1 - p):
            yield 38, "context_vecs", "dropout-other-rate", str(rate), right, run(rate=rate)


def chapter3(case):
    inputs, _, d_out, _, seed = sizes(case, 2)
    yield from plain(inputs, inputs[case.get("query", min(2, len(inputs))) - 1])
    yield from parameters(inputs, d_out, seed)
    yield from linear(inputs, d_out, seed)
    yield from one_head(inputs, d_out, seed, case.get("dropout", 0.0))


# Several heads.


def chapter4(case):
    inputs, d_in, d_out, heads, seed = sizes(case, 4)
    n, p = len(inputs), case.get("dropout", 0.0)
    x = torch.stack((inputs, inputs.flip(0)))

    def run(bias=False, divisor=None, merge=None, rate=p):
        start(seed, 123)
        three, out = layers(d_in, d_out, bias), torch.nn.Linear(d_out, d_out)
        q, k, v = (layer(x).view(2, n, heads, -1).transpose(1, 2) for layer in three)
        masked = (q @ k.transpose(2, 3)).masked_fill(future_of(n).bool(), -INF)
        weights = torch.softmax(masked / (divisor or k.shape[-1] ** 0.5), dim=-1)
        context = torch.nn.functional.dropout(weights, rate) @ v
        if merge == "heads first":
            context = context.contiguous().view(heads, 2, n, -1).transpose(0, 1)
        return weights, out(context.transpose(1, 2).reshape(2, n, d_out))

    weights, right = run()
    for name, which in ("attn_weights", 0), ("context_vecs", 1):
        step = 11 if which == 0 else 13
        yield step, name, "bias-left-on", None, (weights, right)[which], run(bias=True)[which]
        if heads * heads != d_out:
            yield (step, name, "scaled-by-num-heads", None, (weights, right)[which],
                   run(divisor=heads ** 0.5)[which])
    if heads > 1:
        yield (13, "context_vecs", "merge-heads-before-batch", None, right,
               run(merge="heads first")[1])
    if p == 0:
        yield 13, "context_vecs", "dropout-left-on", "0.1", right, run(rate=0.1)[1]
    elif p not in (0.5,):
        yield 13, "context_vecs", "dropout-other-rate", "0.5", right, run(rate=0.5)[1]
