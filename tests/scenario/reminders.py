"""
Nobody is reminded while a mailbox is not read: the answer may lie in it. A running daemon whose
second mailbox cannot be reached raises an alarm instead; the twin, without it, reminds.
"""
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lib import proc, world  # noqa: E402
from lib.world import Problem  # noqa: E402

HOUR = 3600000
JANE = "jane@acme.example"


def _play(h, name, hopeless):
    w = world.World(h, "reminders." + name)
    try:
        for line in ("decider ACME " + JANE, "new ACME Report kit=monthly-report", "accept ACME-001",
                     "take ACME-001 --as tom", "submit ACME-001 https://files.example/one --as tom",
                     "review ACME-001 --override seen --as maya", "review ACME-001 --override seen --as maya"):
            w.docket(*line.split(), expect=0)
        w.sync()
        if hopeless:
            secret = os.path.join(w.dir, "password")
            with open(secret, "w") as f:
                f.write("pw\n")
            os.chmod(secret, 0o600)
            w.settings["mailboxes"].append({"name": "gone", "host": world.LOOPBACK, "port": 1, "tls": "none",
                                            "user": "u", "password": {"file": secret}})
            w.write_config()
        w.advance(73 * HOUR)  # Thursday at ten
        w.start()
        want = "Reminders wait" if hopeless else "waits for your word"

        def came():
            return [m for m in w.sent() if want in m.subject]
        if not proc.wait_for(came, 60):
            raise Problem("no mail with '%s' came: %s" % (want, [m.brief() for m in w.sent()]))
        time.sleep(1.5)
        reminded = [m for m in w.sent() if m.rcpt == JANE and "waits for your word" in m.subject]
        rows = w.one("SELECT count(*) FROM review_reminder")
        if hopeless and (reminded or rows):
            raise Problem("reminded while a mailbox is not read")
        if not hopeless and (len(reminded) != 1 or rows != 1):
            raise Problem("%d reminders, %d rows" % (len(reminded), rows))
        w.stop()
    finally:
        w.close()


def unread(h, options):
    _play(h, "unread", True)
    _play(h, "read", False)


TESTS = [("reminders wait for an unread mailbox", unread, ("test", "san"))]
