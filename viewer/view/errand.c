/* errand.c - see errand.h. */
#include "viewer/view/errand.h"

void errand_begin(struct errand *d)
{
    report_start(&d->report);
}

int errand_before(const struct errand *d, struct app *a, struct mien_error *e)
{
    return d->record && d->report.count == 0 ? app_record(a, d->record, d->clean, e) : 0;
}

int errand_after(struct errand *d, struct app *a, struct mien_error *e)
{
    if (d->frames && d->report.count + 1 >= d->frames)
        a->quit = true;
    return report_note(&d->report, a->moment, e);
}

int errand_end(struct errand *d, struct app *a, int done, struct mien_error *e)
{
    if (done == 0 && d->snapshot)
        done = app_picture(a, d->snapshot, e);
    if (done == 0)
        done = app_stop_recording(a, e);
    if (done == 0 && d->json)
        done = report_print(&d->report, a, e);
    report_free(&d->report);
    return done;
}
