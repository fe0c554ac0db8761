"""
What submitted links publicly give (P6): docket fetches it from a real HTTP server on loopback, which the
configuration names as a host of the agency's own. A file fixes the content of the version, a page does not;
what may not be fetched is not; each with the reason told once. Every refusal has its twin.
"""
import os
import sys
import threading
import time
import zipfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lib import fileserver, mails, proc, world  # noqa: E402
from lib.fileserver import PNG, in_turn, redirect  # noqa: E402
from lib.world import Problem  # noqa: E402

HTML = b"<!doctype html><html><title>Viewer</title><body>Sign in to see the file</body></html>"
MINUTE, HOUR = 60000, 3600000
PATIENCE = 60


class Desk:
    """A job in production, and a server whose paths are given."""

    def __init__(self, h, name, paths=None, more=(), start=True):
        self.server = fileserver.FileServer(paths)
        self.w = w = world.World(h, "fetch." + name)
        w.settings["fetch"] = {"private_hosts": [self.server.host], "seconds": 30}
        for key, value in more:
            w.set(key, value)
        w.write_config()
        self.docket("decider", "ACME", "jane@acme.example")
        self.docket("new", "ACME", "Landing page", "kit=landing-page")
        self.docket("accept", "ACME-001")
        self.docket("assign", "ACME-001", "tom")
        w.sync()
        if start:
            w.start()

    def docket(self, *argv, expect=0, **more):
        return self.w.docket(*argv, expect=expect, **more).out

    def submit(self, *paths):
        urls = [p if "://" in p else self.server.url(p) for p in paths]
        return self.docket("submit", "ACME-001", *urls, "--as", "tom")

    def states(self):
        return self.w.rows("SELECT state, why, sha IS NOT NULL FROM fetch WHERE decision IS NULL ORDER BY id")

    def settled(self, count, patience=PATIENCE):
        ok = proc.wait_for(lambda: self.w.one("SELECT count(*) FROM fetch WHERE state <> 'due'") >= count, patience)
        if not ok:
            raise Problem("not settled: %s; %s" % (self.states(), self.w.errors()[-300:]))

    def tried(self, count):
        if not proc.wait_for(lambda: self.w.one("SELECT sum(failed) FROM fetch") >= count, PATIENCE):
            raise Problem("not tried: %s" % self.states())

    def whys(self, *want):
        got = tuple(w for _, w, _ in self.states())
        if got != want:
            raise Problem("wanted %s, got %s" % (want, got))

    def notes(self):
        return [m for m in self.w.sent() if m.rcpt == "tom@harborpine.example" and "no copy behind" in m.subject]

    def approve_ours(self):
        for _ in range(4):
            self.docket("approve", "ACME-001", "--as", "maya", expect=None)
            self.docket("approve", "ACME-001", "--as", "priya", expect=None)

    def reviews(self):
        return [m for m in self.w.sent() if m.rcpt == "jane@acme.example" and "for your review" in m.subject]

    def review(self, count=1):
        self.approve_ours()
        if not proc.wait_for(lambda: len(self.reviews()) >= count, PATIENCE):
            raise Problem("the client was not asked: %s" % self.docket("review", "ACME-001"))
        return self.reviews()[count - 1]

    def close(self, rebuild=True):
        try:
            if self.w.daemon is not None:
                self.w.stop()
            self.docket("verify")
            if rebuild:
                into = os.path.join(self.w.dir, "again")
                r = self.w.docket("rebuild", "--into", into)
                if r.code != 0 or "differ" in r.out or "missing" in r.out:
                    raise Problem("a rebuild gives something else: %s%s" % (r.out[-600:], r.err[-300:]))
        finally:
            self.w.close()
            self.server.close()


def has(text, *words):
    for word in words:
        if word not in text:
            raise Problem("'%s' is missing in: %s" % (word, text[-1500:]))


def lacks(text, *words):
    for word in words:
        if word in text:
            raise Problem("'%s' stands in: %s" % (word, text[-1500:]))


