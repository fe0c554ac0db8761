"""
Whom a request of ours believes: `docket check` asks a platform over https, with the right certificate and
with each wrong one; and plain http to another machine is not spoken at all.
"""
import os

from lib import servers, slack_who, world
from lib.world import Problem


def verified(h, options):
    w = world.World(h, "chat.tls")
    try:
        tls = servers.Tls(os.path.join(w.dir, "tls"))
        files = {}
        for key in ("token", "secret"):
            files[key] = os.path.join(w.dir, key)
            with open(os.open(files[key], os.O_CREAT | os.O_WRONLY, 0o600), "w") as f:
                f.write("xoxb-1")
        w.set("http", {"listen": "127.0.0.1:1", "public_url": "https://docket.example"})

        def check(api, ca):
            w.set("chat", [{"name": "slack", "platform": "slack", "transport": "push", "api": api,
                            "token": {"file": files["token"]}, "secret": {"file": files["secret"]}}])
            w.write_config()
            out = w.docket("check", DOCKET_HTTP_CA=ca).out
            return [" ".join(l.split()) for l in out.splitlines() if " chat slack " in l]
        rows = (("good", tls.good, tls.ca, "ok"), ("another name", tls.wrong, tls.ca, "away"),
                ("expired", tls.expired, tls.ca, "away"), ("unknown authority", tls.unknown, tls.ca, "away"),
                ("good, but not trusted here", tls.good, tls.unknown[0], "away"))
        for name, cert, ca, want in rows:
            lines = check("https://localhost:%d" % slack_who.start(cert), ca)
            if not lines or not lines[0].startswith(want):
                raise Problem("%s: %s, not %s" % (name, lines, want))
            if want == "away" and "certificate" not in lines[0]:
                raise Problem("%s: the certificate is not named: %s" % (name, lines))
            if "xoxb" in " ".join(lines):
                raise Problem("the token is printed")
        plain = slack_who.start()
        if not check("http://127.0.0.1:%d" % plain, tls.ca)[0].startswith("ok"):
            raise Problem("plain http to this machine is not spoken")
        r = w.docket("check", "--offline")
        w.set("chat.0.api", "http://slack.example")
        w.write_config()
        r = w.docket("check")
        if "https" not in r.out + r.err:
            raise Problem("plain http to another machine: %s" % (r.out + r.err)[-300:])
    finally:
        w.close()


TESTS = [("chat tls: certificates of platforms", verified, ("test", "san"))]
