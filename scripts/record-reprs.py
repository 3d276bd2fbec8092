"""Writes pickles of random values with what repr() makes of them: python scripts/record-reprs.py [SEED] > main/engine/values/testdata/reprs.json"""
import base64
import collections
import json
import math
import pickle
import random
import struct
import sys

rng = random.Random(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
ODD = "'\"\\\n\r\t\x00\x1f\x7f\x80\xa0\xad\u0378\u200b\u2028\u3000\ud800\udfff\ue000\ufeff\U0001f600\U000e0001éß中 "


def text():
    return "".join(rng.choice(ODD + "abcXYZ019{}%") for _ in range(rng.randrange(8)))


def real():
    kind = rng.randrange(4)
    if kind == 0:
        return struct.unpack("<d", rng.getrandbits(64).to_bytes(8, "little"))[0]
    if kind == 1:
        return rng.choice([0.0, -0.0, math.inf, -math.inf, math.nan, 1e16, 1e-5, 123456789012345680.0, 5e-324, 1.7976931348623157e308, 9999999999999998.0])
    return rng.uniform(-1, 1) * 10 ** rng.randrange(-8, 20) if kind == 2 else float(rng.randrange(-1000, 1000))


def value(depth=0):
    plain = [lambda: rng.randrange(-300, 300), lambda: rng.randrange(-(10**40), 10**40), real, text, lambda: None, lambda: True, lambda: False,
             lambda: bytes(rng.randrange(256) for _ in range(rng.randrange(6))), lambda: complex(real(), real()), lambda: bytearray(b"a'\xff"),
             lambda: range(rng.randrange(5), rng.randrange(9), rng.randrange(1, 3)), lambda: slice(rng.choice([None, 1]), rng.choice([None, -2]), None), lambda: Ellipsis,
             lambda: rng.choice([int, dict, collections.OrderedDict, type(None)]), lambda: len]
    nested = [lambda: [value(depth + 1) for _ in range(rng.randrange(3))], lambda: tuple(value(depth + 1) for _ in range(rng.randrange(3))),
              lambda: {rng.choice([text(), rng.randrange(9), True, 1.0, None]): value(depth + 1) for _ in range(rng.randrange(3))},
              lambda: {rng.randrange(9)}, lambda: frozenset([text()]), set, frozenset, lambda: collections.deque([value(depth + 1)])]
    return rng.choice(plain + nested if depth < 3 else plain)()


entries = []
for i in range(500):
    v = value()
    data = pickle.dumps(v, protocol=rng.randrange(2, 6))
    # the pickle is the value: what it loads as is what is printed
    entries.append([base64.b64encode(data).decode(), json.dumps(repr(pickle.loads(data)))[1:-1]])
print("[\n" + ",\n".join(json.dumps([d, json.loads(f'"{r}"')]) for d, r in entries) + "\n]")