def the_file(h, options):
    """A file: hash in show, review mail, decision, certificate; attached; verify sees a changed byte."""
    d = Desk(h, "file", {"/hero.png": (200, "image/png", PNG)})
    has(d.submit("/hero.png"), "docket fetches what is public")
    d.settled(1)
    sha, = d.w.rows("SELECT sha FROM fetch")[0]
    has(d.docket("show", "ACME-001"), "copy kept", "of png", sha, "127.0.0.1")
    mail = d.review()
    has(mail.text, sha[:12], "our copy of")
    lacks(mail.text, "content not fixed")
    files = [(p.get_filename(), p.get_payload(decode=True)) for p in mail.msg.walk() if p.is_attachment()]
    if files != [("hero.png", PNG)]:
        raise Problem("the copy is not attached: %s" % [name for name, _ in files])
    d.docket("approve", "ACME-001", "--by", "jane@acme.example", "on the phone", "--as", "maya", expect=None)
    if not d.w.one("SELECT count(*) FROM decision WHERE contact IS NOT NULL"):
        raise Problem("not attested: %s" % d.docket("help", "approve"))
    lacks(d.docket("approvals", "ACME-001"), "content not fixed")
    has(d.docket("certificate", "ACME-001"), sha, "copy of 2026-05-11")
    if d.notes():
        raise Problem("a note about a link that was kept")
    d.docket("qa", "ACME-001", "all", "ok", "--as", "maya")
    # What the kit says of a file it says of the copy.
    held = d.w.docket("deliver", "ACME-001", "--as", "maya", expect=77).err
    has(held, "hero.png: its name is not like", "missing sizes: 768x1024 tablet, 390x844 phone")
    lacks(held, "no size of the kit", "content")
    d.docket("qa", "ACME-001", "0", "waive", "the client wanted one size", "--as", "maya")
    d.docket("deliver", "ACME-001", "--as", "maya")
    packed = os.path.join(d.w.dir, "pack.zip")
    d.docket("closeout", "ACME-001")
    d.docket("closeout", "ACME-001", "--out", packed)
    with zipfile.ZipFile(packed) as z:
        if z.read("ACME-001/files/hero.png") != PNG or sha.encode() not in z.read("ACME-001/links.txt"):
            raise Problem("the pack does not hold the copy: %s" % z.namelist())
    if d.server.asked("/hero.png") > 2:  # the copy, and once more behind the approval
        raise Problem("asked %d times" % d.server.asked("/hero.png"))
    d.close()



def pages(h, options):
    """What is no file fixes nothing, one word about all of it; the files beside it are kept."""
    def unmeasured(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "image/png")
        handler.end_headers()
        handler.wfile.write(PNG)

    pdf = b"%PDF-1.7\n" + b"deck " * 100
    rows = [
        ("/viewer", (200, "text/html; charset=utf-8", HTML), "page"),
        ("/fake.png", (200, "image/png", HTML), "page"),
        ("/shown.pdf", (200, "text/html", pdf), "page"),
        ("/comment", (200, "application/octet-stream", b"<!-- a shell --><script>go()</script>"), "page"),
        ("/api", (200, "application/json", b'{"error": "sign in"}'), "data"),
        ("/not.pdf", (200, "application/pdf", b"please try again later"), "unlike"),
        ("/login", (401, "text/html", HTML), "login"),
        ("/forbidden", (403, "text/html", HTML), "login"),
        ("/gone", (404, "text/html", HTML), "missing"),
        ("/teapot", (418, "image/png", PNG), "status"),
        ("/empty", (200, "image/png", b""), "empty"),
        ("/packed", (200, "image/png", PNG, ("Content-Encoding", "gzip")), "packed"),
        ("/unmeasured", unmeasured, "unmeasured"),
        ("/hero.png", (200, "image/png", PNG), None),
        ("/deck", (200, "application/octet-stream", pdf), None),
        ("/copy.txt", (200, "text/plain", b"Spring is here\n"), None),
    ]
    d = Desk(h, "pages", {path: what for path, what, _ in rows})
    d.submit(*[path for path, _, _ in rows])
    d.settled(len(rows))
    d.whys(*[why for _, _, why in rows])
    if not proc.wait_for(d.notes, PATIENCE):
        raise Problem("the maker hears nothing")
    note, = d.notes()
    has(note.text, "/viewer: a page, not a file", "/api: data for a program", "and 8 more", "docket submit ACME-001")
    shown = d.docket("show", "ACME-001")
    has(shown, "/login: it asks for a login", "/deck: copy kept", "of pdf", "/copy.txt: copy kept")
    mail = d.review()
    if any(d.server.asked(path) != 1 for path, _, _ in rows):
        raise Problem("what is settled was asked for again: %s" % d.server.seen)
    has(mail.text, "content not fixed", "our copy of")
    names = [p.get_filename() for p in mail.msg.walk() if p.is_attachment()]
    if names != ["hero.png", "deck.pdf", "copy.txt"]:
        raise Problem("attached: %s" % names)
    d.docket("approve", "ACME-001", "--by", "jane@acme.example", "by phone", "--as", "maya")
    has(d.docket("approvals", "ACME-001"), "(content not fixed)")
    d.close()


