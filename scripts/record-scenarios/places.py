"""Where a value stands below the names of a frame, and the same names with another value there, copying what leads to it."""
import collections
import copy
import enum
import types

import torch
import torch.nn as nn

ATOMS = (str, bytes, int, float, complex, type, types.FunctionType, types.ModuleType, types.BuiltinFunctionType)
LEAVES = (*ATOMS, torch.Tensor, enum.Enum)
MOST_CHILDREN, DEEPEST = 40, 7


def children(v):
    if isinstance(v, dict):
        found = [(("key", k), x) for k, x in dict.items(v)]
    elif isinstance(v, (list, tuple, collections.deque)):
        found = [(("item", i), x) for i, x in enumerate(v)]
    elif isinstance(v, nn.Module):
        tables = ("_modules", "_parameters", "_buffers")
        found = [((table, k), x) for table in tables for k, x in v.__dict__[table].items()]
        found += [(("attribute", k), x) for k, x in v.__dict__.items() if not k.startswith("_")]
    elif isinstance(v, LEAVES):
        found = []
    elif isinstance(getattr(v, "__dict__", None), dict):
        found = [(("attribute", k), x) for k, x in v.__dict__.items()]
    else:
        found = [(("attribute", k), getattr(v, k)) for k in getattr(type(v), "__slots__", ()) if hasattr(v, k)]
    return found[:MOST_CHILDREN]


def places(roots, limit):
    """`(path, value)` of the roots and of what lies below them, nearest first."""
    found, seen = [], set()
    queue = collections.deque(((name,), v) for name, v in roots.items())
    while queue and len(found) < limit:
        path, v = queue.popleft()
        found.append((path, v))
        if len(path) > DEEPEST or (id(v) in seen and not isinstance(v, ATOMS)): continue
        seen.add(id(v))
        queue.extend((path + (step,), x) for step, x in children(v))
    return found


def replaced(roots, path, new):
    return {**roots, path[0]: rebuilt(roots[path[0]], path[1:], new)}


def rebuilt(v, steps, new):
    if not steps:
        return new
    (kind, name), rest = steps[0], steps[1:]
    if kind == "item":
        items = list(v)
        items[name] = rebuilt(items[name], rest, new)
        if hasattr(v, "_fields"): return type(v)(*items)
        return collections.deque(items, v.maxlen) if isinstance(v, collections.deque) else type(v)(items)
    made = copy.copy(v)
    if kind == "key":
        dict.__setitem__(made, name, rebuilt(v[name], rest, new))
    elif kind == "attribute":
        object.__setattr__(made, name, rebuilt(getattr(v, name), rest, new))
    else:
        made.__dict__[kind] = copy.copy(v.__dict__[kind])
        made.__dict__[kind][name] = rebuilt(v.__dict__[kind][name], rest, new)
    return made
