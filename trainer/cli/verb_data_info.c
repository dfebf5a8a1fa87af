/* verb_data_info.c - `mien data info`: what a data set holds, what is odd about it, and a row of it
 * drawn in the terminal. */
#include <cjson/cJSON.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/audit.h"
#include "datasets/dataset_open.h"
#include "datasets/picture.h"
#include "runtime/host/cli/cli.h"
#include "runtime/host/text.h"
#include "trainer/cli/data_work.h"
#include "runtime/host/table.h"

extern const struct cli_verb verb_data_info;

struct info_arguments {
    long long row;
    bool json;
};

static const struct cli_option options[] = {
    {"row", 0, CLI_INTEGER, offsetof(struct info_arguments, row), 0, 4294967295.0, "N",
     "draw this row, counted from 0"},
    {"json", 0, CLI_FLAG, offsetof(struct info_arguments, json), 0, 0, NULL,
     "print it all as JSON"},
};

struct info {
    struct dataset d;
    struct audit a;
    uint32_t found[DATASET_CLASSES_MAX]; /* rows of a class with a face */
    char checksum[65];
};

static int open_info(struct info *n, const char *folder, struct mien_error *e)
{
    struct data_work work;
    if (dataset_open(&n->d, folder, e) != 0)
        return -1;
    data_work_start(&work, "reading");
    int result = data_work_finish(&work, audit_run(&n->a, &n->d, &work.watch, e));
    if (result == 0)
        result = dataset_checksum(&n->d, n->checksum, e);
    for (uint32_t i = 0; n->d.score && i < n->d.rows; i++)
        n->found[n->d.y[i]] += n->d.score[i] >= DATASET_FACE_SCORE;
    return result;
}

static void close_info(struct info *n)
{
    audit_free(&n->a);
    dataset_close(&n->d);
}

/* ---- Tables ---- */

static uint32_t class_rows(const struct info *n, uint32_t class)
{
    uint32_t rows = 0;
    for (uint32_t s = 0; s < n->d.splits; s++)
        rows += n->a.splits[s].by_class[class];
    return rows;
}

/* A bar of eighths (or #) as long as share of `columns`; out [3 * columns + 4]. */
static const char *bar(char *out, double share, int columns)
{
    static const char *const eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    int parts = (int)(share * columns * 8 + 0.5);
    char *end = out;
    *out = '\0';
    for (int i = 0; i < parts / 8; i++)
        end = stpcpy(end, term_unicode() ? "█" : "#");
    if (term_unicode())
        stpcpy(end, eighths[parts % 8]);
    return out;
}

/* Rows by class and split, with a bar where it is for people. */
static void fill_classes(struct table *t, const struct info *n, bool bars)
{
    enum { BAR = 12 };
    uint32_t most = 1;
    for (uint32_t c = 0; c < n->d.classes; c++)
        most = class_rows(n, c) > most ? class_rows(n, c) : most;
    for (uint32_t c = 0; c < n->d.classes; c++) {
        char drawn[3 * BAR + 4];
        uint32_t rows = class_rows(n, c);
        table_text(t, n->d.class_names[c]);
        for (uint32_t s = 0; s < n->d.splits; s++)
            table_count(t, n->a.splits[s].by_class[c]);
        table_count(t, rows);
        table_number(t, "%.1f %%", 100.0 * rows / n->d.rows);
        if (bars)
            table_text(t, bar(drawn, (double)rows / most, BAR));
        if (n->d.score)
            table_number(t, "%.1f %%", rows ? 100.0 * n->found[c] / rows : 0);
    }
}

static struct table class_table(const struct info *n, struct table_column *columns, bool bars)
{
    struct table t;
    size_t count = 0;
    columns[count++] = (struct table_column){"class", "Class", TABLE_LEFT};
    for (uint32_t s = 0; s < n->d.splits; s++)
        columns[count++] =
            (struct table_column){n->d.split_names[s], n->d.split_names[s], TABLE_RIGHT};
    columns[count++] = (struct table_column){"all", "All", TABLE_RIGHT};
    columns[count++] = (struct table_column){"share_percent", "Share", TABLE_RIGHT};
    if (bars)
        columns[count++] = (struct table_column){"bar", "", TABLE_LEFT};
    if (n->d.score)
        columns[count++] = (struct table_column){"face_found_percent", "Face found", TABLE_RIGHT};
    table_init(&t, columns, count);
    fill_classes(&t, n, bars);
    return t;
}

/* A count that had better be 0. */
static void table_doubt(struct table *t, uint32_t count)
{
    table_count(t, count);
    table_style(t, count ? TABLE_BAD : TABLE_DIM);
}

