"""The contexts that change what guards read of the process."""
import contextlib
import functools

import torch
import torch.overrides
import torch.utils._device
from torch.autograd import forward_ad
from torch.utils._python_dispatch import TorchDispatchMode

CONTEXTS = {}


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
