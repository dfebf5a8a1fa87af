/* state.c - see state.h. */
#include "viewer/console/app/state.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void console_show(struct console *c, int view)
{
    c->view = view;
    c->help = false;
    c->changed = true;
}

void console_set_theme(struct console *c, const char *theme)
{
    if (theme != c->settings.theme)
        snprintf(c->settings.theme, sizeof c->settings.theme, "%s", theme);
    c->model.ground = theme_guess();
    for (int i = 0; i < THEME_GROUND_COUNT; i++)
        if (strcmp(theme, theme_ground_names[i]) == 0)
            c->model.ground = (enum theme_ground)i;
    c->redraw = true;
}

void console_ask(struct console *c, void (*answer)(struct console *c, bool yes), const char *format,
                 ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(c->question, sizeof c->question, format, arguments);
    va_end(arguments);
    c->answer = answer;
}

/* A run is selected that the filter lets through, where there is one. */
static void keep_selection_in_sight(struct model *m)
{
    struct journal *runs[SHELF_RUNS_MAX];
    const int count = model_runs(m, runs);
    for (int i = 0; i < count; i++)
        if (runs[i] == m->selected)
            return;
    if (count > 0)
        m->selected = runs[0];
}

void console_set_filter(struct console *c, const char *text)
{
    snprintf(c->model.filter, sizeof c->model.filter, "%.*s", MODEL_FILTER_MAX - 1, text);
    keep_selection_in_sight(&c->model);
}
