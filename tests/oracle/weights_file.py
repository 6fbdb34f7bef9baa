"""Lets the pages of chapter 7 find the file that `attn weights` writes, without one lying about."""

import builtins
import pathlib

NAME = "induction.safetensors"
DATA = pathlib.Path(__file__).resolve().parents[2] / "data"
plain_open = builtins.open


def open_weights(file, *more, **named):
    return plain_open(DATA / NAME if file == NAME else file, *more, **named)


builtins.open = open_weights
