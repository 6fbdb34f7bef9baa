#!/usr/bin/python3
"""Writes chapter5.json: the tensors of every step of chapter 5 as PyTorch computes them.

This is the reference that the tests hold the steps against, written as a learner would write it in
PyTorch and without a look at the C++. Encoder and decoder are PyTorch's own layers. Needs torch 1.13
(Debian: python3-torch). With an argument it writes there instead.
"""

import math

import torch

from make_chapter3 import DATA, HERE, read_input, write_chapter

# Settings as they are given on the command line, each with its own mixture.
CASES = {
    "default": {},
    "korean": {"input": DATA / "korean.csv", "d_out": 6, "heads": 3, "seed": 7},
    "17x8": {"input": HERE / "inputs/17x8.csv", "query": 9, "d_out": 12, "heads": 4,
             "seed": 2024},
    "3x7": {"input": HERE / "inputs/3x7.csv", "query": 3, "d_out": 3, "heads": 3,
            "seed": 2**64 - 1},
    "signed": {"input": HERE / "inputs/5x3.csv", "query": 1, "d_out": 8, "heads": 2,
               "seed": -(2**63)},
    "telling": {"input": DATA / "telling.csv", "d_out": 6, "heads": 2},
    "one token": {"input": HERE / "inputs/1x1.csv", "d_out": 2, "heads": 1, "seed": 0},
    "large": {"input": HERE / "inputs/2x40.csv", "d_out": 32, "heads": 8, "seed": 99},
}


def attention(q, k, v):
    """The weights and what comes out."""
    weights = torch.softmax(q @ k.transpose(-2, -1) / k.shape[-1] ** 0.5, dim=-1)
    return weights, weights @ v


