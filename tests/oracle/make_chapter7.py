#!/usr/bin/python3
"""Writes chapter7.json: the tensors of every step of chapter 7 as PyTorch computes them.

This is the reference that the tests hold the steps against, written as a learner would write it in
PyTorch and without a look at the C++. The learned weights are those of data/induction.safetensors.
Needs torch 1.13 (Debian: python3-torch). With an argument it writes there instead.
"""

import json

import torch
from torch import nn

import make_chapter7_generating
from make_chapter3 import DATA, HERE, write_chapter

# Settings as they are given on the command line. The chapter has tokens of its own, so that an
# input changes nothing.
CASES = {
    "default": {},
    "seed 7": {"seed": 7},
    "largest seed": {"seed": 2**64 - 1},
    "smallest seed": {"seed": -(2**63), "ablate": "0.1"},
    "korean": {"input": DATA / "korean.csv", "query": 3, "d_out": 12, "heads": 2},
    "ablated": {"seed": 99, "ablate": "1.3,0.0,1.0"},
    "cold": {"seed": 2024, "d_out": 3, "temperature": 0.5, "top_k": 7, "top_p": 0.5},
    "hot": {"input": HERE / "inputs/17x8.csv", "seed": 5, "d_out": 6, "temperature": 3,
            "top_k": 1, "top_p": 1},
    "one token": {"input": HERE / "inputs/1x1.csv", "seed": 0, "d_out": 1},
}


def learned_weights():
    content = (DATA / "induction.safetensors").read_bytes()
    start = 8 + int.from_bytes(content[:8], "little")
    weights = {}
    for name, entry in json.loads(content[8:start]).items():
        first, end = entry["data_offsets"]
        numbers = torch.frombuffer(bytearray(content[start + first:start + end]), dtype=torch.half)
        weights[name] = numbers.reshape(entry["shape"]).float()
    return weights


class Layer(nn.Module):
    """Attention whose queries and keys know positions, and whose values do not."""

    def __init__(self, d, heads):
        super().__init__()
        self.heads = heads
        self.W_query, self.W_key, self.W_value, self.out_proj = (
            nn.Linear(d, d, bias=False) for _ in range(4))

    def each(self, y):
        return torch.stack(y.chunk(self.heads, dim=-1), dim=-3)  # (..., h, T, hd)

    def scores(self, x, pos):
        return (self.each(self.W_query(x + pos))
                @ self.each(self.W_key(x + pos)).transpose(-1, -2))

    def forward(self, x, pos, out):
        """What is added to the stream, and the maps; heads in `out` hand on zeros."""
        scores = self.scores(x, pos)
        later = torch.ones(scores.shape[-2:]).triu(1).bool()
        size = x.shape[-1] // self.heads
        weights = (scores.masked_fill(later, -torch.inf) / size**0.5).softmax(-1)
        context = list((weights @ self.each(self.W_value(x))).unbind(-3))
        for head in out:
            context[head] = torch.zeros_like(context[head])
        return self.out_proj(torch.cat(context, -1)), weights


class Model(nn.Module):
    def __init__(self, out, vocabulary=64, positions=64, d=64, heads=4):
        super().__init__()
        self.tok_emb, self.pos_emb = nn.Embedding(vocabulary, d), nn.Embedding(positions, d)
        self.blocks = nn.ModuleList(Layer(d, heads) for _ in range(2))
        self.head = nn.Linear(d, vocabulary, bias=False)
        self.out = out

    def forward(self, ids):
        streams, maps = [self.tok_emb(ids)], []
        pos = self.pos_emb.weight[:ids.shape[-1]]
        for number, block in enumerate(self.blocks):
            added, weights = block(streams[-1], pos, [h for at, h in self.out if at == number])
            streams.append(streams[-1] + added)
            maps.append(weights)
        return streams, maps, self.head(streams[-1])


def learned(out):
    model = Model(out)
    model.load_state_dict(learned_weights())
    return model


