"""Saves blobs under a real torch, from 2.8 on, and asks it about random scenarios, with what it answers.

    python scripts/record-scenarios --out DIR [--seed N] [--count N] [--each N] [--case NAME ...]

Writes DIR/<case>.guards_state and DIR/<case>.json.gz, in the schema of the fixtures and of shared/scenario.ts, and prints
how many. The same seed draws the same scenarios. Needs torch and numpy.
"""
import argparse
import gc
import gzip
import json
import logging
import os
import pathlib
import random
import sys
import warnings

warnings.simplefilter("ignore")
sys.dont_write_bytecode = True
# values are described as the bridge describes them
sys.path.insert(1, str(pathlib.Path(__file__).parents[2] / "resources/python"))
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
import torch  # noqa: E402
import cases_of_values  # noqa: E402, F401
import cases_of_code  # noqa: E402, F401
from case import CASES  # noqa: E402
from scenarios import ALIVE, record  # noqa: E402

logging.disable(logging.CRITICAL)
parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("--out", type=pathlib.Path, required=True)
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--count", type=int, default=600, help="scenarios in all: cases are drawn until they are enough")
parser.add_argument("--each", type=int, default=12, help="most scenarios of one case")
parser.add_argument("--case", action="append", choices=list(CASES), help="these cases alone")
options = parser.parse_args()

torch.set_num_threads(2)
options.out.mkdir(parents=True, exist_ok=True)
names = options.case or list(CASES)
random.Random(options.seed).shuffle(names)
total = 0
for name in names:
    if total >= options.count: break
    rng = random.Random(f"{options.seed} {name}")
    try:
        sidecar, blob = record(name, CASES[name], rng, options.each)
    except Exception as error:
        # some torch cannot compile, save or load this case
        print(f"{name}: {type(error).__name__}: {' '.join(str(error).split())[:120]}", file=sys.stderr)
        continue
    if not sidecar["scenarios"]: continue
    (options.out / f"{name}.guards_state").write_bytes(blob)
    packed = gzip.compress(json.dumps(sidecar, separators=(",", ":")).encode(), 6, mtime=0)
    (options.out / f"{name}.json.gz").write_bytes(packed)
    total += len(sidecar["scenarios"])
    ALIVE.clear()
    gc.collect()
print(total)
