"""Makes guards_state blobs under a real torch, and answers calls by the managers that edited ones become.

    python edit_judge.py make OUT
writes OUT/<case>.guards_state and OUT/cases.json: {"torch", "cases": [{"name", "locals"}]}.
    python edit_judge.py judge OUT
reads OUT/asked.json: [{"file", "case"}], writes OUT/answers.json: for each {"error", "tree", "calls": [scenario with
"loaded": {"check", "verbose"}]}, and "globalState", that of the process.
    python edit_judge.py contain OUT
writes OUT/rows.aot, an aot_compile file.
    python edit_judge.py serve OUT
reads OUT/edited.aot, writes OUT/served.json: the calls that it serves.
"""
import contextlib
import enum
import inspect
import json
import os
import pickle
import re
import sys
import types
import warnings

warnings.simplefilter("ignore")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
import torch  # noqa: E402
import torch._dynamo.convert_frame as convert_frame  # noqa: E402
import torch._dynamo.guards as guards  # noqa: E402

mode, out = sys.argv[1], sys.argv[2]
torch.set_num_threads(2)
module = types.ModuleType("edit_models")
sys.modules["edit_models"] = module
INIT = inspect.signature(guards.CheckFunctionManager.__init__).parameters
OLD = "guards_serialization_mode" in INIT
IDENTITY = {"DICT_VERSION", "NN_MODULE", "ID_MATCH", "FUNCTION_MATCH", "CLASS_MATCH", "MODULE_MATCH", "CLOSURE_MATCH",
            "WEAKREF_ALIVE", "DUPLICATE_INPUT", "BUILTIN_MATCH"}


# ---------------------------------------------------------------- what is compiled
def add_one(x):
    return x + 1


def add_two(x, y):
    return x + y


def scalar(x, n):
    return x + 1 if n else x - 1


def join(xs):
    return xs[0] + xs[1]


def asks(x, d):
    return x + 1 if "k" in d else x - 1


def shape_rel(x):
    return x.sum() if x.shape[0] > 4 else x.mean()


def divides(x, y):
    return x.sum() + y.sum() if x.shape[0] * 2 == y.shape[0] else x.sum()


class Color(enum.Enum):
    RED = 1
    BLUE = 2


def by_member(x, m):
    return x + m.value


class MLP(torch.nn.Module):
    def __init__(self, hidden=16, scale=1.5):
        super().__init__()
        self.fc = torch.nn.Linear(8, hidden)
        self.drop = torch.nn.Dropout(0.5)
        self.scale = scale

    def forward(self, x):
        return self.drop(self.fc(x)) * self.scale


class Holder:
    def __init__(self, n, items, t):
        self.n, self.items, self.t = n, items, t


def attributes(o):
    return o.t * o.n + len(o.items) + o.items[1]


for thing in (Color, MLP, Holder):
    thing.__module__ = "edit_models"
    setattr(module, thing.__name__, thing)


def r(*shape, **kw):
    return torch.ones(*shape, **kw)


def mlp(train=False, **kw):
    # 2.8 forgets requires_grad
    return MLP(**kw).train(train).requires_grad_(False)


X = {
    "3x4": lambda: (r(3, 4),), "5x4": lambda: (r(5, 4),), "f64": lambda: (r(3, 4).double(),), "rg": lambda: (r(3, 4, requires_grad=True),),
    "transposed": lambda: (r(4, 3).t(),), "meta": lambda: (torch.empty(3, 4, device="meta"),), "3x4x1": lambda: (r(3, 4, 1),),
    "Parameter": lambda: (torch.nn.Parameter(r(3, 4), requires_grad=False),), "list": lambda: ([1],), "4": lambda: (r(4),), "sparse": lambda: (torch.eye(3, 4).to_sparse(),),
}
NUMBERS = {"5": 5, "6": 6, "5.0": 5.0, "True": True, "big": 2**70, "-3": -3, "five": "five", "é": "é\U0001f600", "none": None, "False": False, "0.25": 0.25, "1j": 1 + 2j,
           "bytes": b"a\x00\xff", "int8": torch.int8, "cpu": torch.device("cpu"), "meta": torch.device("meta"), "(1,2)": (1, 2), "[1,2]": [1, 2], "{1,2}": {1, 2},
           "frozen": frozenset([1]), "range": range(1, 9, 3), "slice": slice(1, None, 2), "Size": torch.Size([2, 3]), "nested": (1, (2.5, ("a", None)), True), "()": ()}
