#!/bin/sh
# score.sh DOCKET DATA TOOLS: every measure of the gold and mail sets; the headline is the last line.
set -eu
docket=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
data=${2:-../shared/data}
tools=${3:-../shared/tools}
for f in "$tools/score_gold.py" "$tools/score_mail.py" "$data/gold" "$data/mail"; do
	[ -e "$f" ] || {
		echo "score: $f is not here (DATA=DIR and TOOLS=DIR name the folders); nothing measured"
		exit 0
	}
done
status=0
python3 "$tools/score_mail.py" --set "$data/mail" --jobs "$(nproc)" \
	--cmd "'$docket' parse --print text" \
	--keepsig-cmd "'$docket' parse --print text-with-signature" \
	--auto-cmd "'$docket' parse --print class" \
	--forward-cmd "'$docket' parse --print forward" \
	--mime-cmd "'$docket' parse --print mime" \
	--date-cmd "'$docket' date" \
	--torture-cmd "'$docket' parse --json -" ${SCORE_MAIL_ARGS:-} || status=$?
python3 "$tools/score_gold.py" --set "$data/gold" --docket "$docket" --jobs "$(nproc)" \
	${SCORE_GOLD_ARGS:-} || status=$?
exit $status
