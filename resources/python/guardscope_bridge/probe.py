"""How exact and how fast matmul, conv and rnn are under each setting: error against float64, and time."""
import statistics
import time

from .precision import NODES, hierarchy
from .server import Refused, one_line

SETTINGS = {"cuda": ("ieee", "tf32"), "cpu": ("ieee", "tf32", "bf16")}
BACKEND = {"cuda": "cuda", "cpu": "mkldnn"}


def probe(devices, size, runs):
    """One row for each device, operation and setting. The settings are put back as far as a setter can (not torch's DEFAULT)."""
    import torch

    if not hierarchy(): raise Refused(f"torch {torch.__version__} has no settings of precision: they came with 2.9")
    touched = {(BACKEND[torch.device(device).type], op) for device in devices for op in OPERATIONS}
    before = {node: torch._C._get_fp32_precision_getter(*node) for node in NODES if node in touched}
    rows = []
    try:
        for device in devices:
            for op, make in OPERATIONS.items():
                rows += [row(torch, device, op, make, setting, size, runs) for setting in SETTINGS[torch.device(device).type]]
    finally:
        put_back(torch, before)
    return rows


def put_back(torch, before):
    """Of the nodes that were measured, those that read as they would by inheritance are set to inherit, the others to what they read."""
    for node in before: torch._C._set_fp32_precision_setter(*node, "none")
    for node, was in before.items():
        if torch._C._get_fp32_precision_getter(*node) != was: torch._C._set_fp32_precision_setter(*node, was)


def row(torch, device, op, make, setting, size, runs):
    found = {"device": device, "op": op, "setting": setting, "error": None, "milliseconds": None, "runs": runs, "failed": None}
    try:
        torch._C._set_fp32_precision_setter(BACKEND[torch.device(device).type], op, setting)
        with torch.no_grad():
            module, values = make(torch, size, torch.Generator().manual_seed(0))
            exact = module(torch.float64, "cpu")(*(v.double() for v in values))
            run, given = module(torch.float32, device), [v.to(device) for v in values]
            got = run(*given).double().cpu()
            found["error"] = float((got - exact).abs().max() / exact.abs().max())
            times = []
            for _ in range(runs):
                began = time.perf_counter()
                run(*given)
                if device.startswith("cuda"): torch.cuda.synchronize(device)
                times.append((time.perf_counter() - began) * 1000)
            found["milliseconds"] = statistics.median(times)
    except Exception as error:
        found["failed"] = one_line(error)
    return found


def drawn(torch, generator, *shape):
    return torch.randn(*shape, generator=generator)


def matmul(torch, size, generator):
    values = [drawn(torch, generator, size, size), drawn(torch, generator, size, size)]
    return (lambda dtype, device: torch.matmul), values


def conv(torch, size, generator):
    channels = max(4, size // 16)
    weight = drawn(torch, generator, channels, channels, 3, 3)

    def module(dtype, device):
        w = weight.to(device, dtype)
        return lambda x: torch.nn.functional.conv2d(x, w, padding=1)

    return module, [drawn(torch, generator, 4, channels, 32, 32)]


def rnn(torch, size, generator):
    width = max(8, size // 4)
    shapes = [(4 * width, width), (4 * width, width), (4 * width,), (4 * width,)]
    weights = [drawn(torch, generator, *shape) / width**0.5 for shape in shapes]

    def module(dtype, device):
        lstm = torch.nn.LSTM(width, width).to(device, dtype)
        for parameter, weight in zip(lstm.parameters(), weights): parameter.copy_(weight)
        return lambda x: lstm(x)[0]

    return module, [drawn(torch, generator, 16, 8, width)]


OPERATIONS = {"matmul": matmul, "conv": conv, "rnn": rnn}
