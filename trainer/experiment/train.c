/* train.c - see train.h. */
#include "trainer/experiment/train.h"

#include <unistd.h>

#include "trainer/experiment/judge.h"
#include "trainer/experiment/run_lines.h"
#include "trainer/experiment/run_weights.h"
#include "trainer/run/run_monitor.h"

/* Fit under the run's monitor, which watches from before the run is seen to have begun. What the
 * monitor has to say counts only where the fit itself is silent. */
static enum fit_result fit(struct experiment *x, struct run *r, struct model *model,
                           struct mien_error *e)
{
    struct run_monitor watch;
    const struct monitor monitor = run_monitor_start(&watch, &r->log);
    enum fit_result result = FIT_FAILED;
    if (run_lines_begin(r, x, e) == 0)
        result = experiment_fit(x, &x->rows, &monitor, r->checkpoint, model, e);
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

static cJSON *describe(const struct model *m, const struct report *report,
                       const struct model_cost *cost, double fit_seconds)
{
    cJSON *json = report_json(report);
    if (json && cJSON_AddStringToObject(json, "kind", m->kind) &&
        cJSON_AddNumberToObject(json, "fit_seconds", fit_seconds) &&
        cJSON_AddNumberToObject(json, "parameters", (double)cost->parameters) &&
        cJSON_AddNumberToObject(json, "bytes", (double)cost->bytes) &&
        cJSON_AddNumberToObject(json, "operations", (double)cost->operations) &&
        cJSON_AddStringToObject(json, "cfg_sha256", model_get(m, "cfg_sha256")) &&
        cJSON_AddStringToObject(json, "data_sha256", model_get(m, "data_sha256")) &&
        cJSON_AddStringToObject(json, "weights_sha256", m->weights_checksum) &&
        add_parsed(json, m, "importances") && add_parsed(json, m, "grid"))
        return json;
    cJSON_Delete(json);
    return NULL;
}

/* The last line of the metrics comes before the report: with a report the run is finished, and must
 * lack nothing. */
static int conclude(struct run *r, const struct model *model, const struct report *report,
                    double fit_seconds, cJSON **json, struct mien_error *e)
{
    const struct model_cost cost = model_cost(model);
    *json = describe(model, report, &cost, fit_seconds);
    if (!*json)
        return error_memory(e, "the report", 0);
    if (run_lines_finish(r, &report->subsets[0].metrics, &cost, fit_seconds, e) != 0)
        return -1;
    return report_write(*json, r->report, e);
}

static int measure(struct experiment *x, struct run *r, struct model *model, struct report *report,
                   cJSON **json, struct mien_error *e)
{
    struct judged judged = {0};
    const double fit_seconds = metrics_log_wall(&r->log);
    int result = -1;
    if (model_save(model, r->model, e) == 0 && run_weights_write(x, r->weights, e) == 0 &&
        judge(&judged, model, &x->data, x->rows.valid, x->rows.valid_count, x->threads, x->seed,
              e) == 0 &&
        report_make(report, &x->data, x->rows.valid, x->rows.valid_count, judged.p, x->seed, e) ==
            0)
        result = conclude(r, model, report, fit_seconds, json, e);
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
    else
        run_lines_break(r, result == FIT_STOPPED ? NULL : e->text);
    model_free(&model);
    return result;
}
