/* curves_picker.c - which metrics the view of curves shows: a list to tick, above the panels.
 *
 * Letters narrow the list to the names that hold them; the arrows, Space or a click tick. What is
 * ticked is shown in the order of ticking, beginning with what was shown before. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/utf8.h"
#include "viewer/console/views/curves_state.h"

enum { PICKER_WIDTH = 46 };

struct choice {
    char names[SCENE_METRICS_MAX][JOURNAL_NAME_MAX];
    int count;
};

/* The metrics that the filter lets through. */
static struct choice *choices(const struct curves_state *s)
{
    struct choice *c = calloc(1, sizeof *c);
    const int count = c ? scene_metrics(&s->scene, c->names) : 0;
    for (int i = 0; i < count; i++)
        if (strcasestr(c->names[i], s->picker.filter))
            memmove(c->names[c->count++], c->names[i], sizeof c->names[i]);
    return c;
}

static int ticked(const struct curves_state *s, const char *metric)
{
    const struct scene *c = &s->scene;
    for (int i = 0; i < c->metric_count; i++)
        if (strcmp(c->metrics[i], metric) == 0)
            return i;
    return -1;
}

/* On which rows the runs have it, in words: "valid train". */
static void rows_text(const struct scene *c, const char *metric, char *out, size_t size)
{
    static const char *const words[] = {[MEASURE_PLAIN] = "plain",
                                        [MEASURE_VALID] = "valid",
                                        [MEASURE_OOB] = "out of bag",
                                        [MEASURE_TRAIN] = "train"};
    bool has[sizeof words / sizeof *words] = {false}, told = false;
    for (int r = 0; r < c->run_count; r++)
        for (int k = 0; k < c->runs[r]->column_count; k++) {
            const struct measure measure = measure_of(c->runs[r]->columns[k].name);
            if (strcmp(measure.name, metric) == 0) {
                has[measure.rows] = true;
                told |= measure.rows != MEASURE_PLAIN;
            }
        }
    size_t used = 0;
    out[0] = '\0';
    for (size_t k = 0; told && k < sizeof words / sizeof *words; k++)
        if (has[k] && used < size)
            used += (size_t)snprintf(out + used, size - used, "%s%s", used ? ", " : "", words[k]);
}

static void draw_row(const struct curves_state *s, const char *name, int y, bool selected,
                     struct area a)
{
    char rows[48];
    rows_text(&s->scene, name, rows, sizeof rows);
    const bool on = ticked(s, name) >= 0;
    area_text(a, 0, y, on ? ROLE_GOOD : ROLE_FAINT, on ? "[x]" : "[ ]");
    area_field(a, 4, y, a.width - 24, false, ROLE_TEXT, name);
    area_field(a, a.width - 19, y, 19, true, ROLE_FAINT, rows);
    if (selected)
        area_reverse(area_part(a, 0, y, a.width, 1), true);
}

static void keep_in_view(struct picker *p, int count, int rows)
{
    p->selected = p->selected >= count ? count - 1 : p->selected;
    p->selected = p->selected < 0 ? 0 : p->selected;
    if (p->selected < p->top)
        p->top = p->selected;
    if (p->selected >= p->top + rows)
        p->top = p->selected - rows + 1;
}

void picker_draw(struct curves_state *s, const struct model *m, struct area a)
{
    struct choice *c = choices(s);
    if (!c)
        return;
    const int width = a.width < PICKER_WIDTH ? a.width : PICKER_WIDTH;
    const int wanted = (c->count > 0 ? c->count : 1) + 4,
              height = wanted < a.height ? wanted : a.height;
    struct area box = area_part(a, (a.width - width) / 2, (a.height - height) / 2, width, height);
    area_fill(box, ROLE_TEXT, ' ');
    struct area inside = area_box(box, ROLE_BORDER, "metrics");
    struct area foot = area_cut_rows(&inside, -1), typed = area_cut_rows(&inside, 1);
    area_printf(typed, 0, 0, *s->picker.filter ? ROLE_TEXT : ROLE_FAINT, "%s%s",
                *s->picker.filter ? s->picker.filter : "type to narrow the list",
                m->unicode && *s->picker.filter ? "▏" : "");
    area_text(foot, 0, 0, ROLE_FAINT, "Space ticks, Del the usual ones, Enter done");
    keep_in_view(&s->picker, c->count, inside.height);
    s->picker.place = (struct place){inside.x - a.x, inside.y - a.y, inside.width, inside.height};
    if (c->count == 0)
        area_text(inside, 0, 0, ROLE_FAINT, "no key has that in its name");
    for (int i = 0; i < inside.height && s->picker.top + i < c->count; i++)
        draw_row(s, c->names[s->picker.top + i], i, s->picker.top + i == s->picker.selected,
                 inside);
    free(c);
}

