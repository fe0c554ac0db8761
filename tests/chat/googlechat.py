"""
Google Chat: the fake is held against Google's own client; then docket works there, called and by
asking Pub/Sub, and things go wrong.
"""
import json
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from chat import discord as other  # noqa: E402
from chat import push_lib  # noqa: E402
from fake import chat_googlechat  # noqa: E402
from lib import proc  # noqa: E402
from lib.world import Problem  # noqa: E402

PACKAGES = ("@googleapis/chat",)
ALL = ("test", "san")
POST = "POST /v1/spaces/AAA/messages"


def client(h, google):
    """Google's own client understands the fake, and it the client."""
    folder = push_lib.node(h, "google", PACKAGES)
    google.fail(POST, None, None, None, None, None, (429, {}, b'{"error":{"code":429,"status":"RESOURCE_EXHAUSTED"}}'))
    now = int(time.time())
    assertion = google.account.token({"iss": chat_googlechat.ACCOUNT, "scope": "https://www.googleapis.com/auth/chat.bot",
                                      "aud": google.base + "/token", "iat": now, "exp": now + 3600})
    p = push_lib.script(h, folder, "googlechat_client.cjs", API=google.base, KEY=google.key_file(), ASSERTION=assertion)
    out, err = p.communicate(timeout=120)
    proc.forget(p)
    try:
        seen = json.loads(out)
    except ValueError:
        raise Problem("@googleapis/chat stopped: %s" % err[-600:]) from None
    want = {"spaces": 1, "same": True, "thread": True, "edited": "new", "card": "string", "member": "JOINED", "space": "404",
            "message": "404", "empty": "400", "busy": "429", "token": "401"}
    for key, value in want.items():
        if seen.get(key) != value:
            raise Problem("@googleapis/chat saw %s = %r, not %r" % (key, seen.get(key), value))
    wrong = [x for x in google.problems if "an empty message" not in x]
    if wrong:
        raise Problem("the fake finds fault with Google's own client: %s" % wrong)
    google.problems.clear()
    google.spaces[chat_googlechat.SPACE].clear()
    google.requests.clear()


def start(h, google, name, pull=False):
    entry = {"name": "google", "platform": "googlechat", "tenant": "harborpine.example", "room": chat_googlechat.SPACE,
             "api": google.base}
    if pull:
        entry["subscription"] = chat_googlechat.SUBSCRIPTION
    else:
        entry["app"] = chat_googlechat.PROJECT
    desk = push_lib.Desk(h, name, entry, {"token": google.key_file()})
    google.clock = lambda: desk.w.now / 1000
    google.target = (desk.port, desk.path)
    return desk


def cards(google, words=""):
    return [m for m in google.messages() if m.get("cardsV2") and "ACME-001" in json.dumps(m) and words in json.dumps(m)
            and "Accept" + "" in json.dumps(m) + "Accept"]


def button(card, label):
    for w in card["cardsV2"][0]["card"]["sections"][0]["widgets"]:
        for b in w.get("buttonList", {}).get("buttons", []):
            if b["text"] == label:
                return {p["key"]: p["value"] for p in b["onClick"]["action"]["parameters"]}
    raise Problem("no button '%s' on %s" % (label, json.dumps(card)[:600]))


def says(google, words, thread=None):
    status, got = google.send(google.event("MESSAGE", words, thread))
    if status != 200:
        raise Problem("'%s' was answered %s" % (words, status))
    return json.dumps(got, ensure_ascii=False)


def known(desk, google):
    """The first word waits until Google says who it is."""
    says(google, "mine")
    push_lib.until("who wrote is not known", lambda: desk.w.rows("SELECT id FROM chat_identity WHERE how = 'address'"),
                   desk, google)
    push_lib.until("no answer", lambda: [m for m in google.messages() if "no jobs" in json.dumps(m)], desk, google)


