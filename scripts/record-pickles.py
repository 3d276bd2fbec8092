"""Makes pickles of random values with CPython's own picklers and says what CPython reads from them.

    python3 scripts/record-pickles.py                      writes main/pickle/testdata/pickles.json.gz
    python3 scripts/record-pickles.py --seed 7 --count 40  prints fresh ones as JSON

Each record: the pickle (base64), its protocol, what made it, what an Unpickler whose classes only take notes
reads from it, and how often pickletools finds each opcode (null where it cannot read what pickle can). Needs nothing but Python 3.8 or later.
"""
import argparse
import base64
import collections
import copyreg
import gzip
import hashlib
import io
import json
import math
import os
import pickle
import pickletools
import random
import struct
import sys

sys.setrecursionlimit(20000)


# What CPython reads, as JSON. Lists, dicts, tuples and calls are numbered when first met; met again they are ["ref", n].

class Noted(type):
    """A class that stands for any global: calling it makes a note of the call."""

    def __call__(cls, *args, **kwargs):
        return note(cls, "reduce", args, kwargs)


def note(cls, how, args, kwargs):
    made = object.__new__(cls)
    made.__dict__["_note"] = [how, args, kwargs, []]
    return made


class Base(metaclass=Noted):
    def __new__(cls, *args, **kwargs):
        return note(cls, "newobj", args, kwargs)

    def __setstate__(self, state):
        self._note[3].append(["build", state])

    def __setitem__(self, key, value):
        self._note[3].append(["set", key, value])

    def append(self, item):
        self._note[3].append(["add", item])

    add = append


class Reader(pickle.Unpickler):
    def __init__(self, data):
        super().__init__(io.BytesIO(data), buffers=[Buffer(b"out of band") for _ in range(64)])
        self.known = {}

    def find_class(self, module, name):
        key = f"{module}.{name}"
        if key not in self.known:
            self.known[key] = Noted(key, (Base,), {})
        return self.known[key]

    def persistent_load(self, pid):
        return Persistent(pid)


class Persistent:
    def __init__(self, pid):
        self.pid = pid


class Buffer(bytearray):
    pass


def compact(value):
    return json.dumps(value, separators=(",", ":"))


def describe(root):
    seen, keep = {}, []

    def numbered(kind, value, parts):
        if id(value) in seen:
            return ["ref", seen[id(value)]]
        seen[id(value)] = len(seen)
        keep.append(value)
        return [kind, *parts()]

    def go(v):
        if v is None or v is True or v is False:
            return v
        if type(v) is int:
            return ["int", hex(v)]
        if type(v) is float:
            return ["float", struct.pack(">d", v).hex()]
        if type(v) is str:
            return ["str", v.encode("utf-16-be", "surrogatepass").hex()]
        if type(v) in (bytes, bytearray):
            return [type(v).__name__, v.hex()]
        if isinstance(v, Buffer):
            return ["buffer"]
        if isinstance(v, memoryview):
            return ["buffer", ["buffer"]]
        if isinstance(v, Persistent):
            return ["persid", go(v.pid)]
        if type(v) is tuple:
            return ["tuple"] if v == () else numbered("tuple", v, lambda: [go(x) for x in v])
        if type(v) is list:
            return numbered("list", v, lambda: [go(x) for x in v])
        if type(v) in (set, frozenset):
            # Python has an order of its own for more than one member: those are numbered apart.
            return numbered(type(v).__name__, v, lambda: [go(x) for x in v] if len(v) == 1 else sorted(map(describe, v), key=compact))
        if type(v) is dict:
            return numbered("dict", v, lambda: [[go(k), go(x)] for k, x in v.items()])
        if type(v) is Noted:
            return ["global", v.__name__]
        how, args, kwargs, acts = v._note
        return numbered("call", v, lambda: [
            how, type(v).__name__, [go(a) for a in args], [[k, go(a)] for k, a in kwargs.items()],
            [[act[0], *[go(a) for a in act[1:]]] for act in acts]])

    return go(root)


# Values

class Plain:
    pass


class Slotted:
    __slots__ = ("a", "b")


class Keyed:
    def __new__(cls, *args, key=None):
        return object.__new__(cls)

    def __getnewargs_ex__(self):
        return (1, "two"), {"key": [3]}


class Reduced:
    def __init__(self, *parts):
        self.parts = parts

    def __reduce__(self):
        return (Reduced, self.parts, {"parts": self.parts})


class Twice:
    """Its arguments hold itself: CPython writes it twice and drops one."""

    def __init__(self, box):
        self.box = box

    def __reduce__(self):
        return (Twice, (self.box,), {"after": 1})


class ByFunction:
    """Its state is set by a function of its own: a call whose result is dropped."""

    def __reduce__(self):
        return (ByFunction, (), {"state": (1, 2)}, None, None, set_state)


