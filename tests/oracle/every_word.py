"""Wrong programs of chapters 1, 2 and 6 for make_mistakes_every.py: words, averages, images.

Each function takes settings and yields step, tensor, mistake, variant, right numbers, wrong ones.
"""

import math

import torch

import make_chapter6
from make_chapter1 import corpus_in, cosines, positional_encoding, tokens_of

# Counting and cosines.


def markov():
    tokens = tokens_of("the cat sees the dog and the dog sees the cat")
    words = list(dict.fromkeys(tokens))
    ids = [words.index(token) for token in tokens]
    counts = torch.zeros(len(words), len(words))
    for now, then in zip(ids[:-1], ids[1:]):
        counts[now, then] += 1
    right = counts / counts.sum(1, keepdim=True)
    yield 2, "counts", "counts-transposed", None, counts, counts.T
    yield 2, "probs", "counts-transposed", None, right, counts.T / counts.T.sum(1, keepdim=True)
    yield 2, "probs", "divided-by-other-sums", "dim=0", right, counts / counts.sum(0, keepdim=True)
    yield 2, "probs", "divided-by-other-sums", "all", right, counts / counts.sum()
    yield 2, "probs", "keepdim-forgotten", None, right, counts / counts.sum(1)
    yield 2, "probs", "not-divided-by-sum", None, right, counts
    yield 2, "probs", "softmax-for-plain-sum", None, right, torch.softmax(counts, 1)
    yield (2, "next_word", "row-of-other-word", "the", right[words.index("cat")],
           right[words.index("the")])


def by_lengths(x, lengths):
    unit = x / lengths
    return unit @ unit.T


def cosine_mistakes(step, name, x):
    right = cosines(x)
    yield step, name, "dot-product-for-cosine", None, right, x @ x.T
    yield (step, name, "length-not-rooted", None, right, by_lengths(x, (x * x).sum(1, keepdim=True)))
    yield (step, name, "length-of-absolute-values", None, right,
           by_lengths(x, x.abs().sum(1, keepdim=True)))
    yield step, name, "length-of-others", "dim=0", right, by_lengths(x, x.norm(dim=0, keepdim=True))
    yield step, name, "length-of-others", "all", right, by_lengths(x, x.norm())


# Positions.


