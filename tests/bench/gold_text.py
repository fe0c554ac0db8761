#!/usr/bin/env python3
"""gold_text.py GOLD.json [headline]: what `score_gold.py --json` measured, for people."""
import json
import sys


def show(value):
    return "n/a" if value is None else "%.3f" % value if isinstance(value, float) else str(value)


def main(path, headline=False):
    with open(path, encoding="utf-8") as f:
        gold = json.load(f)
    if headline:
        print(gold["headline"])
        return
    for name, measures in gold["figures"].items():
        print("== " + name)
        for measure, figures in measures.items():
            plain = ["%s %s" % (k, show(v)) for k, v in figures.items() if not isinstance(v, dict)]
            print("  %-30s %s" % (measure, "  ".join(plain)))
            for want, row in figures.get("confusion", {}).items():
                print("      %-22s -> %s" % (want, ", ".join("%s %s" % pair for pair in row.items())))
        for measure, cases in gold["misses"].get(name, {}).items():
            if measure != "false_approvals":  # those are always listed, below
                for case in cases:
                    print("  WRONG %s: %s" % (measure, case))
    for word, key in (("WRONG false_approvals:", "false_approvals"), ("FAILED", "failures"), ("CONTRACT", "contract")):
        for line in gold[key]:
            print("  %s %s" % (word, line))
    print("  %d failed calls, %d contract faults" % (len(gold["failures"]), len(gold["contract"])))


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(sys.argv[1], len(sys.argv) == 3)
