#!/bin/sh
# Writes assembler that carries the named files inside the program, sorted, with a table for
# asset_all(). Usage: assets.sh FILE…
LC_ALL=C
export LC_ALL
n=0
echo '	.section .rodata'
for f in "$@"; do
	printf 'asset_text_%d:\n\t.incbin "%s"\nasset_end_%d:\n\t.byte 0\nasset_path_%d:\n\t.asciz "%s"\n' "$n" "$f" "$n" "$n" "$f"
	n=$((n + 1))
done
echo '	.balign 8'
echo '	.globl docket_asset_count'
echo "docket_asset_count:"
echo "	.quad $n"
echo '	.section .data.rel.ro,"aw"'
echo '	.balign 8'
echo '	.globl docket_assets'
echo 'docket_assets:'
i=0
while [ "$i" -lt "$n" ]; do
	printf '\t.quad asset_path_%d, asset_text_%d, asset_end_%d - asset_text_%d\n' "$i" "$i" "$i" "$i"
	i=$((i + 1))
done
echo '	.section .note.GNU-stack,"",@progbits'
