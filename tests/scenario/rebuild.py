"""
`docket rebuild --into DIR`: a story with files, a replay, a digest, refused mail and a changed
configuration gives the same again and leaves the old folder and everybody's mailbox alone. What was
changed behind docket's back is found, in state, in the log and in the stored mails. Only an empty folder
is filled; a stop half-way leaves one that says so by its name.
"""
import hashlib
import os
import shutil
import sqlite3
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lib import mails, world  # noqa: E402
from lib.world import Problem  # noqa: E402

JANE, TOM = "jane@acme.example", "tom@harborpine.example"
SAME, DIFFERS = 0, 77
KILLED = -9
LARGE = b"\x89PNG\r\n\x1a\n" + os.urandom(300000)  # a file of its own below blobs/


def _mail(w, frm, to, subject, body, attach=(), fields=()):
    w.advance(3600000)
    w.put(mails.compose([("From", frm), ("To", to), ("Subject", subject), ("Date", mails.date_of(w.now, w.zone)),
                         ("Message-ID", "<%d@x.example>" % w.now)] + list(fields), body, attach=attach), frm)
    w.sync()


def _newest(w, who):
    return [m for m in w.sent() if m.rcpt == who][-1]


def _story(w):
    def run(line):
        w.docket(*line.split(), expect=0)
    _mail(w, JANE, world.INTAKE, "Landing page", "Hi,\n\nwe need a landing page for our spring sale by 5 June.\n")
    asked = _newest(w, JANE)
    fields = mails.reply_fields(asked)
    _mail(w, JANE, asked.reply_address, fields[0][1], "Objective: more leads\nAudience: hikers\n", fields=fields[1:])
    _mail(w, "stranger@nowhere.example", world.INTAKE, "Hello", "Could you make a poster for us?\n")
    waits = w.one("SELECT id FROM message WHERE triage_open = 1")
    run("client add NOWHERE Nowhere --lead maya")
    run("contact add NOWHERE stranger@nowhere.example Stranger")
    run("replay m%d" % waits)  # read once more: the first reading is kept no longer
    w.sync()
    run("decider ACME " + JANE)
    for line in ("new ACME Report kit=monthly-report", "accept ACME-002", "take ACME-002 --as tom"):
        run(line)
    _mail(w, TOM, world.INTAKE, "v1", "/submit ACME-002", attach=[("hero.png", "image/png", LARGE)])
    asks = [m for m in w.sent() if m.rcpt == TOM and "confirm" in m.subject]
    if asks:
        _mail(w, TOM, asks[-1].reply_address, "Re: " + asks[-1].subject, "/submit ACME-002",
              attach=[("hero.png", "image/png", LARGE)], fields=mails.reply_fields(asks[-1])[1:])
    run("review ACME-002 --override seen --as maya")
    run("review ACME-002 --override seen --as maya")
    w.sync()
    w.set("limits.questions", 3)  # another set-up from here on
    w.set("agency.name", "Harbor and Oak")
    w.write_config()
    w.advance(3 * 24 * 3600000)
    w.sync()  # digests of that day
    ours = _newest(w, JANE)
    fields = mails.reply_fields(ours)
    _mail(w, JANE, ours.reply_address, fields[0][1], "Please make the title larger.", fields=fields[1:])
    run("hours ACME-002 2.5 --as tom")
    run("link ACME-001 ACME-002 --as maya")
    run("undo --as maya")
    w.sync()


def _rebuild(w, want, *says, into="again", **env):
    path = os.path.join(w.dir, into)
    r = w.docket("rebuild", "--into", path, **env)
    for word in says:
        if word not in r.out + r.err:
            raise Problem("rebuild does not say '%s': %s" % (word, (r.out + r.err)[-1200:]))
    if r.code != want:
        raise Problem("rebuild: exit %d, expected %d: %s" % (r.code, want, (r.out + r.err)[-1200:]))
    return path


def _clear(w, into="again"):
    for name in (into, into + ".part"):
        shutil.rmtree(os.path.join(w.dir, name), ignore_errors=True)


def _files(folder):
    found = {}
    for d, _, fs in os.walk(folder):
        for f in fs:
            if f.endswith(("-wal", "-shm")):
                continue  # every reader makes them
            with open(os.path.join(d, f), "rb") as h:
                found[os.path.join(d, f)] = hashlib.sha256(h.read()).hexdigest()
    return found


def _sql(w, *lines):
    db = sqlite3.connect(os.path.join(w.data, "docket.db"), isolation_level=None)
    db.execute("PRAGMA foreign_keys = OFF")
    for line in lines:
        if db.execute(line).rowcount == 0:
            raise Problem("changes nothing: " + line)
    db.close()


def _story_world(h, name):
    w = world.World(h, name)
    w.settings["mailboxes"][0]["auth_results"] = "none"
    w.write_config()
    _story(w)
    return w


def same(h, options):
    w = _story_world(h, "rebuild-same")
    try:
        before = (_files(w.data), _files(w.out), _files(w.inbox))
        path = _rebuild(w, SAME, "the same")
        if (_files(w.data), _files(w.out), _files(w.inbox)) != before:
            raise Problem("a rebuild changed the folder it repeats, or sent something")
        if sorted(os.listdir(path)) != ["blobs", "docket.db", "lock"]:
            raise Problem("more than a data folder: %s" % os.listdir(path))
        if not any(f for _, _, fs in os.walk(os.path.join(path, "blobs")) for f in fs):
            raise Problem("the large file is not there")
        # it is a data folder like the other: verified, and rebuilt in its turn
        old, w.settings["data"] = w.data, path
        w.write_config()
        w.docket("verify", expect=0)
        _rebuild(w, SAME, "the same", into="third")
        w.settings["data"] = old
        w.write_config()
        # beside a daemon at work
        w.start()
        _rebuild(w, SAME, "the same", into="fourth")
        w.docket("hours", "ACME-002", "1", "--as", "tom", expect=0)
        _rebuild(w, SAME, "the same", into="fifth")
        w.stop()
    finally:
        w.close()


