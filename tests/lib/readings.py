"""What docket reads in mails: the readings that `docket parse --json` prints."""
import json
import subprocess

from .world import Problem


def readings(h, files):
    """One reading a file, in their order."""
    out = subprocess.run([h.docket, "parse", "--json"] + files, capture_output=True, text=True, timeout=300, env=h.env())
    got = [json.loads(line) for line in out.stdout.split("\n") if line]
    if out.returncode != 0 or len(got) != len(files):
        raise Problem("docket parse: exit %d, %d of %d read: %s" % (out.returncode, len(got), len(files), out.stderr[-400:]))
    return got
