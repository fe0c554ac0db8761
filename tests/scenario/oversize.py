"""
A mail with an attachment of 60 MB, on a real server and in a Maildir: its text is read, its file named, a
link asked for once, and neither the daemon nor its children grow by what was left out. A mail behind it
is read in the same pass.
"""
import os
import re
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lib import mails, proc, servers, world  # noqa: E402
from lib.report import Skip  # noqa: E402
from lib.world import Problem  # noqa: E402

SERVED = ("test",)
JANE = "jane@acme.example"
FILE = 60 << 20
GROWTH_MAX = 24 << 20  # of all processes together; the mail is 82 MB on the wire


def _large(w):
    fields = [("From", mails.address(world.NAMES[JANE], JANE)), ("To", world.INTAKE),
              ("Subject", "Landing page"), ("Message-ID", "<large@acme.example>"),
              ("Date", mails.date_of(w.now, w.zone))]
    return mails.compose(fields, "Hi, we need a landing page for our spring sale. The film is attached.",
                         attach=[mails.file_of("film.mov=60MB"), mails.file_of("logo.png=400x400")])


def _small(w):
    return mails.compose([("From", JANE), ("To", world.INTAKE), ("Subject", "Logo"),
                          ("Message-ID", "<small@acme.example>"), ("Date", mails.date_of(w.now, w.zone))],
                         "Hi, we need a logo for our autumn range.")


def _family(pid):
    """The daemon and its children."""
    found = [pid]
    for name in os.listdir("/proc"):
        try:
            if name.isdigit() and int(re.search(r"\) \S (\d+)", open("/proc/%s/stat" % name).read())[1]) == pid:
                found.append(int(name))
        except OSError:
            pass
    return found


def _peak(pid):
    total = 0
    for p in _family(pid):
        try:
            total += int(re.search(r"VmHWM:\s+(\d+) kB", open("/proc/%d/status" % p).read())[1]) << 10
        except OSError:
            pass
    return total


def _run(h, name, served):
    if served and servers.available():
        raise Skip(servers.available())
    w = world.World(h, "oversize." + name, served=served)
    try:
        w.start()
        w.put(_small(w), JANE)
        proc.wait_for(lambda: w.one("SELECT count(*) FROM message WHERE state = 'applied'") == 1, 60)
        before = _peak(w.daemon.pid)
        raw = _large(w)
        w.put(raw, JANE, direct=True)
        began = time.monotonic()
        if not proc.wait_for(lambda: w.one("SELECT count(*) FROM message WHERE state = 'applied'") == 2, 120):
            raise Problem("the large mail was not applied: " + w.errors()[-400:])
        took, grown = time.monotonic() - began, _peak(w.daemon.pid) - before
        def asks():
            return [m for m in w.sent() if m.rcpt == JANE and "large files as a link" in m.subject]
        proc.wait_for(asks, 60)
        asked = asks()
        if len(asked) != 1 or "film.mov" not in asked[0].text or "logo.png" in asked[0].text:
            raise Problem("%d mails ask for a link" % len(asked))
        kept = w.one("SELECT size FROM message WHERE cut = 1")
        if kept is None or kept > 1 << 20:
            raise Problem("%s bytes of the large mail were kept" % kept)
        print("  %s: %d MB of mail read in %.1f s, %d KB kept, peak of all processes +%.1f MB"
              % (name, len(raw) >> 20, took, kept >> 10, grown / (1 << 20)))
        if grown > GROWTH_MAX:
            raise Problem("memory grew by %d MB" % (grown >> 20))
        if "film.mov" not in w.docket("show", "ACME-002", expect=0).out + asked[0].text:
            raise Problem("the file is named nowhere")
        w.stop()
    finally:
        w.close()


def dovecot(h, options):
    _run(h, "dovecot", True)


def maildir(h, options):
    _run(h, "maildir", False)


TESTS = [("oversize/dovecot", dovecot, SERVED), ("oversize/maildir", maildir, SERVED)]
