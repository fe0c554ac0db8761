#!/bin/sh
# run.sh SECONDS [NAME]: libFuzzer with ASan and UBSan over each tests/fuzz/fuzz_NAME.c, linked with
# the sources of bot/. A first line "/* fuzz: max_len=65536 timeout=5 */" in the file sets options.
# Seeds: tests/fuzz/seeds/NAME and, where present, a file list that the target names. Findings are
# kept in tests/fuzz/found/ and are replayed first in every run. Exit 1 if one fails.
set -eu
cd "$(dirname "$0")/../.."
sh tests/lint/install.sh lint
secs=${1:-60}
only=${2:-}
out=build/fuzz
mkdir -p $out/obj tests/fuzz/found
libs="gmime-3.0 libxml-2.0 libcurl jansson sqlite3 uchardet yaml-0.1 libmicrohttpd gnutls nettle
libzstd glib-2.0 libseccomp"
cflags="-std=gnu17 -O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined
-fno-sanitize-recover=undefined -D_GNU_SOURCE -DDOCKET_VERSION=\"0\" -DDOCKET_FUZZ -Iinclude
$(pkg-config --cflags $libs | tr ' ' '\n' | sed -n 's/^-I/-isystem/p' | tr '\n' ' ')"
lflags="$(pkg-config --libs $libs) -letpan -lunistring -lm"
targets=
for f in tests/fuzz/fuzz_*.c; do
	[ -e "$f" ] || continue
	n=${f#tests/fuzz/fuzz_}
	n=${n%.c}
	case $n in *"$only"*) targets="$targets $n" ;; esac
done
[ -n "$targets" ] || { echo "no target tests/fuzz/fuzz_${only}*.c"; exit 66; }

make --no-print-directory -s build/assets.S >/dev/null
clang -c -o $out/obj/assets.o build/assets.S
find bot -name '*.c' ! -path bot/main.c | sort >$out/sources
# Built anew where the source or any header is newer.
newest=
[ ! -e $out/lib.a ] || newest=$(find include bot \( -name '*.h' -o -name '*.def' \) -newer $out/lib.a | head -n 1)
xargs -P "$(nproc)" -I{} sh -c '
	o=$1/obj/$(echo "$2" | tr / -).o
	if [ -n "$4" ] || [ ! -e "$o" ] || [ "$2" -nt "$o" ]; then
		clang $3 -include include/docket/base/banned.h -c -o "$o" "$2" || exit 255
	fi' sh $out {} "$cflags" "${newest:-}" <$out/sources
rm -f $out/lib.a
ar rcs $out/lib.a $(sed "s#/#-#g; s#^#$out/obj/#; s#\$#.o#" $out/sources)

failed=0
for n in $targets; do
	src=tests/fuzz/fuzz_$n.c
	clang $cflags -fsanitize=fuzzer -o $out/fuzz_$n $src \
		-Wl,--whole-archive $out/lib.a -Wl,--no-whole-archive $out/obj/assets.o $lflags
	opts=$(sed -n '1,5s/.*fuzz: \([a-z_=0-9 ]*\).*/\1/p' $src | sed 's/\([a-z_]*=\)/-\1/g')
	case $opts in *max_len*) ;; *) opts="$opts -max_len=65536" ;; esac
	case $opts in *timeout*) ;; *) opts="$opts -timeout=10" ;; esac
	mkdir -p $out/corpus-$n
	seeds=
	[ -d tests/fuzz/seeds/$n ] && seeds=tests/fuzz/seeds/$n
	dict=
	[ -e tests/fuzz/seeds/$n.dict ] && dict=-dict=tests/fuzz/seeds/$n.dict
	export ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1 UBSAN_OPTIONS=print_stacktrace=1
	for f in tests/fuzz/found/$n-*; do
		[ -e "$f" ] || continue
		$out/fuzz_$n -runs=1 "$f" >$out/$n.replay 2>&1 || {
			echo "fuzz $n: $f fails again (see $out/$n.replay)"
			failed=$((failed + 1))
		}
	done
	if $out/fuzz_$n $opts $dict -rss_limit_mb=2048 -max_total_time="$secs" -print_final_stats=1 \
		-artifact_prefix=tests/fuzz/found/$n- $out/corpus-$n $seeds >$out/$n.log 2>&1; then
		echo "fuzz $n: clean; $(sed -n 's/^stat::number_of_executed_units: *//p' $out/$n.log) runs," \
			"$(grep -o 'cov: [0-9]*' $out/$n.log | tail -n 1)"
	else
		echo "fuzz $n: $(grep -m 1 -E 'ERROR:|runtime error:|SUMMARY:' $out/$n.log || tail -n 1 $out/$n.log)"
		failed=$((failed + 1))
	fi
done
[ $failed = 0 ]
