"""
Mailboxes on real servers: what certificates are refused, what a mail's key is, polling without IDLE,
people's read marks, a second mailbox beside a hopeless one.
"""
import os
import re
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lib import mails, proc, proxy, servers, world  # noqa: E402
from lib.report import Skip  # noqa: E402
from lib.world import Problem  # noqa: E402

SERVED = ("test", "san")


def _world(h, name, **kw):
    missing = servers.available()
    if missing:
        raise Skip(missing)
    return world.World(h, "imap." + name, served=True, **kw)


def _request(w, n=1, sender="jane@acme.example"):
    return mails.compose([
        ("From", mails.address(world.NAMES.get(sender, ""), sender)), ("To", world.INTAKE),
        ("Subject", "Landing page %d" % n), ("Message-ID", "<imap.%d@acme.example>" % n),
        ("Date", mails.date_of(w.now, w.zone))],
        "Hi, we need landing page number %d for our spring sale." % n)


def _one_clear_line(r, what):
    lines = [l for l in r.err.strip().splitlines() if l.strip()]
    if not lines:
        raise Problem("%s: no error line" % what)
    return lines[-1]


def _refused(h, name, change, words, password_seen):
    """A sync that must fail without a login; `change` turns the good mailbox into the bad one."""
    w = _world(h, "tls-" + name, tls="implicit")
    stop = None
    try:
        w.put(_request(w))
        good = dict(w.settings["mailboxes"][0])
        stop = change(w, w.settings["mailboxes"][0])
        w.write_config()
        r = w.docket("sync", timeout=180)
        if r.code == 0:
            raise Problem("%s: exit 0" % name)
        if r.code not in (69, 75, 78):
            raise Problem("%s: exit %d: %s" % (name, r.code, world._last(r.err)))
        line = _one_clear_line(r, name)
        if not re.search(words, r.err, re.I):
            raise Problem("%s: the error does not say what it is (/%s/): %s" % (name, words, line))
        if password_seen(w):
            raise Problem("%s: a login reached the server" % name)
        if w.one("SELECT count(*) FROM message"):
            raise Problem("%s: mail was fetched over it" % name)
        # The twin: the same mailbox with the good certificate.
        w.settings["mailboxes"][0] = good
        w.write_config()
        w.sync()
        if w.one("SELECT count(*) FROM message") != 1:
            raise Problem("%s: the good twin fetched nothing" % name)
        if not _logged_in(w):
            raise Problem("%s: the good twin left no login in the log: the test sees nothing" % name)
    finally:
        if stop:
            stop.close()
        w.close()


def _logged_in(w):
    text = open(w.dovecot.log, errors="replace").read()
    return "user=<%s>" % w.user in text


def _has_password(data):
    return servers.PASSWORD.encode() in data


def wrong_host(h, options):
    def change(w, box):
        box.update(host="127.0.0.2")
    _refused(h, "wrong-host", change, r"name|host|certificate", _logged_in)


def expired(h, options):
    def change(w, box):
        box.update(host="127.0.0.3")
    _refused(h, "expired", change, r"expired|certificate", _logged_in)


def unknown_ca(h, options):
    def change(w, box):
        box.update(host="127.0.0.4")
    _refused(h, "unknown-ca", change, r"certificate|authority|trust", _logged_in)


def old_tls(h, options):
    holder = {}

    def change(w, box):
        tls = w.h.servers()[0]
        holder["s"] = proxy.OldTls(*tls.good)
        box.update(port=holder["s"].port)
        return holder["s"]
    _refused(h, "tls-1.1", change, r"TLS|handshake|version",
             lambda w: b"LOGIN" in holder["s"].seen.upper() or _has_password(holder["s"].seen))


def _stripper(w):
    strip = lambda l: l.replace(b" STARTTLS", b"")  # noqa: E731
    return proxy.Proxy(w.dovecot.imap, from_server=strip)


def starttls_stripped(h, options):
    holder = {}

    def change(w, box):
        holder["p"] = _stripper(w)
        box.update(port=holder["p"].port, tls="starttls")
        return holder["p"]
    _refused(h, "starttls-stripped", change, r"STARTTLS|encrypt|TLS",
             lambda w: _has_password(holder["p"].seen) or _logged_in(w))


