"""Other numbers, text and containers in the place of one: a name to what makes each."""
import collections
import enum
import types

import numpy as np
import torch
from change_tensors import with_attributes
from user_code import classes


def constants(*values):
    return {f"{v!r}"[:40]: (lambda v=v: v) for v in values}


def of_number(v):
    if isinstance(v, bool): return constants(not v, int(v), None, float(v), "True", np.bool_(v), [])
    if isinstance(v, complex): return constants(v + 1, complex(v.real), complex(v.real, -v.imag), complex(-v.real, v.imag), v.real, complex("nan"), None)
    if isinstance(v, int):
        return constants(v + 1, -v, v - 1, v * 2, 0, 1, 257, 2**70, float(v), str(v), True, None, np.int64(v), complex(v)) | {
            "MyInt": lambda: classes.MyInt(v),
            "IntEnum": lambda: classes.Level.HIGH,
            "equal": lambda: int(str(v)),
            "tensor": lambda: torch.tensor(v),
            "equals all": classes.EqualsAll,
        }
    whole = int(v) if abs(v) < 1e9 else 1
    others = (v + 1, -v, v * 1.0000000000000002, float("nan"), float("inf"), -0.0, 0.0, whole, str(v), None, np.float32(v), np.float64(v), True, complex(v))
    return constants(*others) | {"MyFloat": lambda: classes.MyFloat(v)}


def of_text(v):
    if isinstance(v, bytes): return constants(v + b"x", b"", bytearray(v), v.decode("latin1"), None)
    others = constants(v + "x", v[:-1], "", v.upper(), v.encode(), None, 3, v[::-1], v + "é", [v])
    return others | {"MyStr": lambda: classes.MyStr(v), "equal": lambda: "".join(list(v))}


def of_enum(v):
    return {
        **{f"member {x.name}": (lambda x=x: x) for x in type(v)},
        "value": lambda: v.value,
        "of another enum": lambda: classes.Shade.FAST,
        "of an IntEnum": lambda: classes.Level.LOW,
        "of a Flag": lambda: classes.Perm.R,
        "none": lambda: None,
    }


def of_numpy(v):
    if isinstance(v, np.ndarray):
        return {
            "int64": lambda: v.astype("int64"),
            "float32": lambda: v.astype("float32"),
            "shape": lambda: np.ones(4),
            "matrix": lambda: np.ones((1, 1)),
            "same": lambda: v.copy(),
            "strided": lambda: np.ones(8)[::2],
            "by columns": lambda: np.ones((2, 3), order="F"),
            "list": lambda: v.tolist(),
            "scalar": lambda: np.float64(1.0),
            "tensor": lambda: torch.zeros(1),
            "none": lambda: None,
        }
    return {
        "other": lambda: type(v)(v + 1),
        "same": lambda: type(v)(v),
        "int": lambda: int(v),
        "float": lambda: float(v),
        "int32": lambda: np.int32(v),
        "array": lambda: np.array(v),
        "none": lambda: None,
    }


def of_dict(v):
    items = list(dict.items(v))

    def make(pairs):
        made = collections.defaultdict(v.default_factory) if isinstance(v, collections.defaultdict) else type(v)()
        made.update(dict(pairs))
        return made

    changed = {
        "same": lambda: make(items),
        "reversed": lambda: make(items[::-1]),
        "extra": lambda: make(items + [("zz", 1)]),
        "extra first": lambda: make([("zz", 1)] + items),
        "extra int": lambda: make(items + [(9, 1)]),
        "extra missing": lambda: make(items + [("missing", 1)]),
        "empty": lambda: make([]),
        "dict": lambda: dict(items),
        "OrderedDict": lambda: collections.OrderedDict(items),
        "defaultdict": lambda: collections.defaultdict(int, items),
        "defaultdict of lists": lambda: collections.defaultdict(list, items),
        "MyDict": lambda: classes.MyDict(items),
        "MyDict with x": lambda: with_attributes(classes.MyDict(items), x=1),
        "proxy": lambda: types.MappingProxyType(dict(items)),
        "UserDict": lambda: collections.UserDict(items),
        "Counter": lambda: collections.Counter({k: 1 for k, _ in items}),
        "ChainMap": lambda: collections.ChainMap(dict(items)),
        "items": lambda: items,
        "keys": lambda: dict(items).keys(),
        "none": lambda: None,
    }
    for k, _ in items[:6]:
        as_key = lambda new, k=k: make([(new if a is k else a, x) for a, x in items])
        changed[f"without {k!r}"] = lambda k=k: make([(a, x) for a, x in items if a is not k])
        changed[f"{k!r} renamed"] = lambda as_key=as_key: as_key("qq")
        if isinstance(k, str): changed[f"{k!r} as MyStr"] = lambda as_key=as_key, k=k: as_key(classes.MyStr(k))
        if isinstance(k, int): changed[f"{k!r} as float"] = lambda as_key=as_key, k=k: as_key(float(k))
    return changed


