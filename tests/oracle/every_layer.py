"""Wrong programs of chapters 4 and 5 for make_mistakes_every.py: LayerNorm, GELU, blocks.

Each function takes settings and yields step, tensor, mistake, variant, right numbers, wrong ones.
"""

import math

import torch

import make_chapter4
import make_chapter5

# LayerNorm.


def normalized(x, eps=1e-5):
    return (x - x.mean(-1, keepdim=True)) / torch.sqrt(x.var(-1, unbiased=False, keepdim=True) + eps)


def wrong_norms(x, eps):
    mean, var = x.mean(-1, keepdim=True), x.var(-1, unbiased=False, keepdim=True)
    std = x.std(-1, keepdim=True)
    yield "root-of-standard-deviation", "n - 1", (x - mean) / torch.sqrt(std + eps)
    yield "root-of-standard-deviation", "n", (x - mean) / torch.sqrt(var.sqrt() + eps)
    yield "root-missing", None, (x - mean) / (var + eps)
    yield "mean-not-subtracted", "RMSNorm", x / torch.sqrt((x * x).mean(-1, keepdim=True) + eps)
    yield "mean-not-subtracted", "standard deviation", x / torch.sqrt(var + eps)
    yield "mean-alone-divided", None, x - mean / torch.sqrt(var + eps)
    least, most = x.min(-1, keepdim=True).values, x.max(-1, keepdim=True).values
    yield "min-max-for-layer-norm", None, (x - least) / (most - least)


def layer_norm(inputs, seed):
    torch.manual_seed(123 if seed is None else seed)
    rows = torch.randn(2, 5)
    for mistake, variant, wrong in wrong_norms(rows, 0):
        yield 14, "row_norm", mistake, variant, normalized(rows, 0), wrong
    tiny = torch.tensor([0.002, 0.004, 0.006])
    for eps in (1e-3, 1e-6):
        yield 16, "tiny_norm", "other-eps", str(eps), normalized(tiny), normalized(tiny, eps)
    d = inputs.shape[1]
    torch.manual_seed(123 if seed is None else seed)
    scale, shift = torch.rand(d) + 0.5, torch.rand(d) - 0.5
    norm = normalized(inputs)
    right = norm * scale + shift
    yield 17, "out_norm", "shift-before-scale", None, right, (norm + shift) * scale
    yield 17, "out_norm", "scale-shift-exchanged", None, right, norm * shift + scale
    for mistake, variant, wrong in wrong_norms(inputs, 1e-5):
        yield 17, "out_norm", mistake, variant, right, wrong * scale + shift


# GELU.


def by_tanh(x, power=3, factor=math.sqrt(2 / math.pi)):
    return x * (1 + torch.tanh(factor * (x + 0.044715 * x ** power))) / 2


def wrong_gelus(x):
    yield "gelu-formula-wrong", "no half", x * (1 + torch.erf(x / 2 ** 0.5))
    yield "gelu-formula-wrong", "no root of 2", x * (1 + torch.erf(x)) / 2
    yield "gelu-by-sigmoid", None, x * torch.sigmoid(1.702 * x)
    yield "silu-for-gelu", None, torch.nn.functional.silu(x)
    yield "activation-missing", None, x


def gelu():
    x = torch.arange(7.0) - 3
    for mistake, variant, wrong in wrong_gelus(x):
        yield 18, "gelu", mistake, variant, torch.nn.functional.gelu(x), wrong
    right = torch.nn.functional.gelu(x, approximate="tanh")
    for variant, wrong in (("x squared", by_tanh(x, power=2)),
                           ("pi over 2", by_tanh(x, factor=math.sqrt(math.pi / 2))),
                           ("no factor", by_tanh(x, factor=1)),
                           ("no root", by_tanh(x, factor=2 / math.pi))):
        yield 19, "gelu_tanh", "gelu-formula-wrong", variant, right, wrong


# The block.


