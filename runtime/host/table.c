/* table.c - see table.h. */
#include "runtime/host/table.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/term.h"
#include "runtime/host/text.h"
#include "runtime/host/utf8.h"

const char *const table_format_names[TABLE_FORMAT_COUNT] = {
#define X(symbol, name) name,
    TABLE_FORMATS(X)
#undef X
};

static const char *const style_codes[] = {[TABLE_PLAIN] = "",
                                          [TABLE_BOLD] = "\033[1m",
                                          [TABLE_DIM] = "\033[2m",
                                          [TABLE_GOOD] = "\033[1;32m",
                                          [TABLE_BAD] = "\033[31m"};

void table_init(struct table *t, const struct table_column *columns, size_t count)
{
    *t = (struct table){.columns = columns, .column_count = count};
}

void table_free(struct table *t)
{
    for (size_t k = 0; k < t->count; k++)
        free(t->cells[k].text);
    free(t->cells);
    *t = (struct table){0};
}

static void append(struct table *t, const char *text, bool numeric, double value)
{
    if (t->count == t->capacity) {
        const size_t capacity = t->capacity ? 2 * t->capacity : 64;
        struct table_cell *grown = realloc(t->cells, capacity * sizeof *grown);
        if (!grown) {
            t->out_of_memory = true;
            return;
        }
        t->cells = grown;
        t->capacity = capacity;
    }
    char *copy = strdup(text);
    if (!copy) {
        t->out_of_memory = true;
        return;
    }
    t->cells[t->count++] = (struct table_cell){.text = copy, .value = value, .numeric = numeric};
}

void table_text(struct table *t, const char *text)
{
    append(t, text, false, 0.0);
}

void table_valued(struct table *t, const char *text, double value)
{
    append(t, text, true, value);
}

void table_number(struct table *t, const char *format, double value)
{
    char text[64] = "";
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    if (!isnan(value))
        snprintf(text, sizeof text, format, value);
#pragma GCC diagnostic pop
    append(t, text, true, value);
}

void table_count(struct table *t, long long value)
{
    char text[32];
    append(t, text_count(text, sizeof text, value), true, (double)value);
}

void table_empty(struct table *t)
{
    append(t, "", true, NAN);
}

void table_style(struct table *t, enum table_style style)
{
    if (t->count > 0)
        t->cells[t->count - 1].style = style;
}

static size_t row_count(const struct table *t)
{
    return (t->count + t->column_count - 1) / t->column_count;
}

/* The cell, or an empty one behind the end of an unfinished row. */
static struct table_cell cell_at(const struct table *t, size_t row, size_t column)
{
    static char nothing[] = "";
    const size_t k = row * t->column_count + column;
    if (k < t->count)
        return t->cells[k];
    return (struct table_cell){.text = nothing, .value = NAN, .numeric = true};
}

static int *column_widths(const struct table *t)
{
    int *widths = calloc(t->column_count, sizeof *widths);
    for (size_t c = 0; widths && c < t->column_count; c++) {
        widths[c] = utf8_text_width(t->columns[c].title);
        for (size_t k = c; k < t->count; k += t->column_count) {
            const int width = utf8_text_width(t->cells[k].text);
            widths[c] = width > widths[c] ? width : widths[c];
        }
    }
    return widths;
}

static void put_padded(FILE *f, const char *text, int width, enum table_align align,
                       const char *code)
{
    const int padding = width - utf8_text_width(text);
    if (align == TABLE_RIGHT)
        fprintf(f, "%*s", padding, "");
    fprintf(f, "%s%s%s", code, text, *code ? "\033[0m" : "");
    if (align == TABLE_LEFT)
        fprintf(f, "%*s", padding, "");
}

static int print_terminal(const struct table *t, FILE *f)
{
    int *widths = column_widths(t);
    const bool color = term_color(f);
    const char *rule = term_unicode() ? "─" : "-";
    if (!widths)
        return -1;
    for (size_t c = 0; c < t->column_count; c++) {
        fputs(c > 0 ? "  " : "", f);
        put_padded(f, t->columns[c].title, widths[c], t->columns[c].align,
                   color ? style_codes[TABLE_BOLD] : "");
    }
    fputc('\n', f);
    for (size_t c = 0; c < t->column_count; c++) {
        fputs(c > 0 ? "  " : "", f);
        for (int k = 0; k < widths[c]; k++)
            fputs(rule, f);
    }
    fputc('\n', f);
    for (size_t row = 0; row < row_count(t); row++) {
        for (size_t c = 0; c < t->column_count; c++) {
            const struct table_cell cell = cell_at(t, row, c);
            fputs(c > 0 ? "  " : "", f);
            put_padded(f, cell.text, widths[c], t->columns[c].align,
                       color ? style_codes[cell.style] : "");
        }
        fputc('\n', f);
    }
    free(widths);
    return 0;
}

