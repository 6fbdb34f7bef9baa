#!/usr/bin/python3
"""Writes chapter4.json: the tensors of every step of chapter 4 as PyTorch computes them.

This is the reference that the tests hold the steps against, written as a learner would write it in
PyTorch and without a look at the C++. Needs torch 1.13 (Debian: python3-torch). With an argument it
writes there instead.
"""

import torch

from make_chapter3 import DATA, HERE, read_input, write_chapter

# Settings as they are given on the command line, each with its own mixture; bias=True is a flag.
CASES = {
    "default": {},
    "bias": {"bias": True},
    "korean": {"input": DATA / "korean.csv", "d_out": 6, "heads": 3, "seed": 7, "dropout": 0.2,
               "context_length": 5},
    "17x8": {"input": HERE / "inputs/17x8.csv", "query": 9, "d_out": 12, "heads": 4,
             "dropout": 0.1, "seed": 2024, "context_length": 20, "bias": True},
    "3x7": {"input": HERE / "inputs/3x7.csv", "query": 3, "d_out": 3, "heads": 3,
            "seed": 2**64 - 1, "context_length": 3},
    "signed": {"input": HERE / "inputs/5x3.csv", "query": 1, "d_out": 8, "heads": 2,
               "dropout": 0.3, "seed": -(2**63), "bias": True},
    "telling": {"input": DATA / "telling.csv", "d_out": 6, "heads": 2, "dropout": 0.2},
    "one token": {"input": HERE / "inputs/1x1.csv", "d_out": 1, "heads": 1, "seed": 0,
                  "bias": True},
    "large": {"input": HERE / "inputs/2x40.csv", "d_out": 32, "heads": 8, "dropout": 0.5,
              "seed": 99},
}


class MultiHeadAttention(torch.nn.Module):
    def __init__(self, d_in, d_out, context_length, dropout, num_heads, qkv_bias=False):
        super().__init__()
        assert d_out % num_heads == 0
        self.num_heads = num_heads
        self.head_dim = d_out // num_heads
        self.W_query = torch.nn.Linear(d_in, d_out, bias=qkv_bias)
        self.W_key = torch.nn.Linear(d_in, d_out, bias=qkv_bias)
        self.W_value = torch.nn.Linear(d_in, d_out, bias=qkv_bias)
        self.out_proj = torch.nn.Linear(d_out, d_out)
        self.dropout = torch.nn.Dropout(dropout)
        self.register_buffer("mask", torch.triu(torch.ones(context_length, context_length), 1))

    def forward(self, x):
        """The output, and by name what was computed on the way."""
        way = {}
        b, num_tokens, _ = x.shape
        way["flat_queries"], way["flat_keys"] = self.W_query(x), self.W_key(x)
        split = (b, num_tokens, self.num_heads, self.head_dim)
        queries = way["flat_queries"].view(split).transpose(1, 2)
        keys = way["flat_keys"].view(split).transpose(1, 2)
        values = self.W_value(x).view(split).transpose(1, 2)
        scores = torch.einsum("bhid,bhjd->bhij", queries, keys)
        cut_mask = self.mask[:num_tokens, :num_tokens]
        masked = scores.masked_fill(cut_mask.bool(), float("-inf"))
        weights = torch.softmax(masked / keys.shape[-1] ** 0.5, dim=-1)
        dropped = self.dropout(weights)
        context = dropped @ values
        joined = context.transpose(1, 2).reshape(b, num_tokens, -1)
        way.update(queries=queries, keys=keys, values=values, attn_scores=scores,
                   cut_mask=cut_mask, masked=masked, attn_weights=weights, dropped=dropped,
                   context_vec=context, joined_heads=joined)
        return self.out_proj(joined), way


def feed_forward(d):
    return torch.nn.Sequential(torch.nn.Linear(d, 4 * d), torch.nn.GELU(),
                               torch.nn.Linear(4 * d, d))


