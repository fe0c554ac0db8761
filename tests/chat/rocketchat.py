"""
Rocket.Chat through the daemon, by asking and by its outgoing webhook. No server and no official client
of it can be had here: npm has @rocket.chat/api-client but not all of what it needs.
"""
import json
import os

from desk import ALL, Desk, Secret, node, script, seen_by
from fake import chat_rocketchat
from lib import proc
from lib.world import Problem


def client(h, options):
    """Rocket.Chat's own client, where it can be had."""
    folder, rc = node(h, "rocketchat", "@rocket.chat/api-client"), agency()
    try:
        seen = seen_by(script(h, folder, "rocketchat_client.mjs", MODULES=os.path.join(folder, "node_modules"), FAKE=rc.base,
                              ROOM=rc.room_id, BOT=rc.bot, TOKEN=chat_rocketchat.TOKEN))
    finally:
        rc.close()
    if seen != {"me": "docket", "twice": True, "text": "changed"}:
        raise Problem("Rocket.Chat's client saw %s" % seen)


def agency():
    rc = chat_rocketchat.RocketChat()
    for name in ("maya", "tom", "priya"):
        setattr(rc, name, rc.user(name, name + "@harborpine.example"))
    rc.guest = rc.user("sam", "sam@harborpine.example", roles=["guest"])
    rc.room_id = rc.room("desk", (rc.bot, rc.maya, rc.tom, rc.priya, rc.guest))
    return rc


def desk_of(h, name, transport):
    rc, port = agency(), proc.port()
    entry = {"name": "rocket", "platform": "rocketchat", "url": rc.base, "user": rc.bot, "room": rc.room_id,
             "transport": transport, "token": Secret(chat_rocketchat.TOKEN)}
    base = "http://127.0.0.1:%d" % port if transport == "push" else None
    if base:
        entry["hook_token"], rc.enabled, rc.target = Secret(chat_rocketchat.HOOK), True, base + "/chat/rocket"
    return Desk(h, "rocketchat-" + name, entry, rc, base, port=port)


def cards(rc, ref="ACME-001"):
    return [m for m in rc.of(rc.room_id) if m["u"]["_id"] == rc.bot and m["msg"].startswith("*" + ref)]


def day(h, options, transport):
    """A mention, its answer, a job's card with words for buttons and its update, a thread, a direct message."""
    with desk_of(h, transport, transport) as d:
        rc = d.fake
        if transport == "pull":
            d.want(lambda: [c for c in rc.calls if c[1].endswith("rooms.get")], "the rooms were not asked for")
        d.mail()
        card = d.want(lambda: cards(rc), "no card")[0]
        if "`@docket accept ACME-001`" not in card["msg"]:
            raise Problem("no words for the button: %s" % card["msg"])
        rc.say(rc.guest, rc.room_id, "@docket accept ACME-001")
        d.never(lambda: "Ready" in cards(rc)[0]["msg"], "a guest accepted a job", 5)
        rc.fault("chat.update", (429, b'{"success":false,"errorType":"error-too-many-requests"}',
                                 {"X-RateLimit-Reset": str(d.w.now + 3000)}), 1)
        rc.say(rc.maya, rc.room_id, "@docket accept ACME-001")
        if transport == "push":  # said again, as after a failure: nothing twice
            rc.tell([m for m in rc.of(rc.room_id) if m["u"]["_id"] == rc.maya][-1])
        d.want(lambda: [c for c in rc.calls if c[1].endswith("chat.update")], "no update of the card")
        d.want(lambda: "Ready" in cards(rc)[0]["msg"], "the card was not updated after a 429")
        rc.say(rc.maya, rc.room_id, "@docket assign ACME-001 tom")
        rc.say(rc.tom, rc.room_id, "@docket submit ACME-001 https://files.example/v1")
        d.want(lambda: "review" in cards(rc)[0]["msg"], "the card does not say review")
        rc.say(rc.maya, rc.room_id, "Please make the headline bigger.", tmid=card["_id"])
        d.want(lambda: d.w.rows("SELECT 1 FROM revision"), "words in the thread are no feedback")
        m = [x for x in rc.of(rc.room_id) if x.get("tmid") == card["_id"] and x["u"]["_id"] == rc.maya][0]
        rc.edit(m, "Please make the headline much bigger.")
        d.again(kill=True)
        # A post whose answer is lost is asked for by its id, not said again.
        rc.fault("chat.sendMessage", "cut", 1)
        rc.fault("chat.postMessage", (503, b""), 1)
        with rc.lock:
            direct = rc.direct(rc.bot, rc.maya)
        rc.say(rc.maya, direct, "mine")
        d.want(lambda: [x for x in rc.of(direct) if x["u"]["_id"] == rc.bot], "a direct message was not answered")
        d.w.docket("new", "ACME", "A poster", "--as", "maya", expect=0)
        d.want(lambda: cards(rc, "ACME-002"), "no card after a lost answer")
        d.never(lambda: len(cards(rc, "ACME-002")) > 1 or len(cards(rc)) > 1, "a card was posted twice", 4)
        if len(d.w.rows("SELECT 1 FROM revision")) != 1:
            raise Problem("one wish became %d" % len(d.w.rows("SELECT 1 FROM revision")))
        with rc.lock:
            rc.rooms[rc.room_id]["archived"] = True
        d.w.docket("hold", "ACME-001", "--as", "maya", expect=0)
        d.told("the room is archived")