static void put_markdown(FILE *f, const char *text)
{
    for (; *text; text++) {
        if (*text == '|')
            fputc('\\', f);
        fputc(*text == '\n' ? ' ' : *text, f);
    }
}

static int print_markdown(const struct table *t, FILE *f)
{
    for (size_t c = 0; c < t->column_count; c++) {
        fputs(c > 0 ? " | " : "| ", f);
        put_markdown(f, t->columns[c].title);
    }
    fputs(" |\n", f);
    for (size_t c = 0; c < t->column_count; c++)
        fputs(t->columns[c].align == TABLE_RIGHT ? "| ---: " : "| --- ", f);
    fputs("|\n", f);
    for (size_t row = 0; row < row_count(t); row++) {
        for (size_t c = 0; c < t->column_count; c++) {
            const struct table_cell cell = cell_at(t, row, c);
            const bool bold = cell.style == TABLE_BOLD || cell.style == TABLE_GOOD;
            const char *mark = bold && *cell.text ? "**" : "";
            fprintf(f, "%s%s", c > 0 ? " | " : "| ", mark);
            put_markdown(f, cell.text);
            fputs(mark, f);
        }
        fputs(" |\n", f);
    }
    return 0;
}

cJSON *table_json(const struct table *t)
{
    cJSON *rows = cJSON_CreateArray();
    bool complete = rows && !t->out_of_memory;
    for (size_t row = 0; complete && row < row_count(t); row++) {
        cJSON *object = cJSON_CreateObject();
        complete = cJSON_AddItemToArray(rows, object);
        for (size_t c = 0; complete && c < t->column_count; c++) {
            const struct table_cell cell = cell_at(t, row, c);
            const char *key = t->columns[c].key;
            if (!cell.numeric)
                complete = cJSON_AddStringToObject(object, key, cell.text);
            else if (isfinite(cell.value))
                complete = cJSON_AddNumberToObject(object, key, cell.value);
            else
                complete = cJSON_AddNullToObject(object, key);
        }
    }
    if (!complete) {
        cJSON_Delete(rows);
        return NULL;
    }
    return rows;
}

static int print_json(const struct table *t, FILE *f)
{
    cJSON *rows = table_json(t);
    char *text = rows ? cJSON_Print(rows) : NULL;
    cJSON_Delete(rows);
    if (!text)
        return -1;
    fprintf(f, "%s\n", text);
    cJSON_free(text);
    return 0;
}

static void put_csv(FILE *f, const char *text)
{
    const bool quoted = strpbrk(text, ",\"\r\n") != NULL;
    fputs(quoted ? "\"" : "", f);
    for (; *text; text++) {
        if (*text == '"')
            fputc('"', f);
        fputc(*text, f);
    }
    fputs(quoted ? "\"" : "", f);
}

static int print_csv(const struct table *t, FILE *f)
{
    for (size_t c = 0; c < t->column_count; c++) {
        fputs(c > 0 ? "," : "", f);
        put_csv(f, t->columns[c].key);
    }
    fputs("\r\n", f);
    for (size_t row = 0; row < row_count(t); row++) {
        for (size_t c = 0; c < t->column_count; c++) {
            const struct table_cell cell = cell_at(t, row, c);
            fputs(c > 0 ? "," : "", f);
            if (!cell.numeric)
                put_csv(f, cell.text);
            else if (isfinite(cell.value))
                fprintf(f, "%.15g", cell.value);
        }
        fputs("\r\n", f);
    }
    return 0;
}

int table_print(const struct table *t, FILE *stream, enum table_format format, struct mien_error *e)
{
    static int (*const printers[TABLE_FORMAT_COUNT])(const struct table *,
                                                     FILE *) = {[TABLE_TERMINAL] = print_terminal,
                                                                [TABLE_MARKDOWN] = print_markdown,
                                                                [TABLE_JSON] = print_json,
                                                                [TABLE_CSV] = print_csv};
    if (t->out_of_memory || printers[format](t, stream) < 0)
        return error_memory(e, "a table", t->capacity * sizeof *t->cells);
    if (ferror(stream))
        return error_system(e, "standard output", "write");
    return 0;
}
