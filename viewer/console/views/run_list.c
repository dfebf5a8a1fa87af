/* run_list.c - see run_list.h. */
#include "viewer/console/views/run_list.h"

#include <stdio.h>
#include <string.h>

#include "viewer/console/views/summary.h"
#include "viewer/console/views/view.h"

void run_list_free(struct run_list *l)
{
    list_free(&l->list);
    l->count = 0;
}

/* ---- selection ---- */

/* The table's row of the model's selected run, -1: it is not among them. */
static int selected_row(const struct run_list *l, const struct model *m)
{
    for (int row = 0; row < l->count; row++)
        if (l->runs[row] == m->selected)
            return row;
    return -1;
}

/* Put the list's cursor on a row of the table, as far as the list knows it yet. */
static void follow(struct list *l, int row)
{
    for (int place = 0; l->order && place < l->rows; place++)
        if (l->order[place] == row)
            l->selected = place;
}

static void adopt(struct run_list *l, struct model *m)
{
    const int row = list_row(&l->list);
    if (row >= 0 && row < l->count)
        m->selected = l->runs[row];
}

void run_list_draw(struct run_list *l, struct model *m, const struct table *t, struct area view,
                   struct area a, const struct list_painter *p)
{
    const int row = selected_row(l, m);
    l->x = a.x - view.x;
    l->y = a.y - view.y;
    l->width = a.width;
    l->height = a.height;
    follow(&l->list, row);
    list_draw(&l->list, t, a, p);
    if (row >= 0 && list_row(&l->list) != row) { /* rows are new to the list: now it knows them */
        follow(&l->list, row);
        list_draw(&l->list, t, a, p);
    }
    adopt(l, m);
}

/* ---- input ---- */

bool run_list_input(struct run_list *l, struct model *m, const struct input *in)
{
    struct input inside = *in;
    if (in->kind == INPUT_MOUSE) {
        inside.x -= l->x;
        inside.y -= l->y;
        if (inside.x < 0 || inside.x >= l->width || inside.y < 0 || inside.y >= l->height)
            return false;
    }
    const bool used = list_input(&l->list, &inside);
    if (used)
        adopt(l, m);
    if (in->kind == INPUT_MOUSE && in->mouse == MOUSE_DOUBLE && inside.y > 0)
        return run_list_open(NULL, m, "", 0);
    return used;
}

bool run_list_sort(struct run_list *l, struct model *m, const struct table_column *columns,
                   size_t count, const char *key)
{
    const bool descending = key[0] == '-';
    char known[256] = "";
    for (size_t k = 0; k < count; k++) {
        if (!columns[k].title[0]) /* a mark or a curve */
            continue;
        if (strcmp(columns[k].key, key + descending) == 0) {
            l->list.sort = (int)k;
            l->list.descending = descending;
            return true;
        }
        const size_t used = strlen(known);
        snprintf(known + used, sizeof known - used, "%s%s", used ? ", " : "", columns[k].key);
    }
    l->list.sort = key[0] ? l->list.sort : -1;
    if (key[0])
        model_complain(m,
                       "cannot sort by '%s'; the columns are %s, with '-' in front the greatest "
                       "comes first",
                       key, known);
    return !key[0];
}

bool run_list_act_sort(struct run_list *l, struct model *m, const struct table_column *columns,
                       size_t count, const char *argument, uint32_t key)
{
    const struct input in = {.kind = INPUT_KEY, .key = key};
    return key ? run_list_input(l, m, &in) : run_list_sort(l, m, columns, count, argument);
}

/* ---- what the views share ---- */

void run_list_mark(const struct model *m, const struct journal *j, struct area a)
{
    const int color = model_color(m, j);
    if (model_is_pinned(m, j))
        area_text(a, 0, 0, (enum cell_role)(ROLE_CURVE + color % ROLE_CURVES),
                  theme_marker(color, m->unicode));
    area_text(a, 2, 0, summary_state_role(j->state), journal_state_glyph(j->state, m->unicode));
}

bool run_list_open(void *state, struct model *m, const char *argument, uint32_t key)
{
    (void)state, (void)argument, (void)key;
    if (!m->selected) {
        model_complain(m, "there is no run to open");
        return false;
    }
    m->wanted_view = m->selected->live ? VIEW_live : VIEW_curves;
    return true;
}
