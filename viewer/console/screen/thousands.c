/* thousands.c - see thousands.h. */
#include "viewer/console/screen/thousands.h"

#include <stddef.h>

static const struct thousands thousands[] = {
    {1e12, 1e12, "T"}, {1e9, 1e9, "G"}, {1e6, 1e6, "M"}, {1e4, 1e3, "k"}};

const struct thousands *thousands_of(double largest)
{
    for (size_t k = 0; k < sizeof thousands / sizeof *thousands; k++)
        if (largest >= thousands[k].from && largest < 1e15)
            return &thousands[k];
    return NULL;
}
