"""
The crash loop (DESIGN D4.5): a story of 30 mails and the digests of the next morning, stopped at every
mark in turn and resumed. The end must be the one of an undisturbed run: nothing lost, nothing applied twice, no reply sent twice.
"""
import os
import shutil
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lib import dump, story, world  # noqa: E402
from lib.world import Problem  # noqa: E402

SAMPLE = 300
FOLDERS = ("data", "in", "out")


class Part:
    """A world at the beginning of a part, and what an undisturbed run makes of it."""

    def __init__(self, h, name, before, letters, later=0):
        self.h, self.name = h, name
        self.w = world.World(h, "crash." + name, bare=True)
        if before is None:
            shutil.rmtree(self.w.data, ignore_errors=True)
            shutil.copytree(h.template(), self.w.data)
        else:
            for f in FOLDERS:
                shutil.rmtree(os.path.join(self.w.dir, f), ignore_errors=True)
                shutil.copytree(os.path.join(before.w.dir, f), os.path.join(self.w.dir, f))
            self.w.now = before.w.now
            self.w.advance(later)
            self.w.delivered = before.w.delivered
        self.already = len(self.w.sent()) if before else 0
        story.put(self.w, letters(self.w))
        self.start = self.w.now
        self.snapshot = os.path.join(self.w.dir, "snapshot")
        os.makedirs(self.snapshot)
        for f in FOLDERS:
            shutil.copytree(os.path.join(self.w.dir, f), os.path.join(self.snapshot, f))
        steps = os.path.join(self.w.dir, "steps")
        story.finish(self.w, DOCKET_STEP_LOG=steps)
        # Children count their own marks: what matters is how far the longest of them went.
        self.marks = {}
        for l in open(steps):
            n, name_ = l.split(None, 1)
            self.marks.setdefault(int(n), name_.strip())
        self.steps = max(self.marks, default=0)
        self.want = dump.canonical(self.w.data)
        self.check_end(self.w)
        left = self.w.one("SELECT count(*) FROM message")
        if left != self.w.delivered:
            raise Problem("%d mails, %d rows" % (self.w.delivered, left))

    def check_end(self, w):
        ids = {}
        for f in os.listdir(os.path.join(w.out, "new")) + os.listdir(os.path.join(w.out, "cur")):
            for s in ("new", "cur"):
                p = os.path.join(w.out, s, f)
                if os.path.exists(p):
                    from lib.mails import Mail
                    m = Mail(open(p, "rb").read())
                    ids[m.id] = ids.get(m.id, 0) + 1
        twice = [i for i, n in ids.items() if n > 1]
        if twice:
            raise Problem("a reply is in the Maildir outbox twice: %s" % twice[0])
        rows = {m for m, in w.rows("SELECT message_id FROM outbox WHERE state = 'sent'")}
        if rows != set(ids):
            raise Problem("the outbox says %d sent, the Maildir holds %d" % (len(rows), len(ids)))
        w.docket("verify", expect=0)

    def trial(self, n, slot):
        w = world.World(self.h, "crash.%s.slot%d" % (self.name, slot), bare=True)
        for f in FOLDERS:
            shutil.rmtree(os.path.join(w.dir, f), ignore_errors=True)
            shutil.copytree(os.path.join(self.snapshot, f), os.path.join(w.dir, f))
        w.now = self.start
        w.advance(0)
        r = w.docket("sync", DOCKET_STOP_AT=n)
        try:
            story.finish(w)
            self.check_end(w)
            bad = dump.differences(self.want, dump.canonical(w.data))
            if bad:
                raise Problem(bad)
        except Problem as e:
            raise Problem("stopped at mark %d (%s, exit %d), then resumed: %s"
                          % (n, self.marks.get(n, "?"), r.code, e))


def pick(count, most):
    """All marks, or `most` of them spread evenly with both ends."""
    if count <= most:
        return list(range(1, count + 1))
    return sorted({1 + round(i * (count - 1) / (most - 1)) for i in range(most)})


def loop(h, options):
    one = Part(h, "one", None, story.part_one)
    two = Part(h, "two", one, story.part_two)
    # From 15:00 to 09:00: the lists of Tuesday are due, and late.
    three = Part(h, "three", two, lambda w: [], 18 * story.HOUR)
    if not three.w.one("SELECT count(*) FROM digest WHERE outbox IS NOT NULL"):
        raise Problem("the story has no digest")
    parts = (one, two, three)
    steps = sum(p.steps for p in parts)
    most = 10 ** 9 if options.all_steps else (60 if h.san else SAMPLE)
    trials = []
    for part in parts:
        share = max(20, most * part.steps // max(steps, 1)) if most < 10 ** 9 else most
        trials += [(part, n) for n in pick(part.steps, share)]
    problems, lock = [], threading.Lock()
    free = [0, 1]

    def run(t):
        with lock:
            if len(problems) >= 5:
                return
            slot = free.pop()
        try:
            t[0].trial(t[1], slot)
        except Problem as e:
            with lock:
                problems.append(str(e))
        finally:
            with lock:
                free.append(slot)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, trials))
    for p in problems[1:]:
        print("  " + p)
    if problems:
        raise Problem(problems[0])
    if steps < 20:
        raise Problem("only %d marks in the whole story: step() is not called" % steps)
    print("crash loop: %d of %d marks, every end the same" % (len(trials), steps))


TESTS = [("crash/steps", loop, ("test", "san"))]
