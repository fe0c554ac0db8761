#!/usr/bin/env python3
"""brief.py DOCKET DIR [WITHOUT]: the clauses that templates/model/brief.tsv is learnt from, as DIR/LANG.tsv.

What clauses of intake mails tell, from two sources: the texts of tests/corpus/train/brief, and the mails of the
intake sets in tests/corpus whose labels say which words gave a field (fold 4 of each is only measured). A set named
WITHOUT is left out, so that it can be measured as one never heard. A line "# ..." opens a block that is held out as
a whole.
"""
import collections
import hashlib
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
CORPUS = os.path.join(HERE, "..", "corpus")
SETS = ["gold", "fresh", "fresh2a", "fresh2b", "fresh3", "fresh4", "fresh5", "trades"]
LABELS = [("objective", "aim"), ("audience", "readers"), ("approver", "approver"), ("deadline", "when"),
          ("copy_or_offer", "offer"), ("specs", "how"), ("deliverable", "ask")]
FOLDS, HELD = 5, 4


def words(text):
    return re.findall(r"\w+", text.lower())


def clauses(text):
    """Sentences, and the parts between their marks: as hear_sentence() of fields_learnt.c cuts them."""
    for para in re.split(r"\n\s*\n", text):
        for sentence in re.split(r"(?<=[.!?])\s+", " ".join(para.split())):
            parts = [p for p in re.split(r"[,;:()]\s*|\s[-–—]\s", sentence) if len(words(p)) >= 3]
            yield sentence
            if len(parts) > 1 or (parts and parts[0] != sentence):
                yield from parts


def label_of(clause, fields):
    """The field whose words are most of the clause; None when it is no clear case."""
    have, best, most, doubt = collections.Counter(words(clause)), "rest", 0, False
    size = sum(have.values())
    for name, label in LABELS:
        value = fields.get(name)
        value = value.get("text") if isinstance(value, dict) else value
        value = collections.Counter(words(", ".join(value) if isinstance(value, list) else value or ""))
        both, all_ = sum((have & value).values()), sum(value.values())
        if not both:
            continue
        if both >= 0.6 * all_ and both >= 0.35 * size and both > most:
            best, most = label, both
        doubt = doubt or both >= 0.5 * min(all_, size) and both > 1
    return None if best == "rest" and doubt else best


def from_set(docket, name, out):
    folder = os.path.join(CORPUS, name, "intake")
    mails = sorted(f for f in os.listdir(folder) if f.endswith(".eml"))
    mails = [os.path.join(folder, f) for f in mails
             if int(hashlib.sha256(f[:-4].encode()).hexdigest(), 16) % FOLDS != HELD]
    said = subprocess.run([docket, "parse", "--json"] + mails, capture_output=True, check=True).stdout.decode()
    for mail, line in zip(mails, said.split("\n")):
        gold = json.load(open(mail[:-4] + ".json", encoding="utf-8"))
        if gold["intent"] not in ("request", "info"):
            continue
        lines = [(label_of(c, gold["fields"]), c) for c in clauses(json.loads(line)["text"])]
        out[gold["lang"]].append(("%s %s" % (name, os.path.basename(mail)),
                                  ["%s\t%s" % x for x in lines if x[0] and len(words(x[1])) > 1]))


def main():
    docket, folder, without = sys.argv[1], sys.argv[2], sys.argv[3:]
    out = collections.defaultdict(list)
    for name in SETS:
        if name not in without:
            from_set(docket, name, out)
    os.makedirs(folder, exist_ok=True)
    for lang in ("de", "en", "es", "fr"):
        with open(os.path.join(folder, lang + ".tsv"), "w", encoding="utf-8") as f:
            own = os.path.join(CORPUS, "train", "brief", lang + ".tsv")
            if os.path.exists(own):
                f.write(open(own, encoding="utf-8").read())
            for block, lines in out[lang]:
                f.write("# %s\n" % block + "".join(line + "\n" for line in lines))


if __name__ == "__main__":
    main()
