/* examples.c - see examples.h. */
#include "trainer/gallery/examples.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Row `at` as an example of the kind; false where it is none. */
static bool take(const struct answered *a, uint32_t at, enum example_choice choice, uint32_t class,
                 struct example *out)
{
    const uint32_t row = a->exam->row[at], classes = a->model->classes;
    const float *p = a->p + (size_t)at * classes;
    uint32_t said = 0;
    for (uint32_t c = 1; c < classes; c++)
        said = p[c] > p[said] ? c : said;
    const uint8_t label = a->exam->data.y[row];
    *out = (struct example){at, row, label, (uint8_t)said,
                            p[choice == EXAMPLES_OF_CLASS ? label : said]};
    switch (choice) {
    case EXAMPLES_SURE_MISTAKES:
        return said != label;
    case EXAMPLES_OF_CLASS:
        return label == class;
    default:
        return said == label;
    }
}

static int by_falling_p(const void *a, const void *b)
{
    const struct example *one = a, *other = b;
    if (one->p != other->p)
        return one->p > other->p ? -1 : 1;
    return one->at < other->at ? -1 : 1;
}

static int by_rising_p(const void *a, const void *b)
{
    const struct example *one = a, *other = b;
    if (one->p != other->p)
        return one->p < other->p ? -1 : 1;
    return one->at < other->at ? -1 : 1;
}

/* Copies of a row have the same probabilities, so they follow each other in any order. */
static bool same_row(const struct answered *a, const struct example *one,
                     const struct example *other)
{
    const size_t width = a->exam->width;
    return memcmp(a->exam->x + one->at * width, a->exam->x + other->at * width,
                  width * sizeof *a->exam->x) == 0;
}

int examples_choose(struct examples *x, const struct answered *a, enum example_choice choice,
                    uint32_t class, uint32_t most, struct mien_error *e)
{
    const size_t bytes = ((size_t)a->exam->rows + 1) * sizeof *x->list;
    *x = (struct examples){.list = malloc(bytes)};
    if (!x->list)
        return error_memory(e, "examples", bytes);
    for (uint32_t at = 0; at < a->exam->rows; at++)
        x->among += take(a, at, choice, class, &x->list[x->among]);
    qsort(x->list, x->among, sizeof *x->list,
          choice == EXAMPLES_UNSURE_HITS ? by_rising_p : by_falling_p);
    for (uint32_t k = 0; k < x->among && x->count < most; k++)
        if (x->count == 0 || !same_row(a, &x->list[x->count - 1], &x->list[k]))
            x->list[x->count++] = x->list[k];
    return 0;
}

void examples_free(struct examples *x)
{
    free(x->list);
    *x = (struct examples){0};
}
