#!/usr/bin/env python3
"""
Runs docket's tests:  python3 tests/run.py --build BUILD (check|test|san) [--only SUBSTR]
                      [--kills N] [--all-steps] [--jobs N] [--list]

check  units, include arrows, conversations on Maildirs
test   and everything else: corpora, conversations through Dovecot and Exim, crash, kill and fault
       loops, hostile servers
san    the same with the sanitizer build

One line per test that failed or was skipped, a line per group, and last "N passed, N failed,
N skipped". What a test left behind is in BUILD/tmp/last/NAME.
"""
import argparse
import glob
import importlib.util
import os
import re
import shutil
import sys
import threading
import time
import traceback
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
sys.path.insert(0, HERE)

from lib import convo, proc, servers, world  # noqa: E402
from lib.report import Skip  # noqa: E402

GROUPS = ("units", "lint", "property", "conversations", "corpora", "server conversations", "wire", "scenarios", "chat",
          "crash", "fault", "sandbox")


WAITING = ("chat",)  # groups that wait for platforms' clocks more than they work: they have workers of their own
WAITERS = 3


class Test:
    def __init__(self, group, name, run):
        self.group, self.name, self.run = group, name, run


class Counts:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0
        self.lock = threading.Lock()

    def add(self, passed=0, failed=0, skipped=0):
        with self.lock:
            self.passed += passed
            self.failed += failed
            self.skipped += skipped


def closing_line(text):
    m = None
    for m in re.finditer(r"^(\d+) passed, (\d+) failed, (\d+) skipped$", text, re.M):
        pass
    return tuple(map(int, m.groups())) if m else None


def program(argv, timeout=600):
    """A test that is a program: counts come from its closing line, or its exit code."""
    def run(h):
        r = proc.run(argv, timeout=timeout, env=h.env(), cwd=ROOT)
        counts = closing_line(r.out)
        if counts is None:
            if r.code == 0:
                return None
            raise world.Problem("%s: exit %s: %s" % (argv[0], r.code,
                                                     (r.err or r.out).strip()[-800:]))
        for l in r.out.splitlines():
            if re.match(r"(fail|skip|.*: FAIL)", l, re.I) or counts[1] and ":" in l:
                print("  " + l)
        if counts[1] or r.code != 0:
            extra = "\n".join(r.err.strip().splitlines()[-15:])
            if r.code != 0 and not counts[1]:
                raise world.Problem("exit %s after '%d passed': %s" % (r.code, counts[0], extra))
            if extra:
                print(extra)
        return counts
    return run


def module(path):
    spec = importlib.util.spec_from_file_location(
        os.path.relpath(path, HERE).replace("/", ".")[:-3], path)
    m = importlib.util.module_from_spec(spec)
    sys.path.insert(0, os.path.dirname(path))
    try:
        spec.loader.exec_module(m)
    finally:
        sys.path.pop(0)
    return m


def from_modules(group, pattern, tier, options):
    """Modules give TESTS: (name, function(h, options), tiers); or run as programs of their own."""
    got = []
    for path in sorted(glob.glob(os.path.join(HERE, pattern))):
        base = os.path.basename(path)[:-3]
        with open(path) as f:
            text = f.read()
        if not re.search(r"^TESTS\b", text, re.M):
            if tier != "check" and base.startswith("test_") and "__main__" in text:
                got.append(Test(group, base, program(
                    [sys.executable, path, "--build", options.build], 900)))
            continue
        for name, run, tiers in module(path).TESTS:
            if tier in tiers:
                got.append(Test(group, name, lambda h, run=run: run(h, options)))
    return got


def conversations(served):
    got, missing = [], servers.available() if served else None
    for path in sorted(glob.glob(os.path.join(HERE, "scenario", "*.txt"))):
        try:
            all_ = convo.load(path)
        except ValueError as e:
            def broken(h, e=e):
                raise world.Problem(str(e))
            got.append(Test("conversations", os.path.basename(path), broken))
            continue
        for c in all_:
            if c.only == ("maildir" if served else "servers"):
                continue

            def run(h, c=c):
                if missing:
                    raise Skip(missing)
                convo.play(h, c, served)
            label = c.name + (" [%s]" % c.version if c.version else "")
            got.append(Test("server conversations" if served else "conversations",
                            label + (" (servers)" if served else ""), run))
    return got


