"""
`docket sync` and chat: a pass asks each platform that can be asked, does what was said there, delivers
what is due and ends, without waiting for what may come.
"""
import time

import scenes
import telegram as on_telegram
from lib.world import Problem

PASS_S = 30  # of one pass; a poll that is held takes a platform 30 to 90 seconds


def _pass(w, expect=0):
    began = time.monotonic()
    r = w.sync(expect=expect)
    if time.monotonic() - began > PASS_S:
        raise Problem("a pass took %d seconds" % (time.monotonic() - began))
    return r


def _passes(s):
    """Said while nobody is there: one pass answers all of it and posts the cards; the next does nothing."""
    w = s.w
    s.known()
    w.stop()
    for n in range(3):
        s.say("new ACME \"Banner %d\"" % n)
    before = len(s.posted())
    _pass(w)
    got = s.posted()[before:]
    refs = ["ACME-00%d" % n for n in (1, 2, 3)]
    if w.one("SELECT count(*) FROM job") != 3 or not all(any(r in text for text in got) for r in refs):
        raise Problem("after a pass there are %s jobs; said: %s" % (w.one("SELECT count(*) FROM job"), got))
    if w.rows("SELECT 1 FROM chat_out WHERE state <> 'sent'"):
        raise Problem("not all of it has left: %s" % w.rows("SELECT state, last_error FROM chat_out"))
    _pass(w)
    if len(s.posted()) != before + len(got) or w.one("SELECT count(*) FROM job") != 3:
        raise Problem("a second pass did something: %s" % s.posted()[before + len(got):])
    if isinstance(s, (scenes.Telegram, scenes.Zulip)):
        _troubled(s)


def _troubled(s):
    """Away for a moment, or its queue expired as it does between two runs of cron: this pass still does it."""
    if isinstance(s, scenes.Telegram):
        s.fake.fail("getUpdates", on_telegram.AWAY)
    else:
        s.fake.expire()
    s.say("hold ACME-001")
    _pass(s.w)
    if s.desk.state("ACME-001") != "on-hold":
        raise Problem("what was said then is lost")
    if isinstance(s, scenes.Telegram):  # a dead token: it says so, to cron
        s.fake.revoked = True
        r = _pass(s.w, expect=None)
        if r.code == 0 or "chat tg:" not in r.err or "BotFather" not in r.err:
            raise Problem("a pass with a dead token: %s %s" % (r.code, r.err))


TESTS = scenes.tests("chat/sync: a pass on %s", _passes, among=lambda kind: kind.pulled)
