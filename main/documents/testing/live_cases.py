"""Compiles every case that scenarios are recorded of, for the bridge to capture: needs numpy, as they do."""
import contextlib
import os
import sys
import warnings

warnings.simplefilter("ignore")
sys.dont_write_bytecode = True
root = os.path.abspath(os.path.join(os.path.dirname(__file__), "../../.."))
sys.path[:0] = [os.path.join(root, "scripts/record-scenarios"), os.path.join(root, "resources/python")]
import torch  # noqa: E402
import cases_of_values  # noqa: E402, F401
import cases_of_code  # noqa: E402, F401
from case import CASES  # noqa: E402
from process import CONTEXTS  # noqa: E402

torch.set_num_threads(2)
HELD = []
for case in CASES.values():
    torch.manual_seed(0)
    fn, args, *kwargs = case["make"]()
    HELD.append((fn, args, kwargs))
    fn = fn.forward if isinstance(fn, torch.nn.Module) else fn
    with torch._dynamo.config.patch(case["config"]) if case["config"] else contextlib.nullcontext():
        with CONTEXTS[case["env"]]():
            torch._dynamo.reset()
            torch.compile(fn, backend="eager", **case["options"])(*args, **(kwargs[0] if kwargs else {}))
