"""
The long stories (scenario/campaign*.txt), from request to closeout, under crashes (DESIGN D4.5).

steps  A story is played once with its checks; every call of docket is kept with the world before it.
       Then each call is made again, stopped at each mark it passes, and resumed: what is in the
       database afterwards, row by row, and what has gone out must be as after an undisturbed call.
       Outgoing mail goes into a Maildir, where nothing may be twice; and through Exim, where a mail that was under way
       when the program stopped, and no other, may come twice: these are counted.
rest   The first, a middle and the last place of each name, with the rest of the story played after it:
       all of its checks hold, and it ends as it does undisturbed.
"""
import collections
import os
import shutil
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lib import convo, dump, servers, world  # noqa: E402
from lib.crashes import CLAIM, KILLED, Lost, Patient, copy, stories  # noqa: E402
from lib.report import Skip  # noqa: E402
from lib.world import Problem  # noqa: E402

SAMPLE = {"test": 80, "san": 40}  # marks taken of a story and kind of outbox


REBUILD_EVERY = 5  # stops, by the number of their mark


class Call:
    """One call of docket in a story: its words, the world before it, the marks it passes."""

    def __init__(self, w, n, argv):
        self.n, self.argv, self.now, self.from_dir = n, argv, w.now, w.dir
        self.folder = os.path.join(w.dir, "call-%d" % n)
        os.makedirs(self.folder)
        copy(w.dir, self.folder)
        self.code, self.marks = None, {}
        self.lock, self.end = threading.Lock(), None

    def read_marks(self, path):
        """Children count their own marks: what matters is how far the longest of them went."""
        if os.path.exists(path):
            for l in open(path):
                number, name = l.split(None, 1)
                self.marks.setdefault(int(number), name.strip())
            os.unlink(path)


class Recorder(world.World):
    """A world that keeps every call."""
    calls = None

    def docket(self, *argv, **how):
        if self.calls is None or argv[0] == "rebuild":  # which only looks at the story from its end
            return super().docket(*argv, **how)
        call = Call(self, len(self.calls), argv)
        self.calls.append(call)
        log = os.path.join(self.dir, "marks")
        r = super().docket(*argv, DOCKET_STEP_LOG=log, **how)
        call.code = r.code
        call.read_marks(log)
        return r


class Stage(world.World):
    """Where calls are made again, in any order."""

    def __init__(self, h, name, story, smtp):
        super().__init__(h, name, story.settings, bare=True, start=story.start, smtp=smtp)

    def back_to(self, call):
        copy(call.folder, self.dir)
        self.now = call.now
        self.advance(0)
        if self.smtp:
            for user in os.listdir(self.dovecot.mail):
                if user.startswith(self.prefix + "."):
                    shutil.rmtree(os.path.join(self.dovecot.mail, user))
            self.elsewhere = self.said_sent()

    def make(self, call, expect=None, **env):
        argv = [a.replace(call.from_dir, self.dir) for a in call.argv]
        return self.docket(*argv, expect=expect, **env)

    def finish(self):
        """What is due again after a crash goes out."""
        self.settle()
        self.advance(CLAIM)
        self.settle()

    def said_sent(self):
        return {m for m, in self.rows("SELECT message_id FROM outbox WHERE state = 'sent'")}

    def check_outgoing(self, claimed):
        """Returns how many mails came twice."""
        got = collections.Counter((m.rcpt, m.id) for m in self.sent())
        want = self.said_sent() - self.elsewhere
        if {m for _, m in got} != want:
            raise Problem("the outbox says %d sent, %d arrived" % (len(want), len({m for _, m in got})))
        twice = {k: n for k, n in got.items() if n > 1}
        for (rcpt, m), n in twice.items():
            if not self.smtp:
                raise Problem("%s is in the Maildir outbox twice" % m)
            if m not in claimed or n > 2:
                raise Problem("%s was sent %d times, and was not under way at the crash" % (rcpt, n))
        return len(twice)


