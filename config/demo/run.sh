#!/bin/sh
# `make run`: the demo's agency, up until ^C, for mails of your own. Answers are shown as they leave.
# What is in the folder stays there for the next time. Usage: run.sh PROGRAM [FOLDER]
set -eu
here=$(dirname "$0")
here=$(cd "$here" && pwd)
docket=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
root=${2:-build/run}
. "$here/lib.sh"

mkdir -p "$root"
root=$(cd "$root" && pwd)
make_agency "$root"
cat >>"$root/docket.yaml" <<'END'

# For playing by hand: each mail is answered at once, and more often than a real desk would.
limits: {coalesce_seconds: 0, answers_per_address_hour: 100, answers_per_address_day: 1000, answers_per_thread: 100}
END
[ -e "$root/data/docket.db" ] || add_people >/dev/null

daemon=
stop() {
	trap '' INT TERM
	[ -z "$daemon" ] || kill -TERM "$daemon" 2>/dev/null || true
	[ -z "$daemon" ] || wait "$daemon" || { echo "docket did not stop cleanly: see $root/log" >&2; exit 1; }
	rm -f "$root/ready"
	echo
	echo "stopped; everything is kept in $root (make run goes on there)"
	exit 0
}
trap stop INT TERM

ls "$root/out/new" >"$root/seen"
: >"$root/ready"
"$docket" run >"$root/ready" 2>>"$root/log" &
daemon=$!
tries=0
until grep -q ready "$root/ready"; do
	tries=$((tries + 1))
	if [ $tries -ge 200 ] || ! kill -0 $daemon 2>/dev/null; then
		tail -n 3 "$root/log" >&2
		die "docket run did not start"
	fi
	sleep 0.05
done

program=$(program)
cat <<END
$(cat "$root/ready"), replies: automatic, log in $root/log
In another shell:

  cd $root
  $program say --from jane@acme.example "We need a landing page for our spring sale."
  $program say --from jane@acme.example --reply "1) 500 bookings 2) hikers 3) end of next month"
  $program say --from jane@acme.example --reply "1) 20 % off all tents 2) Bob Stone"
  $program say --from maya@harborpine.example --reply "/accept ACME-001"
  $program board

Clients: jane@ and bob@acme.example, erik@northwind.example, anna@linde.example (in German).
Team: maya@harborpine.example (account lead). What leaves is shown here. ^C stops.
END

while kill -0 $daemon 2>/dev/null; do
	for file in "$root"/out/new/*; do
		[ -f "$file" ] || continue
		name=$(basename "$file")
		! grep -qxF "$name" "$root/seen" || continue
		echo "$name" >>"$root/seen"
		printf '\n===== to %s: %s\n\n' "$(recipient "$file")" "$(subject "$file")"
		body "$file" | sed 's/^/  /'
	done
	sleep 0.3 &
	wait $! || true
done
die "docket run has stopped: $(tail -n 1 "$root/log")"
