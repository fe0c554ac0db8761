#!/bin/sh
# Compares every #include of docket's own headers with tests/lint/arrows.tbl, and checks that no
# foreign type crosses a public header, and that the outbox has one door: only bot/intake/wall.c calls
# outbox_add. Prints each fault; exit 1 if there is one.
set -eu
cd "$(dirname "$0")/../.."
if grep -n 'outbox_add(' $(find bot -name '*.c' ! -path 'bot/store/*' ! -path bot/intake/wall.c); then
	echo "arrows: what is queued goes through wall_queue (bot/intake/wall.h)"
	exit 1
fi
awk '
FNR == NR { if ($0 ~ /^#/ || !NF) next; m = $1; sub(":", "", m); known[m] = 1; for (i = 2; i <= NF; i++) may[m, $i] = 1; next }
FNR == 1 {
	n = split(FILENAME, p, "/")
	mod = p[1] == "bot" ? p[2] : p[3]
	if (FILENAME == "bot/main.c") mod = "main"
	if (!(mod in known)) { printf "%s: module %s is not in tests/lint/arrows.tbl\n", FILENAME, mod; bad = 1 }
}
/^#include "docket\// {
	split($2, q, "/"); to = q[2]
	if (to != mod && !((mod, to) in may)) { printf "%s:%d: %s may not include %s\n", FILENAME, FNR, mod, $2; bad = 1 }
}
/^#include </ && FILENAME ~ /^include\// {
	if ($2 !~ /^<(std|string|sys\/types|time|limits)/) { printf "%s:%d: a foreign header crosses a wall: %s\n", FILENAME, FNR, $2; bad = 1 }
}
END { exit bad }
' tests/lint/arrows.tbl $(find bot include -name '*.[ch]' | sort) && echo "arrows: every include goes one way"