def block(case):
    s = make_chapter4.settings(case)
    x = make_chapter4.chapter4(**s)["4.13"]["context_vecs"].detach()
    d = x.shape[-1]
    seed = 123 if s["seed"] is None else s["seed"]

    def made():
        torch.manual_seed(seed)
        b = make_chapter4.TransformerBlock(d, s["context_length"], s["dropout"] or 0.0, s["heads"],
                                           s["bias"])
        return b, lambda y: b.attention(y)[0]

    torch.manual_seed(seed)
    right = make_chapter4.feed_forward(d)(x)
    for times in (1, 2):
        torch.manual_seed(seed)
        narrow = torch.nn.Sequential(torch.nn.Linear(d, times * d), torch.nn.GELU(),
                                     torch.nn.Linear(times * d, d))
        yield 20, "ff_out", "feed-forward-of-other-width", str(times), right, narrow(x)

    b, attention = made()
    right = b(x)

    def wrong_blocks():
        b, attention = made()
        norm = b.norm1(x)
        after = norm + attention(norm)
        norm = b.norm2(after)
        yield "residual-of-normalized", None, norm + b.ff(norm)
        b, attention = made()
        after = 2 * attention(b.norm1(x))
        yield "residual-doubled", "output", 2 * b.ff(b.norm2(after))
        b, attention = made()
        attention(b.norm1(x))
        after = x + x
        yield "residual-doubled", "input", after + after
        b, attention = made()
        after = x + attention(b.norm1(x))
        yield "residual-from-block-input", None, x + b.ff(b.norm2(after))
        b, attention = made()
        after = x + attention(x)
        yield "norm-missing", None, after + b.ff(after)
        b, attention = made()
        after = x + attention(b.norm1(x))
        yield "norm-at-the-end", None, b.norm2(after + b.ff(b.norm2(after)))
        b, attention = made()
        after = x + attention(b.norm1(x))
        yield "activation-missing", None, after + b.ff[2](b.ff[0](b.norm2(after)))
        b, attention = made()
        b.ff[1] = torch.nn.SiLU()
        after = x + attention(b.norm1(x))
        yield "silu-for-gelu", None, after + b.ff(b.norm2(after))

    for mistake, variant, wrong in wrong_blocks():
        yield 22, "block_out", mistake, variant, right, wrong


def chapter4(case):
    s = make_chapter4.settings(case)
    yield from layer_norm(s["inputs"], s["seed"])
    yield from gelu()
    yield from block(case)


# Encoder and decoder.


def chapter5(case):
    s = make_chapter5.settings(case)
    inputs, d, heads = s["inputs"], s["d_model"], s["heads"]
    seed = 123 if s["seed"] is None else s["seed"]

    def start(make):
        torch.manual_seed(seed)
        return make()

    x = start(lambda: torch.nn.Linear(inputs.shape[1], d))(inputs)

    def encoder(**form):
        return start(lambda: torch.nn.TransformerEncoderLayer(d, heads, 4 * d, dropout=0.0, **form))

    layer = encoder()
    right = layer(x)
    future = torch.triu(torch.ones(len(x), len(x)), diagonal=1).bool()
    yield 11, "enc_out", "norm-before-for-after", None, right, encoder(norm_first=True)(x)
    yield 11, "enc_out", "gelu-for-relu", None, right, encoder(activation="gelu")(x)
    yield 11, "enc_out", "mask-where-none-belongs", None, right, layer(x, src_mask=future)
    yield (11, "enc_out", "attention-within-one-token", None, right,
           layer(x[None])[0])  # without batch_first: a batch of sentences of one token
    after = layer.norm1(x + layer.self_attn(x, x, x)[0])
    ff = layer.linear2(torch.relu(layer.linear1(after)))
    yield (11, "enc_out", "activation-missing", None, right,
           layer.norm2(after + layer.linear2(layer.linear1(after))))
    yield 11, "enc_out", "residual-from-block-input", None, right, layer.norm2(x + ff)
    bare = x + layer.self_attn(x, x, x)[0]
    yield (11, "enc_out", "norm-missing", None, right,
           bare + layer.linear2(torch.relu(layer.linear1(bare))))

    def cross():
        torch.manual_seed(seed)
        return torch.randn(3, d), torch.nn.MultiheadAttention(d, heads)

    y, attention = cross()
    context, weights = attention(y, right, right, average_attn_weights=False)
    for mistake, memory in (("self-attention-for-cross-attention", y), ("inputs-for-encoder-output", x)):
        wrong, wrong_weights = attention(y, memory, memory, average_attn_weights=False)
        yield 12, "context_vecs", mistake, None, context, wrong
        yield 12, "attn_weights", mistake, None, weights, wrong_weights

    yield from written(encoder, x, d, heads, seed)

    torch.manual_seed(seed)
    Q, K = (inputs @ W for W in (torch.randn(inputs.shape[1], d), torch.randn(inputs.shape[1], d)))
    self_focus = torch.softmax(Q @ K.T / d ** 0.5, dim=-1)
    torch.manual_seed(seed)
    Q, K = (inputs @ W for W in (torch.rand(inputs.shape[1], d), torch.rand(inputs.shape[1], d)))
    yield (4, "attn_weights", "rand-for-randn", None, self_focus,
           torch.softmax(Q @ K.T / d ** 0.5, dim=-1))
    yield 4, "attn_weights", "weights-transposed", None, self_focus, self_focus.T
    yield 2, "matrix_product", "product-in-other-order", None, *products()
    yield from even(inputs)
    yield from descent(seed)


