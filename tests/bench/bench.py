#!/usr/bin/env python3
"""
bench.py KIT DOCKET   rounds of docket and its peers, interleaved; ratios within one run (see run.sh)
bench.py --prep       what the kit calls before each run: docket.yaml and the generator's senders
bench.py --check      what it calls after: how many mails are done
"""
import csv
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import threading
import time

DOMAINS = ["northwind.example", "bakery-lind.example", "kanzlei-weber.example", "museo-sol.example",
           "hotel-azur.example", "fitclub.example", "greenroof.example", "tanuki.example",
           "zoolink.example", "cafe-ole.example"]  # of the kit's gen.py
CONFIG = """data: {work}/data
agency: {{name: Studio, zone: Europe/Berlin, lang: en, domains: [agency.example]}}
mailboxes:
  - {{name: intake, host: 127.0.0.1, port: {imap}, tls: none, user: {user}, password: {{file: {work}/pw}}, after: seen}}
outgoing: {{host: 127.0.0.1, port: {smtp}, tls: none, from: "Studio <studio@agency.example>"}}
replies: automatic
limits: {{answers_per_address_hour: {most}, answers_per_address_day: {most}, answers_per_thread: {most},
         answers_hour: {most}, coalesce_seconds: 0, prompts: {prompts}}}
"""


def prep():
    e = os.environ
    docket, work = e["BENCH_DOCKET"], e["WORK"]
    with open(work + "/pw", "w") as f:
        f.write("pw\n")
    os.chmod(work + "/pw", 0o600)
    with open(work + "/docket.yaml", "w") as f:
        f.write(CONFIG.format(work=work, imap=e["IMAP_PORT"], smtp=e["SMTP_PORT"],
                              user=e["IMAP_USER"], most=e.get("BENCH_MOST", "1000000"),
                              prompts=e.get("BENCH_PROMPTS", "10")))
    with open(work + "/clients.csv", "w", newline="") as f:
        w = csv.writer(f)
        w.writerow(["code", "name", "domains", "contact name", "contact address", "zone", "lang", "lead"])
        for n, d in enumerate(DOMAINS):
            w.writerow(["C%d" % n, d.split(".")[0], d, "", "", "Europe/Berlin", "", "maya"])
    run = [docket, "-c", work + "/docket.yaml"]
    for argv in (["member", "add", "maya", "maya@agency.example", "Maya", "--roles", "account"],
                 ["import", work + "/clients.csv"]):
        r = subprocess.run([docket] + argv + ["-c", work + "/docket.yaml"], capture_output=True,
                           text=True)
        if r.returncode:
            sys.exit("%s: %s" % (" ".join(run[:1] + argv), r.stderr or r.stdout))


def check():
    db = sqlite3.connect("file:%s/data/docket.db?mode=ro" % os.environ["WORK"], uri=True)
    done = db.execute("SELECT count(*) FROM message WHERE state <> 'recorded'").fetchone()[0]
    side = {
        "states": dict(db.execute("SELECT state, count(*) FROM message GROUP BY 1").fetchall()),
        "classes": dict(db.execute("SELECT class, count(*) FROM message GROUP BY 1").fetchall()),
        "outbox": ["%s %s %d" % r for r in db.execute(
            "SELECT kind, state, count(*) FROM outbox GROUP BY 1, 2").fetchall()],
        "sent": db.execute("SELECT count(*) FROM outbox WHERE state = 'sent'").fetchone()[0],
        "jobs": db.execute("SELECT count(*) FROM job").fetchone()[0],
        "db_mb": round(os.path.getsize(os.environ["WORK"] + "/data/docket.db") / 1e6, 1),
    }
    with open(os.environ["BENCH_SIDE"], "w") as f:
        json.dump(side, f)
    print(done)


