// The check of connectionist temporal classification. Needs means.h.

static void align(void *argument, int thread, int threads) {
  const clstm_ctc *ctc = argument;
  ptrdiff_t first = ctc->batch * thread / threads, last = ctc->batch * (thread + 1) / threads;
  float *scratch = room(clstm_ctc_scratch_size(ctc, first, last));
  clstm_ctc_sequences(ctc, scratch, first, last);
  free(scratch);
}

static void check_connectionist(int threads) {
  // T, N, V, the length of the longest target, and the spread of the logits.
  static const ptrdiff_t cases[][5] = {{1, 1, 2, 1, 1}, {7, 3, 5, 3, 2}, {40, 5, 33, 12, 20}, {90, 4, 17, 44, 400}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    ptrdiff_t steps = cases[i][0], batch = cases[i][1], classes = cases[i][2], longest = cases[i][3];
    ptrdiff_t offsets[9] = {0}, lengths[8], count = steps * batch * classes;
    int32_t labels[400];
    float *logits = numbers(count), *gradient = room(count), *factors = numbers(batch);
    clstm_scale(logits, (float)cases[i][4], 0, logits, count);
    for (ptrdiff_t n = 0; n < batch; n++) {
      offsets[n + 1] = offsets[n] + longest - n * longest / batch;
      lengths[n] = steps - n * steps / 9;
    }
    for (ptrdiff_t j = 0; j < offsets[batch]; j++) labels[j] = 1 + (int32_t)below(classes - 1);
    double significands[8];
    int64_t exponents[8];
    clstm_ctc ctc = {.steps = steps, .batch = batch, .classes = classes, .logits = logits, .labels = labels,
                     .offsets = offsets, .lengths = lengths, .factors = factors, .gradient = gradient,
                     .significands = significands, .exponents = exponents};
    for (int wants = 1; wants >= 0; wants--) {
      if (!wants) ctc.gradient = NULL;
      on_threads(threads, align, &ctc);
      note((const float *)significands, 2 * batch), note((const float *)exponents, 2 * batch);
    }
    note(gradient, count);
    free(logits), free(gradient), free(factors);
  }
}
