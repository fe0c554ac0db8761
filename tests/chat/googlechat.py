"""
Google Chat: the fake is held against Google's own client; then docket works there, called and by
asking Pub/Sub, and things go wrong.
"""
import json
import os
import time

from desk import ALL, Desk, Secret, node, same, script, seen_by
from fake import chat_googlechat
from fake.push import post
from lib.world import Problem

PACKAGES = ("@googleapis/chat",)
POST = "POST /v1/spaces/AAA/messages"


def client(h, google):
    """Google's own client understands the fake, and it the client."""
    folder = node(h, "google", *PACKAGES)
    google.fail(POST, None, None, None, None, None, (429, {}, b'{"error":{"code":429,"status":"RESOURCE_EXHAUSTED"}}'))
    now = int(time.time())
    assertion = google.account.token({"iss": chat_googlechat.ACCOUNT, "scope": "https://www.googleapis.com/auth/chat.bot",
                                      "aud": google.base + "/token", "iat": now, "exp": now + 3600})
    p = script(h, folder, "googlechat_client.cjs", API=google.base, KEY=google.key_file(), ASSERTION=assertion)
    seen = seen_by(p)
    want = {"spaces": 1, "same": True, "thread": True, "edited": "new", "card": "string", "member": "JOINED", "space": "404",
            "message": "404", "empty": "400", "busy": "429", "token": "401"}
    same("@googleapis/chat", seen, want)
    wrong = [x for x in google.problems if "an empty message" not in x]
    if wrong:
        raise Problem("the fake finds fault with Google's own client: %s" % wrong)
    google.problems.clear()
    google.spaces[chat_googlechat.SPACE].clear()
    google.requests.clear()


def start(h, google, name, pull=False):
    entry = {"name": "google", "platform": "googlechat", "tenant": "harborpine.example", "room": chat_googlechat.SPACE,
             "api": google.base, "token": Secret(google.key_file())}
    if pull:
        entry["subscription"] = chat_googlechat.SUBSCRIPTION
    else:
        entry["app"] = chat_googlechat.PROJECT
    desk = Desk(h, name, entry, google, "https://docket.example", start=time.time())
    google.clock = lambda: desk.w.now / 1000
    google.target = (desk.port, desk.path)
    return desk


def cards(google, words=""):
    return [m for m in google.messages() if m.get("cardsV2") and "ACME-001" in json.dumps(m) and words in json.dumps(m)]


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
    desk.want(lambda: desk.w.rows("SELECT id FROM chat_identity WHERE how = 'address'"), "who wrote is not known")
    desk.want(lambda: [m for m in google.messages() if "no jobs" in json.dumps(m)], "no answer")


def work(h, options):
    """Its client first; then a command, a button, feedback in a thread, one card, a long answer."""
    google = chat_googlechat.Google(os.path.join(h.scratch, "googlechat-work"))
    client(h, google)
    with start(h, google, "googlechat-work") as desk:
        body = json.dumps(google.event("MESSAGE", "mine")).encode()
        for name, heads in (("no token", {}), ("another project", google.bearer(aud="1")),
                            ("another account", google.bearer(iss="me@evil.example")),
                            ("another key", google.bearer(key=google.rogue)), ("expired", google.bearer(exp=1))):
            if post(desk.port, desk.path, body, heads)[0] != 401:
                raise Problem("%s was let in" % name)
        known(desk, google)
        e = google.event("MESSAGE", "mine")
        first, again = google.send(e), google.send(e)
        if "no jobs" not in json.dumps(first) or first != again:
            raise Problem("the same event twice: %s, %s" % (first, again))
        desk.mail()
        desk.want(lambda: cards(google, "Scoping"), "no card")
        card = cards(google)[0]
        click = google.event("CARD_CLICKED", {"name": card["name"], "thread": card["thread"]},
                             common={"parameters": button(card, "Accept")})
        status, got = google.send(click)
        if status != 200 or "ready" not in json.dumps(got):
            raise Problem("a pressed button was answered %s %s" % (status, got))
        desk.want(lambda: cards(google, "Ready"), "the card does not change")
        for words, state in (("assign ACME-001 maya", "In production"),
                             ("submit ACME-001 https://files.example/v1", "Internal review")):
            if "ACME-001" not in says(google, words):
                raise Problem("'%s' is not answered" % words)
            desk.want(lambda: cards(google, state), "the card does not say %s" % state)
        says(google, "Please make the logo on the landing page bigger.", card["thread"]["name"])
        desk.want(lambda: desk.w.rows("SELECT id FROM revision"), "words in the thread are no feedback")
        if len([m for m in cards(google) if "decoratedText" in json.dumps(m)]) != 1:
            raise Problem("%d cards for one job" % len(cards(google)))
        before = len(google.messages())
        says(google, "help")
        desk.want(lambda: "(2/2)" in json.dumps(google.messages()[before:]), "help does not come")
        desk.fine()
        r = desk.w.docket("check")
        if "signed in as " + chat_googlechat.ACCOUNT not in r.out + r.err or "the room is Desk" not in r.out + r.err:
            raise Problem("docket check says %s" % (r.out + r.err)[-600:])


def pubsub(h, options):
    """Asked instead of called: the same, and what comes twice is done once."""
    google = chat_googlechat.Google(os.path.join(h.scratch, "googlechat-pubsub"))
    client(h, google)
    with start(h, google, "googlechat-pubsub", pull=True) as desk:
        google.publish(google.event("MESSAGE", "mine"))
        desk.want(lambda: [m for m in google.messages() if "no jobs" in json.dumps(m)], "no answer")
        google.fail(":acknowledge", (503, {}, b""))
        google.publish(google.event("MESSAGE", "mine"))
        desk.want(lambda: len(google.messages()) == 2, "no second answer")
        google.redeliver()
        desk.want(lambda: not google.queue and not google.unacked, "not acknowledged")
        time.sleep(1)
        if len(google.messages()) != 2:
            raise Problem("%d answers to two questions" % len(google.messages()))


def trouble(h, options):
    """429, 5xx, an answer that is lost, a withdrawn token, a space that is gone, a refused key."""
    google = chat_googlechat.Google(os.path.join(h.scratch, "googlechat-trouble"))
    client(h, google)
    with start(h, google, "googlechat-trouble") as desk:
        known(desk, google)
        desk.skip(3)
        google.tokens.clear()  # withdrawn: asked for anew, once
        google.fail(POST, None, (429, {"Retry-After": "2"}, b"{}"), (503, {}, b"<html>"), "drop")
        begun = time.time()
        desk.mail()
        desk.want(lambda: desk.w.rows("SELECT id FROM chat_out WHERE job IS NOT NULL AND posted LIKE 'spaces/%'"),
                  "no card in the end", 90)
        if time.time() - begun < 2:
            raise Problem("Retry-After was not waited for")
        got = [m for m in google.messages() if "decoratedText" in json.dumps(m)]
        if len(got) != 1:
            raise Problem("%d cards: the lost answer was not known by its requestId" % len(got))
        google.fail("PATCH /v1/", (404, {}, b'{"error":{"code":404,"status":"NOT_FOUND"}}'))
        says(google, "accept ACME-001")
        desk.told("404")
        google.refuse_grants = True
        google.tokens.clear()
        desk.skip(70)
        says(google, "assign ACME-001 maya")
        desk.told("invalid_grant")


TESTS = [("chat/googlechat: Google's client, the fake, and docket at work", work, ALL),
         ("chat/googlechat: asked by Pub/Sub", pubsub, ALL),
         ("chat/googlechat: when things go wrong", trouble, ALL)]
