"""Records what torch says of one run that compiles again and again, for a cause each: TORCH_TRACE beside TORCH_LOGS.

    python scripts/record-traces.py OUT

writes OUT/trace.log.gz and OUT/logs.txt.gz. Run it by a path that may be shown: file names go into the log. The trace is
written without its chromium events and without inductor's configuration, which are nine tenths of it and not read.
"""

import contextlib
import enum
import functools
import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
import types
from pathlib import Path

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
        env = {**os.environ, "TORCH_TRACE": f"{folder}/trace", "TORCH_LOGS": "guards,recompiles", "TORCH_LOGS_OUT": logs}
        subprocess.run([sys.executable, __file__, "--run"], env=env, check=True, stderr=subprocess.DEVNULL)
        [trace] = Path(folder, "trace").iterdir()
        kept, skipping = [], False
        for line in trace.read_text().splitlines(keepends=True):
            skipping = skipping if line.startswith("\t") else '{"chromium_event": ' in line
            if not skipping:
                kept.append(lean(line))
        for name, text in (("trace.log.gz", "".join(kept)), ("logs.txt.gz", Path(logs).read_text())):
            short = re.sub(r"^([A-Z]\d{4} \S+ \d+ )\S*/site-packages/", r"\1", text, flags=re.MULTILINE)
            (out / name).write_bytes(gzip.compress(short.encode(), 9, mtime=0))
    sys.exit()

import torch
import torch._dynamo


def again(title, fn, *calls, dynamic=None, backend="eager"):
    compiled = torch.compile(fn, backend=backend, dynamic=dynamic)
    for call in calls:
        with contextlib.ExitStack() as stack:
            args = call(stack) if callable(call) else call
            try:
                compiled(*args)
            except Exception as error:  # the log is what counts
                print(title, type(error).__name__, error)


def sizes(x):
    return x + 1


def ranks(x):
    return x + 1


def dtypes(x):
    return x + 1


def strides(x):
    return x * 2


def grads(x):
    return x * 3


def kinds(x):
    return x * 3


def integer(x, n):
    return x * n


def text(x, mode):
    return x + 1 if mode == "a" else x - 1


def real(x, f):
    return x * f


def keys(d):
    return sum(d.values())


def length(xs):
    return xs[0] + len(xs)


def typed(x, o):
    return x + 1 if isinstance(o, list) else x - 1


def none(x, y):
    return x + 1 if y is None else x + y


def has(x, o):
    return x + 1 if hasattr(o, "extra") else x - 1


def called(x, f):
    return f(x)


def aliased(x, y):
    return x.add_(1) + y


def marked(x):
    return x + 1


def state(x):
    return x + 1


def expr(x, y):
    return x[: y.shape[0]] + 1 if x.shape[0] % 2 == 0 else x


def two(x, y):
    return x + y


def member(x, s):
    return x + 1 if "a" in s else x - 1


def enumerated(x, c):
    return x + 1 if c is FIRST else x - 1


def nested(x, d):
    return x + d["a"]["b"]["n"]


def parent(x):
    y = x + 1
    torch._dynamo.graph_break()
    return child(y)


def child(y):
    return y * 2


def limit(x, n):
    return x + len(n)


def closed(n):
    def inner(x):
        return x + n

    return inner


def defaults(x, n=1):
    return x + n


def ranged(x, r):
    for i in r:
        x = x + i
    return x


def configured(x):
    return x + 1 if SETTINGS["mode"] == "fast" else x - 1


def overlapping(x, y):
    x.add_(1)
    return y + 1


def attribute(x, o):
    return x + o.v


def kinded(x, c):
    return x + 1 if c is int else x - 1


SETTINGS = {"mode": "fast"}


class Sub(torch.nn.Module):
    def __init__(self, n):
        super().__init__()
        self.n = n
        self.fc = torch.nn.Linear(4, 4)

    def forward(self, x):
        return self.fc(x) * self.n


class Colour(enum.Enum):
    RED = 1
    BLUE = 2


FIRST, SECOND = Colour.RED, Colour.BLUE
t = torch.randn

