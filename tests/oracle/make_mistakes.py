#!/usr/bin/python3
"""Writes mistakes.json: the numbers that wrong programs of chapter 3 give, printed as learners do.

This is the proof for the diagnosis of a learner's numbers: each case was made by running the wrong
program in PyTorch, without a look at the C++. Needs torch 1.13 (Debian: python3-torch).

    make_mistakes.py [FILE]                              the fixed cases, into FILE or mistakes.json
    make_mistakes.py --random N --seed S --folder DIR    N cases with random settings, on stdout

A case is a step with its options, the mistakes made, and the text of the wrong tensor. Under
"variant" stands which form of a mistake it was, where there are several. "invisible" lists what
changes nothing under these options, "alike" which mistakes give the same numbers there.
"""

import argparse
import collections
import itertools
import json
import math
import pathlib
import random
import sys

import numpy
import torch
from torch.nn.functional import dropout as torch_dropout

import make_chapter3

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
COMMON_SEEDS = (0, 1, 42, 123, 789, 1234)
SAME = 1e-4  # results closer than this count as equal
PLAIN = 2e-3  # a pair of mistakes must differ by more than this from its singles
PAIRS = 300

# Of each group a program can make one mistake at a time.
GROUPS = {
    "query": ["wrong-query"],
    "seed": ["other-seed"],
    "softmax": ["plain-sum-for-softmax", "softmax-over-columns", "softmax-over-everything",
                "softmax-twice", "scores-not-weights", "softmax-for-plain-sum"],
    "scaling": ["no-scaling", "scaled-by-dk", "scaled-by-d-model", "scaled-the-wrong-way",
                "scaled-after-softmax"],
    "swap": ["query-key-swapped"],
    "product": ["key-not-transposed"],
    "values": ["values-are-inputs", "values-are-keys"],
    "linear": ["linear-not-transposed"],
    "mask": ["no-mask", "mask-wrong-triangle", "mask-hides-self", "mask-shows-next",
             "mask-zero-not-inf", "mask-not-renormalised"],
    "dropout": ["dropout-not-rescaled", "dropout-divided-by-p", "dropout-keep-drop-swapped",
                "dropout-left-out", "dropout-before-softmax", "dropout-other-stream"],
    "split": ["split-without-transpose"],
    "merge": ["merge-without-transpose"],
    "output": ["no-out-proj", "out-proj-without-bias"],
    "join": ["heads-added", "heads-averaged", "heads-reversed", "same-head-twice",
             "cat-wrong-dim", "stack-for-cat", "cat-for-stack"],
}
GROUP_OF = {mistake: group for group, mistakes in GROUPS.items() for mistake in mistakes}
# keys @ queries.T and exchanged weights are the same mistake, but not with keys as values; and the
# softmax of transposed scores over the columns is that of the scores, transposed.
AMBIGUOUS_PAIRS = [{"query-key-swapped", "values-are-keys"},
                   {"query-key-swapped", "softmax-over-columns"}]

Settings = collections.namedtuple("Settings", "inputs query d_out heads seed dropout")


def other_stream_keeps(shape, p):
    """Which elements PyTorch keeps where it was built with MKL: another stream, same seed."""
    state = torch.randint(2147483647, (1,)).item() or 1
    keeps = []
    for _ in range(math.prod(shape)):
        keeps.append(state / 2147483647.0 < 1 - p)
        state = state * 1132489760 % 2147483647
    return torch.tensor(keeps).view(shape)


