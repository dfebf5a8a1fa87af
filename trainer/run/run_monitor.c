/* run_monitor.c - see run_monitor.h. */
#include "trainer/run/run_monitor.h"

#include "trainer/run/stop.h"

static bool report(void *context, const struct fit_report *r)
{
    struct run_monitor *m = context;
    if (r->finished_step && m->log && metrics_log_add(m->log, r, &m->error) != 0)
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