class Memory(threading.Thread):
    """Samples every docket process: the peak of the sum of Pss, and main's peak Private_Dirty."""

    def __init__(self, docket):
        super().__init__(daemon=True)
        self.exe = os.path.realpath(docket)
        self.pss = self.dirty = 0.0
        self.most = 0
        self.over = threading.Event()
        self.exes = {}

    def ours(self):
        found = []
        for p in os.listdir("/proc"):
            if not p.isdigit():
                continue
            if p not in self.exes:
                try:
                    self.exes[p] = os.readlink("/proc/%s/exe" % p)
                except OSError:
                    continue
            if self.exes[p] == self.exe:
                found.append(p)
        return found

    def run(self):
        while not self.over.wait(0.1):
            total, main, count = 0, 0, 0
            for p in self.ours():
                try:
                    text = open("/proc/%s/smaps_rollup" % p).read()
                    argv = open("/proc/%s/cmdline" % p, "rb").read().split(b"\0")
                except OSError:
                    continue
                v = {l.split(":")[0]: int(l.split()[1]) for l in text.splitlines()[1:]}
                total += v.get("Pss", 0)
                count += 1
                if len(argv) > 1 and argv[1] in (b"sync", b"run"):
                    main = max(main, v.get("Private_Dirty", 0))
            self.pss = max(self.pss, total / 1024)
            self.dirty = max(self.dirty, main / 1024)
            self.most = max(self.most, count)


class Kit:
    def __init__(self, folder, docket):
        self.folder, self.docket = folder, docket
        me = os.path.abspath(__file__)
        self.side = os.path.join(folder, "side.json")
        self.env = dict(os.environ, BENCH_DOCKET=docket, BENCH_SIDE=self.side,
                        DOCKET_PREP="python3 '%s' --prep" % me,
                        DOCKET_CHECK="python3 '%s' --check" % me,
                        DOCKET_CMD="'%s' sync -c $WORK/docket.yaml" % docket,
                        DOCKET_IDLE_CMD="'%s' run -c $WORK/docket.yaml" % docket)

    def _call(self, argv, patience):
        """Output through files: the kit's servers inherit it and would keep a pipe open."""
        out, err = self.folder + "/call.out", self.folder + "/call.err"
        with open(out, "w") as o, open(err, "w") as e:
            code = subprocess.call(argv, env=self.env, stdin=subprocess.DEVNULL, stdout=o, stderr=e,
                                   timeout=patience)
        return subprocess.CompletedProcess(argv, code, open(out).read(), open(err).read())

    def run(self, peer, n):
        watch = Memory(self.docket) if peer == "docket" else None
        if watch:
            watch.start()
        r = self._call([self.folder + "/run.sh", peer, str(n)], 1800)
        if watch:
            watch.over.set()
            watch.join()
        try:
            got = json.loads(r.stdout.strip().splitlines()[-1])
        except (IndexError, ValueError):
            return {"peer": peer, "failed": (r.stderr or r.stdout).strip()[-400:]}
        if watch:
            got.update(pss_mb=round(watch.pss, 1), dirty_mb=round(watch.dirty, 1),
                       processes=watch.most)
            try:
                got["side"] = json.load(open(self.side))
            except (OSError, ValueError):
                pass
        return got

    def latency(self, peer, count):
        r = self._call(["python3", self.folder + "/src/lat.py", peer, str(count)], 900)
        try:
            return json.loads(r.stdout.strip().splitlines()[-1])
        except (IndexError, ValueError):
            return {"peer": peer, "failed": (r.stderr or r.stdout).strip()[-400:]}


def line(o):
    if "failed" in o:
        return "  %-12s failed: %s" % (o["peer"], o["failed"])
    s = "  %-12s %8.0f msgs/s  %6.3f ms CPU/mail  rss %5.1f MB" % (
        o["peer"], o["msgs_per_s"], o["cpu_s_per_1k"], o["rss_mb"])
    if "pss_mb" in o:
        s += "  Pss of %d processes %.1f MB, main's Private_Dirty %.1f MB" % (
            o["processes"], o["pss_mb"], o["dirty_mb"])
    if o.get("problem") is not None or o.get("done") != o.get("n"):
        s += "  PROBLEM: done %s of %s, exit %s %s" % (o.get("done"), o.get("n"), o.get("status"),
                                                      o.get("problem", ""))
    return s