def positional_encoding(n, d):
    """Sine and cosine in turn; of an odd d without the last cosine."""
    columns = d + d % 2
    pe = torch.zeros(n, columns, dtype=torch.float64)
    for pos in range(n):
        for i in range(columns // 2):
            angle = pos / 10000 ** (2 * i / columns)
            pe[pos, 2 * i], pe[pos, 2 * i + 1] = math.sin(angle), math.cos(angle)
    return pe[:, :d].float()


def chapter5(inputs, d_model, heads, seed):
    """The tensors of each step; `seed` is None for that of the chapter."""
    steps = {}

    def show(step, **tensors):
        steps.setdefault(f"5.{step}", {}).update(tensors)

    def start():
        torch.manual_seed(123 if seed is None else seed)

    num_tokens, d_in = inputs.shape

    # Steps 2 to 4: Q, K, V.
    a, b = torch.tensor([[1.0, 2.0], [3.0, 4.0]]), torch.tensor([[5.0, 6.0], [7.0, 8.0]])
    show(2, A=a, B=b, matrix_product=torch.mm(a, b), cell_products=torch.mul(a, b))
    start()
    w_q, w_k, w_v = torch.randn(d_in, d_model), torch.randn(d_in, d_model), torch.randn(d_in, d_model)
    q, k, v = inputs @ w_q, inputs @ w_k, inputs @ w_v
    show(3, W_q=w_q, W_k=w_k, W_v=w_v, Q=q, K=k, V=v)
    weights, tied = attention(q, k, v)[0], attention(q, q, v)[0]
    show(4, attn_weights=weights, self_share=torch.diag(weights),
         link_share=1 - torch.diag(weights), tied_scores=q @ q.T, tied_weights=tied,
         tied_self_share=torch.diag(tied))

    # Steps 5 and 6: gradients, by autograd.
    start()
    x = torch.randn(3, 4)
    small = [(torch.randn(4, 2) / 2).requires_grad_() for _ in range(3)]
    target = torch.randn(3, 2)
    q, k, v = [x @ w for w in small]
    q.retain_grad()
    k.retain_grad()
    v.retain_grad()
    scores = q @ k.T / 2**0.5
    scores.retain_grad()
    weights = torch.softmax(scores, dim=-1)
    weights.retain_grad()
    context = weights @ v
    context.retain_grad()
    loss = torch.nn.functional.mse_loss(context, target)
    loss.backward()
    moved = [w.detach() - 0.01 * w.grad for w in small]
    new_loss = torch.nn.functional.mse_loss(attention(*[x @ w for w in moved])[1], target)
    show(5, loss=loss, W_q=small[0], **{"W_q.grad": small[0].grad, "W_k.grad": small[1].grad,
                          "W_v.grad": small[2].grad}, new_W_q=moved[0], new_loss=new_loss)
    show(6, dO=context.grad, dV=v.grad, dA=weights.grad, dS=scores.grad, dQ=q.grad, dK=k.grad)

    # Step 7: one head and eight.
    start()
    x = torch.randn(3, 512)
    layers = [torch.nn.Linear(512, 512, bias=False) for _ in range(3)]
    q, k, v = [layer(x) for layer in layers]
    by_head = [y.view(3, 8, 64).transpose(0, 1) for y in (q, k, v)]
    show(7, one_head_weights=attention(q, k, v)[0], first_word=attention(*by_head)[0][:, 0])

    scores = by_head[0][0] @ by_head[1][0].T / 8
    weights, context = attention(*[y[0] for y in by_head])
    show(14, scores=scores, weights=weights, first_weights=weights[[0]],
         first_four=context[[0], :4])

    # Steps 8 and 9: what is kept.
    context = torch.nn.functional.softmax(inputs @ inputs.T / d_in**0.5, dim=1) @ inputs
    even = inputs.mean(dim=0).repeat(num_tokens, 1)
    residual = inputs + even
    ranges = torch.stack([y.max(dim=0).values - y.min(dim=0).values
                          for y in (inputs, context, even, residual)])
    show(8, context_vecs=context, even_vecs=even, residual_out=residual, ranges=ranges)
    start()
    word, positions = torch.randn(8), torch.randn(6, 8)

    def share(y):
        return y.var(dim=0, unbiased=False).sum() / (y**2).mean(dim=0).sum()

    plain = residual = word + positions
    shares = [[share(plain)], [share(residual)]]
    for _ in range(4):
        layers = [torch.nn.Linear(8, 8, bias=False) for _ in range(3)]
        plain = attention(*[layer(plain) for layer in layers])[1]
        residual = residual + attention(*[layer(residual) for layer in layers])[1]
        shares[0].append(share(plain))
        shares[1].append(share(residual))
    show(9, share_plain=torch.stack(shares[0]),
         share_residual=torch.stack(shares[1]))

    # Steps 10 to 13: encoder and decoder.
    start()
    x = torch.nn.Linear(d_in, d_model)(inputs)
    start()
    ff = torch.nn.Sequential(torch.nn.Linear(d_model, 4 * d_model), torch.nn.ReLU(),
                             torch.nn.Linear(4 * d_model, d_model))
    show(10, x=x, ff_out=ff(x))
    start()
    encoder = torch.nn.TransformerEncoderLayer(d_model, heads, 4 * d_model, dropout=0.0)
    memory = encoder(x)
    attended = encoder.self_attn(x, x, x, need_weights=False)[0]
    after_norm1 = encoder.norm1(x + attended)
    show(11, attended=attended, after_norm1=after_norm1,
         ff_out=encoder.linear2(encoder.linear1(after_norm1).relu()), enc_out=memory)
    start()
    y = torch.randn(3, d_model)
    cross = torch.nn.MultiheadAttention(d_model, heads)
    context, weights = cross(y, memory, memory, average_attn_weights=False)

    def projected(tokens, part):
        weight = cross.in_proj_weight[part * d_model:(part + 1) * d_model]
        return torch.einsum("td,ed->te", tokens, weight).view(len(tokens), heads, -1).transpose(0, 1)

    queries, keys = projected(y, 0), projected(memory, 1)
    show(12, y=y, queries=queries, keys=keys, attn_scores=torch.bmm(queries, keys.transpose(1, 2)),
         attn_weights=weights, context_vecs=context)
    start()
    vectors = torch.randn(5, d_model)
    decoder = torch.nn.TransformerDecoderLayer(d_model, heads, 4 * d_model, dropout=0.0)
    to_words = torch.nn.Linear(d_model, 5)
    memory = encoder(x + positional_encoding(num_tokens, d_model))
    written = torch.tensor([0])
    while len(written) < 4:
        y = torch.nn.functional.embedding(written, vectors)
        y = y + positional_encoding(len(written), d_model)
        mask = torch.nn.Transformer.generate_square_subsequent_mask(len(written))
        dec_out = decoder(y, memory, tgt_mask=mask)
        logits = to_words(dec_out)
        written = torch.cat((written, logits[-1:].argmax(dim=-1)))
    show(13, dec_out=dec_out, logits=logits, probs=logits.softmax(dim=-1), written=written.float())
    return steps


def settings(case):
    """The case as the arguments of chapter5()."""
    return {"inputs": read_input(case.get("input", DATA / "journey.csv")),
            "d_model": case.get("d_out", 4), "heads": case.get("heads", 2),
            "seed": case.get("seed")}


if __name__ == "__main__":
    write_chapter(5, CASES, lambda case: chapter5(**settings(case)))
