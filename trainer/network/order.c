/* order.c - see order.h. */
#include "trainer/network/order.h"

#include <stdlib.h>

int order_init(struct order *o, const uint8_t *y, uint32_t count, uint32_t classes, bool balanced)
{
    *o = (struct order){.count = count, .classes = classes, .y = y};
    o->rows = malloc((count + 1) * sizeof *o->rows);
    if (balanced)
        o->sorted = malloc((count + 1) * sizeof *o->sorted);
    if (o->rows && (o->sorted || !balanced))
        return 0;
    order_free(o);
    return -1;
}

void order_free(struct order *o)
{
    free(o->rows);
    free(o->sorted);
    *o = (struct order){0};
}

/* o->rows by class into o->sorted, each class in the order in which it stood; where each begins. */
static void sort_by_class(struct order *o, uint32_t begin[257])
{
    uint32_t next[257] = {0};
    for (uint32_t i = 0; i < o->count; i++)
        next[o->y[i] + 1]++;
    for (uint32_t c = 0; c < o->classes; c++)
        next[c + 1] += next[c];
    for (uint32_t c = 0; c <= o->classes; c++)
        begin[c] = next[c];
    for (uint32_t i = 0; i < o->count; i++)
        o->sorted[next[o->y[o->rows[i]]]++] = o->rows[i];
}

/* One row of each class in turn, from the first again where a class is through. */
static void take_turns(struct order *o, const uint32_t begin[257])
{
    uint32_t taken = 0;
    for (uint32_t turn = 0; taken < o->count; turn++)
        for (uint32_t c = 0; c < o->classes && taken < o->count; c++) {
            const uint32_t rows = begin[c + 1] - begin[c];
            if (rows > 0)
                o->rows[taken++] = o->sorted[begin[c] + turn % rows];
        }
}

void order_draw(struct order *o, struct rng *r)
{
    uint32_t begin[257];
    for (uint32_t i = 0; i < o->count; i++)
        o->rows[i] = i;
    rng_shuffle(r, o->rows, o->count);
    if (!o->sorted)
        return;
    sort_by_class(o, begin);
    take_turns(o, begin);
    rng_shuffle(r, o->rows, o->count);
}