def set_state(obj, state):
    obj.__dict__.update(state)


class Members(list):
    pass


class Entries(dict):
    pass


class Extended:
    pass


class Outside:
    pass


copyreg.add_extension(__name__, "Extended", 0x77)
for code in (1, 0x1234, 0x123456):
    copyreg.add_extension("ext", f"c{code}", code)

EDGES = [0, 1, -1, 127, 128, 255, 256, 65535, 65536, 2**31 - 1, 2**31, -2**31, -2**31 - 1, 2**63, -2**63, 2**2031, -2**2039, 2**2040, 10**900]
TEXTS = ["", "a", "x" * 255, "x" * 256, "é" * 127, "é" * 128, "\\u0041 \\", "line\nbreak\r\x1a\0", "\ud800", "\udc80 lone", "\ud83d\ude00", "\U0001f600",
         "quote ' and \"", "\x7f\x80\xff\u0100\u07ff\u0800\uffff\U00010000\U0010ffff"]
FLOATS = [0.0, -0.0, 1.0, -1.5, 0.1, 1e16, 1e15, 123456789012345680.0, 1e-4, 1e-5, 5e-324, 1.7976931348623157e308, math.inf, -math.inf, math.nan, 2**53 + 2.0]


def atom(r):
    return r.choice([
        lambda: r.choice([None, True, False]),
        lambda: r.choice(EDGES) + r.choice([0, 0, 1, -1]),
        lambda: r.getrandbits(r.randrange(1, 200)) * r.choice([1, -1]),
        lambda: r.choice(FLOATS),
        lambda: struct.unpack(">d", r.randbytes(8))[0],
        lambda: r.choice(TEXTS),
        lambda: "".join(chr(r.choice([r.randrange(128), r.randrange(256), r.randrange(0x3000), r.randrange(0x110000)])) for _ in range(r.randrange(12))),
        lambda: r.randbytes(r.choice([0, 1, 7, 255, 256])),
        lambda: bytearray(r.randbytes(r.randrange(5))),
        lambda: complex(r.choice(FLOATS), 1.0),
        lambda: r.choice([Plain, len, collections.OrderedDict, Extended, Outside, type(None)]),
    ])()


def hashable(r):
    return r.choice([lambda: r.randrange(-300, 70000), lambda: r.choice(TEXTS), lambda: (r.randrange(9), "k"), lambda: frozenset([r.randrange(9)])])()


def value(r, depth, made):
    if made and r.random() < 0.15:
        return r.choice(made)
    if depth == 0 or r.random() < 0.25:
        return atom(r)
    kids = lambda n=None: [value(r, depth - 1, made) for _ in range(r.choice([0, 1, 1, 2, 3, 4, 6]) if n is None else n)]

    def filled(obj):
        for name in r.sample(["a", "b"], r.randrange(3)):
            setattr(obj, name, value(r, depth - 1, made))
        return obj

    def looped():
        box = []
        loop = r.choice([lambda: box, lambda: (box,), lambda: (1, 2, 3, box), lambda: {"box": box}, lambda: Twice(box), lambda: frozenset([Hold(box)])])()
        box.append(loop)
        return loop

    v = r.choice([
        lambda: tuple(kids()), lambda: tuple(kids()), kids, kids,
        lambda: {hashable(r): x for x in kids()}, lambda: {hashable(r): x for x in kids()},
        lambda: {hashable(r) for _ in range(r.randrange(4))}, lambda: frozenset(hashable(r) for _ in range(r.randrange(4))),
        lambda: filled(Plain()), lambda: filled(Slotted()), lambda: filled(Keyed()), lambda: Reduced(*kids()), ByFunction, looped,
        lambda: Members(kids()), lambda: Entries({hashable(r): x for x in kids()}), lambda: range(r.randrange(9)),
        lambda: pickle.PickleBuffer(r.choice([bytes, bytearray])(b"buffer")),
    ])()
    made.append(v)
    return v


class Hold:
    def __init__(self, box):
        self.box = box


class CPickler(pickle.Pickler):
    def persistent_id(self, obj):
        return "outside" if obj is Outside else None


class PyPickler(pickle._Pickler):
    def persistent_id(self, obj):
        return "outside" if obj is Outside else None


def dump(pickler, v, protocol, fast=False):
    out = io.BytesIO()
    extra = {"buffer_callback": lambda b: False} if protocol == 5 else {}
    p = pickler(out, protocol, **extra)
    p.fast = fast
    p.dump(v)
    return out.getvalue()


def record(data, protocol, made_by):
    try:
        ops = collections.Counter(o.name for o, _, _ in pickletools.genops(data))
    except ValueError:  # pickletools reads fewer forms than pickle does
        ops = None
    try:
        read = describe(Reader(data).load())
    except Exception:
        return None
    return {"pickle": base64.b64encode(data).decode(), "protocol": protocol, "by": made_by, "value": read, "opcodes": ops}


