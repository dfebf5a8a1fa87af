/* maps.h - maps for the kernels' tests: with guards around them, with random numbers in them, and
 * convolutions over them as their definition says, in double precision. */
#ifndef TESTS_RUNTIME_MAPS_H
#define TESTS_RUNTIME_MAPS_H

#include "runtime/host/rng.h"
#include "runtime/mien_kernels.h"

/* A map of [h, w, c], dense or of whole blocks. */
struct mien_map map_of(int h, int w, int c, int dense);

/* The output of a window over `in`, zeros around it as TensorFlow's SAME has them (the odd one is
 * below and to the right) or none at all; fills the window's top and left. */
struct mien_map map_under(const struct mien_map *in, struct mien_window *window, int c, int dense,
                          int same);

/* `size` floats between guards; the caller's to release. Release fails the test where something was
 * written outside. */
float *guarded_new(size_t size);
void guarded_free(float *data, size_t size);

/* The map's memory: normal numbers in the channels, zeros behind them. */
float *map_random(const struct mien_map *m, struct rng *r);
/* The map's memory filled with what no kernel writes. */
float *map_blank(const struct mien_map *m);
void map_free(float *data, const struct mien_map *m);
size_t map_size(const struct mien_map *m);

/* `count` normal numbers times `scale`, then zeros up to `size`. */
float *array_random(size_t count, size_t size, float scale, struct rng *r);

/* Fails where y differs from want [h, w, c], dense, by more than 1e-5 of the largest, or where a
 * lane behind the channels is not zero. */
void map_agrees(const float *y, const struct mien_map *m, const double *want);

/* Sum over the window at output (row, column) -> want [out.h, out.w, out.c]; weights as before
 * packing. Released with free. */
double *reference_conv(const struct mien_conv *c, const float *weight, const float *x,
                       const float *residual);
double *reference_depthwise(const struct mien_depthwise *d, const float *weight, const float *x);

/* Every table this machine can run and `kernels_sixteen`, which has the wide vectors of AVX-512
 * made of others. */
extern const struct mien_kernels kernels_sixteen;
int kernels_all(const struct mien_kernels *tables[8]);

#endif
