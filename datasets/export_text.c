/* export_text.c - see export_text.h. */
#include "datasets/export_text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The fewest digits that give back the same float: six do for most, nine for all. */
static void write_number(FILE *out, float v)
{
    char text[32];
    if (v == (float)(int)v && v > -1e6F && v < 1e6F) {
        fprintf(out, "%d", (int)v);
        return;
    }
    for (int digits = 6; digits <= 9; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, (double)v);
        if (strtof(text, NULL) == v)
            break;
    }
    fputs(text, out);
}

/* A name as a CSV field: in quotes where it needs them. */
static void write_name(FILE *out, const char *name)
{
    if (!strpbrk(name, ",\"\r\n")) {
        fputs(name, out);
        return;
    }
    putc('"', out);
    for (; *name; name++) {
        if (*name == '"')
            putc('"', out);
        putc(*name, out);
    }
    putc('"', out);
}

static void write_csv_head(FILE *out, const struct dataset *d)
{
    fputs("label,split", out);
    struct dataset_part parts[DATASET_PARTS_MAX];
    const uint32_t count = dataset_parts(d, parts);
    for (const struct dataset_part *p = parts; p < parts + count; p++)
        for (uint32_t i = 0; i < p->width; i++)
            if (p->kind == DATASET_LANDMARKS)
                fprintf(out, ",%c%u", "xyz"[i % p->shape[1]], i / p->shape[1]);
            else
                fprintf(out, ",%c%u", p->kind == DATASET_IMAGE ? 'p' : 'f', i);
    putc('\n', out);
}

static void write_csv_row(FILE *out, const struct dataset *d, uint32_t row, const float *x)
{
    write_name(out, d->class_names[d->y[row]]);
    putc(',', out);
    write_name(out, d->split_names[d->split[row]]);
    for (uint32_t i = 0; i < d->width; i++) {
        putc(',', out);
        write_number(out, x[i]);
    }
    putc('\n', out);
}

static void write_libsvm_row(FILE *out, const struct dataset *d, uint32_t row, const float *x)
{
    fprintf(out, "%u", d->y[row]);
    for (uint32_t i = 0; i < d->width; i++)
        if (x[i] != 0) {
            fprintf(out, " %u:", i + 1);
            write_number(out, x[i]);
        }
    putc('\n', out);
}

static const struct {
    const char *ending;
    void (*head)(FILE *, const struct dataset *);
    void (*row)(FILE *, const struct dataset *, uint32_t, const float *);
} formats[EXPORT_FORMAT_COUNT] = {
#define X(symbol, ending, head, row) {ending, head, row},
    EXPORT_FORMATS(X)
#undef X
};

int export_format_of(const char *path, enum export_format *format, struct mien_error *e)
{
    const char *dot = strrchr(path, '.');
    for (int i = 0; dot && i < EXPORT_FORMAT_COUNT; i++)
        if (strcasecmp(dot + 1, formats[i].ending) == 0) {
            *format = (enum export_format)i;
            return 0;
        }
    return error_usage(e, "%s: no format has this ending; call the file .csv or .svm (LIBSVM text)",
                       path);
}

static int write_rows(FILE *out, const struct dataset *d, const uint32_t *rows, uint32_t count,
                      enum export_format format, float *x, const struct dataset_watch *watch,
                      struct mien_error *e)
{
    if (formats[format].head)
        formats[format].head(out, d);
    for (uint32_t i = 0; i < count; i++) {
        if (dataset_read(d, &rows[i], 1, x, e) != 0)
            return -1;
        formats[format].row(out, d, rows[i], x);
        if (dataset_watch_report(watch, i + 1, count, e) != 0)
            return -1;
        if (ferror(out))
            break; /* the commit says why */
    }
    return 0;
}

int export_text(const struct dataset *d, const uint32_t *rows, uint32_t count,
                enum export_format format, const char *path, const struct dataset_watch *watch,
                struct mien_error *e)
{
    struct file_atomic f;
    float *x = malloc(d->width * sizeof *x);
    if (!x)
        return error_memory(e, "a row", d->width * sizeof *x);
    int result = file_atomic_open(&f, path, e);
    if (result == 0) {
        result = write_rows(f.stream, d, rows, count, format, x, watch, e);
        if (result == 0)
            result = file_atomic_commit(&f, e);
        else
            file_atomic_abandon(&f);
    }
    free(x);
    return result;
}
