"""What the recorded scenarios compile, as a user would write it: functions of all kinds of values."""
import functools
import math
import operator

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from user_classes import Frozen, Mode, Perm, Plain

FLAG = True
LIMIT = 4
NAMES = ["a", "b"]
PAIR = (1.5, 2)
TABLE = {"relu": torch.relu, "tanh": torch.tanh}
SETTINGS = {"scale": 2.0, "mode": "fast", "dims": [1, 2]}
CURRENT = Mode.FAST
WEIGHT = torch.ones(3)


# tensors
def add_one(x): return x + 1
def add_two(x, y): return x + y
def double(t): return t * 2
def three(x, y, z): return x + y + z
def relu_sin(x): return torch.nn.functional.relu(torch.sin(x))
def calls_user(x): return add_one(x) * 2
def calls_class(x): return x + Plain(3).v
def calls_operator(x): return torch.ops.aten.add(x, 1)
def named(x, name): return getattr(torch, name)(x)
def linear(x, w, b): return F.layer_norm(F.linear(x, w, b), (4,))
def plus_grad(x): return x + 1 if x.grad is None else x + x.grad
def grad_fn(x): return x + 1 if x.grad_fn is None else x - 1
def data(x): return x.data + 1
def base(x): return x + 1 if x._base is None else x._base + 1
def is_parameter(x): return x + 1 if isinstance(x, nn.Parameter) else x
def same(x, y): return x + 1 if x is y else x + y
def is_in(x, ys): return x + 1 if any(x is y for y in ys) else x
def properties(x):
    if x.is_leaf: x = x + 1
    if x.requires_grad: x = x * 2
    if x._base is not None: x = x - 1
    return x
def in_place(x, y):
    x.add_(1)
    return x + y
def in_place_three(x, y, z):
    x.mul_(2)
    z.add_(1)
    return y + 1


# numbers, text and torch's own
def plus(x, n): return x + n
def if_true(x, b): return x + 1 if b else x - 1
def if_none(x, n): return x + 1 if n is None else x - 1
def real(x, c): return x * c.real
def to(x, where): return x.to(where) + 1
def zeros_like(x, dt, lay): return torch.zeros_like(x, dtype=dt, layout=lay) + 1
def memory_format(x, mf): return x.contiguous(memory_format=mf) + 1
def reshape(x, s): return x.reshape(s)
def index(x, s): return x[s]
def has_key(x, ks): return x + 1 if ks.has(torch._C.DispatchKey.CPU) else x
def square_root(x, n): return x + math.sqrt(n) + math.floor(2.5)
def numpy_scalar(x): return x + np.float64(3.0) + math.pi
def array_sum(x, a): return x + torch.from_numpy(a).sum()
def length(x, v): return x + len(v)
def starts(x, s): return x + len(s) if s.startswith("a") else x - len(s)
def type_is_int(x, o): return x + 1 if type(o) is int else x
def is_list(x, o): return x + o[0] if isinstance(o, (list, tuple)) else x + 1
def split(x, s):
    for p in s.split(","): x = x + len(p)
    return x
def permuted(x, pattern):
    left, right = pattern.split("->")
    return x.permute(*[left.index(c) for c in right])
def enum_is(x, m): return x + 1 if m is Mode.FAST else x - 1
def enum_value(x, m): return x + len(m.value) + len(m.name)
def enum_flag(x, m): return x + 1 if m & Perm.R else x
def enum_key(x, d): return x + d[Mode.FAST]


# containers
def sum_list(xs, k):
    out = 0
    for i, x in enumerate(xs): out = out + x * (i + k)
    return out
def reduce(xs): return functools.reduce(operator.add, xs)
def mapped(x, xs): return x + sum(map(lambda t: t * 2, xs))
def unpack(t):
    a, (b, c), d = t
    return a + b * c + d
def product(p): return p.x * p.y
def ends(x, d): return x + d[0] + d[-1]
def iterate(it, x):
    for e in it: x = x + e
    return x
def zipped(it, x):
    for a, b in zip(it, x): x = x + a
    return x
def count(c, x): return x + next(c)
def sum_dict(d):
    out = 0
    for k in sorted(d): out = out + d[k]
    return out
def sum_values(d): return sum(d.values())
def sum_items(x, d):
    for k, v in d.items(): x = x + v
    return x
def sum_keys(x, d):
    for k in d.keys(): x = x + d[k]
    return x
def get_a(x, d): return x + d["a"]
def contains(x, d):
    if "k" in d: x = x + 1
    if "missing" not in d: x = x + 2
    return x
