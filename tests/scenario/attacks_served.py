"""
The rows of attack_rows.py through servers: each letter is handed to Exim by SMTP, which writes the verdict
of the trusted server above it as a receiving server does, and lies in Dovecot for a running daemon. Two
daemons serve all rows, one whose mailbox trusts mx.test and one without a check; each side of a row has
a client of its own, so that none sees another. What all sides do at one hour is played together.
"""
import email
import itertools
import os
import re
import socket
import struct
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from lib import mails, proc, servers, world  # noqa: E402
from lib.report import Skip  # noqa: E402
from lib.world import Problem  # noqa: E402
from attack_rows import ROWS  # noqa: E402
from attacks import HOUR, JANE, Letter, Place, check_attack, check_twin, command, stage_lines  # noqa: E402

MANY = "100000"
SUFFIX = "bcdfghjkpqrstvxz"
PATIENCE = 300


def _suffixes():
    """Names of which no two are alike: they differ in at least three letters."""
    for i, j in itertools.product(range(16), repeat=2):
        yield "".join(SUFFIX[n % 16] for n in (i, j, i + j, i + 3 * j))


class Side:
    """One side of a row, as a client of its own."""

    def __init__(self, w, row, attack, suffix):
        self.w, self.row, self.attack, self.place = w, row, attack, Place(suffix)
        self.acts = [self.place.map(a) if isinstance(a, str) else a for a in (row.attack if attack else row.twin)]
        self.ids = []  # Message-IDs of its letters

    def sent(self):
        """What came to its people, oldest first."""
        got, order = [], self.w.outbox_order()
        for address in (JANE, "bob@acme.example"):
            rcpt = self.place.map(address)
            got += [mails.Mail(raw, rcpt) for _, raw in self.w.dovecot.mails(self.w.exim.user(rcpt))]
        return sorted(got, key=lambda m: order.get(m.id, 1 << 60))

    def post(self, act):
        letter = Letter(self.sent, self.w, self.row, self.place, act)
        raw, verdict = _by_server(letter.raw()) if self.row.server else (letter.raw(), None)
        frm = letter.k.get("frm", self.place.map(JANE))
        to = email.message_from_bytes(raw).get("To") or ""
        ours = re.search(r"[\w+.-]+@harborpine\.example", to, re.I)
        path = os.path.join(self.w.exim.dir, "verdict")
        if verdict:
            with open(path, "w") as f:
                f.write(verdict)
        self.w.exim.submit(frm if frm.isascii() else "bounces@mallory.example", [ours.group(0) if ours else world.INTAKE], raw)
        if verdict:
            os.unlink(path)
        self.w.delivered += 1
        self.ids.append(email.message_from_bytes(raw)["Message-ID"].strip("<> \t"))

    def check(self):
        ids = [i for i, in self.w.rows(
            "SELECT id FROM message WHERE message_id IN (%s) ORDER BY id" % ", ".join("?" * len(self.ids)), *self.ids)]
        if len(ids) != len(self.ids):
            raise Problem("%s: %d letters, %d messages" % (self.row.name, len(self.ids), len(ids)))
        (check_attack if self.attack else check_twin)(self.w, self.row, ids, self.place)


def _by_server(raw):
    """Takes the field off the top that the trusted server writes: (the letter, its value or None)."""
    m = re.match(rb"Authentication-Results: (mx\.test[ ;].*?)\n(?![ \t])", raw, re.S)
    return (raw[m.end():], m.group(1).decode()) if m else (raw, None)


