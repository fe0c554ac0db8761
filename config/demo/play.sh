#!/bin/sh
# `make demo`: plays a day of mail through docket and prints what came in, what docket understood
# and what it answered. The clock of the story stands still between mails, so the transcript is the
# same every day. Every number printed is compared with the database; exit 0 only if all is as told.
# Usage: play.sh PROGRAM [FOLDER]
set -eu
here=$(dirname "$0")
here=$(cd "$here" && pwd)
docket=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
root=${2:-build/demo}
case $root in build/*) ;; *) echo "demo: the folder must lie in build/" >&2; exit 64 ;; esac
. "$here/lib.sh"

exec </dev/null
rm -rf "$root"
mkdir -p "$root"
root=$(cd "$root" && pwd)
DOCKET_CLOCK=$root/clock
DOCKET_SEED=demo # tokens and with them the order of files in a Maildir
export DOCKET_CLOCK DOCKET_SEED
day=1778472000 # Monday 11 May 2026, 00:00 in New York
sent=$root/sent # STEP<TAB>RECIPIENT<TAB>FILE of each mail docket sent, in order
step=0
daemon=
: >"$sent"
bold= dim= plain=
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
	bold=$(printf '\033[1m') dim=$(printf '\033[2m') plain=$(printf '\033[0m')
fi

stop_daemon() {
	[ -z "$daemon" ] && return 0
	kill -TERM "$daemon" 2>/dev/null || true
	wait "$daemon" && was=0 || was=$?
	daemon=
	[ "$was" = 0 ]
}
trap 'stop_daemon || true' EXIT

# --- Mails in --------------------------------------------------------------------------------------

# The clock of the story: HH:MM of that day in New York.
clock() {
	echo "$1" | awk -F : -v day=$day '{ printf "%d000\n", day + $1 * 3600 + $2 * 60 }' >"$DOCKET_CLOCK.new"
	mv "$DOCKET_CLOCK.new" "$DOCKET_CLOCK"
}

# The newest mail docket sent to $1 with $2 in its subject.
answer_to() {
	awk -F '\t' -v to="$1" '$2 == to { print $3 }' "$sent" | while read -r file; do
		case $(subject "$file") in *"$2"*) echo "$file" ;; esac
	done | tail -n 1
}

# Writes mail $1 as a reply to docket's mail $2: the @WORDS@ of the template are filled from it, as a
# mail program would; lines "N: words" behind @INLINE@ go below question N of the quoted mail.
reply() {
	body "$2" >"$root/quoted"
	awk -v reply="$(header Reply-To "$2" | bare)" -v id="$(header Message-ID "$2")" \
		-v subject="$(subject "$2")" -v from="$(header From "$2")" -v quoted="$root/quoted" '
		function put(line) { print (line == "" ? ">" : "> " line) }
		function quote(    line, n, pending) {
			print from " wrote:"
			while ((getline line <quoted) > 0) {
				if (pending != "" && line !~ /^ +[^ ]/) {
					print "\n" pending "\n"
					pending = ""
				}
				put(line)
				n = line
				if (sub(/[.)] .*/, "", n) && n ~ /^[0-9]+$/ && n in answers)
					pending = answers[n]
			}
		}
		function fill(mark, value,    at) {
			while ((at = index($0, mark)) > 0)
				$0 = substr($0, 1, at - 1) value substr($0, at + length(mark))
		}
		inline && /^[0-9]+: / { n = $0; sub(/:.*/, "", n); sub(/^[0-9]+: /, ""); answers[n] = $0; next }
		$0 == "@INLINE@" { inline = 1; next }
		$0 == "@QUOTE@" { quote(); next }
		{ fill("@REPLY-TO@", reply); fill("@MESSAGE-ID@", id); fill("@SUBJECT@", subject); print }
		END { if (inline) quote() }' "$1"
}

