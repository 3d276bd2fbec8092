"""Cases of tensors: their metadata, markings, aliasing and subclasses, and shapes."""
import torch
import demo_models as M
from corpus_case import S, case, r

BASE = lambda: torch.arange(12.0).reshape(3, 4)


def tensor_scens():
    x = BASE()
    return [
        S("same metadata, other values", r(3, 4)), S("dim0 5", r(5, 4)), S("dim1 6", r(3, 6)), S("ndim 1", r(12)),
        S("ndim 3", r(3, 4, 1)), S("float64", x.double()), S("int64", x.long()), S("bfloat16", x.bfloat16()),
        S("transposed stride", r(4, 3).t()), S("strided slice", r(3, 8)[:, ::2]),
        S("requires_grad", r(3, 4, requires_grad=True)), S("Parameter", torch.nn.Parameter(r(3, 4))),
        S("meta device", torch.empty(3, 4, device="meta")), S("python list", x.tolist()), S("None", None),
        S("sparse", x.to_sparse()), S("inference tensor", inf_tensor()),
        S("conj bit", r(3, 4, dtype=torch.complex64).conj()), S("neg bit", torch._neg_view(x)),
        S("mark_dynamic 0", md(r(3, 4), 0)), S("no_grad env", x, env="no_grad"),
        S("tensor subclass", x.as_subclass(M.LocalSub)), S("empty", torch.empty(0, 4)),
    ]


def inf_tensor():
    with torch.inference_mode():
        return torch.ones(3, 4)


def md(t, *dims, how="dynamic"):
    marks = {"dynamic": "mark_dynamic", "maybe": "maybe_mark_dynamic", "static": "mark_static"}
    getattr(torch._dynamo, marks[how])(t, list(dims))
    return t


# TENSOR_MATCH
case("tensor_match_basic", M.add_one, (BASE(),), kept=["TENSOR_MATCH"], scenarios=tensor_scens())
case(
    "tensor_match_strided", M.add_one, (r(4, 6).t(),), kept=["TENSOR_MATCH"],
    scenarios=[S("same", r(4, 6).t()), S("contiguous", r(6, 4)), S("stride 2", r(6, 8)[:, ::2])],
)
case(
    "tensor_match_mark_dynamic", M.add_one, (md(r(5, 4), 0),), kept=["TENSOR_MATCH", "SHAPE_ENV"],
    scenarios=[
        S("dim0 9", r(9, 4)), S("dim0 1", r(1, 4)), S("dim0 0", r(0, 4)), S("dim1 6", r(5, 6)),
        S("marked 0", md(r(7, 4), 0)), S("marked 0,1", md(r(7, 4), 0, 1)),
        S("marked static 1", md(r(7, 4), 1, how="static")),
    ],
)
case(
    "tensor_match_maybe_mark_dynamic", M.add_one, (md(r(5, 4), 1, how="maybe"),), kept=["TENSOR_MATCH", "SHAPE_ENV"],
    scenarios=[S("dim1 9", r(5, 9)), S("dim0 9", r(9, 4))],
)
case(
    "tensor_match_mark_static", M.add_one, (md(r(5, 4), 0, how="static"),), options={"dynamic": True},
    kept=["TENSOR_MATCH", "SHAPE_ENV"],
    scenarios=[S("dim0 6", r(6, 4)), S("dim1 9", r(5, 9))],
)


case(
    "tensor_match_parameter", M.use_param, (torch.nn.Parameter(r(4)), r(3, 4)), kept=["TENSOR_MATCH"],
    scenarios=[
        S("same", torch.nn.Parameter(r(4)), r(3, 4)), S("plain tensor", r(4), r(3, 4)),
        S("frozen", torch.nn.Parameter(r(4), requires_grad=False), r(3, 4)),
    ],
)
case(
    "tensor_match_sparse", M.subclass_fn, (torch.eye(3).to_sparse(),), kept=["TENSOR_MATCH"],
    scenarios=[S("sparse", torch.eye(3).to_sparse()), S("dense", torch.eye(3))],
)
case(
    "tensor_match_meta", M.add_one, (torch.empty(3, 4, device="meta"),), kept=["TENSOR_MATCH"],
    scenarios=[S("meta", torch.empty(3, 4, device="meta")), S("cpu", r(3, 4))],
)
_al = r(3)
case(
    "tensor_match_no_aliasing", M.add_two, (r(3), r(3)), kept=["TENSOR_MATCH"],
    scenarios=[S("distinct", r(3), r(3)), S("aliased same object", _al, _al), S("view of the same", _al, _al[:])],
)


