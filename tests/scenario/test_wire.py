#!/usr/bin/env python3
"""bot/wire against a real Dovecot and against servers that misbehave: test_wire.py [--build BUILD] [SUBSTR]

Each test_* function is a test; every negative one has a twin that differs in the attacked property only
and succeeds. WIRE_PROBE names a ready wire_probe; else it is built from BUILD/libdocket.a.
"""
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
FAKE = os.path.join(ROOT, "tests", "fake")
sys.path.insert(0, FAKE)
from real_dovecot import Dovecot, make_certs  # noqa: E402

PROBE = os.environ.get("WIRE_PROBE", "")
SCRATCH = ""
DOVECOT = None


class Skip(Exception):
    pass


def build_probe(build):
    global PROBE
    if PROBE:
        return
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "jansson"], capture_output=True, text=True).stdout.split()
    libs = subprocess.run("pkg-config --libs gmime-3.0 libxml-2.0 libcurl jansson sqlite3 uchardet yaml-0.1 libmicrohttpd "
                          "gnutls nettle libzstd glib-2.0 libseccomp", shell=True, capture_output=True, text=True).stdout.split()
    san = ["-fsanitize=address,undefined"] if os.path.basename(build) == "san" else []
    PROBE = f"{SCRATCH}/wire_probe"
    subprocess.run(["gcc", "-std=gnu17", "-D_GNU_SOURCE", "-O1", "-g", *san, f"-I{ROOT}/include", "-o", PROBE,
                    f"{FAKE}/wire_probe.c", f"{build}/libdocket.a", *flags, *libs, "-letpan", "-lunistring"], check=True)


# ---- helpers ----

class Child:
    """wire_probe imap, its frames read by a thread."""

    def __init__(self, mode="auto", **setup):
        base = dict(host="127.0.0.1", tls="none", user="u", password="pw", folder="INBOX", after="keep", once=0,
                    io_timeout_ms=2000, connect_ms=3000, backoff_min_ms=100, backoff_max_ms=400, poll_ms=300)
        base.update(setup)
        self.p = subprocess.Popen([PROBE, "imap", json.dumps(base), mode], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, text=True)
        self.frames, self.changed = [], threading.Condition()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.p.stdout:
            with self.changed:
                self.frames.append(json.loads(line))
                self.changed.notify_all()
        with self.changed:
            self.frames.append({"eof": True})
            self.changed.notify_all()

    def until(self, test, seconds=10):
        end = time.monotonic() + seconds
        with self.changed:
            while True:
                for f in self.frames:
                    if test(f):
                        return f
                left = end - time.monotonic()
                assert left > 0 and "eof" not in self.frames[-1:][0] if self.frames else left > 0, \
                    f"not seen: {self.frames[-6:]} {self.p.poll()}"
                self.changed.wait(left)

    def word(self, word, seconds=10):
        return self.until(lambda f: f.get("word") == word, seconds)

    def order(self, text):
        self.p.stdin.write(text + "\n")
        self.p.stdin.flush()

    def mails(self):
        return [f for f in self.frames if f.get("frame") == "M"]

    def states(self):
        return [f for f in self.frames if f.get("frame") in ("S", "G")]

    def end(self, seconds=5):
        """Waits for the exit line."""
        f = self.until(lambda f: "exit" in f, seconds)
        self.p.stdin.close()
        self.p.wait(5)
        err = self.p.stderr.read()
        assert "Sanitizer" not in err and "runtime error" not in err, err[-3000:]
        assert f["signal"] == 0, f"the child died of signal {f['signal']}"
        return f

    def stop(self, seconds=5):
        begun = time.monotonic()
        self.order("stop")
        f = self.end(seconds)
        assert time.monotonic() - begun < 2, "stopping took too long"
        return f


