/* filters.c - see filters.h. */
#include "trainer/gallery/filters.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "trainer/gallery/colormap.h"
#include "trainer/gallery/page.h"
#include "trainer/gallery/tile.h"

/* Units. */
static const float side = 40.0f, gap = 14.0f, caption = 16.0f, face = 110.0f;
enum { COLUMNS = 6 };

int32_t filters_first(const struct model *m)
{
    for (int32_t i = 0; i < m->graph.node_count; i++) {
        const enum mien_operator op = m->graph.nodes[i].op;
        if (op == MIEN_CONV || op == MIEN_DEPTHWISE || op == MIEN_SEPARABLE)
            return i;
    }
    return -1;
}

/* A convolution's windows: `channels` of them (input channels) make one of `count` filters. */
struct filters {
    struct mien_window window;
    uint32_t channels, count;
    const float *weight; /* packed, `taps` a filter */
};

static struct filters filters_of(const struct mien_node *n)
{
    if (n->op == MIEN_CONV)
        return (struct filters){n->u.conv.window, (uint32_t)n->u.conv.in.c,
                                (uint32_t)n->u.conv.out.c, n->u.conv.weight};
    const struct mien_depthwise *d =
        n->op == MIEN_SEPARABLE ? &n->u.separable.depth : &n->u.depthwise;
    return (struct filters){d->window, 1, (uint32_t)d->in.c, d->weight};
}

void filters_window(const struct mien_node *n, uint32_t in, uint32_t out, float *w)
{
    const struct filters f = filters_of(n);
    const size_t places = (size_t)f.window.h * (size_t)f.window.w, taps = places * f.channels;
    const float *block = f.weight + out / MIEN_BLOCK * taps * MIEN_BLOCK;
    for (size_t at = 0; at < places; at++)
        w[at] = block[(at * f.channels + in) * MIEN_BLOCK + out % MIEN_BLOCK];
}

struct filters_figure {
    const struct answered *answered;
    const struct mien_node *node;
    struct filters filters;
    float *window; /* [3, window.h, window.w] */
    float *arena;  /* in which `node` has run on the face */
    float *answer; /* [h, w] of one filter, 0..1; NULL where filters have no answers of their own */
    struct mien_map map;
    struct canvas canvas;
};

/* ---- one filter ---- */

static struct color color_of(const struct filters_figure *f, size_t at, float scale)
{
    const size_t places = (size_t)f->filters.window.h * (size_t)f->filters.window.w;
    if (f->filters.channels != 3)
        return colormap_sign(f->window[at] * scale);
    uint8_t rgb[3];
    for (size_t k = 0; k < 3; k++)
        rgb[k] = (uint8_t)lrintf(127.5f + 127.5f * f->window[k * places + at] * scale);
    return (struct color){rgb[0], rgb[1], rgb[2]};
}

/* Windows of all channels that are shown, and the largest weight among them. */
static float read_windows(struct filters_figure *f, uint32_t index)
{
    const size_t places = (size_t)f->filters.window.h * (size_t)f->filters.window.w;
    const size_t shown = f->filters.channels == 3 ? 3 : 1;
    float largest = 0.0f;
    for (size_t k = 0; k < shown; k++)
        filters_window(f->node, (uint32_t)k, index, f->window + k * places);
    for (size_t at = 0; at < shown * places; at++)
        largest = fmaxf(largest, fabsf(f->window[at]));
    return largest;
}

static void draw_window(struct filters_figure *f, uint32_t index, float left, float top)
{
    const struct mien_window *w = &f->filters.window;
    const float largest = read_windows(f, index);
    const float cell = side / (float)(w->h > w->w ? w->h : w->w);
    char text[48];
    canvas_rectangle(&f->canvas, left - 0.5f, top - 0.5f, side + 1.0f, side + 1.0f, page_rule);
    for (int32_t at = 0; at < w->h * w->w; at++)
        canvas_rectangle(&f->canvas, left + (float)(at % w->w) * cell,
                         top + (float)(at / w->w) * cell, cell, cell,
                         color_of(f, (size_t)at, largest > 0.0f ? 1.0f / largest : 0.0f));
    snprintf(text, sizeof text, "%u: to %.2g", index, (double)largest);
    page_caption(&f->canvas, left, top + side + 9.0f, side, page_faint, text);
}

/* The filter's own map, from its least to its largest number. */
static int draw_answer(struct filters_figure *f, uint32_t index, float left, float top,
                       struct mien_error *e)
{
    const size_t pixels = (size_t)f->map.h * (size_t)f->map.w;
    const int large = (int)lrintf(side * f->canvas.scale);
    float low = INFINITY, high = -INFINITY;
    for (size_t at = 0; at < pixels; at++) {
        f->answer[at] = f->arena[at * (size_t)f->map.stride + index];
        low = fminf(low, f->answer[at]);
        high = fmaxf(high, f->answer[at]);
    }
    for (size_t at = 0; at < pixels; at++)
        f->answer[at] = high > low ? 255.0f * (f->answer[at] - low) / (high - low) : 0.0f;
    const uint32_t shape[] = {(uint32_t)f->map.h, (uint32_t)f->map.w, 1};
    struct tile t;
    if (tile_picture(&t, shape, f->answer, large, e) != 0)
        return -1;
    tile_put(&f->canvas, &t, left, top);
    tile_free(&t);
    return 0;
}

