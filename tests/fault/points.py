"""
The fault loop: every outside call of a small story fails once, and for ever, with "no space" and
"I/O error"; then all is well again. Nothing may be lost and the work resumes by itself; an error that
ends the run is one line that says what to do.
"""
import os
import shutil
import sqlite3
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lib import dump, story, world  # noqa: E402
from lib.world import Problem  # noqa: E402

FOLDERS = ("data", "in", "out")
PICK = (0, 1, 3, 4, 6, 8, 11, 12)  # of part one: enough kinds, few enough calls


_made, _lock = {}, threading.Lock()


def story_of(h):
    """The reference run, once for all tests of this file."""
    with _lock:
        if h not in _made:
            _made[h] = Story(h)
        return _made[h]


class Story:
    def __init__(self, h):
        self.h = h
        self.w = world.World(h, "fault.reference")
        one = story.part_one(self.w)
        story.put(self.w, [one[i] for i in PICK])
        self.start = self.w.now
        self.snapshot = os.path.join(self.w.dir, "snapshot")
        for f in FOLDERS:
            shutil.copytree(os.path.join(self.w.dir, f), os.path.join(self.snapshot, f))
        log = os.path.join(self.w.dir, "faults")
        story.finish(self.w, DOCKET_FAULT_LOG=log)
        self.points = {}
        for l in open(log):
            n, name = l.split(None, 1)
            self.points.setdefault(int(n), name.strip())
        self.want = dump.canonical(self.w.data, by_clock=False)

    def world(self, name):
        w = world.World(self.h, name, bare=True)
        for f in FOLDERS:
            shutil.rmtree(os.path.join(w.dir, f), ignore_errors=True)
            shutil.copytree(os.path.join(self.snapshot, f), os.path.join(w.dir, f))
        w.now = self.start
        w.advance(0)
        return w

    def end(self, w):
        story.finish(w)
        w.advance(24 * story.HOUR)
        w.sync()
        w.docket("verify", expect=0)
        bad = dump.differences(self.want, dump.canonical(w.data, by_clock=False))
        if bad:
            raise Problem(bad)
        ids = [m.id for m in w.sent() if m.rcpt == m.addresses("To")[0]]
        if len(ids) != len(set(ids)):
            raise Problem("a reply is in the Maildir outbox twice")


def one_line(r, what):
    """What a run that gave up must say."""
    if r.code == 0:
        return
    if r.code == -1:
        raise Problem("`docket sync` does not end while the fault lasts; cron would pile up")
    if r.code < 0:
        raise Problem("the program died with signal %d" % -r.code)
    if r.code not in (66, 69, 74, 75, 77, 78):
        raise Problem("exit %d is none of the documented ones: %s" % (r.code, world._last(r.err)))
    last = world._last(r.err)
    if last == "(no output)":
        raise Problem("exit %d without a word" % r.code)


def loop(h, options):
    s = story_of(h)
    if len(s.points) < 5:
        raise Problem("only %d fault points in the story: step_fault() is not called" % len(s.points))
    firsts = {}
    for n, name in sorted(s.points.items()):
        firsts.setdefault(name, []).append(n)
    cases = []
    for name, at in sorted(firsts.items()):
        some = at if options.all_steps else sorted({at[0], at[len(at) // 2], at[-1]})
        for n in some:
            for errno_ in ("ENOSPC", "EIO"):
                cases.append((n, name, errno_, False))
        for errno_ in ("ENOSPC", "EIO"):
            cases.append((at[0], name, errno_, True))
    if h.san:
        cases = cases[::4]
    problems, lock = [], threading.Lock()
    slots = [0, 1]

    def run(case):
        n, name, errno_, on = case
        with lock:
            if len(problems) >= 8:
                return
            slot = slots.pop()
        try:
            w = s.world("fault.slot%d" % slot)
            r = w.docket("sync", DOCKET_FAIL_AT="%d%s" % (n, "+" if on else ""),
                         DOCKET_FAIL_ERRNO=errno_, timeout=30)
            one_line(r, name)
            s.end(w)
        except Problem as e:
            with lock:
                problems.append("%s at point %d (%s, %s): %s" % (
                    errno_, n, name, "for ever, then healed" if on else "once", e))
        finally:
            with lock:
                slots.append(slot)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, cases))
    for p in problems[1:]:
        print("  " + p)
    if problems:
        raise Problem(problems[0])
    print("fault loop: %d points of %d kinds, %d cases, every end the same"
          % (len(s.points), len(firsts), len(cases)))


def daemon_heals(h, options):
    """Under `docket run`: the disk is full for a while; when there is room again, no hand is needed."""
    s = story_of(h)
    point = min(n for n, name in s.points.items() if name.startswith("blob."))
    w = s.world("fault.daemon")
    w.delivered = len(PICK)
    try:
        w.start(DOCKET_FAIL_AT=point, DOCKET_FAIL_ERRNO="ENOSPC")
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            if w.daemon.poll() is not None:
                raise Problem("docket run ended over one failed call (%s): %s"
                              % (s.points[point], world._last(w.errors())))
            try:
                if w.one("SELECT count(*) FROM message WHERE state <> 'recorded'") == len(PICK):
                    break
            except sqlite3.OperationalError:
                pass
            w.advance(60000)
            time.sleep(0.2)
        else:
            raise Problem("the daemon did not resume: " + w.what_waits())
        w.stop()
        s.end(w)
    finally:
        w.close()


def locked(h, options):
    """Another process holds the database's write lock for a while."""
    s = story_of(h)
    w = s.world("fault.locked")
    db = sqlite3.connect(os.path.join(w.data, "docket.db"), isolation_level=None, timeout=30,
                         check_same_thread=False)
    db.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(2.0, lambda: db.execute("ROLLBACK"))
    timer.start()
    try:
        r = w.docket("sync")
    finally:
        timer.join()
        db.close()
    one_line(r, "locked")
    if r.code not in (0, 75):
        raise Problem("a locked database: exit %d, expected 75 (try later): %s"
                      % (r.code, world._last(r.err)))
    s.end(w)


def unwritable(h, options):
    """A data folder that cannot be made, and a missing Maildir: exit 78 or 66 or 74, and words."""
    w = world.World(h, "fault.unwritable", [("data", "/proc/nowhere/data")])
    r = w.docket("sync")
    if r.code in (0, -1) or r.code < 0:
        raise Problem("an impossible data folder: exit %d" % r.code)
    one_line(r, "data")
    if "/proc/nowhere" not in r.err:
        raise Problem("the error does not name the folder: %s" % world._last(r.err))


TESTS = [("fault/points", loop, ("test", "san")), ("fault/daemon", daemon_heals, ("test", "san")),
         ("fault/locked", locked, ("test", "san")), ("fault/unwritable", unwritable, ("test", "san"))]
