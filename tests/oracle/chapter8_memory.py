"""Steps 1 to 5, 11, 12 and 15 of chapter 8 for make_chapter8.py: scores, windows and caches."""

import torch
from torch import nn


def linears(seed, d_in, d_out):
    torch.manual_seed(seed)
    return [nn.Linear(d_in, d_out, bias=False) for _ in range(3)]


def steps(inputs, case):
    """The tensors of each step, by its number."""
    shown = {}

    def show(step, **tensors):
        shown.setdefault(f"8.{step}", {}).update(tensors)

    T, d_in = inputs.shape
    d_out = case.get("d_out", 2)
    query, key, value = linears(case.get("seed", 789), d_in, d_out)
    Q, K, V = query(inputs), key(inputs), value(inputs)

    # 2: one call.
    future = torch.ones(T, T).triu(diagonal=1).bool()
    weights = nn.functional.softmax((Q @ K.T).masked_fill(future, -torch.inf) / d_out ** 0.5, dim=1)
    show(2, may_look=torch.logical_not(future), attn_weights=weights, context_vecs=weights @ V)

    # 3: the row of step 3.7, one score at a time.
    asked = case.get("query", min(2, T)) - 1
    row = inputs @ inputs[asked]
    show(3, attn_scores_2=row, running_max=row.cummax(dim=0).values,
         running_sum=(row.double().logcumsumexp(dim=0) - row.cummax(dim=0).values).exp(),
         attn_weights_2=row.softmax(dim=0))

    # 4: the queries of one tile against all keys, tile after tile from the last.
    size = -(-T // 3)
    own = slice(asked // size * size, asked // size * size + size)
    scores = Q[own] @ K.T / d_out ** 0.5
    starts = list(range(0, T, size))[::-1]
    so_far = [scores[:, start:] for start in starts]
    largest = [one.max(dim=1, keepdim=True).values for one in so_far]
    parts = [(one - m).exp() for one, m in zip(so_far, largest)]
    show(4, running_max=torch.cat(largest, dim=1),
         running_sum=torch.cat([one.sum(dim=1, keepdim=True) for one in parts], dim=1),
         outputs=torch.stack([one @ V[start:] for one, start in zip(parts, starts)]),
         context_tile=scores.softmax(dim=1) @ V)

    # 5: all of them, each up to itself.
    show(5, context_vecs=weights @ V)

    # 11 and 12: a window of three, the first token kept in sight or not.
    place = torch.arange(T)
    behind = place[:, None] - place
    window = (behind >= 0) & (behind < 3)
    in_window = (Q @ K.T / d_out ** 0.5).masked_fill(~window, -torch.inf).softmax(dim=1)
    show(11, may_look=window, attn_weights=in_window, context_vecs=in_window @ V,
         ways_in_two=window.float().mm(window.float()))
    sink = window.logical_or(place == 0)
    raised = Q @ K.T / d_out ** 0.5 + 3.0 * (place == 0)
    show(12, with_sink=sink & (behind >= 0), last_rows=torch.stack(
        [raised[-1].masked_fill(~seen[-1], -torch.inf).softmax(dim=0)
         for seen in (~future, window, sink)]))

    # 15: published models: layers, heads with keys and values, their size, tokens kept.
    models = [(12, 12, 64, 1024), (48, 25, 64, 1024), (32, 32, 128, 4096), (80, 8, 128, 4096),
              (32, 8, 128, 4096), (18, 1, 256, 8192), (28, 16, 256, 8192), (32, 8, 128, 131072),
              (80, 8, 128, 131072)]
    per_token = [2 * 2 * layers * heads * size for layers, heads, size, _ in models]
    show(15, kib_per_token=torch.tensor([one / 1024 for one in per_token]),
         gib=torch.tensor([one * kept / 1024 ** 3 for one, (*_, kept) in zip(per_token, models)]))
    return shown
