/* gallery.c - see gallery.h. */
#include "trainer/gallery/gallery.h"

#include <math.h>
#include <stdio.h>

#include "runtime/host/text.h"
#include "trainer/gallery/page.h"
#include "trainer/gallery/tile.h"

enum { COLUMNS = 8, PARTS = 2 };

/* Units. */
static const float side = 80.0f, gap = 10.0f, caption = 28.0f, section = 30.0f;

/* One half of the sheet. */
struct part {
    const char *title;
    enum example_choice choice;
    bool wrong;
    struct examples examples;
};

static uint32_t lines_of(const struct part *p)
{
    return (p->examples.count + COLUMNS - 1) / COLUMNS;
}

static float height_of(const struct part *p)
{
    return section + (lines_of(p) ? (float)lines_of(p) * (side + caption) : 20.0f);
}

static int draw_example(struct canvas *c, const struct answered *a, const struct example *x,
                        bool wrong, float left, float top, struct mien_error *e)
{
    const struct dataset *d = &a->exam->data;
    char text[640];
    if (tile_draw(c, left, top, side, d, a->exam->x + (size_t)x->at * a->exam->width, e) != 0)
        return -1;
    canvas_rectangle(c, left, top + side, side, 2.5f, page_rule);
    canvas_rectangle(c, left, top + side, side * x->p, 2.5f, wrong ? page_orange : page_blue);
    if (wrong)
        snprintf(text, sizeof text, "%s -> %s", d->class_names[x->label], d->class_names[x->said]);
    else
        snprintf(text, sizeof text, "%s", d->class_names[x->said]);
    page_caption(c, left, top + side + 11.5f, side, page_ink, text);
    snprintf(text, sizeof text, "%.1f %%, row %u", 100.0 * (double)x->p, x->row);
    page_caption(c, left, top + side + 21.0f, side, page_faint, text);
    return 0;
}

static int draw_part(struct canvas *c, const struct answered *a, const struct part *p, float top,
                     struct mien_error *e)
{
    char text[160], shown[32], among[32];
    text_count(shown, sizeof shown, p->examples.count);
    text_count(among, sizeof among, p->examples.among);
    snprintf(text, sizeof text, "%s (%s of %s)", p->title, shown, among);
    page_section(c, page_margin, top + 14.0f, text);
    if (p->examples.count == 0)
        page_caption(c, page_margin, top + section + 8.0f, 200.0f, page_faint, "there are none");
    int result = 0;
    for (uint32_t k = 0; result == 0 && k < p->examples.count; k++)
        result = draw_example(c, a, &p->examples.list[k], p->wrong,
                              page_margin + (float)(k % COLUMNS) * (side + gap),
                              top + section - 6.0f + (float)(k / COLUMNS) * (side + caption), e);
    return result;
}

static int draw(struct part *parts, const struct answered *a, const char *path,
                struct mien_error *e)
{
    struct canvas c = {0};
    char subtitle[300], rows[32];
    text_count(rows, sizeof rows, a->exam->rows);
    snprintf(subtitle, sizeof subtitle,
             "%.100s, %s rows of '%.60s'; label -> answer, its probability, row",
             a->exam->data.name, rows, a->exam->split);
    const float width =
        fmaxf(2 * page_margin + COLUMNS * (side + gap) - gap, page_width(a->name, subtitle));
    float top = page_head;
    int result = canvas_init(&c, width, top + height_of(&parts[0]) + height_of(&parts[1]),
                             PAGE_SCALE, page_paper, e);
    if (result == 0)
        page_heading(&c, a->name, subtitle);
    for (int k = 0; result == 0 && k < PARTS; k++) {
        result = draw_part(&c, a, &parts[k], top, e);
        top += height_of(&parts[k]);
    }
    if (result == 0)
        result = canvas_save(&c, path, e);
    canvas_free(&c);
    return result;
}

int gallery_png(const struct answered *a, uint32_t most, const char *path, struct mien_error *e)
{
    struct part parts[PARTS] = {{"Most confident mistakes", EXAMPLES_SURE_MISTAKES, true, {0}},
                                {"Least confident hits", EXAMPLES_UNSURE_HITS, false, {0}}};
    if (!tile_fits(&a->exam->data))
        return error_set(e, a->exam->data.path, 0,
                         "rows are neither pictures nor landmarks; a gallery is drawn of those");
    int result = 0;
    for (int k = 0; result == 0 && k < PARTS; k++)
        result = examples_choose(&parts[k].examples, a, parts[k].choice, 0, most, e);
    if (result == 0)
        result = draw(parts, a, path, e);
    for (int k = 0; k < PARTS; k++)
        examples_free(&parts[k].examples);
    return result;
}
