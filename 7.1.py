# attn 7.1
# checked at each save: attn watch 7.1.py
# checked once: python3 7.1.py | attn diff 7.1 -

# 7.1  A model that has learned one thing
import torch

class Attention(torch.nn.Module):
    def __init__(self, d, num_heads):
        super().__init__()
        self.h, self.hd = num_heads, d // num_heads
        self.W_query = torch.nn.Linear(d, d, bias=False)
        self.W_key = torch.nn.Linear(d, d, bias=False)
        self.W_value = torch.nn.Linear(d, d, bias=False)
        self.out_proj = torch.nn.Linear(d, d, bias=False)

    def split(self, y):                                 # (..., h, T, hd)
        # write here
        raise NotImplementedError

    def forward(self, x, pos, keep):
        # write here
        raise NotImplementedError

class Model(torch.nn.Module):
    def __init__(self, vocabulary, positions, d, num_heads, keep):
        super().__init__()
        self.tok_emb = torch.nn.Embedding(vocabulary, d)
        self.pos_emb = torch.nn.Embedding(positions, d)
        self.blocks = torch.nn.ModuleList(
            [Attention(d, num_heads) for _ in range(2)])
        self.head = torch.nn.Linear(d, vocabulary, bias=False)
        self.keep = keep                     # 0 for a head taken out

    def forward(self, ids):
        # write here
        raise NotImplementedError

import json, struct
with open("induction.safetensors", "rb") as file:   # from: attn weights
    size, = struct.unpack("<Q", file.read(8))
    header, data = json.loads(file.read(size)), file.read()
weights = {}
keep = torch.ones(2, 4)

def with_weights(keep):
    # write here
    raise NotImplementedError

model = with_weights(keep)
torch.manual_seed(123)
periods = torch.randint(8, 33, (2,))
blocks = torch.randint(0, 64, (2, 32))

# write here:
#   batch (2,64)

def score(logits, batch, periods):
    # write here:
    #   loss_before ()
    #   loss_in_repeat ()
    #   accuracy ()
    raise NotImplementedError

# write here:
#   logits (2,64,64)

loss_before, loss_in_repeat, accuracy = score(logits, batch, periods)

# prints once all of these are there
batch, logits

torch.set_printoptions(profile="full", precision=8, sci_mode=False)
print("loss_before =", loss_before)
print("loss_in_repeat =", loss_in_repeat)
print("accuracy =", accuracy)