class Learner:
    """Writes the programs of chapter 3 and makes the mistakes given, as {name: variant}.

    `met` collects the mistakes that the program run had a place for, with their variants there.
    """

    def __init__(self, settings, mistakes):
        self.s = settings
        self.inputs = settings.inputs
        self.tokens, self.d_in = settings.inputs.shape
        self.mistakes = mistakes
        self.met = {}

    def makes(self, mistake, variants=(True,)):
        """The variant of the mistake that is made at this place, or None where it is not made."""
        if variants:
            known = self.met.setdefault(mistake, [])
            known += [variant for variant in variants if variant not in known]
        return self.mistakes.get(mistake)

    # Parts that many steps share.

    def seed_with(self, in_the_notes, last=False):
        """Seeds the generator. Where the step before seeds too, only the last may be wrong."""
        right = in_the_notes if self.s.seed is None else self.s.seed
        others = [seed for seed in COMMON_SEEDS if seed != right]
        variants = [f"seed {seed}" for seed in others]
        if last:
            variants += [f"last seed {seed}" for seed in others]
        made = self.makes("other-seed", variants)
        if made and (last or made.startswith("seed")):
            right = int(made.split()[-1])
        torch.manual_seed(right)

    def query(self):
        """The index of the query's token."""
        possible = {"one too few": self.s.query - 1, "one too many": self.s.query + 1}
        fitting = [name for name, index in possible.items() if 0 <= index < self.tokens]
        return possible.get(self.makes("wrong-query", fitting), self.s.query)

    def scores(self, queries, keys):
        """Of all queries against all keys, or of one query."""
        swapped = queries.dim() > 1 and self.makes("query-key-swapped")
        square = keys.shape[-2] == keys.shape[-1]
        flat = square and self.makes("key-not-transposed")
        if swapped:
            queries, keys = keys, queries
        return queries @ (keys if flat else keys.transpose(-2, -1))

    def divisor(self, d_k, d_model):
        """What the scores are divided by."""
        if self.makes("no-scaling"):
            return 1
        by_dk = self.makes("scaled-by-dk", ("at once", "twice"))
        if by_dk:
            return d_k if by_dk == "at once" else d_k**0.5 * d_k**0.5
        if self.makes("scaled-by-d-model"):
            return d_model**0.5
        if self.makes("scaled-the-wrong-way"):
            return 1 / d_k**0.5
        return d_k**0.5

    def softmax(self, scores, raw=None):
        """Of the scores, which are the scaled `raw` ones where those are given."""
        axes = [f"dim={axis}" for axis in range(scores.dim() - 1)]
        dim = self.makes("softmax-over-columns", axes)
        form = self.makes("scores-not-weights", (True,) if raw is None else ("scaled", "raw"))
        if dim:
            return torch.softmax(scores, dim=int(dim[4:]))
        if form:
            return raw if form == "raw" else scores
        if self.makes("plain-sum-for-softmax"):
            return scores / scores.sum(dim=-1, keepdim=True)
        if scores.dim() > 1 and self.makes("softmax-over-everything"):
            return torch.softmax(scores.flatten(), dim=0).view(scores.shape)
        if self.makes("softmax-twice"):
            return torch.softmax(torch.softmax(scores, dim=-1), dim=-1)
        return torch.softmax(scores, dim=-1)

    def scaled_softmax(self, scores, d_k, d_model):
        after = self.makes("scaled-after-softmax")
        divisor = self.divisor(d_k, d_model)
        weights = self.softmax(scores if after else scores / divisor, raw=scores)
        return weights / divisor if after else weights

    def hidden(self):
        """The mask for the scores: ones where a token must not look."""
        ones = torch.ones(self.tokens, self.tokens)
        if self.makes("mask-wrong-triangle"):
            return torch.tril(ones, diagonal=-1)
        if self.makes("mask-hides-self"):
            return torch.triu(ones, diagonal=0)
        if self.makes("mask-shows-next"):
            return torch.triu(ones, diagonal=2)
        return torch.triu(ones, diagonal=1)

    def allowed(self):
        """The mask for the weights: ones where a token may look."""
        ones = torch.ones(self.tokens, self.tokens)
        if self.makes("mask-wrong-triangle"):
            return torch.triu(ones)
        if self.makes("mask-hides-self"):
            return torch.tril(ones, diagonal=-1)
        if self.makes("mask-shows-next"):
            return torch.tril(ones, diagonal=1)
        return torch.tril(ones)

    def masked(self, scores):
        hidden = self.hidden().bool()
        if self.makes("no-mask"):
            return scores
        if self.makes("mask-zero-not-inf"):
            return scores.masked_fill(hidden, 0)
        return scores.masked_fill(hidden, -torch.inf)

    def drop(self, x, p):
        if p == 0:
            return x
        if self.makes("dropout-left-out"):
            return x
        if self.makes("dropout-keep-drop-swapped"):
            return torch_dropout(x, 1 - p)
        if self.makes("dropout-other-stream"):
            return x * other_stream_keeps(x.shape, p) / (1 - p)
        if self.makes("dropout-not-rescaled"):
            return x * (torch_dropout(torch.ones_like(x), p) > 0)
        if self.makes("dropout-divided-by-p"):
            return x * (torch_dropout(torch.ones_like(x), p) > 0) / p
        return torch_dropout(x, p)

    def causal_weights(self, scores, d_k, d_model, p=0.0):
        """From the scores to the weights: mask, scale, softmax, dropout."""
        early = p and self.makes("dropout-before-softmax", ("of the scores", "of the masked"))
        late_mask = self.makes("mask-not-renormalised")
        if early == "of the scores":
            scores = self.drop(scores, p)
        masked = self.masked(scores)
        if late_mask:
            masked = scores
        if early == "of the masked":
            masked = self.drop(masked, p)
        weights = self.scaled_softmax(masked, d_k, d_model)
        if late_mask:
            weights = weights * torch.tril(torch.ones(self.tokens, self.tokens))
        return weights if early else self.drop(weights, p)

    def linears(self, d_in, d_out):
        return [torch.nn.Linear(d_in, d_out, bias=False) for _ in range(3)]

    def project(self, layer, x):
        """x through a Linear layer of W_query, W_key and W_value."""
        square = layer.in_features == layer.out_features
        made = square and self.makes("linear-not-transposed", ("projections",))
        return x @ layer.weight if made in ("projections", "all") else layer(x)

    def values(self, values, keys, x):
        if self.makes("values-are-inputs"):
            return x
        if self.makes("values-are-keys"):
            return keys
        return values

    # Steps 3 to 14: without weights.

    def plain_scores_2(self):
        x = self.inputs[self.query()]
        return torch.stack([torch.dot(row, x) for row in self.inputs])

    def plain_products(self):
        return self.inputs[0] * self.inputs[self.query()]

    def plain_score_21(self):
        return torch.dot(self.inputs[0], self.inputs[self.query()])

    def plain_sum_weights_2(self):
        scores = self.plain_scores_2()
        if self.makes("softmax-for-plain-sum"):
            return torch.softmax(scores, dim=0)
        return scores if self.makes("scores-not-weights") else scores / scores.sum()

    def plain_weights_2(self):
        return self.softmax(self.plain_scores_2())

    def plain_context_2(self):
        return self.plain_weights_2() @ self.inputs

    def scores_by_loops(self):
        return torch.stack([torch.stack([torch.dot(a, b) for b in self.inputs])
                            for a in self.inputs])

    def plain_scores(self):
        if self.tokens == self.d_in and self.makes("key-not-transposed"):
            return self.inputs @ self.inputs
        return self.inputs @ self.inputs.T

    def plain_weights(self):
        return self.softmax(self.plain_scores())

    def plain_contexts(self):
        return self.plain_weights() @ self.inputs

    # Steps 15 to 25: weights from [0, 1).

    def rands(self):
        self.seed_with(123)
        return [torch.rand(self.d_in, self.s.d_out) for _ in range(3)]

    def of_one_token(self, which):
        return self.inputs[self.query()] @ self.rands()[which]

    def of_all_tokens(self, which):
        return self.inputs @ self.rands()[which]

    def keys_of_size(self, size):
        self.seed_with(123)
        return [self.inputs @ torch.rand(self.d_in, n) for n in (1, 2, 3, 4)][size - 1]

    def one_query(self):
        """query_2, keys and values."""
        W_query, W_key, W_value = self.rands()
        if self.makes("query-key-swapped"):
            W_query, W_key = W_key, W_query
        return self.inputs[self.query()] @ W_query, self.inputs @ W_key, self.inputs @ W_value

    def score_22(self):
        query_2, keys, _ = self.one_query()
        return query_2.dot(keys[self.query()])

    def scores_2(self):
        query_2, keys, _ = self.one_query()
        return self.scores(query_2, keys)

    def score_std(self):
        self.seed_with(123)
        q, k = torch.randn(8192), torch.randn(16384)
        return torch.stack([(q.view(-1, n)[:32] @ k.view(-1, n)[:16].T).std()
                            for n in (2, 16, 128, 1024)])

    def weights_2(self):
        return self.scaled_softmax(self.scores_2(), self.s.d_out, self.d_in)

    def context_2(self):
        _, keys, values = self.one_query()
        return self.weights_2() @ self.values(values, keys, self.inputs)

    def v1(self):
        queries, keys, values = (self.inputs @ W for W in self.rands())
        weights = self.scaled_softmax(self.scores(queries, keys), self.s.d_out, self.d_in)
        return weights @ self.values(values, keys, self.inputs)

    # Steps 27 to 36: Linear layers, causal, dropout.

    def v2_layers(self):
        self.seed_with(789)
        return self.linears(self.d_in, self.s.d_out)

    def v2(self):
        queries, keys, values = (self.project(layer, self.inputs) for layer in self.v2_layers())
        weights = self.scaled_softmax(self.scores(queries, keys), self.s.d_out, self.d_in)
        return weights @ self.values(values, keys, self.inputs)

    def v2_scores(self):
        W_query, W_key, _ = self.v2_layers()
        return self.scores(self.project(W_query, self.inputs), self.project(W_key, self.inputs))

    def v2_weights(self):
        return self.scaled_softmax(self.v2_scores(), self.s.d_out, self.d_in)

    def masked_simple(self):
        weights, allowed = self.v2_weights(), self.allowed()
        return weights if self.makes("no-mask") else weights * allowed

    def masked_simple_norm(self):
        masked = self.masked_simple()
        if self.makes("softmax-for-plain-sum"):
            return torch.softmax(masked, dim=-1)
        if self.makes("mask-not-renormalised"):
            return masked
        return masked / masked.sum(dim=-1, keepdim=True)

    def masked_scores(self):
        return self.masked(self.v2_scores())

    def masked_weights(self):
        return self.causal_weights(self.v2_scores(), self.s.d_out, self.d_in)

    def rate(self, in_the_notes):
        return in_the_notes if self.s.dropout is None else self.s.dropout

    def dropped_ones(self):
        self.seed_with(123)
        return self.drop(torch.ones(self.tokens, self.tokens), self.rate(0.5))

    def dropout_mask(self):
        return (self.dropped_ones() > 0).float()

    def dropped_weights(self):
        scores = self.v2_scores()
        self.seed_with(123, last=True)
        return self.causal_weights(scores, self.s.d_out, self.d_in, self.rate(0.5))

    # Steps 37 to 42: batches and heads.

    def stacked(self, count):
        copies = [self.inputs] * count
        return torch.cat(copies) if self.makes("cat-for-stack") else torch.stack(copies)

    def concatenated(self):
        if self.makes("stack-for-cat"):
            return torch.stack((self.inputs, self.inputs))
        wrong = self.makes("cat-wrong-dim", ("dim=1",))
        return torch.cat((self.inputs, self.inputs), dim=1 if wrong else 0)

    def batch(self):
        return torch.stack((self.inputs, self.inputs))

    def causal_attention(self, layers, x):
        queries, keys, values = (self.project(layer, x) for layer in layers)
        weights = self.causal_weights(self.scores(queries, keys), self.s.d_out, self.d_in,
                                      self.rate(0.0))
        return weights @ self.values(values, keys, x)

    def one_causal_head(self):
        self.seed_with(123)
        return self.causal_attention(self.linears(self.d_in, self.s.d_out), self.batch())

    def wrapper(self):
        self.seed_with(123)
        layers = [self.linears(self.d_in, self.s.d_out) for _ in range(self.s.heads)]
        heads = [self.causal_attention(three, self.batch()) for three in layers]
        dim = self.makes("cat-wrong-dim", ("dim=0", "dim=1"))
        new = self.makes("stack-for-cat", ("dim=0", "dim=-1"))
        if new:
            return torch.stack(heads, dim=int(new[4:]))
        if dim:
            return torch.cat(heads, dim=int(dim[4:]))
        if self.s.heads > 1:
            if self.makes("heads-added"):
                return sum(heads)
            if self.makes("heads-averaged"):
                return sum(heads) / len(heads)
            if self.makes("heads-reversed"):
                heads = heads[::-1]
            if self.makes("same-head-twice"):
                heads = heads[:1] * len(heads)
        return torch.cat(heads, dim=-1)

    def split(self, y):
        b, length, width = y.shape
        head_dim = width // self.s.heads
        if self.makes("split-without-transpose"):
            return y.view(b, self.s.heads, length, head_dim)
        return y.view(b, length, self.s.heads, head_dim).transpose(1, 2)

    def merge(self, context):
        b, heads, length, head_dim = context.shape
        if heads > 1:
            if self.makes("heads-reversed"):
                context = context.flip(1)
            if self.makes("same-head-twice"):
                context = context[:, :1].expand(b, heads, length, head_dim)
        if self.makes("merge-without-transpose"):
            return context.contiguous().view(b, length, heads * head_dim)
        return context.transpose(1, 2).contiguous().view(b, length, heads * head_dim)

    def out_proj(self, layer, x):
        bias = layer.bias
        if self.makes("no-out-proj"):
            return x
        if self.makes("out-proj-without-bias"):
            bias = torch.zeros_like(bias)
        variants = ("out_proj", "all") if self.d_in == self.s.d_out else ("out_proj",)
        wrong = self.makes("linear-not-transposed", variants) in ("out_proj", "all")
        return x @ (layer.weight if wrong else layer.weight.T) + bias

    def multi_head(self):
        self.seed_with(123)
        x, d_out = self.batch(), self.s.d_out
        layers = self.linears(self.d_in, d_out)
        out_proj = torch.nn.Linear(d_out, d_out)
        queries, keys, values = (self.split(self.project(layer, x)) for layer in layers)
        weights = self.causal_weights(self.scores(queries, keys), d_out // self.s.heads, d_out,
                                      self.rate(0.0))
        if self.d_in == d_out:
            values = self.values(values, keys, self.split(x))
        elif self.makes("values-are-keys"):
            values = keys
        return self.out_proj(out_proj, self.merge(weights @ values))

    def head_scores(self):
        a = torch.tensor([[[[0.2745, 0.6584, 0.2775, 0.8573], [0.8993, 0.0390, 0.9268, 0.7388],
                            [0.7179, 0.7058, 0.9156, 0.4340]],
                           [[0.0772, 0.3565, 0.1479, 0.5331], [0.4066, 0.2318, 0.4545, 0.9737],
                            [0.4606, 0.5159, 0.4220, 0.5786]]]])
        return self.scores(a, a)


