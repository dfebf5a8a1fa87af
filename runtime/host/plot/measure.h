/* measure.h - what a key of a metrics file measures: its unit, what is good about it, on which
 * rows.
 *
 * Known by the words in its name, so that a key nobody heard of is still a plain number. Keys that
 * begin with valid_, oob_ (each tree on the rows it was not grown from) or train_ are the same
 * measure taken on those rows. */
#ifndef MIEN_HOST_PLOT_MEASURE_H
#define MIEN_HOST_PLOT_MEASURE_H

#include <stdbool.h>
#include <stddef.h>

enum measure_goal { MEASURE_NO_GOAL, MEASURE_LEAST, MEASURE_GREATEST };

enum measure_rows { MEASURE_PLAIN, MEASURE_VALID, MEASURE_OOB, MEASURE_TRAIN };

enum measure_form {
    MEASURE_NUMBER,       /* 0.0125 */
    MEASURE_LOSS,         /* 1.000: decimals that line up, of whole numbers too */
    MEASURE_SHARE,        /* 0..1: 58.3 % */
    MEASURE_COUNT,        /* 21,997 */
    MEASURE_MAGNITUDE,    /* 19.0 M */
    MEASURE_BYTES,        /* 1.15 MB */
    MEASURE_SECONDS,      /* 33:05 */
    MEASURE_MILLISECONDS, /* 18.2 ms */
    MEASURE_RATE          /* 1,694/s */
};

struct measure {
    const char *name; /* within the key, behind the prefix that names the rows: "accuracy" */
    enum measure_rows rows;
    enum measure_goal goal;
    enum measure_form form;
    bool clock; /* tells when, not how well: step, wall */
};

/* What `key` measures; never fails. */
struct measure measure_of(const char *key);

/* Whether `key` has its place where `metric` is shown: it is that, on whatever rows. */
bool measure_belongs(const char *key, const char *metric);

/* A value with its unit, "58.3 %": out [size], returned. NaN is "–", an infinity "inf" or "-inf".
 */
const char *measure_text(enum measure_form form, double value, char *out, size_t size);

#endif
