#!/usr/bin/env python3
"""valgrind over one `docket sync` of the story, children included: memcheck.py --build BUILD"""
import argparse
import glob
import os
import re
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lib import proc, story, world  # noqa: E402


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--build", required=True)
    options = a.parse_args()
    proc.install()
    if not shutil.which("valgrind"):
        print("skip valgrind: not installed")
        print("0 passed, 0 failed, 1 skipped")
        return 0
    build = os.path.abspath(options.build)
    h = world.Harness(build, os.path.join(build, "memcheck"))
    w = world.World(h, "valgrind")
    story.put(w, story.part_one(w))
    log = os.path.join(w.dir, "valgrind.%p")
    r = proc.run(["valgrind", "--quiet", "--trace-children=yes", "--leak-check=full",
                  "--show-leak-kinds=definite", "--errors-for-leak-kinds=definite",
                  "--suppressions=" + os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                                   "memcheck.supp"),
                  "--error-exitcode=98", "--log-file=" + log, h.docket, "sync"],
                 timeout=900, env=w.env(G_SLICE="always-malloc"), cwd=w.dir)
    findings, files = 0, sorted(glob.glob(os.path.join(w.dir, "valgrind.*")))
    for f in files:
        text = open(f, errors="replace").read()
        errors = len(re.findall(r"^==\d+== (?:Invalid|Conditional|Use of|Syscall param|Source and|"
                                r"Process terminating|Mismatched|\d[\d,]* .*definitely lost)", text, re.M))
        if errors:
            findings += errors
            print("FAIL valgrind: %s" % os.path.relpath(f))
            print("\n".join(text.splitlines()[:12]))
    done = w.one("SELECT count(*) FROM message WHERE state <> 'recorded'")
    ok = r.code == 0 and not findings and done == 16
    if not ok:
        print("FAIL valgrind: exit %d, %d findings in %d processes, %s of 16 mails applied: %s"
              % (r.code, findings, len(files), done, world._last(r.err)))
    print("%d passed, %d failed, 0 skipped" % (ok, not ok))
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
