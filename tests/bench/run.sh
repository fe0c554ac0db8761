#!/bin/sh
# run.sh DOCKET: speed and size beside the bench kit's peers, in interleaved rounds of one run.
#   KIT=DIR       the kit (default ../shared/tools/bench)   N=10000 mails   ROUNDS=3
#   PEERS="docket floor-100 nodebot"   LAT=200 mails of the latency part, 0 for none
#   BENCH_BIG=1   also 1,000 against 100,000 mails (memory must not grow)
set -eu
cd "$(dirname "$0")/../.."
docket=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
kit=${KIT:-../shared/tools/bench}
[ -x "$kit/setup" ] || { echo "bench: no kit at $kit (KIT=DIR names it); nothing measured"; exit 0; }
lay=build/bench
# The kit's Dovecot runs as nobody: where nobody cannot reach this folder, it goes to a public one.
if [ "$(id -u)" = 0 ] && ! setpriv --reuid=65534 --regid=65534 --clear-groups test -x . 2>/dev/null; then
	lay=${TMPDIR:-/tmp}/docket-bench.$(id -u)
fi
mkdir -p "$lay"
lay=$(cd "$lay" && pwd)
if [ ! -x "$lay/kit/bin/floor" ]; then
	rm -rf "$lay/kit"
	"$kit/setup" "$lay/kit" >"$lay/setup.log" 2>&1 || { tail -n 5 "$lay/setup.log" >&2; exit 69; }
	chmod -R u+w "$lay/kit"
	# Ports of its own: another layout of the kit may be running.
	for p in 14143 14124 14125 14126; do
		free=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
		grep -rl "$p" "$lay/kit/src" "$lay/kit/peers" | xargs -r sed -i "s/$p/$free/g"
	done
fi
trap '"$lay/kit/run.sh" down >/dev/null 2>&1 || true' EXIT INT TERM
# A copy under a name of its own: the memory of other dockets on this machine is not counted.
cp "$docket" "$lay/docket"
python3 tests/bench/bench.py "$lay/kit" "$lay/docket"
