/* cpu.c - which kernels this machine can run; see cpu.h.
 *
 * Each processor family has its tables in one list, the fastest first, and every table of a list
 * needs what the next one needs and more: what a machine can run is a tail of the list. */
#include "runtime/host/cpu.h"

#if defined(__x86_64__) || defined(__i386__)

static const struct mien_kernels *const tables[] = {&mien_kernels_avx512, &mien_kernels_avx2,
                                                    &mien_kernels_portable};

/* How many at the head of the list this processor cannot run. The compiler's run time asks cpuid,
 * and xgetbv whether the system saves the wide registers. */
static int missing(void)
{
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma"))
        return 2;
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                   __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")
               ? 0
               : 1;
}

#elif defined(__aarch64__)

static const struct mien_kernels *const tables[] = {&mien_kernels_neon, &mien_kernels_portable};

static int missing(void)
{
    return 0;
}

#else

static const struct mien_kernels *const tables[] = {&mien_kernels_portable};

static int missing(void)
{
    return 0;
}

#endif

const struct mien_kernels *const *cpu_kernels(int *count)
{
    const int first = missing();
    *count = (int)(sizeof tables / sizeof *tables) - first;
    return tables + first;
}

const struct mien_kernels *cpu_best_kernels(void)
{
    return tables[missing()];
}
