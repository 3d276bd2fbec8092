"""Makes random Python expressions and says what CPython answers.

    python3 scripts/record-expressions.py                       writes main/engine/expressions/testdata/expressions.json.gz
    python3 scripts/record-expressions.py --seed 7 --count 400  prints fresh ones as JSON
    python3 scripts/record-expressions.py --answer              reads a JSON list of expressions, prints the answers

An answer: ["value", repr], ["raised", "TypeError: ..."], ["large"] for an int beyond 16384 bits, ["complex"] or ["syntax"].
The names an expression sees are those of FRAME; main/engine/expressions/testing/frame.ts has the same.
Needs nothing but Python 3.8 or later; messages are those of the version that runs.
"""
import argparse
import gzip
import json
import math
import pathlib
import random
import sys
import warnings


class Tensor:
    def __init__(self, size, stride, offset):
        self._size, self._stride, self._offset = size, stride, offset

    def size(self):
        return self._size

    def stride(self):
        return self._stride

    def storage_offset(self):
        return self._offset


FRAME = {
    "n": 7,
    "m": -3,
    "zero": 0,
    "big": 2**70 + 1,
    "low": -(2**64) - 3,
    "edge": 2**53 + 1,
    "f": 2.5,
    "g": -0.1,
    "tiny": 5e-324,
    "huge": 1.7976931348623157e308,
    "nan": math.nan,
    "inf": math.inf,
    "yes": True,
    "no": False,
    "s": "ab",
    "t": (1, 2.5, "a"),
    "none": None,
    "x": Tensor((2, 3, 2**53 + 1), (3, 1, 0), 5),
}
NAMES = {"L": FRAME, "G": {"N": 12}, "math": math, "inf": math.inf}

NUMBERS = ["n", "m", "zero", "big", "low", "edge", "f", "g", "tiny", "huge", "nan", "inf", "yes", "no"]
INTS = [0, 1, 2, 3, 5, 7, 10, 63, 64, 100, 255, 2**31, 2**53 - 1, 2**53, 2**53 + 1, 2**63, 10**20, 10**400]
FLOATS = ["0.0", "0.5", "1.0", "1.5", "2.0", "2.5", "3.7", "0.1", "1e16", "1e-7", "1e308", "1e-320", "9007199254740993.0", "4.35"]
BINARY = ["+", "-", "*", "/", "//", "%"] * 4 + ["&", "|", "^", "<<", ">>", "**", "**", "**"]
COMPARE = ["==", "!=", "<", "<=", ">", ">="]


