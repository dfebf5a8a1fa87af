/* fit_forest.c - see fit_forest.h. */
#include "trainer/experiment/fit_forest.h"

#include <stdlib.h>

#include "trainer/forest/forest_fit.h"

static size_t sections(const char **names, size_t capacity)
{
    (void)capacity;
    names[0] = "data";
    names[1] = "forest";
    return 2;
}

static int open_forest(struct experiment *x, struct mien_error *e)
{
    x->kind_options = malloc(sizeof(struct forest_options));
    return x->kind_options ? forest_options_read(cfg_find(&x->cfg, "forest"), x->kind_options, e)
                           : error_memory(e, "options", sizeof(struct forest_options));
}

static void close_forest(struct experiment *x)
{
    free(x->kind_options);
}

static struct fit_plan plan(const struct experiment *x)
{
    const struct forest_options *o = x->kind_options;
    return (struct fit_plan){"tree", o->trees};
}

/* Impurity importances of the features, as the model's metadata carry them: a JSON list. */
static int keep_importances(const struct forest *f, enum forest_criterion criterion,
                            struct model *m, struct mien_error *e)
{
    const int count = f->view.features;
    double *importance = calloc((size_t)count, sizeof *importance);
    int result = importance ? forest_importances(f, criterion, importance, e)
                            : error_memory(e, "importances", (size_t)count * sizeof *importance);
    cJSON *list = cJSON_CreateDoubleArray(importance, result == 0 ? count : 0);
    char *text = list ? cJSON_PrintUnformatted(list) : NULL;
    if (result == 0)
        result = text ? model_set(m, "importances", text, e) : error_memory(e, "importances", 0);
    cJSON_free(text);
    cJSON_Delete(list);
    free(importance);
    return result;
}

static enum fit_result fit_forest(struct experiment *x, struct prepared *p,
                                  const struct fit_context *c, struct mien_error *e)
{
    struct samples s;
    struct forest forest = {0};
    void *owned[PREPARED_OWNED];
    if (prepared_train(p, &s, owned, e) != 0)
        return FIT_FAILED;
    const struct forest_options *o = x->kind_options;
    enum fit_result result = forest_fit(&s, o, c, &forest, e);
    if (result == FIT_DONE && (forest_append(&forest, &p->model, e) != 0 ||
                               keep_importances(&forest, o->criterion, &p->model, e) != 0))
        result = FIT_FAILED;
    forest_free(&forest);
    prepared_train_free(owned);
    return result;
}

const struct fitter forest_fitter = {.kind = "forest",
                                     .section = "forest",
                                     .sections = sections,
                                     .open = open_forest,
                                     .close = close_forest,
                                     .plan = plan,
                                     .fit = fit_forest};