# Of each step the tensors that it adds, and how a learner gets them.
TENSORS = {
    3: {"attn_scores_2": Learner.plain_scores_2},
    4: {"products": Learner.plain_products, "attn_score_21": Learner.plain_score_21},
    5: {"attn_weights_2_tmp": Learner.plain_sum_weights_2},
    6: {"attn_weights_2_naive": Learner.plain_weights_2},
    7: {"attn_weights_2": Learner.plain_weights_2},
    8: {"context_vec_2": Learner.plain_context_2},
    9: {"attn_scores": Learner.scores_by_loops},
    10: {"attn_scores": Learner.plain_scores},
    11: {"attn_weights": Learner.plain_weights},
    12: {"row_sums": lambda self: self.plain_weights().sum(dim=1),
         "column_sums": lambda self: self.plain_weights().sum(dim=0)},
    13: {"all_context_vecs": Learner.plain_contexts},
    14: {"row_of_query": lambda self: self.plain_contexts()[self.query()],
         "context_vec_2": Learner.plain_context_2},
    15: {"x_2": lambda self: self.inputs[self.query()]},
    16: {"W_query": lambda self: self.rands()[0], "W_key": lambda self: self.rands()[1],
         "W_value": lambda self: self.rands()[2]},
    17: {"query_2": lambda self: self.of_one_token(0), "key_2": lambda self: self.of_one_token(1),
         "value_2": lambda self: self.of_one_token(2)},
    18: {"keys": lambda self: self.of_all_tokens(1), "values": lambda self: self.of_all_tokens(2)},
    19: {f"keys_d{n}": lambda self, n=n: self.keys_of_size(n) for n in (1, 2, 3, 4)},
    20: {"attn_score_22": Learner.score_22},
    21: {"attn_scores_2": Learner.scores_2},
    22: {"score_std": Learner.score_std},
    23: {"attn_weights_2": Learner.weights_2},
    24: {"context_vec_2": Learner.context_2},
    25: {"context_vecs": Learner.v1},
    27: {"sa_v2.W_query.weight": lambda self: self.v2_layers()[0].weight,
         "context_vecs": Learner.v2},
    28: {"attn_scores": Learner.v2_scores, "attn_weights": Learner.v2_weights},
    29: {"allowed": Learner.allowed},
    30: {"mask_simple": Learner.allowed, "masked_simple": Learner.masked_simple},
    31: {"masked_simple_norm": Learner.masked_simple_norm},
    32: {"mask": Learner.hidden, "masked": Learner.masked_scores},
    33: {"attn_weights": Learner.masked_weights},
    34: {"dropout_mask": Learner.dropout_mask},
    35: {"dropped": Learner.dropped_ones},
    36: {"attn_weights_dropped": Learner.dropped_weights},
    37: {"stacked": lambda self: self.stacked(2), "concatenated": Learner.concatenated,
         "stacked_three": lambda self: self.stacked(3)},
    38: {"context_vecs": Learner.one_causal_head},
    39: {"context_vecs": Learner.wrapper},
    40: {"context_vecs": Learner.multi_head},
    42: {"head_scores": Learner.head_scores},
}


