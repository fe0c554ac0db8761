"""
Requests that are forged, stale, replayed, oversized, half-sent or slow, through the real daemon: none
changes anything, and the twin of each, which differs only in what was attacked, works. Then 300 slow
connections, from one address and behind a trusted proxy, beside which a good request is answered in
its platform's time.
"""
import hashlib
import hmac
import json
import os
import random
import signal
import socket
import sqlite3
import threading
import time
import urllib.parse

from lib import slack_who, world
from lib.world import Problem

SECRET = b"8f742231b10e8888abcd99yyyzzz85a5"
PATIENCE = 3.0  # Slack's
BODY_MAX = 1 << 20
REQUEST_S = 10  # the daemon's own deadline for a whole request


def free_port():
    """Not of the range that outgoing connections take theirs from: one of those may come between."""
    for _ in range(100):
        with socket.socket() as s:
            port = random.randrange(20000, 32000)
            try:
                s.bind(("127.0.0.1", port))
                return port
            except OSError:
                pass
    raise Problem("no port is free")


class Desk:
    def __init__(self, h, name, proxies="[]"):
        self.port = free_port()
        secrets = {}
        self.w = world.World(h, name)
        for key, text in (("token", b"xoxb-1"), ("secret", SECRET)):
            secrets[key] = os.path.join(self.w.dir, key)
            with open(os.open(secrets[key], os.O_CREAT | os.O_WRONLY, 0o600), "wb") as f:
                f.write(text)
        self.w.set("http", {"listen": "127.0.0.1:%d" % self.port, "public_url": "https://docket.example",
                            "trusted_proxies": json.loads(proxies)})
        self.api = slack_who.start()
        self.w.set("chat", [{"name": "slack", "platform": "slack", "transport": "push", "tenant": "T1",
                             "api": "http://127.0.0.1:%d" % self.api,
                             "token": {"file": secrets["token"]}, "secret": {"file": secrets["secret"]}}])
        self.w.write_config()
        self.serial = 0

    def ts(self):
        return self.w.now // 1000

    def body(self, **more):
        self.serial += 1
        fields = dict(token="x", team_id="T1", team_domain="d", channel_id="C1", channel_name="general",
                      user_id="U1", user_name="maya", command="/docket", text="help", api_app_id="A1",
                      response_url="http://127.0.0.1:%d/commands/T1/1/x" % self.api,
                      trigger_id="1.2.%d" % self.serial)
        fields.update(more)
        return urllib.parse.urlencode(fields).encode()

    def sign(self, body, ts, secret=SECRET):
        return b"v0=" + hmac.new(secret, b"v0:%s:%s" % (ts, body), hashlib.sha256).hexdigest().encode()

    def request(self, body=None, ts=None, sig=None, path=b"/chat/slack", method=b"POST", head=(),
                length=None, secret=SECRET, host=b"docket.example", kind=b"application/x-www-form-urlencoded",
                version=b"HTTP/1.1"):
        """The bytes of one request; what is not given is right. False leaves a header out."""
        body = self.body() if body is None else body
        ts = b"%d" % self.ts() if ts is None else ts
        sig = self.sign(body, ts or b"", secret) if sig is None else sig
        lines = [b"%s %s %s" % (method, path, version)]
        if host is not False:
            lines.append(b"Host: " + host)
        if kind is not False:
            lines.append(b"Content-Type: " + kind)
        if ts is not False:
            lines.append(b"X-Slack-Request-Timestamp: " + ts)
        if sig is not False:
            lines.append(b"X-Slack-Signature: " + sig)
        if length is not False:
            lines.append(b"Content-Length: " + (b"%d" % len(body) if length is None else length))
        lines += list(head) + [b"Connection: close", b"", body]
        return b"\r\n".join(lines)

    def state(self):
        """What an attack must leave as it is."""
        db = sqlite3.connect("file:%s?mode=ro" % os.path.join(self.w.data, "docket.db"), uri=True)
        try:
            return [db.execute("SELECT count(*) FROM " + t).fetchone()[0]
                    for t in ("chat_event", "chat_out", "event", "job", "outbox")]
        finally:
            db.close()


def send(port, data, patience=PATIENCE, half=False, slow=0.0):
    """(status, body); status 0: the connection closed without an answer."""
    s = socket.create_connection(("127.0.0.1", port), 5)
    s.settimeout(patience)
    got = b""
    try:
        if slow:
            for i in range(len(data)):
                s.sendall(data[i:i + 1])
                time.sleep(slow)
        else:
            s.sendall(data)
        if half:
            s.shutdown(socket.SHUT_WR)
        while True:
            part = s.recv(65536)
            if not part:
                break
            got += part
    except (ConnectionError, BrokenPipeError):
        pass
    except socket.timeout:
        return -1, b""
    finally:
        s.close()
    head, _, body = got.partition(b"\r\n\r\n")
    return (int(head.split()[1]), body) if head.startswith(b"HTTP/1.1 ") else (0, b"")


