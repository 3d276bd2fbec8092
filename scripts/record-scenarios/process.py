"""What guards read of the process, and the contexts that change it."""
import contextlib
import functools
import json

import torch
import torch.overrides
import torch.utils._device
from torch.autograd import forward_ad
from torch.utils._python_dispatch import TorchDispatchMode

CONTEXTS = {}
# c10/core/ScalarType.h and the devices of at::autocast, in the order of GlobalStateGuard
DTYPES = "uint8 int8 int16 int32 int64 float16 float32 float64 complex32 complex64 complex128 bool qint8 quint8 qint32 bfloat16".split()
DEVICES = ("cpu", "cuda", "mtia", "maia", "xpu", "ipu", "hpu", "xla", "privateuseone", "mps")


class FunctionMode(torch.overrides.TorchFunctionMode):
    def __torch_function__(self, func, types, args=(), kwargs=None):
        return func(*args, **(kwargs or {}))


class DispatchMode(TorchDispatchMode):
    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        return func(*args, **(kwargs or {}))


@contextlib.contextmanager
def setting(read, write, value):
    before = read()
    write(value)
    try:
        yield
    finally:
        write(before)


@contextlib.contextmanager
def between(enter, leave):
    enter()
    try:
        yield
    finally:
        leave()


@contextlib.contextmanager
def all_of(*names):
    with contextlib.ExitStack() as stack:
        for name in names:
            stack.enter_context(CONTEXTS[name]())
        yield


def vmap(size, randomness):
    from torch._functorch.vmap import _vmap_increment_nesting

    return between(lambda: _vmap_increment_nesting(size, randomness), torch._C._functorch._vmap_decrement_nesting)


def matmul(name):
    flags = torch.backends.cuda.matmul
    return setting(lambda: getattr(flags, name), lambda value: setattr(flags, name, value), not getattr(flags, name))


def deterministic(**options):
    return between(lambda: torch.use_deterministic_algorithms(True, **options), lambda: torch.use_deterministic_algorithms(False))


CONTEXTS.update({
    "none": contextlib.nullcontext,
    "no_grad": torch.no_grad,
    "inference_mode": torch.inference_mode,
    "deterministic": deterministic,
    "deterministic_warn": lambda: deterministic(warn_only=True),
    "default_dtype_float64": lambda: setting(torch.get_default_dtype, torch.set_default_dtype, torch.float64),
    "default_dtype_bfloat16": lambda: setting(torch.get_default_dtype, torch.set_default_dtype, torch.bfloat16),
    "num_threads_1": lambda: setting(torch.get_num_threads, torch.set_num_threads, 1),
    "num_threads_3": lambda: setting(torch.get_num_threads, torch.set_num_threads, 3),
    "autocast_cpu_bf16": lambda: torch.autocast("cpu", dtype=torch.bfloat16),
    "autocast_cpu_fp16": lambda: torch.autocast("cpu", dtype=torch.float16),
    "autocast_cpu_nocache": lambda: torch.autocast("cpu", dtype=torch.bfloat16, cache_enabled=False),
    "autocast_cache_off": lambda: setting(torch.is_autocast_cache_enabled, torch.set_autocast_cache_enabled, False),
    "default_device_meta": lambda: torch.device("meta"),
    "default_device_cpu0": lambda: torch.device("cpu:0"),
    "set_default_device_cpu": lambda: between(lambda: torch.set_default_device("cpu"), lambda: torch.set_default_device(None)),
    "dual_level": forward_ad.dual_level,
    "saved_tensors_hooks": lambda: torch.autograd.graph.saved_tensors_hooks(lambda t: t, lambda t: t),
    "torch_function_mode": FunctionMode,
    "two_modes": lambda: all_of("torch_function_mode", "torch_function_mode"),
    "disable_torch_function": torch._C.DisableTorchFunctionSubclass,
    "disable_torch_function_all": torch._C.DisableTorchFunction,
    "dispatch_mode": DispatchMode,
    "tf32": lambda: matmul("allow_tf32"),
    "fp16_reduce": lambda: matmul("allow_fp16_reduced_precision_reduction"),
    "bf16_reduce": lambda: matmul("allow_bf16_reduced_precision_reduction"),
    "in_vmap": lambda: vmap(2, "error"),
    "in_grad": lambda: between(torch._C._functorch._grad_increment_nesting, torch._C._functorch._grad_decrement_nesting),
    "below_autograd": torch._C._AutoDispatchBelowAutograd,
    "exclude_inplace_or_view": lambda: torch._C._ExcludeDispatchKeyGuard(torch._C.DispatchKeySet(torch._C.DispatchKey.ADInplaceOrView)),
    "include_python": lambda: torch._C._IncludeDispatchKeyGuard(torch._C.DispatchKey.PythonTLSSnapshot),
})
for names in (
    ("no_grad", "autocast_cpu_bf16"),
    ("inference_mode", "autocast_cpu_bf16"),
    ("deterministic", "default_dtype_float64", "num_threads_1"),
    ("no_grad", "in_vmap"),
    ("in_vmap", "in_vmap"),
    ("disable_torch_function", "torch_function_mode"),
):
    CONTEXTS["+".join(names)] = functools.partial(all_of, *names)


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