def gap(a, b):
    """The largest difference of two results: infinite where shape, nan or an infinity differs."""
    if a.shape != b.shape or not torch.equal(a.isnan(), b.isnan()):
        return math.inf
    difference = (a - b).abs()
    difference[a == b] = 0
    return difference[~a.isnan()].max().item() if not a.isnan().all() else 0.0


class Program:
    """What a step's tensor becomes under the settings, with mistakes and without."""

    learner, tensors = Learner, TENSORS

    def __init__(self, settings, step, tensor):
        self.settings, self.step, self.tensor = settings, step, tensor
        right = self.learner(settings, {})
        self.right = self.tensors[step][tensor](right).detach()
        self.places = right.met  # {mistake: variants}

    def run(self, mistakes):
        learner = self.learner(self.settings, mistakes)
        return self.tensors[self.step][self.tensor](learner).detach()

    def singles(self):
        """Each mistake in each variant, with its result; of other seeds, all of them."""
        made = [{name: variant} for name, variants in self.places.items() for variant in variants]
        return [(mistakes, self.run(mistakes)) for mistakes in made]

    def random_pair(self, singles, rng, first=None):
        """Two mistakes that both show, with their result; None where these two do not."""
        seen = [single for single in singles if gap(single[1], self.right) > SAME]
        by_name = collections.defaultdict(list)
        for mistakes, result in seen:
            by_name[next(iter(mistakes))].append((mistakes, result))
        first = first or rng.choice(sorted(by_name) or [None])
        if len(by_name) < 2 or first not in by_name:
            return None
        second = rng.choice(sorted(by_name.keys() - {first}))
        if GROUP_OF[first] == GROUP_OF[second] or {first, second} in AMBIGUOUS_PAIRS:
            return None
        (one, _), (two, _) = rng.choice(by_name[first]), rng.choice(by_name[second])
        mistakes = {**one, **two}
        result = self.run(mistakes)
        if result.isnan().all() or gap(result, self.right) <= PLAIN:
            return None
        for single, of_single in seen:
            limit = PLAIN if next(iter(single)) in mistakes else SAME
            if gap(result, of_single) <= limit:
                return None
        return mistakes, result

    def names_for(self, mistakes, result, singles):
        """The other single mistakes, or pairs with one of these two, that give the same."""
        names = []
        for single, of_single in singles:
            name = next(iter(single))
            if len(mistakes) == 1 and name not in mistakes and gap(result, of_single) <= SAME:
                names.append([name])
            if len(mistakes) == 2 and name not in mistakes:
                for kept, variant in mistakes.items():
                    pair = {kept: variant, **single}
                    if GROUP_OF[kept] != GROUP_OF[name] and gap(result, self.run(pair)) <= SAME:
                        names.append(sorted(pair))
        return sorted(map(list, set(map(tuple, names))))


