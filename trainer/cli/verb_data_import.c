/* verb_data_import.c - `mien data import` and `mien data export`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/dataset_open.h"
#include "datasets/export_text.h"
#include "datasets/import.h"
#include "runtime/host/text.h"
#include "trainer/cli/data_arguments.h"
#include "trainer/cli/data_work.h"

extern const struct cli_verb verb_data_import, verb_data_export;

/* ---- import ---- */

struct import_arguments {
    const char *out, *from, *votes, *classes, *like, *size, *name, *licence;
    bool grey, replace;
};

static const struct cli_option import_options[] = {
    {"out", 'o', CLI_STRING, offsetof(struct import_arguments, out), 0, 0, "SET",
     "the data set's folder to make"},
    {"from", 0, CLI_STRING, offsetof(struct import_arguments, from), 0, 0, "KIND",
     "what the source is (found out from the source)"},
    {"votes", 0, CLI_STRING, offsetof(struct import_arguments, votes), 0, 0, "FILE",
     "votes to join by picture name: FER+'s fer2013new.csv or its kind"},
    {"classes", 0, CLI_STRING, offsetof(struct import_arguments, classes), 0, 0, "A,B,...",
     "the classes in their order (FER2013's order, or sorted)"},
    {"size", 0, CLI_STRING, offsetof(struct import_arguments, size), 0, 0, "WxH",
     "resample pictures to this size (all have one size already)"},
    {"grey", 0, CLI_FLAG, offsetof(struct import_arguments, grey), 0, 0, NULL,
     "make colour pictures grey"},
    {"like", 0, CLI_STRING, offsetof(struct import_arguments, like), 0, 0, "SET",
     "for arrays: shape, scale and names are those of this data set"},
    {"name", 0, CLI_STRING, offsetof(struct import_arguments, name), 0, 0, "NAME",
     "the data set's name (its folder's)"},
    {"licence", 0, CLI_STRING, offsetof(struct import_arguments, licence), 0, 0, "TEXT",
     "what may be done with it, for dataset.json"},
    {"replace", 0, CLI_FLAG, offsetof(struct import_arguments, replace), 0, 0, NULL,
     "SET may be a data set already"},
};

static int parse_size(const char *text, struct import_options *o, struct mien_error *e)
{
    char width[16];
    long long w, h;
    const char *x = strchr(text, 'x');
    size_t length = x ? (size_t)(x - text) : sizeof width;
    if (length < sizeof width) {
        memcpy(width, text, length);
        width[length] = '\0';
        if (text_integer(width, &w) && text_integer(x + 1, &h) && w >= 1 && h >= 1 && w <= 4096 &&
            h <= 4096) {
            o->width = (uint32_t)w;
            o->height = (uint32_t)h;
            return 0;
        }
    }
    return error_usage(e, "--size: not WIDTHxHEIGHT from 1x1 to 4096x4096 ('%.40s'); such as 48x48",
                       text);
}

static int parse_kind(const char *name, const char *path, enum import_kind *kind,
                      struct mien_error *e)
{
    char hint[64];
    if (!name)
        return import_detect(path, kind, e);
    for (int i = 0; i < IMPORT_KIND_COUNT; i++)
        if (strcmp(name, import_kind_names[i]) == 0) {
            *kind = (enum import_kind)i;
            return 0;
        }
    text_did_you_mean(hint, sizeof hint, name, import_kind_names, IMPORT_KIND_COUNT,
                      sizeof *import_kind_names);
    return error_usage(e, "--from: no kind is called '%.40s'%s", name,
                       *hint ? hint : "; --help lists them");
}

static int do_import(const char *path, const struct import_arguments *a,
                     const struct data_classes *classes, const char *out, struct mien_error *e)
{
    enum import_kind kind;
    struct data_work work;
    struct import_options o = {.name = a->name,
                               .licence = a->licence,
                               .votes = a->votes,
                               .like = a->like,
                               .classes = classes->count ? classes->names : NULL,
                               .class_count = classes->count,
                               .grey = a->grey,
                               .replace = a->replace,
                               .watch = &work.watch};
    if ((a->size && parse_size(a->size, &o, e) != 0) || parse_kind(a->from, path, &kind, e) != 0)
        return -1;
    data_work_start(&work, "importing");
    int result = data_work_finish(&work, import_run(kind, path, &o, out, e));
    return result == 0 ? data_print_summary(out, e) : result;
}

