"""Makes Python values of the values of a scenario (shared/scenario.ts). No constructor of a user's class is called."""
import collections
import importlib
import itertools
import types
import weakref

from .surroundings import Unmade


class StandIn:
    """In the place of a value that the scenario does not tell."""


class Maker:
    """One scenario's values: `id` names one, `ref` points to it. `notes` says what was made otherwise than it is told."""

    def __init__(self):
        self.made, self.storages, self.notes, self.alive = {}, {}, [], []

    def __call__(self, v):
        if "ref" in v:
            if v["ref"] not in self.made: raise Unmade(f"a reference to {v['ref']}, which is not there")
            return self.made[v["ref"]]
        make = getattr(self, f"make_{v['kind']}", None)
        if make is None: raise Unmade(f"a {v['kind']} cannot be made")
        value = make(v)
        self.keep(v, value)
        return value

    def keep(self, v, value):
        if "id" in v: self.made.setdefault(v["id"], value)
        return value

    def each(self, values):
        return [self(v) for v in values]

    def named(self, attributes):
        return {name: self(v) for name, v in (attributes or {}).items()}

    def pairs(self, items):
        return [(self(key), self(value)) for key, value in items]

    # ------------------------------------------------------------ plain
    def make_none(self, v): return None
    def make_ellipsis(self, v): return ...
    def make_bool(self, v): return v["value"]
    def make_str(self, v): return v["value"]
    def make_int(self, v): return int(v["value"])
    def make_float(self, v): return float(v["value"])
    def make_complex(self, v): return complex(float(v["re"]), float(v["im"]))
    def make_bytes(self, v): return bytes.fromhex(v["hex"])
    def make_range(self, v): return range(v["start"], v["stop"], v["step"])
    def make_slice(self, v): return slice(self(v["start"]), self(v["stop"]), self(v["step"]))
    def make_dtype(self, v): return found(v["name"])
    def make_layout(self, v): return found(v["name"])
    def make_memory_format(self, v): return found(v["name"])
    def make_class(self, v): return found(v["name"])

    def make_builtin(self, v):
        # functions of torch say that they are methods of a class which is not there by that name
        return found(v["name"].replace("torch._VariableFunctionsClass.", "torch._C._VariableFunctions."))

    def make_device(self, v):
        import torch

        return torch.device(v["type"]) if v["index"] is None else torch.device(v["type"], v["index"])

    def make_enum(self, v):
        cls = found(v["type"])
        return cls[v["name"]] if v["name"] is not None else cls(self(v["value"]))

    def make_dispatch_key_set(self, v):
        import torch

        return torch._C.DispatchKeySet.from_raw_repr(int(v["raw"]))

    # ------------------------------------------------------------ code
    def make_function(self, v):
        function = found(f"{v['module']}.{v['qualname']}")
        return function

    def make_cell(self, v):
        return types.CellType(self(v["contents"])) if "contents" in v else types.CellType()

    def make_method(self, v): return getattr(self(v["self"]), v["name"].split(".")[-1])

    def make_pymodule(self, v):
        try:
            return importlib.import_module(v["name"])
        except ImportError as error:
            raise Unmade(f"module {v['name']} is not here") from error

    # ------------------------------------------------------------ containers
    def make_sequence(self, v):
        cls = found(v["type"])
        if cls is list:
            value = self.keep(v, [])
            value.extend(self.each(v["items"]))
            return value
        items = self.each(v["items"])
        if cls is collections.deque: return collections.deque(items)
        if issubclass(cls, tuple): return self.filled(made_by_base(cls, items), v)
        value = list.__new__(cls)
        list.extend(value, items)
        return self.filled(value, v)

    def make_set(self, v):
        cls = found(v["type"])
        items = self.each(v["items"])
        if cls in (set, frozenset): return cls(items)
        if issubclass(cls, frozenset): return self.filled(frozenset.__new__(cls, items), v)
        value = set.__new__(cls)
        set.update(value, items)
        return self.filled(value, v)

    def make_dict(self, v):
        cls = found(v["type"])
        base = next(base for base in (collections.OrderedDict, collections.defaultdict, dict) if issubclass(cls, base))
        value = self.keep(v, base.__new__(cls))
        if "default_factory" in v: value.default_factory = self(v["default_factory"])
        for key, item in self.pairs(v["items"]): base.__setitem__(value, key, item)
        return self.filled(value, v)

    def make_mappingproxy(self, v): return types.MappingProxyType(dict(self.pairs(v["items"])))

    def make_dict_keys(self, v):
        held = dict.fromkeys(self.each(v["items"]))
        self.alive.append(held)
        return held.keys()

    def make_scalar_subclass(self, v):
        cls, plain = found(v["type"]), self(v["value"])
        base = next((base for base in (int, float, str) if issubclass(cls, base)), None)
        if base is None: return cls(plain)
        return self.filled(base.__new__(cls, plain), v)

    def make_tuple_iterator(self, v): return iter(tuple(self.each(v["items"])))

    def make_list_iterator(self, v):
        self.notes.append("a list iterator has other items")
        return iter([None] * v["remaining"])

    def make_list_reverseiterator(self, v):
        iterator = reversed(self(v["list"]))
        iterator.__setstate__(v["index"])
        return iterator

    def make_range_iterator(self, v):
        iterator = iter(range(v["start"], v["stop"], v["step"]))
        for _ in range(v["position"]): next(iterator, None)
        return iterator

    def make_count_iterator(self, v): return itertools.count(self(v["item"]), self(v["step"]))

    def make_weakref(self, v):
        target = self(v["target"])
        self.alive.append(target)
        return weakref.ref(target)

    def make_ndarray(self, v):
        try: import numpy
        except ImportError: raise Unmade("numpy is not here") from None
        return numpy.empty(v["shape"], dtype=v["dtype"])

    # ------------------------------------------------------------ objects
    def make_object(self, v):
        cls = found(v["type"])
        try: value = made_by_base(cls)
        except TypeError: raise Unmade(f"a {v['type']} cannot be made without its constructor") from None
        self.keep(v, value)
        return self.filled(value, v)

    def filled(self, value, v):
        self.keep(v, value)
        if v.get("attrs"): value.__dict__.update(self.named(v["attrs"]))
        for name, slot in self.named(v.get("slots")).items(): object.__setattr__(value, name, slot)
        return value

    def stand_in(self, v):
        self.notes.append(f"a {v.get('type', v['kind'])} that the scenario does not tell is another object")
        return StandIn()

    make_opaque = make_undescribable = make_missing = stand_in

    def make_tensor(self, v):
        from .tensors import tensor

        return tensor(self, v)


def made_by_base(cls, *args):
    """By the nearest class above it that is written in C: no code of a user's class runs."""
    written_in_python = 1 << 9
    return next(base for base in cls.__mro__ if not base.__flags__ & written_in_python).__new__(cls, *args)


def found(name):
    """What a dotted name leads to."""
    parts = name.split(".")
    for split in range(len(parts), -1, -1):
        module = ".".join(parts[:split]) or "builtins"
        try:
            value = importlib.import_module(module)
        except ImportError:
            continue
        try:
            for part in parts[split:]: value = getattr(value, part)
        except AttributeError:
            break
        return value
    raise Unmade(f"{name} is not here")
