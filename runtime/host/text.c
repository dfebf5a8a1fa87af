/* text.c - see text.h. */
#include "runtime/host/text.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool text_number(const char *s, double *value)
{
    if (!(isdigit((unsigned char)*s) || *s == '-' || *s == '+' || *s == '.'))
        return false;
    char *end;
    double v = strtod(s, &end);
    if (end == s || *end || !isfinite(v))
        return false;
    *value = v;
    return true;
}

bool text_integer(const char *s, long long *value)
{
    if (!(isdigit((unsigned char)*s) || *s == '-' || *s == '+'))
        return false;
    char *end;
    errno = 0;
    long long v = strtoll(s, &end, 10);
    if (end == s || *end || errno)
        return false;
    *value = v;
    return true;
}

enum { WORD = 48 }; /* longer words are never a slip of the keyboard */

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t distance(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b), d[WORD + 1][WORD + 1];
    if (n > WORD || m > WORD)
        return WORD;
    for (size_t i = 0; i <= n; i++)
        for (size_t j = 0; j <= m; j++) {
            if (i == 0 || j == 0) {
                d[i][j] = i + j;
                continue;
            }
            size_t change = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            d[i][j] = smaller(change, smaller(d[i - 1][j], d[i][j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = smaller(d[i][j], d[i - 2][j - 2] + 1);
        }
    return d[n][m];
}

const char *text_nearest(const char *word, const char *const *names, size_t count, size_t stride)
{
    const char *best = NULL;
    size_t least = strlen(word) / 3 + 2;
    for (size_t i = 0; i < count; i++) {
        const char *name = *(const char *const *)(const void *)((const char *)names + i * stride);
        size_t d = distance(word, name);
        if (d < least) {
            least = d;
            best = name;
        }
    }
    return best;
}

const char *text_did_you_mean(char *out, size_t size, const char *word, const char *const *names,
                              size_t count, size_t stride)
{
    const char *name = text_nearest(word, names, count, stride);
    out[0] = '\0';
    if (name)
        snprintf(out, size, "; did you mean '%s'?", name);
    return out;
}

const char *text_count(char *out, size_t size, long long value)
{
    char digits[32];
    int n = snprintf(digits, sizeof digits, "%lld", value < 0 ? -value : value);
    size_t used = 0;
    if (value < 0 && size > 1)
        out[used++] = '-';
    for (int i = 0; i < n && used + 2 < size; i++) {
        out[used++] = digits[i];
        if ((n - 1 - i) % 3 == 0 && i < n - 1)
            out[used++] = ',';
    }
    out[used] = '\0';
    return out;
}

const char *text_duration(char *out, size_t size, double seconds)
{
    long s = seconds > 0 && seconds < 1e9 ? lround(seconds) : 0;
    if (s >= 3600)
        snprintf(out, size, "%ld:%02ld:%02ld", s / 3600, s / 60 % 60, s % 60);
    else
        snprintf(out, size, "%ld:%02ld", s / 60, s % 60);
    return out;
}
