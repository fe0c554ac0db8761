"""The SMTP connection is reset at each point of the talk: the answer still arrives, and only once."""
import os
import socket
import struct
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lib import mails, proc, world  # noqa: E402
from lib.world import Problem  # noqa: E402

HOUR = 3600000
POINTS = ("connect", "greeting", "EHLO", "MAIL", "RCPT", "DATA", "body", "dot", "silence after dot", "QUIT")


class Server:
    """Accepts everything, but resets the first `times` connections at `point`."""

    def __init__(self, point, times=1):
        self.point, self.times = point, times
        self.mails, self.resets = [], 0
        self.port = proc.port()
        self.lock = threading.Lock()
        self.socket = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                c, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(c,), daemon=True).start()

    def _hit(self, point):
        with self.lock:
            if point == self.point and self.resets < self.times:
                self.resets += 1
                return True
        return False

    def _talk(self, c):
        def reset():
            c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            c.close()
        try:
            if self._hit("connect"):
                return reset()
            c.sendall(b"220 fake ESMTP\r\n")
            if self._hit("greeting"):
                return reset()
            f = c.makefile("rb")
            while True:
                line = f.readline()
                if not line:
                    return
                verb = line[:4].upper().decode("latin-1")
                if self._hit(verb):
                    return reset()
                if verb == "EHLO":
                    c.sendall(b"250-fake\r\n250 SIZE 100000000\r\n")
                elif verb == "DATA":
                    c.sendall(b"354 go\r\n")
                    body = b""
                    while True:
                        line = f.readline()
                        if not line:
                            return
                        if self._hit("body"):
                            return reset()
                        if line == b".\r\n":
                            break
                        body += line
                    if self._hit("dot"):
                        return reset()
                    with self.lock:
                        self.mails.append(body)
                    if self._hit("silence after dot"):
                        return reset()
                    c.sendall(b"250 taken\r\n")
                elif verb == "QUIT":
                    c.sendall(b"221 bye\r\n")
                    return
                else:
                    c.sendall(b"250 fine\r\n")
        except OSError:
            pass
        finally:
            try:
                c.close()
            except OSError:
                pass


def one(h, point):
    s = Server(point, 2)
    w = world.World(h, "reset-" + point.replace(" ", "-"))
    try:
        w.settings["outgoing"] = {"host": "127.0.0.1", "port": s.port, "tls": "none",
                                  "from": w.settings["outgoing"]["from"]}
        w.write_config()
        for n in range(2):
            w.put(mails.compose([("From", "jane%d@acme.example" % n), ("To", world.INTAKE),
                                 ("Subject", "Page %d" % n), ("Message-ID", "<reset%d@a.example>" % n)],
                                "Hi, we need landing page number %d for the sale." % n))
        w.sync(expect=None)
        for _ in range(8):
            w.advance(2 * HOUR)
            r = w.docket("sync")
            if r.code not in (0, 69, 75):
                raise Problem("reset at %s: exit %d: %s" % (point, r.code, world._last(r.err)))
        if s.resets == 0 and point != "QUIT":
            raise Problem("the point '%s' was never reached" % point)
        ids = {}
        for raw in s.mails:
            m = mails.Mail(raw)
            ids.setdefault(m.addresses("To")[0], []).append(m.id)
        for n in range(2):
            got = ids.get("jane%d@acme.example" % n, [])
            if not got:
                raise Problem("reset at %s: the answer never arrived: %s" % (point, w.what_waits()))
            if len(set(got)) > 1:
                raise Problem("reset at %s: two different answers" % point)
            if len(got) > 1 and point != "silence after dot":
                raise Problem("reset at %s: the answer arrived %d times" % (point, len(got)))
        if w.one("SELECT count(*) FROM outbox WHERE internal = 0 AND state <> 'sent'"):
            raise Problem("reset at %s: %s" % (point, w.what_waits()))
        w.docket("verify", expect=0)
    finally:
        s.socket.close()
        w.close()


TESTS = [("fault/smtp reset at %s" % p, lambda h, options, p=p: one(h, p), ("test", "san")) for p in POINTS]
