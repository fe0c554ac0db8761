"""
Slack and docket, whole: commands, forms, buttons, threads and cards by HTTP and by Socket Mode, and what
goes wrong on the way: 429, 5xx, answers that never come, a revoked token, a channel that is gone. Each has
the right effect, nothing twice, and a person is told where needed. The fake is Slack's own clients' word
(chat/slack.py).
"""
import time
from datetime import timedelta

import slack_lib
from desk import ALL
from fake import chat_slack
from lib.world import Problem



class Push:
    """What people do reaches docket by HTTP."""
    transport = "push"

    def __init__(self, slack):
        self.slack = slack

    def slash(self, user, text, channel="C1"):
        """The words of the answer, in the acknowledgement or through the response URL."""
        payload = self.slack.slash_payload(user, channel, text)
        status, body = self.slack.deliver(chat_slack.urllib.parse.urlencode(payload).encode(),
                                          "application/x-www-form-urlencoded")
        if status != 200:
            raise Problem("/docket %s: HTTP %d" % (text, status))
        return words(chat_slack.json.loads(body)) if body else self.later(payload)

    def later(self, payload):
        got = self.slack.wait(lambda: [a for a in self.slack.answers if a["user"] == payload["user_id"] and
                                       not a.get("seen")])
        if not got:
            return ""
        got[0]["seen"] = True
        return words(got[0])

    def interactive(self, payload):
        status, body = self.slack.send_interactive(payload)
        if status != 200:
            raise Problem("a click: HTTP %d" % status)
        return chat_slack.json.loads(body) if body else {}

    def event(self, payload, retry=None):
        status, body = self.slack.send_event(payload, retry)
        if status != 200 or body:
            raise Problem("an event: HTTP %d %r" % (status, body))


class Socket(Push):
    """The same in envelopes."""
    transport = "socket"

    def _ack(self, kind, payload, accepts, **more):
        ack = self.slack.envelope(kind, payload, accepts, **more)
        if not ack:
            raise Problem("no acknowledgement of %s" % kind)
        return ack.get("payload") or {}

    def slash(self, user, text, channel="C1"):
        payload = self.slack.slash_payload(user, channel, text)
        got = self._ack("slash_commands", payload, True)
        return words(got) if got else self.later(payload)

    def interactive(self, payload):
        return self._ack("interactive", payload, True)

    def event(self, payload, retry=None):
        more = {"retry_attempt": retry, "retry_reason": "timeout"} if retry else {}
        if self._ack("events_api", payload, False, **more):
            raise Problem("an event was answered in its acknowledgement")


def words(m):
    """All that is shown of a message."""
    def inside(o):
        if isinstance(o, dict):
            own = [o["text"]] if isinstance(o.get("text"), str) else []
            return own + [t for v in o.values() for t in inside(v)]
        return [t for v in o for t in inside(v)] if isinstance(o, list) else []
    return "\n".join([m.get("text", "")] + inside(m.get("blocks", [])) + inside(m.get("view", {})))


def buttons(m):
    return {e["text"]["text"]: e["value"] for b in m.get("blocks", []) if b["type"] == "actions"
            for e in b["elements"] if "value" in e}


class Scene:
    def __init__(self, h, name, how=Push, more=(), webhook=False):
        self.desk = slack_lib.desk_of(h, name, None, how.transport, more=more, start=time.time(),
                                      webhook="/services/T1/B1/sEcReT" if webhook else None)
        self.slack = self.desk.fake
        self.talk = how(self.slack)

    def __enter__(self):
        return self

    def __exit__(self, *how):
        return self.desk.__exit__(*how)

    def say(self, user, text, has, channel="C1"):
        got = self.talk.slash(user, text, channel)
        if has not in got:
            raise Problem("/docket %s: %r is not in %r" % (text, has, got[:300]))
        return got

    def cards(self, ref, channel="C1"):
        return [m for m in self.slack.messages(channel) if m.get("user") == "UBOT" and not m.get("thread_ts") and
                m.get("text", "").startswith(ref)]

    def card(self, ref, has=""):
        """The one card of a job, once it says so."""
        got = self.slack.wait(lambda: [m for m in self.cards(ref) if has in words(m)])
        self.desk.want(got, "no card of %s with %r, only %r" % (ref, has, [m["text"] for m in self.cards(ref)]))
        if len(self.cards(ref)) != 1:
            raise Problem("%d cards of %s" % (len(self.cards(ref)), ref))
        return got[0]

    def press(self, user, m, label, channel="C1"):
        payload = self.slack.action_payload(user, channel, m, buttons(m)[label])
        return payload, self.talk.interactive(payload)

    def state(self, ref):
        return self.desk.w.docket("status", ref, expect=0).out

    def until(self, ref, has):
        end = time.monotonic() + 20
        while has not in self.state(ref):
            if time.monotonic() > end:
                raise Problem("%s is not %s: %s" % (ref, has, self.state(ref)))
            time.sleep(0.1)


