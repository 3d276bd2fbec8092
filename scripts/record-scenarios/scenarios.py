"""One case: its blob, and scenarios drawn at random with what the manager before saving and the loaded one answer."""
import contextlib
import functools
import re

import torch
import torch.nn as nn
from capture import capture, load_manager, load_state
from change_objects import changes
from places import places, rebuilt, replaced
from guardscope_bridge.describe import Describer
from guardscope_bridge.process_state import global_state, process_state
from process import CONTEXTS

MISSING = object()
ALIASES = {
    "the same as": lambda t: t,
    "a view of": lambda t: t[...],
    "a part of": lambda t: t[1:] if t.dim() else t,
    "detached from": lambda t: t.detach(),
}
# what ids were given to must live as long as a manager may compare them
ALIVE = []


class Raised(Exception):
    """A manager raised: what it answers from then on may be another."""


def record(name, case, rng, most):
    """The sidecar and the blob; the sidecar alone where torch does not save it."""
    torch.manual_seed(0)
    fn, args, *kwargs = case["make"]()
    fn = fn.forward if isinstance(fn, nn.Module) else fn
    with torch._dynamo.config.patch(case["config"]) if case["config"] else contextlib.nullcontext():
        with CONTEXTS[case["env"]]():
            captured = capture(fn, args, kwargs[0] if kwargs else {}, case["kept"], case["options"])
        state = load_state(captured.blob)
        loaded = load_manager(state, captured.code, captured.globals)
        saved = getattr(state.output_graph, "global_state_guard", None)
        sidecar = {
            "torch": torch.__version__,
            "case": name,
            "status": "ok",
            "env_at_save": case["env"],
            "frame": {name: list(getattr(captured.code, name)) for name in ("co_varnames", "co_freevars")},
            # 2.8 saves none: there it is that of the process that loads
            "global_state": global_state(saved),
            "loaded_tree": str(loaded),
            "guards": [],
        }
        draw = Draw(captured, state, rng)
        # as it was captured first, for a manager learns, and last, to see what it learnt
        plan = [[], [], *(draw.steps() for _ in range(most - 3)), []]
        # nothing tells of that process then
        original = None if saved is None and case["env"] != "none" else captured.manager
        ask = Ask(captured, {"ref": original, "loaded": loaded}, draw.global_names, names_read(state))
        sidecar["scenarios"] = answered(ask(steps) for steps in plan)
    return sidecar, captured.blob


def answered(rows):
    """Those that could be made, up to the first in which a manager raised."""
    found = []
    try:
        for row in rows:
            if row is not None: found.append(row)
    except Raised:
        # a check that raised leaves torch functions disabled
        if not torch._C._is_torch_function_enabled(): ALIVE.append(torch._C._EnableTorchFunction().__enter__())
    return found


class Draw:
    """Changes of locals, globals and the process, alone and two at a time."""

    def __init__(self, captured, state, rng):
        scope = captured.globals
        self.global_names = [
            name for name in state.output_graph.global_scope
            if isinstance(name, str) and not name.startswith("__builtins_dict__") and name in scope
        ]
        self.rng, self.locals = rng, places(captured.locals, 300)
        self.globals = places({name: scope[name] for name in self.global_names}, 120)
        self.tensors = [path for path, v in self.locals if isinstance(v, torch.Tensor)]

    def steps(self):
        kind = self.rng.random()
        if kind < 0.5: return [self.change("local")]
        if kind < 0.62 and self.globals: return [self.change("global")]
        if kind < 0.76: return [self.context()]
        if kind < 0.82 and len(self.tensors) > 1:
            return [("alias", *self.rng.sample(self.tensors, 2), self.rng.choice(list(ALIASES)))]
        if kind < 0.88: return [self.change("local"), self.context()]
        if kind < 0.92 and self.globals: return [self.change("local"), self.change("global")]
        return [self.change("local"), self.change("local")]

    def context(self):
        return ("context", self.rng.choice(list(CONTEXTS)))

    def change(self, scope):
        path, v = self.rng.choice(self.locals if scope == "local" else self.globals)
        makers = changes(v)
        if len(path) == 1: makers = {**makers, "gone": lambda: MISSING}
        name = self.rng.choice(list(makers))
        return (scope, path, name, makers[name])


class Ask:
    """Makes a scenario, asks the managers, and describes it."""

    def __init__(self, captured, managers, global_names, names):
        self.captured, self.managers, self.global_names, self.names = captured, managers, global_names, names

    def __call__(self, steps):
        try:
            local, changed, env, label = self.made(steps)
        except Exception:
            # this change cannot be made of this value, or not after the one before it
            return None
        ALIVE.append((local, changed))
        scope = self.captured.globals
        before = {name: scope[name] for name in changed}
        try:
            assign(scope, changed)
            row = {"name": " & ".join(label) or "as captured", "env": env}
            with CONTEXTS[env]():
                state = process_state()
                answers = {name: manager and answer(manager, local) for name, manager in self.managers.items()}
            describe = Describer(lambda _: self.names)
            row["f_locals"] = {name: describe(v) for name, v in local.items()}
            row["f_globals"] = {name: describe(scope[name]) for name in self.global_names if name in scope}
            ALIVE.append(describe)
            return {**row, "process": state, **answers}
        finally:
            assign(scope, before)

    def made(self, steps):
        local, changed, env, label = dict(self.captured.locals), {}, "none", []
        for kind, *step in steps:
            if kind == "context":
                env = step[0]
                label.append(f"in {env}")
                continue
            if kind == "alias":
                of, path, how = step
                local = replaced(local, path, ALIASES[how](valued(self.captured.locals, of)))
                label.append(f"{dotted(path)}: {how} {dotted(of)}")
                continue
            path, name, make = step
            label.append(f"{'' if kind == 'local' else 'global '}{dotted(path)}: {name}")
            if kind == "global":
                root = changed.get(path[0], self.captured.globals[path[0]])
                changed[path[0]] = rebuilt(root, path[1:], make())
            elif (new := make()) is MISSING:
                del local[path[0]]
            else:
                local = replaced(local, path, new)
        return local, changed, env, label


def assign(scope, values):
    for name, v in values.items():
        if v is MISSING: scope.pop(name, None)
        else: scope[name] = v


def dotted(path):
    return ".".join(str(step if isinstance(step, str) else step[1]) for step in path)


def valued(roots, path):
    return next(v for found, v in places(roots, 300) if found == path)


def answer(manager, local):
    try:
        check = bool(manager.check(local))
        info = manager.check_verbose(local)
    except Exception as error:
        raise Raised from error
    return {
        "check": check,
        "verbose": {
            "result": bool(info.result),
            "verbose_code_parts": [str(part) for part in info.verbose_code_parts],
            "num_guards_executed": int(info.num_guards_executed),
        },
    }


def names_read(state):
    """The attribute names that the guards read, of sources and of shape expressions, and the length."""
    found = {"__len__"}
    for guard in state.output_graph.guards:
        sources = [guard.originating_source]
        if isinstance(guard.create_fn, functools.partial):
            # names, and the source of the other that is to be the same
            sources += [*guard.create_fn.args, *guard.create_fn.keywords.values()]
        for source in sources:
            if isinstance(source, str) and source.isidentifier(): found.add(source)
            while source is not None:
                member = getattr(source, "member", None)
                if isinstance(member, str): found.add(member)
                source = getattr(source, "base", None)
    if state.shape_code_parts is not None:
        for text in state.shape_code_parts.python_code_parts.exprs:
            found |= set(re.findall(r"\.([A-Za-z_]\w*)(?![\w(])", text))
    return found