class Maker:
    """Text of expressions; brackets are left out at times, so that precedence counts."""

    def __init__(self, rng):
        self.rng = rng

    def leaf(self):
        rng = self.rng
        kind = rng.randrange(12)
        if kind < 4:
            return str(rng.choice(INTS) if rng.random() < 0.4 else rng.randrange(-20, 21))
        if kind < 6:
            return rng.choice(FLOATS)
        if kind == 6:
            return repr(rng.uniform(-1, 1) * 10.0 ** rng.randrange(-12, 20))
        if kind == 7:
            return "L['x'].%s()[%d]" % (rng.choice(["size", "stride"]), rng.randrange(-1, 3))
        if kind == 8:
            return rng.choice(["True", "False", "None", "inf", "math.inf", "math.nan", "G['N']", "L['x'].storage_offset()"])
        if kind == 9 and rng.random() < 0.15:
            return rng.choice(["'a'", "'ab'", "()", "(1, 2)", "[1, 'a']", "L['s']", "L['t']", "L['none']", "L['absent']", "L['x'].stride()", "L['x'].size()[5]", "0x1F", "1_000", "0b101", "1e3"])
        return "L['%s']" % rng.choice(NUMBERS)

    def bracket(self, text):
        return "(%s)" % text if self.rng.random() < 0.75 else text

    def make(self, depth):
        rng = self.rng
        if depth == 0 or rng.random() < 0.1:
            return self.leaf()
        sub = lambda: self.bracket(self.make(depth - 1))
        kind = rng.randrange(20)
        if kind < 7:
            op = rng.choice(BINARY)
            if op == "**":
                return self.power(depth)
            if op in ("<<", ">>"):
                return "%s %s %d" % (sub(), op, rng.choice([0, 1, 3, 40, 70, 2000, -1]))
            return "%s %s %s" % (sub(), op, sub())
        if kind == 7:
            return rng.choice(["-", "+", "~", "-", "- -"]) + sub()
        if kind < 11:
            return "%s %s %s" % (sub(), rng.choice(COMPARE), sub())
        if kind == 11:
            return "%s %s %s %s %s" % (sub(), rng.choice(COMPARE), sub(), rng.choice(COMPARE + ["in", "is"]), rng.choice(["None", "(1, 2, None)", sub()]))
        if kind == 12:
            return rng.choice([" and ", " or "]).join(sub() for _ in range(rng.randrange(2, 4)))
        if kind == 13:
            return "not " + sub()
        if kind == 14:
            return "%s if %s else %s" % (sub(), sub(), sub())
        if kind == 15:
            return "%s(%s)" % (rng.choice(["max", "min"]), ", ".join(self.make(depth - 1) for _ in range(rng.randrange(1, 4))))
        if kind == 16:
            return "%s(%s)" % (rng.choice(["abs", "int", "float", "bool", "round", "math.floor", "math.ceil", "math.trunc", "math.sqrt", "math.isnan"]), self.make(depth - 1))
        if kind == 17:
            return "round(%s, %d)" % (self.make(depth - 1), rng.choice([0, 1, 2, 3, 5, 17, 330, -1, -2, -5, -310]))
        if kind == 18:
            return "%s %s %s" % (sub(), rng.choice(["is", "is not"]), rng.choice(["None", "True", "False"]))
        return "%s %s (%s, %s)" % (sub(), rng.choice(["in", "not in"]), self.make(depth - 1), self.leaf())

    def power(self, depth):
        rng = self.rng
        if depth == 1 and rng.random() < 0.3:
            return "%s ** %s" % (self.bracket(self.leaf()), rng.choice(["100", "-300", "0.5", "-0.5", "1000", "-1", "2000", "inf", "L['f']"]))
        return "%s ** %d" % (self.bracket(self.make(depth - 1)), rng.choice([-3, -2, -1, 0, 1, 2, 2, 3, 4, 6]))


def answer(text):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            value = eval(text, dict(NAMES))
    except SyntaxError:
        return ["syntax"]
    except Exception as error:
        return ["raised", "%s: %s" % (type(error).__name__, error)]
    if isinstance(value, complex):
        return ["complex"]
    if isinstance(value, int) and value.bit_length() > 16384:
        return ["large"]
    return ["value", repr(value)]


def record(seed, count):
    maker = Maker(random.Random(seed))
    texts = [maker.make(maker.rng.randrange(1, 5)) for _ in range(count)]
    return [[text, answer(text)] for text in texts]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int)
    parser.add_argument("--count", type=int, default=4000)
    parser.add_argument("--answer", action="store_true")
    options = parser.parse_args()
    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)
    python = "%d.%d" % sys.version_info[:2]
    if options.answer:
        json.dump({"python": python, "cases": [[text, answer(text)] for text in json.load(sys.stdin)]}, sys.stdout)
    elif options.seed is not None:
        json.dump({"python": python, "cases": record(options.seed, options.count)}, sys.stdout)
    else:
        folder = pathlib.Path(__file__).parent.parent / "main" / "engine" / "expressions" / "testdata"
        folder.mkdir(exist_ok=True)
        text = json.dumps({"python": python, "cases": record(1, options.count)}, indent=0)
        with open(folder / "expressions.json.gz", "wb") as file:
            with gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
                packed.write(text.encode())


main()