def surprise(logits, ids):
    return -logits[..., :-1, :].log_softmax(-1).gather(-1, ids[..., 1:, None])[..., 0]


def scored(model, batch, periods):
    logits = model(batch)[2]
    losses = surprise(logits, batch)
    repeats = torch.stack([torch.arange(losses.shape[1]) >= period for period in periods])
    right = logits[:, :-1].argmax(-1).eq(batch[:, 1:])
    return losses[~repeats].mean(), losses[repeats].mean(), right[repeats].float().mean()


def looks(maps, first, back):
    """The mean of the cells `back` to the left of the diagonal, from row `first` on."""
    return torch.stack([torch.stack([
        torch.stack([head[i, i - back] for i in range(first, len(head))]).mean()
        for head in layer]) for layer in maps])


@torch.no_grad()
def chapter7(seed, out):
    """The tensors of each step."""
    steps = {}

    def show(step, **tensors):
        steps.setdefault(f"7.{step}", {}).update(tensors)

    model = learned(out)
    torch.manual_seed(seed)
    periods = torch.randint(8, 33, (2,)).tolist()
    blocks = torch.randint(0, 64, (2, 32))
    batch = torch.stack([block[:period].repeat(8)[:64] for block, period in zip(blocks, periods)])
    before, repeat, accuracy = scored(model, batch, periods)
    show(1, loss_before=before, loss_in_repeat=repeat, accuracy=accuracy)

    torch.manual_seed(seed)
    ids = torch.randperm(64)[:8].repeat(2)
    streams, maps, logits = model(ids)
    show(2, ids=ids, losses=surprise(logits, ids))

    one_back = looks(maps, 1, 1)
    previous = one_back[0].argmax().item()
    torch.manual_seed(seed)
    untrained = Model(out)
    show(3, one_back=one_back, previous=maps[0][previous, :8, :8],
         at_random=untrained(ids)[1][0][previous, :8, :8])

    behind = looks(maps, 8, 7)
    induction = behind[1].argmax().item()
    show(4, behind_copy=behind, induction=maps[1][induction, 8:, :9])

    # Step 5: the keys of one head by who wrote what they are made of.
    first, second = model.blocks
    pos = model.pos_emb.weight[:16]
    values = first.each(first.W_value(streams[0]))
    written = []
    for head in range(4):
        alone = torch.zeros(16, 64)
        if (0, head) not in out:
            alone[:, 16 * head:16 * head + 16] = maps[0][head] @ values[head]
        written.append(first.out_proj(alone))
    query = second.each(second.W_query(streams[1] + pos))[induction, 12]
    parts = torch.stack([second.each(second.W_key(part))[induction] @ query / 4
                         for part in [streams[0], pos, *written]])[:, :9]
    show(5, parts=parts, scores=second.scores(streams[1], pos)[induction, 12, :9] / 4)

    without = [[scored(learned(out + [(layer, head)]), batch, periods) for head in range(4)]
               for layer in range(2)]
    show(6, loss_without=torch.tensor([[one[1] for one in layer] for layer in without]),
         accuracy_without=torch.tensor([[one[2] for one in layer] for layer in without]))

    probs = torch.stack([model.head(x[8:15]).softmax(-1).gather(-1, ids[9:, None])[:, 0]
                         for x in streams])
    show(7, prob_of_next=probs, mean_prob=probs.mean(1))

    other = ids.clone()
    other[0] = ids[1]
    for layer in range(2):
        for name, tokens in (("layer", ids), ("other", other)):
            x = model(tokens)[0][layer]
            show(8, **{f"{name}_{layer}": model.blocks[layer].scores(x, pos)[:, 8, 1]})
    return steps


def steps_of(case):
    out = [tuple(map(int, head.split("."))) for head in case.get("ablate", "").split(",") if head]
    model = learned(out)
    return {**chapter7(case.get("seed", 123), out),
            **make_chapter7_generating.steps_of(case, lambda ids: model(ids)[2])}


if __name__ == "__main__":
    write_chapter(7, CASES, steps_of)
