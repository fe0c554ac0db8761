"""Every mail of ../shared/data/mail through one `docket sync`: none lost, none blocks another."""
import os
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lib import mails, servers, world  # noqa: E402
from lib.report import Skip  # noqa: E402
from lib.world import Problem  # noqa: E402

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
DATA = os.path.join(ROOT, "..", "shared", "data", "mail")


def corpus(h):
    if not os.path.isdir(DATA):
        raise Skip("../shared/data/mail is not here")
    found = []
    for d, _, files in os.walk(DATA):
        found += [os.path.join(d, f) for f in files if f.endswith(".eml")]
    found.sort()
    return found[::8] if h.san else found  # ASan: an eighth of them, every folder has some


def _last_mail(w):
    """Stands behind all others; its answer shows that none of them blocked it."""
    return mails.compose([("From", "Jane Doe <jane@acme.example>"), ("To", world.INTAKE),
                          ("Subject", "The last one"), ("Message-ID", "<last@acme.example>"),
                          ("Date", mails.date_of(w.now, w.zone))],
                         "Hi, we need a landing page for our spring sale.")


def check(w, count):
    got = w.one("SELECT count(*) FROM message")
    if got != count:
        raise Problem("%d mails, %d rows" % (count, got))
    stuck = w.one("SELECT count(*) FROM message WHERE state = 'recorded'")
    if stuck:
        raise Problem("%d mails are recorded but not applied" % stuck)
    mute = w.one("SELECT count(*) FROM message WHERE state = 'triage' AND coalesce(reason, '') = ''")
    if mute:
        raise Problem("%d mails in triage have no reason" % mute)
    to = [m for m in w.sent() if m.rcpt == "jane@acme.example"]
    if len(to) != 1:
        raise Problem("the mail behind all others got %d answers" % len(to))
    outside = {m.rcpt for m in w.sent()} - world.TEAM - {"jane@acme.example"}
    known = w.one("SELECT count(*) FROM client_domain")
    for who in outside:
        if not w.one("SELECT count(*) FROM contact WHERE address_key = ?", who.lower()):
            raise Problem("a stranger was answered: %s (of %d client domains)" % (who, known))
    again = w.one("SELECT id FROM message WHERE state = 'triage' ORDER BY id LIMIT 1")
    if again:
        w.docket("replay", "m%d" % again, expect=0)
        w.docket("why", "m%d" % again, expect=0)
        w.sync()
    w.docket("verify", expect=0)
    print("corpus (%s): %d mails; %s" % (w.name, count, ", ".join("%s %d" % r for r in w.rows(
        "SELECT state, count(*) FROM message GROUP BY 1"))))


def maildir(h, options):
    files = corpus(h)
    w = world.World(h, "corpus.maildir")
    for n, f in enumerate(files):
        shutil.copyfile(f, os.path.join(w.inbox, "new", "%d.M%06d.corpus" % (1000 + n, n)))
    with open(os.path.join(w.inbox, "new", "999999.last.corpus"), "wb") as f:
        f.write(_last_mail(w))
    w.sync(timeout=900)
    check(w, len(files) + 1)


def imap(h, options):
    missing = servers.available()
    if missing:
        raise Skip(missing)
    files = corpus(h)
    w = world.World(h, "corpus.imap", served=True)
    try:
        path = w.dovecot.make(w.user)
        for n, f in enumerate(files):
            to = os.path.join(path, "cur", "%d.M%06d.corpus:2," % (1000000000 + n, n))
            shutil.copyfile(f, to)
        with open(os.path.join(path, "cur", "1900000000.last.corpus:2,"), "wb") as f:
            f.write(_last_mail(w))
        w.dovecot.account.own_tree(path)
        w.sync(timeout=900)
        from lib import proc
        proc.wait_for(w.exim.queue_empty, 60)
        check(w, len(files) + 1)
    finally:
        w.close()


TESTS = [("corpus/maildir", maildir, ("test", "san")), ("corpus/imap", imap, ("test", "san"))]
