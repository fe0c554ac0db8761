"""
`docket sync` and chat: a pass asks each platform that can be asked, does what was said there, delivers
what is due and ends, without waiting for what may come.
"""
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import matrix as on_matrix  # noqa: E402
import mattermost as on_mattermost  # noqa: E402
import rest_lib  # noqa: E402
import rocketchat as on_rocketchat  # noqa: E402
import telegram as on_telegram  # noqa: E402
import zulip as on_zulip  # noqa: E402
from fake import chat_mattermost  # noqa: E402
from lib.world import Problem  # noqa: E402

ALL = ("test", "san")
PASS_S = 30  # of one pass; a poll that is held takes a platform 30 to 90 seconds


def _pass(w, expect=0):
    began = time.monotonic()
    r = w.sync(expect=expect)
    if time.monotonic() - began > PASS_S:
        raise Problem("a pass took %d seconds" % (time.monotonic() - began))
    return r


def _passes(w, say, posted):
    """Said while nobody is there: one pass answers all of it and posts the cards; the next does nothing."""
    w.stop()
    for n in range(3):
        say("new ACME \"Banner %d\"" % n)
    before = len(posted())
    _pass(w)
    got = posted()[before:]
    refs = ["ACME-00%d" % n for n in (1, 2, 3)]
    if w.one("SELECT count(*) FROM job") != 3 or not all(any(r in text for text in got) for r in refs):
        raise Problem("after a pass there are %s jobs; said: %s" % (w.one("SELECT count(*) FROM job"), got))
    if w.rows("SELECT 1 FROM chat_out WHERE state <> 'sent'"):
        raise Problem("not all of it has left: %s" % w.rows("SELECT state, last_error FROM chat_out"))
    _pass(w)
    if len(posted()) != before + len(got) or w.one("SELECT count(*) FROM job") != 3:
        raise Problem("a second pass did something: %s" % posted()[before + len(got):])


def telegram(h, options):
    t, desk = on_telegram._people(), None
    try:
        desk = on_telegram._desk(h, "sync", t)
        on_telegram._link(desk, t, on_telegram.MAYA, "maya@harborpine.example")
        _passes(desk.w, lambda text: t.say(on_telegram.MAYA, "/docket " + text, on_telegram.ROOM),
                lambda: [m["text"] for m in t.posted()])
        desk.fine()
        # away for a moment: this pass still does it. A dead token: it says so, to cron
        t.fail("getUpdates", on_telegram.AWAY)
        t.say(on_telegram.MAYA, "/docket hold ACME-001", on_telegram.ROOM)
        _pass(desk.w)
        if desk.state("ACME-001") != "on-hold":
            raise Problem("one answer that failed ends a pass")
        t.revoked = True
        r = _pass(desk.w, expect=None)
        if r.code == 0 or "chat tg:" not in r.err or "BotFather" not in r.err:
            raise Problem("a pass with a dead token: %s %s" % (r.code, r.err))
    finally:
        if desk:
            desk.close()
        t.close()


def zulip(h, options):
    z, desk = on_zulip._people(), None
    try:
        desk = on_zulip._desk(h, "sync", z)
        on_zulip._ready(desk, z)
        _passes(desk.w, lambda text: z.say(on_zulip.MAYA, on_zulip.US + text, on_zulip.DESIGN, "general"),
                lambda: [m["content"] + m["subject"] for m in z.posted(on_zulip.DESIGN)])
        z.expire()  # as it does between two runs of cron
        z.say(on_zulip.MAYA, on_zulip.US + "hold ACME-001", on_zulip.DESIGN, "general")
        _pass(desk.w)
        if desk.state("ACME-001") != "on-hold":
            raise Problem("what was said while the queue was gone is lost")
        desk.fine()
    finally:
        if desk:
            desk.close()
        z.close()


def matrix(h, options):
    m, desk = on_matrix._people(), None
    try:
        desk = on_matrix._desk(h, "sync", m)
        on_matrix._ready(desk, m)
        on_matrix._link(desk, m, on_matrix.MAYA, "maya@harborpine.example")
        _passes(desk.w, lambda text: m.say(on_matrix.MAYA, "!docket " + text, on_matrix.TEAM),
                lambda: [e["content"]["body"] for e in m.posted(on_matrix.TEAM)])
        desk.fine()
    finally:
        if desk:
            desk.close()
        m.close()


def mattermost(h, options):
    mm = on_mattermost.agency()
    mm.may_ephemeral = True
    d = rest_lib.Desk(h, "mattermost-sync", mm, {"name": "team", "platform": "mattermost", "url": mm.base,
                                                 "room": mm.room, "transport": "pull"},
                      {"token": chat_mattermost.TOKEN})
    try:
        d.want(lambda: [c for c in mm.calls if c[1].endswith("/users/me/channels")], "the channels were not asked for")

        def say(text):
            with mm.lock:
                mm.add(mm.maya, mm.room, "@docket " + text)
        _passes(d.w, say, lambda: [p["message"] for p in mm.messages(mm.room) if p["user_id"] == mm.bot])
        d.fine()
    finally:
        d.close()


def rocketchat(h, options):
    rc = on_rocketchat.agency()
    d = on_rocketchat.desk_of(h, "sync", rc, "pull")
    try:
        d.want(lambda: [c for c in rc.calls if c[1].endswith("rooms.get")], "the rooms were not asked for")
        _passes(d.w, lambda text: rc.say(rc.maya, rc.room_id, "@docket " + text),
                lambda: [m["msg"] for m in rc.of(rc.room_id) if m["u"]["_id"] == rc.bot])
        d.fine()
    finally:
        d.close()


TESTS = [
    ("chat/sync: a pass on Telegram", telegram, ALL),
    ("chat/sync: a pass on Zulip", zulip, ALL),
    ("chat/sync: a pass on Matrix", matrix, ALL),
    ("chat/sync: a pass on Mattermost", mattermost, ALL),
    ("chat/sync: a pass on Rocket.Chat", rocketchat, ALL),
]