def walls(h, options):
    """Only public addresses, the usual ports, no redirect into our own network; twins that differ in that alone."""
    other = fileserver.FileServer({"/hero.png": (200, "image/png", PNG)})
    d = Desk(h, "walls")
    s = d.server
    s.paths.update({
        "/in": redirect(s.url("/hero.png")), "/relative": redirect("hero.png"), "/hero.png": (200, "image/png", PNG),
        "/out": redirect(other.url("/hero.png")), "/local": redirect("http://127.0.0.1/hero.png"),
        "/name": redirect("http://localhost/hero.png"), "/ftp": redirect("ftp://127.0.0.1/hero.png"),
        "/file": redirect("file:///etc/passwd"), "/user": redirect("http://me:secret@%s/hero.png" % s.host),
        "/round": redirect(s.url("/round")), "/six": redirect("/1"),
    })
    for n in range(1, 5):
        s.paths["/%d" % n] = redirect("/%d" % (n + 1))
    s.paths["/5"] = (200, "image/png", PNG)
    rows = [("/in", None), ("/relative", None), ("/six", None), ("/out", "port"), ("/local", "private"),
            ("/name", "private"), ("/ftp", "scheme"), ("/file", "scheme"), ("/user", "login"), ("/round", "loop"),
            (other.url("/hero.png"), "port"), ("http://127.0.0.1/x.png", "private"), ("http://localhost/x", "private"),
            ("http://[::1]/x.png", "private"), ("http://2130706433/x.png", "private"),
            ("http://0x7f.1/x.png", "private"), ("http://10.0.0.1/x.png", "private"),
            ("http://169.254.169.254/latest/meta-data/", "private"), ("http://[::ffff:10.0.0.1]/x", "private"),
            ("http://localhost:%d/hero.png" % s.port, "port"), ("https://%s:22/x" % "127.0.0.1", "port")]
    d.submit(*[u for u, _ in rows])
    d.settled(len(rows))
    d.whys(*[why for _, why in rows])
    if other.seen:
        raise Problem("the other server was asked: %s" % other.seen)
    for _, headers in s.seen:
        if "Authorization" in headers or "Cookie" in headers:
            raise Problem("a login was sent: %s" % headers)
    out = d.w.docket("submit", "ACME-001", "http://me:secret@%s/hero.png" % s.host, "--as", "tom")
    if out.code == 0 or "without" not in out.err:
        raise Problem("a link with a password was taken: %s" % out.out)
    d.docket("submit", "ACME-001", s.url("/hero.png?who=me@acme.example"), "--as", "tom")
    d.w.stop()
    d.w.set("fetch.private_hosts", [])  # the twin: the same link, the host not listed
    d.w.set("fetch.skip_hosts", ["files.example"])
    d.w.write_config()
    d.docket("submit", "ACME-001", s.url("/hero.png"), "http://cdn.files.example/x.png", "--as", "tom")
    asked = len(s.seen)
    d.w.sync()
    if [why for _, why, _ in d.states()[-2:]] != ["port", "skipped"] or len(s.seen) != asked:
        raise Problem("fetched from a host that is not listed: %s" % d.states()[-2:])
    d.submit("/hero.png")
    d.w.set("fetch.links", "never")  # what waited to be fetched waits no more, and its review begins
    d.w.write_config()
    d.w.sync()
    if d.states()[-1][:2] != ("not", "off") or len(s.seen) != asked or not d.w.one(
            "SELECT count(*) FROM review WHERE state = 'open'"):
        raise Problem("what waited for the setting: %s" % d.states()[-1:])
    rows_before = d.w.one("SELECT count(*) FROM fetch")
    has(d.submit("/hero.png"), "please send an export too")
    d.w.sync()
    if d.w.one("SELECT count(*) FROM fetch") != rows_before or len(s.seen) != asked:
        raise Problem("links: never, and fetched")
    other.close()
    d.close()


