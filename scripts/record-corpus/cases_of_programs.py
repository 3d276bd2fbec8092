"""Cases of functions, globals and whole programs."""
import copy

import numpy
import torch
import demo_models as M
from corpus_case import S, case, r

# functions and globals
case(
    "kwargs_fn", M.kwargs_fn, (r(3),), {"scale": 2, "bias": r(3)}, kept="savable",
    scenarios=[
        S("same", r(3), scale=2, bias=r(3)), S("scale 3", r(3), scale=3, bias=r(3)),
        S("extra kw", r(3), scale=2, bias=r(3), z=1),
    ],
)
case(
    "args_fn", M.args_fn, (r(3), r(3), r(3)), kept="savable",
    scenarios=[S("same", r(3), r(3), r(3)), S("one more", r(3), r(3), r(3), r(3))],
)
case(
    "default_args", M.default_args, (r(3),), kept="savable",
    scenarios=[S("defaults", r(3)), S("n 4", r(3), 4), S("k bb", r(3), k="bb")],
)
case(
    "dataclass_in", M.dataclass_in, (r(3), M.Cfg(4, "relu", 2.0, {"bias": r(3)})), kept="savable",
    scenarios=[
        S("same", r(3), M.Cfg(4, "relu", 2.0, {"bias": r(3)})),
        S("hidden 5", r(3), M.Cfg(5, "relu", 2.0, {"bias": r(3)})),
        S("act gelu", r(3), M.Cfg(4, "gelu", 2.0, {"bias": r(3)})), S("no extra", r(3), M.Cfg(4, "relu", 2.0)),
    ],
)
case(
    "global_tensor", M.global_tensor, (r(4),), kept="savable",
    scenarios=[S("same", r(4)), S("rebinds to float64", r(4), env="global_tensor_f64")],
)
case(
    "global_scalar", M.global_scalar, (r(4),), kept="savable",
    scenarios=[S("same", r(4)), S("flag false", r(4), env="global_flag_false")],
)
case(
    "global_config_portable", M.global_config, (r(4),), kept="portable",
    scenarios=[S("same", r(4)), S("mode slow", r(4), env="global_mode_slow")],
)
case(
    "numpy_in_nofilter", M.numpy_in, (numpy.ones(3),), kept=None,
    scenarios=[
        S("same", numpy.ones(3)), S("shape 4", numpy.ones(4)),
        S("float32", numpy.ones(3, dtype="float32")),
    ],
)
case(
    "numpy_in_one_element", M.numpy_in, (numpy.ones(1),), kept="savable",
    scenarios=[S("same", numpy.ones(1)), S("shape 4", numpy.ones(4))],
)
case(
    "numpy_in", M.numpy_in, (numpy.ones(3),), kept="savable",
    scenarios=[
        S("same", numpy.ones(3)), S("shape 4", numpy.ones(4)),
        S("float32", numpy.ones(3, dtype="float32")),
    ],
)
case("graph_break_frame0", M.graph_break, (r(3),), kept="savable", scenarios=[S("same", r(3))])
case("torch_functional", M.call_torch_fn, (r(3),), kept="savable", scenarios=[S("same", r(3)), S("4", r(4))])

# whole programs


def _mod(make, arguments, extra=()):
    """A module, called with copies of it that differ in one thing each."""

    def run():
        torch.manual_seed(0)
        module = make()
        toggled, frozen = copy.deepcopy(module), copy.deepcopy(module)
        toggled.train(not module.training)
        for parameter in frozen.parameters():
            parameter.requires_grad_(False)
            break
        others = {
            "deep copy of the module": copy.deepcopy(module),
            "copy with training toggled": toggled,
            "copy with first parameter frozen": frozen,
            "copy in float64": copy.deepcopy(module).double(),
        }
        scenarios = [S("same module, same shapes", *arguments())]
        scenarios += [S(name, *arguments(), fn=other) for name, other in others.items()]
        return module, arguments(), {}, [*scenarios, S("no_grad", *arguments(), env="no_grad"), *extra]

    return run


X8 = lambda: (r(2, 8),)
case(
    "mlp_safe", kept="savable",
    make=_mod(lambda: M.MLP().eval(), X8, [S("batch 3", r(3, 8)), S("float64 x", r(2, 8).double())]),
)
case("mlp_portable", kept="portable", make=_mod(lambda: M.MLP().eval(), X8, [S("batch 3", r(3, 8))]))
case("mlp_tensor_match_only", kept=["TENSOR_MATCH"], make=_mod(lambda: M.MLP().eval(), X8))
case("mlp_unfiltered", kept="all", make=_mod(lambda: M.MLP().eval(), X8))
case(
    "transformer_encoder_layer_eval", kept="savable",
    make=_mod(lambda: M.EncoderWrap().eval(), lambda: (r(2, 5, 16),)),
)
case("gpt_block", kept="savable", make=_mod(lambda: M.Block(16, 2).eval(), lambda: (r(2, 5, 16),)))
case("gpt_2layer", kept="savable", make=_mod(lambda: M.GPT().eval(), lambda: (torch.randint(0, 50, (2, 7)),)))
case("convnet_bn", kept="savable", make=_mod(lambda: M.ConvNet().eval(), lambda: (r(2, 3, 8, 8),)))
case("huge_5000_guards", kept="savable", make=_mod(lambda: M.Wide(420).eval(), lambda: (r(2, 4),)))


def _dtensor():
    import torch.distributed as dist
    from torch.testing._internal.distributed.fake_pg import FakeStore

    if not dist.is_initialized():
        dist.init_process_group("fake", store=FakeStore(), rank=0, world_size=2)
    from torch.distributed.device_mesh import init_device_mesh
    from torch.distributed.tensor import DTensor, Replicate, Shard

    mesh = init_device_mesh("cpu", (2,))

    def placed(placement):
        return DTensor.from_local(r(4, 4), mesh, [placement])

    scenarios = [
        S("same", placed(Shard(0))), S("Shard(1)", placed(Shard(1))), S("Replicate", placed(Replicate())),
        S("plain", r(8, 4)),
    ]
    return M.subclass_fn, (placed(Shard(0)),), {}, scenarios


case("dtensor_spec", kept="savable", make=_dtensor)
