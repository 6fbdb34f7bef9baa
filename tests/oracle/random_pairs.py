#!/usr/bin/python3
"""Writes wrong programs of chapters 1, 2, 5, 6 and of the block with one or two mistakes, under
random settings, on stdout: for the tables of tests/answer/confusion.cpp.

    random_pairs.py N SEED FOLDER

A program is a function of settings and of the mistakes made in it; it gives its tensors by step and
name. Each was written without a look at the C++. Needs torch 1.13 (Debian: python3-torch).
"""

import itertools
import json
import math
import pathlib
import random
import sys

import torch

import make_chapter4
import make_chapter5
import make_chapter6
import make_mistakes_block
from make_chapter1 import corpus_in, tokens_of
from make_mistakes import ROOT, SAME, as_lists, as_numpy, as_torch, gap, options_of, random_settings

TINY = 5e-3


def positions(n, d, made):
    pe = torch.zeros(n, d)
    first = 1 if "positions-from-one" in made else 0
    for pos in range(n):
        for i in range(0, d, 2):
            doubled = 2 if "position-index-doubled" in made else 1
            sin_at, cos_at = (i + 1, i) if "sin-cos-swapped" in made else (i, i + 1)
            if "sin-cos-halves" in made:
                sin_at, cos_at = (at // 2 + at % 2 * (d // 2) for at in (sin_at, cos_at))
            angle = (pos + first) / 10000 ** (doubled * i / d)
            pe[pos, sin_at], pe[pos, cos_at] = math.sin(angle), math.cos(angle)
    return pe


def words_and_positions(case, made):
    """Steps 1.14, 1.17 and 1.20."""
    corpus = corpus_in("small_english.txt")
    with torch.enable_grad():
        words, _ = corpus.train(case.get("seed", 123))
    x = words.detach()[[corpus.number[word] for word in tokens_of("The cat runs in the garden.")]]
    x = x + positions(6, 8, made)
    return {(14, "pe"): positions(8, 8, made), (17, "pe_longer"): positions(16, 8, made),
            (20, "x"): x}


def counted(_, made):
    """Step 1.2."""
    tokens = tokens_of("the cat sees the dog and the dog sees the cat")
    words = list(dict.fromkeys(tokens))
    counts = torch.zeros(len(words), len(words))
    for now, then in zip(tokens[:-1], tokens[1:]):
        counts[words.index(now), words.index(then)] += 1
    counts = counts.T if "counts-transposed" in made else counts
    sums = counts.sum() if "divided-by-other-sums" in made else counts.sum(
        1, keepdim="keepdim-forgotten" not in made)
    probs = torch.softmax(counts, 1) if "softmax-for-plain-sum" in made else counts / sums
    return {(2, "probs"): probs}


def averaged(case, made):
    """Steps 2.4, 2.6 and 2.9."""
    torch.manual_seed(case.get("seed", 1441))
    x = torch.randn(2, 4, 6)
    diagonal = -1 if "average-without-current" in made else 1 if "average-with-future" in made else 0
    allowed = torch.tril(torch.ones(4, 4), diagonal=diagonal)
    sums = allowed.sum(0 if "divided-by-other-sums" in made else 1, keepdim=True)
    weights = allowed / sums
    scores = torch.tensor([[2.0, 0.0], [0.0, 2.0], [1.0, 2.0]])
    scores = scores @ scores.T
    future = torch.ones(3, 3).triu(2 if "mask-shows-next" in made else 1).bool()
    dim = 0 if "softmax-over-columns" in made else -1
    hidden = scores if "no-mask" in made else scores.masked_fill(future, -torch.inf)
    similar = torch.softmax(hidden, dim)
    if "softmax-twice" in made:
        similar = torch.softmax(similar, dim)
    return {(4, "averaged_embeddings"): weights @ x, (9, "attn_weights"): similar}


def encoded(case, made):
    """Steps 5.11 and 5.12, by hand with the weights of PyTorch's layers."""
    settings = make_chapter5.settings(case)
    inputs, d, heads = settings["inputs"], settings["d_model"], settings["heads"]
    seed = 123 if settings["seed"] is None else settings["seed"]

    def seeded(make):
        torch.manual_seed(seed)
        return make()

    def attend(module, y, memory, made):
        q, k, v = (source @ W.T + b for source, W, b in zip(
            (y, memory, memory), module.in_proj_weight.chunk(3), module.in_proj_bias.chunk(3)))
        q, k, v = (one.view(len(one), heads, -1).transpose(0, 1) for one in (q, k, v))
        if "values-are-keys" in made:
            v = k
        scores = q @ k.transpose(1, 2)
        if "mask-where-none-belongs" in made and scores.shape[1] == scores.shape[2]:
            scores = scores.masked_fill(torch.ones_like(scores[0]).triu(1).bool(), -torch.inf)
        if "no-scaling" not in made:
            scores = scores / (d // heads if "scaled-by-dk" in made else (d // heads) ** 0.5)
        weights = torch.softmax(scores, dim=1 if "softmax-over-columns" in made else -1)
        context = weights @ v
        joined = (context if "merge-without-transpose" in made else context.transpose(0, 1))
        joined = joined.reshape(len(y), d)
        return joined if "no-out-proj" in made else module.out_proj(joined), weights

    x = seeded(lambda: torch.nn.Linear(inputs.shape[1], d))(inputs)
    layer = seeded(lambda: torch.nn.TransformerEncoderLayer(d, heads, 4 * d, dropout=0.0))
    after = attend(layer.self_attn, x, x, made)[0]
    after = after if "residual-missing" in made else x + after
    after = after if "norm-missing" in made else layer.norm1(after)
    act = {"gelu-for-relu": torch.nn.functional.gelu, "activation-missing": lambda x: x}
    act = next((f for name, f in act.items() if name in made), torch.relu)
    out = layer.linear2(act(layer.linear1(after)))
    out = out if "residual-missing" in made else after + out
    out = out if "norm-missing" in made else layer.norm2(out)
    right = layer(x)

    def cross():
        return torch.randn(3, d), torch.nn.MultiheadAttention(d, heads)

    y, module = seeded(cross)
    asking, asked = (right, y) if "cross-attention-roles-swapped" in made else (y, right)
    asked = x if "inputs-for-encoder-output" in made else asked
    context, weights = attend(module, asking, asked, made)
    return {(11, "enc_out"): out, (12, "context_vecs"): context, (12, "attn_weights"): weights}


def seen(case, made):
    """Steps 6.8, 6.10 and 6.11."""
    seed, d, heads = case.get("seed", 123), case.get("d_out", 4), case.get("heads", 2)
    image = make_chapter6.read_pgm(make_chapter6.DATA / "letter.pgm")
    places = [(0, 0), (0, 4), (4, 0), (4, 4)]
    if "patch-order-wrong" in made:
        places = [(0, 0), (4, 0), (0, 4), (4, 4)]
    patches = torch.stack([image[i:i + 4, j:j + 4].flatten() for i, j in places])
    if "patches-by-view-alone" in made:
        patches = image.view(4, 16)
    torch.manual_seed(seed)
    projection = torch.nn.Linear(16, d)
    cls, table = torch.randn(1, d), torch.randn(5, d)
    vectors = projection(patches / (1 if "pixels-not-scaled" in made else 9))
    x = torch.cat([vectors, cls] if "class-token-last" in made else [cls, vectors])
    x = x if "positions-not-added" in made else x + table
    torch.manual_seed(seed)
    encoder = make_chapter6.Encoder(d, heads)
    english, korean = make_chapter6.tokenize("I go to school"), make_chapter6.tokenize("나는 학교에 간다")
    ids = torch.nn.utils.rnn.pad_sequence([english, korean], batch_first=True)
    torch.manual_seed(seed)
    tokens = torch.randn(len(make_chapter6.PIECES), d)[ids[0]]
    torch.manual_seed(seed)
    query, key, value = (torch.nn.Linear(d, d, bias="bias-left-on" in made) for _ in range(3))
    scores = query(tokens) @ key(tokens).T
    if "padding-not-masked" not in made:
        scores = scores.masked_fill(ids[0] == 0, -torch.inf)
    weights = torch.softmax(scores if "no-scaling" in made else scores / d ** 0.5,
                            dim=0 if "softmax-over-columns" in made else -1)
    return {(8, "attn_weights"): weights, (8, "context_vecs"): weights @ value(tokens),
            (10, "image_x"): x, (11, "encoded"): encoder(x)}


def block(case, made):
    """Steps 4.17 to 4.22, in the variants of make_mistakes_block.py."""
    settings = make_chapter4.settings(case)
    context_vecs = make_chapter4.chapter4(**settings)["4.13"]["context_vecs"].detach()
    tensors = {}
    for step, names in make_mistakes_block.TENSORS.items():
        for name, compute in names.items() if step in (17, 20, 21, 22) else ():
            learner = make_mistakes_block.Learner(context_vecs, settings, dict(made))
            tensors[step, name] = compute(learner)
            MET.setdefault((step, name), set()).update(learner.met)
    return tensors


MET = {}  # the mistakes of the block, with their variants, that each tensor has a place for
# Of each program its chapter, its mistakes, and which settings it reads.
PROGRAMS = [
    (1, words_and_positions, ("positions-from-one", "position-index-doubled", "sin-cos-swapped",
                              "sin-cos-halves"),
     ("seed",)),
    (1, counted, ("counts-transposed", "divided-by-other-sums", "keepdim-forgotten",
                  "softmax-for-plain-sum"), ()),
    (2, averaged, ("average-without-current", "average-with-future", "divided-by-other-sums",
                   "mask-shows-next", "no-mask", "softmax-over-columns", "softmax-twice"),
     ("seed",)),
    (5, encoded, ("values-are-keys", "mask-where-none-belongs", "no-scaling", "scaled-by-dk",
                  "softmax-over-columns", "merge-without-transpose", "no-out-proj",
                  "residual-missing", "norm-missing", "gelu-for-relu", "activation-missing",
                  "cross-attention-roles-swapped", "inputs-for-encoder-output"),
     ("input", "d_out", "heads", "seed")),
    (6, seen, ("patch-order-wrong", "patches-by-view-alone", "pixels-not-scaled",
               "class-token-last", "positions-not-added", "bias-left-on", "padding-not-masked",
               "no-scaling", "softmax-over-columns"), ("d_out", "heads", "seed")),
    (4, block, None, ("input", "query", "d_out", "heads", "seed", "dropout", "bias",
                      "context_length")),
]
# Mistakes about one thing: the second leaves nothing of the first.
ONE_THING = [{"position-index-doubled", "position-own-angle-per-column"},
             {"divided-by-other-sums", "keepdim-forgotten", "softmax-for-plain-sum"},
             {"average-without-current", "average-with-future"}, {"mask-shows-next", "no-mask"},
             {"no-scaling", "scaled-by-dk"}, {"gelu-for-relu", "activation-missing"},
             {"cross-attention-roles-swapped", "inputs-for-encoder-output"},
             {"patch-order-wrong", "patches-by-view-alone"},
             {"eps-missing", "eps-outside-root"},
             {"relu-for-gelu", "gelu-tanh-for-exact", "gelu-exact-for-tanh"}]


def may_meet(names):
    return len(set(names)) == len(names) and not any(set(names) <= thing for thing in ONE_THING)


def as_text(tensor, name, difference, rng):
    if difference < TINY or tensor.numel() <= 5:
        torch.set_printoptions(precision=7)
        return f"{name} = {tensor!r}"
    return f"{name} = {rng.choice((as_torch, as_numpy, as_lists))(tensor, rng)}"


def cases_of(chapter, program, mistakes, case, rng):
    """One case with two mistakes that both show, and those that give the same numbers."""
    right = program(case, {})
    made = ([(name, True) for name in mistakes] if mistakes
            else sorted({one for met in MET.values() for one in met}, key=str))
    made = rng.sample(made, min(9, len(made)))
    one = {single: program(case, dict([single])) for single in made}
    pairs = [pair for pair in itertools.combinations(made, 2)
             if may_meet([name for name, _ in pair])]
    two = {pair: program(case, dict(pair)) for pair in rng.sample(pairs, min(16, len(pairs)))}
    for place in rng.sample(sorted(right), len(right)):
        def shows(wrong, than):
            if wrong.shape != than.shape:
                return True
            return not wrong.isnan().all() and gap(wrong, than) > SAME

        for pair, results in rng.sample(sorted(two.items(), key=str), len(two)):
            wrong = results[place]
            if wrong.isnan().any() or not all(shows(wrong, one[single][place]) for single in pair):
                continue
            if not all(shows(one[single][place], right[place]) for single in pair):
                continue
            alike = [[name for name, _ in other] for other, result in two.items()
                     if other != pair and not shows(result[place], wrong)]
            alike += [[name] for (name, _), result in one.items() if not shows(result[place], wrong)]
            same_shape = wrong.shape == right[place].shape
            yield {"chapter": chapter, "step": place[0], "options": options_of(case),
                   "tensor": place[1], "mistakes": [name for name, _ in pair],
                   "variant": [form for _, form in pair], "alike": alike,
                   "text": as_text(wrong, place[1],
                                   gap(wrong, right[place]) if same_shape else 1.0, rng)}
            return


def main():
    count, seed, folder = int(sys.argv[1]), int(sys.argv[2]), pathlib.Path(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    rng = random.Random(seed)
    with torch.no_grad():
        done = 0
        while done < count:
            chapter, program, mistakes, used = rng.choice(PROGRAMS)
            settings = random_settings(rng, folder.resolve() / f"pair{done + 1}.csv")
            case = {name: value for name, value in settings.items() if name in used}
            for made in cases_of(chapter, program, mistakes, case, rng):
                print(json.dumps(made, ensure_ascii=False), flush=True)
                done += 1


if __name__ == "__main__":
    main()
