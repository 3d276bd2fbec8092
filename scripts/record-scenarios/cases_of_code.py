"""Cases of objects and functions, of globals and the process, of shapes and of modules."""
import functools
import types

import torch
from case import case, module, plus, r, tensors
from user_code import classes as C
from user_code import functions as F
from user_code import modules as N

# objects and functions
plus("config", F.config, C.Config)
plus("config_subclass", F.config, C.SubConfig)
plus("config_in_config", F.sub_config, lambda: C.Config(sub=C.Config(5)))
plus("frozen", F.frozen, C.Frozen)
plus("plain", F.plain, lambda: C.Plain(2, r(3)))
plus("has_attribute", F.has_attribute, lambda: C.Plain(1), kept=["HASATTR"])
plus("property", F.property_of, lambda: C.WithProperty(3))
plus("property_of_subclass", F.property_of, lambda: C.SubProperty(3))
plus("getattr", F.getattr_of, lambda: C.WithGetattr(3))
plus("slots", F.slots, lambda: C.Slots(2, r(3)))
plus("sized", F.length, lambda: C.Sized(4))
plus("namespace", F.namespace, lambda: types.SimpleNamespace(a=1, b=types.SimpleNamespace(c=2)))
plus("methods", F.methods, C.Methods)
plus("methods_of_child", F.methods, C.Child)
plus("class", F.class_scale, lambda: C.Methods)
plus("call_object", F.call, lambda: C.Multiply(4))
plus("call_method", F.call, lambda: C.Methods().me)
plus("call_partial", F.call, lambda: functools.partial(torch.add, 2))
plus("call_partial_keyword", F.call, lambda: functools.partial(torch.nn.functional.softmax, dim=0))
plus("call_defaults", F.call, lambda: F.defaults)
case("defaults", lambda: (F.defaults, (r(3),)))
case("default_object", lambda: (F.default_object, (r(3),)))
case("keyword", lambda: (F.keyword, (r(3),), {"scale": 3.0, "shift": r(3)}))
case("keyword_defaults", lambda: (F.keyword, (r(3),)))
case("variadic", lambda: (F.variadic, (r(3), 1, 2), {"u": 3, "v": 4}))
case("closure", lambda: (F.counter(2, r(3)), (r(3),)))
case("nested_closure", lambda: (F.nested_closure(3), (r(3),)))
case("compose", lambda: (F.compose, (r(3), torch.sin, torch.nn.functional.relu)))
case("compose_user", lambda: (F.compose, (r(3), F.add_one, F.counter(2, r(3)))))
case("wide", lambda: (F.wide, tuple(r(2) if i % 4 else i for i in range(22))))

# globals and the process
for name in ("enum", "list", "pair", "weight", "settings"):
    tensors(f"global_{name}", getattr(F, f"global_{name}"), (3,))
plus("global_table", F.global_table, lambda: "relu")
case("autocast", lambda: (F.autocast, (r(3, 3), True)))
for fn in (F.grad_mode, F.inference_mode, F.default_dtype, F.new_tensor):
    tensors(fn.__name__, fn, (3,))
STATES = ["GLOBAL_STATE", "GRAD_MODE", "DETERMINISTIC_ALGORITHMS", "TORCH_FUNCTION_STATE", "FSDP_TRAINING_STATE", "DEFAULT_DEVICE"]
for kept in [*STATES, "AUTOGRAD_SAVED_TENSORS_HOOKS"]:
    tensors(kept.lower(), F.add_one, (3,), kept=[kept])
tensors("all_states", F.add_one, (3,), kept=[*STATES, "AUTOGRAD_SAVED_TENSORS_HOOKS"])
for env in ("autocast_cpu_bf16", "inference_mode", "no_grad", "torch_function_mode"):
    tensors(f"saved_in_{env}", F.add_one, (3,), env=env)
for env in ("default_dtype_float64", "set_default_device_cpu"):
    tensors(f"saved_in_{env}", F.new_tensor, (3,), env=env)

