"""Steps 6 to 10, 13 and 14 of chapter 8 for make_chapter8.py: positions, shared keys and values,
layers."""

import math

import torch
from torch import nn


def linears(seed, *sizes):
    torch.manual_seed(seed)
    return [nn.Linear(into, out, bias=False) for into, out in sizes]


def speeds(d):
    """By how much each pair turns from one place to the next."""
    return torch.exp(torch.arange(0, d, 2) * (-math.log(10000.0) / d))


def as_complex(x, angles):
    """RoPE as Meta's Llama has it: pairs side by side as complex numbers, times e^(i angle)."""
    points = torch.view_as_complex(x.reshape(*x.shape[:-1], -1, 2).contiguous())
    return torch.view_as_real(points * torch.polar(torch.ones_like(angles), angles)).flatten(-2)


def rotate_half(x, angles):
    """RoPE as GPT-NeoX has it: numbers i and i + d/2 are a pair."""
    half = x.shape[-1] // 2
    rotated = torch.cat((-x[..., half:], x[..., :half]), dim=-1)
    return x * angles.cos().repeat(1, 2) + rotated * angles.sin().repeat(1, 2)


def causal(scores):
    T = scores.shape[-1]
    future = torch.ones(T, T).triu(diagonal=1).bool()
    return scores.masked_fill(future, -torch.inf)


def steps(inputs, case):
    """The tensors of each step, by its number."""
    shown = {}

    def show(step, **tensors):
        shown.setdefault(f"8.{step}", {}).update(tensors)

    T, d_in = inputs.shape
    seed = case.get("seed", 123)
    query = case.get("query", min(2, T)) - 1

    # 6 to 8: RoPE, on an even number of dimensions.
    heads = case.get("heads", 2)
    d = case.get("d_out") or math.ceil(4 / heads) * heads
    d += d % 2
    W_query, W_key, W_value = linears(seed, (d_in, d), (d_in, d), (d_in, d))
    Q, K, V = W_query(inputs), W_key(inputs), W_value(inputs)
    angles = torch.outer(torch.arange(T).float(), speeds(d))
    turned = as_complex(Q, angles)
    show(6, queries=Q, div_term=speeds(d), angles=angles, turned_queries=turned)
    few = torch.outer(torch.arange(6.0), speeds(d))
    q_at = as_complex(Q[query].repeat(6, 1), few)
    k_at = as_complex(K[query].repeat(6, 1), few)
    scores = torch.einsum("id,jd->ij", turned, as_complex(K, angles))
    weights = nn.functional.softmax(causal(scores) / math.sqrt(d), dim=1)
    show(7, placed_scores=q_at @ k_at.T, attn_scores=scores, attn_weights=weights,
         context_vecs=weights @ V)
    order = [*range(0, d, 2), *range(1, d, 2)]
    torch.manual_seed(seed)
    one = torch.randn(1, d)
    everywhere = one.repeat(6, 1)
    show(8, turned_queries=turned, turned_halves=rotate_half(Q, angles),
         halves_scores=rotate_half(Q[:, order], angles) @ rotate_half(K[:, order], angles).T,
         same_layout=(one * one).sum().repeat(6),
         mixed_layouts=(as_complex(everywhere, few) * rotate_half(everywhere, few)).sum(dim=1))

    # 9 and 10: heads that share keys and values.
    size = case.get("d_out") or math.ceil(8 / heads) * heads
    if "heads" not in case and size % 4 == 0:
        heads = 4
    hd = size // heads

    def attention(groups):
        W_query, W_key, W_value = linears(seed, (d_in, size), (d_in, groups * hd), (d_in, groups * hd))
        keys, values = (W(inputs).unflatten(1, (groups, hd)) for W in (W_key, W_value))
        queries = W_query(inputs).unflatten(1, (heads, hd))
        weights, contexts = [], []
        for head in range(heads):  # each by itself
            group = head * groups // heads
            scores = causal(queries[:, head] @ keys[:, group].T) / hd ** 0.5
            weights.append(scores.softmax(dim=1))
            contexts.append(weights[-1] @ values[:, group])
        return keys, torch.stack(weights)[:, query], torch.cat(contexts, dim=1)

    keys, of_query, contexts = attention(1)
    show(9, keys=keys[:, 0], query_weights=of_query, context_vecs=contexts)
    groups = max([g for g in range(1, heads) if heads % g == 0], default=1)
    keys, of_query, contexts = attention(groups)
    keys = keys.transpose(0, 1)
    show(10, keys=keys, query_weights=of_query, context_vecs=contexts,
         repeated_keys=torch.stack([keys[head * groups // heads] for head in range(heads)]))

    # 13: RMSNorm.
    def rms_norm(x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6)

    torch.manual_seed(seed)
    weight = torch.rand(d_in) + 0.5
    tiny = torch.tensor([0.001, 0.007])
    show(13, mean_square=inputs.pow(2).mean(-1, keepdim=True), rms_norm=rms_norm(inputs),
         weight=weight, out_norm=rms_norm(inputs) * weight,
         layer_norm=nn.LayerNorm(d_in, eps=1e-6)(inputs), tiny=tiny, tiny_norm=rms_norm(tiny))

    # 14: SwiGLU.
    wide = 8 * d_in // 3
    W_gate, W_up, W_down = linears(seed, (d_in, wide), (d_in, wide), (wide, d_in))
    gate, up = W_gate(inputs), W_up(inputs)
    hidden = nn.functional.silu(gate) * up
    show(14, gate_2=gate[query], opened_2=nn.functional.silu(gate)[query], up_2=up[query],
         hidden_2=hidden[query], ffn_out=W_down(hidden))
    return shown