SCALARS = {name: (lambda value=value: (r(3), value)) for name, value in NUMBERS.items()}
ROWS = {str(n): (lambda n=n: (r(n, 3),)) for n in (10, 8, 5, 4, 3, 2, 1)}
CASES = {
    "tensor": (add_one, {"TENSOR_MATCH"}, {}, X["3x4"], X),
    "pair": (add_two, {"TENSOR_MATCH"}, {}, lambda: (r(3), r(3)), {"3,3": lambda: (r(3), r(3)), "4,3": lambda: (r(4), r(3)), "3,4": lambda: (r(3), r(4))}),
    "int": (scalar, {"CONSTANT_MATCH", "EQUALS_MATCH", "TYPE_MATCH"}, {}, SCALARS["5"], SCALARS),
    "str": (scalar, {"CONSTANT_MATCH", "EQUALS_MATCH"}, {}, SCALARS["five"], SCALARS),
    "true": (scalar, {"CONSTANT_MATCH", "EQUALS_MATCH"}, {}, SCALARS["True"], SCALARS),
    "none": (scalar, {"CONSTANT_MATCH", "EQUALS_MATCH"}, {}, SCALARS["none"], SCALARS),
    "list": (join, {"TYPE_MATCH", "SEQUENCE_LENGTH"}, {}, lambda: ([r(3), r(3)],),
             {"2": lambda: ([r(3), r(3)],), "3": lambda: ([r(3)] * 3,), "tuple": lambda: ((r(3), r(3)),), "empty": lambda: ([],)}),
    "asks": (asks, {"DICT_CONTAINS", "DICT_NOT_CONTAINS"}, {}, lambda: (r(3), {"k": 1}),
             {"k": lambda: (r(3), {"k": 1}), "q": lambda: (r(3), {"q": 1}), "empty": lambda: (r(3), {}), "k,q": lambda: (r(3), {"k": 1, "q": 2})}),
    "state": (add_one, {"GLOBAL_STATE"}, {}, X["4"], {"plain": X["4"], "no_grad": X["4"], "one thread": X["4"], "float64": X["4"]}),
    "ambient": (add_one, "safe", {}, X["3x4"], {"3x4": X["3x4"], "5x4": X["5x4"], "f64": X["f64"]}),
    "rows": (shape_rel, {"SHAPE_ENV", "TENSOR_MATCH"}, {"dynamic": True}, ROWS["10"], ROWS),
    "divides": (divides, {"SHAPE_ENV"}, {"dynamic": True}, lambda: (r(5, 3), r(10, 3)),
                {f"{a}/{b}": (lambda a=a, b=b: (r(a, 3), r(b, 3))) for a, b in ((5, 10), (6, 12), (6, 11), (3, 9))}),
    "member": (by_member, "safe", {}, lambda: (r(3), Color.RED), {"RED": lambda: (r(3), Color.RED), "BLUE": lambda: (r(3), Color.BLUE)}),
    "mlp": (MLP.forward, "safe", {}, lambda: (mlp(), r(2, 8)),
            {"same": lambda: (mlp(), r(2, 8)), "train": lambda: (mlp(True), r(2, 8)), "scale 2": lambda: (mlp(scale=2.0), r(2, 8)), "hidden 20": lambda: (mlp(hidden=20), r(2, 8)),
             "batch 9": lambda: (mlp(), r(9, 8))}),
    "holder": (attributes, "safe", {}, lambda: (Holder(3, [1, 2.5, "z"], r(3)),),
               {"same": lambda: (Holder(3, [1, 2.5, "z"], r(3)),), "n 4": lambda: (Holder(4, [1, 2.5, "z"], r(3)),), "item 7.5": lambda: (Holder(3, [1, 7.5, "z"], r(3)),),
                "two": lambda: (Holder(3, [1, 2.5], r(3)),), "f64": lambda: (Holder(3, [1, 2.5, "z"], r(3).double()),)}),
}
CONFIG = {"divides": {"enable_cpp_symbolic_shape_guards": True}, "holder": {"specialize_float": True}, "int": {"specialize_float": True}}


@contextlib.contextmanager
def environment(name):
    if name == "no_grad":
        with torch.no_grad():
            yield
    elif name == "one thread":
        torch.set_num_threads(1)
        yield
        torch.set_num_threads(2)
    elif name == "float64":
        torch.set_default_dtype(torch.float64)
        yield
        torch.set_default_dtype(torch.float32)
    else:
        yield


