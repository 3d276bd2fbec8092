"""Records a TORCH_TRACE log that holds `dynamo_guards`, and what tlparse makes of it.

    python scripts/record-code-parts.py OUT [TLPARSE]

writes OUT/trace.log.gz; with TLPARSE, the command, OUT/tlparse, too. torch 2.3 writes a code part for every guard, with its
stacks where TORCH_LOGS=guards is set, too; torch 2.8 to 2.14 for inputs that share storage alone, and without stacks.

Run it by a path that may be shown: file names go into the log. Chromium events are left out, as they are not read, and of
file names what lies before site-packages.
"""

import gzip
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

if "--run" not in sys.argv:
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "TORCH_TRACE": f"{folder}/trace", "TORCH_LOGS": "guards"}
        subprocess.run([sys.executable, __file__, "--run"], env=env, check=True, stderr=subprocess.DEVNULL)
        [trace] = Path(folder, "trace").iterdir()
        kept, skipping = [], False
        for line in trace.read_text().splitlines(keepends=True):
            skipping = skipping if line.startswith("\t") else '{"chromium_event": ' in line
            if not skipping:
                kept.append(re.sub(r'"(inductor|functorch|compiler)_config": "(\\.|[^"\\])*"', r'"\1_config": null', line))
        text = re.sub(r"[^\" ]*/(site-packages/|lib/python\d)", r"/\1", "".join(kept))
        trace.write_text(text)
        (out / "trace.log.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))
        if len(sys.argv) > 2:
            command = [sys.argv[2], str(trace), "-o", str(out / "tlparse"), "--overwrite", "--no-browser"]
            subprocess.run(command, check=True)
    sys.exit()

import torch


class Block(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = torch.nn.Linear(4, 4)
        self.n = 2

    def forward(self, x, d):
        return self.fc(x) * self.n + chosen(x, d["k"])


def chosen(x, k):
    return x + 1 if k == 1 else x


def overlapping(x, y):
    x.add_(1)
    return y + 1


block = torch.compile(Block(), backend="eager")
block(torch.randn(3, 4), {"k": 1})
block(torch.randn(5, 4), {"k": 2})
shared = torch.compile(overlapping, backend="aot_eager", dynamic=True)
b = torch.randn(8)
try:
    shared(b[:4], b[2:6])
    shared(b[:4], b[4:])
except Exception as error:  # torch 2.3 cannot compile it: the log is what counts
    print(type(error).__name__)
