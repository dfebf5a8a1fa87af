/* input.c - [input]: one part of rows that are made of several, as a picture and the landmarks in
 * it. `part` names it. The layer reads the rows, whatever layers stand before it, so that a branch
 * of the network can begin anywhere; [route] joins branches. Where rows are that part alone it
 * stands for the rows. */
#include <stdlib.h>
#include <string.h>

#include "trainer/network/layer.h"
#include "trainer/network/lowering.h"

/* Numbers of a row before part `index`. */
static size_t start_of(const struct layer *rows, int index)
{
    size_t start = 0;
    for (int i = 0; i < index; i++)
        start += (size_t)rows->parts[i].shape.h * rows->parts[i].shape.w * rows->parts[i].shape.c;
    return start;
}

static int configure(struct layer *l, struct layer *layers, struct cfg_section *s,
                     struct mien_error *e)
{
    struct layer *rows = &layers[0];
    const char *names[LAYER_INPUTS_MAX];
    int index;
    for (int i = 0; i < rows->part_count; i++)
        names[i] = rows->parts[i].name;
    if (rows->part_count == 0)
        return error_set(e, s->file, s->line,
                         "[input] takes a part of the rows, but these have none; remove it");
    if (cfg_line(s, "part") == s->line)
        return error_set(e, s->file, s->line, "[input] has no part; add part = %s%s%s", names[0],
                         rows->part_count > 1 ? " or " : "", rows->part_count > 1 ? names[1] : "");
    if (cfg_choice(s, "part", &index, names, rows->part_count, 0, e) != 0)
        return -1;
    l->input[0] = rows;
    l->shape = rows->parts[index].shape;
    size_t *start = l->options = malloc(sizeof *start);
    if (start == NULL)
        return error_memory(e, "a layer", sizeof *start);
    *start = start_of(rows, index);
    l->source = true;
    if (rows->part_count == 1) {
        l->stands_for = rows;
        l->input_count = 0;
    }
    return 0;
}

static void forward(const struct layer *l, const struct pass *p)
{
    const struct layer *rows = l->input[0];
    const size_t *start = l->options;
    for (size_t row = p->begin; row < p->end; row++)
        memcpy(l->output + row * l->size, rows->output + row * rows->size + *start,
               l->size * sizeof *l->output);
}

/* Nobody asks what the rows should have been. */
static void backward(const struct layer *l, const struct pass *p)
{
    (void)l;
    (void)p;
}

static int lower(struct layer *l, struct lowering *low, struct mien_error *e)
{
    if (l->stands_for != NULL) {
        l->value = l->stands_for->value;
        return 0;
    }
    struct mien_node n = {.op = MIEN_SLICE, .inputs = {l->input[0]->value}, .input_count = 1};
    n.u.slice.start = (int32_t) * (const size_t *)l->options;
    n.u.slice.out =
        (struct mien_map){(int32_t)l->shape.h, (int32_t)l->shape.w, (int32_t)l->shape.c, 0};
    l->value = lowering_add(low, &n, e);
    return l->value < 0 ? -1 : 0;
}

const struct layer_type layer_input = {
    .section = "input",
    .configure = configure,
    .forward = forward,
    .backward = backward,
    .lower = lower,
};
