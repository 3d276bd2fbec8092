"""
Has the precision settings measured in a process of its own, by the same Python and torch: to measure a setting is to set it,
which a script would compute by and guards would notice, and torch's DEFAULT is brought back by no setter.
"""
import importlib.util
import json
import os
import subprocess
import sys
import tempfile

from .precision import hierarchy
from .server import Refused


def probe(devices, size, runs):
    """One row for each device, operation and setting (measure.py)."""
    import torch

    if not hierarchy(): raise Refused(f"torch {torch.__version__} has no settings of precision: they came with 2.9")
    # an interpreter inside another program would start that program
    if "python" not in os.path.basename(sys.executable or "").lower(): raise Refused("there is no command for this Python")
    cudnn = [torch.backends.cudnn.benchmark, torch.backends.cudnn.deterministic]
    path = [folder for folder in sys.path if isinstance(folder, str)]
    asked = {"devices": devices, "size": size, "runs": runs, "path": path, "threads": torch.get_num_threads(), "cudnn": cudnn}
    return answer(json.dumps(asked) + "\n")


def answer(asked):
    source = importlib.util.find_spec("guardscope_bridge.measure").loader.get_source("guardscope_bridge.measure")
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(
            [sys.executable, "-c", source], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, start_new_session=True
        )
        with child:
            try:
                child.stdin.write(asked.encode("ascii"))
                child.stdin.flush()
            except OSError:
                # gone already, which its answer shows
                pass
            # its input stays open as long as somebody waits
            found = child.stdout.read()
        try:
            return json.loads(found)
        except ValueError:
            raise Refused(f"the process that measures ended with status {child.returncode}{last_line(said)}") from None


def last_line(file):
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - 4096))
    lines = [line for line in file.read().decode("utf-8", "replace").splitlines() if line.strip()]
    return f": {lines[-1].strip()[:300]}" if lines else ""
