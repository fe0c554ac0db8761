"""
Telegram: the fake is held against grammy, then docket is run on it; and docket against
telegram-test-api, which is a server of others.
"""
import json
import os
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import pull_lib  # noqa: E402
from fake import chat_telegram  # noqa: E402
from lib import proc  # noqa: E402
from lib.world import Problem  # noqa: E402

ALL = ("test", "san")
ROOM, MAYA, TOM = -1001234567890, 77, 78
LATER = (429, {}, {"ok": False, "error_code": 429, "description": "Too Many Requests: retry after 1",
                   "parameters": {"retry_after": 1}})
AWAY = (502, {"Content-Type": "text/html"}, b"<html>Bad Gateway</html>")


def _people():
    t = chat_telegram.Telegram()
    t.group(ROOM)
    t.user(MAYA, "maya")
    t.user(TOM, "tom")
    return t


def client(h, options):
    """grammy understands the fake, and the fake finds no fault with grammy."""
    folder = pull_lib.node(h, "telegram", "grammy@1", "telegram-test-api@4")
    t = _people()
    p = pull_lib.script(h, folder, "telegram_grammy.cjs", FAKE=t.base, TOKEN=chat_telegram.TOKEN)
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
    for key, value in want.items():
        if got.get(key) != value:
            raise Problem("grammy saw %s = %r, not %r" % (key, got.get(key), value))
    if "not modified" not in last.get("same", got["same"]) or "too old" not in got["late"]:
        raise Problem("an edit without a change, a click answered twice: %r" % got)
    if t.problems or t.toasts != ["taken"]:
        raise Problem("the fake finds fault with grammy: %s, %s" % (t.problems, t.toasts))
    if t.updates and t.updates[0]["update_id"] <= t.confirmed:
        raise Problem("what was confirmed is still there")


def _desk(h, name, t, **more):
    return pull_lib.Desk(h, "telegram-" + name, t, dict(
        {"name": "tg", "platform": "telegram", "api": t.base, "room": str(ROOM)}, **more), chat_telegram.TOKEN)


def _said(t, chat, words):
    """A message of the bot there that holds these words."""
    for m in t.posted(chat):
        if words in m["text"]:
            return m
    return None


def _link(desk, t, uid, address):
    t.say(uid, "/start")
    t.say(uid, "link-me " + address)
    code = desk.code(address)
    t.say(uid, "/start " + code)
    desk.want(t.wait(lambda: _said(t, uid, "Nice to meet you")), "no account was linked by a code")