/* A count as a share of the split's rows, or nothing where there is no such column. */
static void table_share(struct table *t, bool there, uint32_t count, uint32_t rows)
{
    if (there && rows)
        table_number(t, "%.1f %%", 100.0 * count / rows);
    else
        table_empty(t);
}

/* How many rows a split has in common with others: "280 with train", "310 with 4 splits". */
static void table_shared(struct table *t, const struct info *n, uint32_t split)
{
    char text[160], number[32];
    uint32_t sum = 0, others = 0, last = 0;
    for (uint32_t s = 0; s < n->d.splits; s++)
        if (s != split && n->a.splits[split].shared[s]) {
            sum += n->a.splits[split].shared[s];
            others++;
            last = s;
        }
    text_count(number, sizeof number, sum);
    if (others > 1)
        snprintf(text, sizeof text, "%s with %u splits", number, others);
    else
        snprintf(text, sizeof text, "%s%s%s", number, others ? " with " : "",
                 others ? n->d.split_names[last] : "");
    table_valued(t, text, sum);
    table_style(t, sum ? TABLE_BAD : TABLE_DIM);
}

static struct table split_table(const struct info *n)
{
    static const struct table_column columns[] = {
        {"split", "Split", TABLE_LEFT},
        {"rows", "Rows", TABLE_RIGHT},
        {"constant", "Constant", TABLE_RIGHT},
        {"copies", "Copies within", TABLE_RIGHT},
        {"shared", "In other splits", TABLE_RIGHT},
        {"marked_copies", "Marked", TABLE_RIGHT},
        {"voted_percent", "Voted", TABLE_RIGHT},
        {"face_found_percent", "Face", TABLE_RIGHT},
    };
    struct table t;
    table_init(&t, columns, sizeof columns / sizeof *columns);
    for (uint32_t s = 0; s < n->d.splits; s++) {
        const struct audit_split *a = &n->a.splits[s];
        table_text(&t, n->d.split_names[s]);
        table_count(&t, a->rows);
        table_doubt(&t, a->constant);
        table_doubt(&t, a->copies);
        table_shared(&t, n, s);
        if (n->d.copy)
            table_count(&t, a->marked);
        else
            table_empty(&t);
        table_share(&t, n->d.vote != NULL, a->voted, a->rows);
        table_share(&t, n->d.score != NULL, a->faces, a->rows);
    }
    return t;
}

/* ---- A row ---- */

enum { FACT_LINES = 24, FACT_BYTES = 160, FACT_BAR = 12 };

struct facts {
    char text[FACT_LINES][FACT_BYTES];
    const char *lines[FACT_LINES];
    size_t count;
};

static void add_fact(struct facts *f, const char *format, ...) MIEN_PRINTF(2, 3);
static void add_fact(struct facts *f, const char *format, ...)
{
    if (f->count == FACT_LINES)
        return;
    va_list args;
    va_start(args, format);
    vsnprintf(f->text[f->count], FACT_BYTES, format, args);
    va_end(args);
    f->lines[f->count] = f->text[f->count];
    f->count++;
}

static void add_votes(struct facts *f, const struct dataset *d, uint32_t row)
{
    char drawn[3 * FACT_BAR + 4];
    const uint8_t *votes = d->vote + (size_t)row * d->votes;
    uint32_t sum = 0;
    for (uint32_t v = 0; v < d->votes; v++)
        sum += votes[v];
    add_fact(f, "%s", "");
    add_fact(f, sum ? "votes of %u" : "no votes", sum);
    for (uint32_t v = 0; v < d->votes && sum; v++)
        if (votes[v])
            add_fact(f, "  %-10s %2u %s", d->vote_names[v], votes[v],
                     bar(drawn, (double)votes[v] / sum, FACT_BAR));
}

static void gather_facts(struct facts *f, const struct dataset *d, uint32_t row)
{
    char number[32], rows[32];
    text_count(number, sizeof number, row);
    text_count(rows, sizeof rows, d->rows);
    add_fact(f, "row %s of %s", number, rows);
    add_fact(f, "%s", "");
    add_fact(f, "class   %s", d->class_names[d->y[row]]);
    add_fact(f, "split   %s", d->split_names[d->split[row]]);
    if (d->id)
        add_fact(f, "id      %u", d->id[row]);
    if (d->group)
        add_fact(f, "group   %d", (int)d->group[row]);
    if (d->weight)
        add_fact(f, "weight  %g", (double)d->weight[row]);
    if (d->score)
        add_fact(f, "face    %.1f %%%s", 100 * (double)d->score[row],
                 d->score[row] < DATASET_FACE_SCORE ? " (not found)" : "");
    if (d->copy && d->copy[row])
        add_fact(f, "copy    of an earlier %s row", d->split_names[0]);
    if (d->vote)
        add_votes(f, d, row);
}

