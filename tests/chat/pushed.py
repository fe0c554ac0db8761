"""
Platforms that can be polled, called by them instead: Telegram's webhook, Zulip's outgoing webhook, an
application service of Matrix; and Google Chat's events in the form of add-ons. Each through the real
http-child: a forged call changes nothing, its good twin does, the same call again does nothing more.
"""
import http.client
import json
import os
import re
import time

import googlechat as on_google
import matrix as on_matrix
import telegram as on_telegram
import zulip as on_zulip
from desk import ALL, Desk, Secret
from fake import chat_googlechat, chat_zulip
from fake.push import post
from lib import proc
from lib.world import Problem

PUBLIC = "https://docket.example"
SECRET = "Zk3v9Qp1Lw7Xr5Tn2Ms8"


def _twins(desk, forged, good, answered):
    """Each of forged: (what, how to send it, status). good(n) sends "new ACME …" and gives its status; the same n
    is the same bytes. answered() counts what was said back."""
    def jobs():
        return desk.w.one("SELECT count(*) FROM job")
    for what, send, status in forged:
        got = send()
        if got != status:
            raise Problem("%s was answered %s, not %s" % (what, got, status))
    if proc.wait_for(jobs, 2):
        raise Problem("a forged call opened a job")
    before = answered()
    if good(1) != 200:
        raise Problem("a good call was refused: %s" % desk.log())
    if not proc.wait_for(lambda: jobs() == 1 and answered() > before, 30):
        raise Problem("a good call: %d jobs, %d answers; %s" % (jobs(), answered() - before, desk.log()))
    proc.wait_for(lambda: False, 2)
    said = answered()
    for _ in range(2):
        if good(1) != 200:
            raise Problem("the same call again was refused")
    proc.wait_for(lambda: jobs() > 1 or answered() > said, 3)
    if jobs() != 1 or answered() != said:
        raise Problem("the same call again: %d jobs, %d answers more" % (jobs(), answered() - said))
    if good(2) != 200 or not proc.wait_for(lambda: jobs() == 2, 30):
        raise Problem("the next call is lost")
    desk.w.docket("verify", expect=0)


def _called(h, name, second=None):
    """A bot of Telegram's that is called; `second`: in what another one beside it differs."""
    t = on_telegram.people()
    entry = on_telegram.entry(t, transport="push", secret=Secret(SECRET))
    also = [{k: v for k, v in dict(entry, **second).items() if v}] if second else ()
    return Desk(h, name, entry, t, PUBLIC, start=time.time(), also=also)


def telegram(h, options):
    with _called(h, "telegram-pushed") as desk:
        t = desk.fake

        def send(update, secret=SECRET, **heads):
            head = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret is not None else {}
            return post(desk.port, desk.path, json.dumps(update).encode(), dict(head, **heads))[0]

        def says(text, chat=None):
            t.say(on_telegram.MAYA, text, chat)
            return t.updates.pop()
        send(says("/start"))
        send(says("link-me maya@harborpine.example"))
        send(says("/start " + desk.code("maya@harborpine.example")))
        desk.want(lambda: on_telegram.said(t, on_telegram.MAYA, "Nice to meet you"), "no account was linked")
        kept = {}

        def good(n):
            if n not in kept:
                kept[n] = says("/docket new ACME \"Banner %d\"" % n, on_telegram.ROOM)
            return send(kept[n])
        bad = says("/docket new ACME \"Forged\"", on_telegram.ROOM)
        _twins(desk, [("no secret", lambda: send(bad, None), 401), ("an empty secret", lambda: send(bad, ""), 401),
                      ("another secret", lambda: send(bad, SECRET[:-1] + "x"), 401),
                      ("a longer secret", lambda: send(bad, SECRET + "x"), 401),
                      ("no JSON", lambda: post(desk.port, desk.path, b"{", {
                          "X-Telegram-Bot-Api-Secret-Token": SECRET})[0], 400)],
               good, lambda: len([m for m in t.posted(on_telegram.ROOM) if "Banner" in m["text"]]))
        if t.count("getUpdates"):
            raise Problem("it polls as well")


