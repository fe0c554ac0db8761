"""
Crafted mails that break parsers or take for ever: each under 2 s of CPU and 512 MB, and all of them
through one `docket sync` with a good mail behind them.
"""
import os

import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lib import world  # noqa: E402
from lib.world import Problem  # noqa: E402

HEAD = (b"From: Erik Holm <erik@northwind.example>\nTo: intake@harborpine.example\n"
        b"Date: Mon, 11 May 2026 09:00:00 -0400\nMIME-Version: 1.0\n")
HTML = HEAD + b"Subject: html\nContent-Type: text/html; charset=utf-8\n\n"

def _nested(n):
    return HEAD + b"Subject: multipart x %d\n" % n + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(n)) + \
        b"Content-Type: text/plain\n\nend\n"

def cases():
    b64 = b"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2\n"
    yield "a boundary that opens a quote", HEAD + b'Subject: b\nContent-Type: multipart/mixed; boundary="' \
        + b"\\" * 60 + b"\n\n--x\n\nhi\n"
    yield "brackets in From", HEAD.replace(b"Erik Holm", b"(" * 1000000) + b"Subject: x\n\nhi\n"
    yield "message in message, 200,000 deep", HEAD + b"Subject: r\n" + \
        b"Content-Type: message/rfc822\n\n" * 200000 + b"\nhi\n"
    yield "multipart in multipart, 50,000 deep", _nested(50000)
    yield "a header of 10 MB", HEAD + b"Subject: " + b"x" * (10 << 20) + b"\n\nhi\n"
    yield "folded header of 500,000 lines", HEAD + b"Subject: x" + b"\n x" * 500000 + b"\n\nhi\n"
    yield "200,000 header fields", HEAD + b"".join(b"X-F%d: v\n" % i for i in range(200000)) + b"\nhi\n"
    yield "100,000 parts", HEAD + b"Subject: p\nContent-Type: multipart/mixed; boundary=b\n\n" + \
        b"--b\nContent-Type: text/plain\n\nx\n" * 100000 + b"--b--\n"
    yield "100,000 addresses", HEAD + b"Subject: a\nCc: " + b",\n ".join(
        b"p%d@x.example" % i for i in range(100000)) + b"\n\nhi\n"
    yield "25 MB of base64", HEAD + b"Subject: m\nContent-Type: application/octet-stream\n" \
        b"Content-Transfer-Encoding: base64\n\n" + b64 * ((25 << 20) // len(b64))
    yield "base64 on one line", HEAD + b"Subject: m\nContent-Type: text/plain\n" \
        b"Content-Transfer-Encoding: base64\n\n" + b"QUJD" * (2 << 20) + b"\n"
    yield "quoted-printable without an end", HEAD + b"Subject: q\nContent-Type: text/plain\n" \
        b"Content-Transfer-Encoding: quoted-printable\n\n" + b"=" * (4 << 20)
    yield "1 MB of quote marks", HEAD + b"Subject: q\n\n" + b">" * (1 << 20) + b" hi\n"
    yield "200,000 quoted lines", HEAD + b"Subject: q\n\nok\n" + b"> a line\n" * 200000
    yield "100,000 attribution lines", HEAD + b"Subject: q\n\nok\n" + \
        b"On Mon, May 11, 2026 at 9:00 AM Jane <j@x.example> wrote:\n" * 100000
    yield "References of 100,000", HEAD + b"Subject: r\nReferences:" + b"".join(
        b"\n <%d@x.example>" % i for i in range(100000)) + b"\n\nhi\n"
    yield "encoded words", HEAD + b"Subject: " + b"=?utf-8?Q?a?= " * 200000 + b"\n\nhi\n"
    yield "RFC 2231 in 50,000 pieces", HEAD + b"Subject: n\nContent-Type: text/plain" + b"".join(
        b";\n name*%d=x" % i for i in range(50000)) + b"\n\nhi\n"
    yield "NUL bytes", HEAD + b"Subject: n\n\n" + b"a\0b" * 500000
    yield "UTF-7 and an unknown charset", HEAD + b"Subject: =?utf-7?Q?+AGE-?=\n" \
        b"Content-Type: text/plain; charset=\"utf-16//IGNORE\"\n\n+AGE-\xff\xfe\n" * 1
    yield "html: 100,000 div", HTML + b"<div>" * 100000
    yield "html: 1,000,000 b", HTML + b"<b>" * 1000000
    yield "html: 20,000 nested tables", HTML + b"<table><tr><td>" * 20000
    yield "html: misnested", HTML + b"<a><b><i></a></b></i>" * 3000
    yield "html: 100,000 attributes", HTML + b"<p " + b"".join(b"a%d=1 " % i for i in range(100000)) + b">x"
    yield "html: an entity bomb", HTML + b"<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\">" + b"".join(
        b"<!ENTITY a%d \"&a%d;&a%d;\">" % (i, i - 1, i - 1) for i in range(1, 30)) + b"]><p>&a29;</p>"
    yield "html: 5 MB newsletter", HTML + b"<table><tr><td style='color:#123456'>words and words</td></tr>" \
        b"</table><!-- a comment -->" * 60000
    yield "html: an unclosed comment", HTML + b"<p>hello</p><!--" + b"-" * (2 << 20)

def one_by_one(h, options):
    slow, problems, n = [], [], 0
    for name, raw in cases():
        n += 1
        # A process of its own waits, so that its children's peak is this mail's.
        code = ("import resource,subprocess,sys\n"
                "r=subprocess.run([sys.argv[1],'parse','--json','-'],stdin=sys.stdin,"
                "stdout=subprocess.DEVNULL,stderr=subprocess.PIPE,timeout=120)\n"
                "u=resource.getrusage(resource.RUSAGE_CHILDREN)\n"
                "print(r.returncode,u.ru_utime+u.ru_stime,u.ru_maxrss)\n"
                "sys.stderr.buffer.write(r.stderr)")
        got = subprocess.run([sys.executable, "-c", code, h.docket], input=raw, capture_output=True,
                             env=h.env(), timeout=180)
        words = got.stdout.split()
        if len(words) != 3:
            problems.append("%s: no end: %s" % (name, got.stderr.decode("utf-8", "replace")[-200:]))
            continue
        status, cpu, rss = int(words[0]), float(words[1]), int(words[2]) / 1024
        if status != 0:
            problems.append("%s: docket parse exits %d: %s" % (
                name, status, got.stderr.decode("utf-8", "replace").strip()[-200:]))
        if not h.san and (cpu > 2 or rss > 512):
            slow.append("%s: %.1f s CPU, %.0f MB" % (name, cpu, rss))
    for p in problems + slow:
        print("  hostile mail: " + p)
    if problems or slow:
        raise Problem("%d of %d: %s" % (len(problems + slow), n, (problems + slow)[0]))

def together(h, options):
    w = world.World(h, "corpus.hostile")
    n = 0
    for n, (name, raw) in enumerate(cases(), 1):
        if h.san and len(raw) > (6 << 20):
            raw = raw[:1 << 20]
        with open(os.path.join(w.inbox, "new", "1%05d.hostile" % n), "wb") as f:
            f.write(raw)
    with open(os.path.join(w.inbox, "new", "999999.good"), "wb") as f:
        f.write(b"From: Jane Doe <jane@acme.example>\nTo: intake@harborpine.example\nSubject: page\n"
                b"Message-ID: <good@acme.example>\n\nHi, we need a landing page for our spring sale.\n")
    w.sync(timeout=900)
    if w.one("SELECT count(*) FROM message") != n + 1:
        raise Problem("%d mails, %d rows" % (n + 1, w.one("SELECT count(*) FROM message")))
    stuck = w.one("SELECT count(*) FROM message WHERE state = 'recorded'")
    if stuck:
        raise Problem("%d hostile mails are recorded but never settled" % stuck)
    if sum(1 for m in w.sent() if m.rcpt == "jane@acme.example") != 1:
        raise Problem("the good mail behind them was not answered once")
    w.docket("verify", expect=0)

TESTS = [("corpus/hostile one by one", one_by_one, ("test", "san")), ("corpus/hostile together", together, ("test", "san"))]
