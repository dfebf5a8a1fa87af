/* run_fields.h - what rows of runs say, as a table: one entry a column, shown, exported or both.
 *
 * A view's fields are a constant array, the most needed first, because a narrow list leaves out the
 * last. */
#ifndef MIEN_VIEWER_CONSOLE_VIEWS_RUN_FIELDS_H
#define MIEN_VIEWER_CONSOLE_VIEWS_RUN_FIELDS_H

#include "runtime/host/table.h"
#include "viewer/console/model.h"
#include "viewer/console/views/summary.h"

struct run_row {
    const struct model *m;
    const struct journal *j;
    struct summary s;
    int curve_width;  /* columns of a sparkline */
    const void *more; /* what the view knows beside that */
};

enum { RUN_SHOWN = 1, RUN_EXPORTED = 2, RUN_BOTH = RUN_SHOWN | RUN_EXPORTED };

enum { RUN_FIELDS_MAX = 24 };

struct run_field {
    struct table_column column;
    void (*add)(struct table *t, const struct run_row *r); /* adds one cell */
    int where;
};

/* The columns of those fields that belong there: out [RUN_FIELDS_MAX]; returns their count. */
size_t run_fields_columns(const struct run_field *fields, size_t count, int where,
                          struct table_column *out);

/* A row of them. */
void run_fields_add(const struct run_field *fields, size_t count, int where,
                    const struct run_row *r, struct table *t);

/* Fields that several views have. Of a mark (run_list_mark) and a curve only the width is added:
 * the list's painter draws them. */
void run_field_mark(struct table *t, const struct run_row *r);
void run_field_curve(struct table *t, const struct run_row *r);
void run_field_name(struct table *t, const struct run_row *r);
void run_field_state(struct table *t, const struct run_row *r);
void run_field_model(struct table *t, const struct run_row *r);
void run_field_path(struct table *t, const struct run_row *r);

/* A cell with a value's text, "–" for NaN. */
void run_field_measure(struct table *t, enum measure_form form, double value);

#endif