class Fake:
    """A scripted server in a process of its own."""

    def __init__(self, program, script, *more):
        self.dir = tempfile.mkdtemp(dir=SCRATCH)
        self.portfile = f"{self.dir}/port"
        self.p = subprocess.Popen([sys.executable, f"{FAKE}/{program}", script, self.portfile, *more])
        for _ in range(200):
            if os.path.exists(self.portfile):
                break
            time.sleep(0.02)
        self.port = int(open(self.portfile).read())

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.p.kill()
        self.p.wait()

    def log(self):
        try:
            return open(self.portfile + ".log").read()
        except FileNotFoundError:
            return ""

    def bodies(self):
        try:
            return [json.loads(l) for l in open(self.portfile + ".mails")]
        except FileNotFoundError:
            return []


def imap_fake(mode, cert=None):
    return Fake("imap_server.py", mode, *([f"{DOVECOT.certs}/{cert}.pem", f"{DOVECOT.certs}/{cert}.key"] if cert else []))


def smtp_fake(cert=None, **script):
    if cert:
        script.update(cert=f"{DOVECOT.certs}/{cert}.pem", key=f"{DOVECOT.certs}/{cert}.key")
    return Fake("smtp_server.py", json.dumps(script))


def send(port, to=("b@client.example",), **more):
    """The jobs and the closing line."""
    o = dict(host="127.0.0.1", port=port, tls="none", **{"from": "intake@harborpine.example"}, to=list(to), count=1,
             body="Subject: hello\r\n\r\nHello.\r\n.dot\r\n")
    o.update(more)
    r = subprocess.run([PROBE, "smtp", json.dumps(o)], capture_output=True, text=True, timeout=60)
    assert r.returncode == 0 and "Sanitizer" not in r.stderr, (r.returncode, r.stdout, r.stderr[-2000:])
    lines = [json.loads(l) for l in r.stdout.splitlines()]
    return lines[:-1], lines[-1]


def outcomes(job):
    return [r["outcome"] for r in job["rcpts"]]


def secret(name, text):
    path = f"{SCRATCH}/{name}"
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as f:
        f.write(text + "\n")
    return path