# What has left since the last look, oldest first, into $sent. Names in Maildirs say nothing about
# order, so the Message-IDs already listed are what is old.
collect() {
	for file in "$root"/out/new/*; do
		[ -f "$file" ] || continue
		grep -qF "$file" "$sent" || printf '%s\t%s\t%s\n' "$step" "$(recipient "$file")" "$file" >>"$sent"
	done
}

to_sender() {
	awk -F '\t' -v step="$step" -v to="$from" '$1 == step && $2 == to { n++ } END { print n + 0 }' "$sent"
}

# One pass of the program, or, while `docket run` is up, the time it takes to answer.
let_work() {
	if [ -z "$daemon" ]; then
		"$docket" sync 2>>"$root/log" || die "docket sync failed: $(tail -n 1 "$root/log")"
		collect
		return
	fi
	tries=0
	until collect; [ "$(to_sender)" -ge "$1" ]; do
		tries=$((tries + 1))
		[ $tries -lt 200 ] || die "no answer to mail $step within 10 seconds: see $root/log"
		sleep 0.05
	done
}

# --- What came of it ---------------------------------------------------------------------------------

# The verdict on message m$step, as lines of NAME<TAB>TEXT for printing.
understood() {
	awk -F '\t' '
		{ v[$1] = $2 }
		$1 ~ /^reading\.vague\./ { vague = vague (vague == "" ? "" : ", ") "\"" $2 "\"" }
		END {
			class = v["class"]
			out = class == "human" ? v["reading.intent"] : class
			if (class == "human" && v["reading.kit"] != "" && v["reading.kit"] != "null") out = out ", " v["reading.kit"]
			if (v["reading.commands.0"] != "") out = "command " v["reading.commands.0"]
			if (v["reading.lang"] != "" && v["reading.lang"] != "en") out = out ", in " v["reading.lang"]
			if (v["reading.urgent"] == "true") out = out ", urgent"
			print "understood\t" out
			if (v["reading.fields.deadline.date"] != "") {
				d = v["reading.fields.deadline.date"]
				t = v["reading.fields.deadline.time"]
				print "deadline\t\"" v["reading.fields.deadline.text"] "\" = " d (t == "" || t == "null" ? "" : ", " t)
			}
			if (vague != "") print "vague\t" vague
			print "state\t" v["state"]
			print "reason\t" v["reason"]
		}'
}

# As wide as the terminal, but no wider than reads well.
columns() {
	wide=80
	[ ! -t 1 ] || wide=$(stty size <&1 2>/dev/null | awk '$2 >= 24 { print $2 < 100 ? $2 : 100 }')
	echo "${wide:-80}"
}

line() {
	printf '    %s%-11s%s %s\n' "$dim" "$1" "$plain" "$2"
}

# Text $1 in quotes, cut where the line would get long.
quoted() {
	printf '%s\n' "$1" | LC_ALL=C awk -v most="$2" '
		length($0) > most {
			$0 = substr($0, 1, most - 3)
			while (/[\200-\277]$/) $0 = substr($0, 1, length($0) - 1)
			sub(/[\300-\377]$/, "")
			$0 = $0 "…"
		}
		{ print "\"" $0 "\"" }'
}

# Up to $2 lines of mail $1 that say something: no greeting, no blanks, nothing below the rule; ?9
# begins at the first numbered question.
excerpt() {
	body "$1" | awk -v most="$2" '
		BEGIN { off = sub(/^\?/, "", most); most += 0 }
		off && /^1\. / { off = 0 }
		off || /^$/ || /^-+$/ || (!n && /,$/ && length($0) < 40) { next }
		n == most { exit }
		{ n++; print "      | " $0 }'
}

# mail TIME FILE STATE JOB=STATE ANSWERS LINES [RECIPIENT SUBJECT]
#   drops FILE at TIME, lets docket work, prints what came of it, and insists on: the state of the
#   message, the state of the job (or - for none), how many answers the sender got. FILE is a reply
#   to docket's newest mail to RECIPIENT with SUBJECT in its subject where these are given.
mail() {
	time=$1 file=$here/mail/$2 want_state=$3 want_job=$4 want_answers=$5 lines=$6
	clock "$time"
	step=$((step + 1))
	new=$root/mail.$step
	if [ $# -gt 6 ]; then
		answered=$(answer_to "$7" "$8")
		[ -n "$answered" ] || die "docket sent no mail about '$8' to $7"
		reply "$file" "$answered" >"$new"
	else
		cp "$file" "$new"
	fi
	from=$(header From "$new" | bare)
	title=$(subject "$new")
	cp "$new" "$root/in/tmp/$step"
	mv "$root/in/tmp/$step" "$root/in/new/$((day + step)).demo.$step"
	let_work "$want_answers"

	"$docket" why "m$step" --json >"$root/why.json" || die "docket does not know mail $step"
	awk -f "$here/flat.awk" "$root/why.json" | understood >"$root/why"
	get() { awk -F '\t' -v k="$1" '$1 == k { print $2; exit }' "$root/why"; }
	[ "$(value_at message_id <"$root/why.json")" = "$(header Message-ID "$new" | tr -d '<>')" ] ||
		die "message m$step in the database is not mail $step of the story"
	[ "$(get state)" = "$want_state" ] ||
		die "mail $step: the message is $(get state), not $want_state: $(get reason)"
	printf '%s%2d  %s  %s%s  %s\n' "$bold" $step "$time" "$from" "$plain" "$(quoted "$title" 50)"
	if [ "$want_state" = applied ]; then
		line understood "$(get understood)"
		[ -z "$(get deadline)" ] || line '' "$(get deadline)"
		[ -z "$(get vague)" ] || line '' "vague: $(get vague)"
	fi
	did=$(get reason)
	if [ "$want_job" != - ]; then
		ref=${want_job%=*}
		"$docket" show "$ref" --json >"$root/job.json" || die "mail $step: there is no job $ref"
		state=$(value_at state <"$root/job.json")
		[ "$state" = "${want_job#*=}" ] || die "mail $step: $ref is in $state, not ${want_job#*=}"
		open=$(awk -f "$here/flat.awk" "$root/job.json" |
			awk -F '\t' '$1 ~ /^missing\./ { printf "%s%s", n++ ? ", " : "", $2 }')
		did="$did: $ref is in $state${open:+, open: $open}"
	fi
	awk -F '\t' -v step=$step '$1 == step { n++ } END { exit n > 0 }' "$sent" && did="$did; nobody is written to"
	line "$want_state" "$did"
	[ "$(to_sender)" = "$want_answers" ] ||
		die "mail $step: $from got $(to_sender) answers, not $want_answers"
	awk -F '\t' -v step=$step -v to="$from" '$1 == step && $2 == to { print $3 }' "$sent" >"$root/new"
	while read -r path; do
		line answered "$(quoted "$(subject "$path")" 70)"
		excerpt "$path" "$lines"
	done <"$root/new"
	awk -F '\t' -v step=$step -v to="$from" '$1 == step && $2 != to { print $2 "\t" $3 }' "$sent" >"$root/told"
	while IFS="$(printf '\t')" read -r to path; do
		line "told ${to%%@*}" "$(quoted "$(subject "$path")" 70)"
	done <"$root/told"
}

# desk TIME WHO COMMAND…: what one of the team types; its answer below it.
desk() {
	clock "$1"
	who=$2
	shift 2
	printf '%s    $ docket %s%s\n' "$bold" "$*" "$plain"
	"$docket" "$@" --as "$who" >"$root/said" 2>&1 || die "docket $*: $(tail -n 1 "$root/said")"
	sed 's/^/      /' "$root/said"
	let_work 0
}

# --- The story ---------------------------------------------------------------------------------------

make_agency "$root"
clock 08:55
add_people >"$root/people"
printf '%sHarbor & Pine, Monday 11 May 2026%s (the demo of config/demo; replies: automatic)\n' "$bold" "$plain"
echo "$(wc -l <"$here/clients.csv" | awk '{ print $1 - 1 }') people of three clients write to intake@harborpine.example; maya is their account lead."
echo

mail 09:02 01-complete.eml      applied   ACME-001=scoping  1 5
mail 09:20 02-vague.eml         applied   NORTH-001=intake  1 11
mail 09:31 03-german.eml        applied   LINDE-001=intake  1 ?2
mail 09:40 04-newsletter.eml    dropped   -                 0 0
mail 09:55 05-inline.eml        applied   NORTH-001=scoping 1 2 erik@northwind.example NORTH-001
mail 10:12 06-by-number.eml     applied   LINDE-001=scoping 1 2 anna@linde.example LINDE-001
mail 10:15 01-complete.eml      duplicate -                 0 0
mail 10:25 08-out-of-office.eml dropped   -                 0 0 erik@northwind.example NORTH-001
mail 10:41 09-unknown.eml       triage    -                 0 0
mail 11:03 10-urgent.eml        applied   ACME-002=intake   1 4
mail 11:04 11-bounce.eml        applied   ACME-002=intake   0 0 bob@acme.example ACME-002
mail 11:30 12-thanks.eml        applied   ACME-001=scoping  0 0 jane@acme.example ACME-001

# The same desk, now as the daemon: the last two mails and the commands go through it.
"$docket" run >"$root/ready" 2>>"$root/log" &
daemon=$!
tries=0
until grep -q ready "$root/ready"; do
	tries=$((tries + 1))
	[ $tries -lt 200 ] && kill -0 $daemon 2>/dev/null || die "docket run did not start: see $root/log"
	sleep 0.05
done
echo "$dim    $(cat "$root/ready"): from here on docket run serves$plain"
mail 13:05 13-command.eml       applied   ACME-001=ready    1 2 maya@harborpine.example ACME-001
mail 14:10 14-status.eml        applied   ACME-001=ready    1 3

stop_daemon || die "docket run did not stop cleanly: see $root/log"
echo

# The work itself: made, looked at by our own, then by who decides at the client. Bob, whom the brief
# names, bounced this morning, so Maya asks Jane; what Bob says is an opinion.
desk 14:30 maya assign ACME-001 tom
mail 16:05 15-submit.eml        applied   ACME-001=internal-review 1 2 tom@harborpine.example "Yours now"
desk 16:20 maya review ACME-001 --override Tom is our only designer today
desk 16:22 priya approve ACME-001
desk 16:24 maya decider ACME-001 jane@acme.example
desk 16:25 maya approve ACME-001
mail 16:40 16-opinion.eml       applied   ACME-001=client-review 0 0
mail 16:55 17-approve.eml       applied   ACME-001=approved 1 4 jane@acme.example "version 1"

echo
echo "$bold\$ docket approvals ACME-001$plain"
"$docket" approvals ACME-001

# --- The team's chat -----------------------------------------------------------------------------------

# The same commands where the team talks, here in a terminal: cards with their buttons as numbers, what
# waits for a word first. Nobody needs an account anywhere for it.
clock 17:05
echo
echo "$bold\$ docket chat --as maya$plain"
printf '%s\n' "accept NORTH-001" 5 "assign NORTH-001 tom" |
	"$docket" chat --as maya --width "$(columns)" 2>>"$root/log" || die "docket chat failed: $(tail -n 1 "$root/log")"
let_work 0
"$docket" show NORTH-001 --json >"$root/job.json"
[ "$(value_at state <"$root/job.json")" = production ] || die "what was said in chat did not reach NORTH-001"

# --- The desk ----------------------------------------------------------------------------------------

echo
echo "$bold\$ docket board$plain"
"$docket" board
echo "$bold\$ docket triage$plain"
"$docket" triage
echo "$bold\$ docket verify$plain"
"$docket" verify || die "the history of a job is not whole"

jobs=$("$docket" board --json | awk -f "$here/flat.awk" |
	awk -F '\t' '$1 ~ /^[0-9]+\.ref$/ { print $2 }' | sort | tr '\n' ' ')
[ "$jobs" = "ACME-001 ACME-002 LINDE-001 NORTH-001 " ] || die "the database has other jobs: $jobs"
waits=$("$docket" triage --json | awk -f "$here/flat.awk" | grep -c '^[0-9]*\.message')
[ "$waits" = 1 ] || die "the database has $waits mails in triage, not 1"
answers=$(cut -f 3 "$sent" | sort -u | wc -l)
[ "$answers" = "$(wc -l <"$sent")" ] || die "a mail was sent twice"

echo
echo "$step mails came in, $((answers + 0)) went out, 4 jobs were opened, 1 mail waits for a person's word."
short=${root#"$PWD"/}
echo "Five things to try:"
try() { printf '  %-45s %s\n' "$1" "$2"; }
try "cd $short && $(program) show NORTH-001" "a brief, where each word came from, its history"
try "cd $short && $(program) why m9" "what became of the stranger's mail, step by step"
try "cd $short && $(program) certificate ACME-001" "who approved what, to keep or to print"
try "cd $short && $(program) chat --as maya" "the team's chat: type help, or a button's number"
try "make run" "stays up; write to it yourself with docket say"