# Printing.

def as_torch(tensor, rng):
    torch.set_printoptions(precision=rng.choice((4, 4, 6)), threshold=math.inf)
    if rng.random() < 0.25:
        tensor = tensor.clone().requires_grad_() + 0  # with grad_fn=<AddBackward0>
    return repr(tensor)


def as_numpy(tensor, rng):
    with numpy.printoptions(precision=rng.choice((4, 6, 8)), threshold=sys.maxsize):
        return rng.choice((str, repr))(tensor.numpy())


def as_lists(tensor, rng):
    digits = rng.choice((4, 6, 9))

    def rounded(x):
        return [rounded(y) for y in x] if isinstance(x, list) else round(x, digits)

    return json.dumps(rounded(tensor.tolist()))


def as_csv(tensor, rng, tokens):
    digits = rng.choice((4, 5, 6))
    lines = [[f"{value:.{digits}f}" for value in row] for row in tensor.tolist()]
    header, labels = rng.choice(((False, False), (True, False), (True, True)))
    if labels:
        words = tokens if len(tokens) == len(lines) else range(1, len(lines) + 1)
        lines = [[str(word), *line] for word, line in zip(words, lines)]
    if header:
        names = [f"c{i + 1}" for i in range(tensor.shape[1])]
        lines.insert(0, ["token", *names] if labels else names)
    return "".join(",".join(line) + "\n" for line in lines)


