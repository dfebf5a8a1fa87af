/* home.c - see home.h. */
#include "runtime/host/home.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

bool home_has(char *out, size_t size, const char *name)
{
    const char *home = getenv("MIEN_HOME");
    const int length =
        home && *home ? snprintf(out, size, "%s/%s", home, name) : snprintf(out, size, "%s", name);
    return length >= 0 && (size_t)length < size && access(out, F_OK) == 0;
}

int home_path(char *out, size_t size, const char *name, struct mien_error *e)
{
    if (home_has(out, size, name))
        return 0;
    return error_set(e, out, 0,
                     "not found, and it comes with mien; start mien by its launcher ./mien, or set "
                     "MIEN_HOME to the folder that holds %s",
                     name);
}
