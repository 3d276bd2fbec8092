"""What differs between the versions of torch, for the modules that ask."""
import re

OLDEST, NEWEST = (2, 8), (2, 14)
IDENTITY = frozenset({
    "DICT_VERSION", "NN_MODULE", "ID_MATCH", "FUNCTION_MATCH", "CLASS_MATCH", "MODULE_MATCH", "CLOSURE_MATCH", "WEAKREF_ALIVE",
})


class Dialect:
    """How one torch saves and loads guards.

    save: arguments of CheckFunctionManager that make it save
    load: those that make it load, beside `shape_code_parts`; None where package.load_guard_manager does
    unsavable: names of create_fns that cannot be saved
    marks_local_types: a TYPE_MATCH that cannot be saved is marked `_unserializable`; otherwise its class tells
    precision: the hierarchy of fp32 precision exists
    """

    def __init__(self, save, load, unsavable, marks_local_types, precision):
        self.save, self.load, self.unsavable = save, load, unsavable
        self.marks_local_types, self.precision = marks_local_types, precision


_BY_MODE = ({"guards_serialization_mode": "save"}, {"guards_serialization_mode": "load"}, IDENTITY | {"DUPLICATE_INPUT", "BUILTIN_MATCH"}, False)
_BY_FLAG = ({"save_guards": True, "strict_error": True}, None, IDENTITY, True)
DIALECTS = {
    (2, 8): Dialect(*_BY_MODE, precision=False),
    (2, 9): Dialect(*_BY_FLAG, precision=True),
    (2, 10): Dialect(*_BY_FLAG, precision=True),
    (2, 11): Dialect(*_BY_FLAG, precision=True),
    (2, 12): Dialect(*_BY_FLAG, precision=True),
    (2, 13): Dialect(*_BY_FLAG, precision=True),
    (2, 14): Dialect(*_BY_FLAG, precision=True),
}


def parsed(version):
    found = re.match(r"(\d+)\.(\d+)", version)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def standing(version):
    """`known`, `old` or `new`."""
    v = parsed(version)
    return "old" if v < OLDEST else "new" if v > NEWEST else "known"


def dialect(version):
    """That of the version, or of the nearest one."""
    return DIALECTS[min(max(parsed(version), OLDEST), NEWEST)]
