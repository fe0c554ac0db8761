"""
SIGKILL rounds under load: `docket run` with Dovecot and Exim, the whole process group killed at a
random moment while mail keeps arriving; N rounds, then the rest is drained. Every mail is one row and
one answer; the same answer may have gone out again only where docket could not know (D4.5), under
the same Message-ID, and is counted.
"""
import os
import random
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lib import mails, proc, servers, world  # noqa: E402
from lib.report import Skip  # noqa: E402
from lib.world import Problem  # noqa: E402

MANY = "100000"


class Load(threading.Thread):
    """Delivers until told to stop, and counts."""

    def __init__(self, w, most):
        super().__init__(daemon=True)
        self.w, self.most = w, most
        self.sent, self.over, self.fault = [], threading.Event(), None

    def run(self):
        r = random.Random(7)
        while not self.over.is_set() and len(self.sent) < self.most:
            n = len(self.sent) + 1
            sender = "load%d@acme.example" % n
            raw = mails.compose([
                ("From", "Load %d <%s>" % (n, sender)), ("To", world.INTAKE),
                ("Subject", "Landing page number %d" % n), ("Message-ID", "<load.%d@acme.example>" % n),
                ("Date", mails.date_of(self.w.now, self.w.zone))],
                "Hi, we need landing page number %d for the spring sale.\n%s" % (
                    n, "More words. " * r.randrange(200)))
            try:
                self.w.dovecot.deliver(self.w.user, raw, sender)
            except Exception as e:  # noqa: BLE001
                self.fault = e
                return
            self.sent.append(sender)
            self.over.wait(r.uniform(0, 0.08))


def loop(h, options):
    missing = servers.available()
    if missing:
        raise Skip(missing)
    rounds = min(options.kills, 10) if h.san else options.kills
    w = world.World(h, "kills", [
        ("limits.answers_hour", MANY), ("limits.answers_per_address_hour", MANY),
        ("limits.answers_per_address_day", MANY), ("limits.answers_per_thread", MANY),
        # 200 rounds outlast a week, and a weekly summary is no answer.
        ("kinds.digest", "never")], served=True)
    r = random.Random(20260511)
    load = Load(w, rounds * 12)
    try:
        load.start()
        for n in range(rounds):
            try:
                w.start()
            except Problem as e:
                raise Problem("round %d of %d: %s" % (n + 1, rounds, e))
            time.sleep(r.choice((r.uniform(0, 0.15), r.uniform(0, 0.9))) * (3 if h.san else 1))
            w.kill()
            w.advance(3600000)  # what was claimed and not settled is due again
        load.over.set()
        load.join()
        if load.fault:
            raise Problem("the load stopped: %s" % load.fault)
        w.delivered = len(load.sent)
        w.settle(patience=240)
        w.advance(4 * 3600000)
        w.settle(patience=240)
        w.stop()
        w.docket("verify", expect=0)
        return check(w, load, rounds)
    finally:
        load.over.set()
        w.close()


def check(w, load, rounds):
    n = len(load.sent)
    rows = w.one("SELECT count(*) FROM message WHERE state <> 'duplicate'")
    ids = w.one("SELECT count(DISTINCT message_id) FROM message WHERE message_id LIKE 'load.%'")
    if rows != n or ids != n:
        raise Problem("%d mails delivered, %d rows, %d Message-IDs" % (n, rows, ids))
    jobs = w.one("SELECT count(*) FROM job")
    if jobs != n:
        raise Problem("%d requests, %d jobs" % (n, jobs))
    twice = w.one("SELECT count(*) FROM (SELECT cause FROM outbox WHERE internal = 0 GROUP BY cause, "
                  "to_key HAVING count(*) <> 1)")
    if twice:
        raise Problem("%d mails have more than one answer in the outbox" % twice)
    unsent = w.one("SELECT count(*) FROM outbox WHERE internal = 0 AND state <> 'sent'")
    if unsent:
        raise Problem("%d answers were not sent: %s" % (unsent, w.what_waits()))
    got, repeats = {}, 0
    for m in w.sent():
        if m.rcpt in world.TEAM:
            continue
        got.setdefault(m.rcpt, []).append(m.id)
    for sender in load.sent:
        at = got.get(sender, [])
        if not at:
            raise Problem("%s was never answered" % sender)
        if len(set(at)) > 1:
            raise Problem("%s got two different answers" % sender)
        repeats += len(at) - 1
    print("kill loop: %d rounds, %d mails, each answered; %d answers went out again with the same "
          "Message-ID" % (rounds, n, repeats))
    # Only a kill between the server's acceptance and our note of it allows a repeat: the sending
    # connections at that moment bound how many there can be.
    most = rounds * 4
    if repeats > most:
        raise Problem("%d repeats in %d rounds: more than connections at the moment of a kill"
                      % (repeats, rounds))


