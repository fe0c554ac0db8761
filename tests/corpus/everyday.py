"""
Ordinary mails of one sentence (tests/corpus/everyday/everyday.tsv): ways to ask, things that agencies
make, days, and what mails want, in four languages. Rules are written for many of them at once, and a
rule that breaks the plainest mail shows here.
"""
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lib.world import Problem  # noqa: E402

ROWS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "everyday", "everyday.tsv")
HEAD = ("From: Jonna Lind <jonna@nordsund.example>\nTo: intake@lanternrow.example\nSubject: %s\n%s"
        "Date: Mon, 05 Oct 2026 13:52:08 +0200\nMessage-ID: <%d@nordsund.example>\nMIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=utf-8\n\n%s\n")


def said(reading, field):
    if field in ("intent", "kit"):
        return reading.get(field) or ""
    value = reading["fields"].get(field) or ""
    return value["date"] if isinstance(value, dict) else value


def holds(field, got, want):
    return got == want or (field == "deliverable" and got != "" and (got.startswith(want) or got.endswith(want)))


def everyday(h, options):
    folder, files = os.path.join(h.scratch, "everyday"), []
    os.makedirs(folder, exist_ok=True)
    with open(ROWS, encoding="utf-8") as f:
        rows = [line.rstrip("\n").split("\t") for line in f if not line.startswith("#")]
    for i, (kind, _, _, text) in enumerate(rows):
        subject, thread = ("Re: [NORD-017] poster", "In-Reply-To: <r@lanternrow.example>\n") if kind == "reply" else ("Hello", "")
        files.append(os.path.join(folder, "%04d.eml" % i))
        with open(files[-1], "w", encoding="utf-8") as f:
            f.write(HEAD % (subject, thread, i, text))
    out = subprocess.run([os.path.join(options.build, "docket"), "parse", "--json"] + files, capture_output=True, text=True,
                         timeout=300, env=h.env())
    readings = [json.loads(line) for line in out.stdout.splitlines()]
    if len(readings) != len(rows):
        raise Problem("docket parse: exit %d, %d of %d read: %s" % (out.returncode, len(readings), len(rows), out.stderr[-400:]))
    wrong = [(text, field, want, said(r, field)) for (_, field, want, text), r in zip(rows, readings)
             if not holds(field, said(r, field), want)]
    if wrong:
        raise Problem("%d of %d are misread: %s" % (len(wrong), len(rows), "; ".join("%s: %s %s, not %s" % (t, f, g or "-", w)
                                                                                 for t, f, w, g in wrong)))


TESTS = [("everyday", everyday, ("check", "test", "san"))]
