"""What the corpus compiles: functions, classes and modules of a user, whose names stand in the blobs as `demo_models.X`."""
import collections, dataclasses, enum, itertools, types, typing
import torch
import torch.nn as nn

# ---------------------------------------------------------------- globals
GLOBAL_TENSOR = torch.arange(4.0)
GLOBAL_CONFIG = {"scale": 2.0, "mode": "fast", "dims": [1, 2]}
GLOBAL_FLAG = True
GLOBAL_INT = 7

class Color(enum.Enum):
    RED = 1
    BLUE = 2

@dataclasses.dataclass
class Cfg:
    hidden: int
    act: str = "relu"
    scale: float = 1.0
    extra: typing.Optional[dict] = None

@dataclasses.dataclass(frozen=True)
class FrozenCfg:
    a: int
    b: str

class Point(typing.NamedTuple):
    x: torch.Tensor
    y: torch.Tensor

class Plain:
    cls_attr = 3
    def __init__(self, v, t=None):
        self.v = v
        self.t = t

class Slotted:
    __slots__ = ("v", "t")
    def __init__(self, v, t):
        self.v = v
        self.t = t

class MyDict(dict):
    pass

class MyInt(int):
    pass

# ---------------------------------------------------------------- functions
def add_one(x): return x + 1
def add_two(x, y): return x + y
def use_param(p, x): return p * x

def use_grad(x):
    if x.grad is None:
        return x + 1
    return x + x.grad

def list_in(xs): return xs[0] + len(xs)

def list_sum(xs):
    out = xs[0]
    for t in xs[1:]:
        out = out + t
    return out

def empty_list(x, xs):
    if not xs:
        return x + 1
    return x + 2

def deque_in(x, d): return x + d[0] + len(d)
def dict_get(d): return d["a"] + d["b"]

def dict_contains(x, d):
    if "k" in d:
        x = x + 1
    if "missing" not in d:
        x = x + 2
    return x

def dict_items(d):
    out = 0
    for k, v in d.items():
        out = out + v * len(k)
    return out

def dict_int_keys(d): return d[1] + d[2]
def dict_nested(d): return d["a"]["b"]["c"] + d["a"]["n"]

def set_contains(x, s):
    if 3 in s:
        x = x + 1
    if 9 not in s:
        x = x * 2
    return x

def scalar_int(x, n): return x + n
def scalar_two_int(x, n, m): return x * n + m
def scalar_float(x, f): return x * f

def scalar_str(x, s):
    if s == "relu":
        return x.relu()
    return x

def scalar_bool(x, b): return x + 1 if b else x - 1
def scalar_none(x, n): return x + 1 if n is None else x - 1
def scalar_complex(x, c): return x * c
def dtype_in(x, dt): return x.to(dt) + 1
def device_in(x, dev): return x.to(dev) + 1
def size_in(x, s): return x.reshape(s)

def enum_in(x, c):
    if c is Color.RED:
        return x + 1
    return x - 1

def slice_in(x, s): return x[s]

def range_in(x, r):
    for i in r:
        x = x + i
    return x

def myint_in(x, n): return x + n
def frozenset_in(x, s): return x + len(s)

def hasattr_fn(x, obj):
    if hasattr(obj, "v"):
        x = x + 1
    if not hasattr(obj, "nope"):
        x = x + 2
    return x

def obj_attrs(x, obj): return x + obj.v + obj.t
def obj_cls_attr(x, obj): return x + obj.cls_attr

def tuple_iter(t, x):
    for e in t:
        x = x + e
    return x

def range_iter(t, x):
    for e in t:
        x = x + e
    return x

def count_iter(c, x):
    return x + next(c)

def builtin_len(x): return x + len(x)
def builtin_multi(x): return x + max(abs(-3), int(2.5))
def call_user_fn(x): return add_one(x) * 2
def call_torch_fn(x): return torch.nn.functional.relu(torch.sin(x))
def call_class(x): return x + Plain(3).v
def call_module_attr(x): return x + len(types.__name__)
def func_arg(x, f): return f(x)

def make_closure(k, w):
    def inner(x):
        return x * w + k
    return inner

def dup_inputs(x, y): return x + y

def mapping_proxy(x, mp):
    out = x
    for k in mp.keys():
        out = out + mp[k]
    return out

def kwargs_fn(x, **kw): return x * kw["scale"] + kw["bias"]

def args_fn(x, *args):
    for a in args:
        x = x + a
    return x

def default_args(x, n=3, *, k="a"): return x + n + len(k)

def dataclass_in(x, cfg):
    if cfg.act == "relu":
        x = x.relu()
    if cfg.extra is not None:
        x = x + cfg.extra["bias"]
    return x * cfg.scale + cfg.hidden

