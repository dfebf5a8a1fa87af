/* run_weights.c - see run_weights.h. */
#include "trainer/experiment/run_weights.h"

#include "trainer/experiment/fit_network.h"
#include "trainer/network/darknet_weights.h"

/* Pictures trained on, by which Darknet goes on counting. */
static uint64_t pictures(const struct experiment *x, const struct network *n)
{
    const long long batch = n->options.batch;
    const long long steps = ((long long)x->rows.train_count + batch - 1) / batch;
    return (uint64_t)network_schedule(&n->options, steps).total * (uint64_t)batch;
}

int run_weights_write(const struct experiment *x, const char *path, struct mien_error *e)
{
    const struct network *n = x->fitter == &network_fitter ? x->kind_options : NULL;
    if (!n || n->options.darknet.shape[0] == 0 || darknet_weights_check(n, NULL) != 0)
        return 0;
    return darknet_weights_save(n, path, pictures(x, n), e);
}
