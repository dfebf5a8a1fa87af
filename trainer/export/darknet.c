/* darknet.c - see darknet.h. */
#include "trainer/export/darknet.h"

#include <stdlib.h>
#include <unistd.h>

#include "trainer/evaluate/source.h"
#include "trainer/network/darknet_weights.h"
#include "trainer/samples/unit.h"

/* From file to file by way of the network they must fit. */
static int copy(const struct model *m, const char *weights, const char *path, struct mien_error *e)
{
    struct network n = {0};
    struct cfg c = {0};
    uint64_t seen = 0;
    const char *text = model_get(m, "cfg");
    const int result = cfg_parse(&c, "the run's cfg", text ? text : "", e) == 0 &&
                               network_init(&n, &c, NULL, m->classes, 0, 0, e) == 0 &&
                               darknet_weights_load(&n, weights, &seen, e) == 0
                           ? darknet_weights_save(&n, path, seen, e)
                           : -1;
    network_free(&n);
    cfg_close(&c);
    return result;
}

static int check_run(const struct model *m, const char *run, const char *weights,
                     struct mien_error *e)
{
    if (access(weights, R_OK) != 0)
        return error_set(e, run, 0,
                         "there are no weights for Darknet (no model.weights in the folder); name "
                         "the run of a cfg with height, width and channels, of layers that Darknet "
                         "has");
    if (!unit_is_first(m))
        return error_set(e, run, 0,
                         "its pictures were brought to mean 0 one by one, but Darknet divides "
                         "theirs by 255; train with --set data.features=unit");
    return 0;
}

int export_darknet(const char *run, const char *path, struct mien_error *e)
{
    struct model m;
    if (source_open(&m, run, e) != 0)
        return -1;
    char *weights = file_join(run, "model.weights");
    const int result = !weights                              ? error_memory(e, run, 0)
                       : check_run(&m, run, weights, e) == 0 ? copy(&m, weights, path, e)
                                                             : -1;
    free(weights);
    model_free(&m);
    return result;
}