def frozen_dataclass_in(x, cfg): return x + cfg.a + len(cfg.b)

def kwargs_dataclass(x, cfg, **kw):
    y = x * cfg.scale
    if cfg.act == "relu":
        y = y.relu()
    for k in sorted(kw):
        y = y + kw[k]
    return y

def namedtuple_in(p): return p.x * p.y
def global_tensor(x): return x + GLOBAL_TENSOR

def global_config(x):
    if GLOBAL_CONFIG["mode"] == "fast":
        return x * GLOBAL_CONFIG["scale"]
    return x

def global_scalar(x): return x + GLOBAL_INT if GLOBAL_FLAG else x

def shape_rel(x):
    if x.shape[0] > 4:
        return x + x.shape[0]
    return x - 1

def shape_mod(x):
    if x.shape[0] % 4 == 0:
        return x.reshape(4, -1).sum(0)
    return x.sum()

def shape_two(x, y):
    return torch.cat([x, y], dim=0) @ torch.ones(x.shape[1], 2)

def shape_matmul(x, y): return x @ y
def shape_view(x, n): return x.view(n, -1) + n

def shape_complex(x, y, n):
    if x.shape[0] * 2 == y.shape[0] and n < x.shape[0]:
        return x.sum() + y[::2].sum() + n
    return x.sum()

def float_sym(x, f):
    if f > 0.5:
        return x * f
    return x

def dks_in(x, ks):
    if ks.has(torch._C.DispatchKey.CPU):
        return x + 1
    return x

def dual_fn(x):
    with torch.autograd.forward_ad.dual_level():
        d = torch.autograd.forward_ad.make_dual(x, torch.ones_like(x))
        return torch.autograd.forward_ad.unpack_dual(d.sin()).tangent

def functorch_fn(x): return torch.func.vmap(torch.sin)(x)
def vmap_inner(x): return x.sin() + 1
def saved_hooks(x): return (x * x).sin()

def graph_break(x):
    y = x + 1
    torch._dynamo.graph_break()
    return y * 2

def numpy_in(a): return torch.from_numpy(a) + 1

def no_grad_fn(x):
    with torch.no_grad():
        y = x * 2
    return y + x

def autocast_fn(x, w):
    with torch.autocast("cpu", dtype=torch.bfloat16):
        return x @ w

def pytree_fn(x): return torch.utils._pytree.tree_map(lambda t: t + 1, {"a": x})
def weak_fn(x, ref): return x + ref()
def default_device_fn(x): return torch.ones(4) + x
def list_const(x, l): return x + l.index(2) + len(l)
def subclass_fn(t): return t * 2
def generator_in(x, g): return x + torch.rand(3, generator=g)

def use_global_mod(x): return GLOBAL_MOD(x)

def use_global_opt(x):
    for g in GLOBAL_OPT.param_groups:
        x = x * g["lr"]
    GLOBAL_OPT.step()
    return x

def pytree_custom(x):
    leaves, spec = torch.utils._pytree.tree_flatten([x, {"k": x}])
    return leaves[0] + len(torch.utils._pytree.SUPPORTED_NODES)

def make_closure_fn(f):
    def inner(x):
        return f(x)
    return inner

# ---------------------------------------------------------------- modules
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

class MissingAttr(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.ones(4))
    def forward(self, x):
        if hasattr(self, "bias_extra"):
            x = x + self.bias_extra
        return x * self.w

class EncoderWrap(nn.Module):
    def __init__(self, d=16, heads=2, ff=32):
        super().__init__()
        self.layer = nn.TransformerEncoderLayer(d, heads, ff, batch_first=True)
    def forward(self, x):
        return self.layer(x)

