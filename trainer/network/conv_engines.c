/* conv_engines.c - see conv_engines.h. */
#include "trainer/network/conv_engines.h"

#include "trainer/network/conv_depthwise.h"
#include "trainer/network/conv_direct.h"
#include "trainer/network/conv_winograd.h"

/* The first that fits is taken. */
static const struct conv_engine *const engines[] = {&conv_depthwise, &conv_winograd, &conv_direct};

const struct conv_engine *conv_choose(const struct conv *c)
{
    size_t i = 0;
    while (!engines[i]->fits(c))
        i++;
    return engines[i];
}
