#!/usr/bin/python3
"""Writes what PyTorch's autograd makes of every operation and of whole modules to gradients.json.

    make_gradients.py [TARGET]

Each loss is the sum of the results, each times a weight of its own, so that no two cells of a
gradient are equal by chance. Numbers are drawn as floats and computed with as doubles.
"""

import json
import pathlib
import sys

import torch
import torch.nn.functional as F
from torch import nn

HERE = pathlib.Path(__file__).resolve().parent

IDS = torch.tensor([[0, 2], [4, 2], [2, 1]])
TARGETS = torch.tensor([2, 0, 3, 3, 1])
MASK = torch.triu(torch.ones(3, 4), 1).bool()

# What is computed, and the shapes of what it is computed from.
OPERATIONS = {
    "Add": (lambda a, b: a + b, (2, 3, 4), (3, 1)),
    "AddScalar": (lambda a, b: a + b, (3, 4), ()),
    "AddToItself": (lambda a: a + a, (3, 4)),
    "Sub": (lambda a, b: a - b, (4,), (3, 4)),
    "Mul": (lambda a, b: a * b, (2, 1, 4), (3, 1)),
    "MulByItself": (lambda a: a * a * a, (3, 4)),
    "Div": (lambda a, b: a / (b * b + 0.5), (3, 1), (2, 1, 4)),
    "Exp": (lambda a: torch.exp(a), (3, 4)),
    "Log": (lambda a: torch.log(a * a + 0.5), (3, 4)),
    "Sqrt": (lambda a: torch.sqrt(a * a + 0.5), (3, 4)),
    "Erf": (lambda a: torch.erf(a), (3, 4)),
    "Tanh": (lambda a: torch.tanh(a), (3, 4)),
    "Relu": (lambda a: torch.relu(a), (3, 4)),
    "ReluAtItsKink": (lambda a: torch.relu(a * 0) + a, (3, 4)),
    "Matmul": (lambda a, b: a @ b, (3, 4), (4, 2)),
    "MatmulVectorLeft": (lambda a, b: a @ b, (4,), (4, 2)),
    "MatmulVectorRight": (lambda a, b: a @ b, (3, 4), (4,)),
    "MatmulDot": (lambda a, b: a @ b, (5,), (5,)),
    "MatmulBatchAndMatrix": (lambda a, b: a @ b, (2, 3, 4), (4, 2)),
    "MatmulMatrixAndBatch": (lambda a, b: a @ b, (3, 4), (2, 4, 2)),
    "MatmulBatches": (lambda a, b: a @ b, (2, 1, 3, 4), (5, 4, 2)),
    "MatmulBatchAndVector": (lambda a, b: a @ b, (2, 3, 4), (4,)),
    "MatmulVectorAndBatch": (lambda a, b: a @ b, (4,), (2, 4, 3)),
    "MatmulTransposed": (lambda a, b: a.transpose(1, 2) @ b.T, (2, 3, 4), (5, 3)),
    "MatmulWithItself": (lambda a: a @ a.T, (3, 4)),
    "Sum": (lambda a: a.sum(dim=1), (2, 3, 4)),
    "SumKeepdim": (lambda a: a.sum(dim=-2, keepdim=True), (2, 3, 4)),
    "SumToSize": (lambda a: a.sum_to_size(3, 1), (2, 3, 4)),
    "Amax": (lambda a: a.amax(dim=1), (2, 3, 4)),
    "AmaxOfVector": (lambda a: a.amax(dim=0), (5,)),
    "AmaxOfEquals": (lambda a: (a * 0).amax(dim=-1) + a.amax(dim=-1), (3, 4)),
    "Softmax": (lambda a: torch.softmax(a, dim=-1), (2, 3, 4)),
    "SoftmaxOfColumns": (lambda a: torch.softmax(a, dim=0), (3, 4)),
    "SoftmaxMasked": (lambda a: torch.softmax(a.masked_fill(MASK, -torch.inf), dim=-1), (2, 3, 4)),
    "LogSoftmax": (lambda a: torch.log_softmax(a, dim=1), (2, 3, 4)),
    "Std": (lambda a: a.std(), (3, 4)),
    "StdOfEquals": (lambda a: (a * 0).std(), (3, 4)),
    "Mean": (lambda a: a.mean(), (2, 3)),
    "MeanOver": (lambda a: a.mean(dim=1), (2, 3, 4)),
    "MeanOverKeepdim": (lambda a: a.mean(dim=-1, keepdim=True), (2, 3, 4)),
    "Var": (lambda a: a.var(dim=1, unbiased=False), (2, 3, 4)),
    "VarUnbiased": (lambda a: a.var(dim=-1, unbiased=True, keepdim=True), (2, 3, 4)),
    "Tril": (lambda a: torch.tril(a, 1), (2, 3, 4)),
    "Triu": (lambda a: torch.triu(a, diagonal=-1), (3, 4)),
    "MaskedFill": (lambda a: a.masked_fill(MASK, 0.5), (2, 3, 4)),
    "MaskedFillBroadcast": (lambda a: a.masked_fill(MASK, 0.5), (3, 1)),
    "Transpose": (lambda a: a.transpose(0, -1), (2, 3, 4)),
    "ReverseAxes": (lambda a: a.permute(2, 1, 0), (2, 3, 4)),
    "Flip": (lambda a: a.flip(1), (2, 3, 4)),
    "View": (lambda a: a.view(4, -1), (2, 3, 4)),
    "ViewOfTransposed": (lambda a: a.transpose(0, 1).contiguous().view(6, 4).T, (2, 3, 4)),
    "Contiguous": (lambda a: a.T.contiguous(), (3, 4)),
    "Clone": (lambda a: a.T.clone(), (3, 4)),
    "Expand": (lambda a: a.expand(2, 3, 4), (3, 1)),
    "Diagonal": (lambda a: a.diagonal(), (4, 4)),
    "Select": (lambda a: a[:, 1], (2, 3, 4)),
    "SelectLast": (lambda a: a[..., 3], (2, 3, 4)),
    "Narrow": (lambda a: a.narrow(1, 1, 2), (2, 3, 4)),
    "Pad": (lambda a: F.pad(a, (1, 2)), (2, 3)),
    "Embedding": (lambda a: F.embedding(IDS, a), (5, 4)),
    "IndexAdd": (lambda a: a.new_zeros(5, 4).index_add(0, IDS.flatten(), a.view(6, 4)), (3, 2, 4)),
    "NllLoss": (lambda a: F.nll_loss(a, TARGETS), (5, 4)),
    "CrossEntropy": (lambda a: F.cross_entropy(a, TARGETS), (5, 4)),
    "Stack": (lambda a, b: torch.stack([a, b, a], dim=1), (3, 4), (3, 4)),
    "Cat": (lambda a, b: torch.cat([a, b, a], dim=-1), (2, 3), (2, 1)),
    "ManyUses": (lambda a, b: (a @ b + a) * torch.softmax(a, dim=-1) / (b * b + 1).sum(), (4, 4),
                 (4, 4)),
    "Sin": (lambda a: torch.sin(a), (3, 4)),
    "Cos": (lambda a: torch.cos(a), (3, 4)),
    "RowMean": (lambda a: a.mean(dim=-1, keepdim=True), (2, 3, 4)),
    "RowVar": (lambda a: a.var(dim=-1, unbiased=False, keepdim=True), (2, 3, 4)),
    "Normalize": (lambda a, b: (a - b) / (b * b + 0.5), (2, 3, 4), (3, 1)),
    "Argmax": (lambda a: a.argmax(dim=1) + a.sum(dim=1), (2, 3, 4)),
    "Argsort": (lambda a: a.argsort(dim=-1, descending=True) + a, (2, 3, 4)),
    "Cumsum": (lambda a: a.cumsum(dim=-1), (2, 3, 4)),
}


