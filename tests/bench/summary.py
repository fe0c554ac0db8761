#!/usr/bin/env python3
"""summary.py MAIL.json GOLD.json: docket's figures beside the best known peer and the figure to reach."""
import json
import sys


def ratio(a, b):
    return a / b if b else None


def replies(d, mode, corpus=None):
    rows = [v for k, v in d["replies"].items()
            if k.startswith(mode + "/") and (corpus is None or k == mode + "/" + corpus)]
    n = sum(r["n"] for r in rows)
    return 100 * sum(r["exact"] for r in rows) / n, sum(r["f1"] * r["n"] for r in rows) / n


def dates(d, interval, key="start"):
    rows = [v for k, v in d["dates"].items()
            if k.split("-")[1] == "en" and k.endswith("-interval") == interval]
    n = sum(r["n"] for r in rows)
    return 100 * sum(r[key] for r in rows) / n


def percent(pair):
    return tuple(100 * x for x in pair)


def rows(m, g):
    """name, best peer, to reach, docket: texts or numbers; every number is compared as 'at least'."""
    i, a, f = g["intake"], g["approvals"], g["feedback"]
    consensus, upstream = m["mime"]["consensus/ALL"], m["mime"]["upstream/ALL"]
    yield "new text, signature gone: exact %", 64.6, 80, replies(m, "strip")[0]
    yield "  F1", .862, .93, replies(m, "strip")[1]
    yield "new text with signature: exact %", 75.1, 86, replies(m, "keepsig")[0]
    yield "  F1", .879, .94, replies(m, "keepsig")[1]
    yield "of these quagga-enron (strip): exact %", 64.6, 74, replies(m, "strip", "quagga-enron")[0]
    for name, key, peer, goal in (
            ("machine versus human", "machine mail vs human (no list)", (99.8, 98.9), (99.8, 99.5)),
            ("bounces incl. abuse reports", "bounce (arf counted as bounce)", (99.5, 97.4), (99.8, 99)),
            ("auto-replies", "auto-reply", (40.7, 91.7), (95, 95))):
        p, r = percent(m["auto"][key])
        yield name + ": precision", peer[0], goal[0], p
        yield "  recall", peer[1], goal[1], r
    yield "forwards, all fields right: %", 21.5, 97, 100 * ratio(m["forwards"]["full"], m["forwards"]["n"])
    yield "MIME, upstream-stated: right of %d" % upstream[1], None, upstream[1], upstream[0]
    yield "MIME, consensus: %", 96.1, 98, 100 * ratio(*consensus)
    yield "dates, English: points %", 58.6, 75, dates(m, False)
    yield "  intervals %", 50.0, 65, dates(m, True)
    yield "  intervals, end right, too: %", None, None, dates(m, True, "end")
    yield "gold intake: intent", .49, .95, i["intent"]["accuracy"]
    yield "  deadline date", .57, .95, i["deadline.date"]["accuracy"]
    yield "  missing F1", .34, .88, i["missing"]["f1"]
    yield "  field value", .37, .85, i["fields.value"]["mean"]
    yield "gold approvals: accuracy", .48, .95, a["verdict"]["accuracy"]
    yield "  false approvals (at most)", -16, 0, -a["false_approvals"]["count"]
    yield "  missed approvals (at most)", -5, -1, -a["missed_approvals"]["count"]
    yield "gold feedback: item F1", .60, .90, f["items"]["f1"]
    yield "  merge F1", 0.0, .75, f["merge"]["f1"] or 0.0
    yield "  conflict F1", 0.0, .75, f["conflict"]["f1"] or 0.0
    yield "  verdict", .55, .93, f["verdict"]["accuracy"]


def show(x):
    if x is None:
        return "-"
    if x <= 0 and float(x).is_integer() and x != 0:
        return "%d" % -x  # "at most"
    return "%d" % x if isinstance(x, int) else "%.1f" % x if x > 1 else "%.3f" % x


def main(mail, gold):
    with open(mail) as f:
        m = json.load(f)
    with open(gold) as f:
        g = json.load(f)["figures"]
    missed = 0
    print("%-44s %10s %9s %9s" % ("MEASURE", "best peer", "to reach", "docket"))
    for name, peer, goal, got in rows(m, g):
        ok = goal is None or got >= goal
        missed += not ok
        print("%-44s %10s %9s %9s%s" % (name, show(peer), show(goal), show(got), "" if ok else "  missed"))
    print("%d missed" % missed)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
