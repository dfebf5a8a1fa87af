/* fit_svm.c - see fit_svm.h. */
#include "trainer/experiment/fit_svm.h"

#include <stdlib.h>

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

static struct fit_plan plan(const struct experiment *x)
{
    const struct svm_options *o = x->kind_options;
    const long long classes = x->data.classes, pairs = classes * (classes - 1) / 2;
    const long long fits = (long long)svm_options_points(o) * o->grid_folds;
    return (struct fit_plan){fits ? "step" : "pair", fits + pairs};
}

/* What the grid search found, as the model's metadata carry it; nothing where none was asked for.
 */
static int keep_grid(const struct svm *s, struct model *m, struct mien_error *e)
{
    if (s->grid_count == 0)
        return 0;
    cJSON *list = cJSON_CreateArray();
    bool good = list != NULL;
    for (size_t i = 0; good && i < s->grid_count; i++) {
        const struct svm_grid_point *g = &s->grid[i];
        cJSON *point = cJSON_CreateObject();
        good = point && cJSON_AddItemToArray(list, point) &&
               cJSON_AddNumberToObject(point, "C", g->C) &&
               cJSON_AddNumberToObject(point, "gamma", g->gamma) &&
               cJSON_AddNumberToObject(point, "accuracy", g->accuracy) &&
               cJSON_AddNumberToObject(point, "deviation", g->deviation);
    }
    char *text = good ? cJSON_PrintUnformatted(list) : NULL;
    const int result = text ? model_set(m, "grid", text, e) : error_memory(e, "the grid", 0);
    cJSON_free(text);
    cJSON_Delete(list);
    return result;
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
    if (result == FIT_DONE &&
        (svm_append(&machine, &p->model, e) != 0 || keep_grid(&machine, &p->model, e) != 0))
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
                                  .plan = plan,
                                  .fit = fit_svm};
