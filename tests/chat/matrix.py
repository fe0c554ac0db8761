"""Matrix: the fake homeserver is held against matrix-nio, then docket is run on it."""
import json
import os
import subprocess
import sys

from desk import ALL, HERE, Desk, Secret, same
from fake import chat_matrix
from lib import proc
from lib.report import Skip
from lib.world import Problem

TEAM, MAYA, TOM, EVE = "!team:example.org", "@maya:example.org", "@tom:example.org", "@eve:evil.org"
SLOW = (429, {"Retry-After": "1"}, {"errcode": "M_LIMIT_EXCEEDED", "error": "Too Many Requests", "retry_after_ms": 1000})
AWAY = (502, {"Content-Type": "text/html"}, b"<html>Bad Gateway</html>")


def people():
    m = chat_matrix.Matrix()
    m.names.update({MAYA: "Maya", TOM: "Tom"})
    m.room(TEAM, chat_matrix.US, MAYA, TOM)
    return m


def _python():
    """An interpreter that has matrix-nio: Debian's own."""
    for exe in ("/usr/bin/python3", sys.executable):
        if os.path.exists(exe) and subprocess.run([exe, "-c", "import nio"], capture_output=True).returncode == 0:
            return exe
    raise Skip("no python3-matrix-nio here")


def client(h, options):
    """matrix-nio understands the fake, and the fake finds no fault with matrix-nio."""
    exe, m = _python(), people()
    m.header_only = False  # nio still puts the token into the address
    m.invite("!in:example.org", MAYA)
    m.fail("send", None, None, None, (429, {}, {"errcode": "M_LIMIT_EXCEEDED", "error": "slow", "retry_after_ms": 300}))
    try:
        r = proc.run([exe, os.path.join(HERE, "matrix_nio.py"), m.base], timeout=60, env=h.env())
        if r.code != 0:
            raise Problem("matrix-nio stopped: %s" % r.err.strip()[-500:])
        seen = json.loads(r.out)
    finally:
        m.close()
    want = {"me": chat_matrix.US, "name": "Docket Desk", "first": ["SyncResponse", [TEAM]], "news": ["hi"], "limited": False,
            "page": ["hi"], "made": "!talk1:example.org", "rooms": [TEAM, "!talk1:example.org"],
            "invited": ["!in:example.org"], "join": "JoinResponse", "state": "M_NOT_FOUND", "nowhere": "M_FORBIDDEN",
            "late": "RoomSendResponse", "wrong": "M_UNKNOWN_TOKEN"}
    same("matrix-nio", seen, want)
    if not seen["same"][0] or m.problems:
        raise Problem("a transaction twice: %r; the fake finds fault with matrix-nio: %s" % (seen["same"], m.problems))


def entry(m, **more):
    return dict({"name": "mx", "platform": "matrix", "url": m.base, "user": chat_matrix.US, "room": TEAM,
                 "token": Secret(chat_matrix.TOKEN)}, **more)


def desk_of(h, name, m=None):
    m = m or people()
    return Desk(h, "matrix-" + name, entry(m), m)


def _has(events, words):
    return next((e for e in events if words in e["content"]["body"]), None)


def ready(desk, m):
    desk.want(lambda: m.count("sync") > 1, "docket does not poll")


def _talk(desk, m, who):
    """A room with the bot alone, to which it was asked."""
    rid = "!with-%s" % who[1:]
    m.invite(rid, who)
    desk.want(lambda: m.rooms[rid]["members"].get(chat_matrix.US) == "join", "an invitation is not accepted")
    return rid


def link(desk, m, who, address):
    rid = _talk(desk, m, who)
    m.say(who, "link-me " + address, rid)
    m.say(who, "link " + desk.code(address), rid)
    desk.want(lambda: _has(m.posted(rid), "Nice to meet you"), "no account was linked by a code")
    return rid