def chunked(body):
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


def attacks(d):
    """(name, bytes, statuses that are right; the twin is d.request())."""
    ts, out = d.ts(), []

    def add(name, data, *right):
        out.append((name, data, right or (401,)))
    r = d.request
    add("another secret", r(secret=b"e6b19c573432dcc6b075501d51b51boo"))
    add("an empty secret", r(secret=b""))
    add("no signature", r(sig=False), 400, 401)
    add("no timestamp", r(ts=False), 400, 401)
    add("an empty signature", r(sig=b""), 400, 401)
    add("v1=", r(sig=b"v1=" + d.sign(b"", b"1")[3:]))
    for name, change in (("cut", lambda s: s[:-1]), ("longer", lambda s: s + b"0"), ("upper case", lambda s: s.upper()),
                         ("V0", lambda s: b"V" + s[1:]), ("without v0=", lambda s: s[3:]),
                         ("blank inside", lambda s: s[:10] + b" " + s[10:]), ("twice in one", lambda s: s + b"," + s)):
        body = d.body()
        add("signature %s" % name, r(body, sig=change(d.sign(body, b"%d" % ts))))
    for i in range(3, 67, 8):
        body = d.body()
        sig = bytearray(d.sign(body, b"%d" % ts))
        sig[i] = ord("0") if sig[i] != ord("0") else ord("1")
        add("signature, digit %d" % i, r(body, sig=bytes(sig)))
    for i in range(0, 200, 25):
        body = bytearray(d.body())
        sig = d.sign(bytes(body), b"%d" % ts)
        body[i] ^= 1
        add("body, bit of byte %d" % i, r(bytes(body), sig=sig))
    body = d.body()
    add("body and a byte", r(body + b"&", sig=d.sign(body, b"%d" % ts)))
    add("body less a byte", r(body[:-1], sig=d.sign(body, b"%d" % ts)))
    add("a field more", r(body + b"&text=approve", sig=d.sign(body, b"%d" % ts)))
    for shift in (-1, 1):
        add("timestamp %+d unsigned" % shift, r(body, ts=b"%d" % (ts + shift), sig=d.sign(body, b"%d" % ts)))
    for off in (-301, -3600, -86400, -10 ** 9, 301, 3600, 86400, 10 ** 9):
        add("clock %+d s" % off, r(ts=b"%d" % (ts + off)))
    for odd in (b"0", b"-%d" % ts, b"0%d" % ts, b"%d.5" % ts, b"%d " % ts + b"0", b"+%d" % ts, b"%d000" % ts,
                b"0x%x" % ts, b"now", b"%de0" % ts):
        add("timestamp %s" % odd.decode(), r(ts=odd), 400, 401)
    one = r()
    add("signature twice", r(head=[b"X-Slack-Signature: v0=" + b"0" * 64]), 400, 401)
    add("timestamp twice", r(head=[b"X-Slack-Request-Timestamp: 1"]), 400, 401)
    for method in (b"GET", b"PUT", b"DELETE", b"HEAD", b"PATCH", b"OPTIONS", b"BREW"):
        add("method %s" % method.decode(), r(method=method), 405, 501, 400)
    for path in (b"/chat/other", b"/chat/SLACK", b"/chat/slackx", b"/chat/", b"/chat", b"/", b"//chat/slack",
                 b"/chat/../chat/slack", b"/chat/sl%61ck", b"/chat/slack%00", b"/slack", b"/chat/slack;x"):
        add("path %s" % path.decode(), r(path=path), 404)
    # framing
    body = d.body()
    n = b"%d" % len(body)
    add("two lengths", r(body, head=[b"Content-Length: 1"]), 400)
    add("one length twice", r(body, head=[b"Content-Length: " + n]), 400)
    add("length and chunks", r(body, head=[b"Transfer-Encoding: chunked"]), 400)
    add("a coding nobody knows", r(body, length=False, head=[b"Transfer-Encoding: gzip, chunked"]), 400, 501)
    add("chunks that are none", r(b"zz\r\n", length=False, head=[b"Transfer-Encoding: chunked"]), 400)
    for odd in (b"-5", b"+5", b"0x10", b"1e3", b"5 5", b"", b"99999999999999999999"):
        add("length '%s'" % odd.decode(), r(length=odd), 400, 413)
    add("no host", r(host=False), 400)
    add("two hosts", r(head=[b"Host: evil.example"]), 400)
    add("HTTP/3.0", r(version=b"HTTP/3.0"), 505, 400)
    add("no HTTP", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 30 + b"\r\n\r\n", 0, 400)
    # size
    add("a body over the limit", r(d.body() + b"&x=" + b"a" * BODY_MAX), 413, 0)
    add("chunks over the limit", r(chunked(b"a" * (BODY_MAX + 1)), length=False,
                                   head=[b"Transfer-Encoding: chunked"]), 413)
    add("a header over the limit", r(head=[b"X-Long: " + b"a" * 40000]), 431)
    add("too many headers", r(head=[b"X-%d: 1" % i for i in range(80)]), 431)
    add("a line over the limit", r(path=b"/chat/slack?" + b"a" * 40000), 414, 431, 400)
    # signed, and yet no request of Slack's
    add("a bad escape", r(d.body() + b"%zz"), 400)
    add("no UTF-8", r(d.body(text="x").replace(b"text=x", b"text=%ff")), 400)
    add("a NUL", r(d.body(text="x").replace(b"text=x", b"text=%00")), 400)
    add("empty", r(b""), 400)
    add("JSON that is none", r(b'{"type":', kind=b"application/json"), 400)
    add("JSON a thousand deep", r(b"[" * 1000, kind=b"application/json"), 400)
    add("a payload that is none", r(b"payload=%7b"), 400)
    add("another kind", r(kind=b"text/plain"), 400, 415)
    # half sent
    add("a head cut off", one[:60], 0, 400)
    add("half a body", r(d.body())[:-40], 0, 400)
    return out


