"""The walls around the reader child are up in the release build (DESIGN D3)."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lib import proc  # noqa: E402
from lib.report import Skip  # noqa: E402
from lib.world import Problem  # noqa: E402


def walls(h, options):
    if h.san:
        raise Skip("the sanitizers need what the sandbox forbids")
    if os.path.basename(h.build) == "cover":
        raise Skip("gcov writes its counts at exit, which the sandbox forbids")
    for act in ("open", "socket", "fork", "memory", "loop"):
        r = proc.run([h.docket, "sandbox-probe", act], timeout=60, env=h.env())
        if r.code == -1:
            raise Problem("%s: nothing stopped it" % act)
        if r.code == 0:
            raise Problem("%s is possible in the reader's sandbox" % act)
        # 77: refused; a negative code: killed by the filter or a limit.
        if r.code != 77 and r.code >= 0:
            raise Problem("%s: exit %d says nothing about a wall: %s" % (act, r.code, r.err))
    r = proc.run([h.docket, "sandbox-probe", "nothing"], timeout=60, env=h.env())
    if r.code != 64:
        raise Problem("the harmless twin ends with %d" % r.code)


TESTS = [("sandbox", walls, ("check", "test", "san"))]