def trouble(h, options):
    """What may pass is tried again, with pauses, and told once when it does not; what is too much is cut."""
    def drip(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "image/png")
        handler.send_header("Content-Length", "60000")
        handler.end_headers()
        for _ in range(300):
            handler.wfile.write(b"x")
            time.sleep(0.1)

    def cut(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "image/png")
        handler.send_header("Content-Length", str(len(PNG)))
        handler.end_headers()
        handler.wfile.write(PNG[:-10])

    def endless(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "image/png")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b"1000\r\n" + b"x" * 4096 + b"\r\n")

    good, busy = (200, "image/png", PNG), (503, "text/plain", b"busy")
    paths = {"/mended.png": in_turn(busy, good), "/dead.png": busy, "/drip.png": drip, "/cut.png": in_turn(cut, good),
             "/large.png": (200, "image/png", PNG + b"x" * 70000), "/endless.png": endless,
             "/fits.png": (200, "image/png", PNG + b"x" * 60000)}
    d = Desk(h, "trouble", paths, (("fetch.size", "64KB"), ("fetch.seconds", 2)))
    d.submit(*paths)
    d.settled(3)  # large, endless, fits
    d.tried(4)
    if d.notes():
        raise Problem("told before the last try")
    for step in (2 * MINUTE, 11 * MINUTE, 61 * MINUTE):
        tried = d.w.one("SELECT sum(failed) FROM fetch")
        asked = d.server.asked("/dead.png")
        d.w.advance(step)
        if not proc.wait_for(lambda: d.server.asked("/dead.png") > asked and not d.w.one(
                "SELECT count(*) FROM fetch WHERE claimed = 1 OR state = 'due' AND due <= ?", d.w.now), PATIENCE):
            raise Problem("not tried again after %d ms: %s, %s" % (step, tried, d.states()))
    d.settled(len(paths))
    d.whys(None, "server", "slow", None, "large", "large", None)
    if not proc.wait_for(d.notes, PATIENCE) or d.server.asked("/dead.png") != 4 or d.server.asked("/fits.png") != 1:
        raise Problem("tries: %s" % [p for p, _ in d.server.seen])
    d.w.advance(24 * HOUR)
    time.sleep(2)
    if len(d.notes()) != 1 or d.server.asked("/dead.png") != 4:
        raise Problem("%d notes, %d tries" % (len(d.notes()), d.server.asked("/dead.png")))
    d.close()


def changed(h, options):
    """A version is fixed as of then: what the link gives later is the next version's. A changed byte is found."""
    first, second = PNG, PNG.replace(b"picture", b"drawing")
    d = Desk(h, "changed", {"/hero.png": in_turn((200, "image/png", first), (200, "image/png", second))})
    d.submit("/hero.png")
    d.settled(1)
    d.submit("/hero.png")
    d.settled(2)
    shas = [s for s, in d.w.rows("SELECT sha FROM fetch ORDER BY id")]
    if len(set(shas)) != 2:
        raise Problem("one hash for two contents: %s" % shas)
    certificate = d.docket("certificate", "ACME-001")
    has(certificate, *shas)
    d.w.stop()
    db = os.path.join(d.w.data, "docket.db")
    for sql, back in (("UPDATE fetch SET sha = '%s' WHERE id = 1" % shas[1], "UPDATE fetch SET sha = '%s' WHERE id = 1" % shas[0]),
                      ("UPDATE fetch SET host = 'elsewhere.example' WHERE id = 1", "UPDATE fetch SET host = '127.0.0.1' WHERE id = 1"),
                      ("UPDATE fetch SET at = at + 1 WHERE id = 2", "UPDATE fetch SET at = at - 1 WHERE id = 2"),
                      ("UPDATE fetch SET width = 1 WHERE id = 2", "UPDATE fetch SET width = 1440 WHERE id = 2")):
        write(db, sql)
        r = d.w.docket("verify")
        if r.code == 0 or "copy of link" not in r.out + r.err:
            raise Problem("verify does not see: %s: %s" % (sql, r.out))
        write(db, back)
    row, packed = d.w.rows("SELECT id, packed FROM blob WHERE sha = ?", bytes.fromhex(shas[0]))[0]
    write(db, "UPDATE blob SET packed = x'%s' WHERE id = %d" % (packed[:-9].hex() + "00" + packed[-8:].hex(), row))
    r = d.w.docket("verify")
    if r.code == 0 or "/hero.png' is not what" not in r.out + r.err:
        raise Problem("verify does not see a changed byte of a copy: %s" % r.out)
    write(db, "UPDATE blob SET packed = x'%s' WHERE id = %d" % (packed.hex(), row))
    d.docket("verify")
    d.close()


