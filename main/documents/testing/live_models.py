"""A script that compiles a little of everything, for the bridge to capture. What it holds stays alive with the module."""
import collections
import dataclasses
import enum
import json
import re

import torch

Pair = collections.namedtuple("Pair", "a b")


class Color(enum.Enum):
    RED = 1
    BLUE = 2


@dataclasses.dataclass
class Settings:
    scale: float
    name: str


class Block(torch.nn.Module):
    def __init__(self, width):
        super().__init__()
        self.fc, self.norm, self.drop = torch.nn.Linear(width, width), torch.nn.LayerNorm(width), torch.nn.Dropout(0.1)
        self.scale = 1.5
        self.register_buffer("mask", torch.ones(width))

    def forward(self, x):
        return self.norm(self.drop(torch.relu(self.fc(x)))) * self.scale * self.mask


def scalars(x, n, name, flag, nothing):
    return x * n if flag and name == "a" and nothing is None else x - 1


def nested(t):
    return t["a"][0] + t["a"][1]["b"] * len(t["c"])


def member(x, m):
    return x + m.value


def settings(x, s, p):
    return x * s.scale + p.a + len(s.name)


def twice(x, y):
    return x + y


def divided(x, y):
    return x / y


def shapes(x):
    return x.sum() if x.shape[0] > 3 else x.mean()


def calls(x, f):
    return f(x) + LIMIT["n"]


def local(x, o):
    return x * o.n


def optional(x, *rest, k=2, **named):
    return x + sum(rest) * k + named.get("z", 0)


def broken(x):
    x = x + 1
    print("a graph break")
    return x * 2


LIMIT = {"n": 3}
HELD = []


def call(fn, *args, **kwargs):
    options = kwargs.pop("options", {})
    HELD.append((fn, args, kwargs))
    torch.compile(fn, backend="eager", **options)(*args, **kwargs)


class Anything:
    def __init__(self, n):
        self.n = n


def makes_local():
    class Local(Anything):
        pass

    return Local(4)


torch.manual_seed(0)
t = torch.ones(3)
base = torch.arange(12.0)
call(scalars, t, 3, "a", True, None)
call(scalars, t, 4, "b", True, None)
call(nested, {"a": [t, {"b": t + 1}], "c": "xyz"})
call(nested, collections.OrderedDict(a=(t, {"b": t + 2}), c=[1, 2]))
call(member, t, Color.BLUE)
call(settings, t, Settings(0.5, "né"), Pair(t, 2))
call(twice, t, t)
call(twice, base[:4], base[4:8])
call(twice, torch.nn.Parameter(torch.ones(2, 2)), torch.ones(2, 2, dtype=torch.float64).t())
call(shapes, torch.ones(5, 2))
call(shapes, torch.ones(7, 2))
call(calls, t, lambda x: x + 1)
call(local, t, Anything(2))
call(local, t, makes_local())
call(optional, t, 1, 2.5, k=3, z=4)
call(broken, t)
model = Block(4)
call(model, torch.ones(2, 4))
model.eval()
with torch.no_grad():
    call(model, torch.ones(2, 4))
with torch.autocast("cpu", dtype=torch.bfloat16):
    call(model, torch.ones(2, 4))
torch.set_default_dtype(torch.float64)
call(twice, torch.ones(2), torch.ones(2))
torch.set_default_dtype(torch.float32)
call(divided, torch.ones(4), torch.ones(4), options={"options": {"guard_filter_fn": lambda guards: [g.guard_type != "TENSOR_MATCH" for g in guards]}})

# what a captured process does is what it does alone
counters = torch._dynamo.utils.counters
metrics = torch._dynamo.utils.get_compilation_metrics()
print("did", json.dumps({name: dict(sorted(counts.items())) for name, counts in sorted(counters.items())}))
print("did", [(m.co_name, m.guard_count, m.recompile_reason is None, (m.guard_latency_us or 0) > 0) for m in metrics])
print("did", torch.randn(3).tolist(), sorted(re.split("_fn_|_at_", name)[0] for name in globals() if name.startswith("__")))
