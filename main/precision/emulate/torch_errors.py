"""What a real torch makes of the inputs that the emulation was given: roundings to BF16 and results on the CPU."""

import json
import sys

import numpy as np
import torch


def floats(path, *shape):
    return torch.from_numpy(np.fromfile(path, dtype=np.float32)).reshape(shape)


def matmul(left, right):
    return left @ right


def conv(image, weight):
    return torch.nn.functional.conv2d(image, weight, padding=1)


def rnn(sequence, from_input, from_hidden):
    module = torch.nn.RNN(from_input.shape[0], from_input.shape[1], bias=False).to(sequence.dtype)
    module.weight_ih_l0.data = from_input.T.contiguous()
    module.weight_hh_l0.data = from_hidden.T.contiguous()
    return module(sequence)[0].detach()


def error(result, exact):
    off = result.double() - exact
    return {"maxAbs": off.abs().max().item(), "relative": (off.norm() / exact.norm()).item()}


def main(folder, shapes):
    bits = torch.from_numpy(np.fromfile(f"{folder}/bits", dtype=np.float32))
    bits.to(torch.bfloat16).float().numpy().tofile(f"{folder}/bf16")
    answer = {}
    for name, run in (("matmul", matmul), ("conv", conv), ("rnn", rnn)):
        inputs = [floats(f"{folder}/{name}{at}", *shape) for at, shape in enumerate(shapes[name])]
        exact = run(*[value.double() for value in inputs])
        exact.numpy().tofile(f"{folder}/{name}")
        answer[name] = {}
        for precision in ("ieee", "bf16"):
            torch.backends.mkldnn.matmul.fp32_precision = precision
            torch.backends.mkldnn.conv.fp32_precision = precision
            torch.backends.mkldnn.rnn.fp32_precision = precision
            answer[name][precision] = error(run(*inputs), exact)
        torch.backends.mkldnn.matmul.fp32_precision = "ieee"
        halved = [value.to(torch.bfloat16).float() for value in inputs]
        answer[name]["rounded"] = error(run(*halved), exact)
    print(json.dumps(answer))


main(sys.argv[1], json.loads(sys.argv[2]))