static int print_row(const struct dataset *d, uint32_t row, struct mien_error *e)
{
    struct facts facts = {.count = 0};
    struct picture p;
    int width = term_width(stdout);
    uint32_t columns = width > 84 ? 48 : width > 44 ? (uint32_t)width - 32 : 20;
    struct dataset_part part;
    bool image = dataset_find_part(d, DATASET_IMAGE, &part);
    struct picture_style style =
        picture_style_of(stdout, image || columns < 40 ? columns : 40, image ? 24 : 20);
    int result = picture_row(&p, d, row, style, e);
    gather_facts(&facts, d, row);
    if (result == 0) {
        putchar('\n');
        picture_print(stdout, &p, style, facts.lines, facts.count);
    }
    picture_free(&p);
    return result;
}

/* ---- For people ---- */

/* A long text behind a heading, wrapped to the terminal (at most 100 columns). */
static void print_wrapped(const char *heading, const char *text)
{
    enum { INDENT = 11 };
    int width = term_width(stdout), column = INDENT;
    width = width > 100 ? 100 : width;
    if (!text)
        return;
    printf("%-*s", INDENT, heading);
    while (*text) {
        int n = (int)strcspn(text, " \n");
        if (column + 1 + n > width && column > INDENT) {
            printf("\n%*s", INDENT, "");
            column = INDENT;
        }
        printf(" %.*s", n, text);
        column += 1 + n;
        text += n + (text[n] != '\0');
    }
    putchar('\n');
}

/* ", 48 x 48 x 1", or ": image 48 x 48 x 1, landmarks 68 x 2". */
static void print_shapes(const struct dataset *d)
{
    struct dataset_part parts[DATASET_PARTS_MAX];
    const uint32_t count = dataset_parts(d, parts);
    for (uint32_t p = 0; p < count; p++) {
        printf(d->part_count && p == 0 ? ": " : ", ");
        if (d->part_count)
            printf("%s ", dataset_kind_names[parts[p].kind]);
        for (uint32_t i = 0; i < parts[p].dimensions; i++)
            printf("%s%u", i ? " x " : "", parts[p].shape[i]);
    }
}

static void print_head(const struct info *n)
{
    const struct dataset *d = &n->d;
    char rows[32], numbers[32];
    bool color = term_color(stdout);
    printf("%s%s%s\n%s rows of kind %s", color ? "\033[1m" : "", d->name, color ? "\033[0m" : "",
           text_count(rows, sizeof rows, d->rows), dataset_kind_names[d->kind]);
    print_shapes(d);
    printf(" = %s numbers from %.4g to %.4g\n\n", text_count(numbers, sizeof numbers, d->width),
           n->a.low, n->a.high);
}

static void print_doubts(const struct info *n)
{
    const struct {
        uint64_t count;
        const char *text;
    } doubts[] = {
        {n->a.contradictions, "rows equal an earlier row of another class"},
        {n->a.not_finite, "numbers are not finite"},
        {n->a.groups, "different subjects (group.npy)"},
    };
    char number[32];
    for (size_t i = 0; i < sizeof doubts / sizeof *doubts; i++)
        if (doubts[i].count)
            printf("%s %s\n", text_count(number, sizeof number, (long long)doubts[i].count),
                   doubts[i].text);
}

static int print_table(struct table t, struct mien_error *e)
{
    int result = table_print(&t, stdout, TABLE_TERMINAL, e);
    table_free(&t);
    putchar('\n');
    return result;
}

/* More columns of counts leave no room for a bar in 80 columns. */
enum { BAR_SPLITS = 3 };

static int print_info(const struct info *n, long long row, struct mien_error *e)
{
    struct table_column columns[DATASET_SPLITS_MAX + 5];
    print_head(n);
    if (print_table(class_table(n, columns, n->d.splits <= BAR_SPLITS), e) != 0 ||
        print_table(split_table(n), e) != 0)
        return -1;
    print_doubts(n);
    print_wrapped("provenance", n->d.provenance);
    print_wrapped("source", n->d.source);
    print_wrapped("licence", n->d.licence);
    print_wrapped("sha256", n->checksum);
    return row < 0 ? 0 : print_row(&n->d, (uint32_t)row, e);
}

/* ---- For programs ---- */

static cJSON *numbers_json(const float *x, uint32_t count)
{
    cJSON *list = cJSON_CreateArray();
    for (uint32_t i = 0; list && i < count; i++)
        cJSON_AddItemToArray(list, cJSON_CreateNumber((double)x[i]));
    return list;
}

