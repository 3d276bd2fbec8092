"""Records what Python and torch read in container files, for main/containers' tests.

    python scripts/record-containers.py DIR > main/containers/recorded/VERSION.json

DIR holds files that hold guards_state inside. Run it under the torch and the Python that wrote them: torch itself
rebuilds each code object and says how it indexes the frame's variables. Nothing of a file but torch's own plain
records is made; every other class in it becomes a stand-in.
"""

import base64
import io
import json
import os
import pickle
import sys

from torch._C._dynamo.eval_frame import code_framelocals_names
from torch._dynamo import package

RECORDS = ("SerializedCode", "SystemInfo", "_GuardedCodeCacheEntry", "_DynamoCodeCacheEntry", "_DynamoCacheEntry", "PrecompileCacheEntry")


class StandIn:
    def __new__(cls, *args, **kwargs):
        return object.__new__(cls)

    def __init__(self, *args, **kwargs):
        pass

    def __call__(self, *args, **kwargs):
        return StandIn()

    def __setstate__(self, state):
        pass

    def __hash__(self):
        return id(self)

    def append(self, item):
        pass

    def __setitem__(self, key, value):
        pass


class Reader(pickle.Unpickler):
    def find_class(self, module, name):
        if module == "torch._dynamo.package" and name in RECORDS:
            return getattr(package, name)
        if (module, name) == ("torch.torch_version", "TorchVersion"):
            return str
        return type(name, (StandIn,), {})

    def persistent_load(self, pid):
        return StandIn()


# what stands before the pickle of an aot_compile file since 2.15, and its format
AOT_MARK = b"PT2AOT\x01"


def load(data):
    return Reader(io.BytesIO(data.removeprefix(AOT_MARK))).load()


def blob(whole, payload, path, code, recompilation, after):
    """`after`: the end of the blob before it. Two blobs can be the same bytes, and they lie in order."""
    offset = whole.find(payload, after)
    assert offset >= 0, f"{path}: not in the file"
    real = package.SerializedCode.to_code_object(code)
    return {
        "path": path,
        "function": real.co_qualname,
        "recompilation": recompilation,
        "offset": offset,
        "length": len(payload),
        "locals": list(code_framelocals_names(real)),
    }


def end(blobs, otherwise=0):
    return blobs[-1]["offset"] + blobs[-1]["length"] if blobs else otherwise


def entry(whole, data, prefix, after=0):
    root = load(data)
    dynamo = root.dynamo if hasattr(root, "dynamo") else root
    blobs = []
    for c, code in enumerate(dynamo.codes):
        for g, guarded in enumerate(code.guarded_codes):
            path = f"{prefix}codes[{c}].guarded_codes[{g}].guards_state"
            blobs.append(blob(whole, guarded.guards_state, path, code.python_code, g, end(blobs, after)))
    info = getattr(dynamo, "system_info", dynamo)
    return info, blobs


def artifacts(data):
    """As torch.compiler._cache reads it, but every group: torch itself keeps the last of a type."""
    from torch.compiler._cache import CacheArtifactManager, _deserialize_single_cache
    from torch.utils._appending_byte_serializer import AppendingByteSerializer

    CacheArtifactManager._ensure_cache_artifacts_registered()
    groups = AppendingByteSerializer.to_list(data, deserialize_fn=_deserialize_single_cache)
    kinds = [kind for kind, _ in groups]
    info, blobs = None, []
    for g, (kind, items) in enumerate(groups):
        group = f"group {kinds[:g].count(kind)}/" if kinds.count(kind) > 1 else ""
        for item in items:
            if kind in ("precompile", "precompile_dynamo"):
                wrote, more = entry(data, item.content, f"{group}{item.key}/", end(blobs))
                info = info or wrote
                blobs += more
    return info, blobs


def describe(data):
    if data[:1] != b"\x80" and not data.startswith(AOT_MARK):
        return "cache-artifacts", *artifacts(data)
    root = load(data)
    if isinstance(root, (package._DynamoCacheEntry, getattr(package, "PrecompileCacheEntry", ()))):
        eager = any(type(b).__name__ == "EagerCacheArtifact" for b in getattr(root, "backends", {}).values())
        bare = isinstance(root, package._DynamoCacheEntry)
        return "dynamo-store-entry" if eager or bare else "precompile-entry", *entry(data, data, "")
    if isinstance(root, dict):
        return "aot-compile", root["system_info"], [blob(data, root["guards_state"], "guards_state", root["original_code"], -1, 0)]
    parts = [load(part) for part in root]
    found = []
    for i, part in enumerate(parts):
        found.append(blob(data, part["guards_state"], f"[{i}].guards_state", part["original_code"], i, end(found)))
    return "aot-module", parts[0]["system_info"], found


# Frames with arguments that a closure captures, cells that stand before plain locals, and free variables.
SAMPLES = """
def plain(a, b, *rest, key=2, **more):
    local = a
    return local, b, rest, key, more

def captured_argument(a, b):
    cell = b
    local = a
    return lambda: (b, cell), local

def around(outer):
    def free_and_cell(x):
        cell = x
        local = outer
        return lambda: (cell, outer), local
    return free_and_cell
"""


def sample_codes():
    scope = {}
    exec(compile(SAMPLES, "samples.py", "exec"), scope)
    return [scope["plain"], scope["captured_argument"], scope["around"](1)]


def record_code(function):
    code = function.__code__
    return {
        "pickle": base64.b64encode(pickle.dumps(package.SerializedCode.from_code_object(code))).decode(),
        "name": code.co_qualname,
        "locals": list(code_framelocals_names(code)),
    }


def main(folder):
    files = {}
    for name in sorted(os.listdir(folder)):
        if name.endswith(".json"):
            continue
        with open(os.path.join(folder, name), "rb") as file:
            kind, info, blobs = describe(file.read())
        files[name] = {"kind": kind, "torch": str(info.torch_version), "python": info.python_version, "blobs": blobs}
    print(json.dumps({"codes": [record_code(f) for f in sample_codes()], "files": files}, indent=1))


main(sys.argv[1])