def made(s, title="Spring banner"):
    """A job at work with tom, its brief waived."""
    s.say("U1", "new ACME %s" % title, "ACME-001")
    s.say("U1", "accept ACME-001", "ACME-001")
    s.say("U1", "assign ACME-001 tom", "")
    s.until("ACME-001", "production")


def _life(h, how):
    with Scene(h, "life-" + how.transport, how) as s:
        s.say("U1", "list", "no jobs")
        made(s)
        card = s.card("ACME-001", "Tom")
        # The form: a second job, answered in the window.
        payload = s.slack.slash_payload("U1", "C1", "new")
        if how is Push:
            s.slack.deliver(chat_slack.urllib.parse.urlencode(payload).encode(), "application/x-www-form-urlencoded")
        else:
            s.slack.envelope("slash_commands", payload, True)
        view = s.desk.want(lambda: s.slack.views, "no form was opened")[0]
        form = s.slack.submit_payload("U1", view, {"client": "ACME", "title": "Poster", "deadline": "2030-12-24"})
        got = s.talk.interactive(form)
        if got.get("response_action") != "update" or "ACME-002" not in words(got):
            raise Problem("the form was answered with %r" % got)
        s.talk.interactive(form)
        s.card("ACME-002", "Poster")
        if s.cards("ACME-003"):
            raise Problem("the same form twice made two jobs")
        # Review, by buttons on the card.
        s.say("U2", "submit ACME-001 https://files.example/v1", "v1")
        card = s.card("ACME-001", "v1")
        s.talk.event(s.slack.say("U1", "C1", "Please make the logo bigger.", thread=card["ts"]))
        end = time.monotonic() + 10
        while "logo" not in s.desk.w.docket("revisions", "ACME-001").out and time.monotonic() < end:
            time.sleep(0.1)
        listed = s.desk.w.docket("revisions", "ACME-001", expect=0).out
        if listed.lower().count("logo") < 1 or "R2" in listed:
            raise Problem("feedback in the thread: %s" % listed)
        # The stage's decider presses; the maker may not.
        label = [b for b in buttons(card) if "pprove" in b]
        s.desk.want(label, "no button to approve on %r" % buttons(card))
        before = s.state("ACME-001")
        s.press("U2", card, label[0])
        if s.state("ACME-001") != before:
            raise Problem("the maker approved")
        payload, _ = s.press("U1", card, label[0])
        s.talk.interactive(payload)  # the same click again
        s.until("ACME-001", "")
        approvals = s.desk.w.docket("approvals", "ACME-001", expect=0).out
        if approvals.count("Maya") != 1:
            raise Problem("one press is not one approval: %s" % approvals)
        # The next stage is hers as well, with buttons of its own: changes, said in a form.
        card = s.card("ACME-001", "account")
        s.desk.want([b for b in buttons(card) if "hanges" in b], "no button for changes on %r" % buttons(card))
        forms = len(s.slack.views)
        s.press("U1", card, [b for b in buttons(card) if "hanges" in b][0])
        view = s.desk.want(lambda: s.slack.views[forms:], "no form for changes")[0]
        form = s.slack.submit_payload("U1", view, {view["blocks"][0]["block_id"]: "Please make the headline shorter <!channel>"})
        got = s.talk.interactive(form)
        if not got or "<!" in chat_slack.json.dumps(got):
            raise Problem("changes were answered with %r" % got)
        s.until("ACME-001", "revision")
        s.card("ACME-001", "evision")
        for verb in ("approvals", "revisions"):
            if "headline shorter" not in s.desk.w.docket(verb, "ACME-001", expect=0).out:
                raise Problem("%s lacks what the form said: %s" % (verb, words(got)))
        # A mention asks; a second event of the same message asks nothing more.
        told = s.slack.say("U3", "C1", "<@UBOT> where is ACME-001?", kind="app_mention")
        also = s.slack.event_payload(dict(told["event"], type="message", channel_type="channel"))
        s.talk.event(told)
        s.talk.event(also)
        s.talk.event(told, retry=1)
        answers = s.slack.wait(lambda: [m for m in s.slack.ephemeral + s.slack.messages("C1")
                                        if "ACME-001" in m.get("text", "") and
                                        m.get("thread_ts") == told["event"]["ts"]])
        s.desk.want(answers, "a mention was not answered")
        time.sleep(0.7)
        if len([m for m in s.slack.ephemeral + s.slack.messages("C1")
                if m.get("thread_ts") == told["event"]["ts"]]) != 1:
            raise Problem("one mention was answered more than once")
        # Guests and people of other workspaces are outsiders, whatever their address says.
        for user in ("U8", "U9"):
            got = s.talk.slash(user, "list", "C2")
            if "ACME" in got or not got:
                raise Problem("%s was told %r" % (user, got))