def as_case(program, options, mistakes, result, tokens, rng):
    names = list(mistakes)
    forms = ["torch", "torch", "numpy", "json"] + ["csv"] * (result.dim() == 2)
    form = rng.choice(forms)
    if form == "csv":
        text = as_csv(result, rng, tokens)
    else:
        text = {"torch": as_torch, "numpy": as_numpy, "json": as_lists}[form](result, rng)
        if rng.random() < 0.55:
            text = f"{program.tensor} = {text}"
    case = {"step": program.step, "options": options, "mistakes": names,
            "tensor": program.tensor, "expected_shape_changed": result.shape != program.right.shape,
            "form": form, "text": text}
    variant = {name: which for name, which in mistakes.items() if which is not True}
    return {**case, "variant": variant} if variant else case


# The fixed cases.

SHARED = {"default": {}, "default, dropout": {"dropout": 0.2},
          "telling": {"input": ROOT / "data/telling.csv", "d_out": 6, "heads": 2, "dropout": 0.2},
          "korean": {"input": ROOT / "data/korean.csv", "d_out": 4, "heads": 2, "dropout": 0.3,
                     "seed": 7}}


def settings_of(case):
    inputs = make_chapter3.read_input(case.get("input", ROOT / "data/journey.csv"))
    return Settings(inputs, case.get("query", min(2, len(inputs))) - 1, case.get("d_out", 2),
                    case.get("heads", 2), case.get("seed"), case.get("dropout"))


