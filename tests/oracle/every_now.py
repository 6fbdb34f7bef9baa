"""Wrong programs of chapter 8 for make_mistakes_every.py: masks, windows, an online softmax.

Each function takes settings and yields step, tensor, mistake, variant, right numbers, wrong ones.
"""

import torch

from every_attention import INF, layers, scaled, sizes, start


def one_call(queries, keys, values, d_out):
    """Step 2: the mask in all its wrong ways."""
    scores = queries @ keys.T
    may_look = torch.ones_like(scores).tril().bool()

    def attention(shown, fill=-INF):
        weights = scaled(scores.masked_fill(~shown, fill), d_out)
        return weights, weights @ values

    right = attention(may_look)
    opposite = attention(~may_look)
    zeros = opposite[0].nan_to_num(0.0)
    wrong = [("mask-means-opposite", None, opposite),
             ("mask-means-opposite", "zeros", (zeros, zeros @ values)),
             ("mask-hides-self", None, attention(torch.ones_like(scores).tril(-1).bool())),
             ("mask-shows-next", None, attention(torch.ones_like(scores).tril(1).bool())),
             ("mask-wrong-triangle", None, attention(torch.ones_like(scores).triu().bool())),
             ("mask-zero-not-inf", None, attention(may_look, 0)),
             ("no-mask", None, attention(torch.ones_like(may_look)))]
    for mistake, variant, (weights, context) in wrong:
        yield 2, "attn_weights", mistake, variant, right[0], weights
        yield 2, "context_vecs", mistake, variant, right[1], context


def one_score_at_a_time(row, mistake=None):
    """Running maxima and sums, and what the last of them make of the row."""
    m, l = row[0], torch.tensor(1.0)
    maxima, sums = [m], [l]
    for score in row[1:]:
        m_new = torch.maximum(m, score)
        if mistake == "newest":
            m_new = score
        if mistake == "first":
            m_new = m
        factor = torch.exp(m_new - m if mistake == "inverted" else m - m_new)
        l = (l if mistake == "sum" else l * factor) + torch.exp(score - m_new)
        m = m_new
        maxima.append(m)
        sums.append(l)
    return torch.stack(maxima), torch.stack(sums), torch.exp(row - m) / l


def online(row):
    right = one_score_at_a_time(row)
    for mistake, variant, name in (("online-sum-not-rescaled", None, "sum"),
                                   ("online-factor-inverted", None, "inverted"),
                                   ("online-max-not-kept", "newest", "newest"),
                                   ("online-max-not-kept", "first", "first")):
        wrong = one_score_at_a_time(row, name)
        for tensor, i in (("running_max", 0), ("running_sum", 1), ("attn_weights_2", 2)):
            yield 3, tensor, mistake, variant, right[i], wrong[i]


def flash(q, keys, values, r, last, causal=False, mistake=None):
    """A tile of queries against tiles of keys from the one at `last` to the first."""
    m, l, o = (torch.tensor(x) for x in (-INF, 0.0, 0.0))
    for j in range(last, -1, -r):
        tile = q @ keys[j:j + r].T / keys.shape[-1] ** 0.5
        if causal and j == last:
            tile = tile.masked_fill(torch.ones_like(tile).triu(1).bool(), -INF)
        m_new = torch.maximum(m, tile.amax(dim=1, keepdim=True))
        factor = torch.exp(m_new - m if mistake == "inverted" and j < last else m - m_new)
        p = torch.exp(tile - m_new)
        l = (l if mistake == "sum" else l * factor) + p.sum(dim=1, keepdim=True)
        o = (o if mistake == "output" else o * factor) + p @ values[j:j + r]
        m = m_new
    return o / l


def in_tiles(queries, keys, values, query):
    T = len(queries)
    r = (T + 2) // 3
    first = query // r * r

    def one(mistake=None):
        return flash(queries[first:first + r], keys, values, r, (T - 1) // r * r, mistake=mistake)

    def all_of_them(mistake=None):
        return torch.cat([flash(queries[i:i + r], keys, values, r, i, True, mistake)
                          for i in range(0, T, r)])

    for mistake, name in (("online-sum-not-rescaled", "sum"),
                          ("online-output-not-rescaled", "output"),
                          ("online-factor-inverted", "inverted")):
        yield 4, "context_tile", mistake, None, one(), one(name)
        yield 5, "context_vecs", mistake, None, all_of_them(), all_of_them(name)


def windows(queries, keys, values, d_out):
    scores = queries @ keys.T
    W = 3

    def attention(shown):
        weights = scaled(scores.masked_fill(~shown.bool(), -INF), d_out)
        return shown, weights, weights @ values

    past = torch.ones_like(scores).tril()
    right = attention(past.triu(1 - W))
    wrong = [("window-looks-ahead", None, torch.ones_like(scores).tril(W - 1).triu(1 - W)),
             ("window-off-by-one", "more", past.triu(-W)),
             ("window-off-by-one", "less", past.triu(2 - W)),
             ("window-missing", None, past)]
    for mistake, variant, shown in wrong:
        for name, true, made in zip(("may_look", "attn_weights", "context_vecs"), right,
                                    attention(shown)):
            yield 11, name, mistake, variant, true, made


def chapter8(case):
    inputs, d_in, d_out, _, seed = sizes(case, 2)
    query = case.get("query", 2) - 1
    start(seed, 789)
    queries, keys, values = (layer(inputs) for layer in layers(d_in, d_out))
    yield from one_call(queries, keys, values, d_out)
    yield from online(inputs @ inputs[query])
    yield from in_tiles(queries, keys, values, query)
    yield from windows(queries, keys, values, d_out)
