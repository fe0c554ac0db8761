#!/usr/bin/env python3
"""pairs.py PAIRS DEF [--hold]: learns the weights of bot/understand/wish_pair.def.

PAIRS is build/pairs, which gives the features of pairs of wishes. They are compared with the lists
that people made: of the rounds in tests/corpus/train/feedback, and of tests/corpus/gold in folds 0 to
3. Two logistic regressions, by Newton's method with weights drawn to zero: are two wishes about the
same thing; if so, do they contradict each other. --hold leaves out a fifth of the blocks in turn and
says how they are judged; else DEF is written anew.
"""
import collections
import hashlib
import json
import math
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "bench"))
import rounds  # noqa: E402

FOLDS, STEPS, DECAY = 5, 12, 8.0
CORPUS = os.path.join(HERE, "..", "corpus")
READ = ("fresh", "fresh2a", "fresh2b", "fresh3", "fresh4")  # sets that have been read


def folders(tmp):
    """(block, folder) of every round that may be learnt from."""
    rounds.main(tmp)
    home = os.path.join(tmp, "feedback")
    for name in sorted(os.listdir(home)):
        yield name.rsplit("-", 1)[0], os.path.join(home, name)
    for which in ("gold",) + READ:
        home = os.path.join(CORPUS, which, "feedback")
        for name in sorted(os.listdir(home)):
            folder = os.path.join(home, name)
            held = which == "gold" and int(hashlib.sha256(name.encode()).hexdigest(), 16) % FOLDS == FOLDS - 1
            if os.path.isdir(folder) and not held:
                yield which + " " + name, folder


def overlap(a, b):
    a, b = a.lower().split(), b.lower().split()
    both = (collections.Counter(a) & collections.Counter(b)).total()
    return 2 * both / (len(a) + len(b)) if both * 2 >= min(len(a), len(b)) > 0 else 0


def home_of(gold, message, quote):
    """The item whose source the quote is, or None."""
    best, item = 0, None
    for i in gold["items"]:
        for s in i["sources"]:
            near = overlap(s["quote"], quote) if s["message"] == message else 0
            if near > best:
                best, item = near, i
    return item


def read(pairs, tmp):
    """-> names of the features, [(fold, features, related, opposed)]"""
    where = list(folders(tmp))
    lines = "".join(" ".join(sorted(os.path.join(f, m) for m in os.listdir(f) if m.endswith(".eml"))) + "\n"
                    for _, f in where)
    out = subprocess.run([pairs], input=lines, capture_output=True, text=True, check=True).stdout.splitlines()
    names, rows, n = out[0].split()[1:], [], -1
    blocks = {}
    for line in out[1:]:
        if line == "round":
            n += 1
            with open(os.path.join(where[n][1], "gold.json"), encoding="utf-8") as f:
                gold = json.load(f)
            fold = blocks.setdefault(where[n][0], len(blocks)) % FOLDS
            continue
        m1, q1, m2, q2, values = line.split("\t")
        a, b = home_of(gold, m1, q1), home_of(gold, m2, q2)
        if a is None or b is None:
            continue
        opposed = b["id"] in a["conflicts_with"]
        rows.append((fold, [float(v) for v in values.split()], a is b or opposed, opposed))
    return names, rows


def solve(a, b):
    """The solution of a x = b for a symmetric positive matrix."""
    n = len(b)
    a = [row[:] + [b[i]] for i, row in enumerate(a)]
    for i in range(n):
        p = a[i][i]
        for k in range(i + 1, n):
            if a[k][i]:
                f = a[k][i] / p
                a[k] = [x - f * y for x, y in zip(a[k], a[i])]
    x = [0.0] * n
    for i in reversed(range(n)):
        x[i] = (a[i][n] - sum(a[i][k] * x[k] for k in range(i + 1, n))) / a[i][i]
    return x


def share(w, f):
    return 1 / (1 + math.exp(-max(-30, min(30, sum(x * y for x, y in zip(w, f))))))


def learn(samples, size):
    w = [0.0] * size
    for _ in range(STEPS):
        grad = [-DECAY * x if i else 0.0 for i, x in enumerate(w)]
        hess = [[(DECAY if i else 1e-6) if i == k else 0.0 for k in range(size)] for i in range(size)]
        for f, yes in samples:
            p = share(w, f)
            at = [(i, v) for i, v in enumerate(f) if v]
            for i, v in at:
                grad[i] += (yes - p) * v
                row, c = hess[i], p * (1 - p) * v
                for k, u in at:
                    row[k] += c * u
        w = [x + d for x, d in zip(w, solve(hess, grad))]
    return w


def both(rows, size):
    return (learn([(f, r) for _, f, r, _ in rows], size), learn([(f, o) for _, f, r, o in rows if r], size))


def write(path, names, related, opposed, count):
    with open(path, "w", encoding="utf-8") as f:
        f.write("/*\n * What the likeness of two wishes tells: PAIR(feature, of being about the same thing, of contradicting).\n"
                " * The weights are written by `make model` (tests/train/pairs.py), from %d pairs; wish_relation.c\n"
                " * says what the features are.\n */\n" % count)
        for n, r, o in zip(names, related, opposed):
            f.write("PAIR(%s, %.3ff, %.3ff)\n" % (n, r, o))


def f1(pairs):
    tp = sum(1 for a, b in pairs if a and b)
    fp = sum(1 for a, b in pairs if a and not b)
    fn = sum(1 for a, b in pairs if b and not a)
    return "%.3f (%d right, %d wrong, %d missed)" % (2 * tp / max(1, 2 * tp + fp + fn), tp, fp, fn)


def main(pairs, path, hold):
    with tempfile.TemporaryDirectory() as tmp:
        names, rows = read(pairs, tmp)
    size = len(names)
    print("%d pairs, %d about the same, %d contradict" % (len(rows), sum(r for _, _, r, _ in rows), sum(o for *_, o in rows)),
          file=sys.stderr)
    if not hold:
        write(path, names, *both(rows, size), len(rows))
        return
    judged = []
    for k in range(FOLDS):
        r, o = both([x for x in rows if x[0] != k], size)
        judged += [(share(r, f), share(o, f), rel, opp) for fold, f, rel, opp in rows if fold == k]
    for t in (.3, .4, .5, .6):
        print("related over %.1f: %s" % (t, f1([(a > t, rel) for a, _, rel, _ in judged])))
    for t in (.3, .4, .5, .6):
        print("opposed over %.1f, of the related: %s" % (t, f1([(b > t, opp) for _, b, rel, opp in judged if rel])))


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], "--hold" in sys.argv)
