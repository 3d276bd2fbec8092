"""Cases of constants, containers and objects."""
import collections
import itertools
import types

import torch
import demo_models as M
from corpus_case import S, case, r

# types and constants
case(
    "type_match_list", M.list_in, ([r(3), r(3)],), kept=["TYPE_MATCH", "SEQUENCE_LENGTH", "LIST_LENGTH"],
    scenarios=[S("same", [r(3), r(3)]), S("len 3", [r(3)] * 3), S("tuple", (r(3), r(3))), S("empty", [])],
)


def _loc():

    class Local:

        def __init__(s):
            s.v = 1
            s.t = torch.ones(3)
    return Local()


case("type_match_local_class_error", M.obj_attrs, (r(3), _loc()), kept=["TYPE_MATCH"])
case(
    "constant_int", M.scalar_int, (r(3), 5), kept=["CONSTANT_MATCH", "EQUALS_MATCH", "TYPE_MATCH"],
    scenarios=[S("5", r(3), 5), S("6", r(3), 6), S("5.0", r(3), 5.0), S("True", r(3), True)],
)
case(
    "constant_float", M.scalar_float, (r(3), 0.5), kept=["CONSTANT_MATCH", "EQUALS_MATCH", "TYPE_MATCH"],
    config={"specialize_float": True},
    scenarios=[S("0.5", r(3), 0.5), S("0.25", r(3), 0.25), S("nan", r(3), float("nan"))],
)
case(
    "constant_float_nan", M.scalar_float, (r(3), float("nan")), kept=["CONSTANT_MATCH", "EQUALS_MATCH", "TYPE_MATCH"],
    scenarios=[S("nan", r(3), float("nan")), S("0.5", r(3), 0.5), S("str", r(3), "nan")],
)
case(
    "constant_str", M.scalar_str, (r(3), "relu"), kept=["CONSTANT_MATCH", "EQUALS_MATCH"],
    scenarios=[S("relu", r(3), "relu"), S("gelu", r(3), "gelu"), S("None", r(3), None), S("bytes", r(3), b"relu")],
)
case(
    "constant_bool", M.scalar_bool, (r(3), True), kept=["CONSTANT_MATCH", "BOOL_MATCH", "EQUALS_MATCH"],
    scenarios=[S("True", r(3), True), S("False", r(3), False), S("1", r(3), 1)],
)
case(
    "constant_bool_false", M.scalar_bool, (r(3), False), kept=["CONSTANT_MATCH", "BOOL_MATCH", "EQUALS_MATCH"],
    scenarios=[S("True", r(3), True), S("False", r(3), False), S("0", r(3), 0)],
)
case(
    "constant_none", M.scalar_none, (r(3), None), kept=["CONSTANT_MATCH", "NONE_MATCH", "EQUALS_MATCH"],
    scenarios=[S("None", r(3), None), S("0", r(3), 0)],
)
case(
    "constant_dtype", M.dtype_in, (r(3), torch.float64), kept="savable",
    scenarios=[S("f64", r(3), torch.float64), S("f16", r(3), torch.float16)],
)
case(
    "constant_device", M.device_in, (r(3), torch.device("cpu")), kept="savable",
    scenarios=[S("cpu", r(3), torch.device("cpu")), S("meta", r(3), torch.device("meta"))],
)
case(
    "constant_torch_size", M.size_in, (r(6), torch.Size([2, 3])), kept="savable",
    scenarios=[S("2,3", r(6), torch.Size([2, 3])), S("3,2", r(6), torch.Size([3, 2])), S("tuple", r(6), (2, 3))],
)
case(
    "constant_range", M.range_in, (r(3), range(0, 6, 2)), kept="savable",
    scenarios=[
        S("same", r(3), range(0, 6, 2)), S("other", r(3), range(0, 8, 2)),
        S("equal range(0,5,2)", r(3), range(0, 5, 2)),
    ],
)
case(
    "constant_int_subclass", M.myint_in, (r(3), M.MyInt(5)), kept="savable",
    scenarios=[S("same", r(3), M.MyInt(5)), S("6", r(3), M.MyInt(6)), S("plain int", r(3), 5)],
)
case(
    "constant_list_of_consts", M.list_const, (r(3), [1, 2, 3]), kept="savable",
    scenarios=[S("same", r(3), [1, 2, 3]), S("other", r(3), [1, 2, 4]), S("longer", r(3), [1, 2, 3, 4])],
)