def good(d, why, patience=PATIENCE * 3, **more):
    """A right request is taken: 200, and one event more."""
    before = d.state()[0]
    begun = time.monotonic()
    status, _ = send(d.port, d.request(**more), patience=patience)
    took = time.monotonic() - begun
    if status != 200:
        raise Problem("%s: the good twin got %d" % (why, status))
    if d.state()[0] != before + 1:
        raise Problem("%s: the good twin left no event" % why)
    return took


def begin(d, **more):
    """Until the account is known and its first answer has left: from then on all is quiet."""
    d.w.start()
    good(d, "at first", **more)
    for _ in range(100):
        if send(d.port, d.request(**more))[1]:
            break
        time.sleep(0.1)
    else:
        raise Problem("the account is not known after 10 s")
    time.sleep(0.5)


def refused(h, options):
    d = Desk(h, "chat.attacks")
    try:
        begin(d)
        rows = attacks(d)
        if len(rows) < 100:
            raise Problem("only %d attacks" % len(rows))
        bad = []
        for i, (name, data, right) in enumerate(rows):
            before = d.state()
            # What is cut off may stay until its deadline: the end is seen with the next bytes only.
            half = right[0] == 0
            status, _ = send(d.port, data, half=half, patience=REQUEST_S + 5 if half else PATIENCE * 2)
            if status not in right:
                bad.append("%s: got %d, not %s" % (name, status, "/".join(map(str, right))))
            if d.state() != before:
                bad.append("%s: changed something" % name)
            if i % 10 == 0:
                good(d, name)
        # One of a kind of each is taken: with a length, in chunks, beside other headers.
        body = d.body()
        ts = b"%d" % d.ts()
        good(d, "chunks", body=chunked(body), ts=ts, sig=d.sign(body, ts), length=False,
             head=[b"Transfer-Encoding: chunked"])
        good(d, "299 s old", ts=b"%d" % (d.ts() - 299))
        good(d, "299 s ahead", ts=b"%d" % (d.ts() + 299))
        good(d, "a longer path", path=b"/chat/slack/events")
        good(d, "a large body", body=d.body() + b"&x=" + b"a" * (BODY_MAX - 1000))
        if bad:
            raise Problem("%d of %d: %s" % (len(bad), len(rows), "; ".join(bad[:6])))
        log = d.w.errors()
        if log.count("refused") > 60:
            raise Problem("refused requests fill the log: %d lines" % log.count("refused"))
        if SECRET.decode() in log or "/commands/T1" in log:
            raise Problem("the log holds a secret")
        d.w.stop()
    finally:
        d.w.close()


