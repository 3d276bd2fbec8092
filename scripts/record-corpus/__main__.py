"""Saves the blobs of the corpus under a real torch, from 2.8 on, with what that torch does with each of them.

    python scripts/record-corpus --out DIR [CASE ...]

Writes DIR/<case>.guards_state and DIR/<case>.json.gz, in the schema of the fixtures; where torch refuses to save or load,
the sidecar says why. Prints a line for each case that could not be compiled at all. Needs torch and numpy.
"""
import argparse
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
scripts = pathlib.Path(__file__).parents[1]
# how guards are saved and loaded, and values described, is as elsewhere
sys.path[1:1] = [str(scripts / "record-scenarios"), str(scripts.parent / "resources/python")]
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
import torch  # noqa: E402
import cases_of_tensors  # noqa: E402, F401
import cases_of_values  # noqa: E402, F401
import cases_of_process  # noqa: E402, F401
import cases_of_programs  # noqa: E402, F401
from corpus_case import CASES  # noqa: E402
from record import record  # noqa: E402

logging.disable(logging.CRITICAL)
parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("--out", type=pathlib.Path, required=True)
parser.add_argument("case", nargs="*", help="these alone")
options = parser.parse_args()
strange = set(options.case) - set(CASES)
if strange:
    parser.error(f"there is no case {', '.join(sorted(strange))}")

torch.set_num_threads(2)
options.out.mkdir(parents=True, exist_ok=True)
for name in options.case or CASES:
    torch.manual_seed(0)
    try:
        sidecar, blob = record(CASES[name])
    except Exception as error:
        message = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
        print(f"{name}: {message}", file=sys.stderr)
        sidecar, blob = {"torch": torch.__version__, "status": "no_capture", "error": message}, None
    if blob is not None:
        (options.out / f"{name}.guards_state").write_bytes(blob)
    text = json.dumps({**sidecar, "case": name}, separators=(",", ":"))
    (options.out / f"{name}.json.gz").write_bytes(gzip.compress(text.encode(), 6, mtime=0))
    gc.collect()
