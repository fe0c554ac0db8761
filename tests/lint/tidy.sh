#!/bin/sh
# clang-tidy (checks in .clang-tidy) and cppcheck (tests/lint/cppcheck.suppress) over bot/.
# tidy.sh [FILE…]: only these. Prints findings; exit 1 if there are any.
set -eu
cd "$(dirname "$0")/../.."
sh tests/lint/install.sh lint
out=build/tidy
mkdir -p $out
libs="gmime-3.0 libxml-2.0 libcurl jansson sqlite3 uchardet yaml-0.1 libmicrohttpd gnutls nettle
libzstd glib-2.0 libseccomp"
flags="-std=gnu17 -D_GNU_SOURCE -DDOCKET_VERSION=\"0\" -Iinclude -include include/docket/base/banned.h
$(pkg-config --cflags $libs | tr ' ' '\n' | sed -n 's/^-I/-isystem/p' | tr '\n' ' ')"
files=${*:-$(find bot -name '*.c' | sort)}

echo "clang-tidy: $(echo $files | wc -w) files"
rm -f $out/*.log
printf '%s\n' $files | xargs -P "$(nproc)" -I{} sh -c '
	log=$1/$(echo "$2" | tr / -).log
	clang-tidy --quiet "$2" -- $3 >"$log" 2>/dev/null || true
' sh $out {} "$flags"
cat $out/*.log | grep -E '(warning|error):' | sed "s#^$(pwd)/##" | sort -u >$out/tidy.txt || true

echo "cppcheck"
sed '/^#/d;/^$/d' tests/lint/cppcheck.suppress >$out/suppress
cppcheck --quiet -j"$(nproc)" --std=c11 --enable=warning,performance,portability --inline-suppr \
	--suppressions-list=$out/suppress --template='{file}:{line}: {severity}: {message} [{id}]' \
	-Iinclude -D_GNU_SOURCE -DDOCKET_VERSION='"0"' $files 2>$out/cppcheck.txt || true

cat $out/tidy.txt $out/cppcheck.txt
n=$(cat $out/tidy.txt $out/cppcheck.txt | grep -c . || true)
echo "tidy: $n findings"
[ "$n" = 0 ]
