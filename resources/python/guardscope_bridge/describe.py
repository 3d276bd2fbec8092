"""Describes live values as JSON in the schema of shared/scenario.ts, without running what is not asked for by a guard."""
import collections
import enum
import inspect
import itertools
import sys
import types
import weakref

import torch

from .describe_tensor import tensor
from .process_state import qualified

TUPLE_ITERATOR, LIST_ITERATOR, RANGE_ITERATOR = type(iter(())), type(iter([])), type(iter(range(0)))
LIST_REVERSEITERATOR = type(reversed([]))
CONTAINERS = (list, tuple, dict, set, frozenset, collections.OrderedDict, collections.defaultdict, collections.deque)
METHODS = (types.FunctionType, types.BuiltinFunctionType, classmethod, staticmethod, types.MethodDescriptorType, types.WrapperDescriptorType)
# what the description of a function says already
OF_FUNCTIONS = {
    "__defaults__", "__kwdefaults__", "__closure__", "__code__", "__dict__", "__class__", "__name__", "__qualname__",
    "__module__", "__globals__", "__self__", "__func__",
}
# what a method gives of the function behind it, of which its description says the name
OF_THEIR_FUNCTIONS = {"__func__", "__defaults__", "__kwdefaults__", "__closure__"}
DEPTH_OF_READS = 3
PLACEMENT = ("dim", "reduce_op", "split_factor")
# of what no guard reads: containers up to this many items and so deep are told all the same
SMALL, SHALLOW = 64, 3
# above it the length of a container is told and no item, unless a guard compares them all
MANY = 5000