def random_records(seed, count):
    r = random.Random(seed)
    out, values = [], 0
    while values < count:
        v = value(r, 4, [])
        values += 1
        for protocol in range(6):
            for by, pickler in (("c", CPickler), ("python", PyPickler)):
                try:
                    data = dump(pickler, v, protocol)
                except (pickle.PicklingError, TypeError, ValueError, AttributeError, OverflowError):
                    continue
                out.append(record(data, protocol, by))
                if r.random() < 0.05:
                    out.append(record(pickletools.optimize(data), protocol, "optimize"))
    return [x for x in out if x is not None]


def large_records():
    """Frames of 64 KiB and payloads beside them; batches of 1000; deep nesting."""
    deep = []
    for _ in range(300):
        deep = [deep, (deep,)] if len(deep) else [1]
    payload = b"z" * 65536
    values = [[payload, "a" * 65535, "b" * 65536, bytearray(payload)], ["item %d" % (i % 10) for i in range(14000)], [None] * 1001, [None] * 1000,
              {i: None for i in range(1000)}, {i: None for i in range(1001)}, set(range(1000)), deep, [payload, 1], "q" * 70000, [["s"] * 3, "s"],
              [tuple([i % 3] * 4) for i in range(13000)]]
    for v in values:
        for protocol, by, pickler in ((1, "c", CPickler), (4, "c", CPickler), (4, "python", PyPickler), (5, "c", CPickler)):
            if protocol >= 4 or len(v) < 9000:
                yield digested(record(dump(pickler, v, protocol), protocol, by))
    yield digested(record(dump(CPickler, [[1], ("a", "b"), {"k": 2}], 4, fast=True), 4, "fast"))


def digested(found):
    """The value as the SHA-256 of its JSON."""
    return {**found, "value": hashlib.sha256(compact(found["value"]).encode()).hexdigest()}