def day(h, options):
    """Linking, commands, a job's card, feedback in its thread, a button, the card brought up to date."""
    t = _people()
    desk = None
    try:
        desk = _desk(h, "day", t)
        _link(desk, t, MAYA, "maya@harborpine.example")
        # nobody's: how to be known, and nothing else
        t.say(TOM, "/docket list", ROOM)
        desk.want(t.wait(lambda: _said(t, ROOM, "whose account")), "a stranger is not answered")
        t.say(MAYA, "/docket new ACME \"Spring sale banner\"", ROOM)
        card = desk.want(t.wait(lambda: next((m for m in t.posted(ROOM) if "ACME-001" in m["text"] and
                                              m.get("reply_markup")), None)), "no card of the new job")
        said = len(t.posted(ROOM))
        # twice the same words are two commands; one update twice is one
        again = t.say(MAYA, "/docket status ACME-001", ROOM)
        desk.want(t.wait(lambda: len(t.posted(ROOM)) > said), "no answer to a command")
        t._update(message=again)
        t.updates[-1]["update_id"] -= 1
        # an edit runs nothing
        t.say(MAYA, "/docket cancel ACME-001 \"by mistake\"", ROOM, edits=again["message_id"])
        # the thread of the card
        before = desk.w.one("SELECT count(*) FROM event")
        t.say(MAYA, "status?", ROOM, answers=card["message_id"])
        t.say(MAYA, "@DocketBot", ROOM, answers=card["message_id"])
        desk.want(t.wait(lambda: any("ACME-001" in m["text"] and m.get("message_thread_id") == card["message_id"]
                                     for m in t.posted(ROOM))), "a mention in the thread is not answered there")
        assert before is not None
        # a button; its spinner ends
        label = next(b["text"] for row in card["reply_markup"]["inline_keyboard"] for b in row if "callback_data" in b)
        qid = t.click(MAYA, dict(card), t.button(card, label))
        desk.want(t.wait(lambda: t.queries[qid] is True), "the click is never let go")
        # a review inside: words under the card are feedback, a button decides; said twice it counts once
        desk.reviewed("ACME-001")

        def now():
            return t.messages[ROOM, card["message_id"]]
        desk.want(t.wait(lambda: t.button(now(), "Approve")), "the card does not offer the review")
        wish = t.say(MAYA, "Please make the headline bigger.", ROOM, answers=card["message_id"])
        desk.wishes("headline", 1)
        t.say(MAYA, "Please make the headline tiny.", ROOM, answers=card["message_id"], edits=wish["message_id"])
        # a file says that somebody has to read it, with words and without
        t.say(MAYA, "Please make the logo smaller.", ROOM, answers=card["message_id"], file="notes.pdf")
        t.say(MAYA, "", ROOM, answers=card["message_id"], file="more.pdf")
        desk.wishes("logo", 2)
        unread = "not read: notes.pdf\nnot read: more.pdf"
        desk.want(proc.wait_for(lambda: unread in desk.w.docket("revisions", "ACME-001").out, 20),
                  "a file is dropped: %s" % desk.w.docket("revisions", "ACME-001").out)
        data = t.button(now(), "Approve")
        if len(data.encode()) > 64:
            raise Problem("callback data of %d bytes" % len(data.encode()))
        for uid in (TOM, MAYA, MAYA):
            qid = t.click(uid, dict(now()), data)
            desk.want(t.wait(lambda: t.queries[qid] is True), "a click is never let go")
            if uid == TOM and desk.w.rows("SELECT 1 FROM decision"):
                raise Problem("an account of nobody's decided")
        desk.passed()
        desk.wishes("headline", 2)
        edits = now()["edits"]
        t.say(MAYA, "/docket hold ACME-001 until 2026-06-01", ROOM)
        desk.want(t.wait(lambda: now()["edits"] > edits and "On hold" in now()["text"]), "the card is not updated")
        if desk.state("ACME-001") == "cancelled":
            raise Problem("an edited message ran a command")
        desk.fine()
        desk.w.stop()  # files of messages are in the input log as their words are
        desk.w.docket("rebuild", "--into", os.path.join(desk.w.dir, "again"), expect=0)
    finally:
        if desk:
            desk.close()
        t.close()


def faults(h, options):
    """429, 5xx, answers that never arrive, a second poller, a webhook in the way, a restart: each thing once."""
    t = _people()
    desk = None
    try:
        t.webhook = "https://elsewhere.example/"
        desk = _desk(h, "faults", t)
        _link(desk, t, MAYA, "maya@harborpine.example")
        if t.webhook:
            raise Problem("the webhook still stands in the way")

        def asked(words, want, *faults):
            before = len(t.posted(ROOM))
            t.fail("sendMessage", *faults)
            t.say(MAYA, "/docket " + words, ROOM)
            desk.want(t.wait(lambda: len(t.posted(ROOM)) > before and not t.faults.get("sendMessage"), 40),
                      "no answer after %r" % (faults,))
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
        desk.want(t.wait(lambda: len(t.posted(ROOM)) > before), "no answer")
        if proc.wait_for(lambda: len(t.posted(ROOM)) > before + 1, 8):
            raise Problem("said twice after a lost answer: %r" % [m["text"] for m in t.posted(ROOM)[before:]])
        # … and where nobody waits for it, as for a card, a person is told
        before, told = len(t.posted(ROOM)), len(desk.mails())
        t.fail("sendMessage", "lost", "lost")
        t.say(MAYA, "/new ACME \"Banner\"")
        desk.want(proc.wait_for(lambda: len(desk.mails()) > told, 20), "nobody is told of a card that may be lost")
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
        desk.want(t.wait(lambda: len(t.posted(ROOM)) > before, 45), "what came while docket was away is lost")
        if len(t.posted(ROOM)) != before + 1:
            raise Problem("answered twice after a restart")
        # a text of many parts
        before = len(t.posted(ROOM))
        t.say(MAYA, "/docket help", ROOM)
        desk.want(t.wait(lambda: any("(2/" in m["text"] for m in t.posted(ROOM)[before:]), 30), "no second part of the help")
        desk.fine()
    finally:
        if desk:
            desk.close()
        t.close()


