#!/bin/sh
# Compares the bits of the scalar, the AVX2 and the AVX-512 path on a processor that Bochs emulates: for machines
# without AVX-512. Boots a Debian kernel with the check as its only program; about two minutes. Needs clang, and on
# Debian, as root: apt install bochs bochsbios bochs-term vgabios isolinux syslinux-common genisoimage cpio
set -eu
here=$(cd "$(dirname "$0")" && pwd)
kernels=$here/../../Sources/CLSTMKernels
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# The check, as the first and only process. One thread: an emulated single processor is slow at waiting for another.
cat >init.c <<'END'
#include <stdio.h>
#include <unistd.h>
int check(int, char **);
int main(void) {
  int code = check(2, (char *[]){"check", "1", NULL});
  fprintf(stderr, "exit code %d\n", code);
  for (;;) pause();
}
END
flags="-O3 -ffp-contract=off -fno-math-errno -I $kernels/include"
"${CC:-clang}" $flags -Dmain=check -c "$here/check_paths.c" -o check.o
for source in "$kernels"/*.c; do "${CC:-clang}" $flags -c "$source" -o "$(basename "$source" .c).k.o"; done
mkdir -p root/dev disc/isolinux
"${CC:-clang}" -static init.c ./*.o -lm -lpthread -o root/init
mknod root/dev/console c 5 1
(cd root && find . | cpio -o -H newc | gzip -1) >disc/initrd.gz

apt-get download -qq "$(apt-cache depends linux-image-cloud-amd64 | awk '/Depends: linux-image/ { print $2; exit }')"
dpkg -x linux-image*.deb kernel
cp kernel/boot/vmlinuz* disc/vmlinuz
cp /usr/lib/ISOLINUX/isolinux.bin /usr/lib/syslinux/modules/bios/ldlinux.c32 disc/isolinux/
# Bochs and the kernel disagree on the size of the compacted register area; without it the kernel takes AVX-512.
cat >disc/isolinux/isolinux.cfg <<'END'
default check
label check
  kernel /vmlinuz
  append initrd=/initrd.gz console=ttyS0 mitigations=off clearcpuid=xsavec,xsaves,pku tsc=reliable lpj=100000 quiet
END
genisoimage -quiet -o boot.iso -b isolinux/isolinux.bin -c isolinux/boot.cat -no-emul-boot -boot-load-size 4 \
  -boot-info-table disc

cat >bochsrc <<'END'
megs: 512
romimage: file=/usr/share/bochs/BIOS-bochs-latest
vgaromimage: file=/usr/share/vgabios/vgabios.bin
cpu: model=corei7_skylake_x, count=1, ips=50000000
ata0-master: type=cdrom, path=boot.iso, status=inserted
boot: cdrom
com1: enabled=1, mode=file, dev=serial.txt
display_library: term
plugin_ctrl: speaker=0, sb16=0, es1370=0
sound: waveoutdrv=dummy, waveindrv=dummy, midioutdrv=dummy
speaker: enabled=0
panic: action=report
log: bochs.log
END
# The terminal display wants a terminal, the debugger its word to start.
mkfifo words
TERM=xterm timeout 1800 script -qec "bochs -q -f bochsrc" /dev/null <words >bochs.out 2>&1 &
emulator=$!
exec 3>words
echo c >&3
while kill -0 "$emulator" 2>/dev/null && ! grep -qs "exit code" serial.txt; do sleep 2; done
kill "$emulator" 2>/dev/null || true
sed -n '/^scalar/,$p' serial.txt
expected=$(cat "$here/DIGEST")
grep -q "^avx512" serial.txt && grep -q "exit code 0" serial.txt &&
  (for digest in $expected; do grep -q "$digest" serial.txt || exit 1; done) ||
  { echo "the AVX-512 path did not run, or not with the digests" $expected >&2; exit 1; }
echo "emulated x86: scalar, AVX2 and AVX-512 give the digests" $expected