def day(h, options):
    """Invitations, linking, commands, a card, its thread, its update, words for buttons."""
    m = people()
    m.say(MAYA, "!docket list", TEAM)  # before docket was ever there: not for it
    with desk_of(h, "day", m) as desk:
        ready(desk, m)
        alone = link(desk, m, MAYA, "maya@harborpine.example")
        if m.posted(TEAM):
            raise Problem("what stood there before was answered: %r" % m.posted(TEAM))
        m.invite("!evil:evil.org", EVE)
        desk.want(lambda: chat_matrix.US not in m.rooms["!evil:evil.org"]["members"], "an invitation of strangers")
        if any(e["room_id"] == "!evil:evil.org" and e["content"].get("membership") == "join" and
               e.get("state_key") == chat_matrix.US for e in m.events):
            raise Problem("an invitation of another homeserver was accepted")
        m.say(MAYA, "!docket new ACME \"Spring sale banner\"", TEAM)
        card = desk.want(lambda: next((e for e in m.posted(TEAM) if "formatted_body" in e["content"] and
                                       "ACME-001 Spring" in e["content"]["body"] and "\nOwner: " in e["content"]["body"]),
                                      None), "no card of the new job")
        m.say(TOM, "!docket list", TEAM)
        desk.want(lambda: _has(m.posted(TEAM), "whose account"), "a stranger is not answered")
        m.say(MAYA, "Docket Desk: status", TEAM, thread=card["event_id"], mentions=[chat_matrix.US])
        desk.want(lambda: [e for e in m.posted(TEAM) if m.thread_of(e) == card["event_id"]],
                  "a mention in the card's thread is not answered there")
        # a review inside: words under the card are feedback, what stands for the button decides
        desk.reviewed("ACME-001")
        desk.want(lambda: "\nApprove: !" in m.shown(card)[0], "the card does not offer the review")
        wish = m.say(MAYA, "Please make the headline bigger.", TEAM, thread=card["event_id"])
        desk.wishes("headline", 1)
        m.say(MAYA, "Please make the headline tiny.", TEAM, edits=wish["event_id"])
        words = m.shown(card)[0].split("\nApprove: ")[1].split("\n")[0]
        for who in (TOM, MAYA):
            m.say(who, words, TEAM)
        desk.passed()
        desk.wishes("headline", 1)
        old = m.say(MAYA, "and now?", TEAM)
        m.say(MAYA, "!docket cancel ACME-001 \"by mistake\"", TEAM, edits=old["event_id"])
        m.say("@bot:example.org", "!docket cancel ACME-001", TEAM, msgtype="m.notice")
        m.say(MAYA, "hold ACME-001 until 2026-06-01", alone)
        desk.want(lambda: "On hold" in m.shown(card)[0], "the card is not updated")
        if desk.state("ACME-001") != "on-hold":
            raise Problem("the job is %s" % desk.state("ACME-001"))


def faults(h, options):
    """429, 5xx, lost answers, limited timelines, a restart: each thing once; then the token goes."""
    with desk_of(h, "faults") as desk:
        m = desk.fake
        ready(desk, m)
        alone = link(desk, m, MAYA, "maya@harborpine.example")

        def asked(words, *faults):
            before = len(m.posted(TEAM))
            m.fail("send", *faults)
            m.say(MAYA, "!docket " + words, TEAM)
            desk.want(lambda: len(m.posted(TEAM)) > before and not m.faults.get("send"),
                      "no answer after %r" % (faults,), 45)
            proc.wait_for(lambda: len(m.posted(TEAM)) > before + 1, 2)
            if len(m.posted(TEAM)) != before + 1:
                raise Problem("%d answers after %r" % (len(m.posted(TEAM)) - before, faults))
        asked("show ACME-404")
        asked("show ACME-405", SLOW)
        asked("show ACME-406", AWAY)
        asked("show ACME-407", "lost")  # the same transaction comes again: one event
        m.fail("sync", AWAY, "lost", SLOW)
        asked("show ACME-408")
        # more was said than a timeline holds, while docket was away: all of it counts
        desk.w.stop()
        before = len(m.posted(TEAM))
        m.limit_to = 2
        for n in range(6):
            m.say(MAYA, "!docket show ACME-50%d" % n, TEAM)
        desk.w.start()
        desk.want(lambda: len(m.posted(TEAM)) >= before + 6, "messages of a limited timeline are lost", 40)
        proc.wait_for(lambda: len(m.posted(TEAM)) > before + 6, 2)
        # answers to different messages may change places
        said = sorted(e["content"]["body"] for e in m.posted(TEAM)[before:])
        if len(said) != 6 or any("ACME-50%d" % n not in s for n, s in enumerate(said)):
            raise Problem("after a gap: %r" % said)
        m.limit_to = None
        before = len(m.posted(alone))
        m.say(MAYA, "help", alone)
        desk.want(lambda: len(m.posted(alone)) > before, "no help")
        # the bot is put out of its room: a person is told. Then the token is revoked
        with m.lock:
            m._member(TEAM, chat_matrix.US, "leave", MAYA)
        m.say(MAYA, "new ACME \"Banner\"", alone)
        desk.told("not in room")


def revoked(h, options):
    """The token is dead: a person is told; and check says it, and that a room is encrypted."""
    m = people()
    m.encrypted.add(TEAM)
    with desk_of(h, "revoked", m) as desk:
        ready(desk, m)
        r = desk.w.docket("check")
        if "end-to-end encrypted" not in r.out + r.err:
            raise Problem("check does not say that the room is encrypted: %s" % (r.out + r.err)[-400:])
        with m.lock:
            m.revoked = True
            m.changed.notify_all()
        desk.told("M_UNKNOWN_TOKEN")
        polls = m.count("sync")
        proc.wait_for(lambda: m.count("sync") > polls + 1, 3)
        if m.count("sync") > polls + 1:
            raise Problem("a dead token is tried again and again")


TESTS = [
    ("chat/matrix: matrix-nio and our fake", client, ALL),
    ("chat/matrix: a day of docket", day, ALL),
    ("chat/matrix: faults, each thing once", faults, ALL),
    ("chat/matrix: a revoked token, an encrypted room", revoked, ALL),
]