def body(n, size=400):
    return (b"From: a@client.example\nTo: intake@harborpine.example\nSubject: mail %d\nMessage-ID: <%d@client.example>\n\n" % (n, n)
            + b"Could you refresh the homepage banner?\n" * (size // 39 + 1))


def crlf(raw):
    return raw.replace(b"\n", b"\r\n")


def box(user, count, size=400):
    DOVECOT.forget(user)
    for i in range(count):
        DOVECOT.add(user, body(i, size))
    DOVECOT.own(user)


def real(user, **more):
    return dict(port=DOVECOT.port, user=user, **more)


# ---- IMAP against Dovecot ----

def test_sync_once_brings_every_mail_as_it_is():
    box("once", 25, 3000)
    c = Child(**real("once", once=1, batch_count=10))
    assert c.end()["exit"] == 0
    want = [hashlib.sha256(crlf(body(i, 3000))).hexdigest() for i in range(25)]
    assert [m["sha256"] for m in c.mails()] == want, (len(c.mails()), c.mails()[:3])
    assert all(m["cut"] == 0 and m["date"] > 1.6e12 for m in c.mails())
    batches = [f for f in c.frames if f.get("frame") == "B"]
    assert [b["count"] for b in batches] == [10, 10, 5] and batches[-1]["uid"] == c.mails()[-1]["uid"], batches
    assert not any(",S" in n.split(":2")[-1] for n in DOVECOT.names("once")), "flags changed"


def test_cursor_brings_only_what_is_above_it():
    box("cursor", 5)
    c = Child(**real("cursor", once=1))
    c.end()
    uv, uids = c.mails()[0]["uidvalidity"], [m["uid"] for m in c.mails()]
    c = Child(**real("cursor", once=1, uidvalidity=uv, uid=uids[2]))
    assert c.end()["exit"] == 0 and [m["uid"] for m in c.mails()] == uids[3:]
    c = Child(**real("cursor", once=1, uidvalidity=uv, uid=uids[4]))
    assert c.end()["exit"] == 0 and not c.mails()
    c = Child(**real("cursor", once=1, uidvalidity=uv + 1, uid=uids[4]))
    assert c.end()["exit"] == 0 and [m["uid"] for m in c.mails()] == uids, "a new UIDVALIDITY means a rescan"


def test_a_read_mail_is_fetched_and_says_so():
    DOVECOT.forget("readit")
    DOVECOT.add("readit", body(1), flags="S")
    DOVECOT.own("readit")
    c = Child(**real("readit", once=1))
    c.end()
    assert [m["flags"] for m in c.mails()] == [1]


def test_after_seen_and_move_wait_for_the_commit():
    for after, user in (("seen", "aseen"), ("move:Done", "amove"), ("move:Über/neu & alt", "amake")):
        box(user, 6)
        c = Child("manual", **real(user, once=1, after=after, batch_count=3))
        c.until(lambda f: f.get("frame") == "B")
        time.sleep(0.3)
        assert not any(n.endswith("S") for n in DOVECOT.names(user)) and len(DOVECOT.names(user)) == 6
        c.order("ack")
        c.order("ack")
        assert c.end()["exit"] == 0
        if after == "seen":
            assert all(n.endswith(":2,S") for n in DOVECOT.names(user)), DOVECOT.names(user)
        else:
            assert not DOVECOT.names(user)
            folder = "Done" if after.endswith("Done") else "&ANw-ber/neu &- alt"
            found = DOVECOT.names(user, folder) or DOVECOT.names(user, folder.replace("/", "."))
            assert len(found) == 6, os.listdir(f"{DOVECOT.mail}/{user}/Maildir")


def test_child_runs_one_batch_ahead_and_no_more():
    box("ahead", 20)
    c = Child("manual", **real("ahead", once=1, batch_count=5))
    c.until(lambda f: f.get("frame") == "B" and f["waiting"] == 1)
    time.sleep(0.4)
    assert len([f for f in c.frames if f.get("frame") == "B"]) == 2
    for n in (3, 4):
        c.order("ack")
        c.until(lambda f: f.get("frame") == "B" and f["uid"] == 5 * n)
    c.order("ack")
    c.order("ack")
    assert c.end()["exit"] == 0 and len(c.mails()) == 20


def test_large_mail_comes_cut():
    DOVECOT.forget("large")
    DOVECOT.add("large", body(1))
    DOVECOT.add("large", body(2, 1000000))
    DOVECOT.add("large", body(3))
    DOVECOT.own("large")
    c = Child(**real("large", once=1, message_max=500000))
    assert c.end()["exit"] == 0
    mails = c.mails()
    assert [m["cut"] for m in mails] == [0, 1, 0], mails
    assert [mails[0]["size"], mails[2]["size"]] == [len(crlf(body(1))), len(crlf(body(3)))], mails
    kept = 256 * 1024  # of a text, behind the whole head
    assert kept < mails[1]["size"] <= kept + len(crlf(body(1))), mails
    c = Child(**real("large", once=1, message_max=2000000))
    c.end()
    assert [m["cut"] for m in c.mails()] == [0, 0, 0]


def test_idle_brings_new_mail_and_stops_politely():
    box("idle", 1)
    c = Child(**real("idle", after="seen"))
    c.word("idle")
    DOVECOT.add("idle", body(2), new=True)
    c.until(lambda f: f.get("frame") == "M" and f["uid"] == 2, 30)  # without IDLE it would look after minutes
    time.sleep(0.5)
    assert all(n.endswith("S") for n in DOVECOT.names("idle")), "after is done while idling"
    assert c.stop()["exit"] == 0


def test_sigterm_and_a_closed_socket_end_the_child():
    box("term", 1)
    c = Child(**real("term"))
    c.word("idle")
    begun = time.monotonic()
    os.kill(c.frames[0]["pid"], signal.SIGTERM)
    assert c.end()["exit"] == 0 and time.monotonic() - begun < 2
    c = Child(**real("term"))
    c.word("idle")
    c.order("close")
    assert c.end()["exit"] == 0


def test_server_restart_is_survived():
    box("again", 2)
    with imap_fake("break-at-2") as f:
        c = Child(port=f.port)
        c.word("retry")
        assert [m["uid"] for m in c.mails()][:1] == [1]
        assert any(x.get("frame") == "B" and x["count"] == 1 and x["uid"] == 1 for x in c.frames), "what came is handed over"
        # UID 2 breaks each connection: in the end it is left out with a word, and 5 comes
        c.until(lambda x: x.get("frame") == "M" and x["uid"] == 5, 15)
        assert any("UID 2 cannot be fetched" in s["text"] for s in c.states())
        c.stop()


def tls(user, host, port, mode, **more):
    return Child(host=host, port=port, tls=mode, user=user, ca=more.pop("ca", DOVECOT.ca), once=1, **more)


def test_tls_is_verified():
    box("tls", 1)
    for mode, port in (("implicit", DOVECOT.tls_port), ("starttls", DOVECOT.port)):
        c = tls("tls", "localhost", port, mode)
        assert c.end()["exit"] == 0 and len(c.mails()) == 1, (mode, c.frames)
        for host, words in (("127.0.0.2", "wrong name, 'wrong.example'"), ("127.0.0.3", "expired on 2021-01-01"),
                            ("127.0.0.4", "signed by 'Somebody Else CA', which is not trusted")):
            c = tls("tls", host, port, mode)
            assert c.end()["exit"] == 78 and not c.mails()
            assert words in c.states()[-1]["word"], (mode, c.states())
        c = tls("tls", "localhost", port, mode, ca=None)
        assert c.end()["exit"] == 78 and "not trusted" in c.states()[-1]["word"], c.states()
        c = tls("tls", "localhost", port, mode, password="no")
        assert c.end()["exit"] == 78 and "refuses the password of user 'tls'" in c.states()[-1]["word"]
    assert "LOGIN" not in open(f"{DOVECOT.folder}/dovecot/log").read().replace("Login:", "")


def test_tls_none_is_for_loopback_only():
    c = Child(host="mail.example", port=143, tls="none", once=1)
    assert c.end()["exit"] == 78 and "this machine only" in c.states()[-1]["word"]


def test_old_tls_is_refused():
    with tempfile.TemporaryDirectory(dir=SCRATCH) as d:
        from real_dovecot import free_port
        for flag, ok in (("-tls1_1", False), ("-tls1_2", True)):
            port = free_port()
            p = subprocess.Popen(["openssl", "s_server", "-quiet", flag, "-cipher", "ALL:@SECLEVEL=0", "-accept", str(port),
                                  "-cert", f"{DOVECOT.certs}/good.pem", "-key", f"{DOVECOT.certs}/good.key"],
                                 stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=d)
            time.sleep(0.5)
            c = Child(host="localhost", port=port, tls="implicit", ca=DOVECOT.ca, once=1, io_timeout_ms=500)
            end = c.end(10)
            p.kill()
            p.wait()
            text = c.states()[-1]["text"] or c.states()[-1]["word"]
            # with 1.2 it gets as far as waiting for a greeting
            if ok:
                assert end["exit"] == 69 and "silent" in text, text
            else:
                assert end["exit"] == 78 and "older than 1.2" in text, text


def test_check_says_what_is_wrong():
    box("probe", 3)
    pw = secret("pw", "pw")
    o = dict(host="localhost", port=DOVECOT.tls_port, tls="implicit", user="probe", password_file=pw, ca=DOVECOT.ca)

    def check(**more):
        r = subprocess.run([PROBE, "check-imap", json.dumps({**o, **more})], capture_output=True, text=True)
        return r.returncode, json.loads(r.stdout)

    assert check() == (0, {"ok": True, "mails": 3, "kind": "none", "text": ""})
    code, r = check(folder="Nowhere")
    assert code == 78 and "no folder 'Nowhere'" in r["text"]
    code, r = check(port=1)
    assert code in (69, 75) and "cannot connect" in r["text"], (code, r)
    code, r = check(port=DOVECOT.port)
    assert code == 78 and "starttls" in r["text"], r


# ---- IMAP against a hostile server ----

def hostile(mode, words, once=1, exit_=69, seconds=15, mails=None, **more):
    with imap_fake(mode) as f:
        c = Child(port=f.port, once=once, **more)
        end = c.end(seconds)
        said = " | ".join(s["text"] or s["word"] for s in c.states())
        assert end["exit"] == exit_, (mode, end, said)
        assert words in said, (mode, said)
        if mails is not None:
            assert sorted(m["uid"] for m in c.mails()) == mails, (mode, c.mails())
        return c, f.log()


def test_twin_behaves():
    c, log = hostile("ok", "synced", exit_=0, mails=[1, 2, 5])
    assert c.mails()[0]["date"] == 837596665000 and c.mails()[0]["flags"] == 1
    assert "EXAMINE" in log and "STORE" not in log
    for mode in ("no-text", "flags-storm", "deep-quote", "permanentflags", "capability-nil", "logindisabled"):
        hostile(mode, "synced", exit_=0, mails=[1, 2, 5])


def test_silence_ends():
    hostile("silent", "silent", io_timeout_ms=500)
    hostile("silent-login", "silent", io_timeout_ms=500)
    hostile("silent-fetch", "silent", io_timeout_ms=500)
    hostile("trickle", "too slowly", io_timeout_ms=1500)


def test_floods_end():
    hostile("garbage", "")
    hostile("endless-line", "without an end")
    hostile("endless-list", "more than the command asked for")
    hostile("nested", "without an end")
    hostile("nul", "NUL")


def test_hostile_literals_end():
    hostile("huge-literal", "larger than it said", mails=[1])
    hostile("wrap-literal", "larger than it said", mails=[1])
    hostile("drop-literal", "closed the connection", mails=[1])
    hostile("garbage-fetch", "makes no sense", mails=[1])


def test_one_bad_mail_holds_up_no_other():
    c, _ = hostile("fetch-no", "synced", exit_=0, mails=[1, 2, 5])
    assert {m["uid"]: m["cut"] for m in c.mails()} == {1: 0, 2: 1, 5: 0}, "its header at least"
    c, _ = hostile("nil-body", "UID 2 cannot be fetched", exit_=0, mails=[1, 5])
    with imap_fake("lying-size") as f:
        c = Child(port=f.port)
        c.until(lambda x: x.get("frame") == "M" and x["uid"] == 2, 15)
        c.until(lambda x: x.get("frame") == "M" and x["uid"] == 5, 15)
        c.stop()


def test_no_uidvalidity_is_never_guessed():
    hostile("no-uidvalidity", "no UIDVALIDITY", mails=[])
    with imap_fake("no-uidvalidity") as f:
        c = Child(port=f.port)
        c.word("away", 10)
        assert f.log().count("CONNECT") >= 3
        c.stop()
    c, _ = hostile("new-uidvalidity", "numbered its mails anew", exit_=0, mails=[1, 2, 5], uidvalidity=7, uid=5)
    hostile("ok", "synced", exit_=0, mails=[], uidvalidity=7, uid=5)


def test_refusals():
    hostile("wrong-password", "refuses the password", exit_=78)
    hostile("unavailable", "cannot now: later", exit_=69)
    hostile("bye", "good-bye: too many connections", exit_=69)
    hostile("no-folder", "no folder 'INBOX'", exit_=78)
    hostile("store-no", "read only for you", after="seen", exit_=69, mails=[1, 2, 5])
    hostile("ok", "synced", after="seen", exit_=0, mails=[1, 2, 5])
    _, log = hostile("trycreate", "synced", after="move:Done", exit_=0)
    assert "CREATE" in log and log.count("UID MOVE") == 2
    _, log = hostile("no-move", "synced", after="move:Done", exit_=0)
    assert "UID COPY" in log and "UID EXPUNGE" in log


def test_crlf_in_names_never_reaches_the_wire():
    for key, value in (("folder", "x\r\nd9 DELETE Done"), ("after", "move:x\r\nd9 DELETE Done"), ("user", "u\r\nd9 NOOP")):
        with imap_fake("ok") as f:
            c = Child(port=f.port, once=1, **{key: value})
            assert c.end()["exit"] in (69, 78)
            assert "DELETE" not in f.log() and "d9" not in f.log()


def test_starttls():
    with imap_fake("starttls-ok", "good") as f:
        c = Child(host="localhost", port=f.port, tls="starttls", ca=DOVECOT.ca, once=1)
        assert c.end()["exit"] == 0 and len(c.mails()) == 3, c.states()
    for mode, words, status in (("starttls-stripped", "does not offer STARTTLS", 78), ("starttls-inject", "", 69)):
        with imap_fake(mode, "good") as f:
            c = Child(host="localhost", port=f.port, tls="starttls", ca=DOVECOT.ca, once=1)
            assert c.end()["exit"] == status, c.states()
            assert words in c.states()[-1]["word"] + c.states()[-1]["text"], c.states()
            assert "LOGIN" not in f.log(), f.log()


def test_without_idle_it_polls():
    for mode in ("no-idle", "idle-refused"):
        with imap_fake(mode) as f:
            c = Child(port=f.port, poll_ms=200)
            c.word("poll")
            time.sleep(1)
            assert 2 <= f.log().count("NOOP") <= 6, f.log()
            c.stop()


def test_idle_asks_for_nothing():
    with imap_fake("ok") as f:
        c = Child(port=f.port, poll_ms=100)
        c.word("idle")
        time.sleep(1)
        assert f.log().count("NOOP") == 0 and f.log().count("IDLE") == 1
        c.stop()
        assert "LOGOUT" in f.log()


def test_news_are_not_slept_over():
    # with the "+" of IDLE, and with the answer to another command
    for mode, after in (("idle-early", "keep"), ("store-news", "seen")):
        with imap_fake(mode) as f:
            c = Child(port=f.port, after=after)
            c.until(lambda x: x.get("frame") == "M" and x["uid"] == 6, 3)
            c.stop()


def test_stopping_while_the_server_is_silent():
    for mode in ("silent", "silent-login", "silent-fetch"):
        with imap_fake(mode) as f:
            c = Child(port=f.port, io_timeout_ms=60000)
            time.sleep(0.5)
            c.stop()


# ---- SMTP ----

def test_smtp_sends():
    for pipelining in (True, False):
        with smtp_fake(pipelining=pipelining, size=100000) as f:
            jobs, _ = send(f.port, ("b@client.example", "c@client.example"), count=3, connections=1)
            assert [outcomes(j) for j in jobs] == [["sent", "sent"]] * 3, jobs
            assert f.bodies() == ["Subject: hello\r\n\r\nHello.\r\n.dot\r\n"] * 3
            assert f.log().count("EHLO") == 1, "the connection is used again"
            time.sleep(0.2)
            assert "SIZE=" in f.log() and "QUIT" in f.log()


def test_smtp_smuggling_and_line_ends():
    with smtp_fake() as f:
        send(f.port, body="Subject: x\n\na\n.\nMAIL FROM:<evil@x>\r.\r\n.\r\n..\r\nend")
        assert f.bodies() == ["Subject: x\r\n\r\na\r\n.\r\nMAIL FROM:<evil@x>\r\n.\r\n.\r\n..\r\nend\r\n"]
        assert "> MAIL FROM:<evil" not in f.log()


def test_smtp_per_recipient():
    for pipelining in (True, False):
        with smtp_fake(pipelining=pipelining, rcpt={"no@x.example": "550 5.1.1 no such user", "later@x.example": "450 greylisted"}) as f:
            jobs, _ = send(f.port, ("yes@x.example", "no@x.example", "later@x.example"))
            assert outcomes(jobs[0]) == ["sent", "dead", "later"], jobs
            assert [r["code"] for r in jobs[0]["rcpts"]] == [250, 550, 450]
            assert jobs[0]["rcpts"][1]["reply"] == "5.1.1 no such user" and "no such user" in jobs[0]["text"]
            assert len(f.bodies()) == 1
            jobs, _ = send(f.port, ("no@x.example", "later@x.example"), count=2, connections=1)
            assert [outcomes(j) for j in jobs] == [["dead", "later"]] * 2 and len(f.bodies()) == 1, jobs
    with smtp_fake(careless=True, rcpt={"no@x.example": "550 no"}) as f:
        jobs, _ = send(f.port, ("no@x.example",), count=2, connections=1)
        assert [outcomes(j) for j in jobs] == [["dead"]] * 2


def test_smtp_replies():
    for at, reply, want in (("mail", "451 later", "later"), ("mail", "550 no", "dead"), ("mail", "530 log in first", "config"),
                            ("data", "451 later", "later"), ("data", "554 no", "dead"), ("final", "452 full", "later"),
                            ("final", "554 spam", "dead"), ("final", "250-two\r\n250 lines", "sent"), ("mail", "421 bye", "later"),
                            ("greeting", "554 no service", "later"), ("greeting", "421 busy", "later"),
                            ("mail", "nonsense", "later"), ("final", "nonsense", "unknown")):
        for pipelining in (True, False):
            with smtp_fake(pipelining=pipelining, **{at: reply}) as f:
                jobs, last = send(f.port)
                assert outcomes(jobs[0]) == [want], (at, reply, jobs)
                assert want == "sent" or jobs[0]["text"], (at, reply)
                assert last["worst_step_ms"] < 500, last
    with smtp_fake(rcpt={"b@x.example": "421 too many"}) as f:
        jobs, _ = send(f.port, ("a@x.example", "b@x.example", "c@x.example"))
        assert outcomes(jobs[0]) == ["later"] * 3, jobs


def test_smtp_drops_and_stalls():
    for what in ("drop", "stall"):
        for at in ("greeting", "ehlo", "mail", "rcpt", "data", "body", "final"):
            with smtp_fake(**{what: at}) as f:
                jobs, last = send(f.port, reply_ms=1000, final_ms=1000, connect_ms=1000)
                assert outcomes(jobs[0]) == ["unknown" if at == "final" or (what, at) in (("stall", "body"), ("drop", "body"))
                                             else "later"], (what, at, jobs)
                assert jobs[0]["ms"] < 4000 and last["worst_step_ms"] < 900, (what, at, last)
                assert last["steps"] < 500, (what, at, last)


def test_smtp_a_dead_kept_connection_is_replaced():
    with smtp_fake(idle_drop=0.3) as f:
        jobs, _ = send(f.port, count=3, connections=1, pause_ms=700)
        assert [outcomes(j) for j in jobs] == [["sent"]] * 3, jobs
        assert f.log().count("EHLO") == 3


def test_smtp_size():
    with smtp_fake(size=2000) as f:
        big = "Subject: x\r\n\r\n" + "x" * 70 + "\r\n" * 2000
        jobs, _ = send(f.port, body=big)
        assert outcomes(jobs[0]) == ["dead"] and "more than" in jobs[0]["text"] and "> MAIL" not in f.log()
        jobs, _ = send(f.port)
        assert outcomes(jobs[0]) == ["sent"]


def test_smtp_large_body():
    with smtp_fake() as f:
        big = "Subject: x\r\n\r\n" + ("." + "x" * 70 + "\r\n") * 50000
        jobs, _ = send(f.port, body=big[:100000])
        assert f.bodies()[0] == big[:100000] + ("" if big[:100000].endswith("\r\n") else "\r\n")


def test_smtp_bad_addresses_never_reach_the_wire():
    bad = ["x>\r\nRCPT TO:<evil@x.example", "no-at", "a b@x.example", "ü@x.example", "a@x..example", "a@[1.2.3.4>", "@x.example"]
    with smtp_fake() as f:
        jobs, _ = send(f.port, bad + ["ok@x.example"])
        assert outcomes(jobs[0]) == ["dead"] * len(bad) + ["sent"]
        assert f.log().count("> RCPT") == 1 and "evil" not in f.log()
        jobs, _ = send(f.port, ["a@x.example"], **{"from": "me@x>\r\nDATA"})
        assert outcomes(jobs[0]) == ["dead"]


def test_smtp_tls_and_login():
    pw, no = secret("pw", "pw"), secret("no", "no")
    for mode in ("implicit", "starttls"):
        with smtp_fake("good", tls=mode, auth=True) as f:
            o = dict(host="localhost", tls=mode, ca=DOVECOT.ca, user="u", password_file=pw)
            jobs, _ = send(f.port, count=2, connections=1, **o)
            assert [outcomes(j) for j in jobs] == [["sent"]] * 2, jobs
            assert f.log().count("AUTH") >= 1
            jobs, _ = send(f.port, **{**o, "password_file": no})
            assert outcomes(jobs[0]) == ["config"] and "refuses the password" in jobs[0]["text"], jobs
            jobs, _ = send(f.port, **{**o, "ca": None})
            assert outcomes(jobs[0]) == ["config"] and "not trusted" in jobs[0]["text"]
            r = subprocess.run([PROBE, "check-smtp", json.dumps({**o, "port": f.port})], capture_output=True, text=True)
            assert r.returncode == 0, r.stdout
        for cert, words in (("wrong", "wrong name"), ("unknown", "not trusted"), ("expired", "expired")):
            with smtp_fake(cert, tls=mode, auth=True) as f:
                jobs, _ = send(f.port, **o)
                assert outcomes(jobs[0]) == ["config"] and words in jobs[0]["text"], jobs
                assert "> AUTH" not in f.log()
        with smtp_fake("good", tls=mode, auth=True, denied="454 directory is away") as f:
            jobs, _ = send(f.port, **{**o, "password_file": no})
            assert outcomes(jobs[0]) == ["later"], jobs
    with smtp_fake("good", tls="starttls", strip=True, auth=True) as f:
        jobs, _ = send(f.port, **o)
        assert outcomes(jobs[0]) == ["config"] and "STARTTLS" in jobs[0]["text"] and "> AUTH" not in f.log()


def test_smtp_several_connections():
    with smtp_fake() as f:
        jobs, last = send(f.port, count=40, connections=4)
        assert len(jobs) == 40 and all(outcomes(j) == ["sent"] for j in jobs)
        assert f.log().count("EHLO") == 4


# ---- running ----

def main(argv):
    global SCRATCH, DOVECOT
    build = f"{ROOT}/build"
    if argv[:1] == ["--build"]:
        build, argv = os.path.abspath(argv[1]), argv[2:]
    only = argv[0] if argv else ""
    tests = [(n, f) for n, f in globals().items() if n.startswith("test_") and only in n]
    if os.geteuid() != 0 or not os.path.exists("/usr/sbin/dovecot"):
        print("skip: needs root and dovecot-imapd")
        print(f"0 passed, 0 failed, {len(tests)} skipped")
        return 0
    SCRATCH = tempfile.mkdtemp(prefix="docket-wire-")
    os.chmod(SCRATCH, 0o755)
    passed = failed = 0
    try:
        build_probe(build)
        with Dovecot(f"{SCRATCH}/dv") as DOVECOT:
            for name, f in tests:
                begun = time.monotonic()
                try:
                    f()
                    passed += 1
                except Exception as e:
                    failed += 1
                    at = traceback.extract_tb(e.__traceback__)[-1]
                    print(f"{name}: FAIL at line {at.lineno}: {type(e).__name__} {e}")
                if os.environ.get("V"):
                    print(f"{name} {time.monotonic() - begun:.1f} s")
    finally:
        shutil.rmtree(SCRATCH, ignore_errors=True)
    print(f"{passed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
