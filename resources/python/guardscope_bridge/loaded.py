"""Blobs that were loaded into this process, which executes what is in them, and the calls they are asked about."""
import base64
import builtins
import contextlib
import importlib
import pickle
import time

from .process_state import process_state
from .server import Refused, one_line
from .surroundings import Unmade, on_own_thread, thread_state
from .values import Maker
from .versions import dialect

# of the global state, what belongs to the process and not to a thread of it
PROCESS_WIDE = (
    "deterministic_algorithms", "deterministic_algorithms_warn_only", "allow_tf32", "allow_fp16_reduce", "allow_bf16_reduce",
    "num_threads", "default_dtype",
)


class Loaded:
    """By a name that the one who asks gives."""

    def __init__(self):
        self.all = {}

    def load(self, name, blob, locals, code=None):
        began = time.perf_counter()
        with tracing():
            state = unpickled(base64.b64decode(blob))
            graph = state.output_graph
            scope = dict(graph.global_scope)
            key = getattr(graph, "name_of_builtins_dict_key_in_fglobals", None)
            if key: scope[key] = builtins.__dict__
            names = list(dict.fromkeys([*(locals or ()), *graph.local_scope]))
            code = code or code_with(names)
            manager = built(state, code, scope)
        self.all[name] = Blob(manager, scope, state, code)
        return {"tree": str(manager), "seconds": round(time.perf_counter() - began, 4)}

    def unload(self, name):
        self.all.pop(name, None)

    def named(self, name):
        if name not in self.all: raise Refused(f"no blob was loaded as {name}")
        return self.all[name]

    def check(self, name, scenarios):
        blob = self.named(name)
        return [on_own_thread(lambda: answered(blob, scenario)) for scenario in scenarios]


class Blob:
    def __init__(self, manager, scope, state, code):
        self.manager, self.scope, self.state, self.code = manager, scope, state, code


def tracing():
    # a tensor subclass in the blob is made under a tracing context (2.8 to 2.13)
    import torch._guards as guards

    return guards.tracing(guards.TracingContext(None))


def unpickled(blob):
    try:
        from torch._dynamo.package import load_guards_state
    except ImportError:
        return pickle.loads(blob)
    return load_guards_state(blob)


def built(state, code, scope):
    import torch
    import torch._dynamo.guards as guards

    load = dialect(torch.__version__).load
    if load is not None:
        given = {"shape_code_parts": state.shape_code_parts, **load(scope)}
        return guards.CheckFunctionManager(code, state.output_graph, **given).guard_manager
    from torch._dynamo.package import load_guard_manager

    return load_guard_manager(state, code, scope)


def code_with(names):
    """Code of which only the variables are looked at."""
    return (lambda: None).__code__.replace(co_varnames=tuple(names), co_nlocals=len(names), co_name="captured")


def answered(blob, scenario):
    answer = {"name": scenario["name"], "check": None, "verbose": None, "unknown": None, "notes": []}
    call = Call(scenario)
    answer["notes"] = call.notes
    try:
        call.make()
        with called(blob, call) as values:
            check = bool(blob.manager.check(values))
            info = blob.manager.check_verbose(values)
        answer["verbose"] = {
            "result": bool(info.result), "verbose_code_parts": [str(part) for part in info.verbose_code_parts],
            "num_guards_executed": int(info.num_guards_executed),
        }
        # what was made otherwise may be what fails
        if check or not call.notes: answer["check"] = check
        else: answer["unknown"] = "not all of the call could be made: " + "; ".join(dict.fromkeys(call.notes))
    except Unmade as error:
        answer["unknown"] = str(error)
    except Exception as error:
        answer["unknown"] = f"torch raised {one_line(error)}"
    return answer


class Call:
    """The inputs that a scenario tells of, once they are made."""

    def __init__(self, scenario):
        self.scenario, self.maker = scenario, Maker()
        self.notes = self.maker.notes
        self.locals, self.globals = {}, {}

    def make(self):
        self.locals = self.maker.named(self.scenario["f_locals"])
        self.globals = self.maker.named(self.scenario.get("f_globals"))


@contextlib.contextmanager
def called(blob, call):
    """The locals of the call, with the globals and the thread it ran in around them. Raises Unmade."""
    scope = blob.scope
    before = dict(scope)
    try:
        scope.update(call.globals)
        add_imports(scope)
        with surrounded(call.scenario.get("process") or {}):
            yield call.locals
    finally:
        scope.clear()
        scope.update(before)


def add_imports(scope):
    """`__import_a_dot_b` is what the frame's globals hold of a module that guards read."""
    for name, value in list(scope.items()):
        if isinstance(name, str) and name.startswith("__import_") and type(value).__name__ in ("_Missing", "StandIn"):
            try: scope[name] = importlib.import_module(name[len("__import_"):].replace("_dot_", "."))
            except ImportError: pass


@contextlib.contextmanager
def surrounded(wanted):
    """As the scenario says of its thread. What it says of the process has to be so: this one is not changed."""
    now = process_state()
    state = wanted.get("global_state") or now["global_state"]
    other = [key for key in PROCESS_WIDE if key in state and state[key] != now["global_state"].get(key, state[key])]
    for key in ("current_device", "dual_level"):
        if key in wanted and wanted[key] != now[key]: other.append(key)
    if wanted.get("saved_tensors_hooks") is not None: other.append("saved_tensors_hooks")
    if other: raise Unmade(f"the process differs from the scenario in {', '.join(other)}")
    if wanted.get("functorch_stack"): raise Unmade("the call ran inside a functorch transform")
    if wanted.get("torch_function_mode_stack"): raise Unmade("the call ran under torch function modes")
    keys = wanted.get("tls_dispatch_keys")
    with thread_state(state, False, []):
        if keys is not None and keys != process_state()["tls_dispatch_keys"]:
            raise Unmade("the call ran under other dispatch keys")
        yield