def tokens_of(case):
    path = case.get("input", ROOT / "data/journey.csv")
    return [line.split(",")[0] for line in path.read_text(encoding="utf-8").splitlines()[1:]]


def belongs(name, step, mistake):
    """Whether the mistake is asked for here: with the extra dropout only what needs it."""
    if name != "default, dropout":
        return True
    return 34 <= step <= 40 and GROUP_OF[mistake] == "dropout"


def few_seeds(singles, rng):
    """The singles with one of the other seeds, of each kind of them, in place of all."""
    seeds = collections.defaultdict(list)
    others = []
    for mistakes, result in singles:
        kind = mistakes.get("other-seed", "").rstrip("0123456789")
        (seeds[kind] if kind else others).append((mistakes, result))
    return others + [rng.choice(same_kind) for same_kind in seeds.values()]


def fixed_cases():
    cases, invisible, alike, programs = [], [], [], []
    rng = random.Random(3)
    for name, case in SHARED.items():
        settings, options = settings_of(case), make_chapter3.arguments(case)
        tokens = tokens_of(case)
        reference = make_chapter3.chapter3(*settings)
        for step, tensor in ((step, tensor) for step in TENSORS for tensor in TENSORS[step]):
            program = Program(settings, step, tensor)
            if gap(program.right, reference[f"3.{step}"][tensor].detach()) > 1e-6:
                sys.exit(f"step {step} differs from make_chapter3.py in {tensor}")
            singles = few_seeds(program.singles(), rng)
            place = {"step": step, "options": options, "tensor": tensor}
            shown = []
            for mistakes, result in singles:
                mistake, variant = next(iter(mistakes.items()))
                if gap(result, program.right) > SAME:
                    shown.append((mistakes, result))
                    if belongs(name, step, mistake):
                        cases.append(as_case(program, options, mistakes, result, tokens, rng))
                elif belongs(name, step, mistake):
                    invisible.append({**place, "mistake": mistake,
                                      **({} if variant is True else {"variant": variant})})
            pairs = {(*a, *b) for (a, x), (b, y) in itertools.combinations(shown, 2)
                     if [*a] != [*b] and gap(x, y) <= SAME
                     and (belongs(name, step, [*a][0]) or belongs(name, step, [*b][0]))}
            alike += [{**place, "mistakes": list(pair)} for pair in sorted(pairs)]
            if name != "default, dropout" or 34 <= step <= 40 and step != 37:
                programs.append((program, options, singles, tokens))
    taken = set()
    while len(taken) < PAIRS:
        program, options, singles, tokens = rng.choice(programs)
        pair = program.random_pair(singles, rng)
        if pair is None:
            continue
        key = (program.step, program.tensor, *options, *sorted(pair[0]))
        if key in taken:
            continue
        taken.add(key)
        case = as_case(program, options, *pair, tokens, rng)
        others = program.names_for(*pair, singles)
        cases.append({**case, "alike": others} if others else case)
    return {"cases": cases, "invisible": invisible, "alike": alike}


