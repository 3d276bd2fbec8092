"""What the live view is driven with: recompilations, guards that cannot be saved, a graph break, and a large compile."""
import sys
import time

import torch


def scale(x, factor):
    return x * factor


class Block(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = torch.nn.Linear(8, 8)

    def forward(self, x):
        return torch.relu(self.inner(x)) + x


def closed(x, f):
    return f(x) + 1


class Deep(torch.nn.Module):
    """Some 12 guards for each layer."""

    def __init__(self, layers):
        super().__init__()
        self.layers = torch.nn.ModuleList(torch.nn.Linear(2, 2) for _ in range(layers))

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


def main():
    print("models: begin", flush=True)
    compiled = torch.compile(scale, backend="eager", dynamic=False)
    for factor in (2, 3, 4):
        compiled(torch.ones(4, 4), factor)
    compiled(torch.ones(4, 4, dtype=torch.float64), 2)
    torch.compile(Block(), backend="eager")(torch.ones(2, 8))
    torch.compile(closed, backend="eager")(torch.ones(3), lambda x: x * 2)
    print("models: a line on standard error", file=sys.stderr, flush=True)
    if "--large" in sys.argv:
        layers = int(sys.argv[sys.argv.index("--large") + 1])
        torch.compile(Deep(layers), backend="eager")(torch.ones(2))
    if "--sets" in sys.argv:
        time.sleep(4)
        torch.backends.mkldnn.conv.fp32_precision = "bf16"
        time.sleep(2)
    print("models: end", flush=True)
    if "--stay" in sys.argv:
        time.sleep(600)


main()
