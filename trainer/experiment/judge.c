/* judge.c - see judge.h. */
#include "trainer/experiment/judge.h"

#include <stdlib.h>

int judge(struct judged *j, const struct model *m, const struct dataset *d, const uint32_t *rows,
          uint32_t count, int threads, uint64_t seed, struct mien_error *e)
{
    *j = (struct judged){.rows = count};
    j->x = malloc(((size_t)count * d->width + 1) * sizeof *j->x);
    j->p = malloc(((size_t)count * m->classes + 1) * sizeof *j->p);
    j->y = malloc(count + 1);
    int result = j->x && j->p && j->y ? 0 : error_memory(e, "rows", (size_t)count * d->width * 4);
    for (uint32_t i = 0; result == 0 && i < count; i++)
        j->y[i] = d->y[rows[i]];
    if (result == 0 && (dataset_read(d, rows, count, j->x, e) != 0 ||
                        model_predict(m, j->x, count, j->p, threads, e) != 0 ||
                        metrics_measure(&j->metrics, j->p, j->y, count, m->classes, seed, e) != 0))
        result = -1;
    if (result != 0)
        judged_free(j);
    return result;
}

void judged_free(struct judged *j)
{
    metrics_free(&j->metrics);
    free(j->x);
    free(j->p);
    free(j->y);
    *j = (struct judged){0};
}
