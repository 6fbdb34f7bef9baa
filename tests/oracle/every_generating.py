"""Wrong programs of steps 7.9 to 7.15 for make_mistakes_every.py: training, choosing tokens, the cache.

Yields step, tensor, mistake, variant, right numbers, wrong ones.
"""

import math

import torch
from torch.nn import functional as F

import make_chapter7
import make_chapter7_generating as right_ones
from make_chapter3 import DATA, read_input


def training(seed):
    def run(rate=1.0, zeroed=True, again=False):
        torch.manual_seed(seed)
        model = right_ones.Copier(8, 8, 8)
        ids = torch.randint(0, 8, (16, 8))
        optimizer = torch.optim.SGD(model.parameters(), lr=rate)
        losses = []
        for _ in range(90 if again else 10):
            loss = F.cross_entropy(model(ids)[:, 1:].flatten(0, 1), ids[:, :-1].flatten())
            losses.append(loss.detach())
            if zeroed:
                optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        return torch.stack(losses)[80 if again else 0:]

    right = run()
    yield 9, "first_losses", "gradients-piled-up", None, right, run(zeroed=False)
    for rate in (0.1, 0.5):
        yield 9, "first_losses", "other-learning-rate", str(rate), right, run(rate)


def otherwise_masked(model_weights, ids, heads=4, hides_past=False):
    """The learned model without its mask, or with one that hides the past."""
    x = model_weights["tok_emb.weight"][ids]
    n, d = x.shape
    for layer in range(2):
        def heads_of(name, y, layer=layer):
            weight = model_weights[f"blocks.{layer}.{name}.weight"]
            return (y @ weight.T).view(n, heads, -1).transpose(0, 1)

        placed = x + model_weights["pos_emb.weight"][:n]
        scores = heads_of("W_query", placed) @ heads_of("W_key", placed).transpose(1, 2)
        if hides_past:
            scores = scores.masked_fill(torch.ones(n, n).tril(-1).bool(), -math.inf)
        mixed = torch.softmax(scores / (d // heads) ** 0.5, dim=-1) @ heads_of("W_value", x)
        x = x + mixed.transpose(0, 1).reshape(n, d) @ model_weights[f"blocks.{layer}.out_proj.weight"].T
    return x @ model_weights["head.weight"].T


def greedily(model, model_weights, seed):
    torch.manual_seed(seed)
    block = torch.randperm(64)[:8]

    def run(logits_of=model, place=-1, probability=lambda logits: torch.softmax(logits, dim=-1)):
        text, confidence = torch.cat([block, block[:1]]), []
        for _ in range(8):
            probabilities = probability(logits_of(text)[place])
            token = probabilities.argmax()
            confidence.append(probabilities[token])
            text = torch.cat([text, token.view(1)])
        return torch.stack(confidence)

    right = run()
    yield (10, "confidence", "no-mask", None, right,
           run(lambda ids: otherwise_masked(model_weights, ids)))
    yield (10, "confidence", "mask-wrong-triangle", None, right,
           run(lambda ids: otherwise_masked(model_weights, ids, hides_past=True)))
    for place in (0, -2):
        yield 10, "confidence", "last-position-not-taken", str(place), right, run(place=place)
    yield 10, "confidence", "scores-not-weights", None, right, run(probability=lambda logits: logits)


def choosing(model, model_weights, seed, T, k, p):
    torch.manual_seed(seed)
    unsure = torch.randperm(64)[right_ones.PLACES]
    all_logits = model(unsure)
    ranked = all_logits[-1].sort(descending=True).values
    temperatures = (T / 2, T, T * 2)

    def by_temperature(f, logits=ranked):
        return torch.stack([f(logits, t)[:8] for t in temperatures])

    def softmax(logits, t):
        return torch.softmax(logits / t, dim=-1)

    right = by_temperature(softmax)
    name = "by_temperature"
    yield 11, name, "temperature-multiplied", None, right, by_temperature(
        lambda logits, t: torch.softmax(logits * t, dim=-1))
    yield 11, name, "temperature-of-probabilities", None, right, by_temperature(
        lambda logits, t: torch.softmax(logits, dim=-1) / t)
    yield 11, name, "scores-not-weights", None, right, by_temperature(lambda logits, t: logits / t)
    hidden = otherwise_masked(model_weights, unsure, hides_past=True)[-1]
    hidden = hidden.sort(descending=True).values
    yield 11, name, "mask-wrong-triangle", None, right, by_temperature(softmax, hidden)
    yield 11, "top_logits", "mask-wrong-triangle", None, ranked[:8], hidden[:8]
    for place in (0, -2):
        other = all_logits[place].sort(descending=True).values
        yield (11, name, "last-position-not-taken", str(place), right,
               by_temperature(softmax, other))
        yield 11, "top_logits", "last-position-not-taken", str(place), ranked[:8], other[:8]

    scaled = ranked / T
    probabilities = torch.softmax(scaled, dim=-1)
    rank = torch.arange(64)
    cumulative = probabilities.cumsum(dim=-1)

    def cut(too_far=cumulative - probabilities >= p, renormalised=True):
        rows = [probabilities]
        for hidden in (rank >= k, too_far):
            rows.append(torch.softmax(scaled.masked_fill(hidden, -torch.inf), dim=-1)
                        if renormalised else probabilities.masked_fill(hidden, 0))
        return torch.stack(rows)[:, :8]

    yield 12, "cut_off", "cut-off-not-renormalised", None, cut(), cut(renormalised=False)
    yield 12, "cut_off", "top-p-one-too-few", None, cut(), cut(too_far=cumulative >= p)


def caching(inputs, seed, d_out):
    torch.manual_seed(seed)
    n, d_in = inputs.shape
    pos_emb = torch.randn(n, d_in)
    W_query, W_key, W_value = (torch.nn.Linear(d_in, d_out, bias=False) for _ in range(3))

    def run(position=lambda t: t, axis=0, first_row=False, queries_kept=False):
        queries = keys = values = None
        rows = []
        for t in range(n):
            x_t = inputs[t:t + 1] + pos_emb[position(t):position(t) + 1]
            query, key, value = W_query(x_t), W_key(x_t), W_value(x_t)
            keys = key if keys is None else torch.cat([keys, key], dim=axis)
            values = value if values is None else torch.cat([values, value], dim=axis)
            if axis == 1:
                continue
            if queries_kept:
                queries = query if queries is None else torch.cat([queries, query])
                query = queries
            scores = query @ keys.T / d_out ** 0.5
            if first_row:
                mask = torch.triu(torch.ones(n, n), diagonal=1).bool()
                scores = scores.masked_fill(mask[:1, :t + 1], -math.inf)
            rows.append(torch.softmax(scores, dim=-1) @ values)
        if axis == 1:
            return keys
        return keys, (rows[-1] if queries_kept else torch.cat(rows))

    keys, right = run()
    stuck_keys, stuck = run(position=lambda t: 0)
    yield 14, "cached_vecs", "positions-not-moved-on", None, right, stuck
    yield 14, "key_cache", "positions-not-moved-on", None, keys, stuck_keys
    yield 14, "key_cache", "cache-on-wrong-axis", None, keys, run(axis=1)
    yield 14, "cached_vecs", "cache-mask-of-first-row", None, right, run(first_row=True)[1]
    yield 14, "cached_vecs", "query-cached", None, right, run(queries_kept=True)[1]


def chapter7(case):
    seed, d_out = case.get("seed", 123), case.get("d_out", 2)
    inputs = read_input(case.get("input", DATA / "journey.csv"))
    model_weights = make_chapter7.learned_weights()
    learned = make_chapter7.learned([])

    def model(ids):
        return learned(ids)[2].detach()

    with torch.enable_grad():
        yield from training(seed)
    yield from greedily(model, model_weights, seed)
    yield from choosing(model, model_weights, seed, case.get("temperature", 1.0), case.get("top_k", 3),
                        case.get("top_p", 0.9))
    yield from caching(inputs, seed, d_out)