def work(h, options):
    """Its client first; then a command, a button, feedback in a thread, one card, a long answer."""
    google = chat_googlechat.Google(os.path.join(h.scratch, "googlechat-work"))
    desk = None
    try:
        client(h, google)
        desk = start(h, google, "googlechat-work")
        body = json.dumps(google.event("MESSAGE", "mine")).encode()
        for name, heads in (("no token", {}), ("another project", google.bearer(aud="1")),
                            ("another account", google.bearer(iss="me@evil.example")),
                            ("another key", google.bearer(key=google.rogue)), ("expired", google.bearer(exp=1))):
            if push_lib.post(desk.port, desk.path, body, heads)[0] != 401:
                raise Problem("%s was let in" % name)
        known(desk, google)
        e = google.event("MESSAGE", "mine")
        first, again = google.send(e), google.send(e)
        if "no jobs" not in json.dumps(first) or first != again:
            raise Problem("the same event twice: %s, %s" % (first, again))
        other.request(desk)
        push_lib.until("no card", lambda: cards(google, "Scoping"), desk, google)
        card = cards(google)[0]
        click = google.event("CARD_CLICKED", {"name": card["name"], "thread": card["thread"]},
                             common={"parameters": button(card, "Accept")})
        status, got = google.send(click)
        if status != 200 or "ready" not in json.dumps(got):
            raise Problem("a pressed button was answered %s %s" % (status, got))
        push_lib.until("the card does not change", lambda: cards(google, "Ready"), desk, google)
        for words, state in (("assign ACME-001 maya", "In production"),
                             ("submit ACME-001 https://files.example/v1", "Internal review")):
            if "ACME-001" not in says(google, words):
                raise Problem("'%s' is not answered" % words)
            push_lib.until("the card does not say %s" % state, lambda: cards(google, state), desk, google)
        says(google, "Please make the logo on the landing page bigger.", card["thread"]["name"])
        push_lib.until("words in the thread are no feedback", lambda: desk.w.rows("SELECT id FROM revision"), desk, google)
        if len([m for m in cards(google) if "decoratedText" in json.dumps(m)]) != 1:
            raise Problem("%d cards for one job" % len(cards(google)))
        before = len(google.messages())
        says(google, "help")
        push_lib.until("help does not come", lambda: "(2/2)" in json.dumps(google.messages()[before:]), desk, google)
        push_lib.fine(google)
        r = desk.w.docket("check")
        if "signed in as " + chat_googlechat.ACCOUNT not in r.out + r.err or "the room is Desk" not in r.out + r.err:
            raise Problem("docket check says %s" % (r.out + r.err)[-600:])
    finally:
        if desk:
            desk.close()
        google.close()


def pubsub(h, options):
    """Asked instead of called: the same, and what comes twice is done once."""
    google = chat_googlechat.Google(os.path.join(h.scratch, "googlechat-pubsub"))
    desk = None
    try:
        client(h, google)
        desk = start(h, google, "googlechat-pubsub", pull=True)
        google.publish(google.event("MESSAGE", "mine"))
        push_lib.until("no answer", lambda: [m for m in google.messages() if "no jobs" in json.dumps(m)], desk, google)
        google.fail(":acknowledge", (503, {}, b""))
        google.publish(google.event("MESSAGE", "mine"))
        push_lib.until("no second answer", lambda: len(google.messages()) == 2, desk, google)
        google.redeliver()
        push_lib.until("not acknowledged", lambda: not google.queue and not google.unacked, desk, google)
        time.sleep(1)
        if len(google.messages()) != 2:
            raise Problem("%d answers to two questions" % len(google.messages()))
        push_lib.fine(google)
    finally:
        if desk:
            desk.close()
        google.close()


def trouble(h, options):
    """429, 5xx, an answer that is lost, a withdrawn token, a space that is gone, a refused key."""
    google = chat_googlechat.Google(os.path.join(h.scratch, "googlechat-trouble"))
    desk = None
    try:
        client(h, google)
        desk = start(h, google, "googlechat-trouble")
        known(desk, google)
        desk.skip(3)
        google.tokens.clear()  # withdrawn: asked for anew, once
        google.fail(POST, None, (429, {"Retry-After": "2"}, b"{}"), (503, {}, b"<html>"), "drop")
        begun = time.time()
        other.request(desk)
        push_lib.until("no card in the end", lambda: desk.w.rows("SELECT id FROM chat_out WHERE job IS NOT NULL AND posted LIKE 'spaces/%'"),
                       desk, google, 90)
        if time.time() - begun < 2:
            raise Problem("Retry-After was not waited for")
        got = [m for m in google.messages() if "decoratedText" in json.dumps(m)]
        if len(got) != 1:
            raise Problem("%d cards: the lost answer was not known by its requestId" % len(got))
        google.fail("PATCH /v1/", (404, {}, b'{"error":{"code":404,"status":"NOT_FOUND"}}'))
        says(google, "accept ACME-001")
        push_lib.until("nobody is told of a message that is gone", lambda: "chat.trouble" in desk.w.errors(), desk, google)
        google.refuse_grants = True
        google.tokens.clear()
        desk.skip(70)
        says(google, "assign ACME-001 maya")
        push_lib.until("nobody is told of a refused key", lambda: "invalid_grant" in desk.w.errors(), desk, google)
        push_lib.fine(google)
    finally:
        if desk:
            desk.close()
        google.close()


TESTS = [("chat/googlechat: Google's client, the fake, and docket at work", work, ALL),
         ("chat/googlechat: asked by Pub/Sub", pubsub, ALL),
         ("chat/googlechat: when things go wrong", trouble, ALL)]