# containers
case(
    "sequence_length_tuple", M.list_sum, ((r(3), r(3), r(3)),), kept="savable",
    scenarios=[S("same", (r(3), r(3), r(3))), S("2", (r(3), r(3))), S("list", [r(3)] * 3)],
)
case(
    "sequence_length_empty", M.empty_list, (r(3), []), kept="savable",
    scenarios=[S("empty", r(3), []), S("one", r(3), [1])],
)
case(
    "dict_keys_match", M.dict_get, ({"a": r(3), "b": r(3)},), kept="savable",
    scenarios=[
        S("same", {"a": r(3), "b": r(3)}), S("reordered", {"b": r(3), "a": r(3)}),
        S("extra key", {"a": r(3), "b": r(3), "c": 1}), S("missing b", {"a": r(3)}),
        S("OrderedDict", collections.OrderedDict(a=r(3), b=r(3))), S("dict subclass", M.MyDict(a=r(3), b=r(3))),
    ],
)
case(
    "dict_contains", M.dict_contains, (r(3), {"k": 1, "z": 2}),
    kept=["DICT_CONTAINS", "DICT_NOT_CONTAINS", "DICT_KEYS_MATCH"],
    scenarios=[
        S("same", r(3), {"k": 1, "z": 2}), S("k dropped", r(3), {"z": 2}),
        S("missing present", r(3), {"k": 1, "missing": 2}), S("extra", r(3), {"k": 1, "z": 2, "e": 3}),
    ],
)
case(
    "dict_int_keys", M.dict_int_keys, ({1: r(3), 2: r(3)},), kept="savable",
    scenarios=[S("same", {1: r(3), 2: r(3)}), S("3 keys", {1: r(3), 2: r(3), 3: 0})],
)
case(
    "set_contains", M.set_contains, (r(3), {1, 2, 3}), kept="savable",
    scenarios=[S("same", r(3), {1, 2, 3}), S("3 dropped", r(3), {1, 2}), S("9 added", r(3), {1, 2, 3, 9})],
)
# guards of one sort key: torch 2.8 and 2.9 have them in a set
EVEN = set(range(0, 40, 2))
case(
    "set_contains_many", M.set_contains_many, (r(3), EVEN), kept=["SET_CONTAINS"],
    scenarios=[
        S("same", r(3), set(EVEN)), S("2 and 36 dropped", r(3), EVEN - {2, 36}), S("5 added", r(3), EVEN | {5}),
        S("others", r(3), {0, 1}),
    ],
)
case(
    "mapping_keys_check", M.mapping_proxy, (r(3), types.MappingProxyType({"a": 1, "b": 2})), kept="savable",
    scenarios=[
        S("same", r(3), types.MappingProxyType({"a": 1, "b": 2})),
        S("reordered", r(3), types.MappingProxyType({"b": 2, "a": 1})),
    ],
)
case(
    "tuple_iterator_len", M.tuple_iter, (iter((1, 2, 3)), r(3)), kept=["TUPLE_ITERATOR_LEN"],
    scenarios=[
        S("3 left", iter((1, 2, 3)), r(3)), S("2 left", iter((1, 2)), r(3)),
        S("list iterator", iter([1, 2, 3]), r(3)),
    ],
)
case(
    "range_iterator_match", M.range_iter, (iter(range(2, 7, 2)), r(3)), kept=["RANGE_ITERATOR_MATCH"],
    scenarios=[S("same", iter(range(2, 7, 2)), r(3)), S("other", iter(range(2, 9, 2)), r(3))],
)
case(
    "count_iterator_match", M.count_iter, (itertools.count(3, 2), r(3)), kept="savable",
    scenarios=[S("same", itertools.count(3, 2), r(3)), S("other", itertools.count(4, 2), r(3))],
)
case(
    "hasattr", M.hasattr_fn, (r(3), M.Plain(1)), kept=["HASATTR"],
    scenarios=[S("same", r(3), M.Plain(2)), S("no v", r(3), object())],
)
case(
    "hasattr_module_not_present", M.MissingAttr(), (r(4),), kept=["HASATTR", "NOT_PRESENT_IN_GENERIC_DICT"],
    scenarios=[S("same", r(4))],
)


def _np():
    m = M.MissingAttr()
    m2 = M.MissingAttr()
    m2.bias_extra = torch.ones(4)
    m3 = M.MissingAttr()
    return m, (r(4),), {}, [S("other instance", r(4), fn=m3), S("with bias_extra", r(4), fn=m2)]


case("not_present_in_generic_dict", kept="savable", make=_np)
case(
    "object_attrs", M.obj_attrs, (r(3), M.Plain(2, r(3))), kept="savable",
    scenarios=[
        S("same", r(3), M.Plain(2, r(3))), S("v 3", r(3), M.Plain(3, r(3))), S("t shape", r(3), M.Plain(2, r(4))),
    ],
)
case("object_class_attr", M.obj_cls_attr, (r(3), M.Plain(2)), kept="savable", scenarios=[S("same", r(3), M.Plain(2))])
