#!/usr/bin/python3
"""Writes chapter6.json: the tensors of every step of chapter 6 as PyTorch computes them.

This is the reference that the tests hold the steps against, written as a learner would write it in
PyTorch and without a look at the C++. Training is compared from the first step to the last: the
model is small and smooth enough for the rounding of forty steps to stay below the tests' 2e-6.
Needs torch 1.13 (Debian: python3-torch). With an argument it writes there instead.
"""

import copy

import torch
from torch import nn

from make_chapter3 import DATA, HERE, write_chapter

# Settings as they are given on the command line. The chapter has tokens of its own, so that an
# input changes nothing.
CASES = {
    "default": {},
    "seed 7": {"seed": 7, "d_out": 6, "heads": 3},
    "smallest": {"seed": 0, "d_out": 1, "heads": 1},
    "two": {"seed": 2024, "d_out": 2, "heads": 2},
    "largest seed": {"seed": 2**64 - 1, "d_out": 8, "heads": 4},
    "smallest seed": {"seed": -(2**63), "d_out": 9, "heads": 3, "dropout": 0.3},
    "korean": {"input": DATA / "korean.csv", "query": 3, "d_out": 12, "heads": 2},
    "large": {"input": HERE / "inputs/17x8.csv", "seed": 99, "d_out": 32, "heads": 8},
}

TASK_A = [(0, 1, 8), (2, 3, 9), (0, 2, 10), (1, 3, 11), (0, 8, 9), (1, 9, 10), (2, 10, 11),
          (3, 8, 11), (4, 5, 8), (6, 7, 9), (4, 6, 10), (5, 7, 11), (4, 8, 9), (5, 9, 10),
          (6, 10, 11), (7, 8, 11)]
TASK_B = [(0, 1, 8), (1, 9, 0), (4, 5, 8), (5, 9, 4), (0, 4, 8), (1, 5, 9)]
TEST_B = [(2, 3, 10), (3, 11, 2), (6, 7, 10), (7, 11, 6), (2, 6, 10), (3, 7, 11)]

PIECES = ("[PAD] [UNK] [CLS] [SEP] i go to school trans transform ##form ##er ##s ##ers "
          "나 ##는 학교 ##에 ##에서 간 ##다").split()


