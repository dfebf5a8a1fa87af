/* verb_export.c - `mien export`: a trained model becomes a C header or a model file of its own, and
 * a card that tells about it; or its weights become a file of Darknet's. */
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/text.h"
#include "runtime/host/cli/cli.h"
#include "trainer/export/darknet.h"
#include "trainer/export/export.h"
#include "trainer/export/reduce.h"
#include "trainer/evaluate/source.h"

extern const struct cli_verb verb_export;

struct options {
    const char *out, *name, *card, *data;
    long long max_bytes;
    bool standalone, inlined, half;
};

static const struct cli_option options[] = {
    {"out", 'o', CLI_STRING, offsetof(struct options, out), 0, 0, "FILE.h",
     "the header to write; FILE.safetensors: a model file; FILE.weights: weights for Darknet"},
    {"name", 'n', CLI_STRING, offsetof(struct options, name), 0, 0, "NAME",
     "prefix of all it declares (FILE without .h)"},
    {"standalone", 'S', CLI_FLAG, offsetof(struct options, standalone), 0, 0, NULL,
     "fold the runtime in: the header then needs no other file"},
    {"inline", 0, CLI_FLAG, offsetof(struct options, inlined), 0, 0, NULL,
     "write a forest as nested ifs instead of tables"},
    {"max-bytes", 'm', CLI_BYTES, offsetof(struct options, max_bytes), 1, 1e12, "BYTES",
     "the file may have at most so many bytes; a forest is cut down to fit (2M)"},
    {"half", 0, CLI_FLAG, offsetof(struct options, half), 0, 0, NULL,
     "store a model file's numbers as float16"},
    {"card", 'c', CLI_STRING, offsetof(struct options, card), 0, 0, "FILE.md",
     "write a model card in Markdown as well"},
    {"data", 'd', CLI_STRING, offsetof(struct options, data), 0, 0, "SET",
     "data set to measure the model on (the one in its cfg)"},
};

/* The command as typed, for the header to quote; words with spaces or quotes are quoted. For the
 * caller to free; NULL when out of memory. */
static char *command_line(int argc, char **argv)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    fputs("mien", out);
    for (int i = 0; i < argc; i++)
        fprintf(out, argv[i][strcspn(argv[i], " \t\n'\"\\$*?;&|<>()`")] ? " \"%s\"" : " %s",
                argv[i]);
    if (fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}

/* FILE without folder and ending, for the caller to free; NULL when out of memory. */
static char *default_name(const char *file)
{
    char *name = strdup(file_name(file));
    char *dot = name ? strrchr(name, '.') : NULL;
    if (dot)
        *dot = '\0';
    return name;
}

/* The rows to measure the model on, where its data set is at hand; else *x stays without rows and
 * the product says so, unless --data asked for it. What the data set knows of itself becomes part
 * of the model. */
static int open_exam(struct exam *x, struct model *m, const char *data, struct mien_error *e)
{
    struct mien_error why = {.text = ""};
    if (m->classes == 0)
        return data ? error_usage(e, "a model without classes is measured on no data set; leave "
                                     "--data out")
                    : 0;
    if (exam_open(x, m, data, NULL, &why) == 0)
        return facts_complete(m, &x->data, e);
    if (data) {
        *e = why;
        return -1;
    }
    fprintf(stderr, "mien: not measured: %s\n", why.text);
    return 0;
}

static int measure(const struct exam *x, struct facts *f, const struct model *m,
                   const struct model *full, struct mien_error *e)
{
    return x->rows ? facts_measure(f, m, full, x, omp_get_max_threads(), e) : 0;
}

static int write_card(const struct model *m, const struct facts *f, const struct export_options *x,
                      const char *path, struct mien_error *e)
{
    size_t size = 0;
    char *text = export_card(m, f, x, &size, e);
    int result = text ? file_write(path, text, size, e) : -1;
    free(text);
    return result;
}

static void print_cost(const struct model *m, const struct export_cost *cost)
{
    char flash[32], arena[32], kept[32], operations[32];
    printf("flash %s bytes of constants, RAM %s of arena and %s kept by the caller, %s %s a row\n",
           text_count(flash, sizeof flash, (long long)cost->constants),
           text_count(arena, sizeof arena, (long long)cost->arena),
           text_count(kept, sizeof kept, (long long)cost->kept),
           text_count(operations, sizeof operations, (long long)model_cost(m).operations),
           strcmp(m->kind, "forest") == 0 ? "comparisons" : "multiply-adds");
}

static void print_result(const struct facts *f, const struct options *o, size_t size)
{
    const struct metrics *all = facts_metrics(f, "all");
    char bytes[32];
    printf("%s: %s bytes", o->out, text_count(bytes, sizeof bytes, (long long)size));
    if (all)
        printf(", accuracy %.1f %% on '%s'", 100 * all->accuracy, f->split);
    if (all && f->full.rows)
        printf(" (%.1f %% before the forest was reduced)", 100 * f->full.accuracy);
    printf("\n");
    if (o->card)
        printf("%s: model card\n", o->card);
}

static int write_files(const struct model *m, const struct facts *f, const struct export_options *x,
                       const struct options *o, struct mien_error *e)
{
    size_t size = 0;
    struct export_cost cost;
    char *text = export_header(m, f, x, &size, e);
    int result = text && export_cost(m, x, &cost, e) == 0 ? file_write(o->out, text, size, e) : -1;
    free(text);
    if (result == 0 && o->card)
        result = write_card(m, f, x, o->card, e);
    if (result == 0) {
        print_result(f, o, size);
        print_cost(m, &cost);
    }
    return result;
}