def starttls(h, options):
    """The twin of the stripped one: the same proxy that strips nothing."""
    w = _world(h, "starttls", tls="starttls")
    p = None
    try:
        p = proxy.Proxy(w.dovecot.imap)
        w.settings["mailboxes"][0]["port"] = p.port
        w.write_config()
        w.put(_request(w))
        w.sync()
        if w.one("SELECT count(*) FROM message") != 1:
            raise Problem("nothing was fetched over STARTTLS")
        if _has_password(p.seen):
            raise Problem("the password went over the wire in clear")
    finally:
        if p:
            p.close()
        w.close()


def plain_abroad(h, options):
    """tls: none is refused for any host but loopback, before anything is sent."""
    w = _world(h, "plain-abroad")
    try:
        w.settings["mailboxes"][0].update(host="mail.example")
        w.write_config()
        r = w.docket("sync")
        if r.code != 78:
            raise Problem("tls: none to mail.example: exit %d, expected 78" % r.code)
        if ":" not in r.err or "tls" not in r.err:
            raise Problem("the error names neither line nor key: %s" % world._last(r.err))
    finally:
        w.close()


def wrong_password(h, options):
    w = _world(h, "wrong-password")
    try:
        with open(os.path.join(w.dir, "password"), "w") as f:
            f.write("not-it\n")
        w.put(_request(w))
        r = w.docket("sync", timeout=180)
        if r.code == 0:
            raise Problem("a wrong password: exit 0")
        if "not-it" in r.err + r.out:
            raise Problem("the password stands in the error")
        line = _one_clear_line(r, "wrong password")
        if not re.search(r"login|password|user", line, re.I):
            raise Problem("the error does not speak of the login: %s" % line)
    finally:
        w.close()


def uidvalidity(h, options):
    """UIDVALIDITY changes: everything is seen again under new keys, nothing happens twice."""
    w = _world(h, "uidvalidity")
    try:
        for n in range(1, 4):
            w.put(_request(w, n))
        w.sync()
        jobs, sent = w.one("SELECT count(*) FROM job"), len(w.sent())
        w.dovecot.new_uidvalidity(w.user)
        w.dovecot.put(w.user, _request(w, 4, "bob@acme.example"))
        w.delivered += 1
        w.sync()
        if len(set(w.rows("SELECT uidvalidity FROM message"))) < 2:
            raise Problem("the test did not change UIDVALIDITY")
        if w.one("SELECT count(*) FROM job") != jobs + 1:
            raise Problem("%d jobs before, %d after one new mail" % (jobs, w.one("SELECT count(*) FROM job")))
        if w.one("SELECT count(*) FROM message WHERE state = 'applied'") != 4:
            raise Problem("rows: %s" % w.rows("SELECT state, count(*) FROM message GROUP BY 1"))
        proc.wait_for(w.exim.queue_empty, 30)
        if proc.wait_for(lambda: len(w.sent()) >= sent + 1, 30) and len(
                [m for m in w.sent() if m.rcpt == "jane@acme.example"]) > 3:
            raise Problem("somebody was answered twice")
        w.docket("verify", expect=0)
    finally:
        w.close()


def second_folder(h, options):
    """The same mail in two folders is one message; another in the second folder counts."""
    w = _world(h, "second-folder")
    try:
        box = dict(w.settings["mailboxes"][0])
        w.settings["mailboxes"].append(dict(box, name="second", folder="Second"))
        w.write_config()
        raw = _request(w)
        w.dovecot.put(w.user, raw)
        w.dovecot.put(w.user, raw, folder="Second")
        w.dovecot.put(w.user, _request(w, 2, "erik@northwind.example"), folder="Second")
        w.sync()
        got = dict(w.rows("SELECT state, count(*) FROM message GROUP BY 1"))
        if got != {"applied": 2, "duplicate": 1}:
            raise Problem("rows: %s" % got)
        if w.one("SELECT count(*) FROM job") != 2:
            raise Problem("%d jobs" % w.one("SELECT count(*) FROM job"))
    finally:
        w.close()


