/* parts.c - see parts.h. */
#include "viewer/console/views/parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "runtime/host/utf8.h"
#include "viewer/console/views/summary.h"

struct area parts_rule(struct area a, const char *title)
{
    const uint32_t line = a.cells->unicode ? 0x2500 : '-';
    struct area rest = a, rule = area_cut_rows(&rest, 1);
    area_fill(rule, ROLE_BORDER, line);
    if (*title && rule.width > 6) {
        const int width = utf8_text_width(title);
        struct area name = area_part(rule, 2, 0, width + 2 < rule.width - 4 ? width + 2 : -2, 1);
        area_fill(name, ROLE_TITLE, ' ');
        area_field(name, 1, 0, name.width - 2, false, ROLE_TITLE, title);
        area_bold(name, true);
    }
    return rest;
}

/* One line; text between backticks in the role of a key. */
static void hint_line(struct area a, int y, const char *line, size_t length)
{
    char text[256];
    int x = 0;
    bool typed = false;
    snprintf(text, sizeof text, "%.*s", (int)length, line);
    for (char *part = text, *next; part; part = next, typed = !typed) {
        next = strchr(part, '`');
        if (next)
            *next++ = '\0';
        x = area_text(a, x, y, typed ? ROLE_KEY : ROLE_FAINT, part);
    }
}

void parts_hint(struct area a, const char *text)
{
    int lines = 1;
    for (const char *c = text; *c; c++)
        lines += *c == '\n';
    int y = a.height > lines ? (a.height - lines) / 3 : 0;
    for (const char *line = text; line; y++) {
        const char *end = strchr(line, '\n');
        const size_t length = end ? (size_t)(end - line) : strlen(line);
        const int x = a.width > (int)length ? (a.width - (int)length) / 2 : 0;
        hint_line(area_part(a, x, 0, a.width - x, a.height), y, line, length);
        line = end ? end + 1 : NULL;
    }
}

void parts_no_runs(const struct model *m, struct area a)
{
    char text[MODEL_FILTER_MAX + 256], places[128];
    if (m->shelf.count == 0) {
        snprintf(text, sizeof text,
                 "no run yet in %s\n\n"
                 "start one with `:train experiments/mlp68.cfg`\n"
                 "or look into a folder with `:open runs/`",
                 shelf_told(&m->shelf, places, sizeof places));
        parts_hint(a, text);
        return;
    }
    snprintf(text, sizeof text, "no run of %d holds \"%s\"\n\n`/` changes the filter",
             m->shelf.count, m->filter);
    parts_hint(a, text);
}

/* ---- charts ---- */

void parts_chart(const struct model *m, const struct journal *j, const struct journal_column *c,
                 struct area a)
{
    const struct journal_column *training = summary_training(j, c);
    const int color = model_color(m, j) < 0 ? 0 : model_color(m, j);
    const struct chart_curve curves[] = {
        {.series = training ? &training->series : NULL,
         .color = color,
         .dashed = true,
         .label = "train"},
        {.series = &c->series, .color = color, .label = training ? "valid" : NULL},
    };
    const struct chart chart = {.curves = training ? curves : curves + 1,
                                .curve_count = training ? 2 : 1,
                                .x_whole = true,
                                .x_name = j->unit[0] ? j->unit : NULL,
                                .percent = measure_of(c->name).form == MEASURE_SHARE,
                                .cursor = NAN};
    const struct area title = area_cut_rows(&a, 1);
    area_field(title, 0, 0, title.width, false, ROLE_TITLE, c->name);
    chart_draw(a, &chart);
}