again("sizes", sizes, (t(4, 3),), (t(5, 3),), (t(1, 3),), (t(7, 8),))
again("ranks", ranks, (t(4),), (t(4, 4),))
again("dtypes", dtypes, (t(4),), (t(4).double(),), (t(4).to("meta"),))
again("strides", strides, (t(4, 6),), (t(6, 4).t(),))
again("grads", grads, (t(4),), (t(4, requires_grad=True),))
again("kinds", kinds, (t(4),), (torch.nn.Parameter(t(4)),), (torch.eye(3).to_sparse(),))
again("integer", integer, (t(4), 2), (t(4), 3), (t(4), 1), (t(4), True))
again("text", text, (t(4), "a"), (t(4), "b"))
again("real", real, (t(4), 0.5), (t(4), 1.5))
again("keys", keys, ({"a": t(2)},), ({"a": t(2), "b": t(2)},), ({"b": t(2), "c": t(2)},))
again("length", length, ([t(2)],), ([t(2), t(2)],), ((t(2),),))
again("typed", typed, (t(2), [1]), (t(2), {1}))
again("none", none, (t(2), None), (t(2), t(2)))
again("has", has, (t(2), types.SimpleNamespace()), (t(2), types.SimpleNamespace(extra=1)))
again("called", called, (t(2), torch.sin), (t(2), lambda x: x + 1), (t(2), lambda x: x + 2))
x = t(3)
again("aliased", aliased, (x, t(3)), (x, x), (t(3), t(3)))
m = t(6, 3)
torch._dynamo.mark_dynamic(m, 0)
again("marked", marked, (t(6, 3),), (m,))


def under(context):
    def call(stack):
        stack.enter_context(context())
        return (t(2),)

    return call


@contextlib.contextmanager
def threads():
    before = torch.get_num_threads()
    torch.set_num_threads(before + 1)
    yield
    torch.set_num_threads(before)


@contextlib.contextmanager
def dtype():
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


@contextlib.contextmanager
def deterministic():
    torch.use_deterministic_algorithms(True)
    yield
    torch.use_deterministic_algorithms(False)


again(
    "state",
    state,
    (t(2),),
    under(torch.no_grad),
    under(lambda: torch.autocast("cpu", dtype=torch.bfloat16)),
    under(threads),
    under(dtype),
    under(deterministic),
    under(lambda: torch.device("meta")),
    under(torch.inference_mode),
)
again("expr", expr, (t(4), t(2)), (t(6), t(3)), (t(7), t(3)), (t(8), t(9)), dynamic=True)
again("two", two, (t(4), t(4)), (t(5), t(5)), (t(5), t(1)))
again("member", member, (t(2), {"a"}), (t(2), {"b"}))
again("enumerated", enumerated, (t(2), FIRST), (t(2), SECOND))
again("nested", nested, (t(2), {"a": {"b": {"n": 1}}}), (t(2), {"a": {"b": {"n": 2}}}), (t(2), {"a": {"b": {"n": 2.5}}}))
again("parent", parent, (t(2),), (t(3),))
sub = Sub(2)
again("sub", sub, (t(2, 4),), lambda _: (setattr(sub, "n", 3), (t(2, 4),))[1], lambda _: (sub.eval(), (t(2, 4),))[1])
again("limit", limit, *[(t(2), "x" * n) for n in range(1, 12)])


again("defaults", defaults, (t(2),), lambda _: (setattr(defaults, "__defaults__", (2,)), (t(2),))[1])
again("ranged", ranged, (t(2), range(2)), (t(2), range(3)))
again("configured", configured, (t(2),), lambda _: (SETTINGS.update(mode="slow"), (t(2),))[1])
b = t(8)
again("overlapping", overlapping, (b[:4], b[4:]), (b[:4], b[2:6]))
again("attribute", attribute, (t(2), types.SimpleNamespace(v=1)), (t(2), types.SimpleNamespace(v=2)))
again("kinded", kinded, (t(2), int), (t(2), float))
for n in (1, 2):
    again("closed", closed(n), (t(2),))
marks = t(6, 3)
torch._dynamo.mark_static(marks, 0)
again("marked", marked, (marks,), (t(6, 3),))


def own(gm, inputs):
    return gm.forward


again("backend", state, (t(2),), backend=functools.partial(own))
again("backend", state, (t(2),), backend=functools.partial(own))


fc = torch.compile(lambda m, x: m(x), backend="eager")
for _ in range(2):
    sub = torch.nn.Linear(4, 4)
    fc(sub, t(2, 4))
    del sub
torch._dynamo.reset()
again("sizes", sizes, (t(4, 3),), (t(5, 3),))
