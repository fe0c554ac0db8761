#!/usr/bin/env python3
"""A scripted SMTP server: smtp_server.py JSON PORTFILE

JSON keys, all optional: "greeting", "mail", "data", "final": the reply to give there ("451 later");
"rcpt": {address: reply}; "drop": close at that point (greeting, ehlo, mail, rcpt, data, body, final);
"stall": say nothing there; "drop_first": as drop but only on the first connection; "idle_drop": seconds after which an idle connection is
closed with 421; "pipelining": false; "size": n; "auth": true (user u, password pw); "tls": "starttls" or
"implicit" with "cert" and "key"; "strip": no STARTTLS is offered. PORTFILE.log gets one line per command,
PORTFILE.mails the bodies as JSON lines.
"""
import base64
import json
import os
import socket
import ssl
import sys
import threading
import time


class Closed(Exception):
    pass


class Session:
    def __init__(self, server, conn, number):
        self.server, self.s, self.conn, self.number = server, server.script, conn, number
        self.file = conn.makefile("rb")

    def say(self, text):
        self.server.log(self.number, "< " + text)
        self.conn.sendall(text.encode() + b"\r\n")

    def at(self, point):
        if self.s.get("drop") == point or (self.s.get("drop_first") == point and self.number == 1):
            raise Closed
        if self.s.get("stall") == point:
            time.sleep(3600)

    def line(self):
        if self.s.get("idle_drop"):
            self.conn.settimeout(self.s["idle_drop"])
        try:
            line = self.file.readline()
        except socket.timeout:
            self.say("421 idle too long")
            raise Closed
        if not line.endswith(b"\n"):
            raise Closed
        return line

    def ehlo(self):
        self.at("ehlo")
        caps = ["fake"]
        tls = isinstance(self.conn, ssl.SSLSocket)
        if self.s.get("pipelining", True):
            caps.append("PIPELINING")
        if self.s.get("size"):
            caps.append(f"SIZE {self.s['size']}")
        if self.s.get("tls") == "starttls" and not tls and not self.s.get("strip"):
            caps.append("STARTTLS")
        if self.s.get("auth"):
            caps.append("AUTH PLAIN LOGIN")
        text = "\r\n".join(f"250{'-' if i + 1 < len(caps) else ' '}{c}" for i, c in enumerate(caps))
        self.say(text)

    def auth(self, rest):
        mech, _, initial = rest.partition(" ")
        text = initial
        if not initial:
            self.say("334 ")
            text = self.line().decode().strip()
        ok = mech.upper() == "PLAIN" and base64.b64decode(text).split(b"\0")[1:] == [b"u", b"pw"]
        self.say("235 in" if ok else self.s.get("denied", "535 wrong password"))

    def body(self):
        out = []
        while True:
            line = self.line()
            self.at("body")
            if line == b".\r\n":
                break
            out.append(line[1:] if line.startswith(b".") else line)
        self.server.keep(b"".join(out))
        self.at("final")
        self.say(self.s.get("final", "250 2.0.0 queued"))

    def serve(self):
        self.at("greeting")
        self.say(self.s.get("greeting", "220 fake ESMTP"))
        accepted = 0
        while True:
            line = self.line().decode("latin-1").rstrip("\r\n")
            self.server.log(self.number, "> " + line)
            verb = line[:4].upper()
            if verb in ("EHLO", "HELO"):
                self.ehlo()
            elif verb == "STAR":
                self.say("220 go")
                self.conn = self.server.context.wrap_socket(self.conn, server_side=True)
                self.file = self.conn.makefile("rb")
            elif verb == "AUTH":
                self.auth(line[5:])
            elif verb == "MAIL":
                self.at("mail")
                accepted = 0
                self.say(self.s.get("mail", "250 ok"))
            elif verb == "RCPT":
                self.at("rcpt")
                reply = self.s.get("rcpt", {}).get(line[line.index("<") + 1:line.rindex(">")], "250 ok")
                accepted += reply.startswith("250")
                self.say(reply)
                if reply.startswith("421"):
                    raise Closed
            elif verb == "DATA":
                self.at("data")
                reply = self.s.get("data", "354 go" if accepted or self.s.get("careless") else "554 no valid recipients")
                self.say(reply)
                if reply.startswith("354"):
                    self.body()
            elif verb == "RSET":
                self.say("250 ok")
            elif verb == "NOOP":
                self.say("250 ok")
            elif verb == "QUIT":
                self.say("221 bye")
                raise Closed
            else:
                self.say("500 what")


class Server:
    def __init__(self, script, portfile):
        self.script, self.portfile, self.lock, self.count = script, portfile, threading.Lock(), 0
        self.context = None
        if script.get("cert"):
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(script["cert"], script["key"])
        self.socket = socket.create_server(("127.0.0.1", 0))
        with open(portfile + ".tmp", "w") as f:
            f.write(str(self.socket.getsockname()[1]))
        os.rename(portfile + ".tmp", portfile)

    def log(self, number, text):
        with self.lock, open(self.portfile + ".log", "a") as f:
            f.write(f"{number} {text}\n")

    def keep(self, body):
        with self.lock, open(self.portfile + ".mails", "a") as f:
            f.write(json.dumps(body.decode("latin-1")) + "\n")

    def one(self, conn, number):
        s = None
        try:
            conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.script.get("tls") == "implicit":
                conn = self.context.wrap_socket(conn, server_side=True)
            s = Session(self, conn, number)
            s.serve()
        except (OSError, ValueError, Closed):
            pass
        conn = s.conn if s else conn
        try:
            conn.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        conn.close()

    def run(self):
        while True:
            conn, _ = self.socket.accept()
            self.count += 1
            threading.Thread(target=self.one, args=(conn, self.count), daemon=True).start()


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    Server(json.loads(sys.argv[1]), sys.argv[2]).run()
