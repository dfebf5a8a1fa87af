/* cpu.h - which kernels this machine can run. */
#ifndef MIEN_HOST_CPU_H
#define MIEN_HOST_CPU_H

#include "runtime/mien_kernels.h"

/* The tables this processor runs, the fastest first; portable is always the last. The array is
 * constant and nobody's to free. */
const struct mien_kernels *const *cpu_kernels(int *count);

/* The first of them. */
const struct mien_kernels *cpu_best_kernels(void);

#endif
