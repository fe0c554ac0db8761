"""
Mail and chat meet: asked for by mail, taken on and given out by slash command, reviewed inside by
button, approved by the client by mail; the one card of the job in the team's room says so all along.
"""
import json
import os

import slack_lib
from lib import proc
from lib.world import Problem

def plain(message):
    return message.get("text", "") + json.dumps(message.get("blocks", []), ensure_ascii=False)


class Room:
    """The team's room, as somebody in it sees it."""

    def __init__(self, desk, slack):
        self.desk, self.slack = desk, slack

    def cards(self, ref="ACME-001"):
        return [m for m in self.slack.messages("C1") if ref in m.get("text", "")]

    def shows(self, words):
        return self.desk.want(lambda: [m for m in self.cards() if words in plain(m)],
                              lambda: "no card that says '%s'; it says %s" % (words, [m.get("text") for m in self.cards()]))[0]

    def says(self, uid, text, words):
        status, body = self.slack.send_slash(uid, "C2", text)
        if status != 200 or words not in body:
            raise Problem("'%s' was answered %s %s" % (text, status, body[:300]))

    def presses(self, uid, label, message):
        for block in message.get("blocks", []):
            for e in block.get("elements", []):
                if block["type"] == "actions" and e["text"]["text"] == label:
                    status, body = self.slack.send_interactive(
                        self.slack.action_payload(uid, "C1", message, e["value"]))
                    if status != 200:
                        raise Problem("a click was answered %s %s" % (status, body[:300]))
                    return
        raise Problem("no button '%s' on %s" % (label, plain(message)[:400]))


def arrived(desk, who, words):
    def there():
        got = [m for m in desk.w.sent() if m.rcpt == who and words in m.subject]
        return got[-1] if got else None
    got = proc.wait_for(there, 60)
    if not got:
        raise Problem("no mail '%s' for %s; there are %s" % (words, who, [(m.rcpt, m.subject) for m in desk.w.sent()]))
    return got


def story(h, options):
    with slack_lib.desk_of(h, "meet") as desk:
        slack, room = desk.fake, Room(desk, desk.fake)
        w = desk.w
        w.docket("decider", "ACME", "jane@acme.example", expect=0)
        for uid in ("U1", "U2", "U3"):  # the platform says who they are; the first word waits for that
            slack.send_slash(uid, "C1", "mine")
        desk.mail()
        room.shows("Scoping")
        room.says("U1", "accept ACME-001", "ACME-001")
        room.says("U1", "assign ACME-001 tom", "tom")
        card = room.shows("In production")
        room.says("U2", "submit ACME-001 https://files.example/v1", "v1")
        seen = 0
        for uid, stage in (("U1", "Maya Lind"), ("U3", "Priya Nair"), ("U1", "Maya Lind")):
            card = room.shows("Internal review")
            slack.wait(lambda: stage in plain(room.cards()[0]))
            card = room.cards()[0]
            room.presses("U2", "Approve", card)  # the maker: never the reviewer
            room.presses(uid, "Approve", card)
            seen += 1
            want = "With the client" if seen == 3 else "Internal review"
            room.shows(want)
        review = arrived(desk, "jane@acme.example", "version 1 for your review")
        desk.mail("bob@acme.example", body="Approved!", reply=review)  # forwarded to him: an opinion
        arrived(desk, "jane@acme.example", "about version 1")
        room.shows("With the client")
        desk.mail(body="Approved, thank you!", reply=review)
        arrived(desk, "jane@acme.example", "approved, version 1")
        room.shows("Approved")
        if len(room.cards()) != 1:
            raise Problem("%d cards for one job" % len(room.cards()))
        if [v for v, in w.rows("SELECT strength FROM decision d JOIN review r ON r.id = d.review WHERE r.side = 'us'")
                ] != ["decision"] * 3:
            raise Problem("not three decisions of our own")
        desk.fine()
        desk.w.stop()
        # commands, clicks and linked accounts are in the input log as mails are
        w.docket("rebuild", "--into", os.path.join(w.dir, "again"), expect=0)


TESTS = [("chat: mail and chat meet", story, ("test", "san"))]
