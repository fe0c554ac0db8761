"""
SIGKILL rounds over the long story (scenario/campaign.txt): a running daemon with Dovecot and Exim, its
whole group killed at random moments (seeded) of the story. Each check of the story holds, the end is the
undisturbed one, and a mail comes twice only if it was under way at a kill: these are counted.
"""
import os
import random
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lib import convo, dump, proc, servers, world  # noqa: E402
from lib.crashes import CLAIM, Lost, Patient, stories  # noqa: E402
from lib.report import Skip  # noqa: E402
from lib.world import Problem  # noqa: E402

A_PLAY = 100  # rounds of one play, over some hundred acts
PLAYS_MORE = 3  # for kills that a play had no room for: a command while nothing runs takes none, and takes one at most
SEED = 20260511
LOST = "went away before it answered"


class Counting(world.World):
    """Counts the acts of a story: each command, and each time docket is left to itself."""
    acts = 0

    def docket(self, *argv, **how):
        self.acts += 1
        return super().docket(*argv, **how)

    def settle(self, patience=90):
        self.acts += 1
        super().settle(patience)


class Killed(world.World):
    """plan: how many kills fall upon each act."""

    def __init__(self, h, name, story, plan, seed):
        self.plan, self.random = None, random.Random(seed)
        self.kills, self.act, self.owed, self.caught, self.repeats = 0, 0, 0, set(), set()
        super().__init__(h, name, story.settings, start=story.start, served=True)
        self.plan = plan

    def _due(self):
        """How many kills this act has, with those an earlier act had no room for."""
        self.act += 1
        if self.plan and self.act <= len(self.plan):
            self.owed += self.plan[self.act - 1]
        return self.owed

    def _moment(self, short):
        r = self.random
        span = r.choice((0.03, 0.08)) if short else r.choice((0.12, 0.12, 0.3, 0.7))
        return r.uniform(0, span) * (3 if self.h.san else 1)

    def _kill(self):
        self.kill()
        self.kills, self.owed = self.kills + 1, self.owed - 1
        self.caught |= self.under_claim()

    def settle(self, patience=90):
        for _ in range(self._due()):
            if self.daemon is None:
                self.start()
            time.sleep(self._moment(False))
            self._kill()
        if self.daemon is None and self.under_claim():
            self.advance(CLAIM)
        super().settle(patience)

    def docket(self, *argv, **how):
        if not self._due() or self.daemon is None:
            return super().docket(*argv, **how)
        before, now = dump.rows(self.data), self._moment(True)
        expect = how.pop("expect", None)
        timer = threading.Timer(now, self._kill)
        timer.start()
        r = super().docket(*argv, **how)
        timer.join()
        if LOST not in r.err:
            if expect is not None and r.code != expect:
                raise Problem("docket %s: exit %d" % (" ".join(argv), r.code))
            return r
        if dump.rows(self.data) != before:
            raise Lost()
        return super().docket(*argv, **how)

    def sent(self):
        """A mail's second coming is counted, and allowed only if it was under way at a kill."""
        once, out = set(), []
        for m in super().sent():
            key = (m.rcpt, m.id)
            if key not in once:
                once.add(key)
                out.append(m)
            elif m.id in self.caught:
                self.repeats.add(key)
            else:
                raise Problem("%s came twice and was not under way at any kill" % m.brief())
        return out


def undisturbed(h, story):
    """What the story ends with, and how many acts it has."""
    w = Counting(h, "kills.%s.calm" % story.name, story.settings, start=story.start, served=True)
    try:
        w.acts = 0
        convo.Player(story, w).play()
        return dump.canonical(w.data, False, True), w.acts
    finally:
        w.close()


def play(h, story, number, rounds, want, acts):
    r = random.Random(SEED + number)
    plan = [0] * acts
    for _ in range(rounds):
        plan[r.randrange(acts - 1)] += 1  # the last is a look at what is over
    w = Killed(h, "kills.%s.%d" % (story.name, number), story, plan, SEED - number)
    try:
        Patient(story, w).play()
        bad = dump.differences(want, dump.canonical(w.data, False, True))
        if bad:
            raise Problem(bad)
        return w.kills, len(w.repeats)
    except Problem as e:
        raise Problem("play %d, after %d kills: %s" % (number, w.kills, e))
    finally:
        w.close()


def kills(h, options, story):
    missing = servers.available()
    if missing:
        raise Skip(missing)
    rounds = min(options.kills, 10) if h.san else options.kills
    want, acts = undisturbed(h, story)
    plays = -(-rounds // A_PLAY)
    with ThreadPoolExecutor(2) as pool:
        got = list(pool.map(lambda n: play(h, story, n, rounds // plays + (n < rounds % plays), want, acts),
                            range(plays)))
    while sum(g[0] for g in got) < rounds and len(got) < plays + PLAYS_MORE:  # a play ended before its last kills
        got.append(play(h, story, len(got), rounds - sum(g[0] for g in got), want, acts))
    done, repeats = (sum(g[i] for g in got) for i in (0, 1))
    if done < rounds:
        raise Problem("only %d of %d kills in %d plays" % (done, rounds, len(got)))
    print("kill loop, %s: %d kills in %d plays, each check held and every end the same; %d mails that were under "
          "way came twice" % (story.name, done, len(got), repeats))


def _kills(story):
    return lambda h, options: kills(h, options, story)


TESTS = [("crash/%s kills" % c.name, _kills(c), ("test", "san")) for c in stories()]
