"""What differs between the versions of torch, for the modules that ask."""
import re

OLDEST, NEWEST = (2, 8), (2, 14)
IDENTITY = frozenset({
    "DICT_VERSION", "NN_MODULE", "ID_MATCH", "FUNCTION_MATCH", "CLASS_MATCH", "MODULE_MATCH", "CLOSURE_MATCH", "WEAKREF_ALIVE",
})


class Dialect:
    """How one torch saves and loads guards.

    save: arguments of CheckFunctionManager that make it save
    load: those that make it load, by the globals of the frame; None where package.load_guard_manager does
    unsavable: names of create_fns that cannot be saved
    marks_local_types: a TYPE_MATCH that cannot be saved is marked `_unserializable`; otherwise its class tells
    """

    def __init__(self, save, load, unsavable, marks_local_types):
        self.save, self.load = save, load
        self.unsavable, self.marks_local_types = unsavable, marks_local_types


_BY_FLAG = {"save_guards": True, "strict_error": True}
DIALECTS = {
    (2, 8): Dialect(
        {"guards_serialization_mode": "save"}, lambda scope: {"guards_serialization_mode": "load"},
        IDENTITY | {"DUPLICATE_INPUT", "BUILTIN_MATCH"}, marks_local_types=False,
    ),
    (2, 9): Dialect(_BY_FLAG, lambda scope: {"runtime_global_scope": scope}, IDENTITY, marks_local_types=True),
    **{(2, minor): Dialect(_BY_FLAG, None, IDENTITY, marks_local_types=True) for minor in range(10, 15)},
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