def read_marks(h, options):
    """after: keep leaves people's marks alone; seen and move do what they say, after the commit."""
    for after in ("keep", "seen", "move:Done"):
        w = _world(h, "after-" + after.split(":")[0])
        try:
            w.settings["mailboxes"][0]["after"] = after
            w.write_config()
            for n in range(1, 4):
                w.put(_request(w, n))
            w.dovecot.put(w.user, _request(w, 4, "bob@acme.example"), flags="S")
            w.sync()
            w.sync()
            if w.one("SELECT count(*) FROM message WHERE state = 'applied'") != 4:
                raise Problem("after: %s: rows %s" % (after, w.rows(
                    "SELECT state, count(*) FROM message GROUP BY 1")))
            inbox, done = w.dovecot.talk(w.user, "STATUS INBOX (MESSAGES UNSEEN)",
                                         "STATUS Done (MESSAGES UNSEEN)")
            want = {"keep": ("MESSAGES 4 UNSEEN 3", "MESSAGES 0"),
                    "seen": ("MESSAGES 4 UNSEEN 0", "MESSAGES 0"),
                    "move:Done": ("MESSAGES 0", "MESSAGES 4 UNSEEN 3")}[after]
            if want[0] not in inbox or want[1] not in done:
                raise Problem("after: %s: INBOX %s, Done %s" % (after, inbox.split("\r\n")[0],
                                                               done.split("\r\n")[0]))
        finally:
            w.close()


def no_idle(h, options):
    """A server that refuses IDLE: polling works."""
    w = _world(h, "no-idle")
    p = None

    def from_client(line):
        words = line.split()
        if len(words) > 1 and words[1].upper() == b"IDLE":
            return b"", words[0] + b" BAD IDLE is not for you\r\n"
        return line
    try:
        p = proxy.Proxy(w.dovecot.imap, from_server=lambda l: l.replace(b" IDLE", b""),
                        from_client=from_client)
        w.settings["mailboxes"][0]["port"] = p.port
        w.write_config()
        w.start()
        for n in range(1, 3):
            w.put(_request(w, n))
            if not proc.wait_for(lambda n=n: w.one(
                    "SELECT count(*) FROM message WHERE state = 'applied'") == n, 150):
                raise Problem("without IDLE mail %d was not seen: %s" % (n, w.what_waits()))
        if b" IDLE" in p.seen.upper():
            raise Problem("IDLE was tried although the server does not offer it")
        w.stop()
    finally:
        if p:
            p.close()
        w.close()


def idle(h, options):
    """With IDLE no polling: between two mails the client says no more than IDLE and DONE."""
    w = _world(h, "idle")
    p = None
    try:
        p = proxy.Proxy(w.dovecot.imap)
        w.settings["mailboxes"][0]["port"] = p.port
        w.write_config()
        w.put(_request(w, 1))
        w.start()
        if not proc.wait_for(lambda: b"IDLE" in p.seen.upper(), 30):
            raise Problem("IDLE is offered and not used")
        w.put(_request(w, 2))
        w.settle()
        if w.one("SELECT count(*) FROM message WHERE state = 'applied'") != 2:
            raise Problem("the mail after IDLE was not taken")
        noops = len(re.findall(rb"\bNOOP\b", p.seen.upper()))
        if noops > 2:
            raise Problem("%d NOOPs while IDLE works" % noops)
        w.stop()
    finally:
        if p:
            p.close()
        w.close()


