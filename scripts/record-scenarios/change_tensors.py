"""Other tensors in the place of a tensor, and what is no tensor: a name to what makes each."""
import numpy as np
import torch
import torch.nn as nn
from torch.testing._internal.two_tensor import TwoTensor
from user_code import classes

DTYPES = (
    torch.float64, torch.float32, torch.int64, torch.bfloat16, torch.bool, torch.complex64, torch.uint8, torch.float8_e4m3fn, torch.uint16,
)


def with_attributes(v, **attributes):
    for name, x in attributes.items():
        setattr(v, name, x)
    return v


def of_tensor(t):
    sizes, dtype = list(t.shape), t.dtype
    zeros = lambda *s, **k: torch.zeros(*s, **{"dtype": dtype, **k})

    def like(x):
        if not x.is_floating_point(): return x
        if isinstance(t, nn.Parameter): return nn.Parameter(x, requires_grad=t.requires_grad)
        return x.requires_grad_(t.requires_grad) if x.is_leaf else x

    made = {
        "same object": lambda: t,
        "same": lambda: like(zeros(sizes)),
        "plain": lambda: zeros(sizes),
        "rank+1": lambda: like(zeros([1] + sizes)),
        "flat": lambda: like(zeros([t.numel()])),
        "scalar": lambda: like(zeros([])),
        "meta": lambda: zeros(sizes, device="meta"),
        "requires grad flipped": lambda: flipped(t, zeros(sizes)),
        "parameter": lambda: nn.Parameter(zeros(sizes), requires_grad=False),
        "parameter with grad": lambda: nn.Parameter(zeros(sizes)),
        "meta parameter": lambda: nn.Parameter(zeros(sizes, device="meta"), requires_grad=False),
        "uninitialized": nn.parameter.UninitializedParameter,
        "subclass": lambda: zeros(sizes).as_subclass(classes.MarkedTensor),
        "two tensor": lambda: TwoTensor(zeros(sizes), zeros(sizes)),
        "scaled 2": lambda: classes.ScaledTensor(zeros(sizes), 2.0),
        "scaled 3": lambda: classes.ScaledTensor(zeros(sizes), 3.0),
        "sparse": lambda: zeros(sizes).to_sparse(),
        "csr": lambda: zeros(sizes).to_sparse_csr(),
        "bsr": lambda: torch.zeros(4, 4).to_sparse_bsr((2, 2)),
        "mkldnn": lambda: torch.zeros(sizes).to_mkldnn(),
        "quantized": lambda: torch.quantize_per_tensor(torch.zeros(sizes), 0.1, 0, torch.qint8),
        "nested": lambda: torch.nested.nested_tensor([torch.zeros(2, 3), torch.zeros(3, 3)]),
        "jagged": lambda: torch.nested.nested_tensor([torch.zeros(2, 3), torch.zeros(3, 3)], layout=torch.jagged),
        "inference": lambda: in_inference_mode(lambda: zeros(sizes)),
        "conj": lambda: torch.zeros(sizes, dtype=torch.complex64).conj(),
        "neg": lambda: torch._neg_view(zeros(sizes)),
        "zero tensor": lambda: torch._efficientzerotensor(sizes),
        "functional": lambda: torch._to_functional_tensor(zeros(sizes)),
        "fake": lambda: fake(zeros(sizes)),
        "attribute": lambda: with_attributes(like(zeros(sizes)), foo=1),
        "_is_param": lambda: with_attributes(zeros(sizes), _is_param=True),
        "non leaf": lambda: zeros(sizes).requires_grad_() * 2,
        "with grad": lambda: with_attributes(zeros(sizes).requires_grad_(), grad=torch.zeros(sizes, dtype=dtype)),
        "view": lambda: zeros([2] + sizes)[1],
        "view at 0": lambda: zeros([2] + sizes)[0],
        "full view": lambda: zeros(sizes)[...],
        "detached": lambda: t.detach(),
        "array": lambda: np.zeros(sizes, dtype="float32"),
        "list": lambda: [0.0] * 3,
        "none": lambda: None,
        "float": lambda: 1.5,
        "str": lambda: "t",
    }
    if hasattr(nn, "Buffer"): made["buffer"] = lambda: nn.Buffer(zeros(sizes))
    if len(sizes) == 4: made["channels last"] = lambda: zeros(sizes).to(memory_format=torch.channels_last)
    if len(sizes) > 1:
        made["transposed"] = lambda: zeros(sizes[::-1]).permute(*range(len(sizes) - 1, -1, -1))
        made["sizes swapped"] = lambda: like(zeros(sizes[::-1]))
    for other in DTYPES:
        made[f"{other}"] = lambda other=other: torch.zeros(sizes).to(other)
    for i in range(min(len(sizes), 3)):
        made |= of_dimension(sizes, i, zeros, like)
    return made | (of_marks(sizes, zeros, like) if sizes else {})


def of_dimension(sizes, i, zeros, like):
    with_size = lambda n, others=sizes: [n if j == i else s for j, s in enumerate(others)]
    step = tuple(slice(None, None, 2 if j == i else None) for j in range(len(sizes)))
    return {
        f"dim {i} + 1": lambda: like(zeros(with_size(sizes[i] + 1))),
        f"dim {i} * 2": lambda: like(zeros(with_size(sizes[i] * 2))),
        f"dim {i} = 1": lambda: like(zeros(with_size(1))),
        f"dim {i} = 0": lambda: like(zeros(with_size(0))),
        f"dim {i} large": lambda: zeros(with_size(3000, [min(s, 3) for s in sizes])),
        f"dim {i} expanded": lambda: zeros(with_size(1)).expand(sizes),
        f"dim {i} stepped": lambda: zeros(with_size(sizes[i] * 2))[step],
        f"dim {i} narrowed": lambda: zeros(with_size(sizes[i] + 1)).narrow(i, 1, sizes[i]),
    }


def of_marks(sizes, zeros, like):
    def marked(how, x):
        mark = getattr(torch._dynamo, how, None) or getattr(torch._dynamo.decorators, how)
        mark(x, 0)
        return x

    made = {how: lambda how=how: marked(how, like(zeros(sizes))) for how in ("mark_dynamic", "maybe_mark_dynamic", "mark_static")}
    return made | {"mark_unbacked": lambda: marked("mark_unbacked", zeros(sizes))}


def flipped(t, x):
    if isinstance(t, nn.Parameter): return nn.Parameter(x, requires_grad=not t.requires_grad)
    return x.requires_grad_(not t.requires_grad)


def in_inference_mode(make):
    with torch.inference_mode():
        return make()


def fake(x):
    from torch._subclasses import FakeTensorMode

    return FakeTensorMode().from_tensor(x)
