#!/bin/sh
# Compares the bits of the scalar and the NEON path on an emulated Arm processor, and their digest with the committed
# one, which the x86 paths give too. Needs clang, and on Debian: apt install qemu-user gcc-aarch64-linux-gnu.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
kernels=$here/../../Sources/CLSTMKernels
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Clang compiles, since the kernels use its vector types; the cross compiler knows where its libraries are.
for source in "$here/check_paths.c" "$kernels"/*.c; do
  "${CC:-clang}" --target=aarch64-linux-gnu -isystem /usr/aarch64-linux-gnu/include -O3 -ffp-contract=off \
    -fno-math-errno -I "$kernels/include" -c "$source" -o "$work/$(basename "$source" .c).o"
done
aarch64-linux-gnu-gcc -static "$work"/*.o -lm -lpthread -o "$work/check_paths"
found=$(qemu-aarch64 "$work/check_paths")
expected=$(cat "$here/DIGEST")
[ "$found" = "$expected" ] || { echo "digest $found, expected $expected" >&2; exit 1; }
echo "Arm: scalar and NEON give the digests" $found
