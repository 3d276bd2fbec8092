"""Records which saved GLOBAL_STATE guards a real torch passes under which fp32 precision settings, for main/precision's tests.

    python scripts/record-precision-guards.py OUT.json[.gz]

{"torch": V, "settings": [{"do": [ACTION, ...], "keys": KEYS}], "saved": [{"keys": KEYS, "passes": "01...", "reason": TEXT}]}:
each way of setting, in a process of its own, with the precision keys that a guard saved there holds; and each state that was
saved, as it is and as a torch that knows allow_tf32 alone would have saved it, with whether a guard of it passes under each
of the settings, in their order, and the reason where it does not.
"""

import gzip
import importlib.util
import itertools
import json
import pathlib
import sys

import torch
from torch._C._dynamo.guards import GlobalStateGuard

spec = importlib.util.spec_from_file_location("walks", pathlib.Path(__file__).with_name("record-precision.py"))
walks = importlib.util.module_from_spec(spec)
spec.loader.exec_module(walks)


def node(backend, op, value):
    return {"kind": "node", "backend": backend, "op": op, "value": value}


def ways():
    """Each value on each node above cuda.matmul and on it, alone and after each legacy call."""
    nodes = [("generic", "all"), ("cuda", "all"), ("cuda", "matmul")]
    values = [*walks.PRECISIONS, walks.BFX9]
    for combination in itertools.product(values, repeat=len(nodes)):
        yield [node(*where, value) for where, value in zip(nodes, combination)]
    legacy = [{"kind": "matmul", "value": level} for level in walks.LEVELS]
    legacy += [{"kind": "legacy", "name": flag, "value": value} for flag in walks.FLAGS for value in (True, False)]
    for call in legacy:
        yield [call]
        for where, value in itertools.product(nodes, values):
            yield [call, node(*where, value)]
            yield [node(*where, value), call]


def keys(state):
    return {key: state[key] for key in walks.GUARD_KEYS if key in state}


def state_after(actions):
    for action in actions:
        walks.do(action)
    return json.loads(GlobalStateGuard().__getstate__())


def checks(actions, states):
    for action in actions:
        walks.do(action)
    answers = []
    for state in states:
        guard = GlobalStateGuard()
        guard.__setstate__(json.dumps(state))
        answers.append([guard.check(), guard.reason()])
    return answers


def main():
    (out,) = sys.argv[1:]
    settings = list(ways())
    states = [walks.in_a_process(lambda actions=actions: state_after(actions)) for actions in settings]
    plain = states[0]
    held = {json.dumps(keys(state), sort_keys=True): keys(state) for state in states}
    # as a torch that knows only the flag saves it
    for flag in (False, True):
        held.setdefault(json.dumps({"allow_tf32": flag}), {"allow_tf32": flag})
    saved = list(held.values())
    bare = {key: value for key, value in plain.items() if key not in walks.GUARD_KEYS}
    answers = [
        walks.in_a_process(lambda actions=actions: checks(actions, [{**bare, **kept} for kept in saved])) for actions in settings
    ]
    recording = {
        "torch": torch.__version__,
        "settings": [{"do": actions, "keys": keys(state)} for actions, state in zip(settings, states)],
        "saved": [
            {
                "keys": kept,
                "passes": "".join(str(int(row[i][0])) for row in answers),
                "reason": " | ".join(sorted({row[i][1] for row in answers} - {""})),
            }
            for i, kept in enumerate(saved)
        ],
    }
    opened = gzip.open(out, "wt") if out.endswith(".gz") else open(out, "w")
    with opened as file:
        json.dump(recording, file)
    print(f"{len(settings)} settings, {len(saved)} states of torch {torch.__version__}", file=sys.stderr)


main()
