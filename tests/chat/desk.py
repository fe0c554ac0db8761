"""
What the tests of chat share: libraries from npm, each in a folder of its own, and a desk: docket, running, with the
agency's people and an entry of `chat:`, on a platform that stands here. See README.md.
"""
import contextlib
import json
import os
import re
import shutil
import subprocess
import threading
import time
from datetime import datetime, timezone

from lib import mails, proc, world
from lib.report import Skip
from lib.world import Problem

HERE = os.path.dirname(os.path.abspath(__file__))
ALL = ("test", "san")
BRIEF = """Hi team,

Deliverable: landing page for the spring sale
Objective: 500 bookings for the spring tour
Audience: hikers between 25 and 40
Deadline: 28 May %d
Offer: 20 %% off all tents until 7 June
Approver: Jane Doe

Best regards
Jane"""
_lock = threading.Lock()


def node(h, name, *packages):
    """The folder with these packages in it, installed there once a build; Skip where they can't be."""
    if not shutil.which("node") or not shutil.which("npm"):
        raise Skip("no node and npm here, so no %s" % packages[0])
    folder = os.path.join(h.build, "peers", name)
    with _lock:
        if os.path.exists(os.path.join(folder, "whole")):
            return folder
        os.makedirs(folder, exist_ok=True)
        r = proc.run(["npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "--silent", *packages],
                     timeout=400, cwd=folder)
        if r.code != 0:
            raise Skip("npm can't install %s: %s" % (packages[0], (r.err.strip().splitlines() or ["it says not why"])[-1][:200]))
        open(os.path.join(folder, "whole"), "w").close()
    return folder


def script(h, folder, name, **env):
    """tests/chat/NAME with those packages, running."""
    return proc.start(["node", os.path.join(HERE, name)],
                      env=h.env(NODE_PATH=os.path.join(folder, "node_modules"), **env),
                      stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.PIPE, text=True)


@contextlib.contextmanager
def running(p):
    """A peer, until the end of what is inside."""
    try:
        yield p
    finally:
        proc.stop(p)


def seen_by(p, patience=120):
    """What that script saw: the JSON of its last line."""
    with running(p):
        out, err = p.communicate(timeout=patience)
    if p.returncode != 0 or not out.strip():
        raise Problem("%s stopped: %s" % (os.path.basename(p.args[1]), err.strip()[-600:]))
    return json.loads(out.strip().splitlines()[-1])


def same(who, seen, want):
    """What a client of others saw is what it had to see."""
    for key, value in want.items():
        if seen.get(key) != value:
            raise Problem("%s saw %s = %r, not %r" % (who, key, seen.get(key), value))


class Secret(str):
    """Of an entry: it stands in a file of its own, which the entry names."""


class Desk:
    """docket and what it is on; its clock follows the real one. `with` ends both, and asks whether all was well."""

    def __init__(self, h, name, entry, fake=None, http=None, more=(), start=None, port=None, also=(), **env):
        """http: the public address, "" for none but to listen all the same; start: what its clock begins with, in
        seconds; also: entries beside the first; env: the daemon's."""
        self.fake, self.name, self.env = fake, entry["name"], env
        self.w = w = world.World(h, "chat." + name, settings=more,
                                 start=None if start is None else datetime.fromtimestamp(start, timezone.utc))
        self.port, self.path = port or proc.port(), "/chat/" + self.name
        w.settings["chat"] = [self._entry(e) for e in (entry, *also)]
        if http is not None:
            w.settings["http"] = {"listen": "127.0.0.1:%d" % self.port}
            if http:
                w.settings["http"]["public_url"] = http
        w.write_config()
        self.ticking, self.skipped = True, 0
        threading.Thread(target=self._tick, daemon=True).start()
        try:
            w.start(**env)
        except BaseException:
            self.close()
            raise

    def _entry(self, entry):
        return {k: {"file": self.secret("%s.%s" % (entry["name"], k), v)} if isinstance(v, Secret) else v
                for k, v in entry.items()}

    def secret(self, name, text):
        """The path of a file that only its owner reads."""
        path = os.path.join(self.w.dir, name)
        with open(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w") as f:
            f.write(text + "\n")
        return path

    def _tick(self):
        before = time.monotonic()
        while self.ticking:
            time.sleep(0.05)
            now = time.monotonic()
            skip, self.skipped = self.skipped, 0
            try:
                self.w.advance(int((now - before) * 1000) + skip)
            except OSError:
                return
            before = now

    def skip(self, minutes):
        self.skipped = minutes * 60000  # the one thread that writes the clock takes it
        while self.skipped:
            time.sleep(0.01)

    def again(self, kill=False):
        """The daemon ends and starts anew."""
        (self.w.kill if kill else self.w.stop)()
        self.w.start(**self.env)

    def close(self):
        try:
            self.w.stop()
        finally:
            self.ticking = False
            self.w.close()
            if self.fake:
                self.fake.close()

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        try:
            if kind is None:
                self.fine()
        finally:
            self.close()

    # -- what is looked for ----------------------------------------------------------------------
    def log(self):
        return " | ".join(self.w.errors().strip().splitlines()[-4:])[-900:]

    def want(self, test, what, patience=30):
        """What test() gives once that is true; or a value, which must be."""
        got = getattr(self.fake, "wait", proc.wait_for)(test, patience) if callable(test) else test
        if not got:
            calls = [getattr(c, "name", None) or repr(c)[:160] for c in list(getattr(self.fake, "calls", ()))[-10:]]
            raise Problem("%s; last calls %s; the platform finds %s; docket: %s" % (
                what() if callable(what) else what, calls, self.problems()[:3], self.log()))
        return got

    def never(self, test, what, patience=3):
        if proc.wait_for(test, patience):
            raise Problem(what)

    def problems(self):
        return list(getattr(self.fake, "problems", ()))

    def fine(self):
        if self.problems():
            raise Problem("the platform would refuse: %s" % self.problems()[:3])
        self.w.docket("verify", expect=0)

    def alarms(self, words="", name=None):
        return [m for m in self.w.sent() if m.rcpt.endswith("@harborpine.example") and words in " ".join(m.text.split())
                and "[alarm] The chat connection %s " % (name or self.name) in m.subject]

    def told(self, words, name=None):
        """A mail to a person of the team says that the connection (this one) does not work, and why."""
        if not proc.wait_for(lambda: self.alarms(words, name), 45):
            raise Problem("nobody was told '%s'; mails: %s; docket: %s" % (
                words, [(m.rcpt, m.subject) for m in self.w.sent()], self.log()))

    def code(self, address):
        """The one-time code that was mailed to that address."""
        def there():
            for m in reversed(self.w.sent()):
                got = m.rcpt == address and re.search(r"\blink ([a-z0-9]{8})\b", m.text)
                if got:
                    return got.group(1)
            return None
        return self.want(proc.wait_for(there, 30), "no mail with a code for %s" % address)

    def wishes(self, word, count):
        """So many items of revision lists, one of them with that word."""
        def there():
            return self.w.one("SELECT count(*) FROM revision") == count and word in self.w.docket("revisions", "ACME-001").out
        self.want(proc.wait_for(there, 30), lambda: "%d wishes, not %d with '%s'" % (
            self.w.one("SELECT count(*) FROM revision"), count, word))

    def passed(self):
        """A member's approval inside is recorded, once."""
        def there():
            return self.w.rows("SELECT 1 FROM decision d JOIN review r ON r.id = d.review WHERE r.side = 'us'")
        self.want(proc.wait_for(there, 30), "no decision of an internal review")
        if len(there()) != 1:
            raise Problem("%d decisions of one approval" % len(there()))

    def state(self, ref):
        return self.w.one("SELECT state FROM job WHERE ref = ?", ref)

    # -- what happens beside chat -----------------------------------------------------------------
    def reviewed(self, ref):
        """That job's first version is with its internal reviewers."""
        for words in (("accept", ref, "--as", "maya"), ("assign", ref, "tom", "--as", "maya"),
                      ("submit", ref, "https://files.example/v1", "--as", "tom")):
            self.w.docket(*words, expect=0)

    def mail(self, sender="jane@acme.example", subject="Landing page for the spring sale", body=None, reply=None):
        """A mail arrives: a whole brief, unless it says otherwise."""
        w = self.w
        fields = mails.reply_fields(reply) if reply else [("Subject", subject)]
        head = [("From", mails.address(world.NAMES.get(sender, ""), sender)),
                ("To", reply.reply_address if reply else world.INTAKE), ("Date", mails.date_of(w.now, w.zone)),
                ("Message-ID", "<chat.%d@acme.example>" % time.monotonic_ns())]
        w.put(mails.compose(head + fields, body or BRIEF % (w.when().year + 1)), sender)
