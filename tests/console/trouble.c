/* trouble.c - see trouble.h. */
#include "tests/console/trouble.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/host/file.h"
#include "tests/console/fixture.h"

enum { FILE_MAX = 1 << 18, FAULTS_MAX = 16, FAULT_MAX = 256 /* bytes that one adds at the most */ };

/* text[from..to) of *size bytes becomes `by` [length]. */
static void mutate_replace(char *text, size_t *size, size_t from, size_t to, const char *by,
                           size_t length)
{
    memmove(text + from + length, text + to, *size - to);
    memcpy(text + from, by, length);
    *size += length;
    *size -= to - from;
}

/* One fault in text [*size], which has room for FAULT_MAX bytes more. */
static void mutate_once(struct rng *rng, char *text, size_t *size)
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
    char copy[FAULT_MAX];
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

/* Some faults in text [*size], which has room for FAULTS_MAX of them. */
static void mutate(struct rng *rng, char *text, size_t *size)
{
    for (uint32_t faults = 1 + rng_below(rng, FAULTS_MAX); faults > 0; faults--)
        mutate_once(rng, text, size);
}

static void append(const char *path, const char *text, size_t size)
{
    const int file = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
    if (file >= 0) {
        assert_int_equal(write(file, text, size), (ssize_t)size);
        close(file);
    }
}

static void append_epochs(const char *name, struct rng *rng)
{
    const int file = fixture_hold("runs", name);
    for (uint32_t n = rng_below(rng, 50); n > 0; n--)
        fixture_epoch(file, 1 + (int)rng_below(rng, 30));
    close(file);
}

void trouble_spoil(const char *path, struct rng *rng)
{
    static char text[FILE_MAX + FAULTS_MAX * FAULT_MAX];
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    const ssize_t got = file >= 0 ? read(file, text, FILE_MAX) : -1;
    struct mien_error e;
    if (file >= 0)
        close(file);
    if (got < 0)
        return;
    size_t size = (size_t)got;
    mutate(rng, text, &size);
    assert_int_equal(file_write(path, text, size, &e), 0);
}

void trouble(struct rng *rng)
{
    static const char *const names[] = {"alpha", "beta", "gamma", "delta", "epsilon", "zeta"};
    const char *name = names[rng_below(rng, sizeof names / sizeof *names)];
    char folder[64], path[96], other[128];
    snprintf(folder, sizeof folder, "runs/%s", name);
    snprintf(path, sizeof path, "%s/metrics.jsonl", folder);
    snprintf(other, sizeof other, "%s.1", path);
    switch (rng_below(rng, 8)) {
    case 0:
        append(path, "{\"kind\":\"epoch\",\"step\":9", 24); /* half a line */
        break;
    case 1:
        if (truncate(path, rng_below(rng, 4000)) == 0)
            append(path, "\n", 1);
        break;
    case 2:
        rename(path, other); /* rotated */
        break;
    case 3:
        remove(path);
        break;
    case 4:
        fixture_remove(folder);
        break;
    case 5:
        trouble_spoil(path, rng);
        break;
    case 6:
        fixture_run("runs", name, (int)rng_below(rng, 20), rng_below(rng, 2) ? "stopped" : NULL);
        break;
    default:
        append_epochs(name, rng);
    }
}
