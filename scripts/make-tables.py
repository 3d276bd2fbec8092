"""Writes what a loading process adds to a guard tree, read from a real torch: run it once under each version.

    python scripts/make-tables.py resources/tables

A guards_state names modules, classes and functions; what they are (the printed type of a module's attribute, the
bases of a class, the defaults of a function) is known to the process that loads it. This table is that knowledge.
"""
import builtins
import gzip
import importlib
import inspect
import json
import os
import pkgutil
import sys
import types
import warnings

warnings.simplefilter("ignore")
import torch  # noqa: E402
import torch._dynamo.guards as guards  # noqa: E402
import torch._dynamo.source as source  # noqa: E402
from torch._dynamo import config  # noqa: E402

STDLIB = """abc ast bisect builtins collections collections.abc contextlib contextvars copy copyreg cmath dataclasses
datetime decimal enum fractions functools gc glob hashlib heapq importlib inspect io itertools json logging math numbers
operator os os.path pathlib pickle platform pprint queue random re shutil string struct subprocess sys tempfile textwrap
threading time traceback types typing typing_extensions unittest uuid warnings weakref numpy numpy.random""".split()
SKIP = ("torch.testing._internal", "torch._inductor", "torch.onnx", "torch.distributed", "torch.utils.tensorboard",
        "torch.fx.experimental.migrate_gradual_types", "torch.utils.benchmark", "torch._vendor", "torch._export.db",
        "torch.ao.", "torch.quantization", "torch.utils.bottleneck", "torch.utils.hipify", "torch.utils.model_dump",
        "torch.utils.viz", "torch.csrc", "torch.utils.jit", "torch.jit.", "torch.package", "torch.monitor")
KEEP = ("torch.distributed", "torch.distributed.tensor", "torch.distributed.device_mesh", "torch.distributed.fsdp",
        "torch.testing._internal.two_tensor", "torch.jit", "torch.distributed.tensor.placement_types",
        "torch.distributed._functional_collectives", "torch.distributed.tensor.parallel")


def modules():
    for package in (torch.nn, torch.backends, torch.optim, torch.distributions, torch.autograd, torch.amp):
        for info in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            quietly(info.name)
    for name in ("torch.optim", "torch.autograd", "torch.func", "torch.special", "torch.linalg", "torch.fft", "torch.sparse",
                 "torch.distributions", "torch.nested", "torch.masked", "torch.library", "torch.export", *KEEP, *STDLIB):
        quietly(name)
    for name in sorted(sys.modules):
        module = sys.modules[name]
        if not isinstance(module, types.ModuleType) or name != module.__name__ and not name.startswith("torch.ops"):
            if not (isinstance(module, types.ModuleType) and name in STDLIB):
                continue
        if name in STDLIB or name in KEEP or (name.split(".")[0] == "torch" and not name.startswith(SKIP)):
            yield name, module


def quietly(name):
    try:
        importlib.import_module(name)
    except Exception:
        pass


class Table:
    """Strings once, values as small lists that index them."""

    def __init__(self):
        self.strings, self.index = [], {}

    def id(self, text):
        if text not in self.index:
            self.index[text] = len(self.strings)
            self.strings.append(text)
        return self.index[text]


def type_name(cls):
    """The text inside <class '...'>, as type.__repr__ writes it; what a metaclass prints is kept whole."""
    text = type.__repr__(cls)
    return text[8:-2] if text.startswith("<class '") else text


def class_name(cls):
    return f"{cls.__module__}.{cls.__qualname__}"


def constant(value, depth=0):
    """A value small enough to keep: [type, repr], or [type] where only its type is kept."""
    plain = (int, float, str, bool, type(None), bytes, complex, torch.dtype, torch.device, torch.layout, torch.memory_format, type(Ellipsis))
    if type(value) in plain or (type(value) is tuple and depth < 2 and all(len(constant(v, depth + 1)) == 2 for v in value)):
        text = repr(value)
        if len(text) < 200:
            return [type_name(type(value)), text]
    return [type_name(type(value))]