# Random cases.

def random_settings(rng, path):
    """Writes an input file and returns the case with its settings."""
    tokens, d_in = rng.randint(2, 8), rng.randint(2, 6)
    rows = [",".join(["token", *(f"x{i + 1}" for i in range(d_in))])]
    for t in range(tokens):
        rows.append(",".join([f"word{t + 1}", *(f"{rng.uniform(-1.5, 1.5):.2f}"
                                                for _ in range(d_in))]))
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    d_out = rng.choice((2, 3, 4, 6, 8))
    divisors = [n for n in range(2, d_out + 1) if d_out % n == 0]
    heads = 1 if rng.random() < 0.1 else rng.choice(divisors)
    return {"input": path, "query": rng.randint(1, tokens), "d_out": d_out, "heads": heads,
            "seed": rng.randrange(2**32), "dropout": rng.randint(10, 60) / 100}


def options_of(case):
    """The case as words of a command line, with the whole path of the file."""
    return [word for name, value in case.items() for word in (f"--{name.replace('_', '-')}",
                                                              str(value))]


def random_case(rng, path, mistake, pair):
    """A case with the mistake, alone or in a pair; None where it does not show as things fell."""
    case = random_settings(rng, path)
    step = rng.choice(list(TENSORS))
    program = Program(settings_of(case), step, rng.choice(list(TENSORS[step])))
    if mistake not in program.places:
        return None
    singles = program.singles()
    if pair:
        found = program.random_pair(singles, rng, mistake)
    else:
        shown = [single for single in singles
                 if mistake in single[0] and gap(single[1], program.right) > SAME]
        found = rng.choice(shown) if shown else None
    if found is None:
        return None
    made = as_case(program, options_of(case), *found, tokens_of(case), rng)
    others = program.names_for(*found, singles)
    return {**made, "alike": others} if others else made


def print_random(count, seed, folder):
    rng = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    for i in range(count):
        path, pair, case = folder.resolve() / f"input{i + 1}.csv", i % 2 == 1, None
        mistake = rng.choice(sorted(GROUP_OF.keys() - ({"cat-for-stack"} if pair else set())))
        while case is None:  # nothing else can go wrong where tensors are stacked
            case = random_case(rng, path, mistake, pair)
        print(json.dumps(case, ensure_ascii=False))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("file", nargs="?", type=pathlib.Path, default=HERE / "mistakes.json")
    parser.add_argument("--random", type=int, metavar="N")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=pathlib.Path)
    given = parser.parse_args()
    torch.set_num_threads(1)
    if given.random is not None:
        if given.folder is None:
            parser.error("--random needs --folder")
        print_random(given.random, given.seed, given.folder)
        return
    lists = [f'"{name}": [\n' + ",\n".join(json.dumps(entry, ensure_ascii=False)
                                          for entry in entries) + "\n]"
             for name, entries in fixed_cases().items()]
    given.file.write_text("{\n" + ",\n".join(lists) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
