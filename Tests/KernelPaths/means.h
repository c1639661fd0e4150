// What the checks draw on: the digest, numbers, memory and threads.
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "CLSTMKernels.h"

static uint64_t digest;

// FNV-1a over whole words.
static void note(const float *x, ptrdiff_t count) {
  for (ptrdiff_t j = 0; j < count; j++) {
    uint32_t word;
    memcpy(&word, x + j, sizeof word);
    digest = (digest ^ word) * 0x100000001b3u;
  }
}

static uint64_t drawn;

// A number in [-1, 1) with 24 bits, from integers alone.
static float number(void) { return (float)(int32_t)(clstm_random(7, drawn++) >> 40) * 0x1p-23f - 1.0f; }

static float *numbers(ptrdiff_t count) {
  float *x = malloc((size_t)(count + 1) * sizeof(float));
  if (!x) abort();
  for (ptrdiff_t j = 0; j < count; j++) x[j] = number();
  return x;
}

// Memory whose contents must not matter: no numbers.
static float *room(ptrdiff_t count) {
  float *x = malloc((size_t)(count + 1) * sizeof(float));
  if (!x) abort();
  memset(x, 0xff, (size_t)(count + 1) * sizeof(float));
  return x;
}

static ptrdiff_t below(ptrdiff_t bound) { return (ptrdiff_t)(clstm_random(7, drawn++) % (uint64_t)bound); }

typedef struct crew {
  void (*work)(void *, int, int);
  void *argument;
  int thread, threads;
} crew;

static void *enter(void *argument) {
  crew *own = argument;
  own->work(own->argument, own->thread, own->threads);
  return NULL;
}

static void on_threads(int threads, void (*work)(void *, int, int), void *argument) {
  crew members[8];
  pthread_t handles[8];
  for (int t = 0; t < threads; t++) members[t] = (crew){work, argument, t, threads};
  for (int t = 1; t < threads; t++)
    if (pthread_create(&handles[t], NULL, enter, &members[t])) abort();
  enter(&members[0]);
  for (int t = 1; t < threads; t++) pthread_join(handles[t], NULL);
}
