"""Cases of tensors, of numbers and text, and of containers."""
import collections
import itertools
import types

import numpy as np
import torch
from case import case, plus, r, tensors
from torch.testing._internal.two_tensor import TwoTensor
from user_code import classes as C
from user_code import functions as F


def twice(make):
    x = make()
    return x, x


def parts_of(x, *slices):
    return tuple(x[s] for s in slices)


def with_attribute(x, **attributes):
    for name, value in attributes.items():
        setattr(x, name, value)
    return x


def marked(x, how):
    (getattr(torch._dynamo, how, None) or getattr(torch._dynamo.decorators, how))(x, 0)
    return x


def sharded():
    import torch.distributed as dist
    from torch.distributed.device_mesh import init_device_mesh
    from torch.distributed.tensor import DTensor, Shard
    from torch.testing._internal.distributed.fake_pg import FakeStore

    if not dist.is_initialized():
        dist.init_process_group("fake", store=FakeStore(), rank=0, world_size=2)
    return DTensor.from_local(r(4, 4), init_device_mesh("cpu", (2,)), [Shard(0)])


# tensors
tensors("tensor", F.add_one, (3, 4), kept=["TENSOR_MATCH"])
tensors("portable", F.add_one, (3, 4), kept="portable")
tensors("two_tensors", F.add_two, (3,), (3,), kept=["TENSOR_MATCH"])
tensors("three_tensors", F.three, (3,), (3,), (3,))
tensors("relu_sin", F.relu_sin, (3,))
tensors("calls_user", F.calls_user, (3,))
tensors("calls_class", F.calls_class, (3,))
tensors("calls_operator", F.calls_operator, (3,))
tensors("linear", F.linear, (2, 3), (4, 3), (4,))
tensors("properties", F.properties, (3,))
tensors("base_none", F.base, (3,))
tensors("grad_fn_leaf", F.grad_fn, (3,))
tensors("same_not", F.same, (3,), (3,))
tensors("vmap", F.vmapped, (2, 3), kept=["FUNCTORCH_STACK_MATCH"])
tensors("no_grad", F.no_grad, (3,))
case("transposed", lambda: (F.add_one, (r(4, 6).t(),)), kept=["TENSOR_MATCH"])
case("parameter", lambda: (F.data, (torch.nn.Parameter(r(3)),)))
case("is_parameter", lambda: (F.is_parameter, (torch.nn.Parameter(r(3)),)))
case("view", lambda: (F.base, (r(3, 2)[0],)))
case("properties_of_view", lambda: (F.properties, (r(3, 2)[0],)))
case("requires_grad", lambda: (F.properties, (r(3, requires_grad=True),)))
case("grad", lambda: (F.plus_grad, (with_attribute(r(3, requires_grad=True), grad=r(3)),)))
case("same", lambda: (F.same, twice(lambda: r(3))))
case("duplicate", lambda: (F.add_two, twice(lambda: r(3))), kept=["DUPLICATE_INPUT", "TENSOR_MATCH"])
case("duplicate_only", lambda: (F.add_two, twice(lambda: r(3))), kept=["DUPLICATE_INPUT"])
case("is_in", lambda: (F.is_in, (x := r(3), [r(3), x])))
case("overlap", lambda: (F.in_place, parts_of(r(8), slice(4), slice(2, 6))))
case("overlap_three", lambda: (F.in_place_three, parts_of(r(8), slice(4), slice(2, 6), slice(4, 8))))
for how in ("mark_dynamic", "maybe_mark_dynamic", "mark_static", "mark_unbacked"):
    case(how, lambda how=how: (F.add_one, (marked(r(5, 4), how),)), kept=["TENSOR_MATCH", "SHAPE_ENV"])
case("meta", lambda: (F.double, (torch.empty(3, 4, device="meta"),)))
case("subclass", lambda: (F.double, (r(3).as_subclass(C.MarkedTensor),)))
case("two_tensor", lambda: (F.double, (TwoTensor(r(3), r(3)),)))
case("two_tensor_only", lambda: (F.double, (TwoTensor(r(3), r(3)),)), kept=["TENSOR_MATCH", "TENSOR_SUBCLASS_METADATA_MATCH"])
case("scaled", lambda: (F.double, (C.ScaledTensor(r(3), 2.0),)))
case("dtensor", lambda: (F.double, (sharded(),)))

# numbers, text and torch's own
CONSTANTS = ["CONSTANT_MATCH", "EQUALS_MATCH", "TYPE_MATCH", "NONE_MATCH", "BOOL_MATCH"]
for name, value in {"int": 5, "float": 0.5, "zero": 0.0, "minus_zero": -0.0, "complex_zero": 0j, "nan": float("nan"), "my_int": C.MyInt(5), "int64": np.int64(4), "float32": np.float32(0.5)}.items():
    plus(name, F.plus, lambda value=value: value, kept="savable" if name in ("int64", "float32", "my_int") else CONSTANTS)
