#!/bin/sh
# Installs the Debian packages that docket needs and that are missing. Usage: install.sh build|test
# Says what it installs and how large it is before it does; without apt it fails with the list.
set -eu
build="gcc make pkg-config libetpan-dev libcurl4-gnutls-dev libjansson-dev libsqlite3-dev
libgmime-3.0-dev libxml2-dev libuchardet-dev libunistring-dev libyaml-dev libmicrohttpd-dev
libgnutls28-dev nettle-dev libzstd-dev libglib2.0-dev libseccomp-dev ca-certificates tzdata"
test="$build python3 dovecot-imapd dovecot-lmtpd exim4-daemon-light openssl sqlite3 golang-go
golang-github-slack-go-slack-dev python3-matrix-nio"
lint="clang clang-tidy cppcheck clang-format libclang-rt-14-dev valgrind"
case ${1:-build} in
build) want=$build ;;
test) want=$test ;;
lint) want="$test $lint" ;;
shots) want="$test chromium fonts-dejavu-core fonts-liberation fonts-noto-color-emoji" ;;
*) echo "usage: install.sh build|test|lint|shots" >&2; exit 64 ;;
esac
# The same library may already be there from another package of the same name and purpose.
missing=
for p in $want; do
	case $(dpkg-query -W -f='${Status}' "$p" 2>/dev/null) in
	"install ok installed") ;;
	*)
		case $p in
		python3) command -v python3 >/dev/null && continue ;;
		gcc | make | openssl | sqlite3 | valgrind | cppcheck | clang | clang-tidy | clang-format | chromium)
			command -v "$p" >/dev/null && continue ;;
		esac
		missing="$missing $p" ;;
	esac
done
[ -z "$missing" ] && exit 0
if ! command -v apt-get >/dev/null; then
	echo "docket needs these packages, and there is no apt-get here to install them:$missing" >&2
	exit 69
fi
root=
if [ "$(id -u)" != 0 ]; then
	command -v sudo >/dev/null || { echo "not root and no sudo: please install$missing" >&2; exit 77; }
	root=sudo
fi
echo "docket needs these Debian packages and installs them now:$missing"
export DEBIAN_FRONTEND=noninteractive
$root apt-get update -qq >/dev/null 2>&1 || true
$root apt-get install -y --no-install-recommends --print-uris $missing 2>/dev/null |
	awk '/^'"'"'/ { n++; b += $3 } END { if (n) printf "  %d packages, %.1f MB to download\n", n, b / 1e6 }'
$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/tmp/docket-apt.$$ 2>&1 || {
	tail -n 5 /tmp/docket-apt.$$ >&2
	rm -f /tmp/docket-apt.$$
	echo "apt-get could not install:$missing" >&2
	exit 69
}
rm -f /tmp/docket-apt.$$
