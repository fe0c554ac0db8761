"""
Slack: the fake is held against Slack's own clients, docket's verdicts against Bolt's and slack-go's on
the same bytes.
"""
import http.client
import json
import subprocess
import time

import slack_lib
from desk import ALL, running, same
from fake import chat_slack
from lib import proc
from lib.world import Problem


def clients(h, options):
    """@slack/web-api, @slack/webhook and @slack/socket-mode understand the fake, and it them."""
    slack_lib.node(h)
    slack = slack_lib.people(chat_slack.Slack())
    slack.fail("chat.postMessage", *[None] * 6, ("later", 1))  # the seventh post of the script
    trigger = slack.trigger()
    slack.triggers[trigger] += 300  # its three seconds are docket's affair; node takes its time to start
    p = slack_lib.script(h, "slack_clients.cjs", FAKE=slack.base, TRIGGER=trigger)
    try:
        seen = None
        for line in p.stdout:
            if line.startswith("web"):
                continue
            if line.startswith("socket"):
                _socket(slack)
            elif line.startswith("{"):
                seen = json.loads(line)
        if seen is None:
            raise Problem("Slack's clients stopped: %s" % p.stderr.read().strip()[-600:])
    finally:
        proc.stop(p)
        slack.close()
    want = {"me": ["T1", "UBOT"], "posted": ["string", True, "D1"], "history": ["changed:k"], "replies": 2,
            "email": "maya@harborpine.example", "view": "V0", "twice": "invalid_trigger_id",
            "nowhere": "channel_not_found", "blocks": "invalid_blocks", "long": "msg_blocks_too_long",
            "token": "not_allowed_token_type", "waited": True, "webhook": "ok",
            "socket": ["slash list", "interactive block_actions", "mention <@UBOT> hi -", "mention <@UBOT> again 1"]}
    same("Slack's client", seen, want)
    if seen["connected"] < 2 or seen["scopes"] < 5:
        raise Problem("no second connection, or no scopes: %r" % seen)
    wrong = [x for x in slack.problems if "invalid_blocks" not in x and "too_long" not in x and "charset" not in x]
    if wrong:
        raise Problem("the fake finds fault with Slack's own clients: %s" % wrong)


def _socket(slack):
    ack = slack.envelope("slash_commands", slack.slash_payload("U1", "C1", "list"), accepts=True)
    if not ack or ack.get("payload", {}).get("text") != "answer":
        raise Problem("the slash command's acknowledgement: %r" % ack)
    message = slack.messages("C1")[0]
    if not slack.envelope("interactive", slack.action_payload("U1", "C1", message, "v"), accepts=True):
        raise Problem("no acknowledgement of a click")
    if not slack.envelope("events_api", slack.say("U1", "C1", "<@UBOT> hi", kind="app_mention")):
        raise Problem("no acknowledgement of an event")
    with slack.lock:
        before = list(slack.sockets)
    before[0].ping()
    slack.rotate()
    if not slack.wait(lambda: [s for s in slack.sockets if s not in before], 10):
        raise Problem("no new connection after a disconnect")
    if not slack.envelope("events_api", slack.say("U1", "C1", "<@UBOT> again", kind="app_mention"),
                          retry_attempt=1, retry_reason="timeout"):
        raise Problem("no acknowledgement on the new connection")
    if not before[0].pongs:
        raise Problem("no pong")


def _post(port, body, heads):
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        c.request("POST", "/chat/slack", body, heads)
        return c.getresponse().status
    finally:
        c.close()


# What is sent; then what Bolt, slack-go and docket say. reference 6.2.
def _cases(slack):
    slash = chat_slack.urllib.parse.urlencode(slack.slash_payload("U1", "C1", "list")).encode()
    click = chat_slack.urllib.parse.urlencode({"payload": json.dumps(
        slack.action_payload("U1", "C1", {"ts": "1.2"}, "nobody"))}).encode()
    utf8 = chat_slack.urllib.parse.urlencode(slack.slash_payload("U1", "C1", "find grüße 👍")).encode()
    raw = slash.replace(b"text=list", b"text=\xff")
    now = int(slack.clock())
    sign = slack.signed

    def changed(body, **heads):
        return dict(sign(body), **heads)
    short = sign(slash)["X-Slack-Signature"][:-1]
    v1 = sign(slash)["X-Slack-Signature"].replace("v0=", "v1=")
    upper = "v0=" + sign(slash)["X-Slack-Signature"][3:].upper()
    no_sig, no_ts = sign(slash), sign(slash)
    del no_sig["X-Slack-Signature"], no_ts["X-Slack-Request-Timestamp"]
    return [
        ("valid slash", slash, sign(slash), (200, 200, 200)),
        ("valid click", click, sign(click), (200, 200, 200)),
        ("valid UTF-8", utf8, sign(utf8), (200, 200, 200)),
        ("a raw 0xFF, validly signed", raw, sign(raw), (401, 200, 400)),
        ("one byte more", slash + b"&", sign(slash), (401, 401, 401)),
        ("signature cut", slash, changed(slash, **{"X-Slack-Signature": short}), (401, 401, 401)),
        ("v1", slash, changed(slash, **{"X-Slack-Signature": v1}), (401, 401, 401)),
        ("no signature", slash, no_sig, (401, 401, 401)),
        ("no time stamp", slash, no_ts, (401, 401, 401)),
        ("another secret", slash, sign(slash, secret="x" * 32), (401, 401, 401)),
        ("upper case", slash, changed(slash, **{"X-Slack-Signature": upper}), (401, 200, 401)),
        ("-299 s", slash, sign(slash, str(now - 295)), (200, 200, 200)),
        ("-301 s", slash, sign(slash, str(now - 306)), (401, 401, 401)),
        ("+299 s", slash, sign(slash, str(now + 295)), (200, 200, 200)),
        ("+301 s", slash, sign(slash, str(now + 306)), (200, 401, 401)),
        ("+86400 s", slash, sign(slash, str(now + 86400)), (200, 401, 401)),
        ("a fraction", slash, sign(slash, "%d.5" % now), (200, 401, 401)),
        ("a leading zero", slash, sign(slash, "0%d" % now), (401, 200, 401)),
        ("the same bytes again", slash, sign(slash), (200, 200, 200)),
    ]


def verdicts(h, options):
    """Bolt, slack-go and docket judge the same bytes; docket is never more lenient than a peer, nor at fault."""
    exe = slack_lib.slack_go(h)
    with slack_lib.desk_of(h, "verdicts", start=time.time()) as desk, \
            running(slack_lib.script(h, "slack_bolt.cjs", SECRET=chat_slack.SECRET)) as bolt, \
            running(proc.start([exe], env=h.env(SECRET=chat_slack.SECRET), stdout=subprocess.PIPE, text=True)) as go:
        ports = [int(bolt.stdout.readline()), int(go.stdout.readline()), desk.port]
        for name, body, heads, want in _cases(desk.fake):
            heads = dict(heads, **{"Content-Type": "application/x-www-form-urlencoded"})
            got = tuple(_post(p, body, heads) for p in ports)
            if got != want:
                raise Problem("%s: Bolt, slack-go, docket say %s, not %s" % (name, got, want))


TESTS = [
    ("chat/slack: its own clients and our fake", clients, ALL),
    ("chat/slack: Bolt, slack-go and docket on the same bytes", verdicts, ALL),
]
