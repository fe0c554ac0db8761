"""
More than a message holds, as a digest of a busy agency is: the list of 150 open jobs, asked for on each
platform. It comes whole, in order and in numbered parts that the platform takes, each job once.
"""
import re

import scenes
from lib.world import Problem

JOBS = 150
TITLE = "A campaign of many words that goes on and on & on, with *stars*, <signs> and ümlauts, part"


def _many(s):
    """The jobs are there before chat is: no cards of them fill the room."""
    w, entries = s.w, s.w.settings.pop("chat")
    w.stop()
    w.write_config()
    w.docket("chat", "--as", "maya", stdin="".join("new ACME %s %d\n" % (TITLE, n) for n in range(1, JOBS + 1)).encode(),
             expect=0)
    w.settings["chat"] = entries
    w.write_config()
    w.start()


def _whole(s):
    s.known()
    _many(s)
    refs = re.findall(r"ACME-\d+", s.w.docket("list", expect=0).out)
    if len(set(refs)) != JOBS:
        raise Problem("%d jobs, not %d" % (len(set(refs)), JOBS))
    before = len(s.heard())
    s.say("list")

    def last():
        return [text for text in s.heard()[before:] if re.search(r"\((\d+)/\1\)", text)]
    s.desk.want(last, lambda: "no last part; heard: %s" % [text[:60] for text in s.heard()[before:]][-9:], 60)
    parts = [text for text in s.heard()[before:] if re.search(r"\(\d+/\d+\)", text)]
    of = int(re.search(r"\(\d+/(\d+)\)", parts[0]).group(1))
    numbers = [int(re.search(r"\((\d+)/%d\)" % of, text).group(1)) for text in parts]
    if numbers != list(range(1, of + 1)) or of < 2:
        raise Problem("the parts are %s of %d" % (numbers, of))
    heard = [ref for text in parts for ref in dict.fromkeys(re.findall(r"ACME-\d+", text))]
    if heard != list(dict.fromkeys(refs)):
        raise Problem("of %d jobs %d are in the parts; missing: %s; twice: %s" % (
            JOBS, len(set(heard)), sorted(set(refs) - set(heard))[:5], sorted({r for r in heard if heard.count(r) > 1})[:5]))


TESTS = scenes.tests("chat/digest: 150 jobs on %s", _whole, ("test",))
