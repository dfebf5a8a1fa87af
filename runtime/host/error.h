/* error.h - how a failure reaches the person who can mend it.
 *
 * A function that can fail in a way a person must read takes a `struct mien_error *`, fills it
 * through `error_set` and returns -1 (or NULL). Nobody below `main` prints or exits. `main`
 * prints the text behind "mien: " and exits with 1, or 2 where `usage` is set. The text reads
 *
 *     FILE:LINE: what is wrong (what was found); what to do
 *
 * with FILE and LINE left out where there is no file or no line to name. */
#ifndef MIEN_HOST_ERROR_H
#define MIEN_HOST_ERROR_H

#include <stdbool.h>
#include <stddef.h>

struct mien_error {
    char text[1024];
    bool usage; /* the command line is at fault: exit 2 instead of 1 */
};

#if defined(__GNUC__)
#define MIEN_PRINTF(a, b) __attribute__((format(printf, a, b)))
#else
#define MIEN_PRINTF(a, b)
#endif

/* Fill `e` (which may be NULL) with "FILE:LINE: message"; `file` may be NULL, `line` 0 for none.
 * Always returns -1, so that a caller can `return error_set(...)`. */
int error_set(struct mien_error *e, const char *file, long line, const char *format, ...) MIEN_PRINTF(4, 5);

/* The same for a mistake on the command line. */
int error_usage(struct mien_error *e, const char *format, ...) MIEN_PRINTF(2, 3);

/* The same, with the reason taken from errno: "FILE: cannot VERB (No such file or directory)". */
int error_system(struct mien_error *e, const char *file, const char *verb);

/* Out of memory while making `what`, which takes `bytes`. */
int error_memory(struct mien_error *e, const char *what, size_t bytes);

#endif
