"""
Ordinary mails of one sentence (tests/corpus/everyday): ways to ask, things that agencies make, days, and
what mails want, in four languages (everyday.tsv); plain wishes, and what is none (wishes.tsv); those of two
reviewers (pairs.tsv). Rules are
written for many of them at once, and a rule that breaks the plainest mail shows here.
"""
import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lib.readings import readings  # noqa: E402
from lib.world import Problem  # noqa: E402

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "everyday")
HEAD = ("From: Jonna Lind <jonna@nordsund.example>\nTo: intake@lanternrow.example\nSubject: %s\n%s"
        "Date: Mon, 05 Oct 2026 13:52:08 +0200\nMessage-ID: <%d@nordsund.example>\nMIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=utf-8\n\n%s\n")


def rows_of(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as f:
        return [line.rstrip("\n").split("\t") for line in f if not line.startswith("#")]


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
    rows = rows_of("everyday.tsv")
    for i, (kind, _, _, text) in enumerate(rows):
        subject, thread = ("Re: [NORD-017] poster", "In-Reply-To: <r@lanternrow.example>\n") if kind == "reply" else ("Hello", "")
        files.append(os.path.join(folder, "%04d.eml" % i))
        with open(files[-1], "w", encoding="utf-8") as f:
            f.write(HEAD % (subject, thread, i, text))
    wrong = [(text, field, want, said(r, field)) for (_, field, want, text), r in zip(rows, readings(h, files))
             if not holds(field, said(r, field), want)]
    if wrong:
        raise Problem("%d of %d are misread: %s" % (len(wrong), len(rows), "; ".join("%s: %s %s, not %s" % (t, f, g or "-", w)
                                                                                 for t, f, w, g in wrong)))


def wishes(h, options):
    folder, files, rows = os.path.join(h.scratch, "wishes"), [], rows_of("wishes.tsv")
    os.makedirs(folder, exist_ok=True)
    for i, (_, text) in enumerate(rows):
        files.append(os.path.join(folder, "%03d.eml" % i))
        with open(files[-1], "w", encoding="utf-8") as f:
            f.write(HEAD % ("Re: [NORD-017] v2 is ready for your review", "In-Reply-To: <r@lanternrow.example>\n", i, text))
    out = subprocess.run([os.path.join(options.build, "docket"), "parse", "--why"] + files, capture_output=True, text=True,
                         timeout=300, env=h.env())
    found = [len(re.findall(r"^item ", part, flags=re.M)) for part in re.split(r"^file ", out.stdout, flags=re.M)[1:]]
    if len(found) != len(rows):
        raise Problem("docket parse: exit %d, %d of %d read: %s" % (out.returncode, len(found), len(rows), out.stderr[-400:]))
    wrong = ["%s: %d, not %s" % (text, n, want) for (want, text), n in zip(rows, found) if n != int(want)]
    if wrong:
        raise Problem("%d of %d are misread: %s" % (len(wrong), len(rows), "; ".join(wrong)))


def relation(items):
    if len(items) == 1:
        return "same"
    return "opposite" if any(i["conflicts_with"] for i in items) else "two"


def pairs(h, options):
    folder, wrong, rows = os.path.join(h.scratch, "pairs"), [], rows_of("pairs.tsv")
    os.makedirs(folder, exist_ok=True)
    for i, (want, one, other) in enumerate(rows):
        files = []
        for who, text in (("jonna", one), ("per", other)):
            files.append(os.path.join(folder, "%03d-%s.eml" % (i, who)))
            with open(files[-1], "w", encoding="utf-8") as f:
                f.write((HEAD % ("Re: [NORD-017] v2 is ready for your review", "In-Reply-To: <r@lanternrow.example>\n", i, text))
                        .replace("Jonna Lind <jonna@", "%s <%s@" % (who, who)).replace("<%d@" % i, "<%d.%s@" % (i, who)))
        out = subprocess.run([os.path.join(options.build, "docket"), "consolidate", "--json"] + files, capture_output=True,
                             text=True, timeout=60, env=h.env())
        if out.returncode != 0:
            raise Problem("docket consolidate: exit %d: %s" % (out.returncode, out.stderr[-400:]))
        got = relation(json.loads(out.stdout)["items"])
        if got != want:
            wrong.append("%s / %s: %s, not %s" % (one, other, got, want))
    if wrong:
        raise Problem("%d of %d pairs are misread: %s" % (len(wrong), len(rows), "; ".join(wrong)))


TESTS = [("everyday/pairs", pairs, ("check", "test", "san")),
         ("everyday/wishes", wishes, ("check", "test", "san")),
         ("everyday/mails", everyday, ("check", "test", "san"))]
