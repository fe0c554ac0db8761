"""
What the strict fakes of chat servers with a REST API share: one thread a connection, every request
kept, faults on order. Python's standard library only.
"""
import http.client
import json
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Refuse(Exception):
    def __init__(self, status, body=b"", **heads):
        self.status, self.body, self.heads = status, body, heads


class Rest:
    """Subclasses give route(method, path, query, body, heads) -> (status, object)."""

    def __init__(self):
        self.lock = threading.RLock()
        self.calls = []     # (method, path, body)
        self.problems = []  # what the real server would refuse or docket must not do
        self.faults = []    # [part of a path, how often, what]: see fault
        self.target = None  # where docket listens: http://127.0.0.1:PORT/chat/NAME
        rest = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *a):
                pass

            def serve(self):
                rest._serve(self)
            do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = serve

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request, client_address):
                pass  # a connection that was cut on order
        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.base = "http://127.0.0.1:%d" % self.port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def now(self):
        return int(time.time() * 1000)

    def fault(self, path, what, times=1, method=None):
        """what: (status, body, headers); "cut": done, but no answer; "gone": neither."""
        with self.lock:
            self.faults.append([path, times, what, method])

    def _fault(self, method, path):
        with self.lock:
            for f in self.faults:
                if f[0] in path and f[1] > 0 and f[3] in (None, method):
                    f[1] -= 1
                    return f[2]
        return None

    def _serve(self, h):
        url = urllib.parse.urlsplit(h.path)
        raw = h.rfile.read(int(h.headers.get("Content-Length") or 0))
        query = dict(urllib.parse.parse_qsl(url.query, keep_blank_values=True))
        heads = {}
        try:
            body = None
            if raw:
                if "application/json" not in (h.headers.get("Content-Type") or "") and not self.lenient(url.path):
                    self.problem("%s %s without Content-Type application/json" % (h.command, url.path))
                try:
                    body = json.loads(raw)
                except ValueError:
                    raise Refuse(400, b"not JSON")
            with self.lock:
                self.calls.append((h.command, url.path, body))
            what = self._fault(h.command, url.path)
            if what == "gone":
                h.close_connection = True
                return
            if isinstance(what, tuple):
                raise Refuse(what[0], what[1], **(what[2] if len(what) > 2 else {}))
            with self.lock:
                status, answer = self.route(h.command, url.path, query, body, h.headers)
            if what == "cut":
                h.close_connection = True
                return
            out = json.dumps(answer).encode()
            heads["Content-Type"] = "application/json"
        except Refuse as e:
            status, out, heads = e.status, e.body, e.heads
            if not isinstance(out, bytes):
                out = json.dumps(out).encode()
                heads = dict(heads, **{"Content-Type": "application/json"})
        h.send_response(status)
        for k, v in heads.items():
            h.send_header(k.replace("_", "-"), v)
        h.send_header("Content-Length", str(len(out)))
        h.end_headers()
        h.wfile.write(out)

    def lenient(self, path):
        return False

    def problem(self, text):
        with self.lock:
            self.problems.append(text)

    def wait(self, test, patience=20.0):
        """The first true value of test() under the lock, or None."""
        end = time.monotonic() + patience
        while True:
            with self.lock:
                got = test()
            if got or time.monotonic() > end:
                return got
            time.sleep(0.02)

    def send(self, body, kind, heads=None, method="POST", url=None):
        """A call to docket: (status, headers, body as text)."""
        u = urllib.parse.urlsplit(url or self.target)
        c = http.client.HTTPConnection(u.hostname, u.port, timeout=20)
        try:
            c.request(method, u.path, body, dict({"Content-Type": kind}, **(heads or {})))
            r = c.getresponse()
            return r.status, dict(r.getheaders()), r.read().decode("utf-8", "replace")
        finally:
            c.close()