def hostile(h, options):
    """With the right secret, as from a platform that is broken or taken over: nothing of it does any harm."""
    with _called(h, "telegram-hostile") as desk:
        t = desk.fake
        head = {"X-Telegram-Bot-Api-Secret-Token": SECRET}

        def send(body, **heads):
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            try:
                return post(desk.port, desk.path, data, dict(head, **heads))[0]
            except (BrokenPipeError, ConnectionResetError):
                return 413  # refused by its length, before all of it was said

        def says(text, chat=None, who=on_telegram.MAYA, **more):
            t.say(who, text, chat, **more)
            return t.updates.pop()
        send(says("link-me maya@harborpine.example"))
        send(says("/start " + desk.code("maya@harborpine.example")))
        desk.want(lambda: on_telegram.said(t, on_telegram.MAYA, "Nice to meet you"), "no account was linked")
        base = says("/docket new ACME \"Forged\"", on_telegram.ROOM)

        def told(**message):
            o = json.loads(json.dumps(base))
            o["update_id"] = told.n = told.n + 1
            o["message"].update(message)
            return o
        told.n = 900000
        text = json.dumps(told(text="hello"))
        rows = [
            ("deep nesting", b"[" * 100000, 400), ("deep objects", b'{"a":' * 50000, 400), ("nothing", b"", 400),
            ("two megabytes", b'{"update_id":1,"message":"' + b"x" * (2 << 20) + b'"}', 413),
            ("no UTF-8", b'{"update_id":7,"message":{"text":"\xff\xfe"}}', 400),
            ("a lone surrogate", b'{"update_id":7,"message":{"text":"\\ud800"}}', 400),
            ("a list", b"[]", None), ("a number", b"17", None), ("null", b"null", None),
            ("an id that is a text", {"update_id": "900001", "message": base["message"]}, None),
            ("an id below zero", {"update_id": -4, "message": base["message"]}, None),
            ("a fractional id", {"update_id": 4.5, "message": base["message"]}, None),
            ("an endless id", b'{"update_id":99999999999999999999999999,"message":{}}', None),
            ("a message that is a list", {"update_id": 900101, "message": [base["message"]]}, None),
            ("of nobody", told(**{"from": None}), None),
            ("of a program", told(**{"from": dict(base["message"]["from"], is_bot=True)}), None),
            ("of the group itself", told(sender_chat={"id": on_telegram.ROOM}), None),
            ("of a stranger with a member's names", told(**{"from": dict(base["message"]["from"], id=31337)}), None),
            ("no chat", told(chat=None), None), ("a chat that is a text", told(chat="desk"), None),
            ("words that are a list", told(text=["/docket", "new"]), None),
            ("an unfinished quotation", told(text="/docket new ACME \"Ban"), None),
            ("a thousand options", told(text="/docket status " + "--x y " * 1000), None),
            ("a file with a name of options", told(text="", document={"file_name": "--by\njane@acme.example", "file_id": "x"}), None),
            ("a file that is a list", told(text="", document=[1, 2]), None),
            ("pictures that are texts", told(text="", photo=["x", "y"]), None),
            ("a button's token too long", {"update_id": 900201, "callback_query": {
                "id": "1", "from": base["message"]["from"], "message": base["message"], "data": "x" * 200}}, None),
            ("a button nobody made", {"update_id": 900202, "callback_query": {
                "id": "2", "from": base["message"]["from"], "message": base["message"], "data": "7" * 24}}, None),
        ]
        jobs = desk.w.one("SELECT count(*) FROM job")
        events = desk.w.one("SELECT count(*) FROM event")
        for what, body, status in rows:
            got = send(body)
            if (status is not None and got != status) or got >= 500:
                raise Problem("%s was answered %s" % (what, got))
        # one key twice in an object: whichever counts, it is one message; another type of content is read the same
        twice = text[:-1] + ',"update_id":%d}' % (told.n + 50)
        for heads in ({}, {"Content-Type": "text/plain"}):
            if send(twice.encode(), **heads) != 200:
                raise Problem("a key that stands twice was refused")
        proc.wait_for(lambda: desk.w.one("SELECT count(*) FROM job") > jobs, 3)
        allowed = desk.w.rows("SELECT title FROM job")
        if [x for x, in allowed if x not in ("Ban",)] or desk.w.one("SELECT count(*) FROM event") - events > 12:
            raise Problem("something of it had an effect: %s" % allowed)
        good = says("/docket new ACME \"After all\"", on_telegram.ROOM)
        if send(good) != 200:
            raise Problem("the good call was refused")
        desk.want(lambda: desk.w.rows("SELECT 1 FROM job WHERE title = 'After all'"), "the good call was lost")