class Classifier(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.embedding = nn.Parameter(0.3 * torch.randn(12, 4))
        self.body = nn.Sequential(nn.Linear(4, 4), nn.Tanh())
        self.head = nn.Linear(4, classes)

    def forward(self, ids):
        return self.head(self.body(nn.functional.embedding(ids, self.embedding).mean(dim=-2)))


def fit(model, sentences, labels, rate, steps):
    """Gradient descent on what requires a gradient; the loss before each step."""
    learning = [p for p in model.parameters() if p.requires_grad]
    losses = []
    for _ in range(steps):
        loss = nn.functional.cross_entropy(model(torch.tensor(sentences)), torch.tensor(labels))
        losses.append(loss.item())
        gradients = torch.autograd.grad(loss, learning)
        with torch.no_grad():
            for parameter, gradient in zip(learning, gradients):
                parameter -= rate * gradient
    return torch.tensor(losses)


def wordpiece(word):
    """Longest match first, from the front."""
    found = []
    while word:
        marked = "##" + word if found else word
        fitting = [piece for piece in PIECES if marked.startswith(piece)]
        if not fitting:
            return ["[UNK]"]
        piece = max(fitting, key=len)
        found.append(piece)
        word = marked[len(piece):]
    return found


def tokenize(sentence):
    inner = [piece for word in sentence.lower().split() for piece in wordpiece(word)]
    return torch.tensor([PIECES.index(piece) for piece in ["[CLS]", *inner, "[SEP]"]])


def read_pgm(path):
    words = [line for line in path.read_text().splitlines() if not line.startswith("#")]
    magic, width, height, largest, *pixels = " ".join(words).split()
    assert magic == "P2" and largest == "9"
    return torch.tensor([float(p) for p in pixels]).reshape(int(height), int(width))


class Encoder(nn.Module):
    """The encoder layer."""

    def __init__(self, d, heads):
        super().__init__()
        self.layer = nn.TransformerEncoderLayer(d, heads, 4 * d, dropout=0.0)

    def forward(self, x):
        return self.layer(x)

    def weights(self, x):
        return self.layer.self_attn(x, x, x, average_attn_weights=False)[1]


def chapter6(seed, d, heads):
    """The tensors of each step."""
    steps = {}

    def show(step, **tensors):
        steps.setdefault(f"6.{step}", {}).update(tensors)

    def seeded(make, *sizes):
        torch.manual_seed(seed)
        return make(*sizes)

    # Steps 2 to 5: transfer.
    pretrained = seeded(Classifier, 2)
    loss_a = fit(pretrained, TASK_A, [1] * 8 + [0] * 8, 2.0, 40)
    show(2, **{"loss_a": loss_a, "pretrained.embedding": pretrained.embedding})
    labels = [2, 2, 0, 0, 1, 1]
    new = seeded(Classifier, 3)
    transferred = copy.deepcopy(pretrained)
    transferred.head = copy.deepcopy(new.head)
    frozen, partly_tuned, fine_tuned = (copy.deepcopy(transferred) for _ in range(3))
    frozen.embedding.requires_grad_(False)
    frozen.body.requires_grad_(False)
    partly_tuned.embedding.requires_grad_(False)
    losses = {name: fit(model, TASK_B, labels, 1.0, 30)
              for name, model in (("frozen", frozen), ("partly_tuned", partly_tuned),
                                  ("fine_tuned", fine_tuned), ("from_nothing", new))}
    show(3, **{"loss_frozen": losses["frozen"], "frozen.head.weight": frozen.head.weight})
    show(4, **{"loss_fine_tuned": losses["fine_tuned"],
               "loss_partly_tuned": losses["partly_tuned"],
               "fine_tuned.embedding": fine_tuned.embedding})
    show(5, loss_from_nothing=losses["from_nothing"],
         test_losses=torch.stack([
             nn.functional.cross_entropy(model(torch.tensor(TEST_B)), torch.tensor(labels))
             for model in (frozen, partly_tuned, fine_tuned, new)]))

    # Steps 6 to 8: pieces, padding.
    english, korean = tokenize("I go to school"), tokenize("나는 학교에 간다")
    show(6, english_ids=english, korean_ids=korean)
    input_ids = nn.utils.rnn.pad_sequence([english, korean], batch_first=True)
    table = seeded(torch.randn, len(PIECES), d)
    x = nn.functional.embedding(input_ids, table)
    show(7, input_ids=input_ids, attention_mask=input_ids.ne(0), x=x)
    torch.manual_seed(seed)
    query, key, value = (nn.Linear(d, d, bias=False) for _ in range(3))
    padding = input_ids[0].eq(0)
    scores = query(x[0]) @ key(x[0]).transpose(0, 1)
    hidden = torch.where(padding, torch.tensor(float("-inf")), scores)
    weights = nn.functional.softmax(hidden / d ** 0.5, dim=1)
    show(8, padding=padding, attn_scores=scores, masked=hidden, attn_weights=weights,
         context_vecs=weights @ value(x[0]),
         unmasked_weights=nn.functional.softmax(scores / d ** 0.5, dim=1))

    # Steps 9 to 13: patches.
    image = read_pgm(DATA / "letter.pgm")
    squares = [[image[i:i + 4, j:j + 4].flatten() for j in (0, 4)] for i in (0, 4)]
    patches = torch.stack([squares[0][0], squares[0][1], squares[1][0], squares[1][1]])
    by_columns = torch.stack([squares[0][0], squares[1][0], squares[0][1], squares[1][1]])
    show(9, pixels=image, patches=patches,
         strips=torch.stack([image[i:i + 2].flatten() for i in range(0, 8, 2)]))
    torch.manual_seed(seed)
    projection = nn.Linear(16, d)
    cls_token = torch.randn(1, d)
    positions = torch.randn(5, d)
    with_class = torch.cat([cls_token, projection(patches / 9)])
    image_x = with_class + positions
    show(10, **{"projection.bias": projection.bias}, patch_vectors=projection(patches / 9),
         cls_token=cls_token, with_class=with_class,
         position_embedding=positions, image_x=image_x)
    encoder = seeded(Encoder, d, heads)
    encoded = encoder(image_x)
    head = seeded(nn.Linear, d, 3)
    logits = head(encoded[0])
    show(11, attn_weights=encoder.weights(image_x), encoded=encoded, class_vector=encoded[0],
         logits=logits, probabilities=logits.softmax(dim=0))
    turned = torch.cat([cls_token, projection(by_columns / 9)])
    show(12, patches=patches, patches_by_columns=by_columns, class_vector=encoded[0],
         class_by_columns=encoder(turned + positions)[0], no_positions=encoder(with_class)[0],
         no_positions_by_columns=encoder(turned)[0])
    text_x = nn.functional.embedding(korean, table) + seeded(torch.randn, len(korean), d)
    show(13, text_x=text_x, encoded_text=encoder(text_x), image_x=image_x, encoded_image=encoded)
    return steps


def steps_of(case):
    return chapter6(case.get("seed", 123), case.get("d_out", 4), case.get("heads", 2))


if __name__ == "__main__":
    write_chapter(6, CASES, steps_of)
