#!/usr/bin/env python3
"""rounds.py DIR [FILE...]: writes the rounds of tests/corpus/train/feedback as DIR/feedback/NAME/*.eml and gold.json.

The mark-up is described in that folder's README.md. A name is FILE-BLOCK-NUMBER, so that the rounds
of a block are found together.
"""
import json
import os
import re
import sys

HOME = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "corpus", "train", "feedback")
KINDS = {"": "change", "?": "question", "~": "vague", "*": "out-of-scope"}
WISH = re.compile(r"\{(\+|\d+)([?~*]?)\s*([^|{}]*)\|([^{}]*)\}")


def rounds(path):
    """(name, title, lines) of each round of a file."""
    base, block, number, title, lines = os.path.basename(path)[:-4], 0, 0, None, []
    with open(path, encoding="utf-8") as f:
        for line in f.read().split("\n") + ["%%"]:
            if (line.startswith("%%") or line.startswith("# ")) and title:
                yield "%s-%d-%02d" % (base, block, number), title, lines
                title, lines = None, []
            if line.startswith("# "):
                block += 1
            elif line.startswith("%%"):
                number, title = number + 1, line[2:].strip()
            elif title:
                lines.append(line)


def plain(text):
    return " ".join(text.split())


def read(name, lines):
    """-> (messages as (sender, text), gold)"""
    items, praise, verdicts, messages, conflicts = {}, [], {}, [], []
    for line in lines + ["@"]:
        if line.startswith("! "):
            conflicts.append(line.split()[1:])
            continue
        if not line.startswith("@"):
            messages[-1][1].append(line)
            continue
        if line != "@":
            sender, verdict = (x.strip() for x in line[1:].split("="))
            messages.append((sender, []))
            verdicts["%02d.eml" % len(messages)] = verdict
    for n, (_, body) in enumerate(messages, 1):
        for number, mark, target, words in WISH.findall("\n".join(body)):
            source = {"message": "%02d.eml" % n, "quote": plain(words)}
            if number == "+":
                praise.append(source)
                continue
            if not target and not mark and words.endswith("?"):
                mark = "?"
            item = items.setdefault(number, {"id": number, "kind": KINDS[mark], "target": target or None,
                                             "summary": plain(words), "sources": [], "conflicts_with": []})
            item["sources"].append(source)
    for a, b in conflicts:
        if a not in items or b not in items:
            sys.exit("rounds: %s: no item %s or %s" % (name, a, b))
        items[a]["conflicts_with"].append(b)
        items[b]["conflicts_with"].append(a)
    return messages, {"version": "v2", "items": list(items.values()), "praise": praise, "verdicts": verdicts}


def address(sender):
    return re.sub(r"[^a-z]+", ".", sender.lower()).strip(".") + "@client.example"


def write(folder, title, messages, gold):
    os.makedirs(folder, exist_ok=True)
    gold["decision_maker"] = address(messages[0][0])
    for n, (sender, body) in enumerate(messages, 1):
        # two wishes in a row without a mark between them: people begin a new line there
        text = re.sub(r"([^.!?:;,–-])\} *\{", r"\1}\n{", "\n".join(body))
        text = WISH.sub(lambda m: m[4], text).strip()
        with open(os.path.join(folder, "%02d.eml" % n), "w", encoding="utf-8") as f:
            f.write("From: =?utf-8?q?%s?= <%s>\nTo: review@harborpine.example\n"
                    % ("".join("=%02X" % b for b in sender.encode()), address(sender)))
            f.write("Date: Tue, 12 May 2026 1%d:00:00 +0200\nSubject: Re: [WORK-007] v2 for review: %s\n"
                    % (n, "=?utf-8?q?%s?=" % "".join("=%02X" % b for b in title.encode()[:20])))
            f.write("Message-ID: <%s.%d@client.example>\nIn-Reply-To: <review.7@harborpine.example>\n"
                    % (os.path.basename(folder), n))
            f.write("MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n")
            f.write(text + "\n")
    with open(os.path.join(folder, "gold.json"), "w", encoding="utf-8") as f:
        json.dump(gold, f, ensure_ascii=False, indent=1)


def main(dest, *files):
    for path in files or sorted(os.path.join(HOME, f) for f in os.listdir(HOME) if f.endswith(".txt")):
        for name, title, lines in rounds(path):
            messages, gold = read(name, lines)
            write(os.path.join(dest, "feedback", name), title, messages, gold)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(*sys.argv[1:])
