"""
The decisions of the own gold corpus (tests/corpus/gold): nothing that is no approval is read as one,
and what plainly is one is recognised. The other figures are `make score`'s.
"""
import glob
import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lib.readings import readings  # noqa: E402
from lib.world import Problem  # noqa: E402

GOLD = os.path.join(os.path.dirname(os.path.abspath(__file__)), "gold")
HEAD = ("From: Jonna Lind <jonna@nordsund.example>\nTo: review@lanternrow.example\n"
        "Subject: Re: [NORD-017] v3 is ready for your review\nDate: Tue, 12 May 2026 10:00:00 +0200\n"
        "Message-ID: <%s@nordsund.example>\nIn-Reply-To: <review@lanternrow.example>\nMIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n")


def bodies(name):
    """(id, class, body) of each case of negatives.txt or plain.txt."""
    with open(os.path.join(GOLD, name), encoding="utf-8") as f:
        parts = re.split(r"^%% (\S+) (\S+) \S+\n", f.read(), flags=re.M)[1:]
    return list(zip(parts[0::3], parts[1::3], (b.strip("\n") + "\n" for b in parts[2::3])))


def verdicts(h, files):
    return [r["verdict"] for r in readings(h, files)]


def read(h, name):
    folder = os.path.join(h.scratch, "gold." + os.path.basename(name))
    os.makedirs(folder, exist_ok=True)
    cases, files = bodies(name + ".txt"), []
    for id_, _, body in cases:
        files.append(os.path.join(folder, id_ + ".eml"))
        with open(files[-1], "w", encoding="utf-8") as f:
            f.write(HEAD % id_ + body)
    got = verdicts(h, files)
    return [(c[0], c[1], v) for c, v in zip(cases, got)]


def complain(wrong, all_, what):
    if wrong:
        raise Problem("%d of %d %s: %s" % (len(wrong), all_, what, ", ".join("%s (%s) is %s" % w for w in wrong)))


def negatives(h, options):
    got = [g for name in ("negatives", "negatives-2", "negatives-3", "negatives-4") for g in read(h, name)]
    complain([g for g in got if g[2] == "approve"], len(got), "replies that are no approval count as one")


def beside(h, options):
    """Every yes of beside.txt with everything that people put behind it and around it."""
    with open(os.path.join(GOLD, "beside.txt"), encoding="utf-8") as f:
        parts = re.split(r"^%% (\S+) (\S+)\n", f.read(), flags=re.M)[1:]
    lines = {(a, b): c.splitlines() for a, b, c in zip(parts[0::3], parts[1::3], parts[2::3])}
    folder, cases, files = os.path.join(h.scratch, "gold.beside"), [], []
    os.makedirs(folder, exist_ok=True)
    for lang in ("en", "de", "fr", "es"):
        of = {kind: lines[kind, lang] for kind in ("yes", "change", "clear", "talk", "word", "frame", "plain")}
        cases += [(y + " " + c, False) for y in of["yes"] for c in of["change"]]
        cases += [(f.replace("{Y}", w), False) for f in of["frame"] for w in of["word"]]
        cases += [(y + " " + t, True) for y in of["clear"] for t in of["talk"]]
        cases += [("Maya,\n\n%s\n\nJonna" % y, True) for y in of["plain"]]
    for i, (text, _) in enumerate(cases):
        files.append(os.path.join(folder, "%04d.eml" % i))
        with open(files[-1], "w", encoding="utf-8") as f:
            f.write(HEAD % ("b%d" % i) + text + "\n")
    got = [(text, yes, v) for (text, yes), v in zip(cases, verdicts(h, files))]
    complain([g for g in got if not g[1] and g[2] == "approve"], len(got), "count as an approval and are none")
    complain([g for g in got if g[1] and g[2] != "approve"], len(got), "are no approval any more")


def plain(h, options):
    got = read(h, "plain")
    complain([g for g in got if g[2] != "approve"], len(got), "plain approvals are not recognised")


def replies(h, options):
    """Whole replies held out of the learning (tests/corpus/train): none but approvals approve."""
    got = read(h, "../train/replies") + read(h, "../train/personas")
    complain([g for g in got if g[2] == "approve" and g[1] != "approve"], len(got),
             "replies that are no approval count as one")


def _mails(h, files, gold):
    got = verdicts(h, files)
    complain([(os.path.relpath(f, GOLD), gold(f), v) for f, v in zip(files, got)
              if v == "approve" and gold(f) != "approve"], len(files), "mails count as an approval and are none")


def approvals(h, options):
    def gold(path):
        with open(path[:-4] + ".json", encoding="utf-8") as f:
            return json.load(f)["verdict"]
    _mails(h, sorted(glob.glob(os.path.join(GOLD, "..", "*", "approvals", "*.eml"))), gold)


def feedback(h, options):
    def gold(path):
        with open(os.path.join(os.path.dirname(path), "gold.json"), encoding="utf-8") as f:
            return json.load(f)["verdicts"][os.path.basename(path)]
    _mails(h, sorted(glob.glob(os.path.join(GOLD, "..", "*", "feedback", "*", "*.eml"))), gold)


def data(h, options):
    for script in ("check_mails.py", "check_feedback.py"):
        out = subprocess.run([sys.executable, os.path.join(GOLD, script)], capture_output=True, text=True, timeout=120)
        if out.returncode != 0:
            raise Problem("%s: %s" % (script, out.stdout[-800:] + out.stderr[-400:]))


TESTS = [("gold/data", data, ("check", "test")), ("gold/negatives", negatives, ("check", "test", "san")),
         ("gold/beside", beside, ("check", "test", "san")),
         ("gold/plain", plain, ("check", "test", "san")), ("gold/replies", replies, ("check", "test", "san")), ("gold/approvals", approvals, ("check", "test", "san")),
         ("gold/feedback", feedback, ("check", "test", "san"))]
