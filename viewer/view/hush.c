/* hush.c - see hush.h. */
#include "viewer/view/hush.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

int hush(void)
{
    const int nothing = getenv("LIBGL_DEBUG") ? -1 : open("/dev/null", O_WRONLY | O_CLOEXEC);
    const int kept = nothing < 0 ? -1 : fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0);
    if (kept >= 0)
        dup2(nothing, STDERR_FILENO);
    if (nothing >= 0)
        close(nothing);
    return kept;
}

void unhush(int kept)
{
    if (kept < 0)
        return;
    dup2(kept, STDERR_FILENO);
    close(kept);
}
