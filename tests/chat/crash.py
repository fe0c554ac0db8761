"""
The crash loop of chat (DESIGN D4.5): signed commands and clicks while the daemon is stopped at its marks in
turn and started again. Whoever typed sends the same bytes until they are answered, as a platform does.
The end must be that of an undisturbed run: each command done once, one card a job, nothing posted twice.
"""
import collections
import http.client
import os
import time
import urllib.parse

import slack_lib
from fake import chat_slack
from lib import proc
from lib.world import Problem

SAMPLE = 10  # marks beside the first and the middle one of each kind
TYPED = [("U1", "mine"), ("U1", "new ACME Spring page"), ("U2", "new NORTH Winter page"),
         ("U1", "set ACME-001 deadline 2026-06-01"), ("U1", "note ACME-001 call them first"),
         ("U2", "status NORTH-001"), ("U1", "new ACME Summer page"), ("U2", "hold NORTH-001 no photos yet"),
         ("U1", "link ACME-001 ACME-002")]


class Run:
    def __init__(self, h, name, env):
        self.slack = slack_lib.people(chat_slack.Slack())
        self.slack.server.handle_error = lambda *a: None  # connections break: that is the test
        self.desk = slack_lib.desk_of(h, name, self.slack, **env)
        self.w, self.stops = self.desk.w, 0

    def alive(self):
        """Starts it again where it stopped; what it was doing is not known."""
        if self.w.daemon.poll() is not None:
            self.stops += 1
            proc.forget(self.w.daemon)
            self.w.daemon = None
            self.w.start()

    def typed(self, uid, text):
        body = urllib.parse.urlencode(self.slack.slash_payload(uid, "C2", text)).encode()
        heads = self.slack.signed(body)
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                status, answer = self.slack.deliver(body, "application/x-www-form-urlencoded", heads)
                if status == 200:
                    return answer
                if status != 503:
                    raise Problem("'%s' was answered %s %s" % (text, status, answer[:200]))
            except (OSError, http.client.HTTPException):
                pass
            self.alive()
            time.sleep(0.05)
        raise Problem("'%s' was never answered" % text)

    def settled(self):
        def quiet():
            self.alive()
            return not self.w.one("SELECT count(*) FROM chat_out WHERE state = 'queued'") and \
                not self.w.one("SELECT count(*) FROM chat_event WHERE waiting = 1") and \
                self.w.one("SELECT count(*) FROM chat_card WHERE kind = 'job' AND behind = 0") == 3
        for _ in range(3):  # what is queued by what was sent
            if not proc.wait_for(quiet, 60):
                raise Problem("not quiet: %s" % self.w.rows(
                    "SELECT id, state, attempts, unknown, last_error FROM chat_out WHERE state <> 'sent'"))
            time.sleep(0.15)

    def story(self):
        for uid, text in TYPED:
            self.typed(uid, text)
        self.settled()
        return self.end()

    def end(self):
        posts = self.slack.messages("C1")
        keys = collections.Counter((m["metadata"]["event_payload"]["key"], m["metadata"]["event_payload"]["part"])
                                   for m in posts if m.get("metadata"))
        twice = [k for k, n in keys.items() if n > 1]
        if twice:
            raise Problem("posted twice: %s" % twice)
        self.desk.fine()
        return {
            "jobs": self.w.rows("SELECT ref, title, state FROM job ORDER BY ref"),
            "events": self.w.rows("SELECT j.ref, e.kind, count(*) FROM event e JOIN job j ON j.id = e.job "
                                  "GROUP BY j.ref, e.kind ORDER BY 1, 2"),
            "kept": self.w.one("SELECT count(*) FROM chat_event"),
            "who": self.w.rows("SELECT uid, how FROM chat_identity ORDER BY uid"),
            "room": sorted(m["text"] for m in posts),
        }

    def close(self):
        self.desk.close()


def marks(path):
    got = {}
    for line in open(path):
        n, name = line.split(None, 1)
        got.setdefault(int(n), name.strip())
    return got


def loop(h, options):
    steps = os.path.join(h.scratch, "chat.steps")
    run = Run(h, "crash-whole", {"DOCKET_STEP_LOG": steps})
    try:
        want = run.story()
    finally:
        run.close()
    by_name = {}
    for n, name in sorted(marks(steps).items()):
        by_name.setdefault(name, []).append(n)
    ours = {n: v for n, v in by_name.items() if n.startswith(("chat.", "turn."))}
    for must in ("chat.kept", "chat.applied", "chat.committed", "chat.answer", "chat.send", "chat.answered", "chat.cards"):
        if must not in ours:
            raise Problem("the story passes no mark '%s': %s" % (must, sorted(by_name)))
    first = [v[0] for v in ours.values()] + [v[len(v) // 2] for v in ours.values()]
    rest = sorted(n for v in ours.values() for n in v)
    chosen = sorted(set(first + rest[::max(1, len(rest) // SAMPLE)]))
    if options.all_steps:
        chosen = rest
    stopped = 0
    for n in chosen:
        run = Run(h, "crash-%d" % n, {"DOCKET_STOP_AT": str(n)})
        try:
            got = run.story()
            stopped += run.stops
            for key in want:
                if got[key] != want[key]:
                    raise Problem("stopped at mark %d: %s is %r, not %r" % (n, key, got[key], want[key]))
        finally:
            run.close()
    if stopped < len(chosen) * 3 // 4:
        raise Problem("of %d runs only %d were stopped" % (len(chosen), stopped))
    print("  chat crash loop: %d of %d marks, %d stops" % (len(chosen), len(rest), stopped))


TESTS = [("chat: crash loop", loop, ("test",))]
