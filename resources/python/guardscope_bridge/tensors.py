"""Makes tensors as a scenario tells them: what guards read, with memory that nothing was written to."""
from .surroundings import Unmade


def tensor(maker, v):
    import torch

    from .values import found

    device, dtype = maker(v["device"]), found(v["dtype"])
    if v["layout"] != "torch.strided": raise Unmade(f"a tensor of layout {v['layout']} cannot be made")
    cls = found(v["type"])
    if "inner" in v: return finished(maker, v, wrapped(maker, v, cls))
    made = None
    for inference in (False, True):
        try:
            with torch.inference_mode(inference):
                made = dressed(strided(maker, v, device, dtype), v, cls)
        except (RuntimeError, AssertionError) as error:
            raise Unmade(f"a tensor on {device} cannot be made here: {str(error).splitlines()[0]}") from None
        if str(torch._C._dispatch_keys(made).raw_repr()) == v["dispatch_keys"]["raw"]: break
    else:
        maker.notes.append("a tensor has other dispatch keys")
    return finished(maker, v, made)


def strided(maker, v, device, dtype):
    import torch

    number, offset = v.get("storage"), v.get("storage_offset", 0)
    base = v.get("reads", {}).get("_base", {"kind": "none"})
    if base.get("kind") != "none": return maker(base).as_strided(v["shape"], v["stride"], offset)
    last = offset + sum((size - 1) * stride for size, stride in zip(v["shape"], v["stride"])) + 1
    needed = 0 if 0 in v["shape"] else last
    storage = maker.storages.get((number, device, dtype)) if number is not None else None
    if storage is None: storage = torch.empty(0, dtype=dtype, device=device)
    if storage.device.type != "meta" and storage.untyped_storage().nbytes() < needed * storage.element_size():
        storage.untyped_storage().resize_(needed * storage.element_size())
    if number is not None: maker.storages[(number, device, dtype)] = storage
    if storage.device.type == "meta": return torch.empty_strided(v["shape"], v["stride"], dtype=dtype, device=device)
    return torch.empty(0, dtype=dtype, device=device).set_(storage.untyped_storage(), offset, v["shape"], v["stride"])


def dressed(made, v, cls):
    import torch

    if cls is torch.nn.Parameter: return torch.nn.Parameter(made, requires_grad=v["requires_grad"])
    if cls is not torch.Tensor: made = made.as_subclass(cls)
    return made.requires_grad_() if v["requires_grad"] else made


def wrapped(maker, v, cls):
    inner = maker.named(v["inner"])
    return cls.__tensor_unflatten__(inner, maker(v["context"]), tuple(v["shape"]), tuple(v["stride"]))


def finished(maker, v, made):
    for name, mark in v.get("marks", {}).items():
        setattr(made, name, set(mark) if isinstance(mark, list) else maker(mark))
    for name, value in maker.named(v.get("attrs")).items():
        made.__dict__[name] = value
    if "grad" in v: made.grad = maker(v["grad"])
    return made