class Attention(nn.Module):
    def __init__(self, d, heads):
        super().__init__()
        self.d, self.heads = d, heads
        self.qkv = nn.Linear(d, 3 * d, bias=False)
        self.proj = nn.Linear(d, d)
        self.register_buffer("mask", torch.tril(torch.ones(64, 64)).bool(), persistent=False)
    def forward(self, x):
        b, t, _ = x.shape
        q, k, v = self.qkv(x).chunk(3, -1)
        sh = lambda z: z.view(b, t, self.heads, -1).transpose(1, 2)
        q, k, v = sh(q), sh(k), sh(v)
        a = (q @ k.transpose(-1, -2)) / (self.d // self.heads) ** 0.5
        a = a.masked_fill(~self.mask[:t, :t], float("-inf")).softmax(-1)
        return self.proj((a @ v).transpose(1, 2).reshape(b, t, self.d))

class Block(nn.Module):
    def __init__(self, d, heads):
        super().__init__()
        self.ln1, self.ln2 = nn.LayerNorm(d), nn.LayerNorm(d)
        self.attn = Attention(d, heads)
        self.mlp = nn.Sequential(nn.Linear(d, 4 * d), nn.GELU(), nn.Linear(4 * d, d))
    def forward(self, x):
        x = x + self.attn(self.ln1(x))
        return x + self.mlp(self.ln2(x))

class GPT(nn.Module):
    def __init__(self, vocab=50, d=16, heads=2, layers=2, ctx=64):
        super().__init__()
        self.tok = nn.Embedding(vocab, d)
        self.pos = nn.Embedding(ctx, d)
        self.blocks = nn.ModuleList([Block(d, heads) for _ in range(layers)])
        self.ln = nn.LayerNorm(d)
        self.head = nn.Linear(d, vocab, bias=False)
    def forward(self, idx):
        x = self.tok(idx) + self.pos(torch.arange(idx.shape[1]))
        for blk in self.blocks:
            x = blk(x)
        return self.head(self.ln(x))

class Wide(nn.Module):
    """2*n parameters."""
    def __init__(self, n=110, d=4):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(d, d) for _ in range(n)])
    def forward(self, x):
        for l in self.layers:
            x = l(x)
        return x

class NestedDict(nn.Module):
    def __init__(self):
        super().__init__()
        self.towers = nn.ModuleDict({
            "vision": nn.ModuleDict({"in": nn.Linear(4, 4), "out": nn.Linear(4, 2)}),
            "text": nn.ModuleDict({"in": nn.Linear(4, 4), "out": nn.Linear(4, 2)}),
        })
        self.order = ["vision", "text"]
    def forward(self, batch):
        outs = []
        for k in self.order:
            h = self.towers[k]["in"](batch[k]).relu()
            outs.append(self.towers[k]["out"](h))
        return torch.cat(outs, -1)

class ConvNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3, padding=1)
        self.bn = nn.BatchNorm2d(4)
        self.fc = nn.Linear(4, 2)
    def forward(self, x):
        return self.fc(self.bn(self.conv(x)).relu().mean((2, 3)))

class BufferState(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("steps", torch.zeros(()))
        self.k = 2
        self.names = ("a", "b")
    def forward(self, x):
        return x * self.k + self.steps + len(self.names)

class Cell(nn.Module):
    """ParameterList + ParameterDict + kwargs-only forward."""
    def __init__(self):
        super().__init__()
        self.pl = nn.ParameterList([nn.Parameter(torch.ones(3)) for _ in range(3)])
        self.pd = nn.ParameterDict({"u": nn.Parameter(torch.ones(3)), "v": nn.Parameter(torch.zeros(3))})
    def forward(self, x, *, gain=1.0):
        for p in self.pl:
            x = x + p
        return x * self.pd["u"] + self.pd["v"] * gain

# ---------------------------------------------------------------- tensor subclasses
class ScaledTensor(torch.Tensor):
    """Traceable wrapper subclass with metadata and a __metadata_guard__."""
    @staticmethod
    def __new__(cls, elem, scale):
        return torch.Tensor._make_wrapper_subclass(cls, elem.shape, dtype=elem.dtype, device=elem.device,
                                                   strides=elem.stride(), requires_grad=elem.requires_grad)
    def __init__(self, elem, scale):
        self.elem = elem
        self.scale = scale
    def __repr__(self):
        return f"ScaledTensor({self.scale})"
    def __tensor_flatten__(self):
        return ["elem"], {"scale": self.scale}
    @staticmethod
    def __tensor_unflatten__(inner, ctx, outer_size, outer_stride):
        return ScaledTensor(inner["elem"], ctx["scale"])
    @classmethod
    def __torch_dispatch__(cls, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        unwrap = lambda t: t.elem if isinstance(t, ScaledTensor) else t
        scale = next(a.scale for a in torch.utils._pytree.tree_leaves((args, kwargs)) if isinstance(a, ScaledTensor))
        out = func(*torch.utils._pytree.tree_map(unwrap, args), **torch.utils._pytree.tree_map(unwrap, kwargs))
        return torch.utils._pytree.tree_map(lambda t: ScaledTensor(t, scale) if isinstance(t, torch.Tensor) else t, out)
    @classmethod
    def __metadata_guard__(cls, orig, other):
        return orig["scale"] == other["scale"]

class LocalSub(torch.Tensor):
    pass

GLOBAL_MOD = MLP().eval()
GLOBAL_P = nn.Parameter(torch.ones(3)); GLOBAL_P.grad = torch.ones(3)
GLOBAL_OPT = torch.optim.SGD([GLOBAL_P], lr=0.5)


def set_contains_many(x, s):
    for n in range(40):
        if n in s:
            x = x + n
    return x
