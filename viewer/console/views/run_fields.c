/* run_fields.c - see run_fields.h. */
#include "viewer/console/views/run_fields.h"

#include <stdio.h>

size_t run_fields_columns(const struct run_field *fields, size_t count, int where,
                          struct table_column *out)
{
    size_t columns = 0;
    for (size_t k = 0; k < count && columns < RUN_FIELDS_MAX; k++)
        if (fields[k].where & where)
            out[columns++] = fields[k].column;
    return columns;
}

void run_fields_add(const struct run_field *fields, size_t count, int where,
                    const struct run_row *r, struct table *t)
{
    for (size_t k = 0; k < count; k++)
        if (fields[k].where & where)
            fields[k].add(t, r);
}

static void add_blanks(struct table *t, int width)
{
    char blanks[128];
    snprintf(blanks, sizeof blanks, "%*s", width, "");
    table_text(t, blanks);
}

void run_field_mark(struct table *t, const struct run_row *r)
{
    (void)r;
    add_blanks(t, 3);
}

void run_field_curve(struct table *t, const struct run_row *r)
{
    add_blanks(t, r->curve_width);
}

void run_field_name(struct table *t, const struct run_row *r)
{
    table_text(t, r->j->name);
}

void run_field_state(struct table *t, const struct run_row *r)
{
    table_text(t, journal_state_names[r->j->state]);
}

void run_field_model(struct table *t, const struct run_row *r)
{
    table_text(t, r->j->model ? r->j->model : "");
}

void run_field_path(struct table *t, const struct run_row *r)
{
    table_text(t, r->j->path);
}

void run_field_measure(struct table *t, enum measure_form form, double value)
{
    char text[48];
    table_valued(t, measure_text(form, value, text, sizeof text), value);
}