static int run_import(int argc, char **argv, struct mien_error *e)
{
    struct import_arguments a = {0};
    int count;
    int result = cli_parse(&verb_data_import, argc, argv, &a, &count, e);
    if (result != 0)
        return result < 0 ? -1 : 0;
    char *out = NULL;
    struct data_classes classes;
    result = data_parse_classes(&classes, a.classes, e);
    if (result == 0)
        result = data_check_out(&out, a.out, &verb_data_import, e);
    if (result == 0)
        result = do_import(argv[0], &a, &classes, out, e);
    free(classes.text);
    free(out);
    return result;
}

#define X(symbol, name, function, takes, what) "\n  " name ": " what
const struct cli_verb verb_data_import = {
    .name = "import",
    .summary = "Make a data set of pictures, CSV, LIBSVM text or NumPy arrays.",
    .example = "mien data import fer2013.csv --votes fer2013new.csv -o my-fer2013",
    .usage = "mien data import SOURCE -o SET [options]",
    .details = "kinds of source, for --from:" IMPORT_KINDS(X),
    .options = import_options,
    .option_count = sizeof import_options / sizeof *import_options,
    .least = 1,
    .most = 1,
    .run = run_import,
};
#undef X

/* ---- export ---- */

struct export_arguments {
    const char *out, *split;
};

static const struct cli_option export_options[] = {
    {"out", 'o', CLI_STRING, offsetof(struct export_arguments, out), 0, 0, "FILE",
     "the file to write; .csv or .svm (LIBSVM text)"},
    {"split", 0, CLI_STRING, offsetof(struct export_arguments, split), 0, 0, "NAME",
     "only the rows of this split (all rows)"},
};

/* The rows of the split called `name`, or all, for the caller to free. */
static uint32_t *rows_of(const struct dataset *d, const char *name, uint32_t *count,
                         struct mien_error *e)
{
    uint32_t split;
    if (name)
        return dataset_find_split(d, name, &split, e) == 0 ? dataset_split_rows(d, split, count, e)
                                                           : NULL;
    uint32_t *rows = malloc(d->rows * sizeof *rows);
    if (!rows)
        error_memory(e, "row numbers", d->rows * sizeof *rows);
    for (uint32_t i = 0; rows && i < d->rows; i++)
        rows[i] = i;
    *count = d->rows;
    return rows;
}

static int do_export(const char *set, const struct export_arguments *a, const char *out,
                     struct mien_error *e)
{
    enum export_format format;
    struct dataset d;
    if (export_format_of(out, &format, e) != 0 || dataset_open(&d, set, e) != 0)
        return -1;
    uint32_t count = 0, *rows = rows_of(&d, a->split, &count, e);
    int result = -1;
    if (rows) {
        struct data_work work;
        data_work_start(&work, "exporting");
        result = data_work_finish(&work, export_text(&d, rows, count, format, out, &work.watch, e));
    }
    char number[32];
    if (result == 0)
        printf("%s: %s rows of %u numbers\n", out, text_count(number, sizeof number, count),
               d.width);
    free(rows);
    dataset_close(&d);
    return result;
}

static int run_export(int argc, char **argv, struct mien_error *e)
{
    struct export_arguments a = {0};
    int count;
    int result = cli_parse(&verb_data_export, argc, argv, &a, &count, e);
    if (result != 0)
        return result < 0 ? -1 : 0;
    char *out = NULL;
    result = data_check_out(&out, a.out, &verb_data_export, e);
    if (result == 0)
        result = do_export(argv[0], &a, out, e);
    free(out);
    return result;
}

const struct cli_verb verb_data_export = {
    .name = "export",
    .summary = "Write a data set as CSV or LIBSVM text.",
    .example = "mien data export datasets/fer2013-landmarks --split valid -o valid.csv",
    .usage = "mien data export SET -o FILE.csv|FILE.svm [options]",
    .options = export_options,
    .option_count = sizeof export_options / sizeof *export_options,
    .least = 1,
    .most = 1,
    .run = run_export,
};
