"""Saves the guards of every compile as torch builds them, beside what the script compiles and without touching it."""
import contextlib
import dataclasses
import functools
import gc
import inspect
import threading
import time
import warnings

from .server import one_line
from .versions import IDENTITY, dialect

LOCAL_TYPE = "an object of a class that is local to a function"


class Capture:
    """While installed, `torch._dynamo` makes its guard managers by a class that tells of each.

    on_compiled(entry, manager): a compile, at once; on_printed(entry, text): its tree; on_saved(entry, saved): its blob, or why there is none, and its call.
    """

    def __init__(self, on_compiled, on_printed, on_saved):
        self.on_compiled, self.on_printed, self.on_saved = on_compiled, on_printed, on_saved
        self.here = threading.local()
        self.count = 0
        self.put_back = None

    def install(self):
        if self.put_back is not None:
            return
        import torch
        import torch._dynamo.convert_frame as convert_frame
        import torch._dynamo.guards as guards

        self.guards, self.dialect = guards, dialect(torch.__version__)
        original = convert_frame.CheckFunctionManager
        # code that a test or a library put there is kept, and called
        reasons, profile = convert_frame.get_and_maybe_log_recompilation_reasons, guards.profile_guard_manager
        self.parameters = list(inspect.signature(guards.CheckFunctionManager.__init__).parameters)[1:]
        convert_frame.CheckFunctionManager = self.telling(original)
        convert_frame.get_and_maybe_log_recompilation_reasons = self.noting_reasons(reasons)
        guards.profile_guard_manager = self.noting_latency(profile)

        def put_back():
            convert_frame.CheckFunctionManager = original
            convert_frame.get_and_maybe_log_recompilation_reasons = reasons
            guards.profile_guard_manager = profile

        self.put_back = put_back

    def remove(self):
        put_back, self.put_back = self.put_back, None
        if put_back is not None:
            put_back()

    def telling(self, original):
        capture = self

        class CheckFunctionManager(original):
            def __init__(self, *args, **kwargs):
                given = {**dict(zip(capture.parameters, args)), **kwargs}
                capture.here.latency = None
                kept = capture.watched_filter(given)
                super().__init__(**given)
                try:
                    with uncollected(): capture.built(self, given, kept)
                except Exception as error:
                    # the script compiles on, whatever happens here
                    capture.failed(error)

        return CheckFunctionManager

    def noting_reasons(self, original):
        @functools.wraps(original)
        def noting(*args, **kwargs):
            reasons = original(*args, **kwargs)
            if not kwargs.get("skip_logging"):
                self.here.reasons = (current_compile(), list(reasons or ()))
            return reasons

        return noting

    def noting_latency(self, original):
        @functools.wraps(original)
        def noting(*args, **kwargs):
            if getattr(self.here, "saving", False):
                # measured once already, and counted in torch's metrics
                return 0.0
            self.here.latency = original(*args, **kwargs)
            return self.here.latency

        return noting

    def watched_filter(self, given):
        """Lets the script's own filter say which guards it keeps: a list of their ids, once it has run."""
        chosen = given.get("guard_filter_fn")
        if chosen is None:
            return None
        kept = []

        def choosing(entries):
            entries = list(entries)
            answers = list(chosen(entries))
            kept[:] = [id(entry.orig_guard) for entry, answer in zip(entries, answers) if answer]
            return answers

        given["guard_filter_fn"] = choosing
        return kept

    def built(self, manager, given, kept):
        code, graph = given["f_code"], given["output_graph"]
        self.count += 1
        own = [guard for guard in graph.guards if kept is None or id(guard) in kept]
        compile_id = current_compile()
        reasons = getattr(self.here, "reasons", None)
        entry = {
            "entry": self.count,
            "compileId": compile_id,
            "time": time.time(),
            "thread": threading.current_thread().name,
            "frame": frame_of(code),
            "guards": len(own),
            "latencyUs": self.here.latency,
            "reasons": reasons[1] if reasons and reasons[0] == compile_id else [],
        }
        self.here.reasons = None
        self.on_compiled(entry, manager.guard_manager, code, graph)
        # a text of megabytes keeps nobody waiting for the rest
        self.on_printed(self.count, str(manager.guard_manager))
        self.on_saved(self.count, self.saved(given, own))

    def failed(self, error):
        self.on_saved(self.count, {"blob": None, "error": one_line(error), "dropped": [], "scenario": None, "seconds": 0})

    def saved(self, given, own):
        """The blob of the guards that can be saved, what could not, and the call."""
        began = time.perf_counter()
        graph = given["output_graph"]
        reasons = [self.why_unsavable(guard, graph) for guard in own]
        # an object of such a class is not saved, nor what is guarded below it
        local = {name_of(guard) for guard, why in zip(own, reasons) if why is LOCAL_TYPE}
        if local:
            below = [LOCAL_TYPE if is_below(guard.originating_source, local) else None for guard in own]
            reasons = [why or other for why, other in zip(reasons, below)]
        names = [
            {"name": name_of(g), "createFn": create_name(g), "types": list(g.guard_types or ()), "why": why}
            for g, why in zip(own, reasons) if why is not None
        ]
        kept = [guard for guard, why in zip(own, reasons) if why is None]
        blob = error = None
        try:
            blob = self.bytes_of(given, kept)
        except Exception as raised:
            error = one_line(raised)
        try:
            from .call import described_call

            scenario = described_call(graph, kept)
        except Exception as raised:
            scenario, error = None, error or f"its call could not be described: {one_line(raised)}"
        seconds = round(time.perf_counter() - began, 4)
        return {"blob": blob, "error": error, "dropped": names, "scenario": scenario, "seconds": seconds}

    def why_unsavable(self, guard, graph):
        name = create_name(guard)
        if self.dialect.marks_local_types:
            if name in ("TYPE_MATCH", "BUILTIN_MATCH"):
                return LOCAL_TYPE if guard._unserializable else None
        elif name == "TYPE_MATCH" and is_local_type(guard, graph):
            return LOCAL_TYPE
        known = getattr(self.guards.CheckFunctionManager, "UNSUPPORTED_SERIALIZATION_GUARD_TYPES", ())
        banned = self.dialect.unsavable.union(known)
        found = next((kind for kind in (name, *(guard.guard_types or ())) if kind in banned), None)
        if found is None: return None
        return f"{found} compares an id of this process" if found in IDENTITY else f"this torch cannot save {found}"

    def bytes_of(self, given, kept):
        """What torch saves for precompile, by a second manager over copies of the guards: the first keeps its own."""
        graph = given["output_graph"]
        copies = [
            dataclasses.replace(g, guard_types=None, code_list=None, obj_weakref=None, guarded_class_weakref=None) for g in kept
        ]
        options = {**self.dialect.save, **{name: given[name] for name in ("guard_build_local_state",) if name in given}}
        manager_class = self.guards.CheckFunctionManager
        saver = manager_class.__new__(manager_class)
        self.here.saving = True
        try:
            with quiet(self.guards), skipping_check(graph), guarded_by(graph, copies):
                saver.__init__(given["f_code"], graph, **{k: v for k, v in options.items() if k in self.parameters})
            return saver.guards_state
        finally:
            self.here.saving = False
            # finalizers of the classes it names keep it: it may keep nothing of the script
            saver.__dict__.clear()