def away_and_back(h, options):
    """The IMAP server goes away and comes back: the daemon takes up again by itself."""
    missing = servers.available()
    if missing:
        raise Skip(missing)
    tls, _, base = h.servers()
    own = servers.Dovecot(os.path.join(base, "away"), tls)
    w = _world(h, "away-and-back")
    try:
        w.dovecot = own
        w.exim.dovecot = own
        w.settings["mailboxes"][0]["port"] = own.imap
        w.settings["outgoing"] = {"maildir": w.out, "from": w.settings["outgoing"]["from"]}
        w.write_config()
        own.make(w.user)
        own.deliver(w.user, _request(w, 1), "jane@acme.example")
        w.start()
        applied = lambda: w.one("SELECT count(*) FROM message WHERE state = 'applied'")  # noqa: E731
        if not proc.wait_for(lambda: applied() == 1, 60):
            raise Problem("the first mail was not taken: " + w.what_waits())
        own.stop()
        time.sleep(1)
        if w.daemon.poll() is not None:
            raise Problem("docket run ended because IMAP is away: " + world._last(w.errors()))
        own.start()
        own.deliver(w.user, _request(w, 2), "jane@acme.example")
        if not proc.wait_for(lambda: applied() == 2, 150):
            raise Problem("after the server came back nothing was fetched: " + w.what_waits())
        w.stop()
    finally:
        w.close()
        own.stop()


def good_beside_bad(h, options):
    """One mailbox is hopeless in several ways: another of the same daemon goes on."""
    import socket
    import threading
    ways = {
        "silent": lambda c: time.sleep(60),
        "closes": lambda c: c.close(),
        "garbage": lambda c: c.sendall(bytes(range(256)) * 64),
        "endless line": lambda c: [c.sendall(b"* OK " + b"x" * 65536) for _ in range(2000)],
        "5 GB literal": lambda c: (c.sendall(b"* OK [CAPABILITY IMAP4rev1] hi\r\n"),
                                   [c.sendall(l.split()[0] + b" OK [CAPABILITY IMAP4rev1] x\r\n"
                                              if b"LOGIN" in l.upper() else
                                              b"* 1 EXISTS\r\n* OK [UIDVALIDITY 1] x\r\n" + l.split()[0] +
                                              b" OK [READ-WRITE] x\r\n" if b"SELECT" in l.upper() or b"EXAMINE" in l.upper()
                                              else b"* 1 FETCH (UID 1 BODY[] {5368709121}\r\nx")
                                    for l in c.makefile("rb")]),
    }
    for name, way in ways.items():
        w = _world(h, "beside-" + name.replace(" ", "-"))
        port = proc.port()
        server = socket.create_server(("127.0.0.1", port))

        def serve(server=server, way=way):
            while True:
                try:
                    c, _ = server.accept()
                except OSError:
                    return

                def talk(c=c):
                    try:
                        way(c)
                    except (OSError, IndexError):
                        pass
                    finally:
                        c.close()
                threading.Thread(target=talk, daemon=True).start()
        threading.Thread(target=serve, daemon=True).start()
        try:
            box = dict(w.settings["mailboxes"][0])
            w.settings["mailboxes"].insert(0, dict(box, name="bad", user="other", port=port))
            w.write_config()
            w.start()
            for n in range(1, 4):
                w.put(_request(w, n, "jane@acme.example"))
                if not proc.wait_for(lambda n=n: w.one(
                        "SELECT count(*) FROM message WHERE state = 'applied'") == n, 60):
                    raise Problem("beside a mailbox that is '%s' mail %d was not taken: %s"
                                  % (name, n, w.what_waits()))
            if w.daemon.poll() is not None:
                raise Problem("beside '%s' the daemon ended" % name)
            w.stop()
        finally:
            server.close()
            w.close()


TESTS = [("imap/wrong host", wrong_host, SERVED), ("imap/expired", expired, SERVED),
         ("imap/unknown CA", unknown_ca, SERVED), ("imap/TLS 1.1", old_tls, SERVED),
         ("imap/STARTTLS stripped", starttls_stripped, SERVED), ("imap/STARTTLS", starttls, SERVED),
         ("imap/plain abroad", plain_abroad, SERVED), ("imap/wrong password", wrong_password, SERVED),
         ("imap/UIDVALIDITY", uidvalidity, SERVED), ("imap/second folder", second_folder, SERVED),
         ("imap/after", read_marks, SERVED), ("imap/no IDLE", no_idle, SERVED), ("imap/IDLE", idle, SERVED),
         ("imap/away and back", away_and_back, SERVED),
         ("imap/good beside bad", good_beside_bad, SERVED)]
