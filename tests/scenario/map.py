"""The table of README.md: each file it names is there, and no row of the list is without one."""
import os
import re

from lib.world import Problem

TESTS_DIR = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# Of pains.md, section 2; 30 is the breaker, 37 is of chat.
ROWS = set(range(1, 30)) | set(range(31, 37)) | set(range(38, 49))


def check(h, options):
    seen = {}
    with open(os.path.join(TESTS_DIR, "scenario", "README.md"), encoding="utf-8") as f:
        for line in f:
            m = re.match(r"\| (\d+) \| (.*?) \| (.*?) \|$", line.rstrip("\n"))
            if not m:
                continue
            row, played = int(m.group(1)), m.group(3)
            if row in seen:
                raise Problem("row %d stands there twice" % row)
            seen[row] = played
            if played.startswith("not yet"):
                continue
            for name in played.split():
                if not os.path.isfile(os.path.join(TESTS_DIR, name)):
                    raise Problem("row %d: there is no tests/%s" % (row, name))
    if set(seen) != ROWS:
        raise Problem("rows without a line, or lines without a row: %s" % sorted(set(seen) ^ ROWS))


TESTS = [("map", check, ("check", "test"))]
