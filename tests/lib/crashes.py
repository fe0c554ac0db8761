"""What the crash loops over the long stories share."""
import glob
import os
import shutil

from . import convo

CLAIM = 16 * 60000  # what was claimed and not settled is due again (deliver.c, CLAIM_MINUTES)
KILLED = -9
KEPT = ("data", "in", "out", "newest.eml")
SCENARIOS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "scenario")


class Lost(Exception):
    """The command has done its work; its answer went down with the program."""


class Patient(convo.Player):
    """Whoever loses an answer goes on when the work was done."""

    def shell(self, s):
        try:
            super().shell(s)
        except Lost:
            self.say("(the answer was lost)")
            self.w.settle()


def stories(files="campaign.txt"):
    return [c for p in sorted(glob.glob(os.path.join(SCENARIOS, files))) for c in convo.load(p)]


def copy(source, target):
    """The world's files, so that the target has these and no others."""
    for name in KEPT:
        at, to = os.path.join(source, name), os.path.join(target, name)
        if os.path.isdir(to):
            shutil.rmtree(to)
        elif os.path.exists(to):
            os.unlink(to)
        if os.path.isdir(at):
            shutil.copytree(at, to)
        elif os.path.exists(at):
            shutil.copy2(at, to)
