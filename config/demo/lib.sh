# What play.sh and run.sh share: a small agency on two Maildirs in a folder of its own, and the few
# words that read docket's answers back. POSIX sh and awk only.
# Before sourcing: here=config/demo, docket=absolute path of the program, root=the folder.

die() {
	echo "demo: $*" >&2
	exit 1
}

# An agency in folder $1: configuration, people, empty Maildirs.
make_agency() {
	mkdir -p "$1/in/tmp" "$1/in/new" "$1/in/cur" "$1/out/tmp" "$1/out/new" "$1/out/cur"
	cp "$here/docket.yaml" "$1/docket.yaml"
	DOCKET_CONFIG=$1/docket.yaml
	export DOCKET_CONFIG
}

# Members and clients, by the same commands that a real installation uses. Prints what was added.
add_people() {
	grep -v '^#' "$here/members.txt" | while read -r handle address roles name; do
		"$docket" member add "$handle" "$address" "$name" --roles "$roles" || exit 1
	done || die "the members could not be added"
	"$docket" import "$here/clients.csv" || die "the clients could not be imported"
}

# How to type the program's name in that folder.
program() {
	case $docket in "${root%/*}/docket") echo ../docket ;; *) echo "$docket" ;; esac
}

# JSON on standard input; prints the value at path $1, nothing if there is none.
value_at() {
	awk -f "$here/flat.awk" | awk -F '\t' -v path="$1" '$1 == path { print $2; exit }'
}

# A field of the header of mail $2 as it stands there, unfolded.
header() {
	awk -v name="$1:" '
		/^\r?$/ { exit }
		/^[ \t]/ { if (on) { sub(/^[ \t]+/, " "); sub(/\r$/, ""); printf "%s", $0 } ; next }
		{ on = 0 }
		tolower(substr($0, 1, length(name))) == tolower(name) {
			on = 1; line = substr($0, length(name) + 1)
			sub(/^[ \t]+/, "", line); sub(/\r$/, "", line); printf "%s", line
		}' "$2"
}

# "Jane Doe <jane@acme.example>" or a bare address -> the bare address.
bare() {
	sed 's/.*<\(.*\)>.*/\1/'
}

recipient() {
	header To "$1" | bare
}

subject() {
	"$docket" parse --print mime "$1" | value_at subject
}

# All of a mail's text, down to the rule above the small print.
body() {
	"$docket" parse --print mime "$1" | value_at text | awk '{ gsub(/\\n/, "\n"); print }' | sed '/^---$/,$d'
}
