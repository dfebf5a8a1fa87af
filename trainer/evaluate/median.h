/* median.h - the middle of measured values: what timings are quoted by. */
#ifndef MIEN_TRAINER_EVALUATE_MEDIAN_H
#define MIEN_TRAINER_EVALUATE_MEDIAN_H

/* Sorts values[0..count), which hold no NaN, and returns their median; NaN where there are none. */
double median(double *values, int count);

#endif
