"""The fp32 precision settings of this process: read as the getters resolve them, set by node, attribute or legacy call."""
import threading
import warnings

from .server import Refused

NODES = [("generic", "all"), *((backend, op) for backend in ("cuda", "mkldnn") for op in ("all", "conv", "rnn", "matmul"))]
ATTRIBUTES = [
    "torch.backends.fp32_precision", "torch.backends.cudnn.fp32_precision", "torch.backends.cudnn.conv.fp32_precision",
    "torch.backends.cudnn.rnn.fp32_precision", "torch.backends.cuda.matmul.fp32_precision", "torch.backends.mkldnn.fp32_precision",
    "torch.backends.mkldnn.conv.fp32_precision", "torch.backends.mkldnn.rnn.fp32_precision", "torch.backends.mkldnn.matmul.fp32_precision",
]
FLAGS = ["torch.backends.cuda.matmul.allow_tf32", "torch.backends.cudnn.allow_tf32", "torch.backends.mkldnn.allow_tf32"]
MATMUL = "torch.get_float32_matmul_precision()"


def hierarchy():
    import torch

    return hasattr(torch._C, "_get_fp32_precision_getter")


def attempted(work):
    try:
        return {"value": work()}
    except Exception as error:
        return {"error": type(error).__name__, "message": str(error).split("\nException raised from")[0]}


def place(name):
    """The object and the name of the attribute of a dotted name."""
    import torch

    *path, last = name.split(".")[1:]
    found = torch
    for step in path:
        found = getattr(found, step)
    return found, last


def read():
    """Every setting, with what a getter raises in its place."""
    import torch

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        nodes = {f"{b}.{o}": attempted(lambda: torch._C._get_fp32_precision_getter(b, o)) for b, o in NODES} if hierarchy() else {}
        attributes = {name: attempted(lambda: getattr(*place(name))) for name in ATTRIBUTES} if hierarchy() else {}
        legacy = {name: attempted(lambda: getattr(*place(name))) for name in FLAGS}
        legacy[MATMUL] = attempted(torch.get_float32_matmul_precision)
    return {"nodes": nodes, "attributes": attributes, "legacy": legacy}


def change(kind, value, backend=None, op=None, name=None):
    """Makes one change; (what the setter raised, in one line, its warnings)."""
    import torch

    if kind == "node":
        if not hierarchy(): raise Refused(f"torch {torch.__version__} has no nodes of precision: they came with 2.9")
        make = lambda: torch._C._set_fp32_precision_setter(backend, op, value)
    elif kind == "matmul":
        make = lambda: torch.set_float32_matmul_precision(value)
    elif kind == "attribute" and name in ATTRIBUTES or kind == "legacy" and name in FLAGS:
        make = lambda: setattr(*place(name), value)
    else:
        raise Refused(f"no such setting: {name}")
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        tried = attempted(make)
    return tried.get("message"), [str(one.message) for one in said]


class Watch:
    """Looks for changes so often and tells of each. A look takes some hundredths of a millisecond."""

    def __init__(self, every, tell):
        self.every, self.tell, self.ended = every, tell, threading.Event()
        self.last = read()
        threading.Thread(target=self.look, name="guardscope-watch", daemon=True).start()

    def look(self):
        while not self.ended.wait(self.every):
            self.noticed(read())

    def noticed(self, now):
        if now != self.last and not self.ended.is_set():
            self.last = now
            self.tell(now)

    def stop(self):
        self.ended.set()
