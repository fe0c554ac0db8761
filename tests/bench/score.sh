#!/bin/sh
# score.sh DOCKET DATA TOOLS: every measure of the mail and gold sets in full, the gold figures over
# five folds, then all of them beside the best known peer; the headline is the last line.
set -eu
cd "$(dirname "$0")/../.."
docket=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
data=${2:-../shared/data}
tools=${3:-../shared/tools}
for f in "$tools/score_gold.py" "$tools/score_mail.py" "$data/gold" "$data/mail"; do
	[ -e "$f" ] || {
		echo "score: $f is not here (DATA=DIR and TOOLS=DIR name the folders); nothing measured"
		exit 0
	}
done
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT INT TERM
jobs=$(nproc)
python3 "$tools/score_mail.py" --set "$data/mail" --jobs "$jobs" --json "$tmp/mail.json" \
	--cmd "'$docket' parse --print text" \
	--keepsig-cmd "'$docket' parse --print text-with-signature" \
	--auto-cmd "'$docket' parse --print class" \
	--forward-cmd "'$docket' parse --print forward" \
	--mime-cmd "'$docket' parse --print mime" \
	--date-cmd "'$docket' date" \
	--torture-cmd "'$docket' parse --json -" ${SCORE_MAIL_ARGS:-}
python3 "$tools/score_gold.py" --set "$data/gold" --docket "$docket" --jobs "$jobs" --json \
	${SCORE_GOLD_ARGS:-} >"$tmp/gold.json"
python3 tests/bench/gold_text.py "$tmp/gold.json"
echo
python3 tests/bench/folds.py "$docket" "$tools" "$data/gold" tests/corpus/gold
echo
# sets WHAT NAME...: the headline of each, with what it is.
sets() {
	what=$1
	shift
	for set in "$@"; do
		python3 "$tools/score_gold.py" --set "tests/corpus/$set" --docket "$docket" --jobs "$jobs" --json >"$tmp/$set.json"
		echo "tests/corpus/$set, $what:"
		python3 tests/bench/gold_text.py "$tmp/$set.json" headline
	done
}
sets "a set for working, read since November 2026" fresh fresh2a fresh2b
sets "a set for working, learnt from but for fold 4" fresh3 fresh4 fresh5
sets "measured and not read" fresh6 fresh7
echo
python3 tests/bench/summary.py "$tmp/mail.json" "$tmp/gold.json"
python3 tests/bench/gold_text.py "$tmp/gold.json" headline