def collect(tier, options):
    build = options.build
    tests = [Test("units", "units", program([os.path.join(build, "unit")], 1200)),
             Test("lint", "arrows", program(["sh", os.path.join(HERE, "lint", "arrows.sh")])),
             Test("lint", "words", program([sys.executable, os.path.join(HERE, "lint", "words.py")])),
             Test("lint", "rows", program([sys.executable, os.path.join(HERE, "lint", "rows.py")]))]
    tests += conversations(False)
    if tier != "check":
        # Seeds of their own, short; `make property` plays 10,000 steps in one go.
        steps = "600" if tier == "san" else "1500"
        tests += [Test("property", "property", program(
            [os.path.join(build, "property"), "--steps", steps, "--rounds", "4", "--quiet"], 600))]
        tests += conversations(True)
    tests += from_modules("corpora", "corpus/*.py", tier, options)
    tests += from_modules("scenarios", "scenario/*.py", tier, options)
    tests += from_modules("chat", "chat/*.py", tier, options)
    tests += from_modules("crash", "crash/*.py", tier, options)
    tests += from_modules("fault", "fault/*.py", tier, options)
    if options.only:
        tests = [t for t in tests if options.only in t.name or options.only == t.group]
    return tests


def one(test, h, counts, times):
    begun = time.monotonic()
    try:
        got = test.run(h)
        if isinstance(got, tuple):
            counts.add(*got)
        else:
            counts.add(passed=1)
    except Skip as e:
        counts.add(skipped=1)
        print("skip %s: %s" % (test.name, e))
    except proc.Stopped:
        return
    except world.Problem as e:
        counts.add(failed=1)
        print("FAIL %s: %s" % (test.name, e))
    except Exception as e:
        counts.add(failed=1)
        at = traceback.extract_tb(e.__traceback__)[-1]
        print("FAIL %s: the harness stumbled at %s:%d: %s: %s" % (
            test.name, os.path.relpath(at.filename), at.lineno, type(e).__name__, e))
        with open(os.path.join(h.scratch, "harness.log"), "a") as f:
            traceback.print_exc(file=f)
    with counts.lock:
        t = times.setdefault(test.group, [0, 0.0])
        t[0] += 1
        t[1] += time.monotonic() - begun


def new_scratch(base):
    """BUILD/tmp/PID, so that two runs do not meet; what dead runs left goes. BUILD/tmp/last points here."""
    os.makedirs(base, exist_ok=True)
    for name in os.listdir(base):
        if not name.isdigit() or not os.path.exists("/proc/" + name):
            path = os.path.join(base, name)
            if os.path.islink(path) or not os.path.isdir(path):
                os.unlink(path)
            else:
                shutil.rmtree(path, ignore_errors=True)
    scratch = os.path.join(base, str(os.getpid()))
    os.makedirs(scratch)
    try:
        os.symlink(str(os.getpid()), os.path.join(base, "last"))
    except FileExistsError:
        pass
    return scratch


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--build", required=True)
    a.add_argument("tier", choices=("check", "test", "san"))
    a.add_argument("--only")
    a.add_argument("--kills", type=int, default=20)
    a.add_argument("--all-steps", action="store_true", help="crash loop: no sampling")
    a.add_argument("--jobs", type=int, default=(os.cpu_count() or 1) + 1,
                   help="at once; a third of the time a test waits for a clock")
    a.add_argument("--list", action="store_true")
    options = a.parse_args()
    options.build = os.path.abspath(options.build)
    options.tier = options.tier
    proc.install()
    tests = collect(options.tier, options)
    if options.list:
        for t in tests:
            print("%s: %s" % (t.group, t.name))
        return 0
    scratch = new_scratch(os.path.join(options.build, "tmp"))
    h = world.Harness(options.build, scratch, san=options.tier == "san")
    h.rebuilds = options.tier != "check"
    counts, times = Counts(), {}
    try:
        with ThreadPoolExecutor(options.jobs) as pool, ThreadPoolExecutor(WAITERS) as waiting:
            futures = [(waiting if t.group in WAITING else pool).submit(one, t, h, counts, times)
                       for t in tests]
            try:
                for f in futures:
                    while not f.done():
                        time.sleep(0.05)
                    f.result()
            except BaseException:
                for f in futures:
                    f.cancel()
                proc.end_all()
                raise
    except KeyboardInterrupt:
        print("interrupted")
        counts.add(failed=1)
    finally:
        proc.end_all()
    for g in GROUPS:
        if g in times:
            print("%-22s %4d tests, %.0f s of work" % (g, times[g][0], times[g][1]))
    print("%d passed, %d failed, %d skipped" % (counts.passed, counts.failed, counts.skipped))
    return 1 if counts.failed else 0


if __name__ == "__main__":
    sys.exit(main())
