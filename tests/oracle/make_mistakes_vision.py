#!/usr/bin/python3
"""Writes mistakes_vision.json: the numbers that wrong programs of steps 6.8 to 6.12 give.

This is the proof for the diagnosis of mistakes with padding and patches, as mistakes.json is for
those in attention: each case was made by running the wrong program in PyTorch, without a look at
the C++. Needs torch 1.13 (Debian: python3-torch). With an argument it writes there instead.
"""

import json
import pathlib
import random
import sys

import torch

import make_chapter6
from make_chapter3 import arguments
from make_mistakes import as_lists, as_numpy, as_torch, gap

HERE = pathlib.Path(__file__).resolve().parent
CASES = {
    "default": {},
    "seed 7": {"seed": 7, "d_out": 6, "heads": 3},
    "large": {"seed": 99, "d_out": 32, "heads": 8},
}


def padded_attention(seed, d, made):
    """Step 6.8: the weights and context vectors of the padded sentence."""
    english = make_chapter6.tokenize("I go to school")
    korean = make_chapter6.tokenize("나는 학교에 간다")
    ids = torch.nn.utils.rnn.pad_sequence([english, korean], batch_first=True)
    torch.manual_seed(seed)
    x = torch.randn(len(make_chapter6.PIECES), d)[ids[0]]
    torch.manual_seed(seed)
    query, key, value = (torch.nn.Linear(d, d, bias=False) for _ in range(3))
    scores = query(x) @ key(x).T
    if made != "padding-not-masked":
        scores[:, ids[0] == 0] = -torch.inf
    weights = torch.softmax(scores / d ** 0.5, dim=-1)
    return {"attn_weights": weights, "context_vecs": weights @ value(x)}


def cut(image, made, variant):
    """The patches of an image of 8 x 8, four of 4 x 4."""
    if made == "patches-by-view-alone":
        return image.view(4, 16)
    if variant == "image transposed":
        image = image.T
    places = [(0, 0), (0, 4), (4, 0), (4, 4)]
    if variant == "columns of patches":
        places = [(0, 0), (4, 0), (0, 4), (4, 4)]
    patches = [image[i:i + 4, j:j + 4] for i, j in places]
    if variant == "columns of pixels":
        patches = [patch.T for patch in patches]
    return torch.stack([patch.flatten() for patch in patches])


def seen(seed, d, heads, made, variant):
    """Steps 6.9 to 6.12: patches, their vectors, and what the encoder makes of them."""
    patches = cut(make_chapter6.read_pgm(make_chapter6.DATA / "letter.pgm"), made, variant)
    torch.manual_seed(seed)
    projection = torch.nn.Linear(16, d)
    cls_token, positions = torch.randn(1, d), torch.randn(5, d)
    patch_vectors = projection(patches / 9)
    image_x = torch.cat([cls_token, patch_vectors])
    if made != "positions-not-added":
        image_x = image_x + positions
    torch.manual_seed(seed)
    encoded = make_chapter6.Encoder(d, heads)(image_x)
    return {9: {"patches": patches}, 10: {"patch_vectors": patch_vectors, "image_x": image_x},
            11: {"encoded": encoded, "class_vector": encoded[0]}}


ORDERS = ("columns of patches", "image transposed", "columns of pixels")


def wrong_programs(seed, d, heads):
    """Each tensor, right and wrong: step, name, mistake, variant, right numbers, wrong ones."""
    right = padded_attention(seed, d, None)
    for name, wrong in padded_attention(seed, d, "padding-not-masked").items():
        yield 8, name, "padding-not-masked", None, right[name], wrong
    right = seen(seed, d, heads, None, None)
    for made, variant in [("patch-order-wrong", order) for order in ORDERS] + [
            ("patches-by-view-alone", None)]:
        for step, tensors in seen(seed, d, heads, made, variant).items():
            for name, wrong in tensors.items():
                yield step, name, made, variant, right[step][name], wrong


def without_positions(seed, d, heads):
    """The same for positions that are not added."""
    right = seen(seed, d, heads, None, None)
    wrong = seen(seed, d, heads, "positions-not-added", None)
    for step, name in (10, "image_x"), (11, "encoded"), (11, "class_vector"):
        yield step, name, "positions-not-added", None, right[step][name], wrong[step][name]


def main():
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "mistakes_vision.json"
    torch.set_num_threads(1)
    rng = random.Random(6)
    entries = []
    for case in CASES.values():
        sizes = case.get("seed", 123), case.get("d_out", 4), case.get("heads", 2)
        reference = make_chapter6.chapter6(*sizes)
        with torch.no_grad():
            for step, name, made, variant, right, wrong in (
                    *wrong_programs(*sizes), *without_positions(*sizes)):
                if gap(right, reference[f"6.{step}"][name].detach()) > 1e-6:
                    sys.exit(f"step {step} differs from make_chapter6.py in {name}")
                if gap(wrong, right) < 5e-3:
                    sys.exit(f"step {step}: {made} changes hardly anything in {name}")
                form = rng.choice((as_torch, as_torch, as_numpy, as_lists))
                entries.append({"chapter": 6, "step": step, "options": arguments(case),
                                "tensor": name, "mistakes": [made],
                                **({"variant": variant} if variant else {}),
                                "text": f"{name} = {form(wrong, rng)}"})
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    target.write_text(f'{{"cases": [\n{lines}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