for name, value in {"true": True, "false": False}.items():
    plus(name, F.if_true, lambda value=value: value)
plus("none", F.if_none, lambda: None)
plus("type", F.type_is_int, lambda: 4)
plus("complex", F.real, lambda: 2 + 1j)
plus("dtype", F.to, lambda: torch.float64)
plus("device", F.to, lambda: torch.device("cpu"))
plus("key_set", F.has_key, lambda: torch._C._dispatch_keys(r(3)))
plus("bytes", F.length, lambda: b"ab")
plus("str", F.starts, lambda: "abc")
plus("split", F.split, lambda: "a,bb,c")
plus("named", F.named, lambda: "sin")
plus("square_root", F.square_root, lambda: 4)
plus("array", F.array_sum, lambda: np.ones(1))
tensors("numpy_scalar", F.numpy_scalar, (3,))
case("size", lambda: (F.reshape, (r(6), torch.Size([2, 3]))))
case("layout", lambda: (F.zeros_like, (r(3), torch.float64, torch.strided)))
case("memory_format", lambda: (F.memory_format, (r(2, 3, 4, 4), torch.channels_last)))
case("slice", lambda: (F.index, (r(6), slice(1, 5, 2))))
case("ellipsis", lambda: (F.index, (r(3, 3), (..., 1))))
case("permuted", lambda: (F.permuted, (r(2, 3, 4), "abc->cab")))
plus("enum", F.enum_is, lambda: C.Mode.FAST)
plus("enum_value", F.enum_value, lambda: C.Mode.SLOW)
plus("enum_int", F.plus, lambda: C.Level.HIGH)
plus("enum_flag", F.enum_flag, lambda: C.Perm.R | C.Perm.W)
plus("enum_key", F.enum_key, lambda: {C.Mode.FAST: 2, C.Mode.SLOW: 3})

# containers
case("range", lambda: (F.iterate, (range(0, 6, 2), r(3))))
plus("list", F.is_list, lambda: [1, 2])
plus("list_not", F.is_list, lambda: "s")
plus("my_list", F.is_list, lambda: C.MyList([1, 2]))
plus("empty_list", F.length, list)
plus("mapped", F.mapped, lambda: [r(3), r(3)])
case("list_length", lambda: (F.sum_list, ([r(3), r(3)], 2)), kept=["TYPE_MATCH", "SEQUENCE_LENGTH", "LIST_LENGTH"])
case("sum_list", lambda: (F.sum_list, ([r(3), r(3), r(3)], 2)))
case("reduce", lambda: (F.reduce, ([r(3), r(3)],)))
case("unpack", lambda: (F.unpack, ((r(3), (r(3), 2), 1.5),)))
case("named_tuples", lambda: (F.unpack, (C.Triple(r(3), C.Pair(r(3), 2), 1),)))
case("point", lambda: (F.product, (C.Point(r(3), r(3)),)))
plus("deque", F.ends, lambda: collections.deque([r(3), 2], maxlen=4))
case("tuple_iterator", lambda: (F.zipped, (iter((1, 2, 3)), r(3))))
case("tuple_iterator_only", lambda: (F.iterate, (iter((1, 2, 3)), r(3))), kept=["TUPLE_ITERATOR_LEN"])
case("reversed_list", lambda: (F.iterate, (reversed([1, 2, 3]), r(3))))
case("range_iterator", lambda: (F.iterate, (iter(range(1, 9, 3)), r(3))))
case("count", lambda: (F.count, (itertools.count(3, 2), r(3))))
case("sum_dict", lambda: (F.sum_dict, ({"b": r(3), "a": r(3)},)))
case("sum_values", lambda: (F.sum_values, ({"x": r(3), "y": r(3), 3: r(3)},)))
plus("contains", F.contains, lambda: {"k": 1, "z": 2}, kept=["DICT_CONTAINS", "DICT_NOT_CONTAINS", "DICT_KEYS_MATCH"])
plus("contains_all", F.contains, lambda: {"k": 1, "z": 2})
plus("mixed", F.mixed, lambda: {"scale": 2, "names": ["p", "qq"], "bias": None})
plus("nested", F.nested, lambda: {"a": [{"k": 2}, 3], "b": (1, 2, 3)})
plus("ordered", F.sum_items, lambda: collections.OrderedDict(a=1, b=2))
plus("counter", F.get_a, lambda: collections.Counter("aab"))
plus("default_dict", F.get_a, lambda: collections.defaultdict(int, a=2))
plus("default_dict_of_lists", F.get_a, lambda: collections.defaultdict(list, a=2))
plus("my_dict", F.get_a, lambda: C.MyDict(a=1, b=2))
plus("proxy", F.sum_keys, lambda: types.MappingProxyType({"a": 1, "b": 2}))
plus("set", F.sum_set, lambda: {3, 1, 2})
plus("frozen_set", F.sum_set, lambda: frozenset({1, 2}))
plus("set_contains", F.set_contains, lambda: {1, 2, 3})
