"""Describes a tensor in the schema of shared/scenario.ts."""
import torch

from .process_state import qualified

SETS_OF_MARKS = (
    "_dynamo_dynamic_indices", "_dynamo_weak_dynamic_indices", "_dynamo_unbacked_indices", "_dynamo_strict_unbacked_indices",
    "_dynamo_static_indices",
)
OTHER_MARKS = ("_dynamo_shape_ids", "_dynamo_unbacked_bounds")


def tensor(describe, v, t):
    described = {
        "kind": "tensor",
        "type": qualified(t),
        "dtype": str(v.dtype),
        "device": describe(v.device),
        "layout": str(v.layout),
        "shape": [int(s) for s in v.shape],
        "stride": [int(s) for s in v.stride()] if v.layout == torch.strided else None,
        "requires_grad": v.requires_grad,
        "dispatch_keys": {"raw": str(torch._C._dispatch_keys(v).raw_repr()), "text": str(torch._C._dispatch_keys(v))},
    }
    try:
        storage = v.untyped_storage()
        describe.alive.append(storage)
        described["storage"] = describe.storages.setdefault(storage._cdata, len(describe.storages) + 1)
        described["storage_offset"] = int(v.storage_offset())
    except Exception:
        # sparse and other layouts have none
        pass
    marks = {name: sorted(getattr(v, name)) for name in SETS_OF_MARKS if hasattr(v, name)}
    marks |= {name: describe(getattr(v, name)) for name in OTHER_MARKS if hasattr(v, name)}
    if marks: described["marks"] = marks
    if hasattr(t, "__tensor_flatten__"):
        names, context = v.__tensor_flatten__()
        described |= {"inner": {name: describe(getattr(v, name)) for name in names}, "context": describe(context)}
    elif t in (torch.Tensor, torch.nn.Parameter):
        attrs = {name: x for name, x in v.__dict__.items() if not name.startswith("_dynamo")}
        if attrs: described["attrs"] = describe.named(attrs)
    else:
        described["attrs"] = describe.named(v.__dict__)
    if v.is_leaf and v.grad is not None: described["grad"] = describe(v.grad)
    return describe.add_reads(v, described, {*described.get("attrs", ()), *described.get("inner", ()), "grad"})
