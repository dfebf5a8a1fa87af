/* fuzz_darknet.c - any bytes are refused with a message, the network being as before, or are its
 * weights, all finite. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "trainer/network/darknet_weights.h"

static const char *const cfg = "[net]\nheight=4\nwidth=4\nchannels=1\n"
                               "[convolutional]\nfilters=2\nsize=3\npad=1\nbatch_normalize=1\n"
                               "activation=leaky\n[convolutional]\nfilters=2\nbias=0\n"
                               "activation=linear\n[connected]\noutput=2\n[softmax]\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size); /* of exactly this size */
    struct network n;
    struct mien_error e;
    struct cfg c;
    uint64_t seen;
    memcpy(copy, data, size);
    if (cfg_parse(&c, "fuzz.cfg", cfg, &e) != 0 || network_init(&n, &c, NULL, 0, 0, 0, &e) != 0)
        abort();
    const int result = darknet_weights_parse(&n, "fuzz.weights", copy, size, &seen, &e);
    for (size_t i = 0; i < n.parameters + n.statistics; i++)
        if (result == 0 ? !isfinite(n.values[i]) : n.values[i] != 0.0f)
            abort();
    network_free(&n);
    cfg_close(&c);
    free(copy);
    return 0;
}
