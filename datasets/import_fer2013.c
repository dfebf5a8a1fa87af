/* import_fer2013.c - see import_fer2013.h. FER+ numbers its rows in their order, from 0: that
 * number is the id. */
#include "datasets/import_fer2013.h"

#include <stdlib.h>
#include <string.h>

#include "datasets/csv.h"
#include "datasets/import_names.h"
#include "datasets/import_votes.h"

enum { SIDE = 48, PIXELS = SIDE * SIDE };

struct source {
    struct csv csv;
    size_t emotion, pixels;
    long usage; /* -1 for none */
    uint32_t rows;
    struct import_names splits;
    struct import_votes votes;
};

static int find_columns(struct source *s, struct mien_error *e)
{
    s->usage = csv_column(&s->csv, "Usage");
    return csv_require(&s->csv, "emotion", &s->emotion, e) == 0
               ? csv_require(&s->csv, "pixels", &s->pixels, e)
               : -1;
}

/* The number of the split of the record just read; -1 with an error. */
static int record_split(struct source *s, struct mien_error *e)
{
    const char *name = import_split_names[0];
    if (s->usage >= 0) {
        struct csv_field f = s->csv.fields[s->usage];
        char found[44];
        name = import_split_name(f.text, f.length);
        if (!name)
            return error_set(e, s->csv.path, s->csv.line,
                             "'Usage' is not Training, PublicTest or PrivateTest (%s)",
                             csv_excerpt(found, f));
    }
    return import_names_add(&s->splits, name, strlen(name), s->csv.path, s->csv.line, e);
}

static int scan(struct source *s, struct mien_error *e)
{
    int got;
    for (; (got = csv_next(&s->csv, e)) == 1; s->rows++)
        if (record_split(s, e) < 0)
            return -1;
    if (got < 0)
        return -1;
    if (s->rows == 0)
        return error_set(e, s->csv.path, 0, "no rows behind the column names");
    csv_rewind(&s->csv);
    return import_names_settle_splits(&s->splits, e);
}

/* Votes are joined by the names FER+ gives to rows. */
static int join_votes(struct source *s, const char *path, struct mien_error *e)
{
    enum { NAME = sizeof "fer4294967295.png" };
    char(*names)[NAME] = malloc(s->rows * sizeof *names);
    const char **list = malloc(s->rows * sizeof *list);
    int result = -1;
    if (!names || !list) {
        error_memory(e, "row names", s->rows * sizeof *names);
    } else {
        for (uint32_t i = 0; i < s->rows; i++) {
            snprintf(names[i], NAME, "fer%07u.png", i);
            list[i] = names[i];
        }
        result = import_votes(&s->votes, path, list, s->rows, e);
    }
    free(names);
    free(list);
    return result;
}

/* Numbers 0..255 with single or more spaces between: pixels [PIXELS]. */
static int read_pixels(const struct source *s, uint8_t *pixels, struct mien_error *e)
{
    struct csv_field f = s->csv.fields[s->pixels];
    const char *p = f.text, *end = p + f.length;
    uint32_t n = 0;
    for (;; n++) {
        while (p < end && *p == ' ')
            p++;
        if (p == end)
            break;
        unsigned value = 0;
        const char *first = p;
        while (p < end && *p >= '0' && *p <= '9' && value < 1000)
            value = value * 10 + (unsigned)(*p++ - '0');
        if (p == first || value > 255 || (p < end && *p != ' ')) {
            char found[44];
            struct csv_field rest = {first, (size_t)(end - first) < 8 ? (size_t)(end - first) : 8};
            return error_set(e, s->csv.path, s->csv.line,
                             "pixel %u is no whole number from 0 to 255 (%s)", n + 1,
                             csv_excerpt(found, rest));
        }
        if (n < PIXELS)
            pixels[n] = (uint8_t)value;
    }
    if (n != PIXELS)
        return error_set(e, s->csv.path, s->csv.line, "%u pixels; a picture has %d x %d = %d", n,
                         SIDE, SIDE, PIXELS);
    return 0;
}

/* The record just read as row `i`, pixels [PIXELS] aside. */
static int read_row(struct source *s, uint32_t i, uint8_t *pixels, struct dataset_sample *row,
                    struct mien_error *e)
{
    long long emotion;
    int split = record_split(s, e);
    if (split < 0 ||
        csv_integer(&s->csv, s->emotion, 0, IMPORT_FER2013_CLASSES - 1, &emotion, e) != 0 ||
        read_pixels(s, pixels, e) != 0)
        return -1;
    *row = (struct dataset_sample){
        .stored = pixels, .y = (uint8_t)emotion, .split = s->splits.place[split], .id = i};
    if (s->votes.columns)
        row->votes = s->votes.votes + (size_t)i * s->votes.columns;
    return 0;
}

static int add_rows(struct source *s, struct dataset_builder *b, const struct import_options *o,
                    struct mien_error *e)
{
    uint8_t pixels[PIXELS];
    for (uint32_t i = 0; i < s->rows; i++) {
        struct dataset_sample row;
        if (csv_next(&s->csv, e) != 1 || read_row(s, i, pixels, &row, e) != 0 ||
            dataset_builder_add(b, &row, e) != 0 ||
            dataset_watch_report(o->watch, i + 1, s->rows, e) != 0)
            return -1;
    }
    return 0;
}

static int write_set(struct source *s, const struct import_options *o, const char *out,
                     struct mien_error *e)
{
    struct dataset_plan plan = import_plan(o, s->csv.path, out);
    plan.kind = DATASET_IMAGE;
    plan.shape[0] = plan.shape[1] = SIDE;
    plan.shape[2] = 1;
    plan.dimensions = 3;
    plan.type = NPY_U8;
    plan.class_names = import_fer2013_classes;
    plan.classes = IMPORT_FER2013_CLASSES;
    plan.split_names = (const char *const *)s->splits.names;
    plan.splits = s->splits.count;
    plan.vote_names = (const char *const *)s->votes.names;
    plan.votes = s->votes.columns;
    plan.columns = 1U << COLUMN_ID;
    plan.mark_copies = true;
    import_plan_fer2013(&plan);
    struct dataset_builder b;
    if (dataset_builder_open(&b, out, &plan, e) != 0)
        return -1;
    if (add_rows(s, &b, o, e) == 0)
        return dataset_builder_commit(&b, e);
    dataset_builder_abandon(&b);
    return -1;
}

int import_fer2013(const char *path, const struct import_options *o, const char *out,
                   struct mien_error *e)
{
    struct source s = {.rows = 0};
    if (csv_open(&s.csv, path, e) != 0)
        return -1;
    int result = find_columns(&s, e) == 0 && scan(&s, e) == 0 &&
                         (!o->votes || join_votes(&s, o->votes, e) == 0)
                     ? write_set(&s, o, out, e)
                     : -1;
    import_votes_free(&s.votes);
    import_names_free(&s.splits);
    csv_close(&s.csv);
    return result;
}
