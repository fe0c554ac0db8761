"""
What the fakes of platforms that call docket share: RSA keys and signed tokens (openssl), and a loopback
server that can be told to fail.
"""
import base64
import http.client
import json
import os
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from lib.report import Skip
from lib.world import Problem

def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _openssl(*argv, data=None):
    r = subprocess.run(("openssl",) + argv, input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if r.returncode != 0:
        raise Problem("openssl %s: %s" % (argv[0], r.stderr.decode(errors="replace")[-200:]))
    return r.stdout


class Rsa:
    """A key pair, and what is published of it."""

    def __init__(self, folder, name):
        if not shutil.which("openssl"):
            raise Skip("no openssl here")
        os.makedirs(folder, exist_ok=True)
        self.name = name
        self.path = os.path.join(folder, name + ".pem")
        _openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", self.path)
        with open(self.path) as f:
            self.pem = f.read()
        modulus = _openssl("rsa", "-in", self.path, "-noout", "-modulus").decode().strip().split("=")[1]
        self.modulus = b64(bytes.fromhex(modulus))

    def jwk(self, endorsements=None):
        k = {"kty": "RSA", "use": "sig", "kid": self.name, "n": self.modulus, "e": "AQAB"}
        return dict(k, endorsements=endorsements) if endorsements else k

    def certificate(self):
        return _openssl("req", "-x509", "-key", self.path, "-subj", "/CN=test", "-days", "2").decode()

    def sign(self, data):
        return _openssl("dgst", "-sha256", "-sign", self.path, data=data)

    def token(self, claims, **head):
        head = dict({"alg": "RS256", "kid": self.name, "typ": "JWT"}, **head)
        over = "%s.%s" % (b64(json.dumps(head).encode()), b64(json.dumps(claims).encode()))
        return "%s.%s" % (over, b64(self.sign(over.encode())))

    def verifies(self, token):
        over, _, sig = token.rpartition(".")
        sig = base64.urlsafe_b64decode(sig + "=" * (-len(sig) % 4))
        public = self.path + ".pub"
        if not os.path.exists(public):
            _openssl("pkey", "-in", self.path, "-pubout", "-out", public)
        path = self.path + ".sig"
        with open(path, "wb") as f:
            f.write(sig)
        r = subprocess.run(["openssl", "dgst", "-sha256", "-verify", public, "-signature", path], input=over.encode(),
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        return r.returncode == 0


class Server:
    """Requests to answer(method, path, headers, body) -> (status, object or bytes[, headers])."""

    def __init__(self):
        outer = self
        self.lock = threading.RLock()
        self.calls, self.problems, self.faults = [], [], []

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _do(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                outer._serve(self, body)
            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _do

            def log_message(self, *a):
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.port = self.http.server_address[1]
        self.base = "http://127.0.0.1:%d" % self.port
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def close(self):
        self.http.shutdown()
        self.http.server_close()

    def fail(self, what, *faults):
        """The next calls whose path holds `what` meet these, one each; None lets one pass. A status, a pair
        (status, headers, body), or "drop": it is done, and the answer is lost."""
        with self.lock:
            self.faults += [(what, f) for f in faults]

    def _fault(self, path):
        with self.lock:
            for i, (what, f) in enumerate(self.faults):
                if what in path:
                    del self.faults[i]
                    return f
        return None

    def wrong(self, text):
        self.problems.append(text)

    def _serve(self, r, body):
        method, path = r.command, r.path
        fault = self._fault("%s %s" % (method, path))
        if isinstance(fault, int):
            fault = (fault, {}, b"")
        try:
            status, out, heads = (fault[0], fault[2], fault[1]) if isinstance(fault, tuple) else self._answer(r, body)
        except Exception as e:  # a fake at fault must be seen
            self.wrong("the fake stumbled over %s %s: %r" % (method, path, e))
            status, out, heads = 500, b"", {}
        with self.lock:
            self.calls.append((method, path, body, status, fault))
        if fault == "drop":
            r.close_connection = True
            r.connection.close()
            return
        data = out if isinstance(out, bytes) else json.dumps(out).encode()
        try:
            r.send_response(status)
            for k, v in heads.items():
                r.send_header(k, v)
            if "Content-Type" not in heads:
                r.send_header("Content-Type", "application/json")
            r.send_header("Content-Length", str(len(data)))
            r.end_headers()
            r.wfile.write(data)
        except OSError:
            pass

    def _answer(self, r, body):
        got = self.answer(r.command, r.path, r.headers, body)
        return got if len(got) == 3 else got + ({},)

    def done(self, what):
        """Calls whose "METHOD path" holds `what` and that were taken."""
        with self.lock:
            return [c for c in self.calls if what in "%s %s" % (c[0], c[1]) and c[3] < 300]


def post(port, path, body, heads, timeout=30):
    """(status, body) of docket, or of a peer."""
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        c.request("POST", path, body, dict({"Content-Type": "application/json"}, **heads))
        r = c.getresponse()
        return r.status, r.read()
    finally:
        c.close()