def two(h, options):
    """Two bots: one's call is none for the other, one's accounts are strangers to the other, ids meet without harm,
    a person known to both decides once, and whoever takes a member's names stays a stranger."""
    with _called(h, "telegram-two", {"name": "two", "secret": Secret(SECRET[::-1]), "room": None}) as desk:
        t = desk.fake

        def send(update, name="tg", secret=None):
            secret = secret or (SECRET if name == "tg" else SECRET[::-1])
            return post(desk.port, "/chat/" + name, json.dumps(update).encode(),
                                 {"X-Telegram-Bot-Api-Secret-Token": secret})[0]

        def says(text, chat=None, who=on_telegram.MAYA):
            t.say(who, text, chat)
            return t.updates.pop()

        def jobs(n, what):
            if not proc.wait_for(lambda: desk.w.one("SELECT count(*) FROM job") >= n, 20) or proc.wait_for(
                    lambda: desk.w.one("SELECT count(*) FROM job") > n, 2):
                raise Problem("%s: %d jobs, not %d" % (what, desk.w.one("SELECT count(*) FROM job"), n))

        def link(name):
            before = len(desk.w.sent())
            send(says("link-me maya@harborpine.example"), name)
            if not proc.wait_for(lambda: len(desk.w.sent()) > before, 20):
                raise Problem("no code was mailed")
            code = re.search(r"\blink ([a-z0-9]{8})\b", desk.w.sent()[-1].text).group(1)
            rows = desk.w.one("SELECT count(*) FROM chat_identity WHERE member IS NOT NULL")
            send(says("link " + code, who=on_telegram.TOM), name)  # another's code is nobody's
            send(says("link " + code), "two" if name == "tg" else "tg")  # nor is it one for the other bot
            proc.wait_for(lambda: desk.w.one("SELECT count(*) FROM chat_identity WHERE member IS NOT NULL") > rows, 1)
            if desk.w.one("SELECT count(*) FROM chat_identity WHERE member IS NOT NULL") != rows:
                raise Problem("a code linked another account")
            send(says("link " + code), name)
            desk.want(lambda: desk.w.one("SELECT count(*) FROM chat_identity WHERE member IS NOT NULL") == rows + 1,
                      "no account was linked")
        link("tg")
        a = says("/docket new ACME \"One\"", on_telegram.ROOM)
        if send(a, "two", SECRET) != 401 or send(a, "tg", SECRET[::-1]) != 401:
            raise Problem("one bot's secret opens the other's door")
        send(a, "two")  # who is known to one is a stranger to the other
        jobs(0, "a stranger's word")
        send(a)
        jobs(1, "the same call, to its own bot")
        link("two")
        send(a, "two")
        jobs(1, "a call that was a stranger's, again")
        b = says("/docket new ACME \"Two\"", on_telegram.ROOM)
        send(b)
        jobs(2, "known to both")
        c = says("/docket new ACME \"Three\"", on_telegram.ROOM)
        c["update_id"] = b["update_id"]
        send(c, "two")
        jobs(3, "another call with an id that the other bot has seen")
        # a member's names, another account; then the member renames themselves
        d = says("/docket new ACME \"Four\"", on_telegram.ROOM, on_telegram.TOM)
        d["message"]["from"] = dict(t.users[on_telegram.MAYA], id=on_telegram.TOM)
        send(d)
        jobs(3, "somebody with a member's names")
        e = says("/docket new ACME \"Five\"", on_telegram.ROOM)
        e["message"]["from"] = dict(e["message"]["from"], first_name="Nobody", username="nobody")
        send(e)
        jobs(4, "a member of another name")
        # one review, pressed through both
        desk.w.docket("accept", "ACME-001", "--as", "maya", expect=0)
        desk.w.docket("assign", "ACME-001", "tom", "--as", "maya", expect=0)
        desk.w.docket("submit", "ACME-001", "https://files.example/v1", "--as", "tom", expect=0)
        card = desk.want(lambda: next((m for m in t.posted(on_telegram.ROOM) if "ACME-001" in m["text"] and
                                       t.button(m, "Approve")), None), "the card does not offer the review")
        data = t.button(card, "Approve")

        def press(who, name):
            t.click(who, dict(card), data)
            send(t.updates.pop(), name)
        press(on_telegram.TOM, "tg")
        press(on_telegram.TOM, "two")
        if proc.wait_for(lambda: desk.w.rows("SELECT 1 FROM decision"), 2):
            raise Problem("a stranger decided")
        press(on_telegram.MAYA, "tg")
        press(on_telegram.MAYA, "two")
        desk.want(lambda: desk.w.rows("SELECT 1 FROM decision"), "no decision")
        proc.wait_for(lambda: len(desk.w.rows("SELECT 1 FROM decision")) > 1, 2)
        if len(desk.w.rows("SELECT 1 FROM decision")) != 1:
            raise Problem("one person, known to two bots, decided twice")


def zulip(h, options):
    z = on_zulip.people()
    with Desk(h, "zulip-pushed", on_zulip.entry(z, transport="push", hook_token=Secret(SECRET)), z, PUBLIC,
              start=time.time()) as desk:

        def body(text):
            m = z.say(on_zulip.MAYA, on_zulip.US + text, on_zulip.DESIGN, "general")
            return {"bot_email": chat_zulip.BOT, "bot_full_name": "Docket", "data": m["content"], "trigger": "mention",
                    "token": SECRET, "message": m}

        def send(o):
            return post(desk.port, desk.path, json.dumps(o).encode(), {})[0]
        kept = {}

        def good(n):
            if n not in kept:
                kept[n] = body("new ACME \"Banner %d\"" % n)
            return send(kept[n])
        bad = body("new ACME \"Forged\"")
        _twins(desk, [("no token", lambda: send({k: v for k, v in bad.items() if k != "token"}), 401),
                      ("another token", lambda: send(dict(bad, token=SECRET[::-1])), 401),
                      ("a token that is no text", lambda: send(dict(bad, token=[SECRET])), 401)],
               good, lambda: len([m for m in z.posted(on_zulip.DESIGN) if "Banner" in m["content"] + m["subject"]]))
        if z.count("events"):
            raise Problem("it polls as well")


