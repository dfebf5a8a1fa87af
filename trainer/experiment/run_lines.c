/* run_lines.c - see run_lines.h. */
#include "trainer/experiment/run_lines.h"

#include <stdlib.h>

int run_lines_begin(struct run *r, const struct experiment *x, struct mien_error *e)
{
    if (r->resumed && metrics_log_resume(&r->log, e) != 0)
        return -1;
    if (r->log.length > 0)
        return 0;
    char *config = cfg_text(&x->cfg);
    if (!config)
        return error_memory(e, "the cfg's text", 0);
    const struct fit_plan plan = x->fitter->plan(x);
    struct metrics_line line;
    metrics_line_start(&line, "run", 0);
    metrics_line_time(&line);
    metrics_line_text(&line, "unit", plan.unit);
    metrics_line_whole(&line, "total", plan.total);
    metrics_line_text(&line, "model", x->fitter->kind);
    metrics_line_texts(&line, "classes", (const char *const *)x->data.class_names, x->data.classes);
    metrics_line_whole(&line, "threads", x->threads);
    metrics_line_text(&line, "config", config);
    free(config);
    return metrics_log_write(&r->log, &line, e);
}

int run_lines_finish(struct run *r, const struct metrics *m, const struct model_cost *cost,
                     double fit_seconds, struct mien_error *e)
{
    struct metrics_line line;
    metrics_log_end(&r->log, &line, METRICS_FINISHED);
    metrics_line_number(&line, "accuracy", m->accuracy, 9);
    metrics_line_number(&line, "macro_f1", m->macro_f1, 9);
    metrics_line_seconds(&line, "fit_seconds", fit_seconds);
    metrics_line_whole(&line, "parameters", (long long)cost->parameters);
    metrics_line_whole(&line, "bytes", (long long)cost->bytes);
    metrics_line_whole(&line, "operations", (long long)cost->operations);
    metrics_line_confusion(&line, "confusion", m->confusion, m->classes);
    return metrics_log_write(&r->log, &line, e);
}

void run_lines_break(struct run *r, const char *message)
{
    struct metrics_line line;
    if (r->resumed && r->log.length == 0)
        return; /* what stands in its file is no metrics, and is left */
    metrics_log_end(&r->log, &line, message ? METRICS_FAILED : METRICS_STOPPED);
    if (message)
        metrics_line_text(&line, "message", message);
    metrics_log_write(&r->log, &line, NULL);
}
