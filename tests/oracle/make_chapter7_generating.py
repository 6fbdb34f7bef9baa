"""Steps 7.9 to 7.15 for make_chapter7.py: training, generating, the cache; written as a learner would
write it in PyTorch and without a look at the C++.

Of training the first losses are compared: what comes after a hundred steps depends on the last digit
of the first.
"""

import math

import torch
from torch import nn
from torch.nn import functional as F

from make_chapter3 import DATA, read_input

PLACES = [0, 1, 2, 0, 3, 4, 0, 5, 6, 0]


class Copier(nn.Module):
    def __init__(self, tokens, places, d):
        super().__init__()
        self.token = nn.Parameter(torch.randn(tokens, d))
        self.place = nn.Parameter(torch.randn(places, d))
        self.query, self.key, self.value = (nn.Linear(d, d, bias=False) for _ in range(3))
        self.out = nn.Linear(d, tokens, bias=False)
        self.d = d

    def weights(self, ids):
        placed = F.embedding(ids, self.token) + self.place
        scores = torch.einsum("nid,njd->nij", self.query(placed), self.key(placed)) / self.d**0.5
        future = torch.full(scores.shape[1:], -math.inf).triu(1)
        return (scores + future).softmax(-1)

    def forward(self, ids):
        return self.out(self.weights(ids) @ self.value(F.embedding(ids, self.token)))


def training(seed):
    torch.manual_seed(seed)
    model = Copier(8, 8, 8)
    ids = torch.randint(0, 8, (16, 8))
    before = model.weights(ids)[0]
    losses = []
    for _ in range(10):
        log_probs = model(ids).log_softmax(-1)[:, 1:]
        loss = -log_probs.gather(-1, ids[:, :-1, None]).mean()
        losses.append(loss.item())
        model.zero_grad()
        loss.backward()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= parameter.grad
    return {"first_losses": torch.tensor(losses), "map_before": before}


def greedily(model, seed, tokens=64, period=8):
    torch.manual_seed(seed)
    block = torch.randperm(tokens)[:period].tolist()
    prompt = block + block[:1]
    text, confidence = list(prompt), []
    for _ in range(period):
        probability, token = model(torch.tensor(text))[-1].softmax(0).max(0)
        text.append(int(token))
        confidence.append(probability)
    return {"prompt": torch.tensor(prompt), "generated": torch.tensor(text),
            "confidence": torch.stack(confidence)}


def chosen(model, seed, temperature, k, p, tokens=64):
    """Steps 7.11 to 7.13."""
    torch.manual_seed(seed)
    some = torch.randperm(tokens)
    unsure = torch.stack([some[place] for place in PLACES])
    logits = model(unsure)[-1]
    ranked = torch.sort(logits, descending=True)
    steps = {11: {
        "unsure": unsure, "top_logits": ranked.values[:8],
        "by_temperature": torch.stack([(ranked.values / t).softmax(0)[:8]
                                       for t in (temperature / 2, temperature, temperature * 2)])}}
    all_of_them = (ranked.values / temperature).softmax(0)
    first_k = all_of_them.clone()
    first_k[k:] = 0
    nucleus, total = torch.zeros_like(all_of_them), 0.0
    for i, probability in enumerate(all_of_them.tolist()):
        if total >= p:
            break
        nucleus[i], total = probability, total + probability
    cut_off = torch.stack([all_of_them, first_k / first_k.sum(), nucleus / nucleus.sum()])
    steps[12] = {"cut_off": cut_off[:, :8], "so_far": torch.cumsum(all_of_them, 0)[:8]}

    probabilities = (logits / temperature).softmax(0)

    def draw(*arguments):
        return torch.multinomial(probabilities, *arguments,
                                 generator=torch.Generator().manual_seed(seed))

    q = torch.empty(tokens).exponential_(generator=torch.Generator().manual_seed(seed))
    likeliest = ranked.indices[:8]
    shares = torch.zeros(tokens).scatter_add(0, draw(1000, True), torch.ones(1000)) / 1000
    steps[13] = {"top": probabilities[likeliest], "q_of_top": q[likeliest],
                 "quotients_of_top": (probabilities / q)[likeliest], "token": draw(1),
                 "ten_tokens": draw(10, True), "all_different": draw(3, False),
                 "shares": shares[likeliest]}
    return steps


def cached(inputs, seed, d_out):
    torch.manual_seed(seed)
    n, d_in = inputs.shape
    places = torch.randn(n, d_in)
    query, key, value = (nn.Linear(d_in, d_out, bias=False) for _ in range(3))
    x = inputs + places
    scores = query(x) @ key(x).T / math.sqrt(d_out)
    weights = (scores + torch.full((n, n), -math.inf).triu(1)).softmax(-1)
    return {"query_t": query(x[-1:]), "key_cache": key(x), "value_cache": value(x),
            "attn_weights": weights[-1:], "cached_vecs": weights @ value(x)}


def costs(d_in, d_out):
    def of(n, m):  # n tokens pass the layers, m · n pairs of them meet
        return 3 * n * d_in * d_out + 2 * n * m * d_out

    tokens = [1, 2, 4, 8, 16, 32, 64, 128]
    return {"tokens": torch.tensor(tokens), "all_again": torch.tensor([of(n, n) for n in tokens]),
            "only_newest": torch.tensor([of(1, n) for n in tokens])}


def steps_of(case, model):
    """The tensors of steps 9 to 15 for a case of settings; `model` gives the logits (T, V) of ids
    (T)."""
    seed, d_out = case.get("seed", 123), case.get("d_out", 2)
    inputs = read_input(case.get("input", DATA / "journey.csv"))
    steps = {9: training(seed), 10: greedily(model, seed),
             **chosen(model, seed, case.get("temperature", 1.0), case.get("top_k", 3),
                      case.get("top_p", 0.9)),
             14: cached(inputs, seed, d_out), 15: costs(inputs.shape[1], d_out)}
    return {f"7.{step}": tensors for step, tensors in steps.items()}
