#!/bin/sh
# Pictures of every mail in every language at 390 and 760 pixels, in light and (English) in dark.
# Usage: shots.sh [BUILD/docket]; what it makes stands in build/shots. Needs Chromium.
set -eu
cd "$(dirname "$0")/../.."
build=$(dirname "${1:-build/docket}")
out=build/shots
browser=$(command -v chromium || command -v chromium-browser) || {
	echo "shots: no chromium here; tests/lint/install.sh shots installs it" >&2
	exit 69
}
mkdir -p "$out"
rm -f "$out"/*.html "$out"/*.txt "$out"/*.png
libs="gmime-3.0 libxml-2.0 libcurl jansson sqlite3 uchardet yaml-0.1 libmicrohttpd gnutls nettle libzstd
glib-2.0 libseccomp"
tool=$build/shot_mails
[ -x "$tool" ] && [ "$tool" -nt "$build/libdocket.a" ] || ${CC:-gcc} -std=gnu17 -D_GNU_SOURCE -O2 \
	-Iinclude -Itests/unit/compose -o "$tool" tests/fake/shot_mails.c tests/unit/compose/sample.c \
	"$build/libdocket.a" $(pkg-config --libs $libs) -letpan -lunistring
"$tool" "$out"
exec python3 tests/lint/shots.py "$browser" "$out"