def life_push(h, options):
    _life(h, Push)


def life_socket(h, options):
    _life(h, Socket)


def rotation(h, options):
    """Socket Mode: the connection is replaced, dropped and refused a while; nothing is lost or done twice."""
    with Scene(h, "rotation", Socket) as s:
        s.say("U1", "list", "no jobs")
        for n in range(1, 9):
            if n % 4 == 1:
                s.slack.rotate()
            elif n % 4 == 2:
                s.slack.rotate("warning")
            elif n % 4 == 3:
                s.slack.drop_sockets()
            with s.slack.lock:
                before = list(s.slack.sockets)
            if n % 4:
                s.desk.want(lambda: [x for x in s.slack.sockets if x not in before], "no new connection", 30)
            payload = s.slack.slash_payload("U1", "C1", "new ACME Job %d" % n)
            ack = s.slack.envelope("slash_commands", payload, True)
            # Slack sends what it saw no acknowledgement of once more.
            again = s.slack.envelope("slash_commands", payload, True, retry_attempt=1, retry_reason="timeout")
            if not ack or not again or "ACME-00%d" % n not in words(again.get("payload") or {}):
                raise Problem("job %d: %r, then %r" % (n, ack, again))
        with s.slack.lock:
            newest = s.slack.sockets[-1]
        newest.send({"type": "hello", "pad": "x" * 70000}, pieces=5)
        s.say("U1", "list", "ACME-008")
        s.desk.want(lambda: newest.pongs >= 4, "pings between fragments were not answered")
        for n in range(1, 9):
            s.card("ACME-00%d" % n)
        if s.cards("ACME-009"):
            raise Problem("a repeated command made a job")


def _hurt(h, name, how, takes, faults):
    with Scene(h, "%s-%s" % (name, how.transport), how) as s:
        s.say("U1", "list", "no jobs")
        s.slack.fail("chat.postMessage", *faults)
        begun = time.monotonic()
        s.say("U1", "new ACME Spring banner", "ACME-001")
        s.desk.want(lambda: s.cards("ACME-001"), "no card", 60)
        if time.monotonic() - begun < takes:
            raise Problem("told to wait %d s, it waited %.1f s" % (takes, time.monotonic() - begun))
        s.desk.want(lambda: not s.slack.faults.get("chat.postMessage"), "it was not tried again", 60)
        # Long enough for a second post, were there to be one.
        s.desk.skip(2)
        time.sleep(2)
        s.card("ACME-001")
        s.say("U1", "accept ACME-001", "ACME-001")
        s.card("ACME-001", "")


def _lost(h, name, how, spoil, says):
    with Scene(h, "%s-%s" % (name, how.transport), how) as s:
        s.say("U1", "list", "no jobs")
        spoil(s.slack)
        s.say("U1", "new ACME Spring banner", "ACME-001")
        s.desk.told(says)
        calls = len([c for c in s.slack.calls if c[0] == "chat.postMessage"])
        s.desk.skip(1)
        time.sleep(1.5)
        if len([c for c in s.slack.calls if c[0] == "chat.postMessage"]) > calls + 2:
            raise Problem("it is tried again and again")


# What befalls the post of a card, and how long it takes then at least.
HURT = (
    ("429 with Retry-After", 3, [("later", 3)]),
    ("502 and 503", 0, [("status", 502), ("status", 503)]),
    ("posted, no answer", 0, [("mute",)]),  # the room is asked, nothing is posted twice
    ("not posted, no answer", 0, [("cut",)]),  # the room is asked, then it is posted
    ("internal_error", 0, [("error", "internal_error")]),
)
# What ends for good, and what a person is told.
LOST = (
    ("token revoked", lambda slack: setattr(slack, "revoked", True), "token was revoked"),
    ("channel archived", lambda slack: slack.channels["C1"].update(is_archived=True), "channel is archived"),
    ("channel removed", lambda slack: slack.channels.pop("C1"), "no such channel"),
)


def troubles():
    """Each over HTTP and by Socket Mode."""
    for how, by in ((Push, ""), (Socket, ", by Socket Mode")):
        for play, rows in ((_hurt, HURT), (_lost, LOST)):
            for name, *row in rows:
                yield ("chat/slack: %s%s" % (name, by),
                       lambda h, o, play=play, name=name, how=how, row=row: play(h, name.replace(" ", "-"), how, *row),
                       ALL if name == "posted, no answer" else ("test",))


