// What one core of this machine can do at most: multiply-adds that never leave the registers, and reads from memory
// blocks that fit one level of the caches. No figure of a layer can pass both.
#ifndef MACHINE_LIMITS_H
#define MACHINE_LIMITS_H

#include <stddef.h>

// Floating-point operations done by `rounds` rounds of independent multiply-adds in registers.
double machine_multiply_adds(ptrdiff_t rounds);
// Reads `count` floats `rounds` times.
void machine_read(const float *values, ptrdiff_t count, ptrdiff_t rounds);

#endif
