"""Other modules, functions and objects in the place of one, and `changes`, which does so for any value."""
import copy
import functools
import itertools
import math
import types

import torch
import torch.nn as nn
from change_tensors import of_tensor, with_attributes
from change_values import OF_TYPE
from guardscope_bridge.describe import RANGE_ITERATOR, TUPLE_ITERATOR
from user_code import classes, functions

HOOKS = ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks")
TABLES = ("_modules", "_parameters", "_buffers")


def reclassed(v, **members):
    made = copy.copy(v)
    made.__class__ = type("Made", (type(v),), {"__module__": "user_classes", **members})
    return made


def advanced(iterator, by=1):
    for _ in range(by):
        next(iterator)
    return iterator


def of_module(v):
    def with_change(change):
        def make():
            made = copy.copy(v)
            for table in TABLES + HOOKS:
                made.__dict__[table] = copy.copy(v.__dict__[table])
            change(made)
            return made

        return make

    def moved(table, k, to):
        return with_change(lambda m: m.__dict__[to].__setitem__(k, m.__dict__[table].pop(k)))

    made = {
        "deep copy": lambda: copy.deepcopy(v),
        "training flipped": with_change(lambda m: m.__dict__.__setitem__("training", not v.training)),
        "all in training flipped": lambda: copy.deepcopy(v).train(not v.training),
        "frozen": lambda: copy.deepcopy(v).requires_grad_(False),
        "float64": lambda: copy.deepcopy(v).double(),
        "meta": lambda: copy.deepcopy(v).to("meta"),
        "hook": with_change(lambda m: m.register_forward_hook(lambda *a: None)),
        "pre hook": with_change(lambda m: m.register_forward_pre_hook(lambda *a: None)),
        "attribute": with_change(lambda m: setattr(m, "added", 1)),
        "bias_extra": with_change(lambda m: setattr(m, "bias_extra", 1)),
        "own forward": with_change(lambda m: m.__dict__.__setitem__("forward", lambda x: x)),
        "own _call_impl": with_change(lambda m: m.__dict__.__setitem__("_call_impl", lambda *a: None)),
        "submodule": with_change(lambda m: m.add_module("extra", nn.Identity())),
        "more parameters": with_change(lambda m: m.register_parameter("extra_p", nn.Parameter(torch.ones(1)))),
        "more buffers": with_change(lambda m: m.register_buffer("extra_b", torch.ones(1))),
        "subclass": lambda: reclassed(v),
        "subclass with forward": lambda: reclassed(v, forward=lambda self, x: x),
        "Identity": nn.Identity,
        "Sequential": lambda: nn.Sequential(v),
        "lambda": lambda: lambda x: x,
        "none": lambda: None,
    }
    for k in v.__dict__:
        if not k.startswith("_") and k != "training":
            made[f"without {k}"] = with_change(lambda m, k=k: m.__dict__.pop(k))
    for table, k in [(table, k) for table in TABLES[:2] for k in list(v.__dict__[table])[:6]]:
        made[f"without {k}"] = with_change(lambda m, table=table, k=k: m.__dict__[table].pop(k))
        made[f"{k} none"] = with_change(lambda m, table=table, k=k: m.__dict__[table].__setitem__(k, None))
        made[f"{k} last"] = moved(table, k, table)
        if table == "_parameters": made[f"{k} a buffer"] = moved(table, k, "_buffers")
        else: made[f"{k} an attribute"] = with_change(lambda m, k=k: m.__dict__.__setitem__(k, m._modules.pop(k)))
    return made


