/* beside.c - see beside.h. */
#include "trainer/cli/beside.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int beside_path(char *out, size_t size, const char *name, struct mien_error *e)
{
    static const char self[] = "/proc/self/exe";
    const ssize_t length = readlink(self, out, size);
    if (length < 0)
        return error_system(e, self, "read");
    char *slash = memrchr(out, '/', (size_t)length);
    char *at = slash ? slash + 1 : out;
    const size_t room = size - (size_t)(at - out);
    if ((size_t)length == size || (size_t)snprintf(at, room, "%s", name) >= room)
        return error_set(e, name, 0, "lies in a folder with too long a path");
    return 0;
}

int beside_exec(const char *name, char **argv, const char *packages, struct mien_error *e)
{
    char path[4096];
    if (beside_path(path, sizeof path, name, e) != 0)
        return -1;
    execv(path, argv);
    if (errno != ENOENT)
        return error_system(e, path, "run");
    return error_set(e, path, 0,
                     "not built, for Debian packages were missing (%s); ./mien %s, in the source "
                     "tree, installs them and builds",
                     packages, argv[0]);
}
