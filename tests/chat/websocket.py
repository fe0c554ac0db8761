"""
Our WebSocket client against npm's `ws` as a server, as the daemon uses it for Slack's Socket Mode:
fragments with a ping between them, a message that is too large, one that is no text, connections that
end in every way; what was not acknowledged comes again and is done once.
"""
import json
import os

from desk import HERE, Desk, Secret, node, running
from lib import proc
from lib.world import Problem


def said(path):
    with open(path) as f:
        return [json.loads(l) for l in f.read().splitlines()]


def socket_mode(h, options):
    folder, out = node(h, "ws", "ws@8"), os.path.join(h.scratch, "websocket.out")
    with open(out, "w") as f, running(proc.start(["node", os.path.join(HERE, "websocket.js")], stdout=f,
                                                 env=h.env(NODE_PATH=os.path.join(folder, "node_modules")))):
        if not proc.wait_for(lambda: said(out), 20):
            raise Problem("the server did not start")
        _played(h, out, said(out)[0]["port"])


def _played(h, out, port):
    with Desk(h, "websocket", {"name": "slack", "platform": "slack", "transport": "socket", "tenant": "T1",
                               "api": "http://127.0.0.1:%d" % port, "token": Secret("xoxb-1"),
                               "secret": Secret("xoxb-1"), "app_token": Secret("xapp-1")}) as desk:
        w = desk.w

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
        events = w.one("SELECT count(*) FROM chat_event")
        if events != 6:
            raise Problem("%d events were kept, not 6" % events)
        if "xapp-1" in w.errors() or "ticket" in w.errors():
            raise Problem("the log holds a secret")


TESTS = [("chat websocket: npm ws as the server", socket_mode, ("test", "san"))]