def as_json(tensor):
    values = [float(f"{value:.9g}") for value in tensor.flatten().tolist()]
    return {"shape": list(tensor.shape), "values": values}


def drawn(shape):
    """Numbers from -2 to 2, the same on every machine; floats can hold them."""
    return (torch.rand(shape) * 4 - 2).double().requires_grad_()


def case(operands, result):
    """Everything about one result: operands is a dict of its tensors by name."""
    weights = drawn(result.shape)
    loss = (result * weights).sum()
    gradients = torch.autograd.grad(loss, list(operands.values()))
    return {
        "weights": as_json(weights),
        "result": as_json(result),
        "operands": {name: as_json(tensor) for name, tensor in operands.items()},
        "gradients": {name: as_json(g) for name, g in zip(operands, gradients)},
    }


def operation_case(function, *shapes):
    operands = {name: drawn(shape) for name, shape in zip("ab", shapes)}
    return case(operands, function(*operands.values()))


class CausalAttention(nn.Module):
    """One head; each token sees itself and those before it."""

    def __init__(self, d_in, d_out, dropout):
        super().__init__()
        self.W_query = nn.Linear(d_in, d_out, bias=False)
        self.W_key = nn.Linear(d_in, d_out, bias=False)
        self.W_value = nn.Linear(d_in, d_out, bias=False)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        queries, keys, values = self.W_query(x), self.W_key(x), self.W_value(x)
        tokens = x.shape[-2]
        future = torch.triu(torch.ones(tokens, tokens), diagonal=1).bool()
        scores = (queries @ keys.transpose(-2, -1)).masked_fill(future, -torch.inf)
        weights = torch.softmax(scores / keys.shape[-1] ** 0.5, dim=-1)
        return self.dropout(weights) @ values


