#!/usr/bin/env python3
"""folds.py DOCKET TOOLS GIVEN OWN: every gold figure over five folds, tuned beside untuned.

The fold of a case is SHA-256 of its name modulo 5. GIVEN (a set the rules were made on) and folds 0
to 3 of OWN (tests/corpus/gold) are "tuned"; fold 4 of OWN is never read, only measured: "untuned".
"""
import hashlib
import json
import os
import subprocess
import sys
import tempfile

FOLDS = 5
SETS = ("intake", "approvals", "feedback")
ROWS = [  # name, set, path in the figures
    ("intake: intent", "intake", ("intent", "accuracy")),
    ("intake: deadline date", "intake", ("deadline.date", "accuracy")),
    ("intake: missing F1", "intake", ("missing", "f1")),
    ("intake: field value", "intake", ("fields.value", "mean")),
    ("intake: field presence F1", "intake", ("fields.presence", "f1")),
    ("approvals: verdict", "approvals", ("verdict", "accuracy")),
    ("approvals: false ones", "approvals", ("false_approvals", "count")),
    ("approvals: missed ones", "approvals", ("missed_approvals", "count")),
    ("feedback: item F1", "feedback", ("items", "f1")),
    ("feedback: merge F1", "feedback", ("merge", "f1")),
    ("feedback: conflict F1", "feedback", ("conflict", "f1")),
    ("feedback: verdict", "feedback", ("verdict", "accuracy")),
    ("feedback: false approvals", "feedback", ("false_approvals", "count")),
]
ALLOWED = 0.07


def fold(case):
    return int(hashlib.sha256(case.encode()).hexdigest(), 16) % FOLDS


def cases(root, which):
    """name -> files to link, as (name in the set, path)."""
    found = {}
    for name in sorted(os.listdir(os.path.join(root, which))):
        path = os.path.join(root, which, name)
        found.setdefault(name.split(".")[0], []).append((name, path))
    return found


def lay(dest, prefix, root, keep):
    for which in SETS:
        os.makedirs(os.path.join(dest, which), exist_ok=True)
        for case, files in cases(root, which).items():
            if keep(fold(case)):
                for name, path in files:
                    os.symlink(os.path.abspath(path), os.path.join(dest, which, prefix + name))


def score(tools, docket, folder):
    out = subprocess.run([sys.executable, os.path.join(tools, "score_gold.py"), "--set", folder, "--docket", docket,
                          "--jobs", str(os.cpu_count() or 1), "--json"], capture_output=True, text=True, timeout=900)
    try:
        got = json.loads(out.stdout)
    except ValueError:
        sys.exit("folds: the scorer failed: " + (out.stderr or out.stdout)[-400:])
    return got["figures"], len(got["contract"])


def pick(figures, which, path):
    value = figures.get(which, {})
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def show(value):
    if value is None:
        return "n/a"
    return "%d" % value if isinstance(value, int) else ("%.3f" % value).lstrip("0") if value < 1 else "1.000"


def main(docket, tools, given, own):
    columns = []  # heading, figures
    faults = 0
    with tempfile.TemporaryDirectory() as tmp:
        plan = [("fold %d" % k, lambda f, k=k: f == k, lambda f, k=k: f == k) for k in range(FOLDS)]
        plan += [("tuned", lambda f: True, lambda f: f != FOLDS - 1), ("untuned", lambda f: False, lambda f: f == FOLDS - 1)]
        for heading, of_given, of_own in plan:
            folder = os.path.join(tmp, heading.replace(" ", ""))
            lay(folder, "g", given, of_given)
            lay(folder, "o", own, of_own)
            figures, bad = score(tools, docket, folder)
            faults += bad
            columns.append((heading, figures))
    print("GOLD over five folds (given and own set together), tuned and untuned")
    print("%-28s" % "" + "".join("%9s" % h for h, _ in columns) + "   differ")
    for name, which, path in ROWS:
        values = [pick(f, which, path) for _, f in columns]
        tuned, untuned = values[-2], values[-1]
        far = ""
        if isinstance(tuned, float) and isinstance(untuned, float):
            far = "  %+.3f%s" % (untuned - tuned, "  more than %.2f" % ALLOWED if abs(untuned - tuned) > ALLOWED else "")
        print("%-28s" % name + "".join("%9s" % show(v) for v in values) + far)
    print("%d contract faults" % faults)


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
