"""What a mail server may answer, with Exim: 421, 450 and 550 per recipient, a server that is away."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lib import mails, servers, world  # noqa: E402
from lib.report import Skip  # noqa: E402
from lib.world import Problem  # noqa: E402

HOUR = 3600000


def _request(w, sender, n, cc=None):
    raw = mails.compose([("From", sender), ("To", world.INTAKE), ("Cc", cc),
                         ("Subject", "Landing page %d" % n), ("Message-ID", "<smtp.%d@x.example>" % n),
                         ("Date", mails.date_of(w.now, w.zone))],
                        "Hi, we need landing page number %d for our spring sale." % n)
    w.put(raw, sender)


def _world(h, name):
    missing = servers.available()
    if missing:
        raise Skip(missing)
    w = world.World(h, name, served=True)
    for a in ("temp450@acme.example", "reject550@acme.example", "defer421@acme.example"):
        w.docket("contact", "add", "ACME", a, "Somebody", expect=0)
    return w


def _quiet(w):
    """Settled but for what waits for its next try."""
    from lib import proc
    calm = [0]

    def done():
        if w.daemon.poll() is not None:
            return "died"
        if (w.one("SELECT count(*) FROM message WHERE state <> 'recorded'") or 0) < w.delivered:
            return None
        # A second try shows no sign while it runs: it must look quiet for a while.
        calm[0] = 0 if w.under_way() or not w.exim.queue_empty() else calm[0] + 1
        return "quiet" if calm[0] > 6 else None
    if w.daemon is None:
        w.start()
    got = proc.wait_for(done, 90)
    if got != "quiet":
        raise Problem("docket run %s: %s" % (got or "did not settle", w.what_waits()))


def _count(w, who):
    return sum(1 for m in w.sent() if m.rcpt == who)


def per_recipient(h, options):
    for name, state in (("temp450", "queued"), ("defer421", "queued"), ("reject550", "dead")):
        w = _world(h, "smtp.%s" % name)
        try:
            bad = "%s@acme.example" % name
            _request(w, bad, 1)
            _request(w, "jane@acme.example", 2)
            _quiet(w)
            got = w.one("SELECT state FROM outbox WHERE to_address = ?", bad)
            if got != state:
                raise Problem("%s: the answer to it is '%s', expected '%s': %s"
                              % (name, got, state, w.what_waits()))
            if _count(w, "jane@acme.example") != 1:
                raise Problem("%s: the other client's answer did not go out once" % name)
            if state == "dead" and not any(bad in m.text for m in w.sent() if m.rcpt in world.TEAM):
                raise Problem("550: nobody of the team was told about %s" % bad)
            if state == "queued":
                w.exim.switch("heal")
                for _ in range(6):
                    w.advance(2 * HOUR)
                    _quiet(w)
                if _count(w, bad) != 1:
                    raise Problem("%s: after the server was well again it arrived %d times"
                                  % (name, _count(w, bad)))
            if _count(w, "jane@acme.example") != 1:
                raise Problem("%s: the other answer arrived %d times" % (name, _count(w, "jane@acme.example")))
            w.stop()
            w.docket("verify", expect=0)
        finally:
            w.close()


def mixed(h, options):
    """One mail, two recipients, one of them refused: the good one gets it, exactly once."""
    w = _world(h, "smtp.mixed")
    try:
        _request(w, "jane@acme.example", 1, cc="reject550@acme.example, temp450@acme.example")
        _quiet(w)
        if _count(w, "jane@acme.example") != 1:
            raise Problem("the good recipient got %d copies" % _count(w, "jane@acme.example"))
        w.exim.switch("heal")
        for _ in range(6):
            w.advance(2 * HOUR)
            _quiet(w)
        if _count(w, "jane@acme.example") != 1:
            raise Problem("the retry sent the good recipient %d copies" % _count(w, "jane@acme.example"))
        if _count(w, "temp450@acme.example") != 1:
            raise Problem("the deferred recipient got %d copies" % _count(w, "temp450@acme.example"))
        if _count(w, "reject550@acme.example") != 0:
            raise Problem("the refused recipient was tried again")
        w.stop()
    finally:
        w.close()


def away(h, options):
    """No SMTP server for hours: nothing is lost, the outbox drains by itself, each mail once."""
    w = _world(h, "smtp.away")
    try:
        w.exim.stop()
        for n in range(5):
            _request(w, "away%d@acme.example" % n, n)
        w.start()
        from lib import proc
        if not proc.wait_for(lambda: (w.one(
                "SELECT count(*) FROM message WHERE state <> 'recorded'") or 0) == 5, 60):
            raise Problem("intake stops when SMTP is away: " + w.what_waits())
        for _ in range(4):
            w.advance(HOUR // 2)
        if w.daemon.poll() is not None:
            raise Problem("docket run ended because SMTP is away: " + world._last(w.errors()))
        w.exim.start()
        for _ in range(6):
            w.advance(2 * HOUR)
            _quiet(w)
        counts = [_count(w, "away%d@acme.example" % n) for n in range(5)]
        if counts != [1] * 5:
            raise Problem("after the server came back the answers arrived %s times" % counts)
        w.stop()
    finally:
        w.close()


def busy(h, options):
    """4xx after DATA and for every recipient, then well again."""
    for switch in ("busy", "busydata", ):
        w = _world(h, "smtp." + switch)
        try:
            w.exim.switch(switch)
            _request(w, "jane@acme.example", 1)
            _quiet(w)
            if _count(w, "jane@acme.example"):
                raise Problem("sent although the server said %s" % switch)
            if w.one("SELECT state FROM outbox WHERE to_address = 'jane@acme.example'") != "queued":
                raise Problem("%s: the answer is no longer queued: %s" % (switch, w.what_waits()))
            w.exim.switch(switch, False)
            for _ in range(6):
                w.advance(2 * HOUR)
                _quiet(w)
            if _count(w, "jane@acme.example") != 1:
                raise Problem("%s: arrived %d times" % (switch, _count(w, "jane@acme.example")))
            w.stop()
        finally:
            w.close()


TESTS = [("fault/smtp per recipient", per_recipient, ("test", "san")), ("fault/smtp mixed", mixed, ("test", "san")),
         ("fault/smtp away", away, ("test", "san")), ("fault/smtp busy", busy, ("test", "san"))]