def encoding(n, d, rate=lambda column, d: 10000 ** (-2 * (column // 2) / d), first=0):
    pe = torch.zeros(n, d)
    for pos in range(n):
        for column in range(d):
            wave = math.cos if column % 2 else math.sin
            pe[pos, column] = wave((pos + first) * rate(column, d))
    return pe


def of_base(base):
    return lambda column, d: base ** (-2 * (column // 2) / d)


def rounded(rounding):
    return lambda column, d: math.exp(column // 2 * 2 * rounding(-math.log(10000) / d))


def wrong_encodings(n, d):
    yield "position-own-angle-per-column", "2c/d", encoding(n, d, lambda c, d: 10000 ** (-2 * c / d))
    yield "position-own-angle-per-column", "c/d", encoding(n, d, lambda c, d: 10000 ** (-c / d))
    for base in (1000, 100, 100000):
        yield "position-other-base", str(base), encoding(n, d, of_base(base))
    yield "position-exponent-rounded", "floor", encoding(n, d, rounded(math.floor))
    yield "position-exponent-rounded", "ceil", encoding(n, d, rounded(math.ceil))
    yield "positions-from-one", None, encoding(n, d, first=1)


def chapter1(case):
    seed = case.get("seed", 123)
    yield from markov()
    corpus = corpus_in("small_english.txt")
    W_in, W_out = corpus.draw(seed)
    logits = W_out @ W_in[corpus.number["cat"]]
    yield 9, "probs", "scores-not-weights", None, torch.softmax(logits, 0), logits
    yield (9, "probs", "scaled-where-none-belongs", None, torch.softmax(logits, 0),
           torch.softmax(logits / len(W_in[0]) ** 0.5, 0))
    yield (9, "probs", "sigmoid-for-other-activation", None, torch.softmax(logits, 0),
           torch.sigmoid(logits))
    target = corpus.number["runs"]
    surprise = -torch.log(torch.softmax(logits, 0)[target])
    for base, wrong in ((2, -torch.log2(torch.softmax(logits, 0)[target])),
                        (10, -torch.log10(torch.softmax(logits, 0)[target]))):
        yield 9, "loss", "log-of-other-base", str(base), surprise, wrong
    a, b = torch.tensor([1.0, 2.0, 2.0]), torch.tensor([2.0, 4.0, 4.0])
    yield (11, "cos_ab", "cosine-by-one-length", None, torch.cosine_similarity(a, b, dim=0),
           a @ b / a.norm())
    for n, d, step, name in (8, 8, 14, "pe"), (16, 8, 17, "pe_longer"):
        for mistake, variant, wrong in wrong_encodings(n, d):
            yield step, name, mistake, variant, positional_encoding(n, d), wrong
    learned, _ = corpus.train(seed)
    words = learned[[corpus.number[word] for word in tokens_of("The cat runs in the garden.")]]
    pe = positional_encoding(6, 8)
    yield 20, "x", "positions-appended", None, words + pe, torch.cat((words, pe), -1)
    yield 20, "x", "positions-multiplied", None, words + pe, words * pe
    for mistake, variant, wrong in wrong_encodings(6, 8):
        yield 20, "x", mistake, variant, words + pe, words + wrong
    yield from cosine_mistakes(20, "word_similarity", words)
    yield from recurrent(seed)


def recurrent(seed):
    """Step 3, on the sentence of the lesson."""
    inputs = torch.tensor([[0.43, 0.15, 0.89], [0.55, 0.87, 0.66], [0.57, 0.85, 0.64],
                           [0.22, 0.58, 0.33], [0.77, 0.25, 0.10], [0.05, 0.80, 0.55]])
    torch.manual_seed(seed)
    W_x, W_h = torch.rand(3, 4) - 0.5, torch.rand(4, 4) - 0.5

    def states(activation=torch.tanh, W_h=W_h):
        h, all_states = torch.zeros(4), []
        for x in inputs:
            h = activation(x @ W_x + h @ W_h)
            all_states.append(h)
        return torch.stack(all_states)

    right = states()
    yield 3, "states", "relu-for-tanh", None, right, states(torch.relu)
    yield 3, "states", "sigmoid-for-other-activation", None, right, states(torch.sigmoid)
    yield 3, "states", "activation-missing", None, right, states(lambda x: x)
    yield 3, "states", "weight-transposed", None, right, states(W_h=W_h.T)


# Averages.


def each(x, row):
    return torch.stack([torch.stack([row(sentence, t) for t in range(len(sentence))])
                        for sentence in x])


def chapter2(case):
    torch.manual_seed(case.get("seed", 1441))
    x = torch.randn(2, 4, 6)
    right = each(x, lambda s, t: s[:t + 1].mean(dim=0))
    counts = {"T": lambda t: 4, "t + 2": lambda t: t + 2, "t": lambda t: t,
              "t from 1": lambda t: max(t, 1)}
    for variant, count in counts.items():
        by_loops = each(x, lambda s, t: s[:t + 1].sum(dim=0) / count(t))
        by_product = torch.tril(torch.ones(4, 4)) / torch.tensor([[count(t)] for t in range(4)]) @ x
        for step, wrong in (3, by_loops), (4, by_product), (6, by_product):
            yield step, "averaged_embeddings", "average-divided-by-other-count", variant, right, wrong
    yield (3, "averaged_embeddings", "maximum-for-average", None, right,
           each(x, lambda s, t: s[:t + 1].max(dim=0).values))
    yield (3, "averaged_embeddings", "averaged-over-batch", None, right,
           x.cumsum(dim=0) / torch.arange(1, 3)[:, None, None])
    allowed = torch.tril(torch.ones(4, 4))
    yield (6, "averaged_embeddings", "mask-not-renormalised", None, right,
           torch.softmax(torch.zeros(4, 4), dim=-1) * allowed @ x)
    sentence = torch.tensor([[2.0, 0.0], [0.0, 2.0], [1.0, 2.0]])
    scores = (sentence @ sentence.T).masked_fill(torch.ones(3, 3).triu(1).bool(), -torch.inf)
    yield (9, "attn_weights", "scaled-where-none-belongs", None, torch.softmax(scores, dim=-1),
           torch.softmax(scores / 2 ** 0.5, dim=-1))
    weights = allowed / allowed.sum(1, keepdim=True)
    for mistake, variant, sums in (("divided-by-other-sums", "dim=0", allowed.sum(0, keepdim=True)),
                                   ("divided-by-other-sums", "all", allowed.sum()),
                                   ("keepdim-forgotten", None, allowed.sum(1))):
        yield 4, "weights", mistake, variant, weights, allowed / sums
        yield 4, "averaged_embeddings", mistake, variant, right, allowed / sums @ x


# Padding and patches.


def padded(seed, d):
    english, korean = make_chapter6.tokenize("I go to school"), make_chapter6.tokenize("나는 학교에 간다")
    ids = torch.nn.utils.rnn.pad_sequence([english, korean], batch_first=True)
    torch.manual_seed(seed)
    x = torch.randn(len(make_chapter6.PIECES), d)[ids[0]]
    torch.manual_seed(seed)
    query, key, value = (torch.nn.Linear(d, d, bias=False) for _ in range(3))
    padding = ids[0] == 0
    scores = query(x) @ key(x).T

    def attended(scores):
        weights = torch.softmax(scores / d ** 0.5, dim=-1)
        return weights, weights @ value(x)

    weights, context = attended(scores.masked_fill(padding, -torch.inf))
    wrongs = [("padding-mask-on-rows", "-inf", scores.masked_fill(padding[:, None], -torch.inf)),
              ("padding-mask-on-rows", "-1e9", scores.masked_fill(padding[:, None], -1e9)),
              ("mask-added-as-number", "hidden", scores + padding * d ** 0.5),
              ("mask-added-as-number", "hidden, before scaling", scores + padding.float()),
              ("mask-added-as-number", "seen", scores + ~padding * d ** 0.5)]
    for mistake, variant, wrong in wrongs:
        yield 8, "attn_weights", mistake, variant, weights, attended(wrong)[0]
        yield 8, "context_vecs", mistake, variant, context, attended(wrong)[1]


def padding():
    english, korean = make_chapter6.tokenize("I go to school"), make_chapter6.tokenize("나는 학교에 간다")
    ids = torch.nn.utils.rnn.pad_sequence([english, korean], batch_first=True)
    length = len(korean)
    in_front = torch.stack([torch.nn.functional.pad(one, (length - len(one), 0))
                            for one in (english, korean)])
    yield 7, "input_ids", "padded-in-front", None, ids, in_front
    yield 7, "attention_mask", "padded-in-front", None, (ids != 0).float(), (in_front != 0).float()


def seen(seed, d, heads):
    image = make_chapter6.read_pgm(make_chapter6.DATA / "letter.pgm")
    patches = torch.stack([image[i:i + 4, j:j + 4].flatten() for i in (0, 4) for j in (0, 4)])
    torch.manual_seed(seed)
    projection = torch.nn.Linear(16, d)
    cls, positions = torch.randn(1, d), torch.randn(5, d)
    vectors = projection(patches / 9)
    right = torch.cat([cls, vectors]) + positions
    torch.manual_seed(seed)
    encoder = make_chapter6.Encoder(d, heads)
    for variant, divisor in ("not divided", 1), ("255", 255):
        wrong = projection(patches / divisor)
        yield 10, "patch_vectors", "pixels-not-scaled", variant, vectors, wrong
        yield (10, "image_x", "pixels-not-scaled", variant, right,
               torch.cat([cls, wrong]) + positions)
    wrongs = [("class-token-last", None, torch.cat([vectors, cls]) + positions),
              ("class-token-without-position", "1", torch.cat([cls, vectors + positions[1:]])),
              ("class-token-without-position", "0", torch.cat([cls, vectors + positions[:-1]])),
              ("one-position-for-all", "0", torch.cat([cls, vectors]) + positions[0]),
              ("one-position-for-all", "4", torch.cat([cls, vectors]) + positions[-1]),
              ("one-position-for-all", "cls", torch.cat([cls + positions[0], vectors + positions[1]]))]
    for mistake, variant, wrong in wrongs:
        yield 10, "image_x", mistake, variant, right, wrong
        yield 11, "encoded", mistake, variant, encoder(right), encoder(wrong)
    encoded = encoder(right)
    for variant, wrong in (("mean", encoded.mean(0)), ("mean of patches", encoded[1:].mean(0)),
                           ("last", encoded[-1]), ("1", encoded[1])):
        yield 11, "class_vector", "other-row-for-class-token", variant, encoded[0], wrong


def chapter6(case):
    seed, d, heads = case.get("seed", 123), case.get("d_out", 4), case.get("heads", 2)
    yield from padding()
    yield from padded(seed, d)
    yield from seen(seed, d, heads)
