"""
One installation of docket with an agency, clients and mail around it: Harbor & Pine of
harborpine.example. The mail either lies in Maildirs (each step is one `docket sync`) or goes
through Dovecot and Exim to a running daemon.
"""
import json
import os
import shutil
import signal
import sqlite3
import threading
import time
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

from . import mails, proc, servers

INTAKE = "intake@harborpine.example"
MEMBERS = [
    ("maya", "maya@harborpine.example", "Maya Lind", "account"),
    ("tom", "tom@harborpine.example", "Tom Reyes", "creative"),
    ("priya", "priya@harborpine.example", "Priya Nair", "copy"),
    ("sam", "sam@harborpine.example", "Sam Hale", "owner"),
]
CLIENTS = [  # code, name, domain or None, zone, language
    ("ACME", "Acme Outdoor", "acme.example", "America/New_York", "en"),
    ("NORTH", "Northwind Traders", "northwind.example", "Europe/London", "en"),
    ("LINDE", "Bäckerei Linde", "linde.example", "Europe/Berlin", "de"),
    ("LUMIERE", "Galerie Lumière", "lumiere.example", "Europe/Paris", "fr"),
    ("SOLANA", "Hotel Solana", "solana.example", "Europe/Madrid", "es"),
    ("ROSA", "Rosa Park Ceramics", None, "America/Chicago", "en"),
]
CONTACTS = [
    ("ACME", "jane@acme.example", "Jane Doe"),
    ("ACME", "bob@acme.example", "Bob Stone"),
    ("NORTH", "erik@northwind.example", "Erik Holm"),
    ("LINDE", "anna@linde.example", "Anna Schmidt"),
    ("LUMIERE", "claire@lumiere.example", "Claire Petit"),
    ("SOLANA", "lucia@solana.example", "Lucía Romero"),
    ("ROSA", "rosa.park@gmail.com", "Rosa Park"),
]
NAMES = {a: n for _, a, n in CONTACTS}
NAMES.update({a: n for _, a, n, _ in MEMBERS})
TEAM = {a for _, a, _, _ in MEMBERS}
LOOPBACK = "127.0.0.1"


class Problem(Exception):
    """A check did not hold; the text is one line for the report."""


class Harness:
    """What all tests of a run share."""

    def __init__(self, build, scratch, san=False):
        self.build, self.scratch, self.san = build, scratch, san
        # A copy: a build that goes on beside the tests must not change what they test.
        os.makedirs(scratch, exist_ok=True)
        self.docket = os.path.join(scratch, "docket")
        try:
            shutil.copy2(os.path.join(build, "docket"), self.docket)
        except FileNotFoundError:
            pass  # each test says so
        self.lock = threading.Lock()
        self._servers = None
        self._template = None
        self.rebuilds = True  # a conversation ends with a rebuild

    def env(self, **more):
        env = {k: v for k, v in os.environ.items() if not k.startswith("DOCKET_")}
        env["TZ"] = "UTC"
        if self.san:
            env["ASAN_OPTIONS"] = "detect_leaks=1:abort_on_error=0:exitcode=99:handle_abort=1:" \
                                  "allocator_may_return_null=1"
            env["UBSAN_OPTIONS"] = "print_stacktrace=1:halt_on_error=1:exitcode=99"
            supp = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
                                "lint", "lsan.supp")
            if os.path.exists(supp):
                env["LSAN_OPTIONS"] = "suppressions=%s:print_suppressions=0" % supp
        env.update({k: str(v) for k, v in more.items()})
        return env

    def servers(self):
        """(Tls, Dovecot), started when first asked for."""
        with self.lock:
            if self._servers is None:
                base = proc.server_folder(self.scratch)
                tls = servers.Tls(os.path.join(base, "tls"))
                self._servers = (tls, servers.Dovecot(os.path.join(base, "dovecot"), tls), base)
            return self._servers

    def template(self):
        """A data folder with members, clients and contacts in it, made once by docket itself."""
        with self.lock:
            if self._template is None:
                w = World(self, "template", bare=True)
                try:
                    w.people()
                    w.sync()  # makes the keys: token and installation are the same for all
                    self._template = w.data
                except (Problem, OSError) as e:
                    self._template = e
            if isinstance(self._template, Exception):
                raise Problem("no installation can be made: %s" % self._template)
            return self._template