def compared(h, options):
    """The client approves the copy they were shown; what the link gives right behind it is told if it is another."""
    second = PNG.replace(b"picture", b"drawing")
    d = Desk(h, "compared", {"/same.png": (200, "image/png", PNG), "/gone.png": in_turn(
        (200, "image/png", PNG), (404, "text/html", HTML)), "/hero.png": in_turn(
        (200, "image/png", PNG + b"1"), (200, "image/png", second))})
    d.submit("/same.png", "/hero.png", "/gone.png")
    d.settled(3)
    say(d.w, d.review(), "Approved, thank you!")
    d.settled(6)
    told = lambda: {m.id for m in d.w.sent() if "not what was approved" in m.subject}  # noqa: E731
    if not proc.wait_for(told, PATIENCE):
        raise Problem("nobody hears of the change")
    shas = [s for s, in d.w.rows("SELECT sha FROM fetch WHERE decision IS NULL ORDER BY position")]
    payload = d.w.one("SELECT payload FROM event WHERE kind = 'decision' ORDER BY id DESC")
    has(payload, *shas)
    for text in (d.docket("approvals", "ACME-001"), d.docket("certificate", "ACME-001")):
        has(text, "/same.png: still gave the same", "/hero.png: gave something else", "/gone.png: gave no file any more")
        lacks(text, "(content not fixed)")
    if len(told()) != 1 or d.w.one("SELECT count(*) FROM event WHERE kind = 'link-checked'") != 3:
        raise Problem("told %d times" % len(told()))
    if d.w.one("SELECT count(*) FROM blob WHERE sha = ?", bytes.fromhex(
            d.w.one("SELECT sha FROM fetch WHERE decision IS NOT NULL AND position = 2"))):
        raise Problem("what nobody approved was kept")
    d.w.stop()
    db = os.path.join(d.w.data, "docket.db")
    was = d.w.one("SELECT sha FROM fetch WHERE decision IS NOT NULL AND position = 2")
    write(db, "UPDATE fetch SET sha = '%s' WHERE sha = '%s'" % (shas[1], was))
    if d.w.docket("verify").code == 0:
        raise Problem("verify does not see a changed comparison")
    write(db, "UPDATE fetch SET sha = '%s' WHERE decision IS NOT NULL AND position = 2" % was)
    d.close()


def write(db, sql):
    import sqlite3
    with sqlite3.connect(db) as c:
        c.execute(sql)
    c.close()


def late(h, options):
    """The client was asked before the copy came: their word does not cover it. The twin is asked behind it."""
    d = Desk(h, "late", {"/hero.png": in_turn((503, "text/plain", b"busy"), (200, "image/png", PNG))})
    d.submit("/hero.png")
    d.tried(1)
    mail = d.review()
    has(mail.text, "content not fixed")
    d.w.advance(2 * MINUTE)
    d.settled(1)
    has(d.docket("show", "ACME-001"), "copy kept")
    say(d.w, mail, "Approved, thank you!")
    sha = d.w.one("SELECT sha FROM fetch")
    done = lambda: [m for m in d.w.sent() if m.rcpt == "jane@acme.example" and "approved" in m.subject]  # noqa: E731
    if not proc.wait_for(done, PATIENCE):
        raise Problem("the approval was not confirmed")
    has(done()[-1].text, "content not fixed")
    lacks(done()[-1].text, sha[:12])
    has(d.docket("approvals", "ACME-001"), "v1 (content not fixed)  approve")
    lacks(d.w.one("SELECT payload FROM event WHERE kind = 'decision'"), sha)
    d.close()

    d = Desk(h, "early", {"/hero.png": (200, "image/png", PNG)})
    d.submit("/hero.png")
    d.settled(1)
    mail = d.review()
    lacks(mail.text, "content not fixed")
    say(d.w, mail, "Approved, thank you!")
    if not proc.wait_for(lambda: d.w.one("SELECT count(*) FROM decision WHERE contact IS NOT NULL"), PATIENCE):
        raise Problem("the approval was not taken")
    has(d.docket("approvals", "ACME-001"), "v1  approve")
    has(d.w.one("SELECT payload FROM event WHERE kind = 'decision' ORDER BY id DESC"), d.w.one("SELECT sha FROM fetch"))
    d.close()