static cJSON *row_json(const struct dataset *d, uint32_t row)
{
    float *x = malloc(d->width * sizeof *x);
    cJSON *o = x ? cJSON_CreateObject() : NULL;
    if (o) {
        dataset_row(d, row, x);
        cJSON_AddNumberToObject(o, "row", row);
        cJSON_AddStringToObject(o, "class", d->class_names[d->y[row]]);
        cJSON_AddStringToObject(o, "split", d->split_names[d->split[row]]);
        if (d->score)
            cJSON_AddNumberToObject(o, "score", (double)d->score[row]);
        if (d->copy)
            cJSON_AddBoolToObject(o, "copy", d->copy[row]);
        if (d->id)
            cJSON_AddNumberToObject(o, "id", d->id[row]);
        cJSON *votes = d->vote ? cJSON_AddObjectToObject(o, "votes") : NULL;
        for (uint32_t v = 0; votes && v < d->votes; v++)
            cJSON_AddNumberToObject(votes, d->vote_names[v], d->vote[(size_t)row * d->votes + v]);
        cJSON_AddItemToObject(o, "x", numbers_json(x, d->width));
    }
    free(x);
    return o;
}

static void add_table(cJSON *o, const char *key, struct table t)
{
    cJSON_AddItemToObject(o, key, table_json(&t));
    table_free(&t);
}

static void add_text(cJSON *o, const char *key, const char *text)
{
    if (text)
        cJSON_AddStringToObject(o, key, text);
}

static void add_shape(cJSON *o, const uint32_t *shape, uint32_t dimensions)
{
    cJSON *list = cJSON_AddArrayToObject(o, "shape");
    for (uint32_t i = 0; i < dimensions; i++)
        cJSON_AddItemToArray(list, cJSON_CreateNumber(shape[i]));
}

static int print_json(const struct info *n, long long row, struct mien_error *e)
{
    struct table_column columns[DATASET_SPLITS_MAX + 5];
    const struct dataset *d = &n->d;
    cJSON *o = cJSON_CreateObject();
    add_text(o, "name", d->name);
    add_text(o, "kind", dataset_kind_names[d->kind]);
    cJSON_AddNumberToObject(o, "rows", d->rows);
    add_shape(o, d->shape, d->dimensions);
    cJSON *parts = d->part_count ? cJSON_AddArrayToObject(o, "parts") : NULL;
    for (uint32_t p = 0; parts && p < d->part_count; p++) {
        cJSON *part = cJSON_CreateObject();
        add_text(part, "kind", dataset_kind_names[d->parts[p].kind]);
        add_shape(part, d->parts[p].shape, d->parts[p].dimensions);
        cJSON_AddItemToArray(parts, part);
    }
    cJSON_AddNumberToObject(o, "low", n->a.low);
    cJSON_AddNumberToObject(o, "high", n->a.high);
    cJSON_AddNumberToObject(o, "not_finite", (double)n->a.not_finite);
    cJSON_AddNumberToObject(o, "contradictions", n->a.contradictions);
    cJSON_AddNumberToObject(o, "groups", n->a.groups);
    add_table(o, "classes", class_table(n, columns, false));
    add_table(o, "splits", split_table(n));
    add_text(o, "sha256", n->checksum);
    add_text(o, "provenance", d->provenance);
    add_text(o, "source", d->source);
    add_text(o, "licence", d->licence);
    if (row >= 0)
        cJSON_AddItemToObject(o, "row", row_json(d, (uint32_t)row));
    char *text = o ? cJSON_Print(o) : NULL;
    if (text)
        puts(text);
    cJSON_free(text);
    cJSON_Delete(o);
    return text ? 0 : error_memory(e, "JSON", 0);
}

static int run_info(int argc, char **argv, struct mien_error *e)
{
    struct info_arguments a = {.row = -1};
    int count;
    int result = cli_parse(&verb_data_info, argc, argv, &a, &count, e);
    if (result != 0)
        return result < 0 ? -1 : 0;
    struct info *n = calloc(1, sizeof *n);
    if (!n)
        return error_memory(e, "a description", sizeof *n);
    result = open_info(n, argv[0], e);
    if (result == 0 && a.row >= (long long)n->d.rows)
        result = error_usage(e, "--row: there is no row %lld; give 0 to %u", a.row, n->d.rows - 1);
    if (result == 0)
        result = (a.json ? print_json : print_info)(n, a.row, e);
    close_info(n);
    free(n);
    return result;
}

const struct cli_verb verb_data_info = {
    .name = "info",
    .summary = "Count a data set's rows, look for copies and faults, draw a row.",
    .example = "mien data info datasets/fer2013-landmarks --row 7",
    .usage = "mien data info SET [options]",
    .details =
        "Constant: all numbers of a row are equal. Copies within: equal to an earlier row of the\n"
        "split. Marked: what copy.npy says, equal to an earlier row of the first split. Face:\n"
        "rows with a face score of at least 0.5.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .least = 1,
    .most = 1,
    .run = run_info,
};
