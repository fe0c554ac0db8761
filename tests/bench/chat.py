"""
chat.py BUILD: signed Slack slash commands "status", each with a trigger of its own, at 1, 16 and 64
connections: docket with durable dedupe beside Bolt's HTTPReceiver without any, in the same run.
  SECS=5 a measurement   ROUNDS=2 (interleaved; the better one counts)   PEERS="docket bolt"
  DIR=FOLDER whose disk is measured (default: the build's)
"""
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lib import slack_who  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
CONNS = (1, 16, 64)


def port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def flush_ms(folder):
    """The median of a 4 KB append and fdatasync there."""
    took = []
    fd = os.open(os.path.join(folder, "flush"), os.O_CREAT | os.O_WRONLY)
    for _ in range(200):
        at = time.perf_counter()
        os.write(fd, b"x" * 4096)
        os.fdatasync(fd)
        took.append(time.perf_counter() - at)
    os.close(fd)
    return sorted(took)[len(took) // 2] * 1000


def private_dirty(pids):
    total = 0
    for pid in pids:
        with open("/proc/%d/smaps_rollup" % pid) as f:
            total += int(re.search(r"Private_Dirty:\s+(\d+)", f.read()).group(1))
    return total / 1024


def children(pid):
    with open("/proc/%d/task/%d/children" % (pid, pid)) as f:
        return [int(p) for p in f.read().split()]


def cpu_seconds(pids):
    total = 0
    for pid in pids:
        with open("/proc/%d/stat" % pid) as f:
            words = f.read().rsplit(")", 1)[1].split()
        total += int(words[11]) + int(words[12])
    return total / os.sysconf("SC_CLK_TCK")


def until_up(p):
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", p), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit("bench: nothing listens on port %d" % p)


class Docket:
    name = "docket"

    def __init__(self, build, folder):
        api = slack_who.start()
        self.port, self.path = port(), "/chat/slack"
        self.reply = "http%%3A%%2F%%2F127.0.0.1%%3A%d%%2Fcommands%%2F1" % api
        self.folder = folder
        for d in ("in/new", "in/cur", "in/tmp", "out/new", "out/cur", "out/tmp"):
            os.makedirs(os.path.join(folder, d))
        for name, text in (("token", "xoxb-1"), ("secret", SECRET)):
            fd = os.open(os.path.join(folder, name), os.O_CREAT | os.O_WRONLY, 0o600)
            os.write(fd, text.encode())
            os.close(fd)
        with open(os.path.join(folder, "docket.yaml"), "w") as f:
            f.write("""data: data
agency: {name: Harbor, zone: America/New_York, domains: [harborpine.example]}
mailboxes: [{name: intake, maildir: in}]
outgoing: {maildir: out, from: "Harbor <intake@harborpine.example>"}
http: {listen: "127.0.0.1:%d", public_url: "http://127.0.0.1:%d"}
chat: [{name: slack, platform: slack, transport: push, tenant: T1, api: "http://127.0.0.1:%d", token: {file: token},
        secret: {file: secret}}]
""" % (self.port, self.port, api))
        self.docket = os.path.join(build, "docket")
        conf = os.path.join(folder, "docket.yaml")
        subprocess.run([self.docket, "member", "add", "maya", "maya@harborpine.example", "Maya",
                        "roles=account", "-c", conf], check=True, stdout=subprocess.DEVNULL)
        self.log = open(os.path.join(folder, "log"), "w")
        self.proc = subprocess.Popen([self.docket, "run", "-c", conf], stdout=self.log,
                                     stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        until_up(self.port)

    def pids(self):
        return [self.proc.pid] + [k for k in children(self.proc.pid)
                                  if b"http-child" in open("/proc/%d/cmdline" % k, "rb").read()]

    def served(self):
        """(requests, commits) so far."""
        self.proc.send_signal(signal.SIGHUP)
        time.sleep(0.3)
        with open(os.path.join(self.folder, "log")) as f:
            m = re.findall(r"chat\.served requests=(\d+) commits=(\d+)", f.read())
        return tuple(map(int, m[-1])) if m else (0, 0)

    def stop(self):
        self.proc.terminate()
        self.proc.wait(10)


class Bolt:
    name = "bolt"

    def __init__(self, build, folder):
        npm = os.path.join(build, "bench", "bolt")
        os.makedirs(npm, exist_ok=True)
        shutil.copy(os.path.join(HERE, "bolt.js"), npm)
        if not os.path.isdir(os.path.join(npm, "node_modules", "@slack", "bolt")):
            r = subprocess.run(["npm", "install", "--no-audit", "--no-fund", "@slack/bolt@4"], cwd=npm,
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
            if r.returncode != 0:
                raise OSError("npm could not install @slack/bolt")
        self.port, self.path = port(), "/slack/events"
        self.reply = "https%3A%2F%2Fhooks.slack.com%2Fcommands%2F1"
        self.proc = subprocess.Popen(["node", "bolt.js", str(self.port), SECRET], cwd=npm,
                                     stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        until_up(self.port)

    def pids(self):
        return [self.proc.pid]

    def served(self):
        return None

    def stop(self):
        self.proc.terminate()
        self.proc.wait(10)


def main():
    build = os.path.abspath(sys.argv[1])
    secs, rounds = os.environ.get("SECS", "5"), int(os.environ.get("ROUNDS", "2"))
    want = os.environ.get("PEERS", "docket bolt").split()
    base = tempfile.mkdtemp(prefix="chat.", dir=os.environ.get("DIR", build))
    peers = []
    try:
        print("chat: signed \"status\", %s s each, flush %.3f ms" % (secs, flush_ms(base)))
        for kind in (Docket, Bolt):
            if kind.name not in want:
                continue
            try:
                folder = os.path.join(base, kind.name)
                os.makedirs(folder)
                peers.append(kind(build, folder))
            except OSError as e:
                print("  %s is left out: %s" % (kind.name, e))
        load = os.path.join(build, "bench-chat")

        def run(p, conns, s):
            r = subprocess.run([load, str(p.port), p.path, SECRET, str(conns), s, p.reply], check=True,
                               stdout=subprocess.PIPE)
            return [float(x) for x in r.stdout.split()]
        for p in peers:  # until who asks is known, code is warm
            run(p, 1, "2")
        print("  %-8s %5s %9s %9s %9s %9s %7s %12s" % ("", "conns", "req/s", "p50 us", "p99 us", "cpu us",
                                                     "wrong", "req/commit"))
        rates = {}
        for conns in CONNS:
            best = {}
            for _ in range(rounds):
                for p in peers:
                    before, cpu = p.served(), cpu_seconds(p.pids())
                    got = run(p, conns, secs)
                    got.append((cpu_seconds(p.pids()) - cpu) / max(1, got[0] * float(secs)) * 1e6)
                    after = p.served()
                    per = (after[0] - before[0]) / max(1, after[1] - before[1]) if after else None
                    if p.name not in best or got[0] > best[p.name][0][0]:
                        best[p.name] = (got, per)
            for p in peers:
                (rate, p50, p99, wrong, cpu), per = best[p.name]
                rates[p.name, conns] = rate
                print("  %-8s %5d %9.0f %9.0f %9.0f %9.0f %7.0f %12s" % (
                    p.name, conns, rate, p50, p99, cpu, wrong, "%.1f" % per if per else "-"))
        for p in peers:
            print("  %-8s Private_Dirty %.1f MB" % (p.name, private_dirty(p.pids())))
        if ("bolt", 16) in rates and ("docket", 16) in rates:
            print("  at 16 connections docket answers %.1f times as many as Bolt" % (
                rates["docket", 16] / rates["bolt", 16]))
    finally:
        for p in peers:
            p.stop()
        shutil.rmtree(base, ignore_errors=True)


if __name__ == "__main__":
    main()
