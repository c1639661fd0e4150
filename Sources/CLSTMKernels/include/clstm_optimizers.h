// Optimisers. The rules of all kernels stand in CLSTMKernels.h.
#ifndef CLSTM_OPTIMIZERS_H
#define CLSTM_OPTIMIZERS_H

#include <stddef.h>

// One step of each, in place. `decay` is the decoupled weight decay (AdamW), `penalty` is added to the gradient (L2).
typedef struct clstm_adam {
  float learning_rate, beta1, beta2, epsilon, decay, penalty;
  float correction1, correction2;  // 1 - beta1^t, 1 - beta2^t
} clstm_adam;
void clstm_adam_step(
    const clstm_adam *options, float *parameter, const float *gradient, float *first, float *second, ptrdiff_t count);

typedef struct clstm_sgd {
  float learning_rate, momentum, dampening, penalty;
  int nesterov, first_step;
} clstm_sgd;
// `velocity` may be NULL when momentum is 0.
void clstm_sgd_step(
    const clstm_sgd *options, float *parameter, const float *gradient, float *velocity, ptrdiff_t count);

typedef struct clstm_rmsprop {
  float learning_rate, smoothing, epsilon, momentum, penalty;
  int centered;
} clstm_rmsprop;
// `velocity` may be NULL when momentum is 0, `mean` when not centered.
void clstm_rmsprop_step(
    const clstm_rmsprop *options, float *parameter, const float *gradient, float *square, float *mean, float *velocity,
    ptrdiff_t count);

#endif