def main():
    kit = Kit(os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]))
    e = os.environ
    n, rounds = int(e.get("N", "10000")), int(e.get("ROUNDS", "3"))
    peers = e.get("PEERS", "docket floor-100 nodebot").split()
    got = {}
    for r in range(rounds):
        print("round %d of %d, %d mails" % (r + 1, rounds, n), flush=True)
        for i in range(len(peers)):
            p = peers[(i + r) % len(peers)]
            o = kit.run(p, n)
            print(line(o), flush=True)
            if "failed" not in o:
                got.setdefault(p, []).append(dict(o, round=r))
    bad = False

    def verdict(name, value, want, text):
        nonlocal bad
        ok = want(value)
        bad |= not ok
        print("  %-44s %10s  %s" % (name, text % value, "ok" if ok else "MISSED"))
    if "docket" in got:
        d = got["docket"]
        med = lambda key, of=d: statistics.median(o[key] for o in of)  # noqa: E731
        print("medians of docket over %d rounds" % len(d))
        verdict("mails a second (at least 1,000)", med("msgs_per_s"), lambda v: v >= 1000, "%.0f")
        verdict("CPU ms a mail (at most 1.2)", med("cpu_s_per_1k"), lambda v: v <= 1.2, "%.3f")
        verdict("sum of peak Pss, MB (under 90)", med("pss_mb"), lambda v: v < 90, "%.1f")
        verdict("main's Private_Dirty, MB (under 16)", med("dirty_mb"), lambda v: v < 16, "%.1f")
        for peer, least in (("floor-100", 0.35), ("nodebot", 4.0)):
            pairs = [(a["msgs_per_s"] / b["msgs_per_s"]) for a in d for b in got.get(peer, ())
                     if a["round"] == b["round"]]
            if pairs:
                verdict("ratio to %s in the same round (%.2f)" % (peer, least),
                        statistics.median(pairs), lambda v, least=least: v >= least, "%.2f")
        if "side" in d[-1]:
            print("  answers sent %d; %s" % (d[-1]["side"]["sent"], json.dumps(d[-1]["side"])))
    lat = int(e.get("LAT", "200"))
    if lat:
        print("latency over %d mails, from the LMTP dot to the answer's dot" % lat, flush=True)
        floor, ours = kit.latency("floor-idle", lat), kit.latency("docket", lat)
        for o in (floor, ours):
            print("  " + json.dumps(o))
        if "failed" not in floor and "failed" not in ours:
            # Dovecot tells an idling client after a fixed 500 ms; the floor shows it.
            verdict("p50 ms less Dovecot's 500 (under 50)", ours["p50_ms"] - 500,
                    lambda v: v < 50, "%.1f")
            verdict("p99 ms less Dovecot's 500 (under 200)", ours["p99_ms"] - 500,
                    lambda v: v < 200, "%.1f")
            verdict("answered", ours["answered"], lambda v: v == lat, "%d")
        else:
            bad = True
    if e.get("BENCH_BIG"):
        small, big = kit.run("docket", 1000), kit.run("docket", 100000)
        for o in (small, big):
            print(line(o))
        if "failed" not in small and "failed" not in big:
            verdict("growth of Pss from 1,000 to 100,000 mails, MB", big["pss_mb"] - small["pss_mb"],
                    lambda v: v < 10, "%.1f")
            verdict("growth of main's Private_Dirty, MB", big["dirty_mb"] - small["dirty_mb"],
                    lambda v: v < 4, "%.1f")
    return 1 if bad else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["--prep"]:
        prep()
    elif sys.argv[1:] == ["--check"]:
        check()
    else:
        sys.exit(main())
