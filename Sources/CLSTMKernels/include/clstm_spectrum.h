// Sound from its spectra. The rules of all kernels stand in CLSTMKernels.h.
#ifndef CLSTM_SPECTRUM_H
#define CLSTM_SPECTRUM_H

#include <stddef.h>
#include <stdint.h>

// Sound from the magnitudes of its short-time spectra, by the fast Griffin-Lim algorithm (Perraudin, Balazs and Sondergaard
// 2013). The sound is cut into 16 pieces: lane l of every panel of 16 belongs to the frames from l * steps on, and begins at
// sample l * steps * hop of the padded sound. steps * hop >= size, so that a frame crosses one border at most.
typedef struct clstm_griffin_lim {
  ptrdiff_t size, hop, steps;  // N, a power of two from 4; samples from a frame to the next; frames of a lane
  ptrdiff_t iterations;        // after the first sound; 0: it alone
  float share;                 // how much of the spectra before is taken off: momentum / (1 + momentum)
  const float *window;         // [N]
  const int32_t *order;        // [N / 2]: bit-reversed places
  const float *turns;          // [N / 2 - 1, 2]: cosine and sine of -k / span turns, k < span / 2, span = 2, 4, ... N / 2
  const float *splits;         // [N / 2 + 1, 2]: of -k / N turns
  const float *magnitudes;     // [steps, N / 2 + 1, 16]
  float *cosines, *sines;      // of the phases; in: where to begin
  float *previous_real, *previous_imaginary;  // [steps, N / 2 + 1, 16], zero at the beginning
  const float *normalizers;    // [steps * hop + N, 16]: 1 / sum of squared windows, zero beyond the sound
  float *samples;              // [steps * hop + N, 16]; out: the sound
} clstm_griffin_lim;

// scratch: 32 N + 32 floats, 64-byte aligned.
void clstm_find_phases(const clstm_griffin_lim *sound, float *scratch);

#endif
