/* data_work.c - see data_work.h. */
#include "trainer/cli/data_work.h"

#include <stdio.h>

#include "datasets/dataset_open.h"
#include "runtime/host/stop.h"
#include "runtime/host/text.h"

static bool report(void *context, uint64_t done, uint64_t total)
{
    struct data_work *w = context;
    if (w->shown && w->bar.total != (double)total) { /* the next part of the work */
        progress_finish(&w->bar);
        w->shown = false;
    }
    if (!w->shown && done < total && clock_seconds() - w->began > 0.3) {
        progress_start(&w->bar, w->label, (double)total);
        w->shown = true;
    } else if (w->shown) {
        progress_update(&w->bar, (double)done);
    }
    return !stop_asked();
}

void data_work_start(struct data_work *w, const char *label)
{
    *w = (struct data_work){.label = label, .began = clock_seconds(), .watch = {w, report}};
    stop_watch();
}

int data_work_finish(struct data_work *w, int result)
{
    bool stopped = result != 0 && stop_asked();
    if (w->shown)
        progress_finish(&w->bar);
    stop_unwatch();
    if (stopped)
        fprintf(stderr, "stopped; nothing was written\n");
    return stopped ? 130 : result;
}

int data_print_summary(const char *folder, struct mien_error *e)
{
    struct dataset d;
    char number[32];
    if (dataset_open(&d, folder, e) != 0)
        return -1;
    uint32_t rows[DATASET_SPLITS_MAX] = {0};
    for (uint32_t i = 0; i < d.rows; i++)
        rows[d.split[i]]++;
    printf("%s: %s rows", folder, text_count(number, sizeof number, d.rows));
    for (uint32_t i = 0; i < d.splits; i++)
        printf(", %s %s", d.split_names[i], text_count(number, sizeof number, rows[i]));
    printf("; classes");
    for (uint32_t i = 0; i < d.classes && i < 12; i++)
        printf(" %s", d.class_names[i]);
    printf("%s\n", d.classes > 12 ? " ..." : "");
    dataset_close(&d);
    return 0;
}
