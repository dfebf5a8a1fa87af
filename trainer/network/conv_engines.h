/* conv_engines.h - which way of computing a convolution is taken. */
#ifndef MIEN_NETWORK_CONV_ENGINES_H
#define MIEN_NETWORK_CONV_ENGINES_H

#include "trainer/network/conv.h"

/* The engine that is expected to be quickest for a shape. Never fails. */
const struct conv_engine *conv_choose(const struct conv *c);

#endif