def of_function(v):
    def remade(closure=v.__closure__, defaults=v.__defaults__, kwdefaults=v.__kwdefaults__):
        made = types.FunctionType(v.__code__, v.__globals__, v.__name__, defaults, closure)
        made.__kwdefaults__, made.__qualname__, made.__module__ = kwdefaults, v.__qualname__, v.__module__
        return made

    made = {
        "copy": remade,
        "without defaults": lambda: remade(defaults=None),
        "other defaults": lambda: remade(defaults=(9,)),
        "other keyword defaults": lambda: remade(kwdefaults={"k": "zz"}),
        "without keyword defaults": lambda: remade(kwdefaults=None),
        "another": lambda: functions.add_two,
        "lambda": lambda: lambda x: x,
        "builtin": lambda: torch.cos,
        "partial": lambda: functools.partial(v),
        "class": lambda: classes.Plain,
        "method": lambda: classes.Methods().me,
        "object": lambda: classes.Multiply(2),
        "none": lambda: None,
    }
    cells = v.__closure__ or ()
    for i, cell in enumerate(cells):
        for name, make in itertools.islice(changes(cell.cell_contents).items(), 14):
            closure = lambda i=i, make=make: tuple(types.CellType(make()) if j == i else c for j, c in enumerate(cells))
            made[f"cell {i} {name}"] = lambda closure=closure: remade(closure=closure())
    if cells: made["empty cells"] = lambda: remade(closure=tuple(types.CellType() for _ in cells))
    return made


def of_method(v):
    Methods = classes.Methods
    return {
        "other self": lambda: Methods().me,
        "of the class": lambda: Methods().cl,
        "of a child": lambda: classes.Child().me,
        "self with attribute": lambda: with_attributes(Methods(), scale=5).me,
        "function": lambda: v.__func__,
        "none": lambda: None,
    }


def of_pymodule(v):
    def copied():
        made = types.ModuleType(v.__name__)
        made.__dict__.update(v.__dict__)
        return made

    return {
        "copy": copied,
        "empty": lambda: types.ModuleType(v.__name__),
        "empty of another name": lambda: types.ModuleType("nothing"),
        "math": lambda: math,
        "namespace": lambda: types.SimpleNamespace(**v.__dict__),
        "none": lambda: None,
    }


def of_class(v):
    subclass = lambda name, **members: type(name, (v,), {"__module__": v.__module__, **members})
    return {
        "Plain": lambda: classes.Plain,
        "Child": lambda: classes.Child,
        "int": lambda: int,
        "subclass": lambda: subclass(v.__name__),
        "subclass with scale": lambda: subclass("Made", scale=9),
        "instance": classes.Methods,
        "none": lambda: None,
    }


def of_partial(v):
    partial = functools.partial
    return {
        "same": lambda: partial(v.func, *v.args, **v.keywords),
        "more arguments": lambda: partial(v.func, *v.args, 1, **v.keywords),
        "no arguments": lambda: partial(v.func),
        "more keywords": lambda: partial(v.func, *v.args, **{**v.keywords, "z": 1}),
        "other keywords": lambda: partial(v.func, *v.args, **{k: 1 for k in v.keywords}),
        "other function": lambda: partial(torch.mul, *v.args, **v.keywords),
        "function": lambda: v.func,
        "none": lambda: None,
    }


def of_reversed(v):
    return {
        "same": lambda: reversed([1, 2, 3]),
        "others": lambda: reversed([1, 2, 4]),
        "two": lambda: reversed([2, 3]),
        "advanced": lambda: advanced(reversed([1, 2, 3])),
        "advanced to as many": lambda: advanced(reversed([1, 2, 3, 4])),
        "at its end": lambda: advanced(reversed([1]), 2),
        "empty": lambda: reversed([]),
        "of a tuple": lambda: reversed((1, 2, 3)),
        "of a range": lambda: reversed(range(1, 4)),
        "not reversed": lambda: iter([1, 2, 3]),
        "list": lambda: [3, 2, 1],
        "none": lambda: None,
    }


