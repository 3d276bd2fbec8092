"""The state of a thread that guards read, noted where a call was compiled and made again on a thread of our own."""
import contextlib
import threading
import weakref

from .process_state import DEVICES, DTYPES


class Unmade(Exception):
    """A state or a value that cannot be made here, in one line."""


class Surroundings:
    """What the thread was in: gradient mode, autocast, torch functions and their modes. Modes are held weakly."""

    def __init__(self, state):
        import torch
        from torch.overrides import _get_current_function_mode_stack

        self.global_state = state["global_state"]
        self.inference = torch.is_inference_mode_enabled()
        self.functorch = bool(state["functorch_stack"])
        self.modes = [weakref.ref(mode) for mode in _get_current_function_mode_stack()]

    @contextlib.contextmanager
    def made(self):
        modes = [mode() for mode in self.modes]
        if None in modes: raise Unmade("a torch function mode of the call is gone")
        if self.functorch: raise Unmade("the call ran inside a functorch transform")
        with thread_state(self.global_state, self.inference, modes):
            yield


@contextlib.contextmanager
def thread_state(global_state, inference, modes):
    """On a thread that ends with it: autocast is not put back."""
    import torch

    with contextlib.ExitStack() as stack:
        if inference: stack.enter_context(torch.inference_mode())
        torch.set_grad_enabled(global_state["grad_mode"])
        stack.callback(torch.set_grad_enabled, True)
        autocast = global_state["autocast_state"]
        for device, on, dtype in zip(DEVICES, autocast["enabled"], autocast["dtype"]):
            try:
                if torch.is_autocast_enabled(device) != on: torch.set_autocast_enabled(device, on)
                wanted = getattr(torch, DTYPES[dtype])
                if on and torch.get_autocast_dtype(device) != wanted: torch.set_autocast_dtype(device, wanted)
            except RuntimeError:
                # not in this build
                if on: raise Unmade(f"autocast for {device} cannot be turned on here") from None
        torch.set_autocast_cache_enabled(autocast["cached_enabled"])
        for mode in modes:
            torch._C._push_on_torch_function_stack(mode)
            stack.callback(torch._C._pop_torch_function_stack)
        if global_state["torch_function_all_disabled"]: stack.enter_context(torch._C.DisableTorchFunction())
        elif not global_state["torch_function"]: stack.enter_context(torch._C.DisableTorchFunctionSubclass())
        yield


def on_own_thread(work):
    """What `work()` gives on a thread that nothing was done to; a check that raises can leave its thread spoilt."""
    found = []

    def run():
        try:
            found.append((True, work()))
        except BaseException as error:
            found.append((False, error))

    thread = threading.Thread(target=run, name="guardscope-check", daemon=True)
    thread.start()
    thread.join()
    good, value = found[0]
    if not good: raise value
    return value
