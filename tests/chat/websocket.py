"""
Our WebSocket client against npm's `ws` as a server, as the daemon uses it for Slack's Socket Mode:
fragments with a ping between them, a message that is too large, one that is no text, connections that
end in every way; what was not acknowledged comes again and is done once.
"""
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lib import proc, world  # noqa: E402
from lib.report import Skip  # noqa: E402
from lib.world import Problem  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))


def install(h):
    if not shutil.which("npm") or not shutil.which("node"):
        raise Skip("no node and npm here")
    folder = os.path.join(h.build, "npm", "ws")
    os.makedirs(folder, exist_ok=True)
    if not os.path.isdir(os.path.join(folder, "node_modules", "ws")):
        r = subprocess.run(["npm", "install", "--no-audit", "--no-fund", "ws@8"], cwd=folder,
                           stdin=subprocess.DEVNULL, capture_output=True, timeout=120)
        if r.returncode != 0:
            raise Skip("npm could not install ws")
    shutil.copy(os.path.join(HERE, "websocket.js"), folder)
    return folder


def said(path):
    with open(path) as f:
        return [json.loads(l) for l in f.read().splitlines()]


def socket_mode(h, options):
    folder = install(h)
    w = world.World(h, "chat.websocket")
    server = None
    try:
        out = os.path.join(w.dir, "server.out")
        with open(out, "w") as f, open(os.path.join(w.dir, "server.err"), "w") as err:
            server = proc.start(["node", os.path.join(folder, "websocket.js")], stdout=f, stderr=err)
        if not proc.wait_for(lambda: said(out), 20):
            raise Problem("the server did not start")
        port = said(out)[0]["port"]
        files = {}
        for key in ("token", "secret", "app_token"):
            files[key] = os.path.join(w.dir, key)
            with open(os.open(files[key], os.O_CREAT | os.O_WRONLY, 0o600), "w") as f:
                f.write("xapp-1" if key == "app_token" else "xoxb-1")
        w.set("chat", [{"name": "slack", "platform": "slack", "transport": "socket", "tenant": "T1",
                        "api": "http://127.0.0.1:%d" % port, "token": {"file": files["token"]},
                        "secret": {"file": files["secret"]}, "app_token": {"file": files["app_token"]}}])
        w.write_config()
        w.start()

        def acked(envelope):
            return [s for s in said(out) if s["what"] == "ack" and s["envelope"] == envelope]
        if not proc.wait_for(lambda: acked("e6"), 120):
            raise Problem("the script was not played to its end: %s" % said(out)[-3:])
        all_ = said(out)
        if not any(s["what"] == "pong" and s["n"] == 0 and s["data"] == "between" for s in all_):
            raise Problem("a ping between fragments got no pong")
        if not all(acked("e%d" % n) for n in (1, 2, 3, 4, 5, 6)):
            raise Problem("an envelope was not acknowledged: %s" % [s for s in all_ if s["what"] == "ack"])
        closed = {s["n"]: s["code"] for s in all_ if s["what"] == "closed"}
        for n, code in ((1, 1009), (2, 1003), (3, 1007)):
            if closed.get(n) != code:
                raise Problem("connection %d was closed with %s, not %d" % (n, closed.get(n), code))
        if not any(s["what"] == "connected" and s["n"] == 6 and s["old"] for s in all_):
            raise Problem("the old connection was dropped before the new one was there")
        if any(s["what"] == "connected" and s["extensions"] for s in all_):
            raise Problem("the client offers extensions")
        if any(s["what"] == "open" and s["bearer"] != "Bearer xapp-1" for s in all_):
            raise Problem("the socket was asked for with another token")
        db = sqlite3.connect("file:%s?mode=ro" % os.path.join(w.data, "docket.db"), uri=True)
        events = db.execute("SELECT count(*) FROM chat_event").fetchone()[0]
        db.close()
        if events != 6:
            raise Problem("%d events were kept, not 6" % events)
        if "xapp-1" in w.errors() or "ticket" in w.errors():
            raise Problem("the log holds a secret")
        w.stop()
    finally:
        w.close()
        if server is not None:
            proc.stop(server)


TESTS = [("chat websocket: npm ws as the server", socket_mode, ("test", "san"))]