@contextlib.contextmanager
def uncollected():
    """The thousands of objects that a save makes all live to its end: collecting garbage among them takes a quarter of it."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on: gc.enable()


@contextlib.contextmanager
def guarded_by(graph, guards):
    """The graph with other guards. One that is being traced has them in its context, one for aot_compile has them itself."""
    from torch._guards import GuardsSet

    context = getattr(graph, "tracing_context", None)
    holder, name = (graph, "_guards") if context is None else (context.guards_context, "dynamo_guards")
    before = getattr(holder, name)
    other = GuardsSet()
    # the index by source, which it keeps beside them, is for tracing
    other.inner = type(before.inner)(guards)
    setattr(holder, name, other)
    try:
        yield
    finally:
        setattr(holder, name, before)


@contextlib.contextmanager
def skipping_check(graph):
    before = getattr(graph, "skip_guards_check", None)
    if before is None:
        yield
        return
    graph.skip_guards_check = True
    try:
        yield
    finally:
        graph.skip_guards_check = before


@contextlib.contextmanager
def quiet(guards):
    """What TORCH_LOGS and TORCH_TRACE show of guards, they show once."""
    import torch._logging._internal as logging

    names = ("log", "guards_log", "recompiles_log", "recompiles_verbose_log", "verbose_guards_log")
    loggers = [one for one in (*(getattr(guards, name) for name in names), logging.trace_log) if not one.disabled]
    try:
        for one in loggers: one.disabled = True
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for one in loggers: one.disabled = False


def current_compile():
    from torch._guards import CompileContext

    found = CompileContext.current_compile_id()
    return None if found is None else str(found)


def name_of(named):
    """Of a guard or a source: a method up to torch 2.9, then a property."""
    return named.name if isinstance(named.name, str) else named.name()


def create_name(guard):
    """`TENSOR_MATCH` and its like."""
    create = guard.create_fn
    return (create.func if isinstance(create, functools.partial) else create).__name__


def frame_of(code):
    from torch._C._dynamo.eval_frame import code_framelocals_names

    return {
        "name": code.co_name,
        "qualname": getattr(code, "co_qualname", code.co_name),
        "file": code.co_filename,
        "line": code.co_firstlineno,
        "locals": list(code_framelocals_names(code)),
    }


def is_below(source, names):
    while source is not None:
        if name_of(source) in names: return True
        source = getattr(source, "base", None)
    return False


def is_local_type(guard, graph):
    """torch 2.8 says so by raising as it saves (GuardBuilder.TYPE_MATCH)."""
    from .call import Reader

    found, value = Reader(graph).value(guard.originating_source)
    return found and type(value).__qualname__ != type(value).__name__

