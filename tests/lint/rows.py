#!/usr/bin/env python3
"""rows.py: no row of a brief.tsv says what another row says already.

A row is at fault when each of its phrases is one of a single other row of its class. With the same
value it is written twice; with another, one of the two is never meant, unless the other row has a
place for any word: to that it may be an exception. lexicon.h describes the patterns.
"""
import glob
import itertools
import re
import sys

TOKEN = re.compile(r"\.\.\d|[][()|_#$^]|[^][()|_#$^.\s-]+")
WORD = r"[^ ^$]+ "


def tree(tokens):
    """The alternatives of a pattern, each a list of words and of such trees."""
    ways = [[]]
    for t in tokens:
        if t in "([":
            ways[-1].append(tree(tokens) + ([[]] if t == "[" else []))
        elif t in ")]":
            break
        elif t == "|":
            ways.append([])
        elif t.startswith(".."):
            ways[-1].append([["_ "] * n for n in range(int(t[2]) + 1)])
        else:
            ways[-1].append(t + " ")
    return ways


def phrases(ways):
    for way in ways:
        parts = ([p] if isinstance(p, str) else list(phrases(p)) for p in way)
        yield from map("".join, itertools.product(*parts))


def expression(pattern):
    """What matches the phrases of a pattern."""
    marks = {"(": "(?:", "[": "(?:", ")": ")", "]": ")?", "|": "|", "_": WORD}
    said = "".join(marks.get(t) or ("(?:%s){0,%s}" % (WORD, t[2]) if t.startswith("..") else
                                    re.escape(t).replace(r"\*", "[^ ]*") + " ") for t in TOKEN.findall(pattern))
    return re.compile(r"(?:\^ )?(?:%s)(?:\$ )?" % said)


faults = []
for path in sorted(glob.glob("templates/*/lexicon/brief.tsv")):
    classes = {}
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        cells = line.rstrip("\n").split("\t") + [""]
        if not line.startswith("#") and len(cells) > 2:
            pattern = cells[1].lower()
            classes.setdefault(cells[0], []).append((number, cells[2], tree(iter(TOKEN.findall(pattern))), expression(pattern)))
    gone = set()
    for rows in classes.values():
        for (number, value, ways, _), (other, others, _, covers) in itertools.permutations(rows, 2):
            if {number, other} & gone or (value != others and WORD in covers.pattern):
                continue
            if all(map(covers.fullmatch, phrases(ways))):
                gone.add(number)
                faults.append("%s:%d: line %d says this already%s" % (
                    path, number, other, "" if value == others else ", of '%s'" % others))
print("\n".join(faults))
sys.exit(1 if faults else 0)
