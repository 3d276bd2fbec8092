"""What the recorded scenarios compile, as a user would write it: the classes of its values."""
import collections
import dataclasses
import enum
import typing

import torch


class Mode(enum.Enum):
    FAST = "fast"
    SLOW = "slow"


class Shade(enum.Enum):
    FAST = "fast"


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


class Perm(enum.Flag):
    R = 1
    W = 2


class MyInt(int):
    pass


class MyFloat(float):
    pass


class MyStr(str):
    pass


class MyList(list):
    pass


class MyTuple(tuple):
    pass


class MySet(set):
    pass


class MyDict(dict):
    pass


Pair = collections.namedtuple("Pair", "a b")
Triple = collections.namedtuple("Triple", "a b c")


class Point(typing.NamedTuple):
    x: torch.Tensor
    y: torch.Tensor


@dataclasses.dataclass
class Config:
    n: int = 3
    rate: float = 0.5
    name: str = "x"
    dims: tuple = (1, 2)
    sub: typing.Any = None

    def total(self):
        return self.n * 2


class SubConfig(Config):
    pass


@dataclasses.dataclass(frozen=True)
class Frozen:
    n: int = 3
    name: str = "x"


class Plain:
    cls_attr = 3

    def __init__(self, v, t=None):
        self.v = v
        self.t = t


class Slots:
    __slots__ = ("a", "b")

    def __init__(self, a, b):
        self.a, self.b = a, b


class WithProperty:
    shift = 2
    kind = "k"

    def __init__(self, n):
        self._n = n

    @property
    def n(self):
        return self._n


class SubProperty(WithProperty):
    shift = 2


class OtherProperty(WithProperty):
    shift = 5


class WithGetattr:
    def __init__(self, n):
        self.n = n

    def __getattr__(self, name):
        if name == "extra":
            return 7
        raise AttributeError(name)


class Sized:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n


class Multiply:
    def __init__(self, k):
        self.k = k

    def __call__(self, x):
        return x * self.k


class Methods:
    scale = 3

    @staticmethod
    def st(x):
        return x + 1

    @classmethod
    def cl(cls, x):
        return x * cls.scale

    def me(self, x):
        return x - self.scale


class Child(Methods):
    pass


class EqualsAll:
    __hash__ = object.__hash__

    def __eq__(self, other):
        return True


class CannotEqual:
    __hash__ = object.__hash__

    def __eq__(self, other):
        raise ValueError("no")


class MarkedTensor(torch.Tensor):
    pass


class ScaledTensor(torch.Tensor):
    """A traceable wrapper subclass with metadata and a __metadata_guard__."""

    @staticmethod
    def __new__(cls, elem, scale):
        return torch.Tensor._make_wrapper_subclass(
            cls, elem.shape, dtype=elem.dtype, device=elem.device, strides=elem.stride(), requires_grad=elem.requires_grad
        )

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
        tree_map, leaves = torch.utils._pytree.tree_map, torch.utils._pytree.tree_leaves((args, kwargs or {}))
        scale = next(leaf.scale for leaf in leaves if isinstance(leaf, ScaledTensor))
        args, kwargs = tree_map(lambda t: t.elem if isinstance(t, ScaledTensor) else t, (args, kwargs or {}))
        out = func(*args, **kwargs)
        return tree_map(lambda t: ScaledTensor(t, scale) if isinstance(t, torch.Tensor) else t, out)

    @classmethod
    def __metadata_guard__(cls, orig, other):
        return orig["scale"] == other["scale"]
