"""The compiles that were captured: whether each would still take the call it was made for, by torch's own managers.

Nothing of the script is kept alive: managers, code, tensors, modules and other objects are held weakly, plain containers as
how to make them anew. A value that is gone makes the answer unknown, apart from the global state, which needs no value.
"""
import enum
import weakref

from .server import one_line
from .surroundings import Surroundings, Unmade, on_own_thread

PLAIN = (type(None), bool, int, float, complex, str, bytes, range, slice, type(Ellipsis))
MOST_ITEMS = 10000


class Entries:
    def __init__(self):
        self.all = {}

    def add(self, number, manager, code, graph, state, cached):
        guard = getattr(graph, "global_state_guard", None)
        if guard is None:
            import torch._dynamo.convert_frame as convert_frame

            guard = convert_frame.initial_global_state
        self.all[number] = Entry(number, manager, code, graph.local_scope, guard, Surroundings(state), cached)

    def code(self, number):
        entry = self.all.get(number)
        return None if entry is None else entry.code()

    def standings(self):
        """Of all entries, in their order."""
        entries = list(self.all.values())
        return on_own_thread(lambda: [entry.standing() for entry in entries]) if entries else []


class Entry:
    def __init__(self, number, manager, code, local_scope, global_guard, surroundings, cached):
        self.number, self.global_guard, self.surroundings, self.cached = number, global_guard, surroundings, cached
        self.manager, self.code = weakref.ref(manager), weakref.ref(code)
        memo = {}
        self.locals = {name: remembered(value, memo) for name, value in local_scope.items()}

    def standing(self):
        answer = {"entry": self.number, "check": None, "globalState": None, "reasons": [], "unknown": None}
        try:
            with self.surroundings.made():
                if self.global_guard is not None:
                    answer["globalState"] = bool(self.global_guard.check())
                    if not answer["globalState"]: answer["reasons"] = [f"GLOBAL_STATE changed: {self.global_guard.reason()}"]
                self.asked(answer)
        except Unmade as error:
            answer["unknown"] = str(error)
        except Exception as error:
            answer["unknown"] = one_line(error)
        return answer

    def asked(self, answer):
        manager = self.manager()
        # a manager may outlive its line in the cache; what aot_compile made is in none
        if manager is None or self.cached and manager.cache_entry is None: raise Unmade("torch has thrown this compile away")
        memo = {}
        values = {name: make(memo) for name, make in self.locals.items()}
        # `check` would teach the script's manager which guards fail; this one only looks
        info = manager.check_verbose(values)
        answer["check"] = bool(info.result)
        if not info.result: answer["reasons"] = [str(part) for part in info.verbose_code_parts]


def remembered(value, memo):
    """How to have the value again without keeping it: a function of a table of what was made already."""
    if id(value) in memo: return memo[id(value)]
    made = memo[id(value)] = weakly(value, memo)
    return made


def weakly(value, memo):
    import torch

    kind = type(value)
    if kind in PLAIN or isinstance(value, (enum.Enum, torch.dtype, torch.device, torch.layout, torch.memory_format, torch.Size)):
        return lambda _: value
    if kind in (list, tuple, set, frozenset) and len(value) <= MOST_ITEMS:
        items = [remembered(item, memo) for item in value]
        return again(lambda table: kind(make(table) for make in items))
    if issubclass(kind, tuple) and not hasattr(value, "__dict__"):
        items = [remembered(item, memo) for item in value]
        return again(lambda table: tuple.__new__(kind, [make(table) for make in items]))
    if kind is dict and len(value) <= MOST_ITEMS:
        pairs = [(remembered(key, memo), remembered(item, memo)) for key, item in value.items()]
        return again(lambda table: {key(table): item(table) for key, item in pairs})
    try:
        reference = weakref.ref(value)
    except TypeError:
        reference = None
    name = kind.__qualname__

    def alive(_):
        found = None if reference is None else reference()
        if found is None: raise Unmade(f"a {name} of the call is gone")
        return found

    return alive


def again(make):
    """Once in each table: what was one object is one object."""
    def made(table):
        if made not in table: table[made] = make(table)
        return table[made]

    return made