class Reel:
    """A story as it was played once, with one kind of outbox."""

    def __init__(self, h, story, smtp, what):
        self.h, self.story, self.smtp = h, story, smtp
        self.name = "crash.%s.%s" % (story.name, what)  # tests of one story run side by side
        w = Recorder(h, self.name, story.settings, start=story.start, smtp=smtp)
        w.calls = []
        try:
            convo.Player(story, w).play()
        finally:
            w.close()
        self.data, self.calls = w.data, w.calls
        self.marks = [(c, n) for c in self.calls for n in sorted(c.marks)]

    def end_of(self, call, stage):
        """The rows an undisturbed call leaves, once found out."""
        with call.lock:
            if call.end is None:
                stage.back_to(call)
                stage.make(call, expect=call.code)
                stage.finish()
                stage.check_outgoing(())
                call.end = dump.rows(stage.data)
            return call.end

    def trial(self, call, n, stage):
        """One stop and what follows. Returns how many mails went out twice."""
        want = self.end_of(call, stage)
        stage.back_to(call)
        try:
            before = dump.rows(stage.data)
            r = stage.make(call, DOCKET_STOP_AT=n)
            claimed = stage.under_claim()
            # Somebody whose command was cut off looks at the job and gives it again if nothing happened.
            if r.code == KILLED and call.argv[0] != "sync" and dump.rows(stage.data) == before:
                stage.make(call, expect=call.code)
            stage.finish()
            repeats = stage.check_outgoing(claimed)
            bad = dump.differences(want, dump.rows(stage.data))
            if bad:
                raise Problem(bad)
            stage.docket("verify", expect=0)
            if n % REBUILD_EVERY == 0:  # the log is of the same commit as what it tells
                again = os.path.join(stage.dir, "rebuilt")
                stage.docket("rebuild", "--into", again, expect=0)
                shutil.rmtree(again)
            return repeats
        except Problem as e:
            raise Problem("call %d, 'docket %s', stopped at mark %d (%s), then resumed: %s" % (
                call.n, " ".join(call.argv), n, call.marks[n], e))

    def places(self):
        """Each name at its first, middle and last place."""
        places = collections.defaultdict(list)
        for i, (c, n) in enumerate(self.marks):
            places[c.marks[n]].append(i)
        return {p[i] for p in places.values() for i in (0, len(p) // 2, -1)}

    def pick(self, most):
        """All marks; or the places of each name, and others evenly between."""
        if len(self.marks) <= most:
            return self.marks
        taken = self.places()
        left = max(0, most - len(taken))
        taken |= {round(i * (len(self.marks) - 1) / max(left - 1, 1)) for i in range(left)}
        return [self.marks[i] for i in sorted(taken)]


def run_all(jobs, stages):
    """Each job(stage) on a free stage; at most five problems. Returns the results."""
    problems, results, lock, free = [], [], threading.Lock(), list(stages)

    def one(job):
        with lock:
            if len(problems) >= 5:
                return
            stage = free.pop()
        try:
            got = job(stage)
            with lock:
                results.append(got)
        except Problem as e:
            with lock:
                problems.append(str(e))
        finally:
            with lock:
                free.append(stage)
    with ThreadPoolExecutor(len(stages)) as pool:
        for f in [pool.submit(one, j) for j in jobs]:
            f.result()
    for p in problems[1:]:
        print("  " + p)
    if problems:
        raise Problem(problems[0])
    return results


def steps(h, options, story, smtp):
    missing = servers.available() if smtp else None
    if missing:
        raise Skip(missing)
    reel = Reel(h, story, smtp, "smtp" if smtp else "maildir")
    picked = reel.pick(10 ** 9 if options.all_steps else SAMPLE["san" if h.san else "test"])
    stages = [Stage(h, "%s.stage%d" % (reel.name, i), story, smtp) for i in range(2)]
    try:
        repeats = sum(run_all([lambda s, c=c, n=n: reel.trial(c, n, s) for c, n in picked], stages))
    finally:
        for s in stages:
            s.close()
    names = collections.Counter(c.marks[n] for c, n in reel.marks)
    print("crash loop, %s, %s: %d of %d marks (%d names, %d calls), every end the same%s" % (
        story.name, "Exim" if smtp else "Maildir", len(picked), len(reel.marks), len(names), len(reel.calls),
        ", %d mails that were under way came twice" % repeats if smtp else ""))


class Stopped(world.World):
    """The story's world; call number `at` is stopped at a mark and resumed."""

    def __init__(self, h, name, story, at, mark):
        self.left, self.mark = None, mark
        super().__init__(h, name, story.settings, start=story.start)
        self.left = at

    def docket(self, *argv, **how):
        if self.left is None or argv[0] == "rebuild":
            return super().docket(*argv, **how)
        self.left -= 1
        if self.left >= 0:
            return super().docket(*argv, **how)
        self.left = None
        before = dump.rows(self.data)
        how.pop("expect", None)
        r = super().docket(*argv, DOCKET_STOP_AT=self.mark, **how)
        if argv[0] == "sync":
            self.sync()
        if self.under_claim():
            self.advance(CLAIM)
            self.sync()
        if r.code == KILLED and argv[0] != "sync":
            if dump.rows(self.data) != before:
                raise Lost()
            return super().docket(*argv, **how)
        return r


def rest(h, options, story):
    """First, middle and last place of each name; without --all-steps one in eight of these."""
    reel = Reel(h, story, False, "end")
    want = dump.canonical(reel.data, False, True)
    picked = sorted(reel.places())[::1 if options.all_steps else 8]

    def play(i):
        call, mark = reel.marks[i]
        w = Stopped(h, "%s.rest%d" % (reel.name, i), story, call.n, mark)
        try:
            Patient(story, w).play()
            bad = dump.differences(want, dump.canonical(w.data, False, True))
            if bad:
                raise Problem(bad)
        except Problem as e:
            raise Problem("call %d, 'docket %s', was stopped at mark %d (%s), and the story went on: %s" % (
                call.n, " ".join(call.argv), mark, call.marks[mark], e))
        finally:
            w.close()
        shutil.rmtree(w.dir, ignore_errors=True)
    run_all([lambda s, i=i: play(i) for i in picked], (0, 1))
    print("crash loop, %s: %d of %d stops were followed by the rest of the story" % (
        story.name, len(picked), len(reel.marks)))


def _steps(story, smtp):
    return lambda h, options: steps(h, options, story, smtp)


def _rest(story):
    return lambda h, options: rest(h, options, story)


TESTS = [t for c in stories("campaign*.txt") for t in (
    ("crash/%s steps" % c.name, _steps(c, False), ("test", "san")),
    ("crash/%s steps, Exim" % c.name, _steps(c, True), ("test",)),
    ("crash/%s to its end" % c.name, _rest(c), ("test",)))]
