/* errand.c - see errand.h. */
#include "viewer/view/errand.h"

#include "viewer/view/app_files.h"

void errand_begin(struct errand *d)
{
    report_start(&d->report);
}

int errand_before(const struct errand *d, struct app *a, struct mien_error *e)
{
    return d->record && d->report.count == 0 ? app_record(a, d->record, d->clean, e) : 0;
}

void errand_after(struct errand *d, struct app *a)
{
    report_note(&d->report, a->moment);
    if (d->frames && d->report.count >= d->frames)
        a->quit = true;
}

int errand_check(const struct errand *d, const struct app *a, struct mien_error *e)
{
    if (!d->record || !a->spoilt.text[0])
        return 0;
    *e = a->spoilt;
    return -1;
}

int errand_end(const struct errand *d, struct app *a, int done, struct mien_error *e)
{
    if (done == 0 && d->snapshot)
        done = app_picture(a, d->snapshot, e);
    if (done == 0)
        done = app_stop_recording(a, e);
    if (done == 0)
        done = errand_check(d, a, e);
    if (done == 0 && d->json)
        done = report_print(&d->report, a, e);
    return done;
}
