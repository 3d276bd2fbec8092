"""Compiles functions with values drawn from a seed under a real torch, and saves each guards_state with torch's own tree.

    python fresh_blobs.py SEED OUT
writes OUT/<case>.guards_state and OUT/cases.json: [{"name", "tree", "locals", "torch_folder"}], ids masked.
"""
import collections
import enum
import inspect
import json
import os
import random
import re
import string
import sys
import types
import warnings

warnings.simplefilter("ignore")
import torch  # noqa: E402
import torch._dynamo.convert_frame as convert_frame  # noqa: E402
import torch._dynamo.guards as guards  # noqa: E402
from torch._dynamo.package import load_guard_manager, load_guards_state  # noqa: E402

seed, out = int(sys.argv[1]), sys.argv[2]
rng = random.Random(seed)
torch.manual_seed(seed)
module = types.ModuleType("fresh_models")
sys.modules["fresh_models"] = module


def text():
    alphabet = string.ascii_letters + "'\"\\\n\t{}%#é€\u2028\U0001f600 "
    return "".join(rng.choice(alphabet) for _ in range(rng.randrange(12)))


def scalar():
    return rng.choice([
        lambda: rng.randrange(-5, 5), lambda: rng.randrange(-10**30, 10**30), lambda: rng.uniform(-1, 1) * 10 ** rng.randrange(-20, 20),
        text, lambda: rng.random() < 0.5, lambda: None, lambda: rng.choice([torch.float32, torch.int8, torch.bfloat16]),
        lambda: tuple(rng.randrange(9) for _ in range(rng.randrange(4))), lambda: text().encode(), lambda: complex(rng.random(), rng.random()),
        lambda: torch.device("cpu"), lambda: range(rng.randrange(5), 9, rng.randrange(1, 4)),
    ])()


class Color(enum.Enum):
    RED = 1
    GREEN = "gr'een"


class Box:
    def __init__(self, **kw):
        self.__dict__.update(kw)


class Net(torch.nn.Module):
    def __init__(self, width, depth, scale):
        super().__init__()
        self.layers = torch.nn.ModuleList([torch.nn.Linear(width, width) for _ in range(depth)])
        self.norm = torch.nn.LayerNorm(width)
        self.table = torch.nn.ParameterDict({"a": torch.nn.Parameter(torch.ones(width))})
        self.register_buffer("mask", torch.ones(width))
        self.scale = scale

    def forward(self, x):
        for layer in self.layers:
            x = torch.nn.functional.gelu(layer(x))
        return self.norm(x) * self.scale * self.mask + self.table["a"]


for cls in (Color, Box, Net):
    cls.__module__ = "fresh_models"
    setattr(module, cls.__name__, cls)


def use(x, v):
    return x + 1 if v is not None else x - 1


def equal(x, v, w):
    return x + 1 if v == w else x - 1


def keys(d):
    return sum(v if isinstance(v, torch.Tensor) else 0 for k, v in d.items()) if len(d) > 0 else torch.ones(1)


def attributes(x, o):
    return x * o.n + (o.t if o.t is not None else 0)


def shapes(x, y):
    return (x @ y).sum() if x.shape[0] > 3 else x.mean() + y.sum()


def walk(t):
    return t["a"][0] + t["a"][1]["b"] * len(t["c"])


def arguments(x, *args, k=2, **kw):
    return x + sum(args) * k + kw.get("z", 0)


def tensor():
    shape = [rng.randrange(1, 6) for _ in range(rng.randrange(4))]
    t = torch.empty(shape, dtype=rng.choice([torch.float32, torch.float64, torch.float16]))
    if t.dim() > 1 and rng.random() < 0.5:
        t = t.transpose(0, 1)
    return t.requires_grad_() if rng.random() < 0.3 else t


def cases():
    for i in range(12):
        yield f"use_{i}", use, (tensor(), scalar()), {}, {}
    for i in range(6):
        value = scalar()
        yield f"equal_{i}", equal, (tensor(), value, value), {}, {}
    t = torch.ones(3)
    yield "keys", keys, ({rng.choice([text(), rng.randrange(99), (1, "a"), True]): t for _ in range(4)},), {}, {}
    yield "ordered", keys, (collections.OrderedDict((text(), t) for _ in range(3)),), {}, {}
    yield "attributes", attributes, (t, Box(n=rng.randrange(2, 9), t=rng.choice([None, t]), unused=text())), {}, {}
    rows = rng.randrange(4, 9)
    yield "dynamic", shapes, (torch.ones(rows, 5), torch.ones(5, 3)), {}, {"dynamic": True}
    yield "nested", walk, ({"a": [t, {"b": t + 1}], "c": text() + "!"},), {}, {}
    yield "arguments", arguments, (t, 1, rng.random()), {"k": rng.randrange(9), "z": 3}, {}
    member = rng.choice(list(Color))
    yield "member", equal, (t, member, member), {}, {}
    net = Net(rng.choice([2, 4, 8]), rng.randrange(1, 4), rng.choice([0.5, 1.25, 3]))
    yield "net", Net.forward, (net.train(rng.random() < 0.5), torch.ones(2, net.norm.normalized_shape[0])), {}, {}


def masked(tree):
    """Ids of this process as #: addresses in reprs, and the ids that checks of type and identity name."""
    tree = re.sub(r"0x[0-9a-f]{6,}", "#", tree)
    return re.sub(r"(_id\(.*?, |_type\(.*?, |___check_metadata_|__dtensor_spec_|_guard_fn_)\d{12,}", r"\1#", tree)


def capture(fn, args, kwargs, options):
    """The blob and the frame's code of the first compile, with every guard that can be saved."""
    found = []

    class Saving(guards.CheckFunctionManager):
        def __init__(self, code, output_graph=None, *rest, **kw):
            kw.update(zip(list(inspect.signature(guards.CheckFunctionManager.__init__).parameters)[3:], rest))
            for given in ("guard_filter_fn", "save_guards", "strict_error"):
                kw.pop(given, None)
            banned = self.UNSUPPORTED_SERIALIZATION_GUARD_TYPES

            def keep(entries):
                return [e.guard_type not in banned and not any(d in banned for d in e.derived_guard_types)
                        and not e.orig_guard._unserializable or e.guard_type == "BUILTIN_MATCH" for e in entries]

            super().__init__(code, output_graph, guard_filter_fn=keep, save_guards=True, strict_error=True, **kw)
            found.append((self.guards_state, code))

    original = convert_frame.CheckFunctionManager
    convert_frame.CheckFunctionManager = Saving
    try:
        torch._dynamo.reset()
        torch.compile(fn, backend="eager", **options)(*args, **kwargs)
    finally:
        convert_frame.CheckFunctionManager = original
    return found[0]


results = []
for name, fn, args, kwargs, options in cases():
    blob, code = capture(fn, args, kwargs, options)
    tree = str(load_guard_manager(load_guards_state(blob), code, fn.__globals__))
    with open(os.path.join(out, f"{name}.guards_state"), "wb") as file:
        file.write(blob)
    results.append({"name": name, "tree": masked(tree), "locals": [*code.co_varnames, *code.co_freevars], "torch_folder": os.path.dirname(torch.__file__)})
with open(os.path.join(out, "cases.json"), "w") as file:
    json.dump(results, file)
print(len(results))
