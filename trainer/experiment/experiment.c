/* experiment.c - see experiment.h. */
#include "trainer/experiment/experiment.h"

#include <stdlib.h>
#include <string.h>

#include "datasets/dataset_open.h"
#include "runtime/host/sha256.h"
#include "runtime/host/term.h"
#include "trainer/experiment/fit_forest.h"
#include "trainer/experiment/fit_network.h"
#include "trainer/experiment/fit_svm.h"

static const struct fitter *const fitters[] = {&network_fitter, &forest_fitter, &svm_fitter};
enum { FITTERS = sizeof fitters / sizeof *fitters, SECTIONS_MAX = 64 };

static int choose_fitter(struct experiment *x, struct mien_error *e)
{
    for (int i = 0; i < FITTERS; i++) {
        if (!cfg_find(&x->cfg, fitters[i]->section))
            continue;
        if (x->fitter)
            return error_set(e, x->cfg.path, cfg_find(&x->cfg, fitters[i]->section)->line,
                             "a cfg describes one model (it has [%s] and [%s]); remove one",
                             x->fitter->section, fitters[i]->section);
        x->fitter = fitters[i];
    }
    if (!x->fitter)
        return error_set(e, x->cfg.path, 0,
                         "no model is described; add a [net], [forest] or [svm] section");
    const char *names[SECTIONS_MAX];
    return cfg_check_sections(&x->cfg, names, x->fitter->sections(names, SECTIONS_MAX), e);
}

static int read_cfg(struct experiment *x, const char *path, const char *const *sets, int set_count,
                    struct mien_error *e)
{
    if (cfg_open(&x->cfg, path, e) != 0)
        return -1;
    for (int i = 0; i < set_count; i++)
        if (cfg_set(&x->cfg, sets[i], e) != 0)
            return -1;
    return choose_fitter(x, e);
}

static int read_options(struct experiment *x, struct mien_error *e)
{
    struct cfg_section *data = cfg_find(&x->cfg, "data");
    long long seed;
    const char *path;
    if (!data)
        return error_set(e, x->cfg.path, 0,
                         "there is no [data] section; add one with path = FOLDER");
    if (cfg_string(data, "path", &path, NULL, e) != 0 || dataset_open(&x->data, path, e) != 0 ||
        data_options_read(&x->options, data, &x->data, x->fitter->standardize, e) != 0 ||
        teacher_open(&x->teacher, &x->cfg, &x->data, e) != 0 ||
        cfg_integer(cfg_find(&x->cfg, x->fitter->section), "seed", &seed, 1, 0, INT64_MAX, e) != 0)
        return -1;
    x->seed = (uint64_t)seed;
    return x->fitter->open(x, e) != 0 ? -1 : cfg_check_used(&x->cfg, e);
}

static int make_checksums(struct experiment *x, struct mien_error *e)
{
    char *text = cfg_text(&x->cfg);
    if (!text)
        return error_memory(e, "the cfg's text", 0);
    sha256_hex(text, strlen(text), x->cfg_checksum);
    free(text);
    if (dataset_checksum(&x->data, x->data_checksum, e) != 0)
        return -1;
    struct sha256 h;
    sha256_start(&h);
    sha256_add(&h, x->cfg_checksum, 64);
    sha256_add(&h, x->data_checksum, 64);
    if (x->teacher.share > 0)
        sha256_add(&h, x->teacher.model.weights_checksum, 64);
    sha256_finish(&h, x->fingerprint);
    return 0;
}

int experiment_open(struct experiment *x, const char *cfg_path, const char *const *sets,
                    int set_count, int threads, struct mien_error *e)
{
    *x = (struct experiment){.threads = threads};
    if (read_cfg(x, cfg_path, sets, set_count, e) == 0 && read_options(x, e) == 0 &&
        make_checksums(x, e) == 0 && rows_choose(&x->rows, &x->data, &x->options, e) == 0)
        return 0;
    experiment_close(x);
    return -1;
}

void experiment_close(struct experiment *x)
{
    if (x->fitter)
        x->fitter->close(x);
    rows_free(&x->rows);
    teacher_close(&x->teacher);
    dataset_close(&x->data);
    cfg_close(&x->cfg);
    *x = (struct experiment){0};
}

/* What the model must tell whoever finds it: see the keys in runtime/host/model.h. */
static int describe(struct experiment *x, const struct rows *rows, struct model *m,
                    struct mien_error *e)
{
    char *text = cfg_text(&x->cfg), *json = NULL;
    cJSON *o = cJSON_CreateObject();
    int result = -1;
    if (text && o && cJSON_AddStringToObject(o, "data", x->data.name) &&
        cJSON_AddStringToObject(o, "licence", x->data.licence ? x->data.licence : "not stated") &&
        cJSON_AddStringToObject(o, "train_split", x->options.train) &&
        cJSON_AddNumberToObject(o, "train_rows", rows->train_count) &&
        cJSON_AddStringToObject(o, "valid_split", x->options.valid) &&
        cJSON_AddNumberToObject(o, "valid_rows", rows->valid_count) &&
        cJSON_AddNumberToObject(o, "seed", (double)x->seed) &&
        (x->teacher.share == 0 ||
         cJSON_AddStringToObject(o, "teacher_sha256", x->teacher.model.weights_checksum)) &&
        cJSON_AddStringToObject(o, "mien", MIEN_VERSION) && (json = cJSON_PrintUnformatted(o))) {
        if (model_set(m, "cfg", text, e) == 0 &&
            model_set(m, "cfg_sha256", x->cfg_checksum, e) == 0 &&
            model_set(m, "data_sha256", x->data_checksum, e) == 0 &&
            model_set(m, "provenance", json, e) == 0)
            result = 0;
    } else {
        error_memory(e, "the model's metadata", 0);
    }
    cJSON_free(json);
    cJSON_Delete(o);
    free(text);
    return result;
}

enum fit_result experiment_fit(struct experiment *x, const struct rows *rows,
                               const struct monitor *monitor, const char *checkpoint,
                               struct model *model, struct mien_error *e)
{
    struct prepared p;
    *model = (struct model){0};
    if (prepare(&p, &x->data, &x->options, rows, x->fitter->kind, x->fitter->by_draw, x->threads,
                e) != 0)
        return FIT_FAILED;
    p.teacher = &x->teacher;
    const struct fit_context context = {.seed = x->seed,
                                        .threads = x->threads,
                                        .monitor = *monitor,
                                        .checkpoint = checkpoint,
                                        .fingerprint = x->fingerprint};
    const double start = clock_seconds();
    enum fit_result result = x->fitter->fit(x, &p, &context, e);
    x->fit_seconds = clock_seconds() - start;
    if (result == FIT_DONE &&
        (describe(x, rows, &p.model, e) != 0 || model_finish(&p.model, e) != 0))
        result = FIT_FAILED;
    if (result == FIT_DONE) {
        *model = p.model;
        p.model = (struct model){0};
    }
    prepared_free(&p);
    return result;
}