def second_instance(h, options):
    """A second daemon on the same data refuses to start, and the first goes on."""
    w = world.World(h, "second-instance")
    try:
        w.start()
        r = w.docket("run", timeout=30)
        if r.code not in (77, 75):
            raise Problem("a second `docket run` on the same data: exit %d" % r.code)
        if not r.err.strip():
            raise Problem("the second instance says nothing")
        w.docket("board", expect=0)
        w.stop()
        w.start()  # the twin: once the first is gone, another may
        w.stop()
    finally:
        w.close()


def clean_stop(h, options):
    """SIGTERM and SIGINT end the daemon and all its children with exit 0, at once and under load."""
    import signal
    for sig in (signal.SIGTERM, signal.SIGINT):
        w = world.World(h, "clean-stop-%d" % sig)
        try:
            w.start()
            for n in range(5):
                w.put(mails.compose([("From", "jane@acme.example"), ("To", world.INTAKE),
                                     ("Subject", "number %d" % n), ("Message-ID", "<stop%d@a>" % n)],
                                    "We need a landing page for the sale, number %d." % n))
            group, p = w.daemon.pid, w.daemon
            os.kill(group, sig)
            if proc.wait_for(lambda: p.poll() is not None, 60) is not True:
                raise Problem("docket run does not end on signal %d" % sig)
            left = [x for x in os.listdir("/proc") if x.isdigit() and _group(x) == group]
            if left:
                raise Problem("children are left after signal %d: %s" % (sig, left))
            if p.returncode != 0:
                raise Problem("exit %d after signal %d" % (p.returncode, sig))
            w.daemon = None
            proc.forget(p)
            w.sync()
            if w.one("SELECT count(*) FROM message WHERE state <> 'recorded'") != 5:
                raise Problem("mails were lost or stuck over a clean stop")
        finally:
            w.close()


def _group(pid):
    try:
        text = open("/proc/%s/stat" % pid).read()
    except OSError:
        return None
    fields = text[text.rindex(")") + 2:].split()
    return int(fields[2]) if fields[0] != "Z" else None


def lost_child(h, options):
    """A killed child is started again; the mail it was about is applied all the same."""
    w = world.World(h, "lost-child")
    try:
        w.start()
        for n in range(3):
            for x in os.listdir("/proc"):
                if x.isdigit() and _group(x) == w.daemon.pid and int(x) != w.daemon.pid:
                    try:
                        os.kill(int(x), 9)
                    except ProcessLookupError:
                        pass
            w.put(mails.compose([("From", "jane@acme.example"), ("To", world.INTAKE),
                                 ("Subject", "number %d" % n), ("Message-ID", "<child%d@a>" % n)],
                                "We need a landing page for the sale, number %d." % n))
            if not proc.wait_for(lambda: (w.one(
                    "SELECT count(*) FROM message WHERE state <> 'recorded'") or 0) > n, 60):
                raise Problem("the mail after the %dth kill of the children is not applied: %s"
                              % (n + 1, w.what_waits()))
        w.stop()
        if w.one("SELECT count(*) FROM message WHERE state = 'applied'") != 3:
            raise Problem("not all applied: %s" % w.what_waits())
    finally:
        w.close()


TESTS = [("crash/kills", loop, ("test", "san")), ("crash/second instance", second_instance, ("test", "san")),
         ("crash/clean stop", clean_stop, ("test", "san")), ("crash/lost child", lost_child, ("test", "san"))]
