"""What guards read of a process rather than of a call."""
import json

import torch
import torch.overrides
import torch.utils._device
from torch.autograd import forward_ad

# c10/core/ScalarType.h and the devices of at::autocast, in the order of GlobalStateGuard
DTYPES = "uint8 int8 int16 int32 int64 float16 float32 float64 complex32 complex64 complex128 bool qint8 quint8 qint32 bfloat16".split()
DEVICES = ("cpu", "cuda", "mtia", "maia", "xpu", "ipu", "hpu", "xla", "privateuseone", "mps")


def qualified(cls):
    return f"{cls.__module__}.{cls.__qualname__}"


def process_state():
    hooks = torch._C._autograd._top_saved_tensors_default_hooks(True)
    state = {
        "global_state": global_state(),
        "torch_function_mode_stack": [qualified(type(m)) for m in torch.overrides._get_current_function_mode_stack()],
        "current_device": None if torch.utils._device.CURRENT_DEVICE is None else str(torch.utils._device.CURRENT_DEVICE),
        "dual_level": forward_ad._current_level,
        "functorch_stack": functorch_stack(),
        "saved_tensors_hooks": None if hooks is None else "present",
        "tls_dispatch_keys": {
            "include": str(torch._C._dispatch_tls_local_include_set().raw_repr()),
            "exclude": str(torch._C._dispatch_tls_local_exclude_set().raw_repr()),
        },
    }
    try:
        from torch.utils._python_dispatch import is_in_any_mode_without_ignore_compile_internals as in_mode
    except ImportError:
        return state
    return {**state, "dispatch_mode": bool(in_mode())}


def functorch_stack():
    try:
        from torch._functorch.pyfunctorch import retrieve_all_functorch_interpreters

        return [[str(i.key()), i.level()] for i in retrieve_all_functorch_interpreters()]
    except Exception as error:
        return type(error).__name__


def global_state(guard=None):
    """GlobalStateGuard.__getstate__(), which 2.8 does not have: there the same is asked of the process."""
    guard = guard or torch._C._dynamo.guards.GlobalStateGuard()
    if hasattr(guard, "__getstate__"):
        state = guard.__getstate__()
        if isinstance(state, (str, bytes)):
            return json.loads(state)
    enabled, dtypes = [], []
    for device in DEVICES:
        try:
            enabled.append(torch.is_autocast_enabled(device))
            dtypes.append(scalar_type(torch.get_autocast_dtype(device)))
        except RuntimeError:
            enabled.append(False)
            dtypes.append(scalar_type(torch.float16))
    return {
        "grad_mode": torch.is_grad_enabled(),
        "autocast_state": {"enabled": enabled, "dtype": dtypes, "cached_enabled": torch.is_autocast_cache_enabled()},
        "torch_function": torch._C._is_torch_function_enabled(),
        "torch_function_all_disabled": torch._C._is_torch_function_all_disabled(),
        "deterministic_algorithms": torch.are_deterministic_algorithms_enabled(),
        "deterministic_algorithms_warn_only": torch.is_deterministic_algorithms_warn_only_enabled(),
        "allow_tf32": torch._C._get_cublas_allow_tf32(),
        "allow_fp16_reduce": reduction(torch._C._get_cublas_allow_fp16_reduced_precision_reduction()),
        "allow_bf16_reduce": reduction(torch._C._get_cublas_allow_bf16_reduced_precision_reduction()),
        "num_threads": torch.get_num_threads(),
        "default_dtype": scalar_type(torch.get_default_dtype()),
    }


def reduction(allowed):
    return 0 if allowed is True or allowed == (True, True) else 1


def scalar_type(dtype):
    return DTYPES.index(str(dtype).split(".")[1])
