#!/usr/bin/python3
"""Trains the model of chapter 7 and writes data/induction.safetensors and data/induction.csv.

Two layers of attention and nothing else learn to go on with a block of random tokens that repeats
itself. What they reach is asserted at the end: a head that looks one back (0.9), one that looks at
what came next after earlier copies (0.6), and 0.98 of the tokens right in the repeat. The same with one layer
is the control, whose losses are kept beside those of the two.

Needs torch 1.13 (Debian: python3-torch) and libopenblas0-pthread, without which products take 14
times as long. Takes three to four minutes of one core, and is not part of the tests: libraries
round differently, so that another machine learns other weights. With --check it only measures the
file that is there.
"""

import json
import os
import pathlib
import struct
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import torch
from torch import nn

DATA = pathlib.Path(__file__).resolve().parents[2] / "data"
VOCABULARY, POSITIONS, D, HEADS = 64, 64, 64, 4
SEED, STEPS, BATCH, RATE = 3, 3500, 32, 3e-3
MEASURED_EVERY = 250
FEW = 12  # tokens that half of the blocks are made of while it learns


class Attention(nn.Module):
    """Positions are added to what queries and keys are made of. The mask is added in one call with
    the product, and queries are scaled before it: the same numbers in fewer passes."""

    def __init__(self):
        super().__init__()
        self.W_query = nn.Linear(D, D, bias=False)
        self.W_key = nn.Linear(D, D, bias=False)
        self.W_value = nn.Linear(D, D, bias=False)
        self.out_proj = nn.Linear(D, D, bias=False)

    def forward(self, x, pos):
        b, t, _ = x.shape

        def split(y):
            return y.view(b, t, HEADS, D // HEADS).transpose(1, 2).reshape(b * HEADS, t, -1)

        queries = split(self.W_query(x + pos)) * (D // HEADS)**-0.5
        keys, values = split(self.W_key(x + pos)), split(self.W_value(x))
        mask = torch.full((t, t), -torch.inf).triu(1)
        weights = torch.softmax(torch.baddbmm(mask, queries, keys.transpose(1, 2)), dim=-1)
        joined = (weights @ values).view(b, HEADS, t, -1).transpose(1, 2).reshape(b, t, D)
        return self.out_proj(joined), weights.view(b, HEADS, t, t)


class Model(nn.Module):
    def __init__(self, layers):
        super().__init__()
        self.tok_emb = nn.Embedding(VOCABULARY, D)
        self.pos_emb = nn.Embedding(POSITIONS, D)
        self.blocks = nn.ModuleList(Attention() for _ in range(layers))
        self.head = nn.Linear(D, VOCABULARY, bias=False)

    def forward(self, ids):
        x, maps = self.tok_emb(ids), []
        for block in self.blocks:
            written, weights = block(x, self.pos_emb.weight[:ids.shape[1]])
            x = x + written
            maps.append(weights)
        return self.head(x), maps


def sequences(n, learning=False):
    """Blocks of 8 to 32 random tokens, each repeated to the end. While it learns, half of them are
    made of few tokens, each of which has been followed by several others: then it pays to look for
    more than the token at hand, and heads come to look at one place each."""
    periods = torch.randint(8, 33, (n,))
    blocks = torch.randint(0, VOCABULARY, (n, 32))
    if learning:
        few = torch.randint(0, VOCABULARY, (n // 2, FEW))
        blocks[:n // 2] = few.gather(1, torch.randint(0, FEW, (n // 2, 32)))
    return torch.gather(blocks, 1, torch.arange(POSITIONS) % periods[:, None]), periods


def cross_entropy(logits, ids, reduction="mean"):
    return nn.functional.cross_entropy(logits[:, :-1].transpose(1, 2), ids[:, 1:],
                                       reduction=reduction)


@torch.no_grad()
def measure(model, n=256):
    """Loss before and in the repeat, accuracy in the repeat, and of each head the mean weight one
    back and behind the copies of the token at hand, blocks earlier. Draws from a stream of its
    own."""
    before = torch.get_rng_state()
    torch.manual_seed(99)
    ids, periods = sequences(n)
    torch.set_rng_state(before)
    logits, maps = model(ids)
    losses = cross_entropy(logits, ids, "none")
    places = torch.arange(POSITIONS - 1)
    in_repeat = places >= periods[:, None]  # the token at hand was there before
    right = logits[:, :-1].argmax(-1) == ids[:, 1:]
    one_back = [w.diagonal(-1, 2, 3).mean((0, 2)) for w in maps]
    rows = torch.arange(POSITIONS)
    back = rows[:, None] - rows  # from the place of a row to that of a column
    behind_copy = (back >= 0) & ((back[None] + 1) % periods[:, None, None] == 0)
    repeated = rows >= periods[:, None]
    behind = [torch.stack([(w[:, h] * behind_copy).sum(-1)[repeated].mean()
                           for h in range(HEADS)]) for w in maps]
    return (losses[~in_repeat].mean().item(), losses[in_repeat].mean().item(),
            right[in_repeat].float().mean().item(), torch.stack(one_back), torch.stack(behind))


def train(layers, steps):
    """A model, and its loss in the repeat while it learned. The learning rate falls over the last
    quarter of the steps."""
    torch.manual_seed(SEED)
    model = Model(layers)
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE)
    kept = []
    for step in range(steps + 1):
        if step % MEASURED_EVERY == 0:
            first, repeat, accuracy, one_back, behind = measure(model, 64)
            kept.append((step, repeat))
            print(f"{layers} layers, step {step}: {first:.3f} {repeat:.3f} {accuracy:.3f} "
                  f"{one_back.max():.2f} {behind.max():.2f}", flush=True)
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1.0, (steps - step + 1) / (steps / 4))
        ids, _ = sequences(BATCH, learning=True)
        loss = cross_entropy(model(ids)[0], ids)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model, kept


def write(tensors, path):
    """The .safetensors format: the header's length, the header, the bytes of all tensors."""
    header, data = {}, b""
    for name, tensor in tensors.items():
        numbers = tensor.half().numpy().astype("<f2").tobytes()
        header[name] = {"dtype": "F16", "shape": list(tensor.shape),
                        "data_offsets": [len(data), len(data) + len(numbers)]}
        data += numbers
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def read(path):
    """A model with the weights of a file."""
    content = path.read_bytes()
    size, = struct.unpack("<Q", content[:8])
    data = content[8 + size:]
    weights = {}
    for name, entry in json.loads(content[8:8 + size]).items():
        first, end = entry["data_offsets"]
        numbers = torch.frombuffer(bytearray(data[first:end]), dtype=torch.float16)
        weights[name] = numbers.view(entry["shape"]).float()
    model = Model(2)
    model.load_state_dict(weights)
    return model


def main():
    torch.set_num_threads(1)
    path = DATA / "induction.safetensors"
    if sys.argv[1:] != ["--check"]:
        model, two = train(2, STEPS)
        write(model.state_dict(), path)
        _, one = train(1, STEPS)
        rows = [f"{step},{a:.4f},{b:.4f}" for (step, a), (_, b) in zip(two, one)]
        (DATA / "induction.csv").write_text("step,two_layers,one_layer\n" + "\n".join(rows) + "\n")
    first, repeat, accuracy, one_back, behind = measure(read(path))
    print(f"loss {first:.3f} before the repeat, {repeat:.3f} in it, accuracy {accuracy:.4f}\n"
          f"one back {one_back}\nbehind the last copy {behind}")
    assert accuracy >= 0.98 and one_back.max() >= 0.9 and behind.max() >= 0.6


if __name__ == "__main__":
    main()
