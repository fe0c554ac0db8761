"""A man in the middle on loopback: passes IMAP along, changes or withholds lines, keeps what it saw."""
import socket
import ssl
import threading

from . import proc


class Proxy:
    """
    from_server(line) and from_client(line) get each line as bytes with its end and return what goes on
    (b"" withholds it). Lines are only looked at until the client sends STARTTLS and is let through.
    """

    def __init__(self, port, from_server=None, from_client=None):
        self.target = port
        self.from_server = from_server or (lambda l: l)
        self.from_client = from_client or (lambda l: l)
        self.seen = b""  # everything clients sent
        self.port = proc.port()
        self.socket = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                c, _ = self.socket.accept()
            except OSError:
                return
            try:
                s = socket.create_connection(("127.0.0.1", self.target), 20)
            except OSError:
                c.close()
                continue
            raw = threading.Event()
            threading.Thread(target=self._pass, args=(c, s, True, raw), daemon=True).start()
            threading.Thread(target=self._pass, args=(s, c, False, raw), daemon=True).start()

    def _pass(self, a, b, client, raw):
        held = b""
        try:
            while True:
                data = a.recv(65536)
                if not data:
                    break
                if client:
                    self.seen += data
                if raw.is_set():
                    b.sendall(data)
                    continue
                held += data
                out = b""
                while b"\n" in held:
                    line, held = held.split(b"\n", 1)
                    line += b"\n"
                    change = self.from_client if client else self.from_server
                    got = change(line)
                    if isinstance(got, tuple):  # (to the peer, back to the sender)
                        a.sendall(got[1])
                        got = got[0]
                    if client and b"STARTTLS" in got.upper():
                        raw.set()
                    out += got
                if not client and held and len(held) > 4096 or raw.is_set():
                    out, held = out + held, b""
                if out:
                    b.sendall(out)
        except OSError:
            pass
        finally:
            for s in (a, b):
                try:
                    s.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

    def close(self):
        self.socket.close()


class OldTls:
    """Speaks TLS 1.1 only, then takes down whatever the client says."""

    def __init__(self, certificate, key):
        self.seen, self.shaken = b"", 0
        self.port = proc.port()
        self.socket = socket.create_server(("127.0.0.1", self.port))
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.set_ciphers("ALL:@SECLEVEL=0")
        self.context.minimum_version = ssl.TLSVersion.TLSv1
        self.context.maximum_version = ssl.TLSVersion.TLSv1_1
        self.context.load_cert_chain(certificate, key)
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                c, _ = self.socket.accept()
            except OSError:
                return
            try:
                c.settimeout(10)
                with self.context.wrap_socket(c, server_side=True) as s:
                    self.shaken += 1
                    s.sendall(b"* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\r\n")
                    while True:
                        data = s.recv(4096)
                        if not data:
                            break
                        self.seen += data
                        s.sendall(data.split(b" ")[0] + b" OK done\r\n")
            except OSError:
                pass
            finally:
                c.close()

    def close(self):
        self.socket.close()
