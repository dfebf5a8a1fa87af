/* text.h - numbers and names as people type them, read strictly. */
#ifndef MIEN_HOST_TEXT_H
#define MIEN_HOST_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* The whole of `s` is one number (no spaces, no rest, finite); *value is set only then. */
bool text_number(const char *s, double *value);
bool text_integer(const char *s, long long *value);

/* The name nearest to `word` by Damerau-Levenshtein distance, if near enough to be meant (at most a
 * third of its letters differ); else NULL. `stride` is the distance between two names' pointers in
 * bytes, so that a field of a table can be searched. */
const char *text_nearest(const char *word, const char *const *names, size_t count, size_t stride);

/* "; did you mean 'NAME'?" for the nearest name or "", written to `out`, which is returned. */
const char *text_did_you_mean(char *out, size_t size, const char *word, const char *const *names,
                              size_t count, size_t stride);

/* 1234567 as "1,234,567" and 3725 seconds as "1:02:05"; `out` is returned. */
const char *text_count(char *out, size_t size, long long value);
const char *text_duration(char *out, size_t size, double seconds);

#endif
