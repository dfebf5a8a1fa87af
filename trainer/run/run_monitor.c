/* run_monitor.c - see run_monitor.h. */
#include "trainer/run/run_monitor.h"

#include <math.h>

#include "runtime/host/stop.h"

static int add_step(struct metrics_log *log, const struct fit_report *r, struct mien_error *e)
{
    struct metrics_line line;
    if (metrics_log_step(log, &line, r->unit, r->step, llround(r->done), e) != 0)
        return -1;
    metrics_line_number(&line, "samples_per_second", r->samples_per_second, 6);
    for (int i = 0; i < r->metric_count; i++)
        metrics_line_number(&line, r->metrics[i].name, r->metrics[i].value, 9);
    if (r->confusion)
        metrics_line_confusion(&line, "confusion", r->confusion, r->classes);
    return metrics_log_write(log, &line, e);
}

static bool report(void *context, const struct fit_report *r)
{
    struct run_monitor *m = context;
    if (r->finished_step && m->log && add_step(m->log, r, &m->error) != 0)
        m->failed = true;
    display_update(&m->display, r);
    if (stop_asked() && !m->told) {
        m->told = true;
        display_say(&m->display, "stopping at the next checkpoint; Ctrl-C again stops now");
    }
    return !m->failed && !stop_asked();
}

struct monitor run_monitor_start(struct run_monitor *m, struct metrics_log *log)
{
    *m = (struct run_monitor){.log = log};
    display_start(&m->display, stderr);
    stop_watch();
    return (struct monitor){.context = m, .report = report};
}

int run_monitor_finish(struct run_monitor *m, struct mien_error *e)
{
    display_finish(&m->display);
    stop_unwatch();
    if (m->failed && e)
        *e = m->error;
    return m->failed ? -1 : 0;
}