def mixed(x, d):
    if "scale" in d: x = x * d["scale"]
    if d.get("bias") is not None: x = x + d["bias"]
    for n in d["names"]: x = x + len(n)
    return x
def nested(x, cfg): return x * cfg["a"][0]["k"] + cfg["a"][1] + len(cfg["b"])
def set_contains(x, s): return (x + 1 if 3 in s else x) * (2 if 9 not in s else 1)
def sum_set(x, s):
    for e in sorted(s): x = x + e
    return x


# objects and functions
def config(x, c): return x * c.rate + c.n + c.total() + len(c.name) + c.dims[0]
def sub_config(x, c): return x + c.sub.n + c.n
def frozen(x, c): return x + c.n + len(c.name)
def plain(x, o): return x + o.v + o.t + o.cls_attr
def has_attribute(x, o):
    if hasattr(o, "v"): x = x + 1
    if not hasattr(o, "nope"): x = x + 2
    return x
def property_of(x, o): return x + o.n + o.shift + len(o.kind)
def getattr_of(x, o): return x + o.n + o.extra
def slots(x, o): return x + o.a + o.b
def namespace(x, ns): return x + ns.a + ns.b.c
def methods(x, o): return o.me(o.cl(o.st(x)))
def class_scale(x, c): return x + c.scale
def call(x, f): return f(x)
def compose(x, f, g): return f(g(x))
def each(x, ms):
    for m in ms: x = m(x)
    return x
def keyword(x, *, scale=2.0, shift=None): return x * scale if shift is None else x * scale + shift
def variadic(x, *args, **kwargs): return x + sum(args) + sum(kwargs[k] for k in sorted(kwargs))
def defaults(x, n=3, *, k="a"): return x + n + len(k)
def default_object(x, c=Frozen(2)): return x + c.n
def counter(n, t):
    def inner(x): return x * n + t
    return inner
def nested_closure(n):
    k, d = [n, n + 1], {"u": n}
    def inner(x):
        def deep(y): return y + k[1] + d["u"]
        return deep(x) * k[0]
    return inner


# globals and the process
def global_enum(x): return x + 1 if CURRENT == Mode.FAST else x
def global_list(x): return x + len(NAMES) + LIMIT + len(NAMES[0]) if FLAG else x
def global_table(x, k): return TABLE[k](x)
def global_pair(x): return x * PAIR[0] + PAIR[1]
def global_weight(x): return x + WEIGHT
def global_settings(x): return x * SETTINGS["scale"] if SETTINGS["mode"] == "fast" else x
def new_tensor(x): return x + torch.zeros(3)
def autocast(x, on):
    with torch.autocast("cpu", enabled=on): return x @ x
def grad_mode(x): return x + 1 if torch.is_grad_enabled() else x
def inference_mode(x): return x + 1 if torch.is_inference_mode_enabled() else x
def default_dtype(x): return x.to(torch.get_default_dtype())
def vmapped(x): return torch.func.vmap(torch.sin)(x)
def no_grad(x):
    with torch.no_grad(): y = x * 2
    return y + x


# shapes
def matmul(x, y): return x @ y
def view(x, n): return x.view(n, -1) + n
def longer(x): return x + x.shape[0] if x.shape[0] > 4 else x - 1
def by_four(x): return x.reshape(4, -1).sum(0) if x.shape[0] % 4 == 0 else x.sum()
def concatenated(x, y): return torch.cat([x, y], dim=0) @ torch.ones(x.shape[1], 2)
def patches(x, p):
    b, c, h, w = x.shape
    return x.permute(0, 2, 3, 1).reshape(b, h * w, c // p, p).sum(-1)
def several(x, y, n):
    if x.shape[0] > y.shape[0] and x.shape[0] % 2 == 0 and n * 3 <= x.shape[0] + y.shape[1]:
        return x[: y.shape[0]].sum() + y.sum() * n
    return x.sum() - y.sum()
def divided(x, n): return x.reshape(x.shape[0] // n, n, -1).mean(1)
def shorter(x, y): return x[: min(x.shape[0], y.shape[0])] + y[: min(x.shape[0], y.shape[0])]
def by_stride(x): return x + 1 if x.stride(0) > 3 else x
def by_float(x, f, n): return x * f + n if f > 1.5 and n < 10 else x
def squared(x): return x.sum() if x.shape[0] ** 2 > 20 else x
def rounded(x, f): return x[: round(x.shape[0] / 2)] * math.ceil(f)
def thirds(x): return x.sum() if x.numel() // 3 != 5 else x
def wide(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, a21):
    return a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11 + a12 + a13 + a14 + a15 + a16 + a17 + a18 + a19 + a20 + a21
