# One JSON value on standard input becomes lines of PATH<TAB>VALUE: reading.fields.deadline.date,
# jobs.0.ref. For the demo's scripts only, so that they need nothing but awk. Line ends inside a text
# stay as \n.
{ s = s $0 "\n" }
END { i = 1; value("") }

function blank() { while (substr(s, i, 1) ~ /[ \t\r\n]/) i++ }

function text(    out, rest, n, c) {
	for (i++; ; ) {
		rest = substr(s, i)
		if (!match(rest, /["\\]/)) { i = length(s) + 1; return out rest }
		out = out substr(rest, 1, RSTART - 1)
		i += RSTART
		if (substr(rest, RSTART, 1) == "\"") return out
		c = substr(s, i++, 1)
		out = out (c == "\"" || c == "\\" || c == "/" ? c : "\\" c)
	}
}

function value(path,    c, n, key) {
	blank()
	c = substr(s, i, 1)
	if (c == "\"") { print path "\t" text(); return }
	if (c != "{" && c != "[") {
		match(substr(s, i), /^[^],}: \t\r\n]+/)
		if (RLENGTH < 1) { print "flat.awk: no JSON at byte " i > "/dev/stderr"; exit 1 }
		print path "\t" substr(s, i, RLENGTH)
		i += RLENGTH
		return
	}
	for (i++; ; i++) {
		blank()
		if (substr(s, i, 1) ~ /[]}]/) { i++; return }
		key = n++
		if (c == "{") { key = text(); blank(); i++ }
		value(path == "" ? key : path "." key)
		blank()
		if (substr(s, i, 1) != ",") { i++; return }
	}
}
