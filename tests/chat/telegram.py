"""
Telegram: the fake is held against grammy, then docket is run on it; and docket against
telegram-test-api, which is a server of others.
"""
import json
import os
import threading

from desk import ALL, Desk, Secret, node, same, script
from fake import chat_telegram
from lib import proc
from lib.world import Problem

ROOM, MAYA, TOM = -1001234567890, 77, 78
LATER = (429, {}, {"ok": False, "error_code": 429, "description": "Too Many Requests: retry after 1",
                   "parameters": {"retry_after": 1}})
AWAY = (502, {"Content-Type": "text/html"}, b"<html>Bad Gateway</html>")


def people():
    t = chat_telegram.Telegram()
    t.group(ROOM)
    t.user(MAYA, "maya")
    t.user(TOM, "tom")
    return t


def client(h, options):
    """grammy understands the fake, and the fake finds no fault with grammy."""
    folder = node(h, "telegram", "grammy@1", "telegram-test-api@4")
    t = people()
    p = script(h, folder, "telegram_grammy.cjs", FAKE=t.base, TOKEN=chat_telegram.TOKEN)
    seen = []

    def until(key):
        while True:
            line = p.stdout.readline()
            if not line:
                raise Problem("grammy stopped: %s" % p.stderr.read().strip()[-500:])
            seen.append(json.loads(line))
            if key in seen[-1]:
                return seen[-1]
    try:
        until("polls")
        t.say(MAYA, "/docket@DocketBot list ACME-042", ROOM)
        until("command")
        card = t.wait(lambda: t.posted(ROOM))[-1]
        t.click(MAYA, dict(card), chat_telegram.Telegram.button(card, "Take"))
        until("same")
        t.say(MAYA, "bigger", ROOM, answers=card["message_id"])
        until("thread")
        t.say(MAYA, "smaller", ROOM, edits=3)
        until("edited")
        t.fail("sendMessage", None, None, None, None, LATER, (403, {}, {
            "ok": False, "error_code": 403, "description": "Forbidden: bot was kicked from the group chat"}))
        t.say(MAYA, "quit")
        last = until("me")
        until("end")
    finally:
        proc.stop(p)
        t.close()
    got = {k: v for o in seen for k, v in o.items()}
    want = {"command": "list ACME-042", "from": "maya", "click": 64, "on": card["message_id"], "thread": 1,
            "answers": card["message_id"], "edited": "smaller", "long": "Bad Request: BUTTON_DATA_INVALID",
            "much": "Bad Request: message is too long", "fits": "nothing", "none": 400, "wait": 1, "gone": 403,
            "me": "DocketBot", "end": True}
    same("grammy", got, want)
    if "not modified" not in last.get("same", got["same"]) or "too old" not in got["late"]:
        raise Problem("an edit without a change, a click answered twice: %r" % got)
    if t.problems or t.toasts != ["taken"]:
        raise Problem("the fake finds fault with grammy: %s, %s" % (t.problems, t.toasts))
    if t.updates and t.updates[0]["update_id"] <= t.confirmed:
        raise Problem("what was confirmed is still there")


def entry(t, **more):
    return dict({"name": "tg", "platform": "telegram", "api": t.base, "room": str(ROOM),
                 "token": Secret(chat_telegram.TOKEN)}, **more)


def desk_of(h, name, t=None):
    t = t or people()
    return Desk(h, "telegram-" + name, entry(t), t)


def said(t, chat, words):
    """A message of the bot there that holds these words."""
    for m in t.posted(chat):
        if words in m["text"]:
            return m
    return None


def link(desk, t, uid, address):
    t.say(uid, "/start")
    t.say(uid, "link-me " + address)
    code = desk.code(address)
    t.say(uid, "/start " + code)
    desk.want(lambda: said(t, uid, "Nice to meet you"), "no account was linked by a code")


