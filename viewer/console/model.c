/* model.c - see model.h. */
#include "viewer/console/model.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Whether `text` holds the word [length], whatever its case. */
static bool holds(const char *text, const char *word, size_t length)
{
    for (; text && *text; text++)
        if (strncasecmp(text, word, length) == 0)
            return true;
    return false;
}

static bool passes(const struct model *m, const struct journal *j)
{
    const char *word = m->filter + strspn(m->filter, " ");
    for (size_t length; *word; word += length, word += strspn(word, " ")) {
        length = strcspn(word, " ");
        if (!holds(j->name, word, length) && !holds(j->model, word, length) &&
            !holds(journal_state_names[j->state], word, length))
            return false;
    }
    return true;
}

int model_runs(const struct model *m, struct journal **out)
{
    int count = 0;
    for (int i = 0; i < m->shelf.count; i++)
        if (passes(m, m->shelf.runs[i]))
            out[count++] = m->shelf.runs[i];
    return count;
}

/* The shelf's own pointer to a run; NULL: it is not there. */
static struct journal *on_shelf(const struct model *m, const struct journal *j)
{
    for (int i = 0; i < m->shelf.count; i++)
        if (m->shelf.runs[i] == j)
            return m->shelf.runs[i];
    return NULL;
}

int model_chosen(const struct model *m, struct journal **out)
{
    int count = 0;
    for (int i = 0; i < m->pinned_count; i++)
        if ((out[count] = on_shelf(m, m->pinned[i])))
            count++;
    if (!model_is_pinned(m, m->selected) && count < SHELF_RUNS_MAX &&
        (out[count] = on_shelf(m, m->selected)))
        count++;
    return count;
}

int model_color(const struct model *m, const struct journal *j)
{
    struct journal *chosen[SHELF_RUNS_MAX];
    const int count = model_chosen(m, chosen);
    for (int i = 0; i < count; i++)
        if (chosen[i] == j)
            return i;
    return -1;
}

bool model_is_pinned(const struct model *m, const struct journal *j)
{
    for (int i = 0; i < m->pinned_count; i++)
        if (m->pinned[i] == j)
            return true;
    return false;
}

void model_pin(struct model *m, const struct journal *j, bool on)
{
    int kept = 0;
    for (int i = 0; i < m->pinned_count; i++)
        if (m->pinned[i] != j)
            m->pinned[kept++] = m->pinned[i];
    m->pinned_count = kept;
    if (on && j && kept < SHELF_RUNS_MAX)
        m->pinned[m->pinned_count++] = j;
}

void model_select_next(struct model *m, int by)
{
    struct journal *runs[SHELF_RUNS_MAX];
    const int count = model_runs(m, runs);
    int place = 0;
    while (place < count && runs[place] != m->selected)
        place++;
    if (place == count) /* the filter hides it: begin at the end that the step leads away from */
        place = by > 0 ? -1 : count;
    place += by;
    place = place >= count ? count - 1 : place;
    m->selected = count == 0 ? NULL : runs[place < 0 ? 0 : place];
}

static void say(struct model *m, bool bad, const char *format, va_list arguments)
{
    m->notice_bad = bad;
    vsnprintf(m->notice, sizeof m->notice, format, arguments);
}

void model_say(struct model *m, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(m, false, format, arguments);
    va_end(arguments);
}

void model_complain(struct model *m, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(m, true, format, arguments);
    va_end(arguments);
}
