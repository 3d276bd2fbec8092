"""Times both ways from a frame to its locals, by managers made for it: one guard a local, so many locals.

torch gives a manager the frame's locals as they lie there, and `FrameLocalsGuardAccessor` takes one by its index. A lookup by
name (`DictGetItemGuardAccessor`) needs a dict, which is made of them once a check. Both are measured in calls of a function
that such a manager is put before; what such a call takes before a manager without guards is taken off. `ready` is a check
that is given a dict, as by `check` and `profile_guard_manager`, which no call does.
"""
import itertools
import time

from .server import Refused
from .surroundings import on_own_thread

# a run lasts so long at least (nanoseconds): the clock is not felt
RUN = 500_000
WAYS = ("index", "dict", "ready")


def time_locals(guards, turns):
    """For each way the nanoseconds of all guards, once a turn."""
    try:
        from torch._C._dynamo.eval_frame import _load_precompile_entry
    except ImportError:
        import torch

        raise Refused(f"torch {torch.__version__} has no way to put a manager before a function") from None
    return on_own_thread(lambda: measured(guards, turns, _load_precompile_entry))


def measured(count, turns, put_before):
    import torch._dynamo
    from torch._C._dynamo.guards import RootGuardManager
    from torch._dynamo.guards import GuardManagerWrapper

    names = [f"x{i}" for i in range(count)]
    values = [VALUES[i % len(VALUES)] for i in range(count)]
    held = dict(zip(names, values))
    roots = {"index": tree(names, values, True), "dict": tree(names, values, False), "none": RootGuardManager()}
    loops, alive = {}, []
    for way, root in roots.items():
        function = function_of(names)
        wrapper = GuardManagerWrapper(root)
        put_before(function.__code__, wrapper, replaced(function.__code__))
        alive.append(wrapper)
        loops[way] = torch._dynamo.run(loop_of(function, values))
        if loops[way](1)[1] != PASSED: raise Refused("this torch does not ask a manager that is put before a function")
    checks = {"ready": roots["index"], "empty": roots["none"]}
    for way, root in checks.items(): loops[way] = check_loop(root, held)
    often = {way: max(1, int(RUN / max(1, min(loop(1)[0] for _ in range(5))))) for way, loop in loops.items()}
    found = {way: [] for way in WAYS}
    for turn in range(turns):
        ways = list(loops) if turn % 2 == 0 else list(loops)[::-1]
        times = {way: loops[way](often[way])[0] for way in ways}
        for way, base in (("index", "none"), ("dict", "none"), ("ready", "empty")): found[way].append(times[way] - times[base])
    return {"guards": count, "ways": [{"way": way, "runs": runs} for way, runs in found.items()]}


VALUES = (1, 1.5, "a", None, True, (), [])
PASSED, OWN = "passed", "own"


def tree(names, values, by_index):
    from torch._C._dynamo.guards import RootGuardManager
    from torch._dynamo.guards import GuardManagerType

    root, kind = RootGuardManager(), GuardManagerType.GUARD_MANAGER
    for at, (name, value) in enumerate(zip(names, values)):
        source = f"L['{name}']"
        if by_index: manager = root.framelocals_manager((name, at), source, value, kind)
        else: manager = root.dict_getitem_manager(name, source, value, kind)
        add_type(manager, type(value), source)
    return root


def add_type(manager, cls, source):
    parts = [f"___check_type_id({source}, {id(cls)})"]
    # torch has come to want more
    for more in ((cls.__name__, parts, None), (parts, None), (parts,)):
        try: return manager.add_type_match_guard(id(cls), *more)
        except TypeError: continue
    raise Refused("this torch takes TYPE_MATCH guards otherwise")


def function_of(names):
    made = {}
    exec(f"def f({', '.join(names)}): return {OWN!r}", made)
    return made["f"]


def replaced(code):
    """What is run in its place where the guards pass."""
    return code.replace(co_consts=tuple(PASSED if const == OWN else const for const in code.co_consts))


def loop_of(function, values):
    def loop(count):
        said, clock = None, time.perf_counter_ns
        began = clock()
        for _ in itertools.repeat(None, count): said = function(*values)
        return (clock() - began) / count, said

    return loop


def check_loop(root, held):
    def loop(count):
        check, said, clock = root.check, None, time.perf_counter_ns
        began = clock()
        for _ in itertools.repeat(None, count): said = check(held)
        return (clock() - began) / count, said

    return loop
