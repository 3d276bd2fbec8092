"""Records random walks over the fp32 precision settings of a real torch, for main/precision's tests.

    python scripts/record-precision.py OUT.json[.gz] [--seed 1] [--walks 60] [--steps 8] [--wild]

Each walk is a process of its own, which begins as torch comes (or as TORCH_ALLOW_TF32_CUBLAS_OVERRIDE in the environment
makes it). A walk is {"initial": STATE, "steps": [{"do": ACTION, "result": OUTCOME, "state": STATE}]}; a STATE has what each
getter says under "nodes", "attributes", "legacy" and "global_state" (keys of GlobalStateGuard, null for one that it leaves
out), and an OUTCOME is {"value": V} or {"error": TYPE, "message": TEXT}. --wild draws names and values that torch does not know as well.
Given --play FILE, the actions in it (a list of walks, each a list of actions) are done instead of random ones.
"""

import argparse
import gzip
import json
import os
import random
import sys
import warnings

import torch
from torch._C._dynamo.guards import GlobalStateGuard

OPS = ("all", "conv", "rnn", "matmul")
NODES = [("generic", "all")] + [(backend, op) for backend in ("cuda", "mkldnn") for op in OPS]
BACKENDS = {
    "torch.backends": torch.backends,
    "torch.backends.cudnn": torch.backends.cudnn,
    "torch.backends.cudnn.conv": torch.backends.cudnn.conv,
    "torch.backends.cudnn.rnn": torch.backends.cudnn.rnn,
    "torch.backends.cuda": torch.backends.cuda,
    "torch.backends.cuda.matmul": torch.backends.cuda.matmul,
    "torch.backends.mkldnn": torch.backends.mkldnn,
    "torch.backends.mkldnn.conv": torch.backends.mkldnn.conv,
    "torch.backends.mkldnn.rnn": torch.backends.mkldnn.rnn,
    "torch.backends.mkldnn.matmul": torch.backends.mkldnn.matmul,
}
ATTRIBUTES = [f"{module}.fp32_precision" for module in BACKENDS]
FLAGS = [f"torch.backends.{name}.allow_tf32" for name in ("cuda.matmul", "cudnn", "mkldnn")]
PRECISIONS = ["ieee", "tf32", "bf16", "none"]
# which cuda.matmul alone takes, since 2.15
BFX9 = "bfx9"
GUARD_KEYS = ["allow_tf32", "cuda_matmul_precision"]
LEVELS = ["highest", "high", "medium"]


def outcome(call):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return {"value": call()}
        except Exception as error:
            # the stack of C++ frames is another on each machine
            message = str(error).split("\nException raised from")[0]
            return {"error": type(error).__name__, "message": message}


def attribute(name):
    module, _, last = name.rpartition(".")
    return BACKENDS[module], last


def get(name):
    return outcome(lambda: getattr(*attribute(name)))


def global_state(key):
    state = GlobalStateGuard().__getstate__()
    return (json.loads(state) if isinstance(state, str) else state).get(key)


def state():
    getter = torch._C._get_fp32_precision_getter
    nodes = {f"{b}.{o}": outcome(lambda b=b, o=o: getter(b, o)) for b, o in NODES}
    legacy = {name: get(name) for name in FLAGS}
    legacy["torch.get_float32_matmul_precision()"] = outcome(torch.get_float32_matmul_precision)
    return {
        "nodes": nodes,
        "attributes": {name: get(name) for name in ATTRIBUTES},
        "legacy": legacy,
        "global_state": {key: outcome(lambda key=key: global_state(key)) for key in GUARD_KEYS},
    }


def do(action):
    value = action["value"]
    if action["kind"] == "node":
        return outcome(lambda: torch._C._set_fp32_precision_setter(action["backend"], action["op"], value))
    if action["kind"] == "matmul":
        return outcome(lambda: torch.set_float32_matmul_precision(value))
    if action["kind"] == "python":
        return outcome(lambda: exec(value, {"torch": torch}))
    return outcome(lambda: setattr(*attribute(action["name"]), value))


def knows(precision):
    action = {"kind": "node", "backend": "cuda", "op": "matmul", "value": precision}
    return "error" not in in_a_process(lambda: walk([action]))["steps"][0]["result"]


def random_action(draw, wild, precisions):
    odd = wild and draw.random() < 0.15
    precision = draw.choice(["tf32x3", "TF32", "", "default", None, True, 1] if odd else precisions)
    kind = draw.choices(["node", "attribute", "legacy", "matmul"], [5, 3, 3, 2])[0]
    if precision == BFX9 and draw.random() < 0.5:
        return {"kind": "attribute", "name": "torch.backends.cuda.matmul.fp32_precision", "value": precision}
    if kind == "node":
        backend, op = draw.choice(NODES)
        if wild and draw.random() < 0.1:
            backend, op = draw.choice(["generic", "cuda", "xpu", "CUDA"]), draw.choice([*OPS, "linear"])
        return {"kind": kind, "backend": backend, "op": op, "value": precision}
    if kind == "attribute":
        # an attribute that torch does not know is left out of tame walks
        names = ATTRIBUTES if wild else [name for name in ATTRIBUTES if name != "torch.backends.cuda.fp32_precision"]
        return {"kind": kind, "name": draw.choice(names), "value": precision}
    if kind == "legacy":
        return {"kind": kind, "name": draw.choice(FLAGS), "value": draw.choice([0, "yes", None]) if odd else draw.random() < 0.5}
    return {"kind": kind, "value": draw.choice(["HIGH", "low", "high ", 1, None]) if odd else draw.choice(LEVELS)}


def walk(actions):
    steps = []
    initial = state()
    for action in actions:
        result = do(action)
        steps.append({"do": action, "result": result, "state": state()})
    return {"initial": initial, "steps": steps}


def in_a_process(call):
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        with os.fdopen(writing, "w") as file:
            json.dump(call(), file)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as file:
        recorded = json.load(file)
    os.waitpid(child, 0)
    return recorded


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--walks", type=int, default=60)
    parser.add_argument("--steps", type=int, default=8)
    parser.add_argument("--wild", action="store_true")
    parser.add_argument("--play")
    args = parser.parse_args()
    draw = random.Random(args.seed)
    if args.play is None:
        lengths = [draw.randint(1, args.steps) for _ in range(args.walks)]
        precisions = [*PRECISIONS, BFX9] if knows(BFX9) else PRECISIONS
        walks = [[random_action(draw, args.wild, precisions) for _ in range(length)] for length in lengths]
    else:
        with open(args.play) as file:
            walks = json.load(file)
    recording = {"torch": torch.__version__, "traces": [in_a_process(lambda actions=actions: walk(actions)) for actions in walks]}
    opened = gzip.open(args.out, "wt") if args.out.endswith(".gz") else open(args.out, "w")
    with opened as file:
        json.dump(recording, file)
    print(f"{len(walks)} walks of torch {torch.__version__}", file=sys.stderr)


if __name__ == "__main__":
    main()
