"""How a case of the corpus is written down, and the contexts that its calls run in."""
import demo_models as M
import process
import torch

r = torch.randn
CASES = {}
CONTEXTS = process.CONTEXTS


class S:
    """A call: its arguments, its context, and another function or module in the place of the compiled one."""

    def __init__(self, name, *args, env="none", fn=None, **kwargs):
        self.name, self.args, self.kwargs, self.env, self.fn = name, args, kwargs, env, fn


def case(name, fn=None, args=(), kwargs=None, kept="all", scenarios=(), **others):
    """`kept`: which guards are saved; `make` gives function, arguments, keyword arguments and scenarios when it is run."""
    CASES[name] = {"fn": fn, "args": args, "kwargs": kwargs or {}, "kept": kept, "scenarios": list(scenarios), **others}


def rebound(name, value):
    """A global of the user's code that is another for the time."""
    return process.setting(lambda: getattr(M, name), lambda v: setattr(M, name, v), value)


CONTEXTS.update({
    "tf32_or_fp16_reduction": CONTEXTS["tf32"],
    "global_flag_false": lambda: rebound("GLOBAL_FLAG", False),
    "global_mode_slow": lambda: process.setting(
        lambda: M.GLOBAL_CONFIG["mode"], lambda v: M.GLOBAL_CONFIG.update(mode=v), "slow"
    ),
    "global_tensor_f64": lambda: rebound("GLOBAL_TENSOR", torch.arange(4.0, dtype=torch.float64)),
    "global_add_one_rebound": lambda: rebound("add_one", lambda x: x + 2),
})