static int write_header(const char *run, const struct export_options *asked,
                        const struct options *o, struct mien_error *e)
{
    struct export_options settled = *asked, *x = &settled; /* with what the forest is reduced to */
    struct model full, reduced = {0};
    struct facts f = {0};
    struct exam exam = {0};
    int result = -1;
    if (source_open(&full, run, e) != 0)
        return -1;
    if (open_exam(&exam, &full, o->data, e) == 0) {
        facts_collect(&f, &full);
        if (reduce_to_fit(&reduced, &full, &f, x, e) == 0) {
            const bool cut = x->forest_bytes > 0;
            const struct model *m = cut ? &reduced : &full;
            if (measure(&exam, &f, m, cut ? &full : NULL, e) == 0)
                result = write_files(m, &f, x, o, e);
        }
    }
    facts_free(&f);
    exam_close(&exam);
    model_free(&reduced);
    model_free(&full);
    return result;
}

static int write_model_file(const char *run, const struct export_options *x,
                            const struct options *o, struct mien_error *e)
{
    struct model full, written = {0};
    struct facts f = {0};
    struct exam exam = {0};
    if (source_open(&full, run, e) != 0)
        return -1;
    int result = open_exam(&exam, &full, o->data, e);
    if (result == 0)
        result = export_model_file(&written, &full, o->half, o->out, e);
    if (result == 0) {
        facts_collect(&f, &written);
        result = measure(&exam, &f, &written, NULL, e);
    }
    if (result == 0 && o->card)
        result = write_card(&written, &f, x, o->card, e);
    if (result == 0)
        print_result(&f, o, written.file.map.size);
    facts_free(&f);
    exam_close(&exam);
    model_free(&written);
    model_free(&full);
    return result;
}

static int write_darknet(const char *run, const struct export_options *x, const struct options *o,
                         struct mien_error *e)
{
    (void)x;
    if (export_darknet(run, o->out, e) != 0)
        return -1;
    printf("%s: weights for Darknet, to be read with the cfg that '%s' was trained by\n", o->out,
           run);
    return 0;
}

/* What the name of the file says it is to be. The last row is the default. */
static const struct product {
    const char *ending, *title;
    int (*write)(const char *run, const struct export_options *x, const struct options *o,
                 struct mien_error *e);
    bool of_code, of_numbers, has_card; /* which options it takes */
} products[] = {
    {".weights", "weights for Darknet", write_darknet, false, false, false},
    {".safetensors", "a model file", write_model_file, false, true, true},
    {"", "a header", write_header, true, false, true},
};

static const struct product *product_of(const char *path)
{
    const struct product *p = products;
    const size_t length = strlen(path);
    for (; *p->ending; p++) {
        const size_t ending = strlen(p->ending);
        if (length > ending && strcmp(path + length - ending, p->ending) == 0)
            break;
    }
    return p;
}

/* An option that the product does not have is a mistake, not a wish to be passed over. */
static int check_options(const struct product *p, const struct options *o, struct mien_error *e)
{
    const char *stray = NULL;
    if (!p->of_code && (o->name || o->max_bytes || o->standalone || o->inlined))
        stray = "--name, --max-bytes, --standalone or --inline";
    else if (!p->of_numbers && o->half)
        stray = "--half";
    else if (!p->has_card && (o->card || o->data))
        stray = "--card or --data";
    return stray ? error_usage(e, "'%s' is %s, which has no %s; leave it out", o->out, p->title,
                               stray)
                 : 0;
}

static int write_product(const char *run, const struct options *o, const char *name,
                         const char *command, struct mien_error *e)
{
    const struct product *p = product_of(o->out);
    const struct export_options x = {.file = file_name(o->out),
                                     .name = name,
                                     .command = command,
                                     .standalone = o->standalone,
                                     .inlined = o->inlined,
                                     .max_bytes = o->max_bytes};
    if (check_options(p, o, e) != 0 || (p->of_code && export_check_name(name, e) != 0))
        return -1;
    return p->write(run, &x, o, e);
}

static int run(int argc, char **argv, struct mien_error *e)
{
    struct options o = {0};
    char *command = command_line(argc, argv), *name = NULL;
    int count;
    int result = cli_parse(&verb_export, argc, argv, &o, &count, e);
    if (result == 0 && !o.out)
        result = error_usage(e, "where to? name the header with -o FILE.h, a model file with -o "
                                "FILE.safetensors, weights for Darknet with -o FILE.weights");
    if (result == 0) {
        name = o.name ? strdup(o.name) : default_name(o.out);
        result = name && command ? write_product(argv[0], &o, name, command, e)
                                 : error_memory(e, "a name", 0);
    }
    free(name);
    free(command);
    return result > 0 ? 0 : result;
}

const struct cli_verb verb_export = {
    .name = "export",
    .summary = "Write a trained model as a C header or a model file, or its weights for Darknet.",
    .example = "mien export runs/mlp68-001 -o emotion.h",
    .usage = "mien export RUN -o FILE.h | FILE.safetensors | FILE.weights [options]",
    .details =
        "The header is straight-line C99 (and C++) without allocation: NAME_features makes "
        "features of raw landmarks, NAME_predict probabilities of features; a model without "
        "classes has NAME_run, from a raw row to its outputs. Its opening comment tells how to "
        "call it, how good it is and what it costs. RUN is a run's folder or a model file. A "
        "header that is not standalone includes files of mien's runtime/ folder. FILE.safetensors "
        "is the run's model without the run, what every verb takes in place of one. FILE.weights "
        "gets what a run of one of Darknet's cfgs learned (with --set data.path=SET --set "
        "data.features=unit), for Darknet to read with that cfg.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .least = 1,
    .most = 1,
    .run = run,
};
