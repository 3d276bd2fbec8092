"""
How exact and how fast matmul, conv and rnn are under each setting: error against float64, and time. This is the whole of a
process of its own, started by probe.py: it imports nothing of this package.
"""
import json
import os
import statistics
import sys
import threading
import time

SETTINGS = {"cuda": ("ieee", "tf32"), "cpu": ("ieee", "tf32", "bf16")}
BACKEND = {"cuda": "cuda", "cpu": "mkldnn"}
# a device raises its clocks, a library chooses its kernels: after the call that is compared, and before those that are timed
WARM_UPS = 3


def main():
    """Reads what to measure as a line of JSON, and writes the rows as another. What torch prints is none of them."""
    answer = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    asked = json.loads(sys.stdin.readline())
    threading.Thread(target=end_with_asker, daemon=True).start()
    sys.path[:] = asked["path"]
    import torch

    torch.set_num_threads(asked["threads"])
    torch.backends.cudnn.benchmark, torch.backends.cudnn.deterministic = asked["cudnn"]
    rows = [
        row(torch, device, op, make, setting, asked["size"], asked["runs"])
        for device in asked["devices"] or devices(torch) for op, make in OPERATIONS.items() for setting in SETTINGS[torch.device(device).type]
    ]
    json.dump(rows, answer)
    answer.flush()
    # an interpreter that ends takes its time over CUDA
    os._exit(0)


def devices(torch):
    cuda = range(torch.cuda.device_count()) if torch.cuda.is_available() else ()
    return ["cpu", *(f"cuda:{i}" for i in cuda)]


def end_with_asker():
    sys.stdin.read()
    os._exit(1)


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
            for _ in range(WARM_UPS): run(*given)
            if device.startswith("cuda"): torch.cuda.synchronize(device)
            times = []
            for _ in range(runs):
                began = time.perf_counter()
                run(*given)
                if device.startswith("cuda"): torch.cuda.synchronize(device)
                times.append((time.perf_counter() - began) * 1000)
            found["milliseconds"] = statistics.median(times)
    except Exception as error:
        found["failed"] = f"{type(error).__name__}: {' '.join(str(error).split())}"
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

if __name__ == "__main__": main()
