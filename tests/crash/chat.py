"""
The crash loop of chat: a mention opens a job, a slash command notes something on it, cards and answers go
out; the program is stopped at every mark in turn and started again, and Slack sends again what was not
answered. The end is that of an undisturbed run: one job, each event once, nothing said twice.
"""
import os
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, ".."), os.path.join(HERE, "..", "chat"), os.path.join(HERE, "..", "fake")]
from lib.world import Problem  # noqa: E402
import chat_slack  # noqa: E402
import slack_lib  # noqa: E402

SAMPLE = 12  # of the marks in `make test`; --all-steps takes every one
CLAIM_MS = 6 * 60 * 1000  # what was claimed by a program that died is due again after five minutes


class Story:
    def __init__(self, h, name, **env):
        self.slack = chat_slack.Slack()
        slack_lib.people(self.slack)
        self.d = slack_lib.Desk(h, name, self.slack, env={k: str(v) for k, v in env.items()})
        self.w = self.d.w
        self.died = 0

    def close(self):
        try:
            self.d.close()
        finally:
            self.slack.close()

    def alive(self):
        """Starts it again, whole, if it has stopped."""
        if self.w.daemon is not None and self.w.daemon.poll() is None:
            return
        self.died += 1
        self.w.kill()
        self.w.start()

    def until_taken(self, send, what):
        """As a platform: the same again until it is answered."""
        for retry in range(8):
            self.alive()
            try:
                if send(retry)[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.3)
        raise Problem("%s was never answered" % what)

    def quiet(self):
        """Everything queued has left; what a dead program had claimed is waited for."""
        for _ in range(40):
            self.alive()
            time.sleep(0.5)
            left = self.w.one("SELECT count(*) FROM chat_out WHERE state = 'queued'")
            if not left:
                return
            if self.died:
                self.w.advance(CLAIM_MS)
        raise Problem("%d messages never left: %s" % (left, self.w.errors()[-400:]))

    def tell(self):
        first = self.slack.say("U1", "C1", "<@UBOT> new ACME Landing page for the spring sale", kind="app_mention")
        self.until_taken(lambda n: self.slack.send_event(first, n or None), "the mention")
        self.quiet()
        second = self.slack.say("U1", "C1", "<@UBOT> note ACME-001 the copy is late", kind="app_mention")
        self.until_taken(lambda n: self.slack.send_event(second, n or None), "the note")
        self.quiet()
        time.sleep(1.5)  # cards are looked at once a second
        self.quiet()

    def end(self):
        said = sorted((m.get("text", ""), bool(m.get("thread_ts"))) for m in self.slack.messages("C1")
                      if m.get("user") == "UBOT")
        return {"jobs": self.w.one("SELECT count(*) FROM job"), "events": self.w.one("SELECT count(*) FROM chat_event"),
                "history": self.w.one("SELECT count(*) FROM event"), "dead": self.w.one(
                    "SELECT count(*) FROM chat_out WHERE state = 'dead'"), "said": said,
                # What one person alone sees cannot be asked after: it may be there twice (P12).
                "private": sorted({m.get("text", "") for m in self.slack.ephemeral})}


def loop(h, options):
    log = os.path.join(h.scratch, "chat-steps")
    s = Story(h, "crash-reference", DOCKET_STEP_LOG=log)
    try:
        s.tell()
        want = s.end()
        s.d.fine()
    finally:
        s.close()
    if want["jobs"] != 1 or want["events"] != 2 or not want["said"] or not want["private"] or want["dead"]:
        raise Problem("the story itself goes wrong: %s" % want)
    marks = {}
    for line in open(log):
        n, name = line.split(None, 1)
        marks.setdefault(int(n), name.strip())
    begin = min(n for n, name in marks.items() if name.startswith("chat."))
    steps = [n for n in sorted(marks) if n >= begin]
    if not options.all_steps and len(steps) > SAMPLE:
        steps = [steps[i * (len(steps) - 1) // (SAMPLE - 1)] for i in range(SAMPLE)]
    bad, died = [], 0
    for n in steps:
        s = Story(h, "crash-%d" % n, DOCKET_STOP_AT=n)
        try:
            s.tell()
            got = s.end()
            died += s.died > 0
            if got != want:
                bad.append("stopped at %d (%s): %s instead of %s" % (
                    n, marks[n], *[{k: v for k, v in a.items() if got[k] != want[k]} for a in (got, want)]))
            s.d.fine()
        except Problem as e:
            bad.append("stopped at %d (%s): %s" % (n, marks[n], e))
        finally:
            s.close()
    if bad:
        raise Problem("%d of %d: %s" % (len(bad), len(steps), "; ".join(bad[:3])))
    if died < len(steps) // 2:
        raise Problem("only %d of %d stops happened" % (died, len(steps)))


TESTS = [("crash loop of chat", loop, ("test",))]
