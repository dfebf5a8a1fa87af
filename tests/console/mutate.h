/* mutate.h - a file of metrics with faults that files in the field have, and worse: at random, the
 * same for the same seed. */
#ifndef MIEN_TESTS_CONSOLE_MUTATE_H
#define MIEN_TESTS_CONSOLE_MUTATE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "runtime/host/rng.h"

enum { MUTATE_GROWTH = 4096 /* bytes that `mutate` may add at the most */ };

/* text[from..to) of *size bytes becomes `by` [length]. */
static inline void mutate_replace(char *text, size_t *size, size_t from, size_t to, const char *by,
                                  size_t length)
{
    memmove(text + from + length, text + to, *size - to);
    memcpy(text + from, by, length);
    *size += length;
    *size -= to - from;
}

/* One fault in text [*size], which has room for 256 bytes more. */
static inline void mutate_once(struct rng *rng, char *text, size_t *size)
{
    static const char *const tokens[] = {"null",
                                         "NaN",
                                         "-Infinity",
                                         "1e999",
                                         "-1e-999",
                                         "18446744073709551616",
                                         "-1",
                                         "0",
                                         "\"\"",
                                         "[[[[[[",
                                         "}}",
                                         "{\"kind\":\"run\",",
                                         "\n",
                                         "\r\n",
                                         "\n\n",
                                         "\\u0000",
                                         "\\ud800",
                                         "\"confusion\":[[1,2],[3]]",
                                         "\xff\xc0",
                                         "\xf0\x9f\x98",
                                         "\"step\":-5",
                                         ",",
                                         "\"",
                                         "{\"kind\":\"end\",\"step\":1}",
                                         "\xe2\x80\xae",
                                         "\033[2J",
                                         "\"emotion_\":1",
                                         "\"stage_\":-3"};
    char copy[256];
    const size_t at = rng_below(rng, (uint32_t)*size + 1);
    size_t end = at + rng_below(rng, sizeof copy);
    end = end < *size ? end : *size;
    const char *token = tokens[rng_below(rng, sizeof tokens / sizeof *tokens)];
    switch (rng_below(rng, 6)) {
    case 0: /* a piece is missing */
        mutate_replace(text, size, at, end, "", 0);
        break;
    case 1: /* or is there twice */
        memcpy(copy, text + at, end - at);
        mutate_replace(text, size, end, end, copy, end - at);
        break;
    case 2:
        mutate_replace(text, size, at, at, token, strlen(token));
        break;
    case 3: { /* a value is another */
        const char *colon = memchr(text + at, ':', *size - at);
        const size_t value = colon ? (size_t)(colon + 1 - text) : at;
        size_t stop = value;
        while (stop < *size && !strchr(",}\n", text[stop]))
            stop++;
        mutate_replace(text, size, value, stop, token, strlen(token));
        break;
    }
    case 4: /* it ends here */
        *size = rng_below(rng, 8) == 0 ? at : *size;
        break;
    default:
        if (at < *size)
            text[at] = (char)rng_below(rng, 256);
    }
}

/* Some faults in text [*size], which has room for MUTATE_GROWTH bytes more. */
static inline void mutate(struct rng *rng, char *text, size_t *size)
{
    for (uint32_t faults = 1 + rng_below(rng, MUTATE_GROWTH / 256); faults > 0; faults--)
        mutate_once(rng, text, size);
}

#endif
