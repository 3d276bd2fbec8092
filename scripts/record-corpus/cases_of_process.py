"""Cases of identity, which torch refuses to save, and of the state of the process."""
import weakref

import torch
import demo_models as M
from corpus_case import S, case, r

# identity: what cannot be saved is recorded with what torch says
case(
    "nn_module_error", M.MLP().eval(), (r(2, 8),), kept=["NN_MODULE", "ID_MATCH"],
    config={"inline_inbuilt_nn_modules": False},
)
case(
    "nn_module_global_error", M.use_global_mod, (r(2, 8),), kept=["NN_MODULE", "ID_MATCH"],
    config={"inline_inbuilt_nn_modules": False},
)
case("optimizer_weakref_error", M.use_global_opt, (r(3),), kept=["WEAKREF_ALIVE"])
case("supported_nodes_dict_version_error", M.pytree_custom, (r(3),), kept=["DICT_VERSION", "DICT_KEYS_MATCH"])
case("code_object_error", M.make_closure_fn(M.add_one), (r(3),), kept="all")
case("function_match_error", M.call_user_fn, (r(3),), kept=["FUNCTION_MATCH", "CLOSURE_MATCH"])
case("closure_match_error", M.func_arg, (r(3), M.add_one), kept=["CLOSURE_MATCH"])
case("class_match_error", M.call_class, (r(3),), kept=["CLASS_MATCH", "FUNCTION_MATCH", "ID_MATCH", "CLOSURE_MATCH"])
case("module_match_error", M.call_torch_fn, (r(3),), kept=["MODULE_MATCH", "FUNCTION_MATCH", "ID_MATCH"])
case(
    "id_match_error", M.scalar_none, (r(3), M.add_one),
    kept=["ID_MATCH", "CONSTANT_MATCH", "FUNCTION_MATCH", "CLOSURE_MATCH"],
)
_wr = r(3)
case("weakref_alive_error", M.weak_fn, (r(3), weakref.ref(_wr)), kept=["WEAKREF_ALIVE"])
case("dict_version_error", M.pytree_fn, (r(3),), kept=["DICT_VERSION", "DICT_KEYS_MATCH"])
case("builtin_match", M.builtin_len, (r(3),), kept=["BUILTIN_MATCH"], scenarios=[S("same", r(3))])
case("builtin_match_multi", M.builtin_multi, (r(3),), kept=["BUILTIN_MATCH"], scenarios=[S("same", r(3))])
case("unfiltered_function_all", M.call_user_fn, (r(3),), kept="all", scenarios=[S("same", r(3))])
case(
    "unfiltered_simple_all", M.add_one, (r(3),), kept="all",
    scenarios=[S("same", r(3)), S("4", r(4)), S("no_grad", r(3), env="no_grad")],
)

# global state
GS = [
    "GLOBAL_STATE", "GRAD_MODE", "DETERMINISTIC_ALGORITHMS", "TORCH_FUNCTION_STATE", "FSDP_TRAINING_STATE",
    "DEFAULT_DEVICE",
]
ENV_ALL = [
    "none", "no_grad", "inference_mode", "deterministic", "default_dtype_float64", "num_threads_1", "autocast_cpu_bf16",
    "default_device_meta", "set_default_device_cpu", "dual_level", "saved_tensors_hooks", "torch_function_mode",
    "disable_torch_function", "in_vmap", "tf32_or_fp16_reduction",
]
case("global_state", M.add_one, (r(3),), kept=["GLOBAL_STATE"], scenarios=[S(e, r(3), env=e) for e in ENV_ALL])
case("grad_mode", M.no_grad_fn, (r(3),), kept=["GRAD_MODE"], scenarios=[S(e, r(3), env=e) for e in ENV_ALL])
case(
    "deterministic_algorithms", M.add_one, (r(3),), kept=["DETERMINISTIC_ALGORITHMS"],
    scenarios=[S(e, r(3), env=e) for e in ENV_ALL],
)
case(
    "torch_function_state", M.add_one, (r(3),), kept=["TORCH_FUNCTION_STATE"],
    scenarios=[S(e, r(3), env=e) for e in ENV_ALL],
)
case(
    "fsdp_training_state", M.add_one, (r(3),), kept=["FSDP_TRAINING_STATE"],
    scenarios=[S(e, r(3), env=e) for e in ENV_ALL],
)
case(
    "default_device", M.default_device_fn, (r(4),), kept=["DEFAULT_DEVICE"],
    scenarios=[S(e, r(4), env=e) for e in ENV_ALL],
)
case(
    "global_state_all_ambient", M.add_one, (r(3),), kept=GS + ["AUTOGRAD_SAVED_TENSORS_HOOKS"],
    scenarios=[S(e, r(3), env=e) for e in ENV_ALL],
)
case(
    "autocast_fn", M.autocast_fn, (r(3, 4), r(4, 2)), kept="savable",
    scenarios=[S(e, r(3, 4), r(4, 2), env=e) for e in ("none", "autocast_cpu_bf16", "no_grad")],
)
case(
    "autograd_saved_tensors_hooks", M.saved_hooks, (r(3, requires_grad=True),), kept=["AUTOGRAD_SAVED_TENSORS_HOOKS"],
    scenarios=[S(e, r(3), env=e) for e in ENV_ALL],
)
case(
    "dual_level", M.dual_fn, (r(3),), kept=["DUAL_LEVEL"],
    scenarios=[S(e, r(3), env=e) for e in ("none", "dual_level")],
)
case(
    "functorch_stack_match", M.functorch_fn, (r(2, 3),), kept=["FUNCTORCH_STACK_MATCH"],
    scenarios=[S(e, r(2, 3), env=e) for e in ("none", "in_vmap")],
)
case(
    "dispatch_key_set_match", M.dks_in, (r(3), torch._C._dispatch_keys(r(3))), kept="savable",
    scenarios=[
        S("same", r(3), torch._C._dispatch_keys(r(3))),
        S("meta keys", r(3), torch._C._dispatch_keys(torch.empty(1, device="meta"))),
    ],
)
