"""One case of the corpus: what torch saves of it, or why it does not, and what it answers for each call."""
import contextlib
import functools
import inspect

import capture
import torch
import torch._dynamo.convert_frame as convert_frame
import torch._dynamo.guards as guards
import torch.nn as nn
from corpus_case import CONTEXTS, S
from guardscope_bridge.describe import Describer
from guardscope_bridge.process_state import global_state, process_state
from scenarios import names_read

# what ids were given to must live as long as a manager may compare them
ALIVE = []


def record(case):
    """The sidecar, and the blob where torch saved one."""
    parts = ("fn", "args", "kwargs", "scenarios")
    fn, args, kwargs, scenarios = case["make"]() if "make" in case else (case[part] for part in parts)
    env = case.get("env", "none")
    sidecar = {"torch": torch.__version__, "env_at_save": env}
    with torch._dynamo.config.patch(case["config"]) if "config" in case else contextlib.nullcontext():
        with CONTEXTS[env]():
            saved = Saving(case).run(fn.forward if isinstance(fn, nn.Module) else fn, args, kwargs)
        sidecar["frame"] = {name: list(getattr(saved.code, name)) for name in ("co_varnames", "co_freevars")}
        if saved.blob is None:
            return {**sidecar, "status": "save_failed", "error": saved.error}, None
        try:
            state = capture.load_state(saved.blob)
        except Exception as error:
            return {**sidecar, "status": "unpickle_failed", "error": told(error)}, saved.blob
        sidecar |= {
            "status": "ok",
            "guards": [row(guard) for guard in state.output_graph.guards],
            # 2.8 saves none: there it is that of the process that loads
            "global_state": global_state(getattr(state.output_graph, "global_state_guard", None)),
            "ref_tree": str(saved.manager),
        }
        loaded = None
        try:
            loaded = capture.load_manager(state, saved.code, saved.globals)
            sidecar["loaded_tree"] = str(loaded)
        except Exception as error:
            sidecar |= {"status": "load_failed", "error": told(error)}
        ask = Ask(fn, saved, state, {"ref": saved.manager, "loaded": loaded})
        first = ask(S("captured f_locals", env=env), saved.locals)
        sidecar["scenarios"] = [row for row in (first, *(ask(s) for s in scenarios)) if row is not None]
        ALIVE.append(saved)
    return sidecar, saved.blob


def told(error):
    return f"{type(error).__name__}: {str(error)[:600]}"


def row(guard):
    create = guard.create_fn
    create = create.func if isinstance(create, functools.partial) else create
    return {"name": named(guard), "create_fn": create.__name__}


def named(thing):
    return thing.name if isinstance(thing.name, str) else thing.name()


class Saving:
    """Compiles a function, and saves the guards of its first frame; of the second call's where `two_calls`."""

    def __init__(self, case):
        self.case, self.found = case, []
        kept = case["kept"]
        every = kept == "all"
        self.filter = kept and ((lambda entries: [True] * len(entries)) if every else capture.keeper(kept))

    def run(self, fn, args, kwargs):
        original = convert_frame.CheckFunctionManager
        convert_frame.CheckFunctionManager = self.manager()
        try:
            torch._dynamo.reset()
            compiled = torch.compile(fn, backend="eager", **self.case.get("options", {}))
            if self.case.get("two_calls"):
                compiled(*(a[:-1] if isinstance(a, torch.Tensor) else a for a in args), **kwargs)
                self.found.clear()
            compiled(*args, **kwargs)
        except Exception as error:
            if not self.found: raise
            # what was raised behind the manager is of the call, and not of saving
            self.found[0].error = self.found[0].error or told(error)
        finally:
            convert_frame.CheckFunctionManager = original
        if not self.found: raise RuntimeError("no frame was compiled")
        return self.found[0]

    def manager(self):
        found, keep = self.found, self.filter

        class Manager(guards.CheckFunctionManager):
            def __init__(self, code, output_graph=None, *rest, **given):
                given.update(zip(capture.PARAMETERS[3:], rest))
                for name in ("guard_filter_fn", "save_guards", "strict_error", "guards_serialization_mode"):
                    given.pop(name, None)
                one = capture.Captured(code, output_graph)
                one.error = None
                found.append(one)
                try:
                    super().__init__(code, output_graph, guard_filter_fn=keep, **capture.SAVE, **given)
                except BaseException as error:
                    one.error = f"{type(error).__module__}.{told(error)}"
                    raise
                one.blob, one.manager = self.guards_state, self.guard_manager

        return Manager


class Ask:
    """Makes the locals of a call, asks the managers, and describes what they looked at."""

    def __init__(self, fn, saved, state, managers):
        self.fn, self.managers, self.names = fn, managers, names_read(state)
        self.scope = saved.globals
        self.globals = [
            name for name in state.output_graph.global_scope
            if isinstance(name, str) and not name.startswith("__builtins_dict__") and name in self.scope
        ]

    def __call__(self, scenario, local=None):
        """None where this torch, or this Python, cannot make the call."""
        try:
            local = locals_of(scenario.fn or self.fn, scenario.args, scenario.kwargs) if local is None else local
        except Exception:
            return None
        describe = Describer(lambda _: self.names)
        ALIVE.append((local, describe))
        with CONTEXTS[scenario.env]():
            row = {"name": scenario.name, "env": scenario.env}
            row["f_locals"] = {name: describe(v) for name, v in local.items()}
            row["f_globals"] = {name: describe(self.scope[name]) for name in self.globals if name in self.scope}
            row["process"] = process_state()
            for name, manager in self.managers.items():
                row[name] = None if manager is None else answer(manager, local)
        # a check that raised leaves torch functions disabled
        if not torch._C._is_torch_function_enabled(): ALIVE.append(torch._C._EnableTorchFunction().__enter__())
        return row


def answer(manager, local):
    """None where a manager raised: then it gives no answer that could be held against another."""
    try:
        check = bool(manager.check(local))
        info = manager.check_verbose(local)
    except Exception:
        return None
    return {
        "check": check,
        "verbose": {
            "result": bool(info.result),
            "verbose_code_parts": [str(part) for part in info.verbose_code_parts],
            "num_guards_executed": int(info.num_guards_executed),
        },
    }


def locals_of(fn, args, kwargs):
    """The frame's locals for a call, those that the function closes over with them."""
    fn = fn.forward if isinstance(fn, nn.Module) else fn
    if inspect.ismethod(fn):
        fn, args = fn.__func__, (fn.__self__, *args)
    bound = inspect.signature(fn).bind(*args, **kwargs)
    bound.apply_defaults()
    cells = zip(fn.__code__.co_freevars, fn.__closure__ or ())
    return {**{name: cell.cell_contents for name, cell in cells}, **bound.arguments}
