"""
A small HTTP server on loopback, as an agency's file host is one: what it gives at each path is a function
that a test sets, and every request is counted.
"""
import http.server
import threading

PNG = (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (1440).to_bytes(4, "big") + (900).to_bytes(4, "big") +
       b"\x08\x02\0\0\0" + b"picture" * 400)


class FileServer:
    def __init__(self, paths=None):
        self.paths = dict(paths or {})  # path -> function of the handler, or (status, type, bytes)
        self.seen = []  # (path, headers)
        self.lock = threading.Lock()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                with outer.lock:
                    outer.seen.append((self.path, dict(self.headers)))
                what = outer.paths.get(self.path, (404, "text/plain", b"nothing here"))
                self.close_connection = True
                try:
                    if callable(what):
                        what(self)
                    else:
                        self.give(*what)
                except (BrokenPipeError, ConnectionResetError):
                    pass

            def give(self, status, kind, body, *more):
                self.send_response(status)
                if kind:
                    self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                for name, value in more:
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *a):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request, client_address):
                pass

        self.http = Server(("127.0.0.1", 0), Handler)
        self.port = self.http.server_address[1]
        self.host = "127.0.0.1:%d" % self.port
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    def url(self, path):
        return "http://%s%s" % (self.host, path)

    def asked(self, path):
        with self.lock:
            return sum(p == path for p, _ in self.seen)

    def close(self):
        self.http.shutdown()
        self.http.server_close()


def redirect(to, status=302):
    def give(handler):
        handler.give(status, None, b"", ("Location", to))
    return give


def in_turn(*whats):
    """The first request gets the first, and so on; the last one stays."""
    left = list(whats)

    def give(handler):
        what = left.pop(0) if len(left) > 1 else left[0]
        if callable(what):
            what(handler)
        else:
            handler.give(*what)
    return give
