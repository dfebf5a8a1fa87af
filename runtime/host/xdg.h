/* xdg.h - where a program keeps what it remembers: the folders of the "XDG Base Directory
 * Specification" 0.8. */
#ifndef MIEN_HOST_XDG_H
#define MIEN_HOST_XDG_H

#include <stdbool.h>
#include <stddef.h>

enum { XDG_PATH_MAX = 4096 };

enum xdg_base {
    XDG_CONFIG, /* what a person may edit: XDG_CONFIG_HOME */
    XDG_STATE   /* what only this program reads: XDG_STATE_HOME */
};

/* The file of mien called `name` in there, its folder where that is NULL: out [XDG_PATH_MAX].
 * Returns false where neither the variable nor HOME tells, or the path is too long. */
bool xdg_path(enum xdg_base base, const char *name, char *out);

#endif