class Desk:
    """Commands through the daemon's socket, without a process for each (bot/daemon/control.h)."""

    def __init__(self, w):
        self.s = socket.socket(socket.AF_UNIX)
        self.s.connect(os.path.join(w.data, "docket.sock"))

    def command(self, line):
        words, as_ = line.split(), b""
        if "--as" in words:
            at = words.index("--as")
            as_ = words[at + 1].encode()
            del words[at:at + 2]
        body = struct.pack("<II", 0, len(as_)) + as_ + struct.pack("<I", len(words))
        for word in words:
            body += struct.pack("<I", len(word.encode())) + word.encode()
        self.s.sendall(struct.pack("<I", len(body) + 1) + b"X" + body)
        length = struct.unpack("<I", self._read(4))[0]
        answer = self._read(length)
        if answer[1:5] != b"\0\0\0\0":
            raise Problem("%s: %s" % (line, answer[5:].decode("utf-8", "replace")[-300:]))

    def _read(self, n):
        got = b""
        while len(got) < n:
            more = self.s.recv(n - len(got))
            if not more:
                raise Problem("the daemon hung up")
            got += more
        return got


def _quiet(w):
    """Every letter recorded and applied, everything due gone out."""
    def calm():
        return w.exim.queue_empty() and w.one("SELECT count(*) FROM message") >= w.delivered and not w.one(
            "SELECT count(*) FROM message WHERE state = 'recorded'") and not w.under_way()
    rest = proc.wait_for(lambda: w.daemon.poll() is not None or calm() and calm(), PATIENCE)
    if w.daemon.poll() is not None:
        raise Problem("docket run ended with %s: %s" % (w.daemon.poll(), w.what_waits()))
    if not rest:
        raise Problem("docket run does not come to rest: " + w.what_waits())


def _people(w, sides):
    path = os.path.join(w.dir, "clients.csv")
    with open(path, "w") as f:
        f.write("code,name,domains,contact name,contact address,zone,lang,lead\n")
        for s in sides:
            for name in ("Jane Doe", "Bob Stone"):
                address = "%s@acme.example" % name.split()[0].lower()
                f.write(s.place.map("ACME,Acme %s,acme.example,%s,%s,America/New_York,en,maya\n"
                                    % (s.place.client, name, address)))
    w.docket("import", path, expect=0)


def _play(w, sides):
    """Each side's acts at the hours they have in a conversation of its own; those of one hour together."""
    hours, begin = {}, w.now
    for s in sides:
        at = 0
        for act in s.acts:
            at += act if isinstance(act, int) else isinstance(act, dict)
            if not isinstance(act, int):
                hours.setdefault(at, []).append((s, act))
    for at in sorted(hours):
        w.advance(max(0, begin + at * HOUR - w.now))
        busy = set()
        for s, act in hours[at]:
            if s in busy:  # what it said before comes first
                _quiet(w)
                busy.clear()
            busy.add(s)
            if isinstance(act, str):
                command(w, s.row, act)
            else:
                s.post(act)
        _quiet(w)


def battery(h, server):
    missing = servers.available()
    if missing:
        raise Skip(missing)
    limits = [("limits.answers_hour", MANY), ("limits.answers_per_address_hour", MANY),
              ("limits.answers_per_address_day", MANY), ("limits.answers_per_thread", MANY)]
    check = [("mailboxes.0.auth_results", "mx.test")] if server else []
    w = world.World(h, "attacks.served-%s" % ("check" if server else "no-check"), limits + check, served=True)
    try:
        names = _suffixes()
        sides = [Side(w, r, attack, next(names)) for r in ROWS if r.server == server for attack in (True, False)]
        _people(w, sides)
        w.start()
        desk = Desk(w)
        for part in range(2):
            for s in sides:
                for line in (stage_lines(s.row.stage) + [[]])[part]:
                    desk.command(s.place.map(line))
            _quiet(w)
        _play(w, sides)
        passed = 0
        problems = []
        for s in sides:
            try:
                s.check()
                passed += 1
            except Problem as e:
                problems.append(str(e))
        w.stop()
        w.docket("verify", expect=0)
    finally:
        w.close()
    for p in problems:
        print("  " + p)
    return passed, len(problems), 0


TESTS = [("attacks through servers, %s" % ("verdicts checked" if server else "no check"),
          lambda h, options, server=server: battery(h, server), ("test",)) for server in (True, False)]
