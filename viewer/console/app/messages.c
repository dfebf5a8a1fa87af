/* messages.c - see messages.h. */
#include "viewer/console/app/messages.h"

#include <stdio.h>

#include "runtime/host/utf8.h"
#include "viewer/console/app/spans.h"
#include "viewer/console/screen/wrap.h"

enum { TITLE_MAX = 256, FRAME = 2 /* columns and rows that the frame takes */ };

void messages_open(struct messages *m, int child)
{
    *m = (struct messages){.open = true, .child = child};
}

void messages_turn(struct messages *m, const struct children *c, int by)
{
    if (c->count > 0)
        messages_open(m, (m->child + by + c->count) % c->count);
}

static const struct child *shown(const struct messages *m, const struct children *c)
{
    return m->child < c->count ? c->child[m->child] : NULL;
}

/* Line `number`, counted from the first that was said; NULL: it is forgotten, or not said yet. */
static const char *line_of(const struct child *child, unsigned long number)
{
    const unsigned long lines = child_lines(child);
    return number < lines ? child_line(child, lines - 1 - number) : NULL;
}

/* The number behind the line that is shown last. */
static unsigned long shown_end(const struct messages *m, const struct child *child)
{
    return m->held && m->end < child_lines(child) ? m->end : child_lines(child);
}

/* Rows that the lines before `end` take, counted as far as `rows`. */
static int rows_before(const struct child *child, unsigned long end, int columns, int rows)
{
    int taken = 0;
    const char *line;
    while (taken < rows && end > 0 && (line = line_of(child, --end)))
        taken += wrap_rows(line, columns);
    return taken < rows ? taken : rows;
}

void messages_scroll(struct messages *m, const struct children *c, struct area a, int lines)
{
    const struct child *child = shown(m, c);
    if (!child)
        return;
    const int columns = a.width - FRAME, rows = a.height - FRAME;
    const unsigned long count = child_lines(child);
    unsigned long end = shown_end(m, child);
    for (; lines > 0 && end < count; lines--)
        end++;
    for (; lines < 0 && end > 1 && line_of(child, end - 2); lines++)
        end--;
    while (end < count && rows_before(child, end + 1, columns, rows + 1) <= rows)
        end++; /* no row is empty that needs not be */
    m->held = end < count;
    m->end = end;
}

static const char *title_of(const struct messages *m, const struct children *c, char out[TITLE_MAX])
{
    char state[64];
    const struct child *child = shown(m, c);
    if (child)
        snprintf(out, TITLE_MAX, "%d/%d %.180s: %s", m->child + 1, c->count, child->title,
                 child_state(child, state, sizeof state));
    else
        snprintf(out, TITLE_MAX, "messages");
    return out;
}

/* Hints in the upper side of the frame, where the title leaves room. */
static struct spans hints(const struct messages *m, const struct children *c, struct area a)
{
    char title[TITLE_MAX];
    struct spans s = {.width = 0};
    const struct child *child = shown(m, c);
    const int rows = a.height - FRAME;
    if (child && rows_before(child, shown_end(m, child), a.width - FRAME, rows) == rows)
        spans_add(&s, '{', "back", 2);
    if (child && m->held)
        spans_add(&s, '}', "on", 2);
    if (c->count > 1)
        spans_add(&s, ')', "next run", 2);
    spans_add(&s, 'M', "hide", 2);
    spans_align_right(&s, a.width - 1);
    if (spans_start(&s, 0) < utf8_text_width(title_of(m, c, title)) + 6)
        s.count = 0;
    return s;
}

uint32_t messages_key_at(const struct messages *m, const struct children *c, struct area a, int x,
                         int y)
{
    const struct spans s = hints(m, c, a);
    const struct span *found = y == a.y ? spans_at(&s, x - a.x) : NULL;
    return found ? found->key : 0;
}

static void draw_frame(const struct messages *m, const struct children *c, struct area a)
{
    char title[TITLE_MAX];
    const struct spans s = hints(m, c, a);
    area_box(a, ROLE_BORDER, title_of(m, c, title));
    const int start = spans_start(&s, a.width);
    area_fill(area_part(a, start - 1, 0, a.width - 1 - start, 1), ROLE_BORDER, ' ');
    spans_draw(&s, a);
}

void messages_draw(const struct messages *m, const struct children *c, struct area a)
{
    const struct child *child = shown(m, c);
    const struct area inside = area_part(a, 1, 1, -1, -1);
    draw_frame(m, c, a);
    if (!child) {
        wrap_draw(inside, 0, ROLE_FAINT,
                  "Nothing was started from here; `:train experiments/mlp68.cfg` does.");
        return;
    }
    unsigned long number = shown_end(m, child);
    int y = rows_before(child, number, inside.width, inside.height);
    const char *line;
    for (bool last = number == child_lines(child);
         y > 0 && number > 0 && (line = line_of(child, --number)); last = false) {
        y -= wrap_rows(line, inside.width);
        wrap_draw(inside, y, last && child_failed(child) ? ROLE_BAD : ROLE_TEXT, line);
    }
}
