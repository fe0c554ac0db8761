"""Zulip: the fake is held against zulip-js, then docket is run on it."""
import json

from desk import ALL, Desk, Secret, node, same, script
from fake import chat_zulip
from lib import proc
from lib.world import Problem

DESIGN, MAYA, TOM, GUEST = 7, 8, 9, 10
LATER = (429, {"Retry-After": "1.2"}, {"result": "error", "code": "RATE_LIMIT_HIT", "msg": "langsamer", "retry-after": 1.2})
AWAY = (502, {"Content-Type": "text/html"}, b"<html>Bad Gateway</html>")
US = "@**Docket** "


def people():
    z = chat_zulip.Zulip()
    z.stream(DESIGN, "design")
    z.user(MAYA, "Maya", "maya@harborpine.example")
    z.user(TOM, "Tom", "tom@harborpine.example", hidden=True)
    z.user(GUEST, "Sam", "sam@harborpine.example", guest=True)
    return z


def client(h, options):
    """zulip-js understands the fake, and the fake finds no fault with zulip-js."""
    folder = node(h, "zulip", "zulip-js@2")
    z = people()
    z.heartbeat = 0.3
    z.fail("send", None, None, None, LATER)
    p = script(h, folder, "zulip_js.cjs", FAKE=z.base, BOT=chat_zulip.BOT, KEY=chat_zulip.KEY)
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
    same("zulip-js", seen, want)
    if z.problems:
        raise Problem("the fake finds fault with zulip-js: %s" % z.problems)


def entry(z, **more):
    return dict({"name": "zu", "platform": "zulip", "url": z.base, "user": chat_zulip.BOT, "room": "design",
                 "token": Secret(chat_zulip.KEY)}, **more)


def desk_of(h, name, z=None):
    z = z or people()
    return Desk(h, "zulip-" + name, entry(z), z)


def _has(messages, words):
    return next((m for m in messages if words in m["content"]), None)


def ready(desk, z):
    """It polls: what is written now is told."""
    desk.want(lambda: z.count("events") > 0, "docket does not poll")


def day(h, options):
    """Known by address, commands by mention and in a talk, a card's own topic, feedback under it, updates."""
    z = people()
    z.say(MAYA, US + "list", DESIGN)  # before docket was ever there: not for it
    with desk_of(h, "day", z) as desk:
        ready(desk, z)
        z.say(MAYA, US + "new ACME \"Spring sale banner\"", DESIGN, "general")
        card = desk.want(lambda: next((m for m in z.posted(DESIGN) if m["subject"].startswith("ACME-001")), None),
                         "no topic with the card of the new job")
        topic = card["subject"]
        if len(topic) > 60 or "Spring sale banner" not in topic:
            raise Problem("the topic is %r" % topic)
        z.wait(lambda: z.posted(DESIGN, "general"))  # it goes its own way, beside the card
        answers = z.posted(DESIGN, "general")
        if len(answers) != 1:
            raise Problem("general has %r" % [m["content"] for m in answers])
        z.say(MAYA, US, DESIGN, topic)
        desk.want(lambda: len(z.posted(DESIGN, topic)) > 1, "a mention under the card is not answered there")
        z.say(MAYA, "list")
        desk.want(lambda: _has(z.talk(MAYA), "ACME-001"), "no answer in a talk")
        # an edit runs nothing
        m = z.say(MAYA, "and now?", DESIGN, "general")
        z.edit(MAYA, m, US + "cancel ACME-001 \"by mistake\"")
        # an address that is hidden: by a code; a guest never by address
        z.say(TOM, "list")
        desk.want(lambda: _has(z.talk(TOM), "whose account"), "Tom is not asked who he is")
        z.say(TOM, "link-me tom@harborpine.example")
        z.say(TOM, "link " + desk.code("tom@harborpine.example"))
        desk.want(lambda: _has(z.talk(TOM), "Nice to meet you"), "no account was linked by a code")
        z.say(GUEST, "list")
        desk.want(lambda: _has(z.talk(GUEST), "whose account"), "a guest is known by address")
        # a review inside: words under the card are feedback, what stands for the button decides
        desk.reviewed("ACME-001")
        desk.want(lambda: "Approve: `" in card["content"], "the card does not offer the review")
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
        desk.want(lambda: "On hold" in card["content"], "the card is not updated")
        if desk.state("ACME-001") != "on-hold":
            raise Problem("the job is %s" % desk.state("ACME-001"))


def faults(h, options):
    """429, 5xx, answers that never arrive, queues that expire, a restart: each thing once."""
    with desk_of(h, "faults") as desk:
        z = desk.fake
        ready(desk, z)

        def asked(words, *faults):
            before = len(z.posted(DESIGN, "t"))
            z.fail("send", *faults)
            z.say(MAYA, US + words, DESIGN, "t")
            desk.want(lambda: len(z.posted(DESIGN, "t")) > before and not z.faults.get("send"),
                      "no answer after %r" % (faults,), 45)
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
        desk.want(lambda: len(z.posted(DESIGN, "t")) >= before + 3, "messages between two queues are lost", 30)
        if lost < 3 or len(z.posted(DESIGN, "t")) != before + 3:
            raise Problem("%d lost events, %d answers" % (lost, len(z.posted(DESIGN, "t")) - before))
        # asked while docket is away and its queue with it
        desk.w.stop()
        z.expire()
        before = len(z.posted(DESIGN, "t"))
        z.say(MAYA, US + "show ACME-600", DESIGN, "t")
        desk.w.start()
        desk.want(lambda: len(z.posted(DESIGN, "t")) > before, "what came while docket was away is lost", 30)
        # a long answer is whole
        z.say(MAYA, US + "help", DESIGN, "long")
        desk.want(lambda: z.posted(DESIGN, "long"), "no help")
        # the channel goes: a person is told. Then the key is revoked
        z.streams.clear()
        z.say(MAYA, "new ACME \"Banner\"")
        desk.told("Kanal")


def revoked(h, options):
    """The key is dead: a person is told where to get another."""
    with desk_of(h, "revoked") as desk:
        z = desk.fake
        ready(desk, z)
        with z.lock:
            z.revoked = True
            z.changed.notify_all()
        desk.told("API key")
        polls = z.count("events")
        proc.wait_for(lambda: z.count("events") > polls + 1, 3)
        if z.count("events") > polls + 1:
            raise Problem("a dead key is tried again and again")


TESTS = [
    ("chat/zulip: zulip-js and our fake", client, ALL),
    ("chat/zulip: a day of docket", day, ALL),
    ("chat/zulip: faults, each thing once", faults, ALL),
    ("chat/zulip: a revoked key", revoked, ALL),
]