# One or more pickles for each opcode.
SAMPLES = {
    "INT": [b"I5\n.", b"I-123456789012345678901234567890\n.", b"I00\n.", b"I01\n.", b"I 7 \n.", b"I+1_0\n."],
    "BININT": [b"J\xff\xff\xff\x7f.", b"J\x00\x00\x00\x80.", b"J\x05\x00\x00\x00."],
    "BININT1": [b"K\x00.", b"K\xff."],
    "BININT2": [b"M\x34\x12.", b"M\x01\x00."],
    "LONG": [b"L5L\n.", b"L-99999999999999999999L\n.", b"L7\n."],
    "LONG1": [b"\x8a\x00.", b"\x8a\x01\xff.", b"\x8a\x02\xff\x00.", b"\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00\x80.", b"\x8a\x03\x05\x00\x00."],
    "LONG4": [b"\x8b\x00\x00\x00\x00.", b"\x8b\x02\x00\x00\x00\x00\x80.", b"\x8b\x08\x00\x00\x00" + b"\xff" * 7 + b"\x7f."],
    "STRING": [b"S'abc'\n.", b"S\"it's\"\n.", b"S'\\n\\t\\x41\\101\\\\\\q'\n.", b"S''\n."],
    "BINSTRING": [b"T\x03\x00\x00\x00abc."],
    "SHORT_BINSTRING": [b"U\x02ab.", b"U\x00."],
    "BINBYTES": [b"B\x02\x00\x00\x00\x00\xff."],
    "SHORT_BINBYTES": [b"C\x02\x00\xff.", b"C\x00."],
    "BINBYTES8": [b"\x8e\x02\x00\x00\x00\x00\x00\x00\x00\x00\xff."],
    "BYTEARRAY8": [b"\x96\x02\x00\x00\x00\x00\x00\x00\x00\x00\xff."],
    "NEXT_BUFFER": [b"\x97."],
    "READONLY_BUFFER": [b"\x97\x98."],
    "NONE": [b"N."],
    "NEWTRUE": [b"\x88."],
    "NEWFALSE": [b"\x89."],
    "UNICODE": [b"Vabc\n.", b"V\\u00e9\xe9\\\\u0041\\x41\\\n.", b"V\\ud83d\\ude00\\U0001f600\\udc80\n.", b"V\n."],
    "SHORT_BINUNICODE": [b"\x8c\x03abc.", b"\x8c\x06\xc3\xa9\xf0\x9f\x98\x80.", b"\x8c\x03\xed\xa0\x80.", b"\x8c\x06\xed\xa0\xbd\xed\xb8\x80."],
    "BINUNICODE": [b"X\x03\x00\x00\x00abc."],
    "BINUNICODE8": [b"\x8d\x03\x00\x00\x00\x00\x00\x00\x00abc."],
    "FLOAT": [b"F1.5\n.", b"Fnan\n.", b"F-inf\n.", b"F1e3\n.", b"F.5\n.", b"F-0.0\n."],
    "BINFLOAT": [b"G?\xf0\x00\x00\x00\x00\x00\x00.", b"G\x7f\xf8\x00\x00\x00\x00\x00\x01.", b"G\xff\xf0\x00\x00\x00\x00\x00\x00."],
    "EMPTY_LIST": [b"]."],
    "APPEND": [b"]K\x01a.", b"cm\nC\n)RK\x01a."],
    "APPENDS": [b"](K\x01K\x02e.", b"](e."],
    "LIST": [b"(l.", b"(K\x01K\x02l.", b"(K\x01lK\x02a."],
    "EMPTY_TUPLE": [b")."],
    "TUPLE": [b"(t.", b"(K\x01K\x02t."],
    "TUPLE1": [b"K\x01\x85."],
    "TUPLE2": [b"K\x01K\x02\x86."],
    "TUPLE3": [b"K\x01K\x02K\x03\x87."],
    "EMPTY_DICT": [b"}."],
    "DICT": [b"(d.", b"(K\x01K\x02d."],
    "SETITEM": [b"}K\x01K\x02s.", b"cm\nC\n)R)Ns."],
    "SETITEMS": [b"}(K\x01K\x02K\x03K\x04u."],
    "EMPTY_SET": [b"\x8f."],
    "ADDITEMS": [b"\x8f(K\x01K\x02\x90."],
    "FROZENSET": [b"(K\x01\x91.", b"(\x91."],
    "POP": [b"K\x01K\x020.", b"(0K\x01.", b"K\x01(K\x0200."],
    "DUP": [b"]2\x86.", b"K\x012\x86."],
    "MARK": [b"((K\x01tt."],
    "POP_MARK": [b"K\x01(K\x02K\x031."],
    "GET": [b"]p7\n0g7\n."],
    "BINGET": [b"]q\x070h\x07."],
    "LONG_BINGET": [b"]r\x07\x01\x00\x000j\x07\x01\x00\x00."],
    "PUT": [b"]p0\ng0\n\x86."],
    "BINPUT": [b"]q\xffh\xff\x86."],
    "LONG_BINPUT": [b"]r\xff\xff\xff\x00j\xff\xff\xff\x00\x86."],
    "MEMOIZE": [b"]\x94]\x94h\x00h\x01\x87."],
    "EXT1": [b"\x82\x01."],
    "EXT2": [b"\x83\x34\x12."],
    "EXT4": [b"\x84\x56\x34\x12\x00."],
    "GLOBAL": [b"cmod.sub\nA.B\n.", b"cm\xc3\xb6d\nC\n."],
    "STACK_GLOBAL": [b"\x8c\x03mod\x8c\x03A.B\x93."],
    "REDUCE": [b"cm\nf\nK\x01\x85R."],
    "BUILD": [b"cm\nC\n)\x81}b.", b"cm\nC\n)\x81N}\x86b."],
    "INST": [b"(im\nC\n.", b"(K\x01im\nC\n."],
    "OBJ": [b"(cm\nC\nK\x01K\x02o."],
    "NEWOBJ": [b"cm\nC\nK\x01\x85\x81."],
    "NEWOBJ_EX": [b"cm\nC\nK\x01\x85}\x8c\x01kK\x02s\x92."],
    "PROTO": [b"\x80\x00N.", b"\x80\x05N."],
    "STOP": [b"N.trailing"],
    "FRAME": [b"\x80\x04\x95\x06\x00\x00\x00\x00\x00\x00\x00]\x94K\x01a."],
    "PERSID": [b"Pid 1\n."],
    "BINPERSID": [b"K\x07Q.", b"K\x01K\x02\x86Q."],
}


def opcode_records():
    for name, samples in SAMPLES.items():
        for data in samples:
            found = record(data, 0, name)
            assert found is not None and name in (found["opcodes"] or [name]), (name, data)
            yield found


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--seed", type=int)
    args.add_argument("--count", type=int, default=40)
    args = args.parse_args()
    if args.seed is not None:
        json.dump({"random": random_records(args.seed, args.count)}, sys.stdout)
        return
    result = {
        "opcodes": [[o.name, ord(o.code), o.proto] for o in pickletools.opcodes],
        "samples": list(opcode_records()),
        "random": random_records(1, 250),
        "large": list(large_records()),
    }
    path = os.path.join(os.path.dirname(__file__), "..", "main", "pickle", "testdata", "pickles.json.gz")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as out:
        out.write(gzip.compress(compact(result).encode(), mtime=0))
    print({k: len(v) for k, v in result.items()}, os.path.getsize(path), "bytes")


if __name__ == "__main__":
    main()
