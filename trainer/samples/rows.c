/* rows.c - see rows.h. */
#include "trainer/samples/rows.h"

#include <stdlib.h>

/* Leave out of r->train what least_score and copies say; check that each class still has a row. */
static int rows_filter(struct rows *r, const struct dataset *d, const struct data_options *o,
                       struct mien_error *e)
{
    uint32_t kept = 0, per_class[DATASET_CLASSES_MAX] = {0};
    for (uint32_t i = 0; i < r->train_count; i++) {
        const uint32_t row = r->train[i];
        if ((o->drop_copies && d->copy[row]) ||
            (o->least_score > 0 && d->score[row] < o->least_score))
            continue;
        r->train[kept++] = row;
        per_class[d->y[row]]++;
    }
    r->train_count = kept;
    for (uint32_t c = 0; c < d->classes; c++)
        if (per_class[c] == 0)
            return error_set(e, d->path, 0,
                             "class '%s' has no row to train on in split '%s'; leave the class out "
                             "with 'mien data select'",
                             d->class_names[c], o->train);
    return 0;
}

int rows_choose(struct rows *r, const struct dataset *d, const struct data_options *o,
                struct mien_error *e)
{
    uint32_t train, valid;
    *r = (struct rows){0};
    if (dataset_find_split(d, o->train, &train, e) != 0 ||
        dataset_find_split(d, o->valid, &valid, e) != 0 ||
        !(r->train = dataset_split_rows(d, train, &r->train_count, e)) ||
        !(r->valid = dataset_split_rows(d, valid, &r->valid_count, e)))
        goto failed;
    if (r->valid_count == 0) {
        error_set(e, d->path, 0, "split '%s' has no rows; 'mien data split' makes one", o->valid);
        goto failed;
    }
    if (rows_filter(r, d, o, e) == 0)
        return 0;
failed:
    rows_free(r);
    return -1;
}

void rows_free(struct rows *r)
{
    free(r->train);
    free(r->valid);
    *r = (struct rows){0};
}
