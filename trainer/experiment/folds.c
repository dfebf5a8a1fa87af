/* folds.c - see folds.h. */
#include "trainer/experiment/folds.h"

#include <math.h>
#include <stdlib.h>

#include "datasets/split.h"
#include "trainer/experiment/judge.h"

struct spread spread_of(const double *values, int count)
{
    struct spread s = {0};
    for (int i = 0; i < count; i++)
        s.mean += values[i] / count;
    for (int i = 0; i < count && count > 1; i++)
        s.deviation += (values[i] - s.mean) * (values[i] - s.mean) / (count - 1);
    s.deviation = sqrt(s.deviation);
    return s;
}

/* The rows of `all` outside and inside a fold. */
static int cut(const struct rows *all, const uint8_t *fold_of_row, int fold, struct rows *out,
               struct mien_error *e)
{
    *out = (struct rows){.train = malloc(all->train_count * sizeof *out->train),
                         .valid = malloc(all->train_count * sizeof *out->valid)};
    if (!out->train || !out->valid)
        return error_memory(e, "a fold", all->train_count * 2 * sizeof *out->train);
    for (uint32_t i = 0; i < all->train_count; i++) {
        if (fold_of_row[i] == fold)
            out->valid[out->valid_count++] = all->train[i];
        else
            out->train[out->train_count++] = all->train[i];
    }
    return 0;
}

static enum fit_result run_fold(struct experiment *x, const struct rows *all,
                                const uint8_t *fold_of_row, int fold, const struct monitor *monitor,
                                struct fold_score *score, struct mien_error *e)
{
    struct rows rows;
    struct model model = {0};
    struct judged judged = {0};
    enum fit_result result = FIT_FAILED;
    if (cut(all, fold_of_row, fold, &rows, e) == 0)
        result = experiment_fit(x, &rows, monitor, NULL, &model, e);
    if (result == FIT_DONE &&
        judge(&judged, &model, &x->data, rows.valid, rows.valid_count, x->threads, x->seed, e) != 0)
        result = FIT_FAILED;
    *score = (struct fold_score){judged.rows, judged.metrics.accuracy, judged.metrics.macro_f1};
    judged_free(&judged);
    model_free(&model);
    rows_free(&rows);
    return result;
}

enum fit_result folds_run(struct experiment *x, int folds, const struct monitor *monitor,
                          struct fold_score *scores, struct mien_error *e)
{
    const struct rows *all = &x->rows;
    enum fit_result result = FIT_FAILED;
    uint8_t *fold_of_row = malloc(all->train_count);
    if (!fold_of_row)
        error_memory(e, "folds", all->train_count);
    else if (split_folds(&x->data, all->train, all->train_count, (uint32_t)folds, x->seed,
                         fold_of_row, e) == 0)
        result = FIT_DONE;
    for (int i = 0; result == FIT_DONE && i < folds; i++)
        result = run_fold(x, all, fold_of_row, i, monitor, &scores[i], e);
    free(fold_of_row);
    return result;
}