/* ---- the figure ---- */

/* Run the network up to its first convolution on the face: its maps in the arena. */
static int run_first(struct filters_figure *f, int32_t first, const float *x, struct mien_error *e)
{
    const struct mien_graph *g = &f->answered->model->graph;
    const struct mien_value *v = &g->values[first + 1];
    const size_t bytes = g->arena_floats * sizeof(float);
    float *arena = malloc(bytes), *p = malloc((f->answered->model->classes + 1) * sizeof *p);
    if (arena && p)
        for (int32_t i = 0; i <= first; i++)
            mien_graph_step(g, i, x, &p, arena, NULL);
    free(p);
    f->map = v->map;
    f->arena = malloc(v->size * sizeof(float));
    f->answer = malloc((size_t)f->map.h * (size_t)f->map.w * sizeof(float));
    const bool made = arena && p && f->arena && f->answer;
    for (size_t k = 0; made && k < v->size; k++)
        f->arena[k] = arena[v->offset + k];
    free(arena);
    return made ? 0 : error_memory(e, "the network's arena", bytes);
}

static int draw_filters(struct filters_figure *f, float left, struct mien_error *e)
{
    int result = 0;
    for (uint32_t k = 0; result == 0 && k < f->filters.count; k++) {
        const float x = left + (float)(k % COLUMNS) * (2.0f * side + 2.0f + gap);
        const float y = page_head + (float)(k / COLUMNS) * (side + caption);
        draw_window(f, k, x, y);
        if (f->answer)
            result = draw_answer(f, k, x + side + 2.0f, y, e);
    }
    return result;
}

static int draw(struct filters_figure *f, const struct example *shown, const char *path,
                struct mien_error *e)
{
    const struct answered *a = f->answered;
    const struct dataset *d = &a->exam->data;
    const float *row = a->exam->x + (size_t)shown->at * a->exam->width;
    const uint32_t lines = (f->filters.count + COLUMNS - 1) / COLUMNS;
    const float left = page_margin + face + 2.0f * gap;
    char subtitle[200], text[400];
    snprintf(subtitle, sizeof subtitle,
             "first filters: %u of %d x %d, each in colours up to its largest weight (%s)%s",
             f->filters.count, f->filters.window.h, f->filters.window.w,
             f->filters.channels == 3 ? "grey: zero" : "blue below zero, orange above",
             f->answer ? ", and its map of one face" : "");
    const float width = fmaxf(left + COLUMNS * (2.0f * side + 2.0f + gap) - gap + page_margin,
                              page_width(a->name, subtitle));
    const float height =
        fmaxf(page_head + (float)lines * (side + caption), page_head + face + 2 * caption) + 8.0f;
    if (canvas_init(&f->canvas, width, height, PAGE_SCALE, page_paper, e) != 0)
        return -1;
    page_heading(&f->canvas, a->name, subtitle);
    if (tile_draw(&f->canvas, page_margin, page_head, face, d, row, e) != 0)
        return -1;
    snprintf(text, sizeof text, "%s, row %u", d->class_names[shown->label], shown->row);
    page_caption(&f->canvas, page_margin, page_head + face + 10.0f, face, page_faint, text);
    return draw_filters(f, left, e) == 0 ? canvas_save(&f->canvas, path, e) : -1;
}

int filters_png(const struct answered *a, const char *path, struct mien_error *e)
{
    const int32_t first = filters_first(a->model);
    const struct dataset *d = &a->exam->data;
    struct dataset_part picture;
    if (!dataset_find_part(d, DATASET_IMAGE, &picture))
        return error_set(e, d->path, 0,
                         "rows are no pictures; filters are shown of models of those");
    if (first < 0)
        return error_set(e, a->model->file.path, 0,
                         "the model has no convolution, and so no filters to show");
    struct filters_figure f = {.answered = a, .node = &a->model->graph.nodes[first]};
    f.filters = filters_of(f.node);
    struct examples shown = {0};
    const size_t places = (size_t)f.filters.window.h * (size_t)f.filters.window.w;
    f.window = malloc(3 * places * sizeof *f.window);
    int result = f.window ? examples_choose(&shown, a, EXAMPLES_SURE_HITS, 0, 1, e)
                          : error_memory(e, "filters", 3 * places * sizeof *f.window);
    if (result == 0 && shown.count == 0) { /* nothing right: any face will do */
        examples_free(&shown);
        result = examples_choose(&shown, a, EXAMPLES_SURE_MISTAKES, 0, 1, e);
    }
    const float *row = result == 0 ? a->exam->x + (size_t)shown.list[0].at * a->exam->width : NULL;
    if (result == 0 && f.node->op != MIEN_SEPARABLE)
        result = run_first(&f, first, row, e);
    if (result == 0)
        result = draw(&f, &shown.list[0], path, e);
    canvas_free(&f.canvas);
    examples_free(&shown);
    free(f.window);
    free(f.arena);
    free(f.answer);
    return result;
}
