#!/usr/bin/env python3
"""A small IMAP server that misbehaves on purpose: imap_server.py MODE PORTFILE [CERT KEY]

Writes its port to PORTFILE and serves until killed. Modes: "ok" behaves; every other one differs from it
in one thing only (see MODES). It holds three mails, UIDs 1, 2 and 5.
"""
import os
import re
import socket
import ssl
import sys
import threading
import time

MODES = """ok silent silent-login silent-fetch drop-literal huge-literal wrap-literal lying-size garbage garbage-fetch
permanentflags capability-nil no-uidvalidity idle-refused no-idle idle-early starttls-stripped starttls-inject starttls-ok
endless-line endless-list nested fetch-no nil-body bye trickle wrong-password unavailable store-no trycreate no-text
flags-storm new-uidvalidity deep-quote nul no-folder break-at-2 logindisabled no-move store-news""".split()


def mail(uid):
    return (f"From: a{uid}@client.example\r\nTo: intake@harborpine.example\r\nSubject: mail {uid}\r\n"
            f"Message-ID: <{uid}@client.example>\r\n\r\nHello number {uid}.\r\n").encode()


class Session:
    def __init__(self, server, conn):
        self.server, self.mode, self.conn = server, server.mode, conn
        self.file = conn.makefile("rb")
        self.uids = [1, 2, 5]

    def say(self, text):
        self.conn.sendall(text.encode("latin-1") + b"\r\n")

    def caps(self):
        caps = "IMAP4rev1"
        if self.mode not in ("no-idle",):
            caps += " IDLE"
        if self.mode.startswith("starttls") and self.mode != "starttls-stripped" and not isinstance(self.conn, ssl.SSLSocket):
            caps += " STARTTLS LOGINDISABLED"
        if self.mode == "logindisabled":
            caps += " LOGINDISABLED AUTH=PLAIN"
        if self.mode != "no-move":
            caps += " MOVE"
        return caps + " UIDPLUS"

    def serve(self):
        m = self.mode
        if m == "silent":
            time.sleep(3600)
        if m == "garbage":
            return self.conn.sendall(os.urandom(100000))
        if m == "endless-line":
            while True:
                self.conn.sendall(b"x" * 65536)
        self.say("* OK fake ready")
        while True:
            line = self.file.readline()
            if not line:
                return
            words = line.decode("latin-1").strip().split(" ", 2)
            if len(words) < 2:
                continue
            tag, verb, rest = words[0], words[1].upper(), (words + [""])[2]
            self.server.log(" ".join(["LOGIN ***" if verb == "LOGIN" else verb, "" if verb == "LOGIN" else rest]).strip())
            if verb == "UID":
                verb, _, rest = rest.partition(" ")
                verb = "UID" + verb.upper()
            do = getattr(self, "do_" + verb.lower(), None)
            if do is None:
                self.say(f"{tag} BAD what")
            elif do(tag, rest) is False:
                return

    def do_capability(self, tag, rest):
        if self.mode != "capability-nil":
            self.say("* CAPABILITY " + self.caps())
        self.say(f"{tag} OK done")

    def do_starttls(self, tag, rest):
        if self.mode == "starttls-inject":
            self.conn.sendall(f"{tag} OK go\r\n* OK injected\r\n".encode())
        else:
            self.say(f"{tag} OK go")
        self.conn = self.server.context.wrap_socket(self.conn, server_side=True)
        self.file = self.conn.makefile("rb")

    def do_authenticate(self, tag, rest):
        self.say("+ ")
        self.server.log("PLAIN " + self.file.readline().decode().strip())
        self.say(f"{tag} OK in")

    def do_login(self, tag, rest):
        m = self.mode
        if m == "silent-login":
            time.sleep(3600)
        if m == "wrong-password":
            return self.say(f"{tag} NO [AUTHENTICATIONFAILED] wrong")
        if m == "unavailable":
            return self.say(f"{tag} NO [UNAVAILABLE] later")
        if m == "nested":
            self.say("* 1 FETCH (BODYSTRUCTURE " + "(" * 100000)
        if m == "bye":
            self.say("* BYE too many connections")
            return False
        if m == "trickle":
            for c in f"{tag} OK slowly":
                self.conn.sendall(c.encode())
                time.sleep(1)
        self.say(f"{tag} OK" if m == "no-text" else f"{tag} OK in")

    def do_select(self, tag, rest):
        m = self.mode
        if m == "no-folder":
            return self.say(f"{tag} NO [NONEXISTENT] no such folder")
        if m == "permanentflags":
            self.say("* OK [PERMANENTFLAGS (")
        if m == "nul":
            self.say("* OK a\0b")
        if m == "deep-quote":
            self.say('* LIST () "/" "' + "\\" * 1001)
            self.say("* FLAGS (" * 1000)
        self.say("* FLAGS (\\Seen)")
        self.say(f"* {len(self.uids)} EXISTS")
        if m == "no-uidvalidity":
            pass
        elif m == "new-uidvalidity":
            self.say("* OK [UIDVALIDITY 8] ok")
        else:
            self.say("* OK [UIDVALIDITY 7] ok")
        self.say("* OK [UIDNEXT 6] ok")
        self.say(f"{tag} OK [READ-WRITE] open")

    do_examine = do_select

    def chosen(self, text):
        out = []
        for part in text.split(","):
            a, _, b = part.partition(":")
            lo = int(a)
            hi = self.uids[-1] if b == "*" else int(b or a)
            lo, hi = min(lo, hi), max(lo, hi)
            out += [u for u in self.uids if lo <= u <= hi]
        return out

    def do_uidfetch(self, tag, rest):
        m = self.mode
        which, _, what = rest.partition(" ")
        uids = self.chosen(which)
        if "BODY.PEEK" not in what:
            for u in uids:
                size = 10 if m == "lying-size" else len(mail(u))
                self.say(f"* {self.uids.index(u) + 1} FETCH (UID {u} RFC822.SIZE {size})")
            if m == "endless-list":
                while True:
                    self.say("* 1 FETCH (UID 1 RFC822.SIZE 5)")
            return self.say(f"{tag} OK listed")
        if m == "silent-fetch":
            time.sleep(3600)
        if m == "fetch-no" and 2 in uids and "HEADER" not in what:
            return self.say(f"{tag} NO cannot read one of them")
        part = re.search(r"<0\.(\d+)>", what)
        for u in uids:
            n = self.uids.index(u) + 1
            raw = mail(u)
            if m == "lying-size" and u == 2:
                raw += b"more\r\n" * 30000
            if part:
                raw = raw[:int(part.group(1))]
            if m == "huge-literal" and u == 2:
                self.conn.sendall(f"* {n} FETCH (UID {u} BODY[] {{5368709120}}\r\n".encode())
                while True:
                    self.conn.sendall(b"x" * 65536)
            if m == "wrap-literal" and u == 2:
                self.conn.sendall(f"* {n} FETCH (UID {u} BODY[] {{4294967301}}\r\nHello)\r\n".encode())
                continue
            if m == "garbage-fetch" and u == 2:
                self.conn.sendall(b"* 2 FETCH (((UID \xff]]]\r\n")
                continue
            if m in ("drop-literal", "break-at-2") and u == 2:
                self.conn.sendall(f"* {n} FETCH (UID {u} BODY[] {{{len(raw)}}}\r\n".encode() + raw[:20])
                return False
            if m == "flags-storm":
                for _ in range(1000):
                    self.say(f"* {n} FETCH (UID {u} FLAGS (\\Seen $Junk))")
            if m == "nil-body" and u == 2:
                self.say(f"* {n} FETCH (UID {u} FLAGS () BODY[] NIL)")
                continue
            head = f'* {n} FETCH (FLAGS (\\Seen) INTERNALDATE "17-Jul-1996 02:44:25 -0700" BODY[] {{{len(raw)}}}\r\n'
            self.conn.sendall(head.encode() + raw + f" UID {u})\r\n".encode())
        self.say(f"{tag} OK fetched")

    def do_uidstore(self, tag, rest):
        if self.mode == "store-no":
            return self.say(f"{tag} NO [NOPERM] read only for you")
        if self.mode == "store-news" and 6 not in self.uids:
            self.uids.append(6)
            self.say("* 4 EXISTS")
        self.say(f"{tag} OK stored")

    def do_uidmove(self, tag, rest):
        if self.mode == "trycreate" and not self.server.created:
            return self.say(f"{tag} NO [TRYCREATE] no such folder")
        for u in self.chosen(rest.split(" ")[0]):
            self.say(f"* {self.uids.index(u) + 1} EXPUNGE")
            self.uids.remove(u)
        self.say(f"{tag} OK [COPYUID 1 1 1] moved")

    def do_uidcopy(self, tag, rest):
        self.say(f"{tag} OK copied")

    do_uidexpunge = do_uidcopy

    def do_create(self, tag, rest):
        self.server.created = True
        self.say(f"{tag} OK made")

    def do_noop(self, tag, rest):
        self.say(f"{tag} OK")

    def do_idle(self, tag, rest):
        if self.mode == "idle-refused":
            return self.say(f"{tag} NO not today")
        if self.mode == "idle-early":
            self.uids.append(6)
            self.conn.sendall(b"* 4 EXISTS\r\n+ idling\r\n")
            self.mode = "ok"
        else:
            self.say("+ idling")
        self.file.readline()
        self.say(f"{tag} OK done")

    def do_logout(self, tag, rest):
        self.say("* BYE bye")
        self.say(f"{tag} OK out")
        return False


class Server:
    def __init__(self, mode, portfile, cert=None, key=None):
        assert mode in MODES, mode
        self.mode, self.created, self.portfile = mode, False, portfile
        self.lock = threading.Lock()
        self.context = None
        if cert:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(cert, key)
        self.socket = socket.create_server(("127.0.0.1", 0))
        with open(portfile + ".tmp", "w") as f:
            f.write(str(self.socket.getsockname()[1]))
        os.rename(portfile + ".tmp", portfile)

    def log(self, text):
        with self.lock, open(self.portfile + ".log", "a") as f:
            f.write(f"{time.monotonic():.3f} {text}\n")

    def one(self, conn):
        try:
            conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.log("CONNECT")
            s = Session(self, conn)
            s.serve()
        except (OSError, ValueError):
            pass
        try:
            s.conn.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        s.conn.close()

    def run(self):
        while True:
            conn, _ = self.socket.accept()
            threading.Thread(target=self.one, args=(conn,), daemon=True).start()


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    Server(*sys.argv[1:5]).run()
