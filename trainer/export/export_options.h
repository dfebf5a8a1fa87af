/* export_options.h - what a header, a model file or a card is to be made like. */
#ifndef MIEN_TRAINER_EXPORT_EXPORT_OPTIONS_H
#define MIEN_TRAINER_EXPORT_EXPORT_OPTIONS_H

#include <stdbool.h>

struct export_options {
    const char *file;    /* the file's own name, "emotion.h", as a header's example includes it */
    const char *name;    /* prefix of all it declares, "emotion"; see emit_name_valid */
    const char *command; /* the command that makes it */
    bool standalone;     /* fold the runtime's headers in */
    bool inlined;        /* forests as nested ifs instead of tables */
    long long max_bytes; /* the file may have at most so many; 0: any number */
    long long forest_bytes; /* what the forest was reduced to (reduce.h), written narrow; 0: not */
};

#endif