def long(h, options):
    """More than a message holds: in parts, in order, through the response URL; nothing is cut off."""
    with Scene(h, "long") as s:
        s.say("U1", "list", "no jobs")
        for n in range(1, 121):
            s.say("U1", "new ACME %s %d" % ("A campaign of many words that goes on and on and on, part", n), "ACME-")
        payload = s.slack.slash_payload("U1", "C1", "list")
        status, body = s.slack.deliver(chat_slack.urllib.parse.urlencode(payload).encode(),
                                       "application/x-www-form-urlencoded")
        if status != 200 or body:
            raise Problem("a long list: HTTP %d, %d bytes in the acknowledgement" % (status, len(body)))
        s.desk.want(lambda: any("(2/" in words(a) for a in s.slack.answers), "no second part", 20)
        time.sleep(1)
        text = "\n".join(words(a) for a in s.slack.answers)
        missing = [n for n in range(1, 121) if "ACME-%03d" % n not in text]
        if missing:
            raise Problem("not in the list: %s" % missing[:5])


def daily(h, options):
    """The morning's lists: to a member's own account, and the board to a plain webhook, once a day; it is told
    to wait, it is taken away, and its address is nowhere to be read."""
    with Scene(h, "daily", webhook=True) as s:
        s.say("U1", "list", "no jobs")
        made(s)
        s.say("U2", "list", "ACME-001")
        due = s.desk.w.when() + timedelta(days=2)
        s.say("U1", "deadline ACME-001 %s" % due.strftime("%Y-%m-%d"), "ACME-001")
        s.desk.want(lambda: s.slack.hooked, "the webhook was told of no job")

        def boards():
            return [m for m in s.slack.hooked if "Harbor & Pine 20" in m["text"].replace("&amp;", "&")]

        def morning():
            """To a quarter to nine of the next working day, where the agency is."""
            w, now = s.desk.w, s.desk.w.when()
            then = (now + timedelta(days=1)).replace(hour=8, minute=45, second=0)
            while then.weekday() >= 5:
                then += timedelta(days=1)
            w.advance(int((then - now).total_seconds() * 1000))
        s.slack.fail("webhook", ("status", 429))
        morning()
        s.desk.want(boards, "no board came to the webhook", 30)
        own = s.slack.wait(lambda: "D2" in s.slack.channels and s.slack.messages("D2"), 30)
        s.desk.want(own and "ACME-001" in words(own[0]), "no list in a direct message")
        s.desk.w.advance(3600 * 1000)
        time.sleep(1.5)
        if len(boards()) != 1 or len(s.slack.messages("D2")) != 1:
            raise Problem("%d boards, %d lists of one day" % (len(boards()), len(s.slack.messages("D2"))))
        s.slack.fail("webhook", *[("status", 404, "no_service")] * 3)
        morning()
        s.desk.told("the webhook does not exist any more", "updates")
        seen = s.desk.w.errors() + "".join(str(r) for r in s.desk.w.rows("SELECT message, last_error FROM chat_out"))
        if "sEcReT" in seen or any("sEcReT" in m.text for m in s.desk.w.sent()):
            raise Problem("the webhook's address can be read")


def check(h, options):
    """docket check says who it is there and what is missing; docket init prints a manifest."""
    with Scene(h, "check") as s:
        s.desk.w.stop()
        good = s.desk.w.docket("check")
        if good.code or "Harbor & Pine" not in good.out + good.err:
            raise Problem("check: exit %d: %s" % (good.code, (good.out + good.err)[-400:]))
        s.slack.scopes = "chat:write,commands"
        bad = s.desk.w.docket("check")
        if "users:read.email" not in bad.out + bad.err:
            raise Problem("check names no missing scope: %s" % (bad.out + bad.err)[-400:])
        s.slack.revoked = True
        gone = s.desk.w.docket("check")
        if not gone.code or "revoked" not in gone.out + gone.err:
            raise Problem("check of a revoked token: exit %d: %s" % (gone.code, (gone.out + gone.err)[-400:]))
        s.desk.w.settings["http"]["public_url"] = "https://docket.harborpine.example"
        s.desk.w.write_config()
        r = s.desk.w.docket("init", "chat", "slack", expect=0)
        manifest = chat_slack.json.loads(r.out[r.out.index("\n{\n"):])
        if set(manifest["oauth_config"]["scopes"]["bot"]) > set(chat_slack.SCOPES.split(",")):
            raise Problem("the manifest asks for more than check does")


TESTS = [
    ("chat/slack: a job's life by HTTP", life_push, ALL),
    ("chat/slack: a job's life by Socket Mode", life_socket, ALL),
    ("chat/slack: connections replaced and dropped", rotation, ALL),
    *troubles(),
    ("chat/slack: longer than a message", long, ("test",)),
    ("chat/slack: daily lists, and a plain webhook", daily, ("test",)),
    ("chat/slack: check and init", check, ("test",)),
]
