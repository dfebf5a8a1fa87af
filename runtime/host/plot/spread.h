/* spread.h - labels beside the ends of curves, moved apart where they would cover each other. */
#ifndef MIEN_HOST_PLOT_SPREAD_H
#define MIEN_HOST_PLOT_SPREAD_H

/* y[0..count), ascending: moved as little as can be (least squares) so that neighbours are at least
 * `gap` apart and all lie in [top, bottom], which must have room for them. Method: pool adjacent
 * violators, M. Ayer et al., Annals of Mathematical Statistics 26 (1955). */
void spread(float *y, int count, float gap, float top, float bottom);

#endif
