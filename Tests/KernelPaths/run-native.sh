#!/bin/sh
# Compares the bits of all kernel paths that this processor has, and their digest with the committed one.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
kernels=$here/../../Sources/CLSTMKernels
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${CC:-clang}" -O3 -ffp-contract=off -fno-math-errno ${CFLAGS:-} -I "$kernels/include" \
  "$here/check_paths.c" "$kernels"/*.c -lm -lpthread -o "$work/check_paths"
found=$("$work/check_paths")
expected=$(cat "$here/DIGEST")
[ "$found" = "$expected" ] || { echo "digest $found, expected $expected" >&2; exit 1; }
echo "native: all paths give the digests" $found
