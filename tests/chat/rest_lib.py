"""docket, running, on a fake chat server with a REST API; the clock follows the real one."""
import json
import os
import threading
import time

from lib import mails, proc, world
from lib.world import Problem

BRIEF = """Hi team,

Deliverable: landing page for the spring sale
Objective: 500 bookings for the spring tour
Audience: hikers between 25 and 40
Deadline: 28 May 2026
Offer: 20 % off all tents until 7 June
Approver: Jane Doe

Best regards
Jane"""


class Desk:
    def __init__(self, h, name, fake, entry, secrets, more=()):
        """entry: of `chat:`, its name is the platform's; secrets: key -> text; pushed where http is wanted."""
        self.fake = fake
        self.w = w = world.World(h, "chat." + name, settings=[("replies", "automatic"), *more])
        self.port = proc.port()
        self.name = entry["name"]
        fake.target = "http://127.0.0.1:%d/chat/%s" % (self.port, self.name)
        for key, text in secrets.items():
            path = os.path.join(w.dir, "%s.%s" % (self.name, key))
            with open(path, "w") as f:
                f.write(text + "\n")
            os.chmod(path, 0o600)
            entry[key] = {"file": path}
        if entry.get("transport") != "pull":
            base = "http://127.0.0.1:%d" % self.port
            w.settings["http"] = {"listen": base[7:], "public_url": base}
        w.settings["chat"] = [entry]
        w.write_config()
        self.ticking = True
        threading.Thread(target=self._tick, daemon=True).start()
        w.start()

    def _tick(self):
        before = time.monotonic()
        while self.ticking:
            time.sleep(0.05)
            now = time.monotonic()
            try:
                self.w.advance(int((now - before) * 1000))
            except OSError:
                return
            before = now

    def close(self):
        try:
            self.w.stop()
        finally:
            self.ticking = False
            self.w.close()
            self.fake.close()

    def again(self):
        """The daemon is killed and started anew."""
        self.w.kill()
        self.w.start()

    def want(self, test, what, patience=30):
        got = self.fake.wait(test, patience)
        if not got:
            raise Problem("%s; the fake saw %s; problems %s; docket: %s" % (
                what, [(m, p, json.dumps(b)[:160]) for m, p, b in self.fake.calls[-8:]], self.fake.problems,
                world._last(self.w.errors())))
        return got

    def never(self, test, what, patience=3):
        if self.fake.wait(test, patience):
            raise Problem(what)

    def mail(self, sender, subject, body):
        head = [("From", mails.address(world.NAMES.get(sender, ""), sender)), ("To", world.INTAKE),
                ("Subject", subject), ("Date", mails.date_of(self.w.now, self.w.zone)),
                ("Message-ID", "<chat.%d@acme.example>" % time.monotonic_ns())]
        self.w.put(mails.compose(head, body), sender)

    def told(self, subject, why):
        """A mail to a person of the team says so; the reason stands in the log."""
        def there():
            return why in self.w.errors() and [m for m in self.w.sent() if m.rcpt.endswith("@harborpine.example") and
                                               subject in m.subject]
        if not proc.wait_for(there, 45):
            raise Problem("nobody was told '%s'; mails: %s; log: %s" % (
                why, [(m.rcpt, m.subject) for m in self.w.sent()], self.w.errors()[-600:]))

    def fine(self):
        if self.fake.problems:
            raise Problem("the server would refuse: %s" % self.fake.problems[:3])
        self.w.docket("verify", expect=0)
