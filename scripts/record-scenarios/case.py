"""How a case is written down: a function or module, its arguments, which guards are kept, and how it is compiled."""
import torch

r = torch.randn
CASES = {}


def case(name, make, kept="savable", env="none", dynamic=None, config=None):
    """`make` gives the function, its arguments and, where there are any, its keyword arguments."""
    options = {} if dynamic is None else {"dynamic": dynamic}
    CASES[name] = {"make": make, "kept": kept, "env": env, "options": options, "config": config or {}}


def tensors(name, fn, *shapes, **options):
    case(name, lambda: (fn, tuple(r(*shape) for shape in shapes)), **options)


def plus(name, fn, make, **options):
    """A tensor and one more argument."""
    case(name, lambda: (fn, (r(3), make())), **options)


def module(name, make, *shapes, **options):
    case(name, lambda: (make(), tuple(r(*shape) for shape in shapes)), **options)
