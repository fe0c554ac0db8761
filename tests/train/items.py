#!/usr/bin/env python3
"""items.py DOCKET DIR: the clauses that templates/model/items.tsv is learnt from, as DIR/LANG.tsv.

What reviewers wish and what they merely say, from three sources: the rounds of
tests/corpus/train/feedback and the noise beside them, the rounds of tests/corpus/gold in folds 0 to 3
(fold 4 is only measured), and the clauses of tests/corpus/train/acts, whose labels say enough. A line "# ..." opens
a block that is held out as a whole.
"""
import collections
import hashlib
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "bench"))
import rounds  # noqa: E402

CORPUS = os.path.join(HERE, "..", "corpus")
LABELS = {"change": "change", "question": "question", "vague": "vague", "out-of-scope": "new-work"}
# of tests/corpus/train/acts; what is not here is no clear case
ACTS = {"change": "change", "vague": "vague", "new-work": "new-work", "keep": "change", "question": "question",
        "praise": "praise", "release": "fact", "nod": "fact", "defer": "fact", "delegate": "fact", "reported": "fact",
        "other": "fact", "social": "fact", "ack": "fact", "logistics": "fact", "fact": "fact"}
FOLDS = 5


def plain(text):
    return " ".join(text.split())


def rest_of(text, quotes):
    """The sentences of text that no quote covers."""
    text = plain(text)
    for q in sorted((plain(q) for q in quotes), key=len, reverse=True):
        text = text.replace(q, "\n")
    for part in re.split(r"\n|(?<=[.!?:])\s+", text):
        part = part.strip(" .,;:-–()\"*>•!")
        if len(re.findall(r"\w+", part)) > 1:
            yield part


def from_rounds(out):
    # the pairs are too plain and too alike to tell what a wish is
    for name in sorted(f for f in os.listdir(rounds.HOME) if f.endswith(".txt") and not f.endswith("-pairs.txt")):
        for key, _, lines in rounds.rounds(os.path.join(rounds.HOME, name)):
            messages, gold = rounds.read(key, lines)
            texts = [rounds.WISH.sub(lambda m: m[4], line) for _, body in messages for line in ["\n".join(body)]]
            add_round(out[name[:2]], key.rsplit("-", 1)[0], gold, texts)


def add_round(out, block, gold, texts):
    quotes = [s["quote"] for i in gold["items"] for s in i["sources"]] + [p["quote"] for p in gold["praise"]]
    lines = ["%s\t%s" % (LABELS[i["kind"]], plain(s["quote"])) for i in gold["items"] for s in i["sources"]]
    lines += ["praise\t" + plain(p["quote"]) for p in gold["praise"]]
    for text in texts:
        lines += ["fact\t" + part for part in rest_of(text, quotes)]
    out.append((block, lines))


def from_gold(docket, out):
    home = os.path.join(CORPUS, "gold", "feedback")
    for name in sorted(os.listdir(home)):
        folder = os.path.join(home, name)
        if not os.path.isdir(folder) or int(hashlib.sha256(name.encode()).hexdigest(), 16) % FOLDS == FOLDS - 1:
            continue
        mails = sorted(os.path.join(folder, f) for f in os.listdir(folder) if f.endswith(".eml"))
        said = subprocess.run([docket, "parse", "--json"] + mails, capture_output=True, check=True).stdout
        read = [json.loads(line) for line in said.decode().splitlines()]
        with open(os.path.join(folder, "gold.json"), encoding="utf-8") as f:
            add_round(out[read[0]["lang"]], "gold " + name, json.load(f), [r["text"] for r in read])


def from_clauses(out, folder, lang_at):
    """Files of LABEL<TAB>CLAUSE; the language stands at lang_at in a file's name."""
    home = os.path.join(CORPUS, "train", folder)
    for name in sorted(f for f in os.listdir(home) if f.endswith(".tsv")):
        lang = name[lang_at:lang_at + 2]
        with open(os.path.join(home, name), encoding="utf-8") as f:
            for line in f.read().splitlines():
                if line.startswith("#"):
                    out[lang].append((folder + " " + line[1:].strip(), []))
                elif line.strip():
                    label, clause = line.split("\t", 1)
                    if label in ACTS:
                        out[lang][-1][1].append("%s\t%s" % (ACTS[label], clause))


def main(docket, folder):
    out = collections.defaultdict(list)
    from_rounds(out)
    from_gold(docket, out)
    from_clauses(out, "acts", 0)
    from_clauses(out, "feedback", len("noise-"))
    os.makedirs(folder, exist_ok=True)
    for lang, blocks in out.items():
        with open(os.path.join(folder, lang + ".tsv"), "w", encoding="utf-8") as f:
            last = None
            for block, lines in blocks:
                if block != last:
                    f.write("# %s\n" % block)
                last = block
                f.write("".join(line + "\n" for line in lines))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
