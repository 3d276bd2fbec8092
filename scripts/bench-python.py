"""CPython's and torch's side of the benchmark: one request a line on standard input, one JSON answer a line.

    python scripts/bench-python.py BLOB SIDECAR

Requests: `hello` (versions, and why torch cannot take part), `decode` (CPython alone), `torch` (the whole way), `end`.
With `--cold` before BLOB: does the whole way once, prints the tree and ends.
Times are milliseconds. Garbage collection is left as Python has it.
"""

import gzip
import io
import json
import pickle
import platform
import sys
import time
import types


def milliseconds(work):
    begin = time.perf_counter()
    result = work()
    return (time.perf_counter() - begin) * 1000, result


class Made(Exception):
    """Stands for what is called with arguments: BaseException takes any of them, in C."""


class Plain:
    """Stands for what is made empty and then given its state, which the unpickler itself does in C."""


class Restored:
    """Stands for the few classes whose state is no dict."""

    def __setstate__(self, state):
        self.state = state


RESTORED = {"_ShapeGuardsHelper", "_CppShapeGuardsHelper", "GlobalStateGuard", "LocalState"}
CALLED = {"torch._dynamo.source", "torch._utils", "torch", "torch._dynamo.guards._Missing", "torch._dynamo.package._Missing", "torch.utils._ordered_set"}
REAL = {"builtins", "collections", "functools", "traceback"}


class StandInReader(pickle.Unpickler):
    """CPython's unpickler with nothing to do in Python, so that only decoding is measured. Needs no torch."""

    def __init__(self, data):
        super().__init__(io.BytesIO(data))
        self.made = {}

    def find_class(self, module, name):
        if (module, name) == ("builtins", "getattr"):
            return lambda owner, attribute: Made
        if module in REAL:
            return super().find_class(module, name)
        key = (module, name)
        if key not in self.made:
            base = Restored if name in RESTORED else Made if module in CALLED or f"{module}.{name}" in CALLED else Plain
            self.made[key] = type(name, (base,), {})
        return self.made[key]


class Torch:
    """Loads and prints as torch does for a frame with these variables."""

    def __init__(self, names, blob):
        import torch
        from torch._dynamo import package

        self.version = torch.__version__
        self.package = package
        scope = {}
        exec(f"def frame({', '.join(names)}): pass", scope)
        self.code = scope["frame"].__code__
        self.blob = blob
        # The class of the model that was compiled; the blob only names it.
        module = types.ModuleType("demo_models")
        module.Wide = type("Wide", (torch.nn.Module,), {"__module__": "demo_models"})
        sys.modules.setdefault("demo_models", module)

    def times(self):
        unpickled, _ = milliseconds(lambda: pickle.loads(self.blob))
        load, state = milliseconds(lambda: self.package.load_guards_state(self.blob))
        build, manager = milliseconds(lambda: self.package.load_guard_manager(state, self.code, {}))
        show, text = milliseconds(lambda: str(manager))
        return {"loads": unpickled, "load_guards_state": load, "load_guard_manager": build, "str": show, "lines": text.count("\n")}

    def checks(self, imports):
        """Microseconds of RootGuardManager.check on a model of the blob's shape, warm."""
        import builtins
        import importlib
        import torch

        wide = sys.modules["demo_models"].Wide()
        wide.layers = torch.nn.ModuleList([torch.nn.Linear(4, 4) for _ in range(420)])
        wide.eval()
        scope = {name: importlib.import_module(name[len("__import_"):].replace("_dot_", ".")) for name in imports}
        state = self.package.load_guards_state(self.blob)
        scope[state.output_graph.name_of_builtins_dict_key_in_fglobals] = vars(builtins)
        torch.set_num_threads(self.threads)
        root = self.package.load_guard_manager(state, self.code, scope).root
        frame = {"self": wide, "x": torch.randn(2, 4)}
        if not root.check(frame):
            raise SystemExit("torch's own manager refuses the model: " + str(root.check_verbose(frame)))
        for _ in range(50):
            root.check(frame)
        times = []
        for _ in range(200):
            began = time.perf_counter()
            root.check(frame)
            times.append((time.perf_counter() - began) * 1e6)
        return {"check": times}

    def text(self):
        return str(self.package.load_guard_manager(self.package.load_guards_state(self.blob), self.code, {}))


def imports(sidecar):
    """The modules that the frame's globals hold under names of Dynamo's."""
    with gzip.open(sidecar) as file:
        scenario = json.load(file)["scenarios"][0]
    return [name for name in scenario["f_globals"] if name.startswith("__import_")]


def threads(sidecar):
    with gzip.open(sidecar) as file:
        return json.load(file)["global_state"]["num_threads"]


def frame_variables(sidecar):
    with gzip.open(sidecar) as file:
        frame = json.load(file)["frame"]
    return [*frame["co_varnames"], *frame["co_freevars"]]


def main():
    args = sys.argv[1:]
    cold = args[0] == "--cold"
    blob_path, sidecar = args[1:3] if cold else args[:2]
    with open(blob_path, "rb") as file:
        blob = file.read()
    if cold:
        print(Torch(frame_variables(sidecar), blob).text())
        return
    torch, missing = None, None
    try:
        torch = Torch(frame_variables(sidecar), blob)
        torch.threads = threads(sidecar)
        torch.times()
    except Exception as error:
        missing = f"{type(error).__name__}: {error}".splitlines()[0]
        torch = None
    for line in sys.stdin:
        request = line.strip()
        if request == "hello":
            answer = {"python": platform.python_version(), "torch": torch and torch.version, "missing": missing}
        elif request == "decode":
            answer = {"loads": milliseconds(lambda: StandInReader(blob).load())[0]}
        elif request == "torch":
            answer = torch.times()
        elif request == "check":
            answer = torch.checks(imports(sidecar))
        else:
            return
        print(json.dumps(answer), flush=True)


main()
