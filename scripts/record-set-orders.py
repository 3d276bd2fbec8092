"""Records the order in which a set gives back members whose hashes are known: main/engine/testdata/set-orders.json.

    python scripts/record-set-orders.py > main/engine/testdata/set-orders.json
"""
import json
import random


class Member:
    def __init__(self, index, value):
        self.index, self.value = index, value

    def __hash__(self):
        return self.value


random.seed(29)
rows = []
for n in range(60):
    count = random.choice([3, 5, 8, 20, 30, 77, 200])
    # few bits make members meet in one slot; one hash may come twice
    bits = random.choice([4, 8, 61])
    hashes = [random.choice([1, -1]) * (random.getrandbits(bits) + 2) << random.choice([0, 0, 3]) for _ in range(count)]
    members = set()
    members.update(Member(index, value) for index, value in enumerate(hashes))
    # an int that does not fit is hashed itself
    kept = [str(hash(Member(0, value))) for value in hashes]
    rows.append([kept, [member.index for member in members]])
print("[\n" + ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows) + "\n]")
