"""Times the checks of a loaded blob's manager, whole and without some of its guards, on the call of one scenario.

Warm: checks one after the other from Python. Cold: torch's own `profile_guard_manager`, which evicts what lies in the caches
before a check and reads the clock in C++; a torch whose own does not evict is walked for here.
"""
import itertools
import statistics
import sys
import threading
import time

from .capture import create_name, name_of, uncollected
from .loaded import Call, built, called, tracing
from .server import Refused, one_line
from .surroundings import Unmade, on_own_thread

# what guards.cpp walks, and what lies in one line of a cache
EVICTED, LINE = 32 << 20, 64
# a run of warm checks lasts so long at least (nanoseconds): the clock is not felt
RUN = 50_000
MOST_IN_RUN = 1000
WARM_UP = 20
# managers of the same guards, and seconds in which they are built
COPIES, BUILDING = 4, 1


class Timed:
    """One call of one blob, kept from question to question. The managers are its own: what they learn stays with them."""

    def __init__(self, name, blob, scenario):
        self.name, self.blob, self.call = name, blob, Call(scenario)
        # what was checked stays alive: a manager whose module dies forgets for good what it knew of its dicts
        on_own_thread(self.make)
        self.guards = list(blob.state.output_graph.guards)
        self.wholes = self.managers(self.guards)
        self.per_run = 1

    def managers(self, guards):
        """As torch builds it when these are the guards in the blob; several, for where one comes to lie is chance."""
        made, until = [], time.perf_counter() + BUILDING
        while not made or len(made) < COPIES and time.perf_counter() < until: made.append(self.manager(guards))
        return made

    def manager(self, guards):
        graph = self.blob.state.output_graph
        before = graph.guards.inner
        graph.guards.inner = type(before)(guards)
        try:
            with tracing(): return built(self.blob.state, self.blob.code, self.blob.scope).root
        finally:
            graph.guards.inner = before

    def begin(self):
        """Whether the call passes, and what there is to time."""
        return self.in_call(self.first)

    def run(self, warm, cold):
        """Nanoseconds of a check, of so many runs of each kind."""
        return self.in_call(lambda values: self.runs(values, warm, cold))

    def without(self, left, turns, warm, cold):
        """In each turn checks with all guards and without some (their places): the medians of both, warm and cold."""
        chosen = frozenset(left)
        try:
            others = self.managers([guard for at, guard in enumerate(self.guards) if at not in chosen])
        except Exception as error:
            return {"warm": [], "cold": [], "failed": f"torch builds no manager without them: {one_line(error)}"}
        return self.in_call(lambda values: self.turns(others, values, turns, warm, cold))

    def make(self):
        try: self.call.make()
        except Unmade as error: raise Refused(str(error)) from None

    def in_call(self, work):
        def timed():
            with called(self.blob, self.call) as values, uncollected(): return work(values)

        try:
            return on_own_thread(timed)
        except Unmade as error:
            raise Refused(str(error)) from None

    def first(self, values):
        root = self.wholes[0]
        check, notes = bool(root.check(values)), list(dict.fromkeys(self.call.notes))
        if not check and notes: raise Refused("not all of the call could be made: " + "; ".join(notes))
        warm_up(root, values)
        once = min(batch(root, values, 1) for _ in range(5))
        self.per_run = max(1, min(MOST_IN_RUN, int(RUN / max(once, 1))))
        empty = type(root)()
        return {
            "check": check, "notes": notes, "guards": [f"{create_name(g)} {name_of(g)}" for g in self.guards],
            "perRun": self.per_run, "calling": statistics.median(batch(empty, {}, 200) for _ in range(20)),
            "torchEvicts": torch_evicts(), "evicted": EVICTED, "busy": main_thread_runs(),
        }

    def runs(self, values, warm, cold):
        for root in self.wholes: warm_up(root, values)
        turn = itertools.cycle(self.wholes)
        return {
            "warm": [batch(next(turn), values, self.per_run) for _ in range(warm)],
            "cold": [cold_check(next(turn), values) for _ in range(cold)],
        }

    def turns(self, others, values, turns, warm, cold):
        found = {"warm": [], "cold": [], "failed": None}
        for turn in range(turns):
            both = [roots[turn % len(roots)] for roots in (self.wholes, others)]
            # a call that is refused by one of them goes another way there
            if not all(root.check(values) for root in both): return {"warm": [], "cold": [], "failed": "the call is refused"}
            order = (0, 1) if turn % 2 == 0 else (1, 0)
            times = {"warm": [[], []], "cold": [[], []]}
            for side in order if warm else ():
                # what was in the caches for the other is brought back first
                warm_up(both[side], values)
                times["warm"][side] = [batch(both[side], values, self.per_run) for _ in range(warm)]
            for _ in range(cold):
                for side in order: times["cold"][side].append(cold_check(both[side], values))
            for kind, pair in times.items():
                if pair[0]: found[kind].append([statistics.median(runs) for runs in pair])
        return found


def warm_up(root, values):
    for _ in range(WARM_UP): root.check(values)


def batch(root, values, count):
    """Nanoseconds of one of so many checks."""
    check, clock = root.check, time.perf_counter_ns
    began = clock()
    for _ in itertools.repeat(None, count): check(values)
    return (clock() - began) / count


def cold_check(root, values):
    from torch._C._dynamo.guards import profile_guard_manager

    if torch_evicts(): return profile_guard_manager(root, values, 1) * 1000
    for _ in range(5): root.check(values)
    walk()
    return batch(root, values, 1)


_evicts = None


def torch_evicts():
    """Whether torch's own measure walks the caches out: then one of an empty manager takes milliseconds."""
    global _evicts
    if _evicts is None:
        from torch._C._dynamo.guards import RootGuardManager, profile_guard_manager

        began = time.perf_counter_ns()
        profile_guard_manager(RootGuardManager(), {}, 1)
        _evicts = time.perf_counter_ns() - began > 1_000_000
    return _evicts


_lines = None


def walk():
    global _lines
    if _lines is None: _lines = bytearray(EVICTED)
    _lines[::LINE] = bytes(EVICTED // LINE)


def main_thread_runs():
    """Whether the script is at work beside the measurement, seen from here: it is in other code than it was a moment ago."""
    main = threading.main_thread().ident

    def place():
        frame = sys._current_frames().get(main)
        return None if frame is None else (id(frame), frame.f_lasti)

    places = set()
    for _ in range(5):
        places.add(place())
        time.sleep(0.002)
    return len(places) > 1
