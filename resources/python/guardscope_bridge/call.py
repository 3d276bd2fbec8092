"""The inputs of a compiled call as a scenario: what its guards read is told in full, the rest by its type alone."""
import functools
import re

from .describe import Describer
from .process_state import process_state

# guards that compare a whole value
DEEP = {
    "CONSTANT_MATCH", "EQUALS_MATCH", "DICT_KEYS", "DICT_CONST_KEYS", "DICT_KEYS_MATCH", "MAPPING_KEYS_CHECK", "DUAL_LEVEL",
    "SET_CONTAINS",
}
LENGTHS = {"SEQUENCE_LENGTH", "LIST_LENGTH", "TUPLE_ITERATOR_LEN"}


def described_call(graph, guards):
    import torch

    # a tensor's own class and modes may answer for it
    with torch._C.DisableTorchFunction():
        reader = Reader(graph)
        for guard in guards:
            reader.read(guard)
        reader.read_relations(graph)
        describe = Describer(reader.asked, reader.touched)
        locals_ = {name: describe(value) for name, value in graph.local_scope.items() if isinstance(name, str)}
        # the builtins are those of any process
        names = [name for name in reader.global_names if not name.startswith("__builtins_dict__") and name in graph.global_scope]
        globals_ = {name: describe(graph.global_scope[name]) for name in names}
    return {"name": "as captured", "f_locals": locals_, "f_globals": globals_, "process": process_of(graph)}


def process_of(graph):
    from .process_state import global_state

    state = process_state()
    guard = getattr(graph, "global_state_guard", None)
    if guard is not None:
        # what tracing has changed since is none of the call's
        state["global_state"] = global_state(guard)
    return state


class Reader:
    """Follows the sources of guards as torch does, and remembers which objects and attributes they pass."""

    def __init__(self, graph):
        self.locals, self.globals = graph.local_scope, graph.global_scope
        self.values, self.alive = {}, []
        self.names, self.deep = {}, set()
        self.global_names = []
        self.closure = None

    def read(self, guard):
        from .capture import create_name

        create = guard.create_fn
        self.follow(guard.originating_source)
        kind = create_name(guard)
        found, value = self.value(guard.originating_source)
        if found:
            if kind in DEEP: self.deep.add(id(value))
            if kind in LENGTHS: self.ask(value, "__len__")
        if isinstance(create, functools.partial):
            for given in (*create.args, *create.keywords.values()):
                if isinstance(given, str):
                    if found and given.isidentifier(): self.ask(value, given)
                elif hasattr(given, "guard_source"):
                    self.follow(given)

    def read_relations(self, graph):
        """What shape expressions and the guards of AOTAutograd read, which are no source's own."""
        sources = [fake.source for fake in getattr(graph, "tracked_fakes", None) or ()]
        context = getattr(graph, "tracing_context", None)
        for guard in graph.aotautograd_guards if context is None else context.guards_context.aotautograd_guards:
            sources += [getattr(guard, name) for name in ("input_source_a", "input_source_b") if hasattr(guard, name)]
            sources += [*getattr(guard, "overlapping_sources", ()), *getattr(guard, "non_overlapping_sources", ())]
        for source in sources: self.follow(source)

    def ask(self, value, name):
        self.alive.append(value)
        self.names.setdefault(id(value), set()).add(name)

    def asked(self, value):
        return self.names.get(id(value), ())

    def touched(self, value):
        """None: not read by a guard; False: read, not what it holds; True: whole."""
        if id(value) in self.deep: return True
        return False if id(value) in self.names else None

    def follow(self, source):
        found, value = self.value(source)
        if found:
            self.alive.append(value)
            self.names.setdefault(id(value), set())

    def value(self, source):
        """(whether it was found, what it is)"""
        known = self.values.get(id(source))
        if known is None:
            try:
                known = (True, self.reached(source))
            except Exception:
                known = (False, None)
            self.alive.append(source)
            self.values[id(source)] = known
        return known

    def reached(self, source):
        kind = type(source).__name__
        if kind == "LocalSource": return self.noted(self.locals[source.local_name])
        if kind == "GlobalSource":
            if source.global_name not in self.global_names: self.global_names.append(source.global_name)
            return self.noted(self.globals[source.global_name])
        base = getattr(source, "base", None)
        if base is None: return self.evaluated(source)
        found, held = self.value(base)
        if not found: raise LookupError
        member = getattr(source, "member", None)
        if isinstance(member, str):
            self.ask(held, member)
            if kind in ("AttrSource", "ParamBufferSource", "UnspecializedParamBufferSource") and "." not in member:
                return self.noted(getattr(held, member))
        if kind == "DictGetItemSource" and isinstance(source.index, (str, int, tuple)): return self.noted(held[source.index])
        return self.noted(self.evaluated(source))

    def noted(self, value):
        self.alive.append(value)
        self.names.setdefault(id(value), set())
        return value

    def evaluated(self, source):
        from .capture import name_of

        if self.closure is None:
            import torch._dynamo.guards as guards

            self.closure = guards._get_closure_vars()
        name = name_of(source)
        if not name or not re.match(r"[\w_]", name): raise LookupError
        return eval(name, {"L": self.locals, "G": self.globals, **self.closure})
