/* conv.c - see conv.h. */
#include "trainer/network/conv.h"

/* The first that fits is taken. */
static const struct conv_engine *const engines[] = {&conv_depthwise, &conv_direct};

const struct conv_engine *conv_choose(const struct conv *c)
{
    size_t i = 0;
    while (!engines[i]->fits(c))
        i++;
    return engines[i];
}
