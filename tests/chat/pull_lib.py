"""What the tests of the polled platforms share: peers from npm, a world with docket on a fake."""
import os
import shutil
import subprocess
import threading
import time

from lib import mails, proc, servers, world
from lib.report import Skip
from lib.world import Problem

HERE = os.path.dirname(os.path.abspath(__file__))
_lock = threading.Lock()


def node(h, name, *packages):
    """The folder with these packages in it, installed there once a build; Skip where they can't be."""
    if not shutil.which("node") or not shutil.which("npm"):
        raise Skip("no node and npm here, so no %s" % packages[0])
    folder = os.path.join(h.build, "peers", name)
    with _lock:
        if os.path.exists(os.path.join(folder, "whole")):
            return folder
        os.makedirs(folder, exist_ok=True)
        r = proc.run(["npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "--silent", *packages],
                     timeout=300, cwd=folder)
        if r.code != 0:
            raise Skip("npm can't install %s: %s" % (packages[0], (r.err.strip().splitlines() or ["?"])[-1][:200]))
        open(os.path.join(folder, "whole"), "w").close()
    return folder


def script(h, folder, name, **env):
    """tests/chat/NAME with those packages, running."""
    return proc.start(["node", os.path.join(HERE, name)],
                      env=h.env(NODE_PATH=os.path.join(folder, "node_modules"), **env),
                      stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.PIPE, text=True)


class Desk:
    """docket, running, with the agency's people, on a fake; its clock follows the real one."""

    def __init__(self, h, name, fake, entry, token, **env):
        self.fake = fake
        self.w = w = world.World(h, "chat." + name)
        path = os.path.join(w.dir, "token")
        with open(path, "w") as f:
            f.write(token + "\n")
        os.chmod(path, 0o600)
        self.room = entry.get("room")
        w.settings["chat"] = [dict(entry, token={"file": path})]
        w.write_config()
        self.ticking = True
        threading.Thread(target=self._tick, daemon=True).start()
        self.env = env
        w.start(**env)

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

    def again(self):
        self.w.stop()
        self.w.start(**self.env)

    def close(self):
        try:
            self.w.stop()
        finally:
            self.ticking = False
            self.w.close()

    def mails(self):
        return [mails.Mail(raw) for _, raw in servers.read_maildir(self.w.out)]

    def code(self, address):
        """The one-time code that was mailed to that address."""
        import re

        def there():
            for m in self.mails():
                if address in m.addresses("To"):
                    got = re.search(r"\blink ([a-z0-9]{8})\b", m.text)
                    if got:
                        return got.group(1)
            return None
        return self.want(proc.wait_for(there, 20), "no mail with a code for %s" % address)

    def want(self, got, what):
        if not got:
            raise Problem("%s; last calls %s; the fake finds %s; docket: %s" % (
                what, [c.name for c in self.fake.calls[-10:]], self.fake.problems[:3],
                " | ".join(self.w.errors().strip().splitlines()[-4:])))
        return got

    def reviewed(self, ref):
        """That job's first version is with its internal reviewers."""
        for words in (("accept", ref, "--as", "maya"), ("assign", ref, "tom", "--as", "maya"),
                      ("submit", ref, "https://files.example/v1", "--as", "tom")):
            self.w.docket(*words, expect=0)

    def wishes(self, word, count):
        """So many items of revision lists, one of them with that word."""
        def there():
            return self.w.one("SELECT count(*) FROM revision") == count and word in self.w.docket("revisions", "ACME-001").out
        self.want(proc.wait_for(there, 20), "%d wishes, not %d with '%s'" % (
            self.w.one("SELECT count(*) FROM revision"), count, word))

    def passed(self):
        """A member's approval inside is recorded, once."""
        def there():
            return self.w.rows("SELECT 1 FROM decision d JOIN review r ON r.id = d.review WHERE r.side = 'us'")
        self.want(proc.wait_for(there, 20), "no decision of an internal review")
        if len(there()) != 1:
            raise Problem("%d decisions of one approval" % len(there()))

    def fine(self):
        if self.fake.problems:
            raise Problem("the platform would refuse: %s" % self.fake.problems[:3])

    def state(self, ref):
        return self.w.one("SELECT state FROM job WHERE ref = ?", ref)
