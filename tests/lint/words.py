#!/usr/bin/env python3
"""words.py: what notes say to the team exists in every language.

Each "note.…" in the sources is a key of words.tsv in all four languages, with the same {1} {2} {3},
and no key is left that nothing says.
"""
import glob
import re
import sys

LANGS = ("en", "de", "fr", "es")


def words(lang):
    found = {}
    for line in open("templates/%s/mail/words.tsv" % lang, encoding="utf-8"):
        key, tab, text = line.rstrip("\n").partition("\t")
        if tab and key.startswith("note."):
            found[key] = text
    return found


said = {}
for path in sorted(glob.glob("bot/*/*.[ch]") + glob.glob("bot/*/*.def")):
    for key in re.findall(r'"(note\.[a-z0-9.-]+)"', open(path, encoding="utf-8").read()):
        said.setdefault(key, path)
faults = []
table = {lang: words(lang) for lang in LANGS}
for lang in LANGS:
    for key in sorted(set(said) - set(table[lang])):
        faults.append("%s says '%s', which templates/%s/mail/words.tsv has not" % (said[key], key, lang))
    for key in sorted(set(table[lang]) - set(said)):
        faults.append("templates/%s/mail/words.tsv: nothing says '%s'" % (lang, key))
    for key in sorted(set(table[lang]) & set(table["en"])):
        if set(re.findall(r"\{\d\}", table[lang][key])) != set(re.findall(r"\{\d\}", table["en"][key])):
            faults.append("templates/%s/mail/words.tsv: '%s' has other {…} than in English" % (lang, key))
print("\n".join(faults))
sys.exit(1 if faults else 0)