# ---------------------------------------------------------------- making blobs
def capture(fn, kinds, args, options):
    found = []

    def is_kept(e):
        kind = e.guard_type
        if kinds != "safe":
            return kind in kinds
        types_ = [kind, *(e.derived_guard_types or ())]
        return not (any(t in IDENTITY for t in types_) or e.is_global or getattr(e.orig_guard, "_unserializable", False))

    class Saving(guards.CheckFunctionManager):
        def __init__(self, code, output_graph=None, *rest, **kw):
            kw.update(zip(list(INIT)[3:], rest))
            for given in ("guard_filter_fn", "save_guards", "strict_error", "guards_serialization_mode"):
                kw.pop(given, None)
            save = {"guards_serialization_mode": "save"} if OLD else {"save_guards": True}
            if "strict_error" in INIT:
                save["strict_error"] = True
            super().__init__(code, output_graph, guard_filter_fn=lambda es: [is_kept(e) for e in es], **save, **kw)
            found.append((self.guards_state, code))

    original = convert_frame.CheckFunctionManager
    convert_frame.CheckFunctionManager = Saving
    try:
        torch._dynamo.reset()
        torch.compile(fn, backend="eager", **options)(*args)
    finally:
        convert_frame.CheckFunctionManager = original
    return found[0]


def patched(case):
    config = {k: v for k, v in CONFIG.get(case, {}).items() if hasattr(torch._dynamo.config, k)}
    return torch._dynamo.config.patch(config) if config else contextlib.nullcontext()


def make():
    results = []
    for name, (fn, kinds, options, args, _) in CASES.items():
        with patched(name):
            blob, code = capture(fn, kinds, args(), options)
        with open(os.path.join(out, f"{name}.guards_state"), "wb") as file:
            file.write(blob)
        results.append({"name": name, "locals": [*code.co_varnames, *code.co_freevars]})
    with open(os.path.join(out, "cases.json"), "w") as file:
        json.dump({"torch": torch.__version__.split("+")[0], "cases": results}, file)


# ---------------------------------------------------------------- values as scenarios write them
def qual(t):
    return f"{t.__module__}.{t.__qualname__}"


class Describer:
    def __init__(self):
        self.ids, self.keep, self.storages = {}, [], {}

    def __call__(self, v):
        t = type(v)
        if v is None: return {"kind": "none"}
        if t is bool: return {"kind": "bool", "value": v}
        if t is str: return {"kind": "str", "value": v}
        if t is int: return {"kind": "int", "value": str(v)}
        if t is float: return {"kind": "float", "value": repr(v)}
        if t is complex: return {"kind": "complex", "re": repr(v.real), "im": repr(v.imag)}
        if t is bytes: return {"kind": "bytes", "hex": v.hex()}
        if t is torch.dtype: return {"kind": "dtype", "name": str(v)}
        if t is torch.device: return {"kind": "device", "type": v.type, "index": v.index}
        if t is range: return {"kind": "range", "start": v.start, "stop": v.stop, "step": v.step}
        if isinstance(v, enum.Enum): return {"kind": "enum", "type": qual(t), "name": v.name, "value": self(v.value)}
        if isinstance(v, type): return {"kind": "class", "name": qual(v)}
        if isinstance(v, types.ModuleType): return {"kind": "pymodule", "name": v.__name__}
        if id(v) in self.ids: return {"ref": self.ids[id(v)]}
        n = self.ids[id(v)] = len(self.ids) + 1
        self.keep.append(v)
        return {"id": n, **self.compound(v, t)}

    def compound(self, v, t):
        if isinstance(v, torch.Tensor): return self.tensor(v, t)
        if t is slice: return {"kind": "slice", "start": self(v.start), "stop": self(v.stop), "step": self(v.step)}
        if isinstance(v, dict): return {"kind": "dict", "type": qual(t), "items": [[self(k), self(x)] for k, x in v.items()]}
        if isinstance(v, (list, tuple)): return {"kind": "sequence", "type": qual(t), "items": [self(x) for x in v]}
        if isinstance(v, (set, frozenset)): return {"kind": "set", "type": qual(t), "items": [self(x) for x in v]}
        attrs = getattr(v, "__dict__", None)
        if attrs is None or isinstance(v, types.FunctionType): return {"kind": "opaque", "type": qual(t)}
        return {"kind": "object", "type": qual(t), "mro": [qual(c) for c in t.__mro__], "attrs": {k: self(x) for k, x in attrs.items()}}

    def tensor(self, v, t):
        strided = v.layout == torch.strided
        keys = torch._C._dispatch_keys(v)
        d = {"kind": "tensor", "type": qual(t), "dtype": str(v.dtype), "device": self(v.device), "layout": str(v.layout), "shape": list(v.shape),
             "stride": list(v.stride()) if strided else None, "requires_grad": v.requires_grad, "dispatch_keys": {"raw": str(keys.raw_repr()), "text": str(keys)}}
        if strided:
            storage = v.untyped_storage()
            self.keep.append(storage)
            d["storage"], d["storage_offset"] = self.storages.setdefault(storage._cdata, len(self.storages) + 1), v.storage_offset()
        return d


