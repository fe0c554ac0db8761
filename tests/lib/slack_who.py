"""The least of Slack's API: who we are and who U1 is. For tests of what comes in, not of the adapter."""
import http.server
import json
import ssl
import threading


class Api(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        said = {"ok": True, "team_id": "T1", "user_id": "UBOT", "bot_id": "B1", "channel": "C1",
                "ts": "1700000000.000100"}
        if "users.info" in self.path:
            said["user"] = {"id": "U1", "team_id": "T1", "name": "maya", "deleted": False,
                            "is_bot": False, "is_email_confirmed": True,
                            "profile": {"email": "maya@harborpine.example", "real_name": "Maya"}}
        body = json.dumps(said).encode()
        try:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            pass  # the daemon was stopped meanwhile

    do_GET = do_POST

    def log_message(self, *a):
        pass


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *a):
        pass  # connections that break are what is tested


def start(cert=None):
    """Its port; it ends with the process. cert: (certificate, key) files, for https."""
    api = Server(("127.0.0.1", 0), Api)
    if cert:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(*cert)
        api.socket = tls.wrap_socket(api.socket, server_side=True, do_handshake_on_connect=False)
    api.daemon_threads = True
    threading.Thread(target=api.serve_forever, daemon=True).start()
    return api.server_port
