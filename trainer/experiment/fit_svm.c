/* fit_svm.c - [svm] cfgs: prepared rows into trainer/svm, its machine into the model. */
#include <stdlib.h>

#include "trainer/experiment/experiment.h"
#include "trainer/svm/svm_fit.h"

static size_t sections(const char **names, size_t capacity)
{
    (void)capacity;
    names[0] = "data";
    names[1] = "svm";
    return 2;
}

static int open_svm(struct experiment *x, struct mien_error *e)
{
    x->kind_options = malloc(sizeof(struct svm_options));
    return x->kind_options ? svm_options_read(cfg_find(&x->cfg, "svm"), x->kind_options, e)
                           : error_memory(e, "options", sizeof(struct svm_options));
}

static void close_svm(struct experiment *x)
{
    free(x->kind_options);
}

static enum fit_result fit_svm(struct experiment *x, struct prepared *p,
                               const struct fit_context *c, struct mien_error *e)
{
    struct samples s;
    struct svm machine = {0};
    void *owned[PREPARED_OWNED];
    if (prepared_train(p, &s, owned, e) != 0)
        return FIT_FAILED;
    enum fit_result result = svm_fit(&s, x->kind_options, c, &machine, e);
    if (result == FIT_DONE && svm_append(&machine, &p->model, e) != 0)
        result = FIT_FAILED;
    svm_free(&machine);
    prepared_train_free(owned);
    return result;
}

const struct fitter svm_fitter = {.kind = "svm",
                                  .section = "svm",
                                  .sections = sections,
                                  .standardize = true,
                                  .open = open_svm,
                                  .close = close_svm,
                                  .fit = fit_svm};
