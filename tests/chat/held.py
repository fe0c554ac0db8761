"""
A token that a platform refuses: the team is told once, what goes out there is kept, and it leaves once the
token is renewed: each thing once, in order, and of a card only what it says by then.
"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import matrix as on_matrix  # noqa: E402
import mattermost as on_mattermost  # noqa: E402
import rocketchat as on_rocketchat  # noqa: E402
import slack_lib  # noqa: E402
import telegram as on_telegram  # noqa: E402
import zulip as on_zulip  # noqa: E402
from fake import chat_mattermost, chat_slack  # noqa: E402
from lib import proc  # noqa: E402
from lib.world import Problem  # noqa: E402

ALL = ("test", "san")


def _held(w, name, revoke, renew, posted):
    def alarms():
        return [m for m in w.sent() if "[alarm] The chat connection %s " % name in m.subject]

    def want(test, what):
        got = proc.wait_for(test, 60)
        if not got:
            raise Problem("%s; posted %s; rows %s; log %s" % (what, posted(), w.rows(
                "SELECT id, state, held, last_error FROM chat_out"), w.errors()[-500:]))
        return got
    revoke()
    for n in (1, 2, 3):
        w.docket("new", "ACME", "Banner %d" % n, "--as", "maya", expect=0)
    want(lambda: w.rows("SELECT 1 FROM chat_out WHERE held IS NOT NULL"), "nothing is kept")
    want(alarms, "nobody is told")
    w.docket("hold", "ACME-002", "--as", "maya", expect=0)
    want(lambda: [m for m, in w.rows("SELECT message FROM chat_out WHERE state = 'queued'")
                  if "ACME-002" in m and "On hold" in m], "what waits does not say what is so by now")
    board = w.docket("board", expect=0).out
    if "chat %s is refused" % name not in board or "3 messages wait" not in board:
        raise Problem("the board does not say it: %s" % board)
    if w.rows("SELECT 1 FROM chat_out WHERE state = 'dead'"):
        raise Problem("a refused token killed a message")
    w.stop()
    w.start()  # still refused: nobody is told again
    want(lambda: w.one("SELECT count(*) FROM chat_out WHERE held IS NOT NULL AND due > ?", w.now) > 0, "it is not tried")
    before = len(posted())
    w.stop()
    renew()
    w.start()
    want(lambda: not w.rows("SELECT 1 FROM chat_out WHERE state = 'queued'"), "what waited does not leave")
    got = posted()[before:]
    at = [[i for i, text in enumerate(got) if "ACME-00%d" % n in text] for n in (1, 2, 3)]
    if [len(a) for a in at] != [1, 1, 1] or not at[0] < at[1] < at[2]:
        raise Problem("not each once and in order: %s" % got)
    want(lambda: "is refused" not in w.docket("board", expect=0).out, "the board still says that it is refused")
    if len(alarms()) != 1:
        raise Problem("the team was told %d times" % len(alarms()))
    w.docket("verify", expect=0)


def telegram(h, options):
    t, desk = on_telegram._people(), None
    try:
        desk = on_telegram._desk(h, "held", t)
        desk.want(t.wait(lambda: t.count("getUpdates") > 0), "docket does not poll")

        def revoke(to=True):
            with t.lock:
                t.revoked = to
                t.changed.notify_all()
        _held(desk.w, "tg", revoke, lambda: revoke(False), lambda: [m["text"] for m in t.posted(on_telegram.ROOM)])
        desk.fine()
    finally:
        if desk:
            desk.close()
        t.close()


def zulip(h, options):
    z, desk = on_zulip._people(), None
    try:
        desk = on_zulip._desk(h, "held", z)
        on_zulip._ready(desk, z)

        def revoke(to=True):
            with z.lock:
                z.revoked = to
                z.changed.notify_all()
        _held(desk.w, "zu", revoke, lambda: revoke(False),
              lambda: [m["subject"] + m["content"] for m in z.posted(on_zulip.DESIGN)])
        desk.fine()
    finally:
        if desk:
            desk.close()
        z.close()


def matrix(h, options):
    m, desk = on_matrix._people(), None
    try:
        desk = on_matrix._desk(h, "held", m)
        on_matrix._ready(desk, m)

        def revoke(to=True):
            with m.lock:
                m.revoked = to
                m.changed.notify_all()
        _held(desk.w, "mx", revoke, lambda: revoke(False),
              lambda: [e["content"]["body"] for e in m.posted(on_matrix.TEAM)])
        desk.fine()
    finally:
        if desk:
            desk.close()
        m.close()


def slack(h, options):
    fake = chat_slack.Slack()
    slack_lib.people(fake)
    desk = slack_lib.Desk(h, "held", fake)
    try:
        def revoke(to=True):
            fake.revoked = to
        _held(desk.w, desk.w.settings["chat"][0]["name"], revoke, lambda: revoke(False),
              lambda: [m.get("text", "") for m in fake.messages("C1")])
        desk.fine()
    finally:
        desk.close()
        fake.close()


def mattermost(h, options):
    mm = on_mattermost.agency()
    d = on_mattermost.desk_of(h, "held", mm)
    try:
        gone = {}

        def revoke():
            with mm.lock:
                gone[chat_mattermost.TOKEN] = mm.tokens.pop(chat_mattermost.TOKEN)

        def renew():
            with mm.lock:
                mm.tokens.update(gone)
        _held(d.w, "team", revoke, renew, lambda: [p["message"] for p in mm.messages(mm.room) if p["user_id"] == mm.bot])
        d.fine()
    finally:
        d.close()


def rocketchat(h, options):
    """Here the token is another one, put where the old one stood."""
    rc = on_rocketchat.agency()
    d = on_rocketchat.desk_of(h, "held", rc, "pull")
    try:
        def revoke():
            with rc.lock:
                rc.token = "a-new-token"

        def renew():
            with open(os.path.join(d.w.dir, "rocket.token"), "w") as f:
                f.write("a-new-token\n")
        _held(d.w, "rocket", revoke, renew,
              lambda: [m["msg"] for m in rc.of(rc.room_id) if m["u"]["_id"] == rc.bot])
        d.fine()
    finally:
        d.close()


TESTS = [
    ("chat/held: a refused token on Telegram", telegram, ALL),
    ("chat/held: a refused token on Zulip", zulip, ALL),
    ("chat/held: a refused token on Matrix", matrix, ALL),
    ("chat/held: a refused token on Slack", slack, ALL),
    ("chat/held: a refused token on Mattermost", mattermost, ALL),
    ("chat/held: a refused token on Rocket.Chat", rocketchat, ALL),
]
