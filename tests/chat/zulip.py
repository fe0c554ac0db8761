"""Zulip: the fake is held against zulip-js, then docket is run on it."""
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import pull_lib  # noqa: E402
from fake import chat_zulip  # noqa: E402
from lib import proc  # noqa: E402
from lib.world import Problem  # noqa: E402

ALL = ("test", "san")
DESIGN, MAYA, TOM, GUEST = 7, 8, 9, 10
LATER = (429, {"Retry-After": "1.2"}, {"result": "error", "code": "RATE_LIMIT_HIT", "msg": "langsamer", "retry-after": 1.2})
AWAY = (502, {"Content-Type": "text/html"}, b"<html>Bad Gateway</html>")
US = "@**Docket** "


def _people():
    z = chat_zulip.Zulip()
    z.stream(DESIGN, "design")
    z.user(MAYA, "Maya", "maya@harborpine.example")
    z.user(TOM, "Tom", "tom@harborpine.example", hidden=True)
    z.user(GUEST, "Sam", "sam@harborpine.example", guest=True)
    return z


def client(h, options):
    """zulip-js understands the fake, and the fake finds no fault with zulip-js."""
    folder = pull_lib.node(h, "zulip", "zulip-js@2")
    z = _people()
    z.heartbeat = 0.3
    z.fail("send", None, None, None, LATER)
    p = pull_lib.script(h, folder, "zulip_js.cjs", FAKE=z.base, BOT=chat_zulip.BOT, KEY=chat_zulip.KEY)
    try:
        line = p.stdout.readline()
        if not line:
            raise Problem("zulip-js stopped: %s" % p.stderr.read().strip()[-500:])
        seen = json.loads(line)
    finally:
        proc.stop(p)
        z.close()
    want = {"me": "Docket", "queue": ["string", -1], "sent": "success", "direct": "success",
            "events": [[0, "stream", "hi @**Maya**"], [1, "private", "psst"]], "beat": ["heartbeat"],
            "found": ["hi @**Maya**", "psst"], "update": "success", "gone": "BAD_EVENT_QUEUE_ID",
            "nowhere": "STREAM_DOES_NOT_EXIST", "limit": 1.2, "wrong": "INVALID_API_KEY"}
    for key, value in want.items():
        if seen.get(key) != value:
            raise Problem("zulip-js saw %s = %r, not %r" % (key, seen.get(key), value))
    if z.problems:
        raise Problem("the fake finds fault with zulip-js: %s" % z.problems)


def _desk(h, name, z):
    return pull_lib.Desk(h, "zulip-" + name, z, {"name": "zu", "platform": "zulip", "url": z.base, "user": chat_zulip.BOT,
                                                 "room": "design"}, chat_zulip.KEY)


def _has(messages, words):
    return next((m for m in messages if words in m["content"]), None)


def _ready(desk, z):
    """It polls: what is written now is told."""
    desk.want(z.wait(lambda: z.count("events") > 0), "docket does not poll")


def day(h, options):
    """Known by address, commands by mention and in a talk, a card's own topic, feedback under it, updates."""
    z = _people()
    desk = None
    try:
        z.say(MAYA, US + "list", DESIGN)  # before docket was ever there: not for it
        desk = _desk(h, "day", z)
        _ready(desk, z)
        z.say(MAYA, US + "new ACME \"Spring sale banner\"", DESIGN, "general")
        card = desk.want(z.wait(lambda: next((m for m in z.posted(DESIGN) if m["subject"].startswith("ACME-001")), None)),
                         "no topic with the card of the new job")
        topic = card["subject"]
        if len(topic) > 60 or "Spring sale banner" not in topic:
            raise Problem("the topic is %r" % topic)
        z.wait(lambda: z.posted(DESIGN, "general"))  # it goes its own way, beside the card
        answers = z.posted(DESIGN, "general")
        if len(answers) != 1:
            raise Problem("general has %r" % [m["content"] for m in answers])
        z.say(MAYA, US, DESIGN, topic)
        desk.want(z.wait(lambda: len(z.posted(DESIGN, topic)) > 1), "a mention under the card is not answered there")
        z.say(MAYA, "list")
        desk.want(z.wait(lambda: _has(z.talk(MAYA), "ACME-001")), "no answer in a talk")
        # an edit runs nothing
        m = z.say(MAYA, "and now?", DESIGN, "general")
        z.edit(MAYA, m, US + "cancel ACME-001 \"by mistake\"")
        # an address that is hidden: by a code; a guest never by address
        z.say(TOM, "list")
        desk.want(z.wait(lambda: _has(z.talk(TOM), "whose account")), "Tom is not asked who he is")
        z.say(TOM, "link-me tom@harborpine.example")
        z.say(TOM, "link " + desk.code("tom@harborpine.example"))
        desk.want(z.wait(lambda: _has(z.talk(TOM), "Nice to meet you")), "no account was linked by a code")
        z.say(GUEST, "list")
        desk.want(z.wait(lambda: _has(z.talk(GUEST), "whose account")), "a guest is known by address")
        # a review inside: words under the card are feedback, what stands for the button decides
        desk.reviewed("ACME-001")
        desk.want(z.wait(lambda: "Approve: `" in card["content"]), "the card does not offer the review")
        wish = z.say(MAYA, "Please make the headline bigger.", DESIGN, topic)
        desk.wishes("headline", 1)
        z.edit(MAYA, wish, "Please make the headline tiny.")
        words = card["content"].split("Approve: `")[1].split("`")[0]
        z.say(GUEST, words, DESIGN, topic)
        z.say(MAYA, words, DESIGN, topic)
        desk.passed()
        desk.wishes("headline", 1)
        # the words that stand for a button, typed as they are shown
        z.say(MAYA, "@_**Docket** `hold ACME-001 until 2026-06-01`", DESIGN, topic)
        desk.want(z.wait(lambda: "On hold" in card["content"]), "the card is not updated")
        if desk.state("ACME-001") != "on-hold":
            raise Problem("the job is %s" % desk.state("ACME-001"))
        desk.fine()
    finally:
        if desk:
            desk.close()
        z.close()