# shapes
tensors("shape", F.add_one, (5, 7), dynamic=True, kept=["SHAPE_ENV"])
tensors("shape_and_tensor", F.add_one, (5, 7), dynamic=True)
tensors("longer", F.longer, (6, 3), dynamic=True)
tensors("by_four", F.by_four, (8, 3), dynamic=True, kept=["SHAPE_ENV", "TENSOR_MATCH"])
tensors("concatenated", F.concatenated, (3, 5), (4, 5), dynamic=True)
tensors("matmul", F.matmul, (3, 5), (5, 4), dynamic=True)
tensors("shorter", F.shorter, (5, 3), (4, 3), dynamic=True)
tensors("by_stride", F.by_stride, (4, 6), dynamic=True)
tensors("squared", F.squared, (6,), dynamic=True)
tensors("thirds", F.thirds, (5, 4), dynamic=True)
case("view_int", lambda: (F.view, (r(6, 4), 3)), dynamic=True)
case("int_unspecialised", lambda: (F.plus, (r(3), 5)), dynamic=True, config={"specialize_int": False})
case("patches", lambda: (F.patches, (r(2, 4, 3, 5), 2)), dynamic=True)
case("several", lambda: (F.several, (r(8, 3), r(4, 3), 2)), dynamic=True)
case("divided", lambda: (F.divided, (r(12, 3), 4)), dynamic=True)
case("by_float", lambda: (F.by_float, (r(3), 2.5, 4)), dynamic=True)
case("rounded", lambda: (F.rounded, (r(7, 2), 2.5)), dynamic=True)
case("dynamic_list", lambda: (F.sum_list, ([r(3, 2), r(3, 2)], 2)), dynamic=True)
case("dynamic_dict", lambda: (F.sum_dict, ({"b": r(3, 4), "a": r(3, 4)},)), dynamic=True)
case("dynamic_transposed", lambda: (F.add_two, (r(4, 6).t(), r(6, 4))), dynamic=True)

# modules
module("mlp", lambda: N.MLP().eval(), (2, 8))
module("mlp_portable", lambda: N.MLP().eval(), (2, 8), kept="portable")
module("mlp_tensors", lambda: N.MLP().eval(), (2, 8), kept=["TENSOR_MATCH"])
module("mlp_dynamic", lambda: N.MLP().eval(), (5, 8), dynamic=True)
module("mlp_dynamic_parameters", lambda: N.MLP().eval(), (2, 8), dynamic=True, config={"force_parameter_static_shapes": False})
module("optional", N.Optional, (4,))
module("attention", N.Attention, (2, 5, 8))
module("encoder", lambda: torch.nn.TransformerEncoderLayer(16, 2, 32, batch_first=True).eval(), (2, 5, 16))
module("convolution", N.Convolution, (2, 1, 6, 6))
module("state", N.State, (3,))
module("lists", N.Lists, (3,))
module("residual", N.Residual, (2, 4))
module("sub_residual", N.SubResidual, (2, 4))
module("tied", N.Tied, (2, 4))
module("property_of_module", N.Property, (2, 4))
module("table", N.Table, (2, 4))
module("wide_module", N.Wide, (2, 4))
case("residual_flag", lambda: (N.Residual().eval(), (r(2, 4),), {"flag": True}))
case("recurrent", lambda: (N.Recurrent(), (torch.tensor([1, 2]), r(2, 4))))
case("towers", lambda: (N.Towers(), ({"vision": r(2, 4), "text": r(2, 4)},)))
case("call_module", lambda: (F.call, (r(2, 4), torch.nn.Linear(4, 2))))
case("call_sequential", lambda: (F.call, (r(2, 4), torch.nn.Sequential(torch.nn.Linear(4, 2), torch.nn.Tanh()))))
case("call_modules", lambda: (F.each, (r(2, 4), [torch.nn.Linear(4, 4), torch.nn.ReLU()])))