def of_iterator(v):
    return {
        "two": lambda: iter((1, 2)),
        "three others": lambda: iter((4, 5, 6)),
        "advanced": lambda: advanced(iter((1, 2, 3, 4))),
        "at its end": lambda: advanced(iter((1, 2)), 2),
        "of a list": lambda: iter([1, 2, 3]),
        "of a range": lambda: iter(range(1, 9, 3)),
        "of an equal range": lambda: iter(range(1, 8, 3)),
        "of another range": lambda: iter(range(1, 9, 2)),
        "of a range, advanced": lambda: advanced(iter(range(1, 9, 3))),
        "of a range, advanced to the same": lambda: advanced(iter(range(-2, 9, 3))),
        "of a range, at its end": lambda: advanced(iter(range(2)), 2),
        "tuple": lambda: (1, 2, 3),
        "none": lambda: None,
    }


def of_count(v):
    return {
        "same": lambda: itertools.count(3, 2),
        "advanced": lambda: advanced(itertools.count(3, 2)),
        "float": lambda: itertools.count(3.0, 2),
        "large": lambda: itertools.count(2**70, 2),
        "cycle": lambda: itertools.cycle([1]),
        "none": lambda: None,
    }


def of_builtin(v):
    return {"cos": lambda: torch.cos, "same": lambda: v, "len": lambda: len, "function": lambda: functions.add_one, "method": lambda: [].append, "none": lambda: None}


def of_key_set(v):
    keys = torch._C._dispatch_keys
    return {"meta": lambda: keys(torch.empty(1, device="meta")), "sparse": lambda: keys(torch.eye(2).to_sparse()), "int": lambda: 1, "none": lambda: None}


def of_object(v):
    attributes = dict(v.__dict__) if isinstance(getattr(v, "__dict__", None), dict) else {}

    def with_attribute(name, x):
        made = copy.copy(v)
        made.__dict__[name] = x
        return made

    def without(name):
        made = copy.copy(v)
        del made.__dict__[name]
        return made

    made = {
        "copy": lambda: copy.copy(v),
        "subclass": lambda: reclassed(v),
        "subclass with __eq__": lambda: reclassed(v, __eq__=lambda s, o: True, __hash__=None),
        "subclass with shift": lambda: reclassed(v, shift=5),
        "subclass with a tensor as shift": lambda: reclassed(v, shift=torch.zeros(3)),
        "namespace": lambda: types.SimpleNamespace(**attributes),
        "dict": lambda: attributes,
        "equals all": classes.EqualsAll,
        "cannot equal": classes.CannotEqual,
        "Slots": lambda: classes.Slots(2, torch.zeros(3)),
        "SubProperty": lambda: classes.SubProperty(3),
        "OtherProperty": lambda: classes.OtherProperty(3),
        "object": object,
        "int": lambda: 3,
        "none": lambda: None,
    }
    if not hasattr(v, "__dict__"):
        return made
    for name, x in (("added", 1), ("shift", 2), ("shift", 4), ("scale", 9), ("cls_attr", 3), ("nope", 3)):
        made[f"{name} = {x}"] = lambda name=name, x=x: with_attribute(name, x)
    for name in list(attributes)[:6]:
        made[f"without {name}"] = lambda name=name: without(name)
    return made


ALL = [
    (torch.Tensor, of_tensor),
    (nn.Module, of_module),
    *OF_TYPE,
    (types.FunctionType, of_function),
    (types.BuiltinFunctionType, of_builtin),
    (types.MethodType, of_method),
    (types.ModuleType, of_pymodule),
    (type, of_class),
    (functools.partial, of_partial),
    ((TUPLE_ITERATOR, RANGE_ITERATOR), of_iterator),
    (type(reversed([])), of_reversed),
    (itertools.count, of_count),
    (torch._C.DispatchKeySet, of_key_set),
    (object, of_object),
]


def changes(v):
    """What may stand in the place of `v`: a name to what makes it. Some of it cannot be made of some values, and raises."""
    return next(of for kinds, of in ALL if isinstance(v, kinds))(v)