/* ---- ticking ---- */

static void add_metric(struct curves_state *s, struct model *m, const char *name)
{
    if (s->metric_count == SCENE_PANELS_MAX) {
        model_complain(m, "%d metrics are shown already; take one off first", SCENE_PANELS_MAX);
        return;
    }
    snprintf(s->metrics[s->metric_count++], JOURNAL_NAME_MAX, "%s", name);
}

static void tick(struct curves_state *s, struct model *m, const char *name)
{
    const struct scene *c = &s->scene;
    const int place = ticked(s, name);
    if (s->metric_count == 0) /* from now on a person's choice, which begins with the usual */
        for (int i = 0; i < c->metric_count && i < SCENE_PANELS_MAX; i++)
            memcpy(s->metrics[s->metric_count++], c->metrics[i], JOURNAL_NAME_MAX);
    if (place < 0) {
        add_metric(s, m, name);
    } else if (place < s->metric_count && s->metric_count > 1) {
        memmove(s->metrics[place], s->metrics[place + 1],
                (size_t)(s->metric_count - place - 1) * sizeof *s->metrics);
        s->metric_count--;
    }
}

static void tick_at(struct curves_state *s, struct model *m, int row)
{
    struct choice *c = choices(s);
    if (c && row >= 0 && row < c->count) {
        char name[JOURNAL_NAME_MAX];
        memcpy(name, c->names[row], sizeof name);
        s->picker.selected = row;
        tick(s, m, name);
        curves_remember(s, m);
    }
    free(c);
}

static void type(struct picker *p, uint32_t key)
{
    char utf8[5];
    const size_t used = strlen(p->filter), more = (size_t)utf8_put(key, utf8);
    if (used + more < sizeof p->filter)
        memcpy(p->filter + used, utf8, more + 1);
    p->selected = p->top = 0;
}

static void rub_out(struct picker *p)
{
    size_t length = strlen(p->filter);
    while (length > 0 && utf8_continues(p->filter[--length]))
        ;
    p->filter[length] = '\0';
}

static bool picker_mouse(struct curves_state *s, struct model *m, const struct input *in)
{
    const struct place *p = &s->picker.place;
    const bool inside =
        in->x >= p->x && in->x < p->x + p->width && in->y >= p->y && in->y < p->y + p->height;
    if (in->mouse == MOUSE_WHEEL_UP || in->mouse == MOUSE_WHEEL_DOWN)
        s->picker.selected += in->mouse == MOUSE_WHEEL_UP ? -1 : 1;
    else if (in->mouse == MOUSE_PRESS && inside)
        tick_at(s, m, s->picker.top + in->y - p->y);
    else if (in->mouse == MOUSE_PRESS)
        s->picker.open = false;
    return true;
}

bool picker_input(struct curves_state *s, struct model *m, const struct input *in)
{
    struct picker *p = &s->picker;
    if (in->kind == INPUT_MOUSE)
        return picker_mouse(s, m, in);
    switch (in->key) {
    case KEY_CODE_UP:
        p->selected -= p->selected > 0;
        break;
    case KEY_CODE_DOWN:
        p->selected++;
        break;
    case KEY_CODE_PAGE_UP:
        p->selected -= p->place.height;
        break;
    case KEY_CODE_PAGE_DOWN:
        p->selected += p->place.height;
        break;
    case KEY_CODE_ENTER:
    case KEY_CODE_ESCAPE:
        p->open = false;
        break;
    case KEY_CODE_BACKSPACE:
        rub_out(p);
        break;
    case KEY_CODE_DELETE:
        s->metric_count = 0;
        curves_remember(s, m);
        break;
    case ' ':
        tick_at(s, m, p->selected);
        break;
    default:
        if (in->key <= ' ' || in->key >= KEY_CODE_FIRST)
            return false;
        type(p, in->key);
    }
    return true;
}
