"""Saves the guards of a compile as torch does for precompile, and loads them again, under any torch from 2.8 on."""
import inspect
import pickle

import torch
import torch._dynamo.convert_frame as convert_frame
import torch._dynamo.guards as guards
import torch._guards

PARAMETERS = list(inspect.signature(guards.CheckFunctionManager.__init__).parameters)
# how 2.8 to 2.9 and the later ones are told to save
OLD = "save_guards" not in PARAMETERS
SAVE = {"guards_serialization_mode": "save"} if OLD else {"save_guards": True, "strict_error": True}
SAVE = {key: value for key, value in SAVE.items() if key in PARAMETERS}
UNSAVABLE = {"DICT_VERSION", "NN_MODULE", "ID_MATCH", "FUNCTION_MATCH", "CLASS_MATCH", "MODULE_MATCH", "CLOSURE_MATCH", "WEAKREF_ALIVE"}
UNSAVABLE |= set(getattr(guards.CheckFunctionManager, "UNSUPPORTED_SERIALIZATION_GUARD_TYPES", ()))
if OLD:
    UNSAVABLE |= {"DUPLICATE_INPUT", "BUILTIN_MATCH"}


class Captured:
    def __init__(self, code, output_graph):
        self.code = code
        self.locals = dict(output_graph.local_scope)
        self.globals = output_graph.global_scope
        self.blob = self.manager = None


def savable(entry):
    if not OLD and entry.guard_type in ("TYPE_MATCH", "BUILTIN_MATCH"):
        return not getattr(entry.orig_guard, "_unserializable", False)
    return entry.guard_type not in UNSAVABLE and not any(derived in UNSAVABLE for derived in entry.derived_guard_types)


def keeper(kept):
    """The filter of guards: all that can be saved, without globals as aot_compile has it, or the named types."""
    if kept == "savable":
        return lambda entries: [savable(e) for e in entries]
    if kept == "portable":
        return lambda entries: [savable(e) and not e.is_global and e.guard_type != "BUILTIN_MATCH" for e in entries]
    return lambda entries: [e.guard_type in kept for e in entries]


def capture(fn, args, kwargs, kept, options):
    """The first frame that compiles: its blob and its manager before saving."""
    found = []

    class Saving(guards.CheckFunctionManager):
        def __init__(self, code, output_graph=None, *rest, **given):
            given.update(zip(PARAMETERS[3:], rest))
            for name in ("guard_filter_fn", "save_guards", "strict_error", "guards_serialization_mode"):
                given.pop(name, None)
            found.append(Captured(code, output_graph))
            super().__init__(code, output_graph, guard_filter_fn=keeper(kept), **SAVE, **given)
            found[-1].blob, found[-1].manager = self.guards_state, self.guard_manager

    original = convert_frame.CheckFunctionManager
    convert_frame.CheckFunctionManager = Saving
    try:
        torch._dynamo.reset()
        torch.compile(fn, backend="eager", **options)(*args, **kwargs)
    finally:
        convert_frame.CheckFunctionManager = original
    return found[0]


def load_state(blob):
    # a tensor subclass in the blob is made under a tracing context (2.8 to 2.13)
    with torch._guards.tracing(torch._guards.TracingContext(None)):
        try:
            from torch._dynamo.package import load_guards_state
        except ImportError:
            return pickle.loads(blob)
        return load_guards_state(blob)


def load_manager(state, code, f_globals):
    with torch._guards.tracing(torch._guards.TracingContext(None)):
        try:
            from torch._dynamo.package import load_guard_manager
        except ImportError:
            given = {"guards_serialization_mode": "load", "runtime_global_scope": f_globals}
            given = {name: value for name, value in given.items() if name in PARAMETERS}
            made = guards.CheckFunctionManager(code, state.output_graph, shape_code_parts=state.shape_code_parts, **given)
            return made.guard_manager
        return load_guard_manager(state, code, f_globals)