class World:
    def __init__(self, h, name, settings=(), served=False, bare=False, start=None, tls="none", smtp=False):
        """served: Dovecot, Exim and a running daemon; smtp: only what goes out passes Exim."""
        self.h, self.name, self.served, self.smtp = h, name, served, served or smtp
        self.dir = os.path.join(h.scratch, name)
        shutil.rmtree(self.dir, ignore_errors=True)
        os.makedirs(self.dir)
        self.data = os.path.join(self.dir, "data")
        self.config = os.path.join(self.dir, "docket.yaml")
        self.inbox = os.path.join(self.dir, "in")
        self.out = os.path.join(self.dir, "out")
        self.clock_file = os.path.join(self.dir, "clock")
        self.log = os.path.join(self.dir, "log")
        self.zone = ZoneInfo("America/New_York")
        self.daemon = None
        self.exim = self.dovecot = None
        self.delivered = 0
        self.elsewhere = set()  # Message-IDs whose mails were taken away
        self.clock_lock = threading.Lock()  # a test's thread may drive it beside the test
        self.set_clock(start or datetime(2026, 5, 11, 9, 0, tzinfo=self.zone))
        for d in (self.inbox, self.out):
            for s in ("new", "cur", "tmp"):
                os.makedirs(os.path.join(d, s))
        self.settings = self._base(tls)
        for key, value in settings:
            if key in ("kits", "templates", "lexicon"):  # a folder of the agency's own, empty at first
                os.makedirs(os.path.join(self.dir, value), exist_ok=True)
            self.set(key, value)
        self.write_config()
        if not bare:
            shutil.copytree(h.template(), self.data)

    # -- configuration -----------------------------------------------------------------------
    def _base(self, tls):
        c = {
            "data": self.data,
            "agency": {"name": "Harbor & Pine", "zone": "America/New_York", "lang": "en",
                       "domains": ["harborpine.example"]},
            "replies": "automatic",
            "fetch": {"links": "never"},  # links of stories lead nowhere; scenario/fetch.py has its own server
        }
        frm = "Harbor & Pine <%s>" % INTAKE
        c["mailboxes"] = [{"name": "intake", "maildir": self.inbox}]
        c["outgoing"] = {"maildir": self.out, "from": frm}
        if not self.smtp:
            return c
        tls_, self.dovecot, base = self.h.servers()
        safe = "".join(ch if ch.isalnum() else "-" for ch in self.name.lower()).strip("-")[-40:]
        self.prefix = "%s%d" % (safe, int(time.monotonic() * 1000) % 100000)
        self.exim = servers.Exim(os.path.join(base, "exim-" + self.prefix), tls_, self.dovecot,
                                 self.prefix)
        self.user = self.exim.user(INTAKE)
        self.dovecot.make(self.user)
        secret = os.path.join(self.dir, "password")
        with open(secret, "w") as f:
            f.write(servers.PASSWORD + "\n")
        os.chmod(secret, 0o600)
        if tls == "none":
            box = {"host": LOOPBACK, "port": self.dovecot.imap, "tls": "none"}
            out = {"host": LOOPBACK, "port": self.exim.port, "tls": "none"}
        else:
            port = self.dovecot.imaps if tls == "implicit" else self.dovecot.imap
            box = {"host": "localhost", "port": port, "tls": tls, "ca": tls_.ca}
            out = {"host": "localhost", "port": self.exim.port, "tls": "starttls", "ca": tls_.ca,
                   "user": "docket", "password": {"file": secret}}
        box.update({"name": "intake", "user": self.user, "password": {"file": secret}})
        out["from"] = frm
        c["outgoing"] = out
        if self.served:
            c["mailboxes"] = [box]
        return c

    def set(self, key, value):
        """`limits.questions`, "3" as in the file; numbers index lists; 'none' drops nothing."""
        at = self.settings
        path = key.split(".")
        for p, after in zip(path, path[1:]):
            if p.isdigit():
                while len(at) <= int(p):
                    at.append({})
                at = at[int(p)]
            else:
                at = at.setdefault(p, [] if after.isdigit() else {})
        if isinstance(value, str) and value[:1] in "[{":
            value = json.loads(value)
        at[path[-1]] = value

    def write_config(self):
        with open(self.config, "w") as f:
            f.write(yaml(self.settings))

    # -- time --------------------------------------------------------------------------------
    def set_clock(self, when):
        with self.clock_lock:
            self._write_clock(int(when.timestamp() * 1000))

    def advance(self, ms):
        with self.clock_lock:
            self._write_clock(self.now + ms)

    def _write_clock(self, now):
        self.now = now
        tmp = self.clock_file + ".new"
        with open(tmp, "w") as f:
            f.write("%d\n" % self.now)
        os.rename(tmp, self.clock_file)

    def when(self):
        return datetime.fromtimestamp(self.now / 1000, timezone.utc).astimezone(self.zone)

    # -- the program -------------------------------------------------------------------------
    def env(self, **more):
        return self.h.env(DOCKET_CLOCK=self.clock_file, DOCKET_CONFIG=self.config, **more)

    def docket(self, *argv, timeout=120, stdin=None, expect=None, **env):
        r = proc.run([self.h.docket] + list(argv), timeout=timeout, env=self.env(**env), stdin=stdin,
                     cwd=self.dir)
        with open(self.log, "a") as f:
            f.write("$ docket %s -> %s\n%s%s" % (" ".join(argv), r.code, r.out[-4000:], r.err[-8000:]))
        if r.code == 99 or "AddressSanitizer" in r.err or "runtime error:" in r.err:
            raise Problem("sanitizer: " + _finding(r.err))
        if expect is not None and r.code != expect:
            raise Problem("docket %s: exit %s, expected %s: %s"
                          % (" ".join(argv), r.code, expect, _last(r.err or r.out)))
        return r

    def sync(self, expect=0, timeout=120, **env):
        return self.docket("sync", timeout=timeout, expect=expect, **env)

    def people(self):
        for handle, box, name, roles in MEMBERS:
            self.docket("member", "add", handle, box, name, "--roles", roles, expect=0)
        for code, name, domain, zone, lang in CLIENTS:
            more = ["--domain", domain] if domain else []
            self.docket("client", "add", code, name, *more, "--zone", zone, "--lang", lang,
                        "--lead", "maya", expect=0)
        for code, box, name in CONTACTS:
            self.docket("contact", "add", code, box, name, expect=0)

    def start(self, **env):
        """`docket run`, until it says ready."""
        out = open(os.path.join(self.dir, "run.out"), "ab")
        mark = out.tell()
        err = open(os.path.join(self.dir, "run.err"), "ab")
        self.daemon = proc.start([self.h.docket, "run"], env=self.env(**env), cwd=self.dir,
                                 stdout=out, stderr=err)
        out.close()
        err.close()

        def ready():
            with open(os.path.join(self.dir, "run.out"), "rb") as f:
                f.seek(mark)
                text = f.read()
            with open(os.path.join(self.dir, "run.err"), "rb") as f:
                both = text + f.read()[-20000:]
            if b"ready" in text or (b" ready" in both and mark == 0):
                return "yes"
            return "died" if self.daemon.poll() is not None else None
        got = proc.wait_for(ready, 60)
        if got != "yes":
            raise Problem("docket run did not get ready: " + _last(self.errors()))

    def errors(self):
        try:
            return open(os.path.join(self.dir, "run.err"), errors="replace").read()
        except OSError:
            return ""

    def stop(self, expect=0):
        """SIGTERM; a clean stop is exit 0."""
        if self.daemon is None:
            return
        code = proc.stop(self.daemon, patience=60 if self.h.san else 20)
        self.daemon = None
        err = self.errors()
        if "AddressSanitizer" in err or "runtime error:" in err or "LeakSanitizer" in err:
            raise Problem("sanitizer: " + _finding(err))
        if expect is not None and code != expect:
            raise Problem("docket run ended with %s after SIGTERM: %s" % (code, _last(err)))

    def kill(self):
        """SIGKILL to the whole group: children too."""
        if self.daemon is not None:
            proc.signal_group(self.daemon, signal.SIGKILL)
            self.daemon.wait()
            proc.forget(self.daemon)
            self.daemon = None

    def close(self):
        try:
            self.kill()
        finally:
            if self.exim:
                self.exim.stop()

    # -- mail --------------------------------------------------------------------------------
    def put(self, raw, sender="somebody@sender.example", folder=None, seen=False, direct=False):
        """A mail arrives at the intake address; an empty `sender` is a null return path."""
        self.delivered += 1
        if not self.served:
            name = "%d.M%06dP1.test" % (self.now // 1000, self.delivered)
            tmp = os.path.join(self.inbox, "tmp", name)
            with open(tmp, "wb") as f:
                f.write(raw)
            os.utime(tmp, (self.now / 1000, self.now / 1000))
            to = os.path.join(self.inbox, "cur", name + ":2,S") if seen else \
                os.path.join(self.inbox, "new", name)
            os.rename(tmp, to)
        elif folder or seen or direct:
            self.dovecot.put(self.user, raw, folder, "S" if seen else None)
        else:
            self.dovecot.deliver(self.user, raw, sender)

    def sent(self):
        """Every mail that arrived for somebody, oldest first, as Mail objects with rcpt set."""
        got = []
        if not self.smtp:
            for _, raw in servers.read_maildir(self.out):
                m = mails.Mail(raw)
                for a in m.addresses("To") + m.addresses("Cc"):
                    got.append(mails.Mail(raw, a))
        else:
            for user in os.listdir(self.dovecot.mail):
                if not user.startswith(self.prefix + ".") or user == self.user:
                    continue
                for _, raw in self.dovecot.mails(user):
                    delivered = mails.Mail(raw)
                    names = delivered.addresses("To") + delivered.addresses("Cc")
                    at = [a for a in names if self.exim.user(a) == user]
                    got.append(mails.Mail(raw, at[0] if at else user))
        order = self.outbox_order()
        got.sort(key=lambda m: order.get(m.id, 1 << 60))
        return got

    # -- the database ------------------------------------------------------------------------
    def rows(self, sql, *args):
        for attempt in range(200):
            db = None
            try:
                db = sqlite3.connect("file:%s/docket.db?mode=ro" % self.data, uri=True, timeout=10)
                return db.execute(sql, args).fetchall()
            except sqlite3.OperationalError as e:
                if "no such" in str(e) or "syntax" in str(e) or attempt == 199:
                    raise
                time.sleep(0.02)
            finally:
                if db is not None:
                    db.close()

    def one(self, sql, *args):
        r = self.rows(sql, *args)
        return r[0][0] if r else None

    def outbox_order(self):
        try:
            return {m: i for i, m in self.rows("SELECT id, message_id FROM outbox")}
        except sqlite3.OperationalError:
            return {}

    def under_way(self):
        """Outgoing mail that is due and nothing holds back, or claimed for the first time and without a result
        yet."""
        return self.one("SELECT count(*) FROM outbox WHERE state = 'queued' AND waits IS NULL AND (due <= ? OR "
                        "attempts > 0 AND last_error IS NULL)", self.now)

    def handed_over(self):
        """What docket calls sent has reached its mailboxes."""
        if not self.exim.queue_empty():
            return False
        want = {m for m, in self.rows("SELECT message_id FROM outbox WHERE state = 'sent' "
                                      "AND to_address NOT LIKE 'gone@%'")}  # Exim returns those
        return want - self.elsewhere <= {m.id for m in self.sent()}

    def settled(self):
        """Nothing is under way: all mail recorded and applied, all due mail out and delivered."""
        try:
            if not self.exim.queue_empty():
                return False
            arrived = len(self.dovecot.mails(self.user))  # bounces of our own mail too
            if self.one("SELECT count(*) FROM message") < max(arrived, self.delivered):
                return False
            if self.one("SELECT count(*) FROM message WHERE state = 'recorded'"):
                return False
            if self.under_way():
                return False
        except sqlite3.OperationalError:
            return False
        return self.handed_over()

    def settle(self, patience=90):
        """One pass in Maildir mode; in served mode until the daemon has nothing left to do."""
        if not self.served:
            self.sync()
            if self.smtp and not proc.wait_for(self.handed_over, patience):
                raise Problem("the mail server keeps what it took: " + self.what_waits())
            return
        if self.daemon is None:
            self.start()
        calm = [0]

        def quiet():
            if self.daemon.poll() is not None:
                return "died"
            calm[0] = calm[0] + 1 if self.settled() else 0
            return "quiet" if calm[0] >= 2 else None
        got = proc.wait_for(quiet, patience, 0.03)
        if got == "died":
            raise Problem("docket run died: " + _last(self.errors()))
        if not got:
            raise Problem("docket run did not settle: " + self.what_waits())

    def under_claim(self):
        """Message-IDs of what was being sent when docket last stopped."""
        return {m for m, in self.rows("SELECT message_id FROM outbox WHERE state = 'queued' AND "
                                      "attempts > 0 AND last_error IS NULL")}

    def what_waits(self):
        try:
            return "%s of %d mails recorded, states %s, outbox %s; log: %s" % (
                self.one("SELECT count(*) FROM message"), self.delivered,
                self.rows("SELECT state, count(*) FROM message GROUP BY 1"),
                self.rows("SELECT state, count(*), min(due) - ? FROM outbox GROUP BY 1", self.now),
                _last(self.errors()))
        except sqlite3.OperationalError as e:
            return str(e)


def _last(text):
    lines = [l for l in text.strip().splitlines() if l.strip()]
    return lines[-1][:300] if lines else "(no output)"


def _finding(text):
    for l in text.splitlines():
        if "ERROR: " in l or "runtime error:" in l or "SUMMARY:" in l:
            return l.strip()[:300]
    return _last(text)


def yaml(value, indent=0):
    """Enough YAML for docket.yaml: every text quoted as JSON does, which YAML reads alike."""
    pad = "  " * indent
    out = ""
    for k, v in value.items():
        if isinstance(v, dict):
            out += "%s%s: %s\n" % (pad, k, _flow(v))
        elif isinstance(v, list):
            if not v:
                out += "%s%s: []\n" % (pad, k)
            elif isinstance(v[0], dict):
                out += "%s%s:\n" % (pad, k) + "".join("%s  - %s\n" % (pad, _flow(i)) for i in v)
            else:
                out += "%s%s: %s\n" % (pad, k, _flow(v))
        else:
            out += "%s%s: %s\n" % (pad, k, _flow(v))
    return out


def _flow(v):
    if isinstance(v, dict):
        return "{" + ", ".join("%s: %s" % (k, _flow(x)) for k, x in v.items()) + "}"
    if isinstance(v, list):
        return "[" + ", ".join(map(_flow, v)) + "]"
    if isinstance(v, (int, float)) and not isinstance(v, bool):
        return str(v)
    v = str(v)
    if v and all(c.isalnum() or c in "-_./@" for c in v):
        return v
    return json.dumps(v, ensure_ascii=False)