def matrix(h, options):
    m = on_matrix.people()
    with Desk(h, "matrix-pushed", on_matrix.entry(m, transport="push", secret=Secret(SECRET)), m, PUBLIC,
              start=time.time()) as desk:
        serial = [0]

        def put(events, token=SECRET, txn=None, method="PUT"):
            if txn is None:
                serial[0] += 1
                txn = "t%d" % serial[0]
            c = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=30)
            try:
                head = {"Content-Type": "application/json"}
                if token is not None:
                    head["Authorization"] = "Bearer " + token
                c.request(method, desk.path + "/_matrix/app/v1/transactions/" + txn,
                          json.dumps({"events": events}).encode(), head)
                r = c.getresponse()
                r.read()
                return r.status
            finally:
                c.close()

        def event(text):
            return m.say(on_matrix.MAYA, text, on_matrix.TEAM)
        put([event("!docket link-me maya@harborpine.example")])
        put([event("!docket link " + desk.code("maya@harborpine.example"))])
        desk.want(lambda: desk.w.rows("SELECT 1 FROM chat_identity WHERE how = 'code'"), "no account was linked")
        kept = {}

        def good(n):
            if n not in kept:
                kept[n] = event("!docket new ACME \"Banner %d\"" % n)
            return put([kept[n]], txn="good%d" % n)
        bad = event("!docket new ACME \"Forged\"")
        _twins(desk, [("no token", lambda: put([bad], None), 401), ("another token", lambda: put([bad], SECRET[::-1]), 403),
                      ("DELETE", lambda: put([bad], method="DELETE"), 405)],
               good, lambda: len([e for e in m.posted(on_matrix.TEAM) if "Banner" in e["content"]["body"]]))
        # the same event in another transaction is the same event
        if put([kept[1], kept[2]], txn="again") != 200 or proc.wait_for(
                lambda: desk.w.one("SELECT count(*) FROM job") > 2, 2):
            raise Problem("an event that came twice had its effect twice")
        if m.count("sync"):
            raise Problem("it polls as well")


def _addon(e):
    """The same event as Google writes it for add-ons."""
    message = e["message"]
    return {"commonEventObject": {"hostApp": "CHAT", "platform": "WEB"},
            "chat": {"user": e["user"], "eventTime": e["eventTime"],
                     "messagePayload": {"space": e["space"], "message": message}}}


def google(h, options):
    g = chat_googlechat.Google(os.path.join(h.scratch, "googlechat-addon"))
    with on_google.start(h, g, "googlechat-addon") as desk:

        def send(o, heads):
            return post(desk.port, desk.path, json.dumps(o).encode(), heads)[0]
        send(_addon(g.event("MESSAGE", "mine")), g.bearer())
        desk.want(lambda: desk.w.rows("SELECT id FROM chat_identity WHERE how = 'address'"), "who wrote is not known")
        kept, said = {}, []

        def good(n):
            if n not in kept:
                kept[n] = _addon(g.event("MESSAGE", "new ACME \"Banner %d\"" % n))
            status, body = post(desk.port, desk.path, json.dumps(kept[n]).encode(), g.bearer())
            said.append(body)
            return status
        bad = _addon(g.event("MESSAGE", "new ACME \"Forged\""))
        _twins(desk, [("no token", lambda: send(bad, {}), 401), ("another key", lambda: send(bad, g.bearer(key=g.rogue)), 401),
                      ("another project", lambda: send(bad, g.bearer(aud="1")), 401),
                      ("an old token", lambda: send(bad, g.bearer(exp=1)), 401)],
               good, lambda: len([m for m in g.messages() if "Banner" in json.dumps(m)]))
        if b"hostAppDataAction" not in said[0] or said[0] != said[1]:
            raise Problem("an add-on is answered %s, then %s" % (said[0][:300], said[1][:300]))


TESTS = [
    ("chat/pushed: Telegram's webhook", telegram, ALL),
    ("chat/pushed: hostile calls that carry the secret", hostile, ALL),
    ("chat/pushed: two bots and one person", two, ALL),
    ("chat/pushed: Zulip's outgoing webhook", zulip, ALL),
    ("chat/pushed: an application service of Matrix", matrix, ALL),
    ("chat/pushed: Google Chat's events of add-ons", google, ALL),
]