def forged(h, options):
    """Calls with a wrong token, or in a wrong form, change nothing; the good twin does; nobody is answered 410."""
    with desk_of(h, "forged", "push") as d:
        rc = d.fake
        d.mail()
        d.want(lambda: cards(rc), "no card")
        good = {"token": chat_rocketchat.HOOK, "bot": False, "channel_id": rc.room_id, "message_id": "forged1",
                "user_id": rc.maya, "user_name": "maya", "text": "@docket accept ACME-001"}
        rows = [("another token", dict(good, token="x" * 22), "application/json", 401),
                ("no token", {k: v for k, v in good.items() if k != "token"}, "application/json", 401),
                ("an empty token", dict(good, token=""), "application/json", 401),
                ("not JSON", good, "text/plain", 415),
                ("no message", dict(good, message_id=""), "application/json", 400)]
        for name, body, kind, want in rows:
            got = rc.send(json.dumps(body), kind)
            if got[0] != want:
                raise Problem("%s: %s, not %s" % (name, got[0], want))
        if rc.send(None, "application/json", method="GET")[0] != 405:
            raise Problem("GET was not refused")
        d.never(lambda: "Ready" in cards(rc)[0]["msg"], "a forged call had an effect", 3)
        for _ in range(3):
            got = rc.send(json.dumps(good), "application/json")
            if got[0] != 200 or json.loads(got[2]) != {}:
                raise Problem("the good twin was answered %s" % (got,))
        d.want(lambda: "Ready" in cards(rc)[0]["msg"], "the good twin had no effect")
        answers = [m for m in rc.messages.values() if m["u"]["_id"] == rc.bot and m["msg"].startswith("ACME-001 is")]
        if len(answers) > 1:
            raise Problem("a repeat was answered again")
        with rc.lock:
            rc.token = "revoked"
        d.w.docket("hold", "ACME-001", "--as", "maya", expect=0)
        d.told("the bot's token is not valid")


TESTS = [
    ("chat/rocketchat: its own client and our fake", client, ALL),
    ("chat/rocketchat: a day, by asking", lambda h, o: day(h, o, "pull"), ALL),
    ("chat/rocketchat: a day, by its webhook", lambda h, o: day(h, o, "push"), ALL),
    ("chat/rocketchat: forged calls and their good twin", forged, ALL),
]
