"""Records what CPython reads of literals: python3 scripts/record-literals.py > main/engine/literal/testdata/literals.json

A table of texts, each through ast.literal_eval, and the reprs of random values; `--seed N --count M` prints random ones
alone. Values are described as scenarios write them; null where CPython refuses the text.
"""

import argparse
import ast
import json
import random
import warnings

warnings.simplefilter("ignore")

TABLE = [
    "5", "-5", "+5", "--5", "- 5", "-(5)", "(-5)", "-(-5)", "1_000", "1__0", "_1", "0x_ff", "0XFF", "0o17", "0b101", "007", "00",
    "-0x10", "12345678901234567890123456789012345678901234567890", "9007199254740993", "1L", "5 # five", " \t5", "5\n", "\n5", "5\n6",
    "0.5", "-0.5", ".5", "5.", "1e5", "1E+5", "1e-7", "1e16", "1e400", "-1e400", "5e-324", "0.1e1_0", "1_0.0_1", "-0.0", "1e", "0x1p3",
    "1j", "-1j", "1+2j", "1-2j", "-1+2j", "-1.5-2.5j", "(1+2j)", "1+2", "1j+2", "1j+1j", "(1+2j)+3j", "-(1+2j)", "1+-2j", "-0j", "1e3j",
    "True", "False", "None", "-True", "true", "not True", "True+1j", "...", "Ellipsis", "inf", "x", "x.y", "L['x']",
    "'a'", '"a"', "'it\\'s'", '"it\'s"', "'''a\nb'''", '"""a"b"""', "'a' 'b'", "'a' \"b\"", "('a'\n'b')", "'a'\n'b'", "'a", "'a\nb'", "r'\\n'",
    "R'\\''", "u'a'", "f'a'", "rb'\\x00'", "Rb'a'", "b'a' b'b'", "b'a' 'b'", "b'\\xff\\0\\x00\\''", "b'\u00e9'", "'\\x41\\u00e9\\U0001f600'",
    "'\\101\\8\\d'", "'\\x4'", "'\\u12'", "'\\U00110000'", "'\\a\\b\\f\\n\\r\\t\\v\\\\\\\"'", "'a\\\nb'", "'\u00e9\U0001f600'", "''", "b''", "'\\ud800'",
    "()", "(1,)", "(1)", "(1,2)", "(1,2,)", "1,", "1,2", "1,\n2", "(1,\n2)", "(,)", "(1,,2)", "(1 2)", "[]", "[1]", "[1,]", "[,]", "[1, [2, (3,)]]",
    "{}", "{1}", "{1,}", "{,}", "{1, 2, 1}", "{1, 1.0, True}", "{0, False, 0.0, -0.0}", "{1: 2}", "{1: 2,}", "{1: 2, 1.0: 3}", "{'a': {'b': [1]}}",
    "{[1]}", "{[1]: 2}", "{{}: 1}", "{(1, [2]): 3}", "{(1, (2,)): 3}", "{1: 2, 3}", "{1, 2: 3}", "{1:}", "{:1}", "{**{}}", "[*()]", "set()", "set([])",
    "frozenset()", "dict()", "open('x')", "__import__('os')", "(lambda: 1)()", "[x for x in ()]", "1 if True else 2", "1 < 2", "2 ** 3", "~1",
    "a=1", "1;2", "\u0031", "\u0661", "(", ")", "[1", "{1", "", " ", "#", "1 2", "`1`", "1\\\n", "[\n# one\n1,\n]", "((((1))))", "{2**3}",
]


def described(value):
    kind = type(value).__name__
    if value is None:
        return {"kind": "none"}
    if value is ...:
        return {"kind": "ellipsis"}
    if kind == "bool":
        return {"kind": "bool", "value": value}
    if kind in ("int", "str"):
        return {"kind": kind, "value": str(value)}
    if kind == "float":
        return {"kind": "float", "value": repr(value)}
    if kind == "complex":
        return {"kind": "complex", "re": repr(value.real), "im": repr(value.imag)}
    if kind == "bytes":
        return {"kind": "bytes", "hex": value.hex()}
    if kind in ("list", "tuple"):
        return {"kind": "sequence", "type": f"builtins.{kind}", "items": [described(item) for item in value]}
    if kind in ("set", "frozenset"):
        items = [described(item) for item in value]
        return {"kind": "set", "type": f"builtins.{kind}", "items": sorted(items, key=lambda item: json.dumps(item, sort_keys=True))}
    if kind == "dict":
        return {"kind": "dict", "type": "builtins.dict", "items": [[described(k), described(v)] for k, v in value.items()]}
    raise TypeError(kind)


def judged(text):
    try:
        return {"text": text, "value": described(ast.literal_eval(text))}
    except (SyntaxError, ValueError, TypeError, MemoryError, RecursionError):
        return {"text": text, "value": None}


def random_text(rng):
    alphabet = rng.choice(["ab'\"\\\n\t\x00\x7f\u00e9 ", "\u4e2d\U0001f600\u200b\u00ad\ue000", "abcdef", "\\'\"nrtxuU0187{}"])
    return "".join(rng.choice(alphabet) for _ in range(rng.randrange(6)))


def random_float(rng):
    return rng.choice([0.0, 1.0, -2.5, 1e16, 1e-5, 123456.789, rng.random(), rng.uniform(-1e300, 1e300), 2.0 ** rng.randrange(-1074, 1023)])


def random_key(rng, depth):
    made = [
        lambda: rng.randrange(-3, 4),
        lambda: rng.getrandbits(rng.randrange(1, 200)) * rng.choice([1, -1]),
        lambda: random_float(rng),
        lambda: rng.choice([True, False, None, ...]),
        lambda: random_text(rng),
        lambda: bytes(rng.randrange(256) for _ in range(rng.randrange(5))),
        # a part that is minus zero is another on either side of CPython 3.14
        lambda: complex(random_float(rng) + 1, random_float(rng) + 1),
    ]
    if depth < 3:
        made.append(lambda: tuple(random_key(rng, depth + 1) for _ in range(rng.randrange(4))))
    return rng.choice(made)()


def random_value(rng, depth=0):
    if depth > 3 or rng.random() < 0.4:
        return random_key(rng, depth)
    size = range(rng.randrange(4))
    return rng.choice([
        lambda: [random_value(rng, depth + 1) for _ in size],
        lambda: tuple(random_value(rng, depth + 1) for _ in size),
        lambda: {random_key(rng, depth) for _ in size},
        lambda: {random_key(rng, depth): random_value(rng, depth + 1) for _ in size},
    ])()


def broken(rng, text):
    """The text with a character gone, doubled or put in: mostly no literal any more."""
    at = rng.randrange(len(text) + 1)
    return rng.choice([text[:at] + text[at + 1:], text[:at] + text[at:at + 1] + text[at:], text[:at] + rng.choice("()[]{},:'\"-+j0._ \n") + text[at:]])


def random_records(seed, count):
    rng = random.Random(seed)
    records = []
    for _ in range(count):
        text = repr(random_value(rng))
        records.append(judged(text))
        records.append(judged(broken(rng, text)))
    return records


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int)
    parser.add_argument("--count", type=int, default=150)
    given = parser.parse_args()
    found = {} if given.seed is not None else {"table": [judged(text) for text in TABLE]}
    found["random"] = random_records(given.seed or 0, given.count)
    print(json.dumps(found, separators=(",", ":")) if given.seed is not None else json.dumps(found, indent=None, separators=(",", ":")).replace('},{"text"', '},\n{"text"'))
