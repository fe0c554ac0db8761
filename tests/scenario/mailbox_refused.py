"""
A mailbox whose login is refused for good (row 35, the part without OAuth): the password changes on the
server. The team hears of it at once, once, and by another way than that mailbox; `docket check` names the
reason and how old the last mail is; when the password is put right docket goes on by itself, nothing is
lost and nothing done twice. The twin, whose server only restarts, alarms nobody.
"""
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lib import mails, proc, servers, world  # noqa: E402
from lib.report import Skip  # noqa: E402
from lib.world import Problem  # noqa: E402

USER = "desk"
HOUR = 3600000
PATIENCE = 90
OWN_USERS = "auth_cache_size = 0\npassdb {{\n  driver = passwd-file\n  args = {0}\n  result_failure = return-fail\n}}"


class Box:
    """A Dovecot with one user whose password can change, and a daemon that reads it."""

    def __init__(self, h, name):
        self.w = w = world.World(h, "mailbox." + name)
        base = os.path.join(proc.server_folder(h.scratch), name)
        os.makedirs(base)
        self.users = os.path.join(base, "users")
        self.passwords("first")
        tls, _, _ = h.servers()
        self.dovecot = servers.Dovecot(os.path.join(base, "dovecot"), tls, OWN_USERS.format(self.users))
        self.dovecot.make(USER)
        self.secret = os.path.join(w.dir, "password")
        self.configured("first")
        w.settings["mailboxes"] = [{"name": "intake", "host": world.LOOPBACK, "port": self.dovecot.imap,
                                    "tls": "none", "user": USER, "password": {"file": self.secret}}]
        w.write_config()

    def passwords(self, word):
        with open(self.users, "w") as f:
            f.write("%s:{PLAIN}%s::::::\n" % (USER, word))
        os.chmod(self.users, 0o644)

    def configured(self, word):
        with open(self.secret, "w") as f:
            f.write(word + "\n")
        os.chmod(self.secret, 0o600)

    def restart(self):
        self.dovecot.stop()
        self.dovecot.start()

    def mail(self, n):
        self.dovecot.put(USER, mails.compose([
            ("From", "Jane Doe <jane@acme.example>"), ("To", world.INTAKE), ("Subject", "Landing page %d" % n),
            ("Date", mails.date_of(self.w.now, self.w.zone)), ("Message-ID", "<refused.%d@acme.example>" % n)],
            "Hi, we need landing page number %d for our sale." % n))

    def applied(self, count):
        def there():
            return (self.w.one("SELECT count(*) FROM message WHERE state = 'applied'") or 0) >= count
        if not proc.wait_for(there, PATIENCE):
            raise Problem("%d mails are not applied: %s" % (count, self.w.what_waits()))

    def told(self, subject):
        return [m for m in self.w.sent() if m.rcpt in world.TEAM and subject in m.subject]

    def close(self):
        self.w.close()
        self.dovecot.stop()


def refused(h, options):
    missing = servers.available()
    if missing:
        raise Skip(missing)
    b = Box(h, "refused")
    try:
        b.mail(1)
        b.w.start()
        b.applied(1)
        b.passwords("second")
        b.restart()
        b.mail(2)
        b.mail(3)
        if not proc.wait_for(lambda: b.told("cannot be read"), PATIENCE):
            raise Problem("nobody hears that the mailbox is refused: %s" % b.w.what_waits())
        note = b.told("cannot be read")[0]
        if "password" not in note.text or "first" in note.text or "docket check" not in note.text:
            raise Problem("the alarm does not say why and what to do: %s" % note.text)
        b.w.advance(5 * HOUR)
        time.sleep(2)  # more refusals, no more alarms
        if len({m.id for m in b.told("cannot be read")}) != 1:
            raise Problem("%d alarms of one refusal" % len(b.told("cannot be read")))
        r = b.w.docket("check")
        if r.code == 0 or "refuses the password" not in r.out or "5 h ago" not in r.out:
            raise Problem("docket check does not say what is wrong and since when: %s" % r.out)
        b.configured("second")
        b.applied(3)
        if not proc.wait_for(lambda: b.told("is read again"), PATIENCE):
            raise Problem("nobody hears that the mailbox is read again")
        b.w.stop()
        got = b.w.rows("SELECT message_id, count(*) FROM message GROUP BY 1 ORDER BY 1")
        if got != [("refused.%d@acme.example" % n, 1) for n in (1, 2, 3)] or b.w.one("SELECT count(*) FROM job") != 3:
            raise Problem("lost or done twice: %s" % got)
        b.w.docket("check", expect=0)
        b.w.docket("verify", expect=0)
    finally:
        b.close()


def restarted(h, options):
    missing = servers.available()
    if missing:
        raise Skip(missing)
    b = Box(h, "restarted")
    try:
        b.mail(1)
        b.w.start()
        b.applied(1)
        b.restart()
        b.mail(2)
        b.applied(2)
        b.w.stop()
        if b.told("cannot be read") or b.told("is read again"):
            raise Problem("an alarm about a server that only restarted")
    finally:
        b.close()


TESTS = [("mailbox/refused for good", refused, ("test", "san")),
         ("mailbox/only restarted", restarted, ("test", "san"))]
