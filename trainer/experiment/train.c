/* train.c - see train.h. */
#include "trainer/experiment/train.h"

#include <unistd.h>

#include "runtime/host/term.h"
#include "trainer/experiment/judge.h"
#include "trainer/experiment/run_weights.h"
#include "trainer/run/run_monitor.h"

/* Fit under the run's monitor. What the monitor has to say counts only where the fit itself is
 * silent. */
static enum fit_result fit(struct experiment *x, struct run *r, struct model *model,
                           struct mien_error *e)
{
    struct run_monitor watch;
    const struct monitor monitor = run_monitor_start(&watch, &r->log);
    enum fit_result result = experiment_fit(x, &x->rows, &monitor, r->checkpoint, model, e);
    if (run_monitor_finish(&watch, result == FIT_FAILED ? NULL : e) != 0)
        result = FIT_FAILED;
    return result;
}

/* What a kind of model keeps in its metadata as JSON, where it does. */
static bool add_parsed(cJSON *json, const struct model *m, const char *key)
{
    const char *text = model_get(m, key);
    return !text || cJSON_AddItemToObject(json, key, cJSON_Parse(text));
}

static cJSON *describe(const struct model *m, const struct report *report, double fit_seconds)
{
    const struct model_cost cost = model_cost(m);
    cJSON *json = report_json(report);
    if (json && cJSON_AddStringToObject(json, "kind", m->kind) &&
        cJSON_AddNumberToObject(json, "fit_seconds", fit_seconds) &&
        cJSON_AddNumberToObject(json, "parameters", (double)cost.parameters) &&
        cJSON_AddNumberToObject(json, "bytes", (double)cost.bytes) &&
        cJSON_AddNumberToObject(json, "operations", (double)cost.operations) &&
        cJSON_AddStringToObject(json, "cfg_sha256", model_get(m, "cfg_sha256")) &&
        cJSON_AddStringToObject(json, "data_sha256", model_get(m, "data_sha256")) &&
        cJSON_AddStringToObject(json, "weights_sha256", m->weights_checksum) &&
        add_parsed(json, m, "importances") && add_parsed(json, m, "grid"))
        return json;
    cJSON_Delete(json);
    return NULL;
}

static int measure(struct experiment *x, struct run *r, struct model *model, struct report *report,
                   cJSON **json, struct mien_error *e)
{
    struct judged judged = {0};
    const double fit_seconds = clock_seconds() - r->log.started;
    int result = -1;
    if (model_save(model, r->model, e) == 0 && run_weights_write(x, r->weights, e) == 0 &&
        judge(&judged, model, &x->data, x->rows.valid, x->rows.valid_count, x->threads, x->seed,
              e) == 0 &&
        report_make(report, &x->data, x->rows.valid, x->rows.valid_count, judged.p, x->seed, e) ==
            0) {
        *json = describe(model, report, fit_seconds);
        result = *json ? report_write(*json, r->report, e) : error_memory(e, "the report", 0);
    }
    judged_free(&judged);
    return result;
}

enum fit_result train_run(struct experiment *x, struct run *r, struct report *report, cJSON **json,
                          struct mien_error *e)
{
    struct model model = {0};
    *report = (struct report){0};
    *json = NULL;
    enum fit_result result = fit(x, r, &model, e);
    if (result == FIT_DONE && measure(x, r, &model, report, json, e) != 0)
        result = FIT_FAILED;
    if (result == FIT_DONE)
        unlink(r->checkpoint);
    model_free(&model);
    return result;
}
