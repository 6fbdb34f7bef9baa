#!/usr/bin/python3
"""Writes chapter1.json: the tensors of every step of chapter 1 as PyTorch computes them.

The reference for the tests, as make_chapter3.py is for chapter 3: written as a learner would write
it and without a look at the C++. Needs torch 1.13 (Debian: python3-torch). With an argument it
writes there instead.

The trainings are the same in float32 with the same initial weights and plain SGD. Their learning
rate is such that rounding does not grow from step to step: over 100 seeds the vectors after all
100 steps are within 1.1e-6 of a training in float64, so they are held to the same 2e-6 as all else.
"""

import math
import re

import torch

from make_chapter3 import CASES, DATA, read_input, write_chapter


def tokens_of(text):
    return re.findall(r"\w+", text.lower())


def cut(token):
    """A Korean token and its particle."""
    match = re.fullmatch(r"(.+?)(에서|는|가|를)", token)
    return [match[1], "-" + match[2]] if match else [token]


COURT = """
king wears his crown. king rules his land. king leaves his palace.
queen wears her crown. queen rules her land. queen leaves her palace.
man wears his hat. man works his field. man leaves his house.
woman wears her hat. woman works her field. woman leaves her house.
"""


class Corpus:
    def __init__(self, lines):
        self.sentences = [tokens_of(line) for line in lines if line.strip()]
        self.words = sorted({word for sentence in self.sentences for word in sentence})
        self.number = {word: i for i, word in enumerate(self.words)}

    def pairs(self):
        """(P, 2): centre and context of every pair of the text."""
        return torch.cat([pairs_in([self.number[word] for word in sentence])
                          for sentence in self.sentences])

    def draw(self, seed):
        torch.manual_seed(seed)
        return torch.randn(len(self.words), 8) * 0.5, torch.randn(len(self.words), 8) * 0.5

    def train(self, seed):
        """Skip-gram over all pairs at once: the vectors of centres, and the losses."""
        W_in, W_out = (torch.nn.Parameter(W) for W in self.draw(seed))
        centres, contexts = self.pairs().T
        optimizer = torch.optim.SGD([W_in, W_out], lr=3.0)
        losses = []
        for step in range(101):
            logits = W_in[centres] @ W_out.T
            loss = torch.nn.functional.cross_entropy(logits, contexts)
            losses.append(loss.detach())
            if step < 100:
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
        return W_in.detach(), torch.stack(losses)


def corpus_in(file):
    """The sentences of a file of the data folder, a line each."""
    return Corpus((DATA / file).read_text(encoding="utf-8").splitlines())


def pairs_in(ids):
    return torch.tensor([[ids[i], ids[i + o]] for i in range(len(ids)) for o in (-2, -1, 1, 2)
                         if 0 <= i + o < len(ids)])


def ids_of(tokens, words):
    words = ["<unk>"] + sorted(set(words))
    return torch.tensor([words.index(token) if token in words else 0 for token in tokens])


