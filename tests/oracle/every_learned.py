"""Wrong programs of chapter 7 for make_mistakes_every.py: heads that have learned.

A function takes settings and yields step, tensor, mistake, variant, right numbers, wrong ones.
"""

import torch

import make_chapter7


def with_other(model, forward):
    """What the model computes when each of its layers scores and mixes by `forward`."""
    def run(ids):
        streams, maps = [model.tok_emb(ids)], []
        pos = model.pos_emb.weight[:len(ids)]
        for block in model.blocks:
            added, weights = forward(block, streams[-1], pos)
            streams.append(streams[-1] + added)
            maps.append(weights)
        return streams, maps, model.head(streams[-1])
    return run


def attention(block, x, pos, scale=-0.5, mask=True, dim=-1):
    scores = block.scores(x, pos)
    if mask:
        scores = scores.masked_fill(torch.ones(scores.shape[-2:]).triu(1).bool(), -torch.inf)
    scores = scores * (x.shape[-1] // block.heads)**scale
    weights = scores.softmax(dim)
    context = weights @ block.each(block.W_value(x))
    return block.out_proj(torch.cat(list(context), -1)), weights


@torch.no_grad()
def chapter7(case):
    seed = case.get("seed", 123)
    right = make_chapter7.chapter7(seed, [])
    model = make_chapter7.learned([])
    torch.manual_seed(seed)
    ids = torch.randperm(64)[:8].repeat(2)
    streams, maps, logits = model(ids)

    losses = right["7.2"]["losses"]
    own = -logits[:-1].log_softmax(-1).gather(-1, ids[:-1, None])[:, 0]
    yield 2, "losses", "next-not-shifted", None, losses, own

    wrong = {
        "no-scaling": with_other(model, lambda *all: attention(*all, scale=0)),
        "scaled-the-wrong-way": with_other(model, lambda *all: attention(*all, scale=0.5)),
        "no-mask": with_other(model, lambda *all: attention(*all, mask=False)),
        "softmax-over-columns": with_other(model, lambda *all: attention(*all, dim=-2)),
    }
    one_back = right["7.3"]["one_back"]
    previous = one_back[0].argmax().item()
    induction = right["7.4"]["behind_copy"][1].argmax().item()
    for mistake, run in wrong.items():
        _, other_maps, other_logits = run(ids)
        if mistake == "softmax-over-columns":  # the others leave float32 fewer digits than are written
            yield 2, "losses", mistake, None, losses, make_chapter7.surprise(other_logits, ids)
        yield 4, "induction", mistake, None, right["7.4"]["induction"], \
            other_maps[1][induction, 8:, :9]
        if "scal" not in mistake:  # this head is so sharp that four decimals may not show it
            yield 3, "previous", mistake, None, right["7.3"]["previous"], \
                other_maps[0][previous, :8, :8]

    for head in range(4):
        if head != previous:
            yield 3, "previous", "other-head-of-layer", str(head), right["7.3"]["previous"], \
                maps[0][head, :8, :8]
        if head != induction:
            yield 4, "induction", "other-head-of-layer", str(head), right["7.4"]["induction"], \
                maps[1][head, 8:, :9]
    yield 4, "induction", "head-of-other-layer", None, right["7.4"]["induction"], \
        maps[0][induction, 8:, :9]

    at = torch.stack([model.head(x[8:15]).gather(-1, ids[9:, None])[:, 0] for x in streams])
    yield 7, "prob_of_next", "scores-not-weights", None, right["7.7"]["prob_of_next"], at
    yield 7, "mean_prob", "scores-not-weights", None, right["7.7"]["mean_prob"], at.mean(1)