def main(out):
    table = Table()
    mods, classes, functions, dicts, operators = {}, {}, {}, {}, {}
    # only NAME_MATCH, up to 2.9, asks for the name of an operator
    named = torch._ops.HigherOrderOperator if hasattr(guards.GuardBuilder, "NAME_MATCH") else ()

    def add_class(cls):
        name = class_name(cls)
        if name in classes or cls.__module__ not in STDLIB and not name.startswith("torch"):
            return
        try:
            mro = [class_name(c) for c in cls.__mro__]
            attrs = {}
            for key, value in list(cls.__dict__.items()):
                if isinstance(key, str):
                    attrs[table.id(key)] = table.id(type_name(type(value)))
                    f = value.__func__ if isinstance(value, (staticmethod, classmethod)) else value
                    if isinstance(f, types.FunctionType):
                        add_function(f"{name}.{key}", f)
        except Exception:
            return
        heap = cls.__flags__ >> 9 & 1  # Py_TPFLAGS_HEAPTYPE
        classes[name] = [[table.id(m) for m in mro], [x for kv in attrs.items() for x in kv], table.id(type_name(type(cls))), heap]
        for c in cls.__mro__:
            add_class(c)

    def add_function(name, f):
        d = list(f.__defaults__ or ())
        k = dict(f.__kwdefaults__ or {})
        if d or k:
            pack = lambda v: [table.id(t) for t in constant(v)]  # noqa: E731
            functions[name] = [[pack(v) for v in d], {key: pack(v) for key, v in k.items()}]

    def describe(value):
        """[printed type, what it is]: a class's or function's name, a constant's repr, or nothing."""
        if inspect.isclass(value):
            add_class(value)
            what = class_name(value)
        elif isinstance(value, types.FunctionType):
            what = f"{value.__module__}.{value.__qualname__}"
        else:
            c = constant(value)
            what = c[1] if len(c) == 2 else ""
        return [table.id(type_name(type(value))), table.id(what)]

    def add_dict(path, value):
        """Keys in order with the types of their values, for dicts that code may guard on."""
        if len(value) > 256 or not path.startswith(("torch.utils._pytree.", "torch.nn.", "torch.optim.")):
            return
        plain = (str, int, bool, float, type(None), type, types.FunctionType, tuple)
        if all(isinstance(k, plain) for k in value):
            dicts[path] = [x for k, v in value.items() for x in (*describe(k), table.id(type_name(type(v))))]

    for cls in (*vars(types).values(), type(iter(())), type(iter([])), type(iter(range(1))), type({}.keys()), type(NotImplemented)):
        if inspect.isclass(cls):
            add_class(cls)
    for name, module in modules():
        entries = []
        for key, value in list(vars(module).items()):
            if not isinstance(key, str) or key.startswith("__") and key.endswith("__") and key not in ("__builtins__",):
                continue
            try:
                t = type_name(type(value))
                # what it is: a module's name, a class's or function's module and name, a constant's repr
                if isinstance(value, types.ModuleType):
                    what = value.__name__
                elif inspect.isclass(value):
                    what = class_name(value)
                    add_class(value)
                elif isinstance(value, types.FunctionType):
                    what = f"{value.__module__}.{value.__qualname__}"
                    if (value.__module__ or "").startswith("torch"):
                        add_function(what, value)
                elif isinstance(value, (types.BuiltinFunctionType, types.MethodDescriptorType)):
                    what = repr(value)
                    what = "" if " at 0x" in what else what
                else:
                    c = constant(value)
                    what = c[1] if len(c) == 2 else ""
                    if isinstance(value, named):
                        operators[f"{name}.{key}"] = value.__name__
                    if isinstance(value, dict):
                        add_dict(f"{name}.{key}", value)
                entries += [table.id(key), table.id(t), table.id(what)]
            except Exception:
                continue
        mods[name] = entries

    keys = []
    for bit in range(64):
        try:
            text = str(torch._C.DispatchKeySet.from_raw_repr(1 << bit))
        except Exception:
            text = ""
        keys.append(text)
    # functionality bits that stand for one key a backend: their names, by backend bit
    per_backend = {}
    for f in range(64):
        if keys[f] not in ("", "DispatchKeySet()"):
            continue
        for b in range(f):
            try:
                text = str(torch._C.DispatchKeySet.from_raw_repr((1 << f) | (1 << b)))[len("DispatchKeySet("):-1]
            except Exception:
                continue
            if text and ", " not in text and keys[b] == "DispatchKeySet()":
                per_backend.setdefault(f, {})[b] = text
    builder = guards.GuardBuilder
    order = sorted(
        ((inspect.unwrap(f).__code__.co_firstlineno, f.__code__.co_firstlineno, n) for n, f in vars(builder).items()
         if isinstance(f, types.FunctionType) and n.isupper()), key=lambda x: x[1])
    uninteresting = sorted(os.path.relpath(f, os.path.dirname(torch.__file__)) for f in guards.uninteresting_files())
    result = {
        "torch": torch.__version__.split("+")[0],
        "python": sys.version.split()[0],
        "config": {k: getattr(config, k, None) for k in (
            "guard_nn_modules", "skip_nnmodule_hook_guards", "skip_no_tensor_aliasing_guards_on_parameters",
            "use_lamba_guard_for_object_aliasing", "use_recursive_dict_tags_for_guards",
            "assume_dunder_attributes_remain_unchanged", "_unsafe_skip_fsdp_module_guards")},
        "create_fns": [n for _, _, n in order],
        "sources": sorted(n for n, c in vars(source).items() if inspect.isclass(c) and issubclass(c, torch._guards.Source)),
        "guard_sources": {m.name: m.value for m in torch._guards.GuardSource},
        "uninteresting_files": uninteresting,
        "dispatch_keys": {
            "single": [k[len("DispatchKeySet("):-1] for k in keys],
            "per_backend": per_backend,
            "include": str(torch._C._dispatch_tls_local_include_set().raw_repr()),
            "exclude": str(torch._C._dispatch_tls_local_exclude_set().raw_repr()),
        },
        "builtins": {n: [type_name(type(v)), class_name(v) if inspect.isclass(v) else ""] for n, v in vars(builtins).items()},
    }
    # One line of JSON for what every blob needs, then the strings, then one line a name that is read when it is asked for.
    lines = [json.dumps(result, separators=(",", ":")), str(len(table.strings))]
    lines += [json.dumps(s)[1:-1] for s in table.strings]
    for letter, entries in (("m", mods), ("c", classes), ("f", functions), ("d", dicts), ("n", operators)):
        lines += [f"{letter}{name}\t{json.dumps(value, separators=(',', ':'))}" for name, value in entries.items()]
    os.makedirs(out, exist_ok=True)
    path = os.path.join(out, f"torch-{'.'.join(result['torch'].split('.')[:2])}.txt.gz")
    data = "\n".join(lines).encode("ascii")
    with open(path, "wb") as f:
        f.write(gzip.compress(data, 9, mtime=0))
    print(path, len(data), os.path.getsize(path), len(mods), "modules", len(classes), "classes", len(functions), "functions")


main(sys.argv[1] if len(sys.argv) > 1 else "resources/tables")
