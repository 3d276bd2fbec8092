"""What the recorded scenarios compile, as a user would write it: modules of torch.nn."""
import torch
import torch.nn as nn
import torch.nn.functional as F
from user_classes import Config


class MLP(nn.Module):
    def __init__(self, i=8, h=16, o=4):
        super().__init__()
        self.fc1 = nn.Linear(i, h)
        self.act = nn.ReLU()
        self.drop = nn.Dropout(0.1)
        self.fc2 = nn.Linear(h, o)
        self.scale = 1.5

    def forward(self, x):
        return self.fc2(self.drop(self.act(self.fc1(x)))) * self.scale


class Optional(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.ones(4))

    def forward(self, x):
        if hasattr(self, "bias_extra"):
            x = x + self.bias_extra
        return x * self.w


class Attention(nn.Module):
    def __init__(self, d=8, heads=2):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(d, 3 * d, bias=False)
        self.norm = nn.LayerNorm(d)
        self.register_buffer("mask", torch.tril(torch.ones(16, 16)).bool(), persistent=False)

    def forward(self, x):
        b, t, d = x.shape
        q, k, v = (z.view(b, t, self.heads, -1).transpose(1, 2) for z in self.qkv(self.norm(x)).chunk(3, -1))
        a = (q @ k.transpose(-1, -2)).masked_fill(~self.mask[:t, :t], float("-inf")).softmax(-1)
        return x + (a @ v).transpose(1, 2).reshape(b, t, d)


class Towers(nn.Module):
    def __init__(self):
        super().__init__()
        self.towers = nn.ModuleDict({k: nn.ModuleDict({"in": nn.Linear(4, 4), "out": nn.Linear(4, 2)}) for k in ("vision", "text")})
        self.order = ["vision", "text"]

    def forward(self, batch):
        outs = []
        for k in self.order:
            outs.append(self.towers[k]["out"](self.towers[k]["in"](batch[k]).relu()))
        return torch.cat(outs, -1)


class Convolution(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 2, 3)
        self.bn = nn.BatchNorm2d(2)
        self.drop = nn.Dropout(0.5)
        self.pool = nn.MaxPool2d(2)

    def forward(self, x):
        return self.pool(self.drop(self.bn(self.conv(x))))


class State(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("steps", torch.zeros(()))
        self.k = 2
        self.names = ("a", "b")

    def forward(self, x):
        return x * self.k + self.steps + len(self.names)


class Lists(nn.Module):
    def __init__(self):
        super().__init__()
        self.pl = nn.ParameterList([nn.Parameter(torch.ones(3)) for _ in range(3)])
        self.pd = nn.ParameterDict({"u": nn.Parameter(torch.ones(3)), "v": nn.Parameter(torch.zeros(3))})

    def forward(self, x, *, gain=1.0):
        for p in self.pl:
            x = x + p
        return x * self.pd["u"] + self.pd["v"] * gain


class Residual(nn.Module):
    mult = 2

    def __init__(self, d=4, n=2):
        super().__init__()
        self.blocks = nn.ModuleList([nn.Sequential(nn.Linear(d, d), nn.ReLU()) for _ in range(n)])
        self.heads = nn.ModuleDict({"a": nn.Linear(d, 2), "b": nn.Linear(d, 2)})
        self.cfg = Config(n=d)
        self.register_buffer("shift", torch.zeros(d))
        self.opts = {"p": 0.5, "on": True}
        self.act = F.gelu
        self.names = ["a", "b"]
        self.sc = nn.Parameter(torch.ones(1))

    def forward(self, x, flag=False):
        for b in self.blocks:
            x = x + b(x) * self.opts["p"]
        if self.opts["on"]:
            x = self.act(x) + self.shift
        if flag:
            x = x + self.cfg.n
        return sum(self.heads[k](x) for k in self.names) * self.mult * self.sc


class SubResidual(Residual):
    mult = 2


class Tied(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 4)
        self.b = nn.Linear(4, 4)
        self.b.weight = self.a.weight
        self.none = None
        self.maybe = nn.Identity()

    def forward(self, x):
        if self.none is None:
            x = self.maybe(x)
        return self.b(self.a(x))


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.cell = nn.GRUCell(4, 4)
        self.emb = nn.Embedding(10, 4)
        self.norm = nn.LayerNorm(4)

    def forward(self, i, h):
        return self.norm(self.cell(self.emb(i), h))


class Property(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.ones(4))
        self._k = 3

    @property
    def k(self):
        return self._k

    def helper(self, x):
        return x * self.k

    def forward(self, x):
        return self.helper(x) * self.w


class Table(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.zeros(4))
        self.calls = 0
        self.f = {"n": torch.sin}
        self.par = nn.ParameterList([nn.Parameter(torch.ones(4)) for _ in range(2)])

    def forward(self, x):
        for p in self.par:
            x = x * p
        return self.f["n"](x) + self.mean + self.calls


class Wide(nn.Module):
    def __init__(self, n=8, d=4):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(d, d) for _ in range(n)])

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x
