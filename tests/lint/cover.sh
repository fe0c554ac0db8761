#!/bin/sh
# Line coverage of the unit tables and the Maildir conversations, by gcov. The program was built by
# `make COVER=1`. Prints one line per module, the ten files with most uncovered lines, the whole.
set -eu
cd "$(dirname "$0")/../.."
build=build/cover
find $build -name '*.gcda' -delete
python3 tests/run.py --build $build check --jobs 2 || echo "cover: some tests failed; the figures stand all the same" >&2
rm -rf $build/gcov
mkdir -p $build/gcov
root=$(pwd)
find $build/bot -name '*.gcda' | while read -r f; do
	(cd $build/gcov && gcov -i -o "$root/$(dirname "$f")" "$root/$f" >/dev/null 2>&1) || true
done
python3 - $build/gcov <<'PY'
import glob, gzip, json, os, sys
lines = {}
for f in glob.glob(sys.argv[1] + "/*.gcov.json.gz"):
    for one in json.load(gzip.open(f))["files"]:
        name = os.path.relpath(one["file"]) if os.path.isabs(one["file"]) else one["file"]
        if not name.startswith("bot/"):
            continue
        at = lines.setdefault(name, {})
        for l in one["lines"]:
            at[l["line_number"]] = at.get(l["line_number"], 0) + l["count"]
rows = {n: (sum(1 for c in l.values() if c), len(l)) for n, l in lines.items() if l}
modules = {}
for n, (hit, all_) in rows.items():
    m = n.split("/")[1] if n.count("/") > 1 else "main"
    a = modules.setdefault(m, [0, 0])
    a[0] += hit
    a[1] += all_
for m in sorted(modules):
    print("%-12s %5.1f %%  %5d of %5d lines" % (m, 100 * modules[m][0] / modules[m][1], *modules[m]))
print("most uncovered:")
for n, (hit, all_) in sorted(rows.items(), key=lambda r: r[1][0] - r[1][1])[:10]:
    print("  %-36s %4d lines" % (n, all_ - hit))
hit, all_ = sum(r[0] for r in rows.values()), sum(r[1] for r in rows.values())
print("coverage: %.1f %% of %d lines" % (100 * hit / max(all_, 1), all_))
PY