def say(w, asked, words):
    fields = mails.reply_fields(asked)
    w.put(mails.compose([("From", "jane@acme.example"), ("To", asked.reply_address), ("Subject", fields[0][1]),
                         ("Date", mails.date_of(w.now, w.zone)), ("Message-ID", "<said.%d@acme.example>" % w.now)]
                        + list(fields[1:]), words + "\n"), "jane@acme.example")


def waits(h, options):
    """Whoever reviews is asked when each link was tried, not before, and once."""
    gate = threading.Event()

    def held(handler):
        gate.wait(20)
        handler.give(200, "image/png", PNG)
    d = Desk(h, "waits", {"/hero.png": held, "/page": (200, "text/html", HTML)})
    asked = lambda: [m for m in d.w.sent() if "for your creative review" in m.subject]  # noqa: E731
    d.submit("/hero.png", "/page")
    d.settled(1)
    time.sleep(1)
    d.approve_ours()
    if asked() or d.w.one("SELECT count(*) FROM decision"):
        raise Problem("somebody was asked while a link was being fetched")
    gate.set()
    if not proc.wait_for(asked, PATIENCE):
        raise Problem("nobody is ever asked: %s" % d.docket("review", "ACME-001"))
    has(d.review().text, "our copy of", "content not fixed")
    time.sleep(1)
    if len(d.reviews()) != 1 or len({m.id for m in asked()}) != 1:
        raise Problem("asked %d times" % len(d.reviews()))
    d.close()


def killed(h, options):
    """Killed while it comes, and stopped at each step: fetched again, one copy, one event, nothing told twice."""
    gate = threading.Event()

    def held(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "image/png")
        handler.send_header("Content-Length", str(len(PNG)))
        handler.end_headers()
        handler.wfile.write(PNG[:100])
        handler.wfile.flush()
        gate.wait(20)
        handler.wfile.write(PNG[100:])
    d = Desk(h, "killed", {"/hero.png": held})
    d.submit("/hero.png")
    if not proc.wait_for(lambda: d.server.asked("/hero.png") == 1, PATIENCE):
        raise Problem("never asked for")
    d.w.kill()
    gate.set()
    d.w.start()
    d.settled(1)
    if d.server.asked("/hero.png") != 2 or d.w.one("SELECT count(*) FROM event WHERE kind = 'fetched'") != 1:
        raise Problem("asked %d times" % d.server.asked("/hero.png"))
    d.close()

    d = Desk(h, "steps", {"/hero.png": (200, "image/png", PNG + b"x" * 40000), "/page": (200, "text/html", HTML)}, start=False)
    d.submit("/hero.png", "/page")
    stops = 0
    while True:
        stops += 1
        r = d.w.docket("sync", DOCKET_STOP_AT=stops)
        if r.code == 0:
            break
        if stops > 60:
            raise Problem("it does not come to an end")
    d.w.sync()
    d.whys(None, "page")
    if d.w.one("SELECT count(*) FROM event WHERE kind = 'fetched'") != 2 or len(d.notes()) != 1:
        raise Problem("%s, %d notes" % (d.states(), len(d.notes())))
    if stops < 4:
        raise Problem("only %d steps" % stops)
    d.close()


TESTS = [("fetch/file", the_file, ("check", "test", "san")),
         ("fetch/pages", pages, ("test", "san")),
         ("fetch/walls", walls, ("check", "test", "san")),
         ("fetch/trouble", trouble, ("test",)),
         ("fetch/changed", changed, ("test", "san")),
         ("fetch/compared", compared, ("test", "san")),
         ("fetch/late", late, ("test", "san")),
         ("fetch/waits", waits, ("test", "san")),
         ("fetch/killed", killed, ("test", "san"))]