def faults(h, options):
    """429, 5xx, answers that never arrive, queues that expire, a restart: each thing once."""
    z = _people()
    desk = None
    try:
        desk = _desk(h, "faults", z)
        _ready(desk, z)

        def asked(words, *faults):
            before = len(z.posted(DESIGN, "t"))
            z.fail("send", *faults)
            z.say(MAYA, US + words, DESIGN, "t")
            desk.want(z.wait(lambda: len(z.posted(DESIGN, "t")) > before and not z.faults.get("send"), 45),
                      "no answer after %r" % (faults,))
            proc.wait_for(lambda: len(z.posted(DESIGN, "t")) > before + 1, 2)
            if len(z.posted(DESIGN, "t")) != before + 1:
                raise Problem("%r after %r" % ([m["content"] for m in z.posted(DESIGN, "t")[before:]], faults))
        asked("show ACME-404")
        asked("show ACME-405", LATER)
        asked("show ACME-406", AWAY)
        # done, and its answer lost: docket looks before it says it again
        asked("show ACME-407", "lost")
        if not z.count("messages"):
            raise Problem("a lost answer was not looked for")
        asked("show ACME-407")  # the same words again are said again
        # a queue that expired: what was written meanwhile is fetched
        with z.lock:
            z.queues.clear()
            before = len(z.posted(DESIGN, "t"))
            for n in range(3):
                z.say(MAYA, US + "show ACME-50%d" % n, DESIGN, "t")
            lost = z.lost_events
        desk.want(z.wait(lambda: len(z.posted(DESIGN, "t")) >= before + 3, 30), "messages between two queues are lost")
        if lost < 3 or len(z.posted(DESIGN, "t")) != before + 3:
            raise Problem("%d lost events, %d answers" % (lost, len(z.posted(DESIGN, "t")) - before))
        # asked while docket is away and its queue with it
        desk.w.stop()
        z.expire()
        before = len(z.posted(DESIGN, "t"))
        z.say(MAYA, US + "show ACME-600", DESIGN, "t")
        desk.w.start()
        desk.want(z.wait(lambda: len(z.posted(DESIGN, "t")) > before, 30), "what came while docket was away is lost")
        # a long answer is whole
        z.say(MAYA, US + "help", DESIGN, "long")
        desk.want(z.wait(lambda: z.posted(DESIGN, "long")), "no help")
        # the channel goes: a person is told. Then the key is revoked
        z.streams.clear()
        z.say(MAYA, "new ACME \"Banner\"")
        desk.want(proc.wait_for(lambda: [m for m in desk.mails() if "[alarm] The chat connection zu" in m.subject and
                                         "Kanal" in m.text], 30), "nobody is told that the channel is gone")
        desk.fine()
    finally:
        if desk:
            desk.close()
        z.close()


def revoked(h, options):
    """The key is dead: a person is told where to get another."""
    z = _people()
    desk = None
    try:
        desk = _desk(h, "revoked", z)
        _ready(desk, z)
        with z.lock:
            z.revoked = True
            z.changed.notify_all()
        desk.want(proc.wait_for(lambda: [m for m in desk.mails() if "[alarm] The chat connection zu" in m.subject and
                                         "API key" in m.text], 30), "nobody is told that the key is dead")
        polls = z.count("events")
        proc.wait_for(lambda: z.count("events") > polls + 1, 3)
        if z.count("events") > polls + 1:
            raise Problem("a dead key is tried again and again")
    finally:
        if desk:
            desk.close()
        z.close()


TESTS = [
    ("chat/zulip: zulip-js and our fake", client, ALL),
    ("chat/zulip: a day of docket", day, ALL),
    ("chat/zulip: faults, each thing once", faults, ALL),
    ("chat/zulip: a revoked key", revoked, ALL),
]