def day(h, options):
    """Linking, commands, a job's card, feedback in its thread, a button, the card brought up to date."""
    with desk_of(h, "day") as desk:
        t = desk.fake
        link(desk, t, MAYA, "maya@harborpine.example")
        # nobody's: how to be known, and nothing else
        t.say(TOM, "/docket list", ROOM)
        desk.want(lambda: said(t, ROOM, "whose account"), "a stranger is not answered")
        t.say(MAYA, "/docket new ACME \"Spring sale banner\"", ROOM)
        card = desk.want(lambda: next((m for m in t.posted(ROOM) if "ACME-001" in m["text"] and m.get("reply_markup")),
                                      None), "no card of the new job")
        before = len(t.posted(ROOM))
        # twice the same words are two commands; one update twice is one
        again = t.say(MAYA, "/docket status ACME-001", ROOM)
        desk.want(lambda: len(t.posted(ROOM)) > before, "no answer to a command")
        t._update(message=again)
        t.updates[-1]["update_id"] -= 1
        # an edit runs nothing
        t.say(MAYA, "/docket cancel ACME-001 \"by mistake\"", ROOM, edits=again["message_id"])
        # the thread of the card
        t.say(MAYA, "status?", ROOM, answers=card["message_id"])
        t.say(MAYA, "@DocketBot", ROOM, answers=card["message_id"])
        desk.want(lambda: any("ACME-001" in m["text"] and m.get("message_thread_id") == card["message_id"]
                              for m in t.posted(ROOM)), "a mention in the thread is not answered there")
        # a button; its spinner ends
        label = next(b["text"] for row in card["reply_markup"]["inline_keyboard"] for b in row if "callback_data" in b)
        qid = t.click(MAYA, dict(card), t.button(card, label))
        desk.want(lambda: t.queries[qid] is True, "the click is never let go")
        # a review inside: words under the card are feedback, a button decides; said twice it counts once
        desk.reviewed("ACME-001")

        def now():
            return t.messages[ROOM, card["message_id"]]
        desk.want(lambda: t.button(now(), "Approve"), "the card does not offer the review")
        wish = t.say(MAYA, "Please make the headline bigger.", ROOM, answers=card["message_id"])
        desk.wishes("headline", 1)
        t.say(MAYA, "Please make the headline tiny.", ROOM, answers=card["message_id"], edits=wish["message_id"])
        # a file says that somebody has to read it, with words and without
        t.say(MAYA, "Please make the logo smaller.", ROOM, answers=card["message_id"], file="notes.pdf")
        t.say(MAYA, "", ROOM, answers=card["message_id"], file="more.pdf")
        desk.wishes("logo", 2)
        unread = "not read: notes.pdf\nnot read: more.pdf"
        desk.want(lambda: unread in desk.w.docket("revisions", "ACME-001").out,
                  lambda: "a file is dropped: %s" % desk.w.docket("revisions", "ACME-001").out)
        data = t.button(now(), "Approve")
        if len(data.encode()) > 64:
            raise Problem("callback data of %d bytes" % len(data.encode()))
        for uid in (TOM, MAYA, MAYA):
            qid = t.click(uid, dict(now()), data)
            desk.want(lambda: t.queries[qid] is True, "a click is never let go")
            if uid == TOM and desk.w.rows("SELECT 1 FROM decision"):
                raise Problem("an account of nobody's decided")
        desk.passed()
        desk.wishes("headline", 2)
        edits = now()["edits"]
        t.say(MAYA, "/docket hold ACME-001 until 2026-06-01", ROOM)
        desk.want(lambda: now()["edits"] > edits and "On hold" in now()["text"], "the card is not updated")
        if desk.state("ACME-001") == "cancelled":
            raise Problem("an edited message ran a command")
        desk.fine()
        desk.w.stop()  # files of messages are in the input log as their words are
        desk.w.docket("rebuild", "--into", os.path.join(desk.w.dir, "again"), expect=0)


def faults(h, options):
    """429, 5xx, answers that never arrive, a second poller, a webhook in the way, a restart: each thing once."""
    t = people()
    t.webhook = "https://elsewhere.example/"
    with desk_of(h, "faults", t) as desk:
        link(desk, t, MAYA, "maya@harborpine.example")
        if t.webhook:
            raise Problem("the webhook still stands in the way")

        def asked(words, want, *faults):
            before = len(t.posted(ROOM))
            t.fail("sendMessage", *faults)
            t.say(MAYA, "/docket " + words, ROOM)
            desk.want(lambda: len(t.posted(ROOM)) > before and not t.faults.get("sendMessage"),
                      "no answer after %r" % (faults,), 45)
            proc.wait_for(lambda: len(t.posted(ROOM)) > before + want, 1.5)
            got = [m["text"] for m in t.posted(ROOM)[before:]]
            if len(got) != want:
                raise Problem("%d messages after %r: %s" % (len(got), faults, got))
        asked("show ACME-404", 1)
        asked("show ACME-405", 1, LATER)
        asked("show ACME-406", 1, AWAY)
        # done, and its answer lost: nobody can ask Telegram whether it arrived, so it is not said twice …
        before = len(t.posted(ROOM))
        t.fail("sendMessage", "lost")
        t.say(MAYA, "/docket show ACME-408", ROOM)
        desk.want(lambda: len(t.posted(ROOM)) > before, "no answer")
        if proc.wait_for(lambda: len(t.posted(ROOM)) > before + 1, 8):
            raise Problem("said twice after a lost answer: %r" % [m["text"] for m in t.posted(ROOM)[before:]])
        # … and where nobody waits for it, as for a card, a person is told
        before, told = len(t.posted(ROOM)), len(desk.w.sent())
        t.fail("sendMessage", "lost", "lost")
        t.say(MAYA, "/new ACME \"Banner\"")
        desk.want(lambda: len(desk.w.sent()) > told, "nobody is told of a card that may be lost", 20)
        if len(t.posted(ROOM)) != before + 1:
            raise Problem("a card after a lost answer: %r" % [m["text"] for m in t.posted(ROOM)[before:]])
        # a second poller, then polls that break
        t.fail("getUpdates", (409, {}, {"ok": False, "error_code": 409, "description":
                                        "Conflict: terminated by other getUpdates request"}))
        with t.lock:
            t.poller += 1
            t.changed.notify_all()
        t.fail("getUpdates", AWAY, "lost")
        # asked while docket is away: it is done at the next start, once
        desk.w.stop()
        before = len(t.posted(ROOM))
        t.say(MAYA, "/docket show ACME-407", ROOM)
        desk.w.start()
        desk.want(lambda: len(t.posted(ROOM)) > before, "what came while docket was away is lost", 45)
        if len(t.posted(ROOM)) != before + 1:
            raise Problem("answered twice after a restart")
        # a text of many parts
        before = len(t.posted(ROOM))
        t.say(MAYA, "/docket help", ROOM)
        desk.want(lambda: any("(2/" in m["text"] for m in t.posted(ROOM)[before:]), "no second part of the help", 30)