class MultiHeadAttention(nn.Module):
    """All heads from one projection each, joined and projected once more."""

    def __init__(self, d_in, d_out, dropout, num_heads):
        super().__init__()
        self.num_heads, self.head_dim = num_heads, d_out // num_heads
        self.W_query = nn.Linear(d_in, d_out, bias=False)
        self.W_key = nn.Linear(d_in, d_out, bias=False)
        self.W_value = nn.Linear(d_in, d_out, bias=False)
        self.out_proj = nn.Linear(d_out, d_out)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        b, tokens, _ = x.shape

        def split(projected):
            return projected.view(b, tokens, self.num_heads, self.head_dim).transpose(1, 2)

        queries, keys, values = split(self.W_query(x)), split(self.W_key(x)), split(self.W_value(x))
        future = torch.triu(torch.ones(tokens, tokens), diagonal=1).bool()
        scores = (queries @ keys.transpose(2, 3)).masked_fill(future, -torch.inf)
        weights = self.dropout(torch.softmax(scores / self.head_dim**0.5, dim=-1))
        joined = (weights @ values).transpose(1, 2).contiguous().view(b, tokens, -1)
        return self.out_proj(joined)


class TransformerBlock(nn.Module):
    """As in GPT-2: what is normalized goes in, and the way past it is added."""

    def __init__(self, d, dropout, num_heads):
        super().__init__()
        self.attention = MultiHeadAttention(d, d, dropout, num_heads)
        self.feed_forward = nn.Sequential(nn.Linear(d, 4 * d), nn.GELU(), nn.Linear(4 * d, d))
        self.norm1, self.norm2 = nn.LayerNorm(d), nn.LayerNorm(d)

    def forward(self, x):
        x = x + self.attention(self.norm1(x))
        return x + self.feed_forward(self.norm2(x))


class DecoderLayer(nn.TransformerDecoderLayer):
    """No target token sees a later one; the source is the target in reverse order."""

    def forward(self, x):
        future = torch.ones(x.shape[1], x.shape[1], dtype=torch.bool).triu(diagonal=1)
        return super().forward(x, x.flip(1), tgt_mask=future)


def module_case(make, shape):
    torch.manual_seed(7)
    x = drawn(shape)
    torch.manual_seed(123)
    module = make().double()
    parameters = dict(module.named_parameters())
    return {"order": list(parameters), **case({"x": x, **parameters}, module(x))}


def self_attention_v1():
    torch.manual_seed(7)
    x = drawn((5, 3))
    torch.manual_seed(123)
    W_query, W_key, W_value = (torch.rand(3, 2).double().requires_grad_() for _ in range(3))
    queries, keys, values = x @ W_query, x @ W_key, x @ W_value
    weights = torch.softmax(queries @ keys.T / keys.shape[-1] ** 0.5, dim=-1)
    return case({"x": x, "W_query": W_query, "W_key": W_key, "W_value": W_value}, weights @ values)


def main():
    torch.manual_seed(1)
    document = {
        "operations": {name: operation_case(*entry) for name, entry in OPERATIONS.items()},
        "modules": {
            "SelfAttention_v1": self_attention_v1(),
            "CausalAttention": module_case(lambda: CausalAttention(3, 2, 0.5), (2, 5, 3)),
            "MultiHeadAttention": module_case(lambda: MultiHeadAttention(4, 6, 0.2, 3), (2, 5, 4)),
            "TransformerBlock": module_case(lambda: TransformerBlock(4, 0.1, 2), (2, 3, 4)),
            "EncoderLayer": module_case(
                lambda: nn.TransformerEncoderLayer(4, 2, 6, dropout=0, batch_first=True),
                (2, 3, 4)),
            "DecoderLayer": module_case(
                lambda: DecoderLayer(6, 3, 5, dropout=0, batch_first=True), (2, 4, 6)),
        },
    }
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "gradients.json"
    target.write_text(json.dumps(document, separators=(",", ":")).replace("},", "},\n") + "\n",
                      encoding="utf-8")


if __name__ == "__main__":
    main()
