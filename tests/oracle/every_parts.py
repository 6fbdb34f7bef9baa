"""Wrong programs of chapter 8 for make_mistakes_every.py: RoPE, shared keys and values, RMSNorm,
SwiGLU.

Each function takes settings and yields step, tensor, mistake, variant, right numbers, wrong ones.
"""

import math

import torch

from make_chapter3 import DATA, read_input


def turned(x, angles, halves=False):
    cos, sin = torch.cos(angles), torch.sin(angles)
    if halves:
        first, second = x.chunk(2, dim=-1)
    else:
        first, second = x[..., 0::2], x[..., 1::2]
    pair = first * cos - second * sin, first * sin + second * cos
    return torch.cat(pair, dim=-1) if halves else torch.stack(pair, dim=-1).flatten(-2)


def causal_weights(scores, d):
    T = scores.shape[-1]
    hidden = torch.ones(T, T).triu(1).bool()
    return torch.softmax(scores.masked_fill(hidden, -torch.inf) / d ** 0.5, dim=-1)


def rope(inputs, d, seed, query):
    T, d_in = inputs.shape
    torch.manual_seed(seed)
    q, k, v = (torch.nn.Linear(d_in, d, bias=False)(inputs) for _ in range(3))

    def angles(base=10000.0, first=0, places=T):
        return torch.arange(first, first + places)[:, None] * base ** (-torch.arange(0, d, 2) / d)

    def rounded():
        return torch.arange(T)[:, None] * torch.exp(torch.arange(0, d, 2) * int(-math.log(10000.0) / d))

    place = torch.arange(T)[:, None].expand(T, d // 2).float()
    same = angles()
    right = turned(q, same)
    for mistake, variant, wrong in (
            ("rope-other-layout", "halves", turned(q, same, halves=True)),
            ("rope-turned-backwards", None, turned(q, -same)),
            ("angle-without-frequency", None, turned(q, place)),
            ("position-exponent-rounded", None, turned(q, rounded())),
            ("positions-from-one", None, turned(q, angles(first=1))),
            ("position-other-base", "500000", turned(q, angles(base=500000.0)))):
        yield 6, "turned_queries", mistake, variant, right, wrong
    yield 6, "angles", "angle-without-frequency", None, same, place
    yield 6, "angles", "position-exponent-rounded", None, same, rounded()

    few = angles(places=6)
    q_at, k_at = q[query].expand(6, d), k[query].expand(6, d)
    yield (7, "placed_scores", "rope-missing", "keys", turned(q_at, few) @ turned(k_at, few).T,
           turned(q_at, few) @ k_at.T)
    yield (7, "placed_scores", "rope-other-layout", "keys", turned(q_at, few) @ turned(k_at, few).T,
           turned(q_at, few) @ turned(k_at, few, halves=True).T)
    scores = right @ turned(k, same).T
    weights = causal_weights(scores, d)
    context = weights @ v
    yield 7, "context_vecs", "rope-on-values", None, context, weights @ turned(v, same)
    for mistake, variant, wrong in (
            ("rope-missing", "both", q @ k.T),
            ("rope-missing", "queries", q @ turned(k, same).T),
            ("rope-missing", "keys", right @ k.T),
            ("rope-other-layout", "both", turned(q, same, True) @ turned(k, same, True).T),
            ("rope-other-layout", "queries", turned(q, same, True) @ turned(k, same).T),
            ("rope-other-layout", "keys", right @ turned(k, same, True).T),
            ("rope-turned-backwards", "both", turned(q, -same) @ turned(k, -same).T),
            ("rope-turned-backwards", "keys", right @ turned(k, -same).T),
            ("angle-without-frequency", None, turned(q, place) @ turned(k, place).T),
            ("position-exponent-rounded", None, turned(q, rounded()) @ turned(k, rounded()).T)):
        yield 7, "attn_scores", mistake, variant, scores, wrong
        yield 7, "attn_weights", mistake, variant, weights, causal_weights(wrong, d)
        yield 7, "context_vecs", mistake, variant, context, causal_weights(wrong, d) @ v

    halves = turned(q, same, halves=True)
    for mistake, variant, wrong in (
            ("rope-other-layout", "pairs", right),
            ("rope-turned-backwards", None, turned(q, -same, halves=True)),
            ("angle-without-frequency", None, turned(q, place, halves=True)),
            ("position-exponent-rounded", None, turned(q, rounded(), halves=True))):
        yield 8, "turned_halves", mistake, variant, halves, wrong


def shared_keys(inputs, size, heads, groups, seed, query):
    T, d_in = inputs.shape
    hd = size // heads
    n = heads // groups
    torch.manual_seed(seed)
    q, k, v = (torch.nn.Linear(d_in, hd * count, bias=False)(inputs).view(T, count, hd).transpose(0, 1)
               for count in (heads, groups, groups))

    def attention(keys, values):
        weights = causal_weights(q @ keys.transpose(1, 2), hd)
        return weights, (weights @ values).transpose(0, 1).flatten(1)

    def in_a_row(x):
        return x.repeat_interleave(n, dim=0)

    def over_again(x):
        return x.repeat(n, 1, 1)

    weights, context = attention(in_a_row(k), in_a_row(v))
    yield (10, "repeated_keys", "repeat-for-repeat-interleave", None, in_a_row(k), over_again(k))
    for variant, keys, values in (("both", over_again(k), over_again(v)),
                                  ("keys", over_again(k), in_a_row(v)),
                                  ("values", in_a_row(k), over_again(v))):
        wrong_weights, wrong = attention(keys, values)
        yield (10, "context_vecs", "repeat-for-repeat-interleave", variant, context, wrong)
        yield (10, "query_weights", "repeat-for-repeat-interleave", variant, weights[:, query],
               wrong_weights[:, query])


def wrong_rms_norms(x):
    mean, square = x.mean(-1, keepdim=True), (x * x).mean(-1, keepdim=True)
    var = x.var(-1, unbiased=False, keepdim=True)
    yield "mean-subtracted-in-rms-norm", "LayerNorm", (x - mean) / torch.sqrt(var + 1e-6)
    yield "mean-subtracted-in-rms-norm", "numerator", (x - mean) / torch.sqrt(square + 1e-6)
    yield "mean-subtracted-in-rms-norm", "divisor", x / torch.sqrt(var + 1e-6)
    yield "rms-eps-outside-root", None, x / (torch.sqrt(square) + 1e-6)
    yield "rms-other-eps", "none", x / torch.sqrt(square)
    for eps in (1e-5, 1e-8):
        yield "rms-other-eps", str(eps), x / torch.sqrt(square + eps)
    yield "rms-root-missing", None, x / (square + 1e-6)
    yield "rms-sum-for-mean", None, x / torch.sqrt((x * x).sum(-1, keepdim=True) + 1e-6)
    if x.dim() > 1:
        yield "rms-over-wrong-axis", "0", x / torch.sqrt((x * x).mean(0, keepdim=True) + 1e-6)
        yield "rms-over-wrong-axis", "all", x / torch.sqrt((x * x).mean() + 1e-6)


def rms_norm(inputs, seed):
    def right(x):
        return x / torch.sqrt((x * x).mean(-1, keepdim=True) + 1e-6)

    torch.manual_seed(seed)
    weight = torch.rand(inputs.shape[1]) + 0.5
    for mistake, variant, wrong in wrong_rms_norms(inputs):
        yield 13, "rms_norm", mistake, variant, right(inputs), wrong
        yield 13, "out_norm", mistake, variant, right(inputs) * weight, wrong * weight
    tiny = torch.tensor([0.001, 0.007])
    for mistake, variant, wrong in wrong_rms_norms(tiny):
        yield 13, "tiny_norm", mistake, variant, right(tiny), wrong


def swiglu(inputs, seed, query):
    d = inputs.shape[1]
    wide = 8 * d // 3
    torch.manual_seed(seed)
    W_gate, W_up = (torch.nn.Linear(d, wide, bias=False) for _ in range(2))
    W_down = torch.nn.Linear(wide, d, bias=False)
    gate, up = W_gate(inputs), W_up(inputs)
    F = torch.nn.functional
    right = F.silu(gate) * up
    for mistake, variant, wrong in (
            ("gate-missing", "silu(gate)", F.silu(gate)),
            ("gate-missing", "up", up),
            ("gate-missing", "silu(up)", F.silu(up)),
            ("gate-on-wrong-half", None, gate * F.silu(up)),
            ("gate-added", None, F.silu(gate) + up),
            ("gate-by-other-function", "none", gate * up),
            ("gate-by-other-function", "sigmoid", torch.sigmoid(gate) * up),
            ("gate-by-other-function", "gelu", F.gelu(gate) * up),
            ("gate-by-other-function", "gelu by tanh", F.gelu(gate, approximate="tanh") * up),
            ("gate-by-other-function", "relu", torch.relu(gate) * up),
            ("gate-by-other-function", "tanh", torch.tanh(gate) * up)):
        yield 14, "ffn_out", mistake, variant, W_down(right), W_down(wrong)
        if mistake != "gate-missing":  # what is left is another tensor of the page
            yield 14, "hidden_2", mistake, variant, right[query], wrong[query]
    for variant, wrong in (("sigmoid", torch.sigmoid), ("gelu", F.gelu), ("relu", torch.relu)):
        yield (14, "opened_2", "gate-by-other-function", variant, F.silu(gate)[query],
               wrong(gate)[query])


def chapter8(case):
    inputs = read_input(case.get("input", DATA / "journey.csv"))
    query = case.get("query", min(2, len(inputs))) - 1
    seed = case.get("seed", 123)
    heads = case.get("heads", 2)
    d = case.get("d_out") or math.ceil(4 / heads) * heads
    yield from rope(inputs, d + d % 2, seed, query)
    size = case.get("d_out") or math.ceil(8 / heads) * heads
    if "heads" not in case and size % 4 == 0:
        heads = 4
    groups = max([g for g in range(1, heads) if heads % g == 0], default=1)
    yield from shared_keys(inputs, size, heads, groups, seed, query)
    yield from rms_norm(inputs, seed)
    yield from swiglu(inputs, seed, query)
