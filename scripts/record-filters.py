"""Asks torch's own filter functions of guards (torch/compiler/__init__.py) about the guards of compiles, and saves their blobs.

    python scripts/record-filters.py --out FILE [--every N]

Writes FILE, JSON gzipped: {"torch", "filters": names, "cases": {name: {"blob": base64, "guards": [[name, create_fn,
flags], ...]}}}. A flag a filter, in the order of the names: 1 where the filter keeps the guard. The entries are those that
torch makes of the frame that compiles, of the guards that the blob holds. Under any torch from 2.8 on; lies as
fixtures/filters/VERSION.json.gz. Needs numpy. `--every N`: each Nth of the cases of record-scenarios alone.
"""
import argparse
import base64
import gc
import gzip
import json
import logging
import os
import pathlib
import sys
import warnings

warnings.simplefilter("ignore")
sys.dont_write_bytecode = True
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
sys.path.insert(0, str(pathlib.Path(__file__).with_name("record-scenarios")))
import torch  # noqa: E402
import torch.nn as nn  # noqa: E402
import capture  # noqa: E402
import cases_of_code  # noqa: E402, F401
import cases_of_values  # noqa: E402, F401
from case import CASES, case  # noqa: E402
from process import CONTEXTS  # noqa: E402
from user_code import functions as F  # noqa: E402
from user_code import modules as N  # noqa: E402

logging.disable(logging.CRITICAL)
parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("--out", type=pathlib.Path, required=True)
parser.add_argument("--every", type=int, default=1)
options = parser.parse_args()

# in the order in which the newest torch defines them
FILTERS = [
    "keep_portable_guards_unsafe",
    "skip_guard_on_inbuilt_nn_modules_unsafe",
    "skip_guard_on_all_nn_modules_unsafe",
    "keep_tensor_guards_unsafe",
    "skip_guard_on_globals_unsafe",
    "skip_all_guards_unsafe",
]
FILTERS = [name for name in FILTERS if hasattr(torch.compiler, name)]


class Weight(nn.Parameter):
    """A class of parameters that a user makes."""


Weight.__module__ = "user_modules"
sys.modules["user_modules"].Weight = Weight
F.filtered_model = nn.Sequential(nn.Linear(4, 4), N.MLP(4, 4, 4)).eval()
F.filtered_parameter = nn.Parameter(torch.ones(4))
F.filtered_buffer = nn.Buffer(torch.ones(4)) if hasattr(nn, "Buffer") else torch.ones(4)
code = """
def of_globals(x):
    return filtered_model(x) * filtered_parameter + filtered_buffer + torch.nn.functional.relu(x)
"""
exec(compile(code, "user_functions.py", "exec"), F.__dict__)


def subclass(kind):
    from torch.testing._internal.two_tensor import TwoTensor

    made = TwoTensor(torch.ones(3), torch.zeros(3))
    return nn.Parameter(made) if kind == "parameter" else made


ONLY_FILTERED = {
    "filter_globals": lambda: case("filter_globals", lambda: (F.of_globals, (torch.randn(2, 4),))),
    "filter_parameters": lambda: case(
        "filter_parameters",
        lambda: (F.three, (nn.Parameter(torch.ones(3)), Weight(torch.ones(3)), nn.Buffer(torch.ones(3)))),
    ),
    "filter_subclass": lambda: case("filter_subclass", lambda: (F.add_two, (subclass("plain"), torch.ones(3)))),
    "filter_subclass_parameter": lambda: case(
        "filter_subclass_parameter", lambda: (F.add_two, (subclass("parameter"), torch.ones(3)))
    ),
}
names = list(CASES)[:: options.every]
for add in ONLY_FILTERED.values():
    add()
names += ONLY_FILTERED

found = {}
keeper = capture.keeper


def name_of(guard):
    # a method up to 2.9
    return guard.name if isinstance(guard.name, str) else guard.name()


def asking(kept):
    keep = keeper(kept)

    def keep_and_ask(entries):
        keeps = keep(entries)
        answers = [getattr(torch.compiler, name)(entries) for name in FILTERS]
        # of the first frame, as the blob
        found.setdefault("guards", [
            [name_of(entry.orig_guard), entry.guard_type, "".join("01"[answer[at]] for answer in answers)]
            for at, entry in enumerate(entries)
            if keeps[at]
        ])
        return keeps

    return keep_and_ask


capture.keeper = asking
cases = {}
for name in names:
    case_of = CASES[name]
    torch.manual_seed(0)
    found.clear()
    try:
        fn, args, *kwargs = case_of["make"]()
        fn = fn.forward if isinstance(fn, nn.Module) else fn
        with torch._dynamo.config.patch(case_of["config"]), CONTEXTS[case_of["env"]]():
            captured = capture.capture(fn, args, kwargs[0] if kwargs else {}, case_of["kept"], case_of["options"])
        if captured.blob is None: raise ValueError("not saved")
    except Exception as error:
        # some torch cannot compile or save this case
        print(f"{name}: {type(error).__name__}: {' '.join(str(error).split())[:120]}", file=sys.stderr)
        continue
    cases[name] = {"blob": base64.b64encode(captured.blob).decode(), "guards": found["guards"]}
    gc.collect()

options.out.parent.mkdir(parents=True, exist_ok=True)
recorded = {"torch": torch.__version__.split("+")[0], "filters": FILTERS, "cases": cases}
options.out.write_bytes(gzip.compress(json.dumps(recorded, separators=(",", ":")).encode(), 9, mtime=0))
print(len(cases), sum(len(one["guards"]) for one in cases.values()))
