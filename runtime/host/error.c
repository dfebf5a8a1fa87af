/* error.c - one place where the form of an error message is made; see error.h. */
#include "runtime/host/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void compose(struct mien_error *e, const char *file, long line, const char *format, va_list args)
{
    size_t used = 0;
    e->usage = false;
    e->text[0] = '\0';
    if (file) {
        int n = line > 0 ? snprintf(e->text, sizeof e->text, "%s:%ld: ", file, line)
                         : snprintf(e->text, sizeof e->text, "%s: ", file);
        used = n < 0 ? 0 : (size_t)n < sizeof e->text ? (size_t)n : sizeof e->text - 1;
    }
    vsnprintf(e->text + used, sizeof e->text - used, format, args);
}

int error_set(struct mien_error *e, const char *file, long line, const char *format, ...)
{
    if (!e)
        return -1;
    va_list args;
    va_start(args, format);
    compose(e, file, line, format, args);
    va_end(args);
    return -1;
}

int error_usage(struct mien_error *e, const char *format, ...)
{
    if (!e)
        return -1;
    va_list args;
    va_start(args, format);
    compose(e, NULL, 0, format, args);
    va_end(args);
    e->usage = true;
    return -1;
}

int error_system(struct mien_error *e, const char *file, const char *verb)
{
    int reason = errno;
    const char *hint = reason == ENOSPC   ? "; free some space and run the command again"
                       : reason == EACCES ? "; check the permissions"
                                          : "";
    return error_set(e, file, 0, "cannot %s (%s)%s", verb, strerror(reason), hint);
}

int error_memory(struct mien_error *e, const char *what, size_t bytes)
{
    return error_set(e, NULL, 0, "out of memory for %s (%zu bytes)", what, bytes);
}