def positional_encoding(n, d, exponent=lambda i, d: 2 * i / d):
    pe = torch.zeros(n, d)
    for pos in range(n):
        for i in range(d // 2):
            angle = pos / 10000 ** exponent(i, d)
            pe[pos, 2 * i] = math.sin(angle)
            pe[pos, 2 * i + 1] = math.cos(angle)
    return pe


def cosines(x):
    return torch.nn.functional.cosine_similarity(x[:, None], x[None], dim=-1)


def chapter1(inputs, seed):
    """The tensors of each step; `seed` is None for that of the notes."""
    steps = {}
    seed = 123 if seed is None else seed

    def show(step, **tensors):
        steps.setdefault(f"1.{step}", {}).update(tensors)

    # Before attention.
    tokens = tokens_of("the cat sees the dog and the dog sees the cat")
    words = list(dict.fromkeys(tokens))
    token_ids = torch.tensor([words.index(token) for token in tokens])
    following = torch.nn.functional.one_hot(token_ids[1:], len(words)).float()
    counts = torch.zeros(len(words), len(words))
    for now, then in zip(token_ids[:-1], token_ids[1:]):
        counts[now, then] += 1
    probs = counts / counts.sum(1, keepdim=True)
    show(2, token_ids=token_ids, following=following, counts=counts, probs=probs,
         next_word=probs[words.index("cat")])

    T, d_in = inputs.shape
    torch.manual_seed(seed)
    W_x, W_h = torch.rand(d_in, 4) - 0.5, torch.rand(4, 4) - 0.5
    net = torch.nn.RNN(d_in, 4, bias=False, batch_first=True)
    with torch.no_grad():
        net.weight_ih_l0.copy_(W_x.T)
        net.weight_hh_l0.copy_(W_h.T)
    x = inputs.clone().requires_grad_()
    states = net(x[None])[0][0]
    states[-1].sum().backward()
    show(3, inputs=inputs, W_x=W_x, W_h=W_h, states=states, slopes=x.grad.abs().max(dim=1).values)
    places = torch.arange(T)
    near = ((places[:, None] - places).abs() <= 1).float()
    averaged = torch.stack([inputs[max(0, t - 1):t + 2].mean(dim=0) for t in range(T)])
    show(4, one_layer=near, two_layers=near @ near, averaged=averaged)
    n = torch.tensor([10.0, 100.0, 1000.0, 10000.0])
    show(5, n=n, rnn_cost=n * 512 * 512, cnn_cost=3 * n * 512 * 512, attention_cost=n * n * 512)

    # Tokens and ids.
    english, korean = [
        corpus_in(f"small_{language}.txt")
        for language in ("english", "korean")]
    show(6, ids=ids_of(tokens_of("The cat sleeps in a warm house!"), english.words))
    tokens = tokens_of("고양이는 집에서 참외를 먹는다.")
    show(7, ids=ids_of(tokens, korean.words),
         piece_ids=ids_of(sum(map(cut, tokens), []), sum(map(cut, korean.words), [])))

    # Skip-gram.
    sentence = [english.number[word] for word in tokens_of("The cat runs in the garden.")]
    show(8, pairs=pairs_in(sentence))
    W_in, W_out = english.draw(seed)
    cat, runs = english.number["cat"], english.number["runs"]
    logits = W_out @ W_in[cat]
    moved_in, moved_out = (torch.nn.Parameter(W.clone()) for W in (W_in, W_out))
    optimizer = torch.optim.SGD([moved_in, moved_out], lr=0.1)

    def loss():
        return torch.nn.functional.cross_entropy(moved_out @ moved_in[cat], torch.tensor(runs))

    before = loss()
    before.backward()
    optimizer.step()
    show(9, cat_vector=W_in[cat], runs_vector=W_out[runs], logits=logits,
         probs=torch.softmax(logits, dim=0), loss=before.detach(), loss_after=loss().detach())
    learned, losses = english.train(seed)
    counts = torch.zeros(len(english.words), len(english.words))
    counts.index_put_(tuple(english.pairs().T), torch.tensor(1.0), accumulate=True)
    contexts_of = torch.distributions.Categorical(probs=counts)  # for each centre
    floor = (contexts_of.entropy() * counts.sum(1) / counts.sum()).sum()
    show(10, counts=counts, every_tenth=losses[::10], floor=floor)
    a, b, c = torch.tensor([[1.0, 2, 2], [2, 4, 4], [2, -2, 1]])
    show(11, a=a, b=b, c=c, length_a=a.norm(), length_b=b.norm(), length_c=c.norm(),
         cos_ab=torch.cosine_similarity(a, b, dim=0), cos_ac=torch.cosine_similarity(a, c, dim=0))
    show(12, similarity=cosines(learned))
    learned_korean, _ = korean.train(seed)
    grouped = [korean.number[word] for word in
               ("고양이가", "강아지가", "토끼가", "사과를", "자두를", "참외를")]
    show(13, similarity=cosines(learned_korean)[grouped][:, grouped])

    # Positions.
    pos, i = torch.arange(8.0)[:, None], torch.arange(4.0)
    div_term = 10000 ** (-2 * i / 8)
    show(14, div_term=div_term, angles=pos * div_term, pe=positional_encoding(8, 8))
    show(15, pe=positional_encoding(8, 8),
         pe_doubled=positional_encoding(8, 8, lambda i, d: 4 * i / d))
    show(16, corner=positional_encoding(50, 512)[:4, :6],
         every_32nd=2 * math.pi * 10000 ** (2 * torch.arange(0.0, 256.0, 32) / 512))
    show(17, turn=3 * div_term, shifted=positional_encoding(11, 8)[3:],
         pe_longer=positional_encoding(16, 8))
    show(18, position_similarity=cosines(positional_encoding(8, 512)))
    torch.manual_seed(seed)
    embeddings = torch.randn(6, 512) / 512**0.5
    show(19, word_lengths=embeddings.norm(dim=1), scaled_lengths=(embeddings * 512**0.5).norm(dim=1),
         position_lengths=positional_encoding(6, 512).norm(dim=1))
    words, pe = learned[sentence], positional_encoding(6, 8)
    show(20, words=words, x=words + pe, word_similarity=cosines(words),
         position_similarity=cosines(pe), similarity=cosines(words + pe))
    court = Corpus(COURT.split("."))
    learned, _ = court.train(seed)
    king, man, woman = (learned[court.number[word]] for word in ("king", "man", "woman"))
    target = king - man + woman
    show(21, target=target, cosine=torch.mv(torch.nn.functional.normalize(learned),
                                            torch.nn.functional.normalize(target, dim=0)))
    return steps


def steps_of(case):
    inputs = read_input(case["input"] if "input" in case else DATA / "journey.csv")
    return chapter1(inputs, case.get("seed"))


if __name__ == "__main__":
    write_chapter(1, CASES, steps_of)