class TransformerBlock(torch.nn.Module):
    def __init__(self, d, context_length, dropout, num_heads, qkv_bias):
        super().__init__()
        self.attention = MultiHeadAttention(d, d, context_length, dropout, num_heads, qkv_bias)
        self.ff = feed_forward(d)
        self.norm1 = torch.nn.LayerNorm(d)
        self.norm2 = torch.nn.LayerNorm(d)

    def forward(self, x):
        x = x + self.attention(self.norm1(x))[0]
        return x + self.ff(self.norm2(x))


def jacobian_size(scores):
    """How much softmax answers to its scores: Σ |∂weight_i / ∂score_j|."""
    jacobian = torch.autograd.functional.jacobian(lambda s: torch.softmax(s, dim=-1), scores)
    return jacobian.abs().sum()


def chapter4(inputs, query, d_out, heads, seed, dropout, context_length, bias):
    """The tensors of each step; `seed` and `dropout` are None for those of the chapter."""
    steps = {}

    def show(step, **tensors):
        steps.setdefault(f"4.{step}", {}).update(tensors)

    def seed_with(in_the_chapter):
        torch.manual_seed(in_the_chapter if seed is None else seed)

    T, d_in = inputs.shape
    head_dim = d_out // heads
    rate = 0.0 if dropout is None else dropout

    # Steps 1 to 6: the class.
    columns = torch.arange(float(d_out))
    show(3, columns=columns, columns_of_head=columns.reshape(heads, head_dim))
    seed_with(123)
    mha = MultiHeadAttention(d_in, d_out, context_length, rate, heads, bias)
    for name in ("W_query", "W_key", "W_value"):
        layer = getattr(mha, name)
        show(4, **{f"{name}.weight": layer.weight})
        if bias:
            show(4, **{f"{name}.bias": layer.bias})
    one_head = torch.tensor([1.0] * head_dim + [0.0] * (d_out - head_dim))
    show(5, **{"out_proj.weight": mha.out_proj.weight, "out_proj.bias": mha.out_proj.bias},
         one_head=one_head, mixed=mha.out_proj(one_head))
    show(6, mask=mha.mask)

    # Steps 7 to 13: its forward. What dropout draws follows on the weights.
    x = torch.stack((inputs, inputs.flip(0)))
    context_vecs, way = mha(x)
    show(7, x=x, queries=way["flat_queries"])
    straight = (2, heads, T, head_dim)
    jumbled = way["flat_queries"].view(straight) @ way["flat_keys"].view(straight).transpose(2, 3)
    show(8, queries=way["queries"], right_scores=way["attn_scores"][0, 0],
         jumbled_scores=jumbled[0, 0])
    q_i, k_j = way["queries"][0, 0, query], way["keys"][0, 0, 0]
    show(9, q_i=q_i, k_j=k_j, score_ij=torch.dot(q_i, k_j), attn_scores=way["attn_scores"])
    show(10, cut_mask=way["cut_mask"], attn_scores=way["attn_scores"], masked=way["masked"])
    noise = torch.Generator().manual_seed(123 if seed is None else seed)
    scores = 8 * torch.randn(6, generator=noise)
    grown = torch.stack([factor * scores for factor in (1, 10, 100)])
    show(11, grown=grown, plain=torch.softmax(grown, dim=-1),
         scaled=torch.softmax(grown / 8, dim=-1),
         jacobian_plain=torch.stack([jacobian_size(row) for row in grown]),
         jacobian_scaled=torch.stack([jacobian_size(row / 8) for row in grown]),
         attn_weights=way["attn_weights"])
    show(12, values=way["values"], attn_weights=way["dropped"], context_vec=way["context_vec"])
    show(13, joined_heads=way["joined_heads"], context_vecs=context_vecs,
         merged_wrongly=way["context_vec"].reshape(2, T, d_out))

    # Steps 14 to 22: the block around the class.
    three = torch.tensor([2.0, 4.0, 6.0])
    mean = three.mean(dim=-1, keepdim=True)
    population = three.var(dim=-1, unbiased=False, keepdim=True)
    sample = three.var(dim=-1, keepdim=True)
    seed_with(123)
    rows = torch.randn(2, 5)
    show(14, x=three, mean=mean, var=population,
         norm=torch.nn.functional.layer_norm(three, (3,), eps=0),
         rows=rows, row_mean=rows.mean(dim=-1, keepdim=True),
         row_var=rows.var(dim=-1, unbiased=False, keepdim=True),
         row_norm=torch.nn.functional.layer_norm(rows, (5,), eps=0))
    show(15, x=three, var_population=population, norm_population=(three - mean) / population.sqrt(),
         var_sample=sample, norm_sample=(three - mean) / sample.sqrt())
    constant, tiny = torch.tensor([5.0, 5.0, 5.0]), torch.tensor([0.002, 0.004, 0.006])
    distance = constant - constant.mean()
    show(16, constant=constant, distance=distance, without_eps=distance / constant.std(),
         with_eps=torch.nn.LayerNorm(3)(constant), tiny=tiny, tiny_norm=torch.nn.LayerNorm(3)(tiny))
    seed_with(123)
    scale = torch.rand(d_in) + 0.5
    shift = torch.rand(d_in) - 0.5
    layer_norm = torch.nn.LayerNorm(d_in)
    norm = layer_norm(inputs)
    with torch.no_grad():
        layer_norm.weight.copy_(scale)
        layer_norm.bias.copy_(shift)
    token = inputs[query]
    spread = torch.sqrt(token.var(unbiased=False) + 1e-5)
    undo = torch.nn.functional.layer_norm(token, (d_in,), weight=spread.expand(d_in),
                                          bias=token.mean().expand(d_in))
    show(17, norm=norm, scale=scale, shift=shift, out_norm=layer_norm(inputs), x_2=token,
         undone=undo)
    x = torch.linspace(-3, 3, 7)
    show(18, x=x, relu=torch.nn.ReLU()(x), phi=torch.distributions.Normal(0, 1).cdf(x),
         gelu=torch.nn.GELU()(x))
    many_x = torch.arange(1001.0) * 0.01 - 5
    exact, by_tanh = torch.nn.GELU(), torch.nn.GELU(approximate="tanh")
    show(19, x=x, gelu_erf=exact(x), gelu_tanh=by_tanh(x),
         largest_difference=(by_tanh(many_x) - exact(many_x)).abs().max())
    seed_with(123)
    ff = feed_forward(d_out)
    hidden = ff[0](context_vecs)
    show(20, hidden_2=hidden[0, query], activated_2=ff[1](hidden)[0, query],
         ff_out=ff(context_vecs))
    seed_with(123)
    plain = residual = torch.randn(2, 16)
    distances = [[torch.dist(*plain)], [torch.dist(*residual)]]
    for _ in range(8):
        layer = feed_forward(16)
        plain, residual = layer(plain), residual + layer(residual)
        distances[0].append(torch.dist(*plain))
        distances[1].append(torch.dist(*residual))
    show(21, ff_out=ff(context_vecs), residual_out=context_vecs + ff(context_vecs),
         distance_plain=torch.stack(distances[0]), distance_residual=torch.stack(distances[1]))
    seed_with(123)
    block = TransformerBlock(d_out, context_length, rate, heads, bias)
    show(22, block_out=block(context_vecs))

    # Steps 23 and 24: what was left to say.
    numbers = torch.tensor([[3.9, 4.0, 4.1], [2.0, 4.0, 6.0], [2.0, 4.0, 12.0]])
    show(23, numbers=numbers, means=numbers.sum(dim=1) / 3, medians=numbers.quantile(0.5, dim=1),
         variances=torch.var(numbers, dim=1, correction=0), normed=torch.nn.LayerNorm(3)(numbers))
    show(24, sizes=torch.tensor([float(p.numel()) for p in mha.parameters()]))
    return steps


def settings(case):
    """The case as the arguments of chapter4()."""
    inputs = read_input(case.get("input", DATA / "journey.csv"))
    return {"inputs": inputs, "query": case.get("query", min(2, len(inputs))) - 1,
            "d_out": case.get("d_out", 4), "heads": case.get("heads", 2),
            "seed": case.get("seed"), "dropout": case.get("dropout"),
            "context_length": case.get("context_length", max(8, len(inputs))),
            "bias": case.get("bias", False)}


if __name__ == "__main__":
    write_chapter(4, CASES, lambda case: chapter4(**settings(case)))