def replayed(h, options):
    d = Desk(h, "chat.replays")
    try:
        begin(d)
        data = d.request()
        first = send(d.port, data)
        before = d.state()
        answers = []
        threads = [threading.Thread(target=lambda: answers.append(send(d.port, data))) for _ in range(20)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        if first[0] != 200 or any(a != first for a in answers):
            raise Problem("a replay has another answer: %s" % ([first[0]] + [a[0] for a in answers]))
        if d.state() != before:
            raise Problem("a replay changed something: %s, then %s" % (before, d.state()))
        good(d, "after replays")
        d.w.kill()  # what was answered is kept
        d.w.start()
        if send(d.port, data) != first or d.state()[0] != before[0] + 1:
            raise Problem("after a restart a replay is news")
        d.w.stop()
    finally:
        d.w.close()


def slow_ones(d, count, forwarded):
    """Connections that never say all they want."""
    socks = []
    for i in range(count):
        s = socket.create_connection(("127.0.0.1", d.port), 5)
        kind = i % 3
        head = b"POST /chat/slack HTTP/1.1\r\nHost: docket.example\r\n"
        if forwarded:
            head += b"X-Forwarded-For: 198.51.100.%d\r\n" % (i % 250)
        if kind == 0:
            s.sendall(head + b"Content-Length: 500\r\n\r\ntoken=")
        elif kind == 1:
            s.sendall(head + b"X-Slow: ")
        socks.append(s)
    return socks


def flood(h, name, proxies, head=()):
    d = Desk(h, name, proxies)
    try:
        begin(d, head=head)
        socks = slow_ones(d, 300, proxies != "[]")
        stop = threading.Event()

        def trickle():
            while not stop.wait(0.3):
                for s in socks:
                    try:
                        s.send(b"a")
                    except OSError:
                        pass
        t = threading.Thread(target=trickle, daemon=True)
        t.start()
        worst = max(good(d, "in the flood", head=head) for _ in range(20))
        if worst > PATIENCE:
            raise Problem("a good request took %.1f s" % worst)
        # A trickle lives no longer than its deadline.
        left, at = socks[-1], time.monotonic()
        left.settimeout(REQUEST_S + 4)
        try:
            while left.recv(1000):
                pass
        except ConnectionError:
            pass
        except socket.timeout:
            raise Problem("a request that trickles was still there after %.0f s" % (time.monotonic() - at))
        stop.set()
        t.join()
        for s in socks:
            s.close()
        good(d, "after the flood", head=head)
        d.w.stop()
    finally:
        d.w.close()


def flood_direct(h, options):
    flood(h, "chat.flood", "[]")


def flood_proxied(h, options):
    flood(h, "chat.flood.proxied", '["127.0.0.1"]', head=[b"X-Forwarded-For: 203.0.113.7"])


def port_taken(h, options):
    """A taken port is said at the start, in one line, and by `docket check`."""
    d = Desk(h, "chat.port")
    try:
        with socket.socket() as s:
            s.bind(("127.0.0.1", d.port))
            s.listen(1)
            r = d.w.docket("run", timeout=30)
            if r.code != 78 or "is taken" not in r.err:
                raise Problem("run: exit %s: %s" % (r.code, r.err.strip()[-200:]))
            r = d.w.docket("check", "--offline")
            if "wrong http" not in " ".join(r.out.split()) and "is taken" not in r.out:
                raise Problem("check says nothing of a taken port: %s" % r.out)
        d.w.start()
        good(d, "on the free port")
        d.w.stop()
    finally:
        d.w.close()


def child_killed(h, options):
    """The http-child dies: callers wait in the backlog, and are answered by the next one."""
    d = Desk(h, "chat.child")
    try:
        d.w.start()
        good(d, "before")
        for _ in range(3):
            pid = d.w.daemon.pid
            with open("/proc/%d/task/%d/children" % (pid, pid)) as f:
                kids = [k for k in f.read().split()
                        if b"http-child" in open("/proc/%s/cmdline" % k, "rb").read()]
            os.kill(int(kids[0]), 9)
            good(d, "after the child was killed")
        d.w.stop()
    finally:
        d.w.close()


def stands_still(h, options):
    """Main does not answer: the caller is told to come again within the platform's patience, and once it
    does, the event is there once."""
    d = Desk(h, "chat.still")
    try:
        begin(d)
        before = d.state()[0]
        data = d.request()
        os.kill(d.w.daemon.pid, signal.SIGSTOP)
        try:
            at = time.monotonic()
            s = socket.create_connection(("127.0.0.1", d.port), 5)
            s.settimeout(PATIENCE + 2)
            s.sendall(data)
            got = s.recv(65536)
            took = time.monotonic() - at
            s.close()
        finally:
            os.kill(d.w.daemon.pid, signal.SIGCONT)
        if not got.startswith(b"HTTP/1.1 503") or b"retry-after:" not in got.lower():
            raise Problem("got %r" % got[:200])
        if took > PATIENCE:
            raise Problem("told only after %.1f s" % took)
        if send(d.port, data)[0] != 200 or d.state()[0] != before + 1:
            raise Problem("what came again is there %d times" % (d.state()[0] - before))
        good(d, "after it stood still")
        d.w.stop()
    finally:
        d.w.close()


BOTH = ("test", "san")
TESTS = [("chat attacks: refused and twins", refused, BOTH),
         ("chat attacks: replays", replayed, BOTH),
         ("chat attacks: 300 slow connections", flood_direct, BOTH),
         ("chat attacks: 300 slow connections behind a proxy", flood_proxied, BOTH),
         ("chat attacks: a taken port", port_taken, BOTH),
         ("chat attacks: the child dies", child_killed, BOTH),
         ("chat attacks: main stands still", stands_still, BOTH)]
