"""
`docket verify` finds any single changed byte in events, decisions, versions and files: in every column
of sampled rows of those tables one byte is changed behind docket's back, then in the stored files. The
twin, with nothing changed, passes.
"""
import os
import random
import sqlite3
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lib import mails, world  # noqa: E402
from lib.world import Problem  # noqa: E402

JANE, TOM = "jane@acme.example", "tom@harborpine.example"
TABLES = ("event", "event_text", "decision", "version", "version_file")
ROWS = 5      # of each table and column
SEED = 20260511
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 3000


def _mail(w, frm, to, subject, body, attach=(), fields=()):
    w.advance(3600000)
    w.put(mails.compose([("From", frm), ("To", to), ("Subject", subject), ("Date", mails.date_of(w.now, w.zone)),
                         ("Message-ID", "<%d@x.example>" % w.now)] + list(fields), body, attach=attach), frm)
    w.sync()


def _reply(w, body):
    ours = [m for m in w.sent() if m.rcpt == JANE][-1]
    fields = mails.reply_fields(ours)
    _mail(w, JANE, ours.reply_address, fields[0][1], body, fields=fields[1:])


def _life(w):
    """Two versions, one of files; decisions of ours, attested, denied, asked about, and of the client."""
    def run(line):
        w.docket(*line.split(), expect=0)
    run("decider ACME " + JANE)
    for line in ("new ACME Report kit=monthly-report", "accept ACME-001", "take ACME-001 --as tom",
                 "submit ACME-001 https://files.example/one --as tom", "approve ACME-001 --as priya fine",
                 "approve ACME-001 --as maya fine",
                 "approve ACME-001 --by %s --as maya by phone" % JANE):
        run(line)
    w.sync()
    _reply(w, "That is wrong, I did not approve it.")
    run("changes ACME-001 --by %s --as maya larger title" % JANE)
    _mail(w, TOM, world.INTAKE, "v2", "/submit ACME-001", attach=[
        ("hero.png", "image/png", PNG), ("notes.txt", "text/plain", b"notes\n" * 50)])
    ours = [m for m in w.sent() if m.rcpt == TOM and "confirm" in m.subject]
    if ours:
        _mail(w, TOM, ours[-1].reply_address, "Re: " + ours[-1].subject, "/submit ACME-001",
              attach=[("hero.png", "image/png", PNG), ("notes.txt", "text/plain", b"notes\n" * 50)],
              fields=mails.reply_fields(ours[-1])[1:])
    run("review ACME-001 --override seen --as maya")
    run("review ACME-001 --override seen --as maya")
    w.sync()
    _reply(w, "Version 1 is approved.")
    _reply(w, "Approved, thanks a lot.")


def _changed(value, rng):
    """The value with one byte of it changed."""
    if value is None:
        return 1
    if isinstance(value, int):
        return value ^ (1 << rng.randrange(8))
    raw = value.encode() if isinstance(value, str) else value
    if not raw:
        return "x" if isinstance(value, str) else b"x"
    if isinstance(value, bytes):
        at = rng.randrange(len(raw))
        return raw[:at] + bytes([raw[at] ^ (1 << rng.randrange(8))]) + raw[at + 1:]
    at = rng.choice([i for i, c in enumerate(raw) if c < 0x80])
    new = rng.choice([c for c in b"abcdefghijklmnopqrstuvwxyz0123456789" if c != raw[at]])
    return (raw[:at] + bytes([new]) + raw[at + 1:]).decode()


def _open(w):
    db = sqlite3.connect(os.path.join(w.data, "docket.db"), isolation_level=None)
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("PRAGMA ignore_check_constraints = ON")
    for t, in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        db.execute("DROP TRIGGER " + t)
    return db


def _columns(w, missed):
    rng = random.Random(SEED)
    tried = 0
    for table in TABLES:
        db = _open(w)
        info = db.execute("PRAGMA table_info(%s)" % table).fetchall()
        keys = [c[1] for c in sorted((c for c in info if c[5]), key=lambda c: c[5])]
        rows = db.execute("SELECT %s FROM %s" % (", ".join(keys), table)).fetchall()
        if not rows:
            raise Problem("no rows in " + table)
        for column in [c[1] for c in info]:
            for key in rng.sample(rows, min(ROWS, len(rows))):
                where = " AND ".join("%s = ?" % k for k in keys)
                was = db.execute("SELECT %s FROM %s WHERE %s" % (column, table, where), key).fetchone()[0]
                new = _changed(was, rng)
                try:
                    db.execute("UPDATE %s SET %s = ? WHERE %s" % (table, column, where), (new,) + key)
                except sqlite3.Error:
                    continue  # a strict table, or a unique key, refuses such a value itself
                tried += 1
                db.close()
                if w.docket("verify").code != 74:
                    missed.append("%s.%s: %r became %r" % (table, column, was, new))
                db = _open(w)
                back = tuple(new if k == column else v for k, v in zip(keys, key))
                db.execute("UPDATE %s SET %s = ? WHERE %s" % (table, column, where), (was,) + back)
        db.close()
    return tried


def _files(w, missed):
    """The stored bytes of every version's file, as a blob row or a file below blobs/."""
    rng = random.Random(SEED)
    db = _open(w)
    shas = [s for s, in db.execute("SELECT DISTINCT sha FROM version_file WHERE sha IS NOT NULL")]
    for sha in shas:
        row = db.execute("SELECT id, packed FROM blob WHERE sha = ?", (bytes.fromhex(sha),)).fetchone()
        path = None if row else next(os.path.join(d, f) for d, _, fs in os.walk(os.path.join(w.data, "blobs"))
                                     for f in fs if sha[2:] in f)
        for _ in range(6):
            if row is not None:
                db.execute("UPDATE blob SET packed = ? WHERE id = ?", (_changed(row[1], rng), row[0]))
            else:
                with open(path, "rb") as f:
                    was = f.read()
                os.chmod(path, 0o600)
                with open(path, "wb") as f:
                    f.write(_changed(was, rng))
            db.close()
            if w.docket("verify").code != 74:
                missed.append("file %s" % sha)
            db = _open(w)
            if row is not None:
                db.execute("UPDATE blob SET packed = ? WHERE id = ?", (row[1], row[0]))
            else:
                with open(path, "wb") as f:
                    f.write(was)
    db.close()
    return len(shas)


def single_bytes(h, options):
    w = world.World(h, "verify-bytes")
    try:
        _life(w)
        w.docket("verify", expect=0)
        for table in TABLES:
            if not w.one("SELECT count(*) FROM " + table):
                raise Problem("the story left nothing in " + table)
        missed = []
        tried = _columns(w, missed)
        files = _files(w, missed)
        w.docket("verify", expect=0)
        if missed:
            raise Problem("%d of %d changes not found: %s" % (len(missed), tried, "; ".join(missed[:40])))
        if tried < 150 or files < 2:
            raise Problem("only %d changes and %d files were tried" % (tried, files))
    finally:
        w.close()


TESTS = [("verify finds every changed byte", single_bytes, ("test",))]
