"""Records what torch says of sizes: symbols, the shape guards that lines of code add, sizes that they make static.

    python scripts/record-shapes.py OUT

writes OUT/trace.log.gz and OUT/logs.txt.gz, the second with TORCH_LOGS=dynamic beside guards and recompiles. Run it by a
path that may be shown: file names go into the log. Left out are chromium events, graphs and inductor's configuration.
"""

import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

UNREAD = ("chromium_event", "describe_", "dynamo_output_graph")


def lean(line):
    """A record without what is not read and makes it long."""
    start = line.find('{"compilation_metrics": ')
    if start < 0:
        return line
    record = json.loads(line[start:])
    for key in ("inductor_config", "functorch_config", "compiler_config"):
        record["compilation_metrics"].pop(key, None)
    return f"{line[:start]}{json.dumps(record)}\n"


if "--run" not in sys.argv:
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        logs = f"{folder}/logs.txt"
        said = {"TORCH_LOGS": "guards,recompiles,dynamic", "TORCH_LOGS_OUT": logs}
        env = {**os.environ, "TORCH_TRACE": f"{folder}/trace", **said}
        subprocess.run([sys.executable, __file__, "--run"], env=env, check=True, stderr=subprocess.DEVNULL)
        [trace] = Path(folder, "trace").iterdir()
        kept, skipping = [], False
        for line in trace.read_text().splitlines(keepends=True):
            skipping = skipping if line.startswith("\t") else any(f'] {{"{name}' in line for name in UNREAD)
            if not skipping:
                kept.append(lean(line))
        for name, text in (("trace.log.gz", "".join(kept)), ("logs.txt.gz", Path(logs).read_text())):
            short = re.sub(r"^([A-Z]\d{4} \S+ \d+ )\S*/site-packages/", r"\1", text, flags=re.MULTILINE)
            hidden = re.sub(r'(?<=")/[^"]*/site-packages/', "/site-packages/", short)
            (out / name).write_bytes(gzip.compress(hidden.encode(), 9, mtime=0))
    sys.exit()

import torch
import torch._dynamo


def again(fn, *calls, **options):
    compiled = torch.compile(fn, backend="eager", **options)
    for args in calls:
        try:
            compiled(*args)
        except Exception as error:  # the log is what counts
            print(fn.__name__, type(error).__name__, error)


def marked(x, dim=0):
    torch._dynamo.mark_dynamic(x, dim)
    return x


t = torch.randn


def check(x):
    if x.shape[0] == 4:
        return x + 1
    return x - 1


def static(x):
    return check(x) * 2


def halves(x):
    if x.shape[0] % 2 == 0:
        return x[::2]
    return x


def ranges(x, y):
    if x.shape[0] > 4 and y.shape[0] <= x.shape[0]:
        return x + 1
    return y


def equal(x, y):
    return x + y


def forced(x):
    return x * int(x.shape[0])


def unbacked(x):
    n = x.sum().item()
    torch._check(n >= 2)
    return torch.zeros(n)


def refused(x):
    return check(x) + 1


def ones(x):
    return x + 1


again(static, (t(4),), (t(5),), (t(6),), dynamic=True)
again(halves, (t(4),), (t(6),), (t(7),), (t(1),), dynamic=True)
again(ranges, (t(5), t(3)), (t(6), t(3)), (t(6), t(8)), (t(3), t(2)), dynamic=True)
again(equal, (t(3), t(3)), (t(4), t(4)), (t(5), t(1)))
again(forced, (t(3),), (t(5),), dynamic=True)
torch._dynamo.config.capture_scalar_outputs = True
again(unbacked, (torch.ones(3, dtype=torch.int64),))
again(refused, (marked(t(4)),), (t(4),))
again(ones, (marked(t(1)),), (t(4),))
