/* heat.c - see heat.h. */
#include "trainer/gallery/heat.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "trainer/gallery/class_map.h"
#include "trainer/gallery/colormap.h"
#include "trainer/gallery/page.h"
#include "trainer/gallery/tile.h"

/* Units. */
static const float side = 64.0f, gap = 10.0f, caption = 18.0f;

struct heat_figure {
    const struct answered *answered;
    enum heat_method method;
    struct ending ending; /* of HEAT_ACTIVATION */
    uint32_t h, w;        /* of the maps */
    float *heat;          /* [h, w] */
    float name_width;
    int threads;
    struct canvas canvas;
};

static const char *const methods[] = {
    [HEAT_ACTIVATION] = "class activation maps (B. Zhou et al., 2016)",
    [HEAT_OCCLUSION] = "where covering costs probability (M. Zeiler, R. Fergus, 2014)"};

/* The map of the example's label, 0..1; *most is what 1 stands for. */
static int make_map(struct heat_figure *f, const struct example *x, float *most,
                    struct mien_error *e)
{
    const struct answered *a = f->answered;
    const float *row = a->exam->x + (size_t)x->at * a->exam->width;
    const int result = f->method == HEAT_ACTIVATION
                           ? class_map_activation(a->model, &f->ending, row, x->label, f->heat, e)
                           : class_map_occlusion(a->model, row, x->label, f->threads, f->heat, e);
    *most = 0.0f;
    for (size_t k = 0; result == 0 && k < (size_t)f->h * f->w; k++)
        *most = fmaxf(*most, f->heat[k]);
    for (size_t k = 0; result == 0 && k < (size_t)f->h * f->w; k++)
        f->heat[k] = *most > 0.0f ? fmaxf(0.0f, f->heat[k] / *most) : 0.0f;
    return result;
}

static void caption_of(const struct heat_figure *f, const struct example *x, float most, char *out,
                       size_t size)
{
    const struct dataset *d = &f->answered->exam->data;
    int used = snprintf(out, size, "%.1f %%, row %u", 100.0 * (double)x->p, x->row);
    if (f->method == HEAT_OCCLUSION)
        used += snprintf(out + used, size - (size_t)used, ", -%.2g points", 100.0 * (double)most);
    if (x->said != x->label)
        snprintf(out + used, size - (size_t)used, ", said %s", d->class_names[x->said]);
}

static int draw_example(struct heat_figure *f, const struct example *x, float left, float top,
                        struct mien_error *e)
{
    const struct exam *exam = f->answered->exam;
    const int pixels = (int)lrintf(side * f->canvas.scale);
    struct tile t;
    char text[400];
    float most;
    if (tile_picture(&t, exam->data.shape, exam->x + (size_t)x->at * exam->width, pixels, e) != 0)
        return -1;
    tile_put(&f->canvas, &t, left, top);
    int result = make_map(f, x, &most, e);
    if (result == 0)
        result = tile_heat(&t, f->heat, f->h, f->w, e);
    if (result == 0) {
        tile_put(&f->canvas, &t, left + side + 2.0f, top);
        caption_of(f, x, most, text, sizeof text);
        page_caption(&f->canvas, left, top + side + 9.0f, 2.0f * side + 2.0f,
                     x->said == x->label ? page_faint : page_orange, text);
    }
    tile_free(&t);
    return result;
}

static int draw_class(struct heat_figure *f, uint32_t class, uint32_t most, float top,
                      struct mien_error *e)
{
    struct examples x;
    const struct canvas_text name = {.size = 8.5f, .weight = 0.135f, .color = page_ink};
    const char *words = f->answered->exam->data.class_names[class];
    if (examples_choose(&x, f->answered, EXAMPLES_OF_CLASS, class, most, e) != 0)
        return -1;
    canvas_write(&f->canvas, page_margin, top + side / 2.0f + 4.0f, &name, words);
    const float left = page_margin + f->name_width + gap;
    int result = 0;
    if (x.count == 0)
        page_caption(&f->canvas, left, top + side / 2.0f + 4.0f, 200.0f, page_faint,
                     "no row is labelled so");
    for (uint32_t k = 0; result == 0 && k < x.count; k++)
        result = draw_example(f, &x.list[k], left + (float)k * (2.0f * side + 2.0f + gap), top, e);
    examples_free(&x);
    return result;
}

/* The colours from none to most. */
static void draw_scale(struct canvas *c, float right, float y)
{
    enum { STEPS = 128 };
    const float width = 90.0f, left = right - width - 26.0f;
    for (int k = 0; k < STEPS; k++)
        canvas_rectangle(c, left + width * (float)k / STEPS, y, width / STEPS + 0.5f, 7.0f,
                         colormap_amount((float)k / (STEPS - 1)));
    page_caption(c, left - 26.0f, y + 6.3f, 24.0f, page_faint, "none");
    page_caption(c, right - 23.0f, y + 6.3f, 24.0f, page_faint, "most");
}

static int draw(struct heat_figure *f, uint32_t most, const char *path, struct mien_error *e)
{
    const struct answered *a = f->answered;
    const struct canvas_text name = {.size = 8.5f};
    char subtitle[300];
    snprintf(subtitle, sizeof subtitle, "%s; rows of '%.60s' that are most surely of the class",
             methods[f->method], a->exam->split);
    for (uint32_t c = 0; c < a->model->classes; c++)
        f->name_width =
            fmaxf(f->name_width, canvas_text_width(&name, a->exam->data.class_names[c]));
    const float width =
        fmaxf(2 * page_margin + f->name_width + (float)most * (2.0f * side + 2.0f + gap),
              page_width(a->name, subtitle));
    int result = canvas_init(&f->canvas, width,
                             page_head + (float)a->model->classes * (side + caption) + 8.0f,
                             PAGE_SCALE, page_paper, e);
    if (result == 0) {
        page_heading(&f->canvas, a->name, subtitle);
        draw_scale(&f->canvas, width - page_margin, 25.0f);
    }
    for (uint32_t c = 0; result == 0 && c < a->model->classes; c++)
        result = draw_class(f, c, most, page_head + (float)c * (side + caption), e);
    return result == 0 ? canvas_save(&f->canvas, path, e) : -1;
}

int heat_png(const struct answered *a, enum heat_method method, uint32_t most, int threads,
             const char *path, struct mien_error *e)
{
    const struct dataset *d = &a->exam->data;
    struct heat_figure f = {
        .answered = a, .method = method, .h = d->shape[0], .w = d->shape[1], .threads = threads};
    if (d->kind != DATASET_IMAGE)
        return error_set(e, d->path, 0,
                         "rows are no pictures%s; only of models of those can places be marked",
                         d->kind == DATASET_MIXED ? " alone" : "");
    if (memcmp(a->model->input_shape, d->shape, sizeof d->shape) != 0)
        return error_set(e, d->path, 0,
                         "pictures are %u x %u x %u (the model takes them as %u x %u x %u); name "
                         "the data set it was fitted on with --data",
                         d->shape[0], d->shape[1], d->shape[2], a->model->input_shape[0],
                         a->model->input_shape[1], a->model->input_shape[2]);
    if (method == HEAT_ACTIVATION) {
        if (ending_find(&f.ending, a->model, e) != 0)
            return -1;
        f.h = f.ending.h;
        f.w = f.ending.w;
    }
    const size_t bytes = (size_t)f.h * f.w * sizeof *f.heat;
    f.heat = malloc(bytes);
    const int result = f.heat ? draw(&f, most, path, e) : error_memory(e, "a map", bytes);
    canvas_free(&f.canvas);
    free(f.heat);
    return result;
}