def _grad():
    t = r(3, requires_grad=True)
    t.sum().backward()
    return t


case(
    "tensor_match_grad_field", M.use_grad, (_grad(),), kept="savable",
    scenarios=[S("with grad", _grad()), S("no grad yet", r(3, requires_grad=True))],
)
from torch.testing._internal.two_tensor import TwoTensor
case(
    "subclass_two_tensor", M.subclass_fn, (TwoTensor(r(3), r(3)),),
    kept=["TENSOR_MATCH", "TENSOR_SUBCLASS_METADATA_MATCH"],
    scenarios=[
        S("same", TwoTensor(r(3), r(3))), S("plain", r(3)), S("shape 4", TwoTensor(r(4), r(4))),
        S("inner dtype", TwoTensor(r(3).double(), r(3).double())),
    ],
)
case(
    "subclass_metadata_guard", M.subclass_fn, (M.ScaledTensor(r(3), 2.0),), kept="savable",
    scenarios=[S("same", M.ScaledTensor(r(3), 2.0)), S("scale 3", M.ScaledTensor(r(3), 3.0))],
)

# aliasing
_x = r(3)
case(
    "duplicate_input", M.dup_inputs, (_x, _x), kept=["DUPLICATE_INPUT", "TENSOR_MATCH"],
    scenarios=[S("same object", *([r(3)] * 2)), S("distinct", r(3), r(3))],
)
case(
    "duplicate_input_only", M.dup_inputs, (_x, _x), kept=["DUPLICATE_INPUT"],
    scenarios=[S("same object", *([r(3)] * 2)), S("distinct", r(3), r(3))],
)

# SHAPE_ENV
DY = {"dynamic": True}
case(
    "shape_env_basic", M.add_one, (r(5, 7),), options=DY, kept=["SHAPE_ENV"],
    scenarios=[S("9x9", r(9, 9)), S("5x7", r(5, 7)), S("1x7", r(1, 7)), S("0x7", r(0, 7))],
)
case(
    "shape_env_gt", M.shape_rel, (r(6, 3),), options=DY, kept=["SHAPE_ENV", "TENSOR_MATCH"],
    scenarios=[
        S("10", r(10, 3)), S("5", r(5, 3)), S("4", r(4, 3)), S("2", r(2, 3)), S("dim1 1", r(6, 1)),
        S("f64", r(6, 3).double()),
    ],
)
case(
    "shape_env_mod", M.shape_mod, (r(8, 3),), options=DY, kept=["SHAPE_ENV", "TENSOR_MATCH"],
    scenarios=[S("12", r(12, 3)), S("10", r(10, 3)), S("4", r(4, 3))],
)
case(
    "shape_env_two_tensors", M.shape_two, (r(3, 5), r(4, 5)), options=DY, kept=["SHAPE_ENV", "TENSOR_MATCH"],
    scenarios=[S("same", r(3, 5), r(4, 5)), S("other", r(7, 9), r(2, 9)), S("mismatch", r(7, 9), r(2, 8))],
)
case(
    "shape_env_matmul", M.shape_matmul, (r(3, 5), r(5, 4)), options=DY, kept="savable",
    scenarios=[S("same", r(3, 5), r(5, 4)), S("k 6", r(3, 6), r(6, 4)), S("mismatch", r(3, 6), r(5, 4))],
)
case(
    "shape_env_int_arg", M.shape_view, (r(6, 4), 3), options=DY, kept="savable",
    scenarios=[S("n 3", r(6, 4), 3), S("n 2", r(6, 4), 2), S("n 5", r(6, 4), 5), S("n True", r(6, 4), True)],
)


def _auto_dyn():
    return M.add_one, (r(9, 4),), {}, [S("10", r(10, 4)), S("3", r(3, 4)), S("dim1 5", r(9, 5))]


case("shape_env_automatic_dynamic", kept=["SHAPE_ENV", "TENSOR_MATCH"], make=_auto_dyn, two_calls=True)