class Describer:
    """One scenario's values: an object that comes again is a reference to the first.

    asked(value): the attribute names that guards ask of it, `__len__` among them where they want its length.
    touched(value): None where no guard comes by, so that its type will do; True where its whole is compared. Without it all
    is told.
    """

    def __init__(self, asked, touched=None):
        self.asked, self.touched = asked, touched
        self.ids, self.storages, self.alive, self.depth = {}, {}, [], 0
        self.whole, self.aside = 0, 0

    def __call__(self, v):
        try:
            return self.value(v)
        except RecursionError:
            raise
        except Exception:
            known = {"id": self.ids[id(v)]} if id(v) in self.ids else {}
            return {**known, "kind": "undescribable", "type": qualified(type(v))}

    def value(self, v):
        simple = self.simple(v, type(v))
        if simple is not None:
            return simple
        if id(v) in self.ids:
            return {"ref": self.ids[id(v)]}
        if self.touched is None or self.whole:
            return {"id": self.remember(v), **self.compound(v, type(v))}
        return {"id": self.remember(v), **self.as_far_as_read(v, type(v))}

    def as_far_as_read(self, v, t):
        read = self.touched(v)
        if read:
            self.whole += 1
            try: return self.compound(v, t)
            finally: self.whole -= 1
        many = isinstance(v, CONTAINERS) and len(v) > MANY
        if read is None and not isinstance(v, torch.Tensor):
            small = t in CONTAINERS and len(v) <= SMALL and self.aside < SHALLOW
            if not small: return self.stand_in(v, t)
            self.aside += 1
            try: return self.compound(v, t)
            finally: self.aside -= 1
        if many: return {"kind": "opaque", "type": qualified(t), "length": len(v)}
        aside, self.aside = self.aside, 0
        try: return self.compound(v, t)
        finally: self.aside = aside

    def stand_in(self, v, t):
        if t is types.FunctionType: return {"kind": "function", "module": v.__module__, "qualname": v.__qualname__}
        return {"kind": "opaque", "type": qualified(t)}

    def remember(self, v):
        self.alive.append(v)
        return self.ids.setdefault(id(v), len(self.ids) + 1)

    def each(self, values):
        return [self(v) for v in values]

    def named(self, attributes):
        return {name: self(v) for name, v in attributes.items() if isinstance(name, str)}

    def pairs(self, items):
        return [[self(k), self(v)] for k, v in items]

    def simple(self, v, t):
        if v is None: return {"kind": "none"}
        if v is Ellipsis: return {"kind": "ellipsis"}
        if t in (bool, str): return {"kind": t.__name__, "value": v}
        if t is int: return {"kind": "int", "value": str(v)}
        if t is float: return {"kind": "float", "value": repr(v)}
        if t is complex: return {"kind": "complex", "re": repr(v.real), "im": repr(v.imag)}
        if t is bytes: return {"kind": "bytes", "hex": v.hex()}
        if t in (torch.dtype, torch.layout, torch.memory_format): return {"kind": t.__name__, "name": str(v)}
        if t is torch.device: return {"kind": "device", "type": v.type, "index": v.index}
        if t is range: return {"kind": "range", "start": v.start, "stop": v.stop, "step": v.step}
        if isinstance(v, enum.Enum): return {"kind": "enum", "type": qualified(t), "name": v.name, "value": self(v.value)}
        if isinstance(v, type): return self.cls(v)
        if isinstance(v, types.ModuleType): return self.pymodule(v)
        if isinstance(v, types.BuiltinFunctionType): return {"kind": "builtin", "name": f"{v.__module__}.{v.__qualname__}"}
        if t is torch._C.DispatchKeySet: return {"kind": "dispatch_key_set", "raw": str(v.raw_repr()), "text": str(v)}
        if t.__name__ == "_Missing": return {"kind": "missing", "reason": getattr(v, "_reason", None)}
        return None

    def cls(self, v):
        described = {"kind": "class", "name": qualified(v)}
        if id(v) in self.ids or v.__module__ == "builtins":
            return described
        self.remember(v)
        described["mro"] = [qualified(c) for c in v.__mro__]
        if v.__module__.split(".")[0] not in ("torch", "collections", "enum", "typing"):
            self.add_reads(v, described, {"__mro__", "__dict__", "__name__", "__class__"})
        return described

    def pymodule(self, v):
        names = sorted(self.asked(v))
        attrs = lambda: {name: self(getattr(v, name)) for name in names if hasattr(v, name)}
        if sys.modules.get(v.__name__) is v or isinstance(v, (torch._ops._OpNamespace, torch._ops._Ops)):
            known = id(v) in self.ids
            self.remember(v)
            return {"kind": "pymodule", "name": v.__name__, **({} if known or not names else {"attrs": attrs()})}
        if id(v) in self.ids:
            return {"ref": self.ids[id(v)]}
        return {"id": self.remember(v), "kind": "pymodule", "name": v.__name__, "imported": False, "attrs": attrs()}

    def compound(self, v, t):
        if isinstance(v, torch.Tensor): return tensor(self, v, t)
        if t is types.FunctionType: return self.add_reads(v, self.function(v), OF_FUNCTIONS)
        if t is types.MethodType:
            described = {"kind": "method", "name": v.__func__.__qualname__, "self": self(v.__self__)}
            return self.add_reads(v, described, OF_FUNCTIONS - OF_THEIR_FUNCTIONS)
        if t is types.CellType:
            try: return {"kind": "cell", "contents": self(v.cell_contents)}
            except ValueError: return {"kind": "cell"}
        if t is slice: return {"kind": "slice", "start": self(v.start), "stop": self(v.stop), "step": self(v.step)}
        if t is LIST_ITERATOR: return {"kind": "list_iterator", "remaining": v.__length_hint__()}
        if t is LIST_REVERSEITERATOR:
            # at its end it lets the list go
            of, at = (v.__reduce__()[1][0], v.__length_hint__() - 1) if v.__length_hint__() else ([], -1)
            return {"kind": "list_reverseiterator", "list": self(of), "index": at}
        if t in (TUPLE_ITERATOR, RANGE_ITERATOR):
            reduced = v.__reduce__()
            of, at = reduced[1][0], (reduced[2] if len(reduced) > 2 else 0) or 0
            if t is TUPLE_ITERATOR: return {"kind": "tuple_iterator", "remaining": v.__length_hint__(), "items": self.each(of[at:])}
            return {"kind": "range_iterator", "start": of.start, "stop": of.stop, "step": of.step, "position": at}
        if t is itertools.count:
            item, *step = v.__reduce__()[1]
            return {"kind": "count_iterator", "item": self(item), "step": self(step[0] if step else 1)}
        if isinstance(v, weakref.ReferenceType): return {"kind": "weakref", "target": self(v())}
        if t is types.MappingProxyType: return {"kind": "mappingproxy", "items": self.pairs(v.items())}
        if t.__name__ == "dict_keys": return {"kind": "dict_keys", "items": self.each(v)}
        np = sys.modules.get("numpy")
        if np is not None and t is np.ndarray:
            return {"kind": "ndarray", "dtype": str(v.dtype), "shape": list(v.shape), "strides": list(v.strides)}
        if np is not None and isinstance(v, (np.integer, np.floating, np.bool_)) and not isinstance(v, (int, float)):
            return {"kind": "scalar_subclass", "type": qualified(t), "value": self(v.item())}
        return self.object(v, t)

    def function(self, v):
        return {
            "kind": "function",
            "module": v.__module__,
            "qualname": v.__qualname__,
            "defaults": self.each(v.__defaults__) if v.__defaults__ else None,
            "kwdefaults": self.named(v.__kwdefaults__) if v.__kwdefaults__ else None,
            "closure": self.each(v.__closure__) if v.__closure__ else None,
        }

    def object(self, v, t):
        described = self.container(v, t) or self.plain_object(v, t)
        if t.__module__ == "torch._ops" and described["kind"] == "object":
            return described
        if any(c.__name__ == "Placement" for c in t.__mro__):
            described.setdefault("attrs", {}).update({name: self(getattr(v, name)) for name in PLACEMENT if hasattr(v, name)})
        if described["kind"] == "dict":
            described["version"] = str(torch._C._dynamo.guards.dict_version(v))
        if t.__module__ == "builtins":
            return described
        own = {*described.get("attrs", ()), *described.get("slots", ())}
        if isinstance(v, torch.nn.Module):
            for table in ("_parameters", "_buffers", "_modules"):
                own |= set(v.__dict__.get(table) or ())
        self.add_reads(v, described, own)
        if described["kind"] in ("object", "opaque"):
            if t.__eq__ is object.__eq__:
                described["equality"] = "identity"
            if hasattr(t, "__len__") and "__len__" in self.asked(v):
                try: described["length"] = len(v)
                except Exception: pass
        return described

    def container(self, v, t):
        described = None
        if isinstance(v, dict):
            described = {"kind": "dict", "type": qualified(t), "items": self.pairs(dict.items(v))}
            if hasattr(v, "default_factory"): described["default_factory"] = self(v.default_factory)
        elif isinstance(v, (list, tuple)) or t.__name__ == "deque":
            described = {"kind": "sequence", "type": qualified(t), "items": self.each(v)}
            if hasattr(v, "_fields"): described["fields"] = list(v._fields)
        elif isinstance(v, (set, frozenset)):
            described = {"kind": "set", "type": qualified(t), "items": self.each(v)}
        for base in (int, float, str):
            if isinstance(v, base): described = {"kind": "scalar_subclass", "type": qualified(t), "value": self(base(v))}
        if described is not None and t.__module__ not in ("builtins", "collections", "torch") and isinstance(getattr(v, "__dict__", None), dict):
            described["attrs"] = self.named(v.__dict__)
        return described

    def plain_object(self, v, t):
        held = {}
        if isinstance(getattr(v, "__dict__", None), dict):
            # what is described and left out again would be referred to all the same
            held["attrs"] = self.named(v.__dict__ if t.__module__ != "torch._ops" else plain_parts(v))
        slots = [s for c in t.__mro__ for s in slots_of(c) if s not in ("__dict__", "__weakref__")]
        if slots:
            held["slots"] = {s: self(getattr(v, s)) for s in slots if hasattr(v, s)}
        if not held:
            return {"kind": "opaque", "type": qualified(t)}
        return {"kind": "object", "type": qualified(t), "mro": [qualified(c) for c in t.__mro__], **held}

    def add_reads(self, v, described, own):
        """What `getattr` gives and what it lacks, of the names that guards ask for and that `own` does not say."""
        reads, lacks = {}, []
        if self.depth > DEPTH_OF_READS:
            return described
        self.depth += 1
        for name in sorted(self.asked(v)):
            if name == "__len__" or name in own or is_method_of_torch(v, name): continue
            try:
                got = getattr(v, name)
            except AttributeError:
                lacks.append(name)
                continue
            except Exception:
                continue
            # a tensor's tensors are without end
            if isinstance(v, torch.Tensor) and isinstance(got, torch.Tensor) and name not in ("_base", "grad"): continue
            reads[name] = self(got)
        self.depth -= 1
        if reads: described["reads"] = reads
        if lacks: described["lacks"] = lacks
        return described


def plain_parts(v):
    return {name: x for name, x in v.__dict__.items() if isinstance(x, (str, bool))}


def is_method_of_torch(v, name):
    if isinstance(v, type) or type(v).__module__.split(".")[0] not in ("torch", "builtins", "collections"):
        return False
    return isinstance(inspect.getattr_static(type(v), name, None), METHODS)


def slots_of(cls):
    slots = cls.__dict__.get("__slots__", ())
    return (slots,) if isinstance(slots, str) else slots