def refused(h, options):
    w = _story_world(h, "rebuild-refused")
    try:
        os.mkdir(os.path.join(w.dir, "again"))
        path = _rebuild(w, SAME, "the same")  # an empty one is as good as none
        before = _files(path)
        _rebuild(w, DIFFERS, "is not empty")
        _rebuild(w, DIFFERS, "is not empty", into="data")
        if _files(path) != before:
            raise Problem("a refused rebuild changed the folder")
        os.mkdir(os.path.join(w.dir, "other.part"))
        _rebuild(w, DIFFERS, "is left of a rebuild that was stopped", into="other")
        w.docket("rebuild", expect=64)
        w.docket("rebuild", "--into", expect=64)
        # as step 11 of the schema leaves a folder that was at work before
        _sql(w, "INSERT INTO named VALUES ('inputs-late', x'31')")
        _rebuild(w, DIFFERS, "before docket kept a log", into="late")
        if os.path.exists(os.path.join(w.dir, "late.part")):
            raise Problem("a refused rebuild leaves a folder")
    finally:
        w.close()


TAMPERED = (
    # state
    ("UPDATE job SET title = 'Another' WHERE id = 1", "job: 1 row differs"),
    ("UPDATE decision SET kind = 'approve' WHERE id = 1", None),
    ("UPDATE brief SET value = 'fewer leads' WHERE value = 'more leads'", "brief: 1 row differs"),
    ("UPDATE outbox SET subject = 'x' WHERE id = 1", "outbox: 1 row differs"),
    ("UPDATE outbox_rcpt SET state = 'dead' WHERE outbox = 1", "outbox_rcpt: 1 row differs"),
    ("DELETE FROM hours", None),
    ("INSERT INTO client_domain VALUES ('evil.example', 1)", "client_domain: 1 row missing"),
    # the log
    ("UPDATE input_words SET words = replace(words, 'Report', 'Resort') WHERE words LIKE '%Report%'", "job: "),
    ("UPDATE input SET at = at + 1 WHERE kind = 'mail' AND id = (SELECT min(id) FROM input WHERE kind = 'mail')",
     "event: "),
    ("DELETE FROM input WHERE id = (SELECT max(id) FROM input WHERE kind = 'settle')", "outbox: "),
    ("DELETE FROM input_words WHERE input = (SELECT min(id) FROM input WHERE kind = 'command')",
     "its words were erased"),
    ("UPDATE input SET kind = 'other' WHERE id = (SELECT max(id) FROM input)", "a newer docket wrote"),
    # what came in
    ("UPDATE message SET reading = replace(reading, 'spring', 'winter') WHERE id = 1", "message: 1 row differs"),
    ("UPDATE message SET received = received + 60000 WHERE id = 2", None),
    ("UPDATE blob SET packed = zeroblob(20) WHERE id = 1", "is damaged"),
)


def tampered(h, options):
    w = _story_world(h, "rebuild-tampered")
    try:
        shutil.copytree(w.data, w.data + ".good")
        missed, tried = [], 0
        for change, says in TAMPERED:
            try:
                _sql(w, change)
            except Problem:
                if says is not None:
                    raise
                continue
            tried += 1
            r = w.docket("rebuild", "--into", os.path.join(w.dir, "again"))
            if (r.code == SAME) != (change.startswith("UPDATE message SET received")) or \
                    (says and says not in r.out + r.err):
                missed.append("%s: exit %d, %s" % (change, r.code, (r.out + r.err)[-300:]))
            _clear(w)
            shutil.rmtree(w.data)
            shutil.copytree(w.data + ".good", w.data)
        if missed:
            raise Problem("not found: " + "; ".join(missed))
        _rebuild(w, SAME, "the same")
    finally:
        w.close()


def stopped(h, options):
    w = _story_world(h, "rebuild-stopped")
    try:
        steps = os.path.join(w.dir, "steps")
        _rebuild(w, SAME, DOCKET_STEP_LOG=steps)
        with open(steps) as f:
            count = len(f.readlines())
        _clear(w)
        before = _files(w.data)
        for n in sorted({1, count // 3, 2 * count // 3, count - 1, count}):
            path = os.path.join(w.dir, "again")
            r = w.docket("rebuild", "--into", path, DOCKET_STOP_AT=n)
            if r.code != KILLED:
                raise Problem("stop at %d of %d: exit %s" % (n, count, r.code))
            if os.path.exists(path) or not os.path.isdir(path + ".part"):
                raise Problem("stop at %d of %d: a half-made folder has the name of a whole one" % (n, count))
            _rebuild(w, DIFFERS, "is left of a rebuild that was stopped")
            if _files(w.data) != before:
                raise Problem("stop at %d: the folder it repeats was changed" % n)
            _clear(w)
        _rebuild(w, SAME, "the same")
    finally:
        w.close()


TESTS = [("rebuild same", same, ("check", "test", "san")),
         ("rebuild refused", refused, ("test", "san")),
         ("rebuild tampered", tampered, ("test",)),
         ("rebuild stopped", stopped, ("test",))]