def room_gone(h, options):
    """The bot is thrown out of its room: a person is told, and nothing is tried for ever."""
    with desk_of(h, "gone") as desk:
        t = desk.fake
        link(desk, t, MAYA, "maya@harborpine.example")
        t.left.add(ROOM)
        t.say(MAYA, "new ACME \"Banner\"")
        desk.told("kicked")
        tries = t.count("sendMessage")
        proc.wait_for(lambda: t.count("sendMessage") > tries + 2, 3)
        if t.count("sendMessage") > tries + 2:
            raise Problem("a room that is gone is tried again and again")


def peer(h, options):
    """docket on telegram-test-api: linking, a command, a card's button, its update."""
    folder = node(h, "telegram", "grammy@1", "telegram-test-api@4")
    port, desk = proc.port(), None
    p = script(h, folder, "telegram_peer.cjs", TOKEN=chat_telegram.TOKEN, PORT=port)
    seen = []

    def ask(**what):
        p.stdin.write(json.dumps(what) + "\n")
        p.stdin.flush()

    def listen():
        for line in p.stdout:
            seen.append(json.loads(line))

    def until(test, what):
        return desk.want(lambda: next((o for o in list(seen) if test(o)), None),
                         lambda: "%s; telegram-test-api saw %r" % (what, seen[-4:]))
    try:
        if "ready" not in json.loads(p.stdout.readline() or "{}"):
            raise Problem("telegram-test-api does not start: %s" % p.stderr.read()[-300:])
        threading.Thread(target=listen, daemon=True).start()
        desk = Desk(h, "telegram-peer", {"name": "tg", "platform": "telegram", "room": "-5",
                                         "api": "http://127.0.0.1:%d" % port, "token": Secret(chat_telegram.TOKEN)})
        ask(say="link-me maya@harborpine.example")
        ask(command="/start " + desk.code("maya@harborpine.example"))
        until(lambda o: "Nice to meet you" in o.get("text", ""), "no account was linked")
        ask(command="/docket new ACME \"Spring sale banner\"")
        card = until(lambda o: o.get("chat") == "-5" and o.get("buttons"), "no card in the team's room")
        if not all(len(b["callback_data"].encode()) <= 64 for b in card["buttons"] if "callback_data" in b):
            raise Problem("callback data of more than 64 bytes: %r" % card["buttons"])
        before = len(seen)
        ask(click=next(b["callback_data"] for b in card["buttons"] if "callback_data" in b), on=card["id"])
        desk.want(lambda: any("ACME-001" in o.get("text", "") for o in seen[before:]),
                  lambda: "a button does nothing; telegram-test-api saw %r" % seen[before:])
        ask(command="/docket hold ACME-001 until 2026-06-01")
        until(lambda o: o.get("edited"), "the card is not updated")
    finally:
        if desk:
            desk.close()
        proc.stop(p)


def revoked(h, options):
    """The token is dead: a person is told where to get another, and it is not tried again and again."""
    with desk_of(h, "revoked") as desk:
        t = desk.fake
        desk.want(lambda: t.count("getUpdates") > 0, "docket does not poll")
        with t.lock:
            t.revoked = True
            t.changed.notify_all()
        desk.told("@BotFather")
        polls = t.count("getUpdates")
        proc.wait_for(lambda: t.count("getUpdates") > polls + 1, 3)
        if t.count("getUpdates") > polls + 1:
            raise Problem("a dead token is tried again and again")


TESTS = [
    ("chat/telegram: a revoked token", revoked, ALL),
    ("chat/telegram: docket on telegram-test-api", peer, ALL),
    ("chat/telegram: grammy and our fake", client, ALL),
    ("chat/telegram: a day of docket", day, ALL),
    ("chat/telegram: faults, each thing once", faults, ALL),
    ("chat/telegram: the room is gone", room_gone, ALL),
]
