// Which instructions are used, and how threads meet. The rules of all kernels stand in CLSTMKernels.h.
#ifndef CLSTM_EXECUTION_H
#define CLSTM_EXECUTION_H

#include <stdint.h>

// MARK: Instruction sets

typedef enum clstm_path {
  CLSTM_PATH_SCALAR = 0,
  CLSTM_PATH_AVX2 = 1,
  CLSTM_PATH_AVX512 = 2,
  CLSTM_PATH_NEON = 3,
} clstm_path;

// The path in use: the widest that the processor has, or the one that the environment variable
// LSTM_INSTRUCTION_SET names (scalar, avx2, avx512, neon) if the processor has it.
clstm_path clstm_current_path(void);
// 1 where this processor can run the path.
int clstm_path_available(clstm_path path);
// Chooses a path for the whole process; 0 if it is not available. Meant for tests and benchmarks.
int clstm_select_path(clstm_path path);

// MARK: Barrier

// Spins, then yields: the threads of one kernel call meet here. Zero-initialised.
typedef struct clstm_barrier {
  int32_t arrived;
  int32_t generation;
} clstm_barrier;

void clstm_barrier_wait(clstm_barrier *barrier, int threads);
// What a spinning thread does between two looks: it leaves the core to its neighbour for some tens of cycles.
void clstm_relax(void);

#endif