def process_state():
    try:
        state = json.loads(torch._C._dynamo.guards.GlobalStateGuard().__getstate__())
    except Exception:
        state = None
    return {"global_state": state, "torch_function_mode_stack": [], "current_device": None, "dual_level": -1, "functorch_stack": [], "saved_tensors_hooks": None}


# ---------------------------------------------------------------- judging
def load(blob, code, f_globals):
    try:
        from torch._dynamo.package import load_guard_manager, load_guards_state
    except ImportError:
        # 2.8 and 2.9 load by the arguments of their own
        state = pickle.loads(blob)
        given = {"guards_serialization_mode": "load"} if OLD else {"runtime_global_scope": f_globals}
        return guards.CheckFunctionManager(code, state.output_graph, shape_code_parts=state.shape_code_parts, **given).guard_manager
    return load_guard_manager(load_guards_state(blob), code, f_globals)


def masked(tree):
    tree = re.sub(r"0x[0-9a-f]{6,}", "#", tree)
    return re.sub(r"(_id\(.*?, |_type\(.*?, |___check_metadata_|__dtensor_spec_|_guard_fn_)\d{12,}", r"\1#", tree)


def judge():
    answers = []
    with open(os.path.join(out, "asked.json")) as file:
        asked = json.load(file)
    for one in asked:
        fn, _, _, _, calls = CASES[one["case"]]
        with open(os.path.join(out, one["file"]), "rb") as file:
            blob = file.read()
        code = fn.__code__
        try:
            with patched(one["case"]):
                manager = load(blob, code, fn.__globals__)
        except Exception as error:
            answers.append({"error": f"{type(error).__name__}: {error}", "tree": "", "calls": []})
            continue
        # checks put the accessors that fail first
        tree, done = masked(str(manager)), []
        for name, args in calls.items():
            f_locals = dict(zip(code.co_varnames, args()))
            with environment(name):
                describe = Describer()
                scenario = {"name": name, "env": "none" if name not in ("no_grad",) else name, "f_locals": {k: describe(v) for k, v in f_locals.items()}, "f_globals": {},
                            "process": process_state()}
                check = bool(manager.check(f_locals))
                info = manager.check_verbose(f_locals)
            scenario["ref"] = None
            scenario["loaded"] = {"check": check, "verbose": {"result": bool(info.result), "verbose_code_parts": [str(p) for p in info.verbose_code_parts],
                                                              "num_guards_executed": int(info.num_guards_executed)}}
            done.append(scenario)
        answers.append({"error": None, "tree": tree, "calls": done})
    with open(os.path.join(out, "answers.json"), "w") as file:
        json.dump({"globalState": process_state()["global_state"], "torchFolder": os.path.dirname(torch.__file__), "answers": answers}, file)


# ---------------------------------------------------------------- a file that holds a blob
def contain():
    compiled = torch.compile(shape_rel, fullgraph=True, backend="eager").aot_compile(((r(10, 3),), {}))
    compiled.save_compiled_function(os.path.join(out, "rows.aot"))


def serve():
    """Which calls the compiled function in OUT/edited.aot takes: it raises where a guard fails."""
    with open(os.path.join(out, "edited.aot"), "rb") as file:
        compiled = torch.compiler.load_compiled_function(file)
    served = []
    for name, args in ROWS.items():
        try:
            compiled(*args())
            served.append(name)
        except RuntimeError as error:
            if "GuardManager check failed" not in str(error):
                raise
    with open(os.path.join(out, "served.json"), "w") as file:
        json.dump(served, file)


{"make": make, "judge": judge, "contain": contain, "serve": serve}[mode]()
