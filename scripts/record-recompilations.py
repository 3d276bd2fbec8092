"""Records a function that torch compiled several times, and why each time, for main/documents' tests.

    python scripts/record-recompilations.py DIR

Writes DIR/recompiled.entry, what a DiskDynamoStore keeps of the function, and DIR/recompiled.json: for each
recompilation, what TORCH_LOGS=recompiles says of each one before it as [which, why it refused the call]. Lies as
main/documents/recorded/recompiled-VERSION.entry and .json.
"""

import json
import logging
import os
import re
import shutil
import sys
import tempfile

import torch
from torch._dynamo.package import CompilePackage, DiskDynamoStore


def recompiled(x, n, options):
    if options["scale"]:
        return x * n
    return x + x.shape[0]


CALLS = [
    lambda: recompiled_by(torch.randn(4, 3), 2, {"scale": True}),
    lambda: recompiled_by(torch.randn(4, 3), 7, {"scale": True}),
    lambda: recompiled_by(torch.randn(5, 3), 7, {"scale": False}),
    lambda: recompiled_by(torch.randn(5, 3, dtype=torch.float64), 7, {"scale": False}),
    lambda: recompiled_by(torch.randn(5, 3, requires_grad=True), 7, {"scale": False, "more": None}),
]


class Reasons(logging.Handler):
    def __init__(self):
        super().__init__()
        self.found = []

    def emit(self, record):
        text = record.getMessage()
        if text.startswith("Recompiling function recompiled "):
            self.found.append(re.findall(r"^ +- \d+/(\d+): (.*?)(?: +# .*)?$", text, re.M))


package = CompilePackage(recompiled)
recompiled_by = torch._dynamo.optimize("eager", package=package)(recompiled)
torch._logging.set_logs(recompiles=True)
reasons = Reasons()
logging.getLogger("torch._dynamo.guards.__recompiles").addHandler(reasons)
for call in CALLS:
    call()

os.makedirs(sys.argv[1], exist_ok=True)
folder = tempfile.mkdtemp()
store = DiskDynamoStore(folder)
for backend_id, backend in package.cached_backends.items():
    store.record_eager_backend(backend_id, backend)
store.save_package(package, "recompiled")
shutil.copy(os.path.join(folder, "recompiled", "entry"), os.path.join(sys.argv[1], "recompiled.entry"))
shutil.rmtree(folder)
with open(os.path.join(sys.argv[1], "recompiled.json"), "w") as out:
    json.dump([[[int(of), reason] for of, reason in found] for found in reasons.found], out, indent=1)
    out.write("\n")