def written(encoder, x, d, heads, seed):
    """Step 13: words that are written one after another, each chosen by what was computed."""
    placed = x + make_chapter5.positional_encoding(len(x), d)
    memory = encoder()(placed)

    def run(mask=lambda n: torch.triu(torch.ones(n, n), diagonal=1).bool(), read=memory, **form):
        torch.manual_seed(seed)
        vectors = torch.randn(5, d)
        decoder = torch.nn.TransformerDecoderLayer(d, heads, 4 * d, dropout=0.0, **form)
        to_words = torch.nn.Linear(d, 5)
        words = [0]
        while len(words) < 4:
            y = vectors[words] + make_chapter5.positional_encoding(len(words), d)
            dec_out = decoder(y, read, tgt_mask=mask(len(words)))
            words.append(int(to_words(dec_out)[-1].argmax()))
        return dec_out, to_words(dec_out)

    right = run()
    wrongs = [("no-mask", None, run(lambda n: None)),
              ("mask-added-as-number", "hidden", run(lambda n: torch.triu(torch.ones(n, n), 1))),
              ("norm-before-for-after", None,
               run(read=encoder(norm_first=True)(placed), norm_first=True)),
              ("gelu-for-relu", None,
               run(read=encoder(activation="gelu")(placed), activation="gelu")),
              ("inputs-for-encoder-output", None, run(read=x))]
    for mistake, variant, wrong in wrongs:
        for i, name in enumerate(("dec_out", "logits")):
            yield 13, name, mistake, variant, right[i], wrong[i]


def products():
    a, b = torch.tensor([[1.0, 2.0], [3.0, 4.0]]), torch.tensor([[5.0, 6.0], [7.0, 8.0]])
    return a @ b, b @ a


def even(inputs):
    n = len(inputs)
    right = inputs.mean(dim=0).repeat(n, 1)
    yield 8, "even_vecs", "sum-for-average", None, right, torch.ones(n, n) @ inputs


def descent(seed):
    """Step 5."""
    torch.manual_seed(seed)
    x = torch.randn(3, 4)
    start = [torch.randn(4, 2) / 2 for _ in range(3)]
    target = torch.randn(3, 2)

    def gradients(divisor):
        W_q, W_k, W_v = [W.clone().requires_grad_() for W in start]
        weights = torch.softmax(x @ W_q @ (x @ W_k).T / divisor, dim=-1)
        ((weights @ (x @ W_v) - target) ** 2).mean().backward()
        return W_q.grad, W_k.grad

    by_q, by_k = gradients(2 ** 0.5)
    for mistake, divisor in ("no-scaling", 1), ("scaled-by-dk", 2), ("scaled-the-wrong-way", 0.5 ** 0.5):
        yield 5, "W_q.grad", mistake, None, by_q, gradients(divisor)[0]
        yield 5, "W_k.grad", mistake, None, by_k, gradients(divisor)[1]
    right = start[0] - 0.01 * by_q
    yield 5, "new_W_q", "gradient-added", None, right, start[0] + 0.01 * by_q
    for rate in (0.1, 1.0):
        yield 5, "new_W_q", "other-learning-rate", str(rate), right, start[0] - rate * by_q
