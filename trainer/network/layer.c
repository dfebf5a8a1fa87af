/* layer.c - what layers of several kinds do alike; see layer.h. */
#include "trainer/network/layer.h"

#include <math.h>
#include <string.h>

#include "trainer/network/activation.h"

int layer_named(const struct layer *l, struct layer *layers, const struct cfg_section *s,
                const char *key, double number, struct layer **named, struct mien_error *e)
{
    const double index = number < 0.0 ? l->index + number : number + 1.0;
    if (!(index >= 0.0 && index < l->index) || index != floor(index))
        return cfg_error(
            s, key, e,
            "%s names no layer before this one (%g); -1 is the one before, 0 the first "
            "of the file",
            key, number);
    *named = &layers[(size_t)index];
    if ((*named)->stands_for != NULL)
        *named = (*named)->stands_for;
    return 0;
}

int layer_read_pair(struct layer *l, struct layer *layers, struct cfg_section *s,
                    enum mien_activation *activation, struct mien_error *e)
{
    double from;
    size_t count;
    int chosen;
    if (cfg_line(s, "from") == s->line)
        return error_set(e, s->file, s->line, "[%s] has no from; add from = -LAYERS", s->name);
    if (cfg_numbers(s, "from", &from, 1, &count, e) != 0 ||
        layer_named(l, layers, s, "from", from, &l->input[1], e) != 0 ||
        cfg_choice(s, "activation", &chosen, activation_names, MIEN_ACTIVATION_COUNT, MIEN_LINEAR,
                   e) != 0)
        return -1;
    *activation = (enum mien_activation)chosen;
    return 0;
}

void layer_hand_on(const struct layer *l, size_t row)
{
    const struct layer *in = l->input[0];
    const float *restrict d = l->delta + row * l->size;
    if (in->delta == NULL || in->delta == l->delta)
        return;
    float *restrict to = in->delta + row * l->size;
    if (!l->adds[0])
        memcpy(to, d, l->size * sizeof *d);
    else
        for (size_t i = 0; i < l->size; i++)
            to[i] += d[i];
}

void layer_add_parts(const struct pass *p, const float *part, size_t step, size_t count,
                     float *restrict sum)
{
    enum { LINE = 16 }; /* floats of a cache line: workers do not share one */
    const size_t tiles = (p->batch->rows + LAYER_TILE - 1) / LAYER_TILE;
    size_t begin, end;
    share(count, LINE, p->worker, p->workers, &begin, &end);
    for (size_t i = begin; i < end; i++)
        sum[i] = part[i];
    for (size_t t = 1; t < tiles; t++)
        for (size_t i = begin; i < end; i++)
            sum[i] += part[t * step + i];
}
