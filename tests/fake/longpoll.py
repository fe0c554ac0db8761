"""
What the fakes of platforms that are polled share: a loopback server with held requests, faults put in
front of a call, and what clients did wrong. Standard library only.
"""
import email.parser
import email.policy
import json
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Fake:
    """Subclasses give handle(call) -> (status, headers, object or bytes); call.name names the fault list."""

    def __init__(self):
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.calls, self.problems, self.faults = [], [], {}
        self.closing = False
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def _any(self):
                fake._serve(self)
            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _any

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            allow_reuse_address = True

            def handle_error(self, *_):
                pass  # clients that go away while they are held

        self.server = Server(("127.0.0.1", 0), Handler)
        self.base = "http://127.0.0.1:%d" % self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self):
        with self.lock:
            self.closing = True
            self.changed.notify_all()
        self.server.shutdown()
        self.server.server_close()

    # -- for tests -----------------------------------------------------------------------------
    def fail(self, name, *faults):
        """The next calls of that name: None (as usual), (status, headers, object) instead of it, or "lost":
        it is done, and the answer never arrives."""
        with self.lock:
            self.faults.setdefault(name, []).extend(faults)

    def wrong(self, text):
        self.problems.append(text)

    def wait(self, test, patience=20.0):
        """What test() gives once that is true; it is asked after each change. None after `patience` seconds."""
        end = time.monotonic() + patience
        with self.lock:
            while True:
                got = test()
                if got:
                    return got
                left = end - time.monotonic()
                if left <= 0:
                    return None
                self.changed.wait(min(left, 0.1))

    def hold(self, ready, seconds):
        """Inside a call: until ready() or the time is over; the lock is let go meanwhile."""
        end = time.monotonic() + seconds
        while not self.closing and not ready():
            left = end - time.monotonic()
            if left <= 0:
                return
            self.changed.wait(min(left, 0.2))

    def count(self, name):
        return sum(1 for c in self.calls if c.name == name)

    # -- the server ----------------------------------------------------------------------------
    def _serve(self, h):
        length = int(h.headers.get("Content-Length") or 0)
        call = Call(h.command, h.path, h.headers, h.rfile.read(length) if length else b"")
        with self.lock:
            call.name = self.name_of(call)
            self.calls.append(call)
            fault = (self.faults.get(call.name) or [None]).pop(0) if self.faults.get(call.name) else None
            status, headers, body = fault if isinstance(fault, tuple) else self.handle(call)
            self.changed.notify_all()
        if fault == "lost":
            h.close_connection = True
            h.connection.close()
            return
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        try:
            h.send_response(status)
            if not any(k.lower() == "content-type" for k in headers):
                h.send_header("Content-Type", "application/json")
            for k, v in headers.items():
                h.send_header(k, v)
            h.send_header("Content-Length", str(len(raw)))
            h.end_headers()
            h.wfile.write(raw)
        except OSError:
            pass


class Call:
    def __init__(self, method, target, headers, body):
        self.method, self.headers, self.body = method, headers, body
        path, _, query = target.partition("?")
        self.path = path
        self.parts = [urllib.parse.unquote(p) for p in path.strip("/").split("/")]
        self.query = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
        self.name = ""

    def fields(self):
        """Query, form, multipart or JSON, as one dictionary of what was sent."""
        kind = (self.headers.get("Content-Type") or "").split(";")[0].strip().lower()
        got = dict(self.query)
        if kind == "application/json" and self.body:
            got.update(json.loads(self.body))
        elif kind == "application/x-www-form-urlencoded":
            got.update(urllib.parse.parse_qsl(self.body.decode(), keep_blank_values=True))
        elif kind == "multipart/form-data":
            head = b"Content-Type: " + self.headers["Content-Type"].encode() + b"\r\n\r\n"
            for part in email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + self.body).iter_parts():
                name = part.get_param("name", header="content-disposition")
                got[name] = part.get_payload(decode=True).decode()
        return got