def of_proxy(v):
    items, proxy = list(v.items()), types.MappingProxyType
    return {
        "reversed": lambda: proxy(dict(items[::-1])),
        "extra": lambda: proxy(dict(items + [("z", 1)])),
        "other values": lambda: proxy({k: 9 for k, _ in items}),
        "of an OrderedDict": lambda: proxy(collections.OrderedDict(items)),
        "keys as MyStr": lambda: proxy({classes.MyStr(k): x for k, x in items}),
        "empty": lambda: proxy({}),
        "dict": lambda: dict(items),
        "none": lambda: None,
    }


def of_sequence(v):
    items = list(v)
    if hasattr(v, "_fields"):
        return {
            "tuple": lambda: tuple(v),
            "list": lambda: items,
            "reversed": lambda: type(v)(*items[::-1]),
            "Pair": lambda: classes.Pair(*items[:2]),
            "Triple": lambda: classes.Triple(*(items + [1])[:3]),
            "first throughout": lambda: type(v)(*items[:1] * len(items)),
            "none": lambda: None,
        }
    if isinstance(v, collections.deque):
        make = lambda items: collections.deque(items, v.maxlen)
    else:
        make = type(v)
    return {
        "same": lambda: make(items),
        "longer": lambda: make(items + [1]),
        "first again": lambda: make(items + items[:1]),
        "first throughout": lambda: make(items[:1] * len(items)),
        "without last": lambda: make(items[:-1]),
        "without first": lambda: make(items[1:]),
        "empty": lambda: make([]),
        "reversed": lambda: make(items[::-1]),
        "tuple": lambda: tuple(items),
        "list": lambda: items,
        "MyList": lambda: classes.MyList(items),
        "MyTuple": lambda: classes.MyTuple(items),
        "Pair": lambda: classes.Pair(*items[:2]),
        "deque": lambda: collections.deque(items),
        "size": lambda: torch.Size(items),
        "set": lambda: set(items),
        "dict": lambda: dict(enumerate(items)),
        "iterator": lambda: iter(items),
        "array": lambda: np.array(items),
        "str": lambda: "ab",
        "none": lambda: None,
    }


def of_set(v):
    items, make = list(v), type(v)
    return {
        "same": lambda: make(items),
        "with 99": lambda: make(items + [99]),
        "with 9": lambda: make(items + [9]),
        "without first": lambda: make(items[1:]),
        "without last": lambda: make(items[:-1]),
        "empty": make,
        "floats": lambda: make(float(x) for x in items),
        "strings": lambda: make(str(x) for x in items),
        "set": lambda: set(v),
        "frozenset": lambda: frozenset(v),
        "MySet": lambda: classes.MySet(v),
        "list": lambda: items,
        "dict": lambda: dict.fromkeys(items),
        "none": lambda: None,
    }


def of_range(v):
    others = (range(v.start, v.stop + v.step, v.step), range(v.start, v.stop), range(0), range(v.start + 1, v.stop, v.step), range(5, 0, -1), None)
    return constants(*others) | {"list": lambda: list(v), "equal": lambda: range(v.start, v.stop, v.step)}


def of_slice(v):
    return {
        "same": lambda: slice(v.start, v.stop, v.step),
        "start": lambda: slice(0, v.stop, v.step),
        "start True": lambda: slice(True, v.stop, v.step),
        "stop": lambda: slice(v.start, 3, v.step),
        "step": lambda: slice(v.start, v.stop, None),
        "empty": lambda: slice(None),
        "int": lambda: 1,
    }


OF_TYPE = [
    (enum.Enum, of_enum),
    ((bool, int, float, complex), of_number),
    ((str, bytes), of_text),
    (type(None), lambda v: constants(0, False, "", 1, ()) | {"tensor": lambda: torch.zeros(3), "object": object}),
    ((np.ndarray, np.generic), of_numpy),
    (dict, of_dict),
    (types.MappingProxyType, of_proxy),
    ((list, tuple, collections.deque), of_sequence),
    ((set, frozenset), of_set),
    (range, of_range),
    (slice, of_slice),
    (torch.dtype, lambda v: constants(torch.float16, torch.int64, torch.float64, "float64", None, torch.strided)),
    (torch.device, lambda v: constants(torch.device("meta"), torch.device("cpu", 0), torch.device("cuda", 0), torch.device("cpu"), "cpu", None)),
    (torch.layout, lambda v: constants(torch.sparse_coo, torch.strided, None)),
    (torch.memory_format, lambda v: constants(torch.contiguous_format, torch.channels_last, torch.preserve_format, None)),
]