def room_gone(h, options):
    """The bot is thrown out of its room: a person is told, and nothing is tried for ever."""
    t = _people()
    desk = None
    try:
        desk = _desk(h, "gone", t)
        _link(desk, t, MAYA, "maya@harborpine.example")
        t.left.add(ROOM)
        t.say(MAYA, "new ACME \"Banner\"")
        desk.want(proc.wait_for(lambda: [m for m in desk.mails() if "[alarm] The chat connection tg" in m.subject and
                                          "kicked" in m.text], 30), "nobody is told that the room is gone")
        tries = t.count("sendMessage")
        proc.wait_for(lambda: t.count("sendMessage") > tries + 2, 3)
        if t.count("sendMessage") > tries + 2:
            raise Problem("a room that is gone is tried again and again")
        desk.fine()
    finally:
        if desk:
            desk.close()
        t.close()


class Peer:
    """What Desk wants of a fake, of a server that is none of ours."""
    calls, problems = [], []


def peer(h, options):
    """docket on telegram-test-api: linking, a command, a card's button, its update."""
    folder = pull_lib.node(h, "telegram", "grammy@1", "telegram-test-api@4")
    port, desk = proc.port(), None
    p = pull_lib.script(h, folder, "telegram_peer.cjs", TOKEN=chat_telegram.TOKEN, PORT=port)
    seen = []

    def ask(**what):
        p.stdin.write(json.dumps(what) + "\n")
        p.stdin.flush()

    def listen():
        for line in p.stdout:
            seen.append(json.loads(line))

    def until(test, what):
        return desk.want(proc.wait_for(lambda: next((o for o in list(seen) if test(o)), None), 25),
                         "%s; telegram-test-api saw %r" % (what, seen[-4:]))
    try:
        if "ready" not in json.loads(p.stdout.readline() or "{}"):
            raise Problem("telegram-test-api does not start: %s" % p.stderr.read()[-300:])
        threading.Thread(target=listen, daemon=True).start()
        desk = pull_lib.Desk(h, "telegram-peer", Peer(), {"name": "tg", "platform": "telegram", "room": "-5",
                                                          "api": "http://127.0.0.1:%d" % port}, chat_telegram.TOKEN)
        ask(say="link-me maya@harborpine.example")
        ask(command="/start " + desk.code("maya@harborpine.example"))
        until(lambda o: "Nice to meet you" in o.get("text", ""), "no account was linked")
        ask(command="/docket new ACME \"Spring sale banner\"")
        card = until(lambda o: o.get("chat") == "-5" and o.get("buttons"), "no card in the team's room")
        if not all(len(b["callback_data"].encode()) <= 64 for b in card["buttons"] if "callback_data" in b):
            raise Problem("callback data of more than 64 bytes: %r" % card["buttons"])
        before = len(seen)
        ask(click=next(b["callback_data"] for b in card["buttons"] if "callback_data" in b), on=card["id"])
        desk.want(proc.wait_for(lambda: any("ACME-001" in o.get("text", "") for o in seen[before:]), 25),
                  "a button does nothing; telegram-test-api saw %r" % seen[before:])
        ask(command="/docket hold ACME-001 until 2026-06-01")
        until(lambda o: o.get("edited"), "the card is not updated")
    finally:
        if desk:
            desk.close()
        proc.stop(p)


def revoked(h, options):
    """The token is dead: a person is told where to get another, and it is not tried again and again."""
    t = _people()
    desk = None
    try:
        desk = _desk(h, "revoked", t)
        desk.want(t.wait(lambda: t.count("getUpdates") > 0), "docket does not poll")
        with t.lock:
            t.revoked = True
            t.changed.notify_all()
        desk.want(proc.wait_for(lambda: [m for m in desk.mails() if "[alarm] The chat connection tg" in m.subject and
                                         "@BotFather" in m.text], 30), "nobody is told that the token is dead")
        polls = t.count("getUpdates")
        proc.wait_for(lambda: t.count("getUpdates") > polls + 1, 3)
        if t.count("getUpdates") > polls + 1:
            raise Problem("a dead token is tried again and again")
        desk.fine()
    finally:
        if desk:
            desk.close()
        t.close()


TESTS = [
    ("chat/telegram: a revoked token", revoked, ALL),
    ("chat/telegram: docket on telegram-test-api", peer, ALL),
    ("chat/telegram: grammy and our fake", client, ALL),
    ("chat/telegram: a day of docket", day, ALL),
    ("chat/telegram: faults, each thing once", faults, ALL),
    ("chat/telegram: the room is gone", room_gone, ALL),
]
