/* verb_bench_inference.c - `mien bench inference`: the milliseconds from one raw row to a model's
 * answer, interpreted and as exported headers, beside a peer. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/file.h"
#include "trainer/bench/bench_table.h"
#include "trainer/bench/inference.h"
#include "trainer/bench/untrained.h"
#include "runtime/host/cli/cli.h"
#include "trainer/evaluate/source.h"

extern const struct cli_verb verb_bench_inference;

enum { MODELS_MAX = 32 };

struct options {
    const char *kernels, *peer, *input;
    struct cli_list compilers;
    long long runs, rounds;
    bool layers, json;
};

static const struct cli_option options[] = {
    {"runs", 'n', CLI_INTEGER, offsetof(struct options, runs), 1, 1e6, "N",
     "runs of each model in a round (300)"},
    {"rounds", 'r', CLI_INTEGER, offsetof(struct options, rounds), 1, 1000, "N",
     "rounds, in which all take turns (3)"},
    {"input", 'i', CLI_STRING, offsetof(struct options, input), 0, 0, "HxWxC",
     "pictures of a cfg that does not state their size (48x48x1)"},
    {"kernels", 'k', CLI_STRING, offsetof(struct options, kernels), 0, 0, "NAME",
     "instruction set: portable, avx2, avx512, neon (the best that this machine has)"},
    {"layers", 'l', CLI_FLAG, offsetof(struct options, layers), 0, 0, NULL,
     "time each operator instead"},
    {"generated", 'g', CLI_LIST, offsetof(struct options, compilers), 0, 0, "COMPILER",
     "time the models as exported headers too, compiled by COMPILER -O3 -march=native"},
    {"peer", 'p', CLI_STRING, offsetof(struct options, peer), 0, 0, "COMMAND",
     "a command that prints a JSON object a line with peer (its last word part of a model's name) "
     "and median_ms; run once a round"},
    {"json", 0, CLI_FLAG, offsetof(struct options, json), 0, 0, NULL, "print JSON"},
};

/* What is timed. */
struct field {
    struct model models[MODELS_MAX];
    const struct model *pointers[MODELS_MAX];
    const char *names[MODELS_MAX];
    int count;
};

static void field_free(struct field *f)
{
    for (int i = 0; i < f->count; i++)
        model_free(&f->models[i]);
    free(f);
}

static int read_shape(const char *text, uint32_t shape[3], struct mien_error *e)
{
    char rest;
    if (sscanf(text, "%5ux%5ux%5u%c", &shape[0], &shape[1], &shape[2], &rest) == 3 && shape[0] &&
        shape[1] && shape[2])
        return 0;
    return error_usage(e, "--input takes height, width and channels, 48x48x1 (found '%.40s')",
                       text);
}

static int add_model(struct field *f, const char *path, const struct options *o,
                     const struct mien_kernels *kernels, struct mien_error *e)
{
    const char *dot = strrchr(path, '.');
    struct model *m = &f->models[f->count];
    uint32_t shape[3];
    if (read_shape(o->input, shape, e) != 0 ||
        (dot && strcmp(dot, ".cfg") == 0 ? untrained_model(m, path, shape, e)
                                         : source_open(m, path, e)) != 0)
        return -1;
    f->pointers[f->count] = m;
    f->names[f->count++] = path;
    return model_use(m, kernels, 1, e);
}

/* "experiments/bench/cnn-small.cfg" is called cnn-small.cfg. */
static const char *short_name(const char *path)
{
    return *file_name(path) ? file_name(path) : path;
}

static void contestant_row(struct table *t, const struct contestant *c, const struct options *o,
                           double peer)
{
    const struct model_cost cost = model_cost(c->model);
    const double ms = c->timing.median_ms;
    const size_t arena =
        c->compiled ? c->header.arena : c->model->graph.arena_floats * sizeof(float);
    char form[64];
    snprintf(form, sizeof form, c->compiled ? "header, %.40s" : "%.40s kernels",
             c->compiled ? c->header.compiler : c->model->graph.kernels->name);
    table_text(t, short_name(c->name));
    table_text(t, form);
    table_number(t, "%.4f", ms);
    table_number(t, "%.4f", c->timing.least_ms);
    table_number(t, "%.4f", c->timing.p95_ms);
    table_number(t, "%.1f", 1e-6 * (double)cost.operations / ms);
    table_number(t, "%.0f", (double)cost.bytes / 1024);
    table_number(t, "%.0f", (double)arena / 1024);
    if (o->peer) {
        table_number(t, "%.4f", peer);
        table_number(t, "%.2f", ms / peer);
    }
}

static int print_times(const struct field *f, const struct options *o, struct mien_error *e)
{
    static const struct table_column columns[] = {{"model", "Model", TABLE_LEFT},
                                                  {"form", "As", TABLE_LEFT},
                                                  {"median_ms", "Median ms", TABLE_RIGHT},
                                                  {"least_ms", "Least ms", TABLE_RIGHT},
                                                  {"p95_ms", "95 % ms", TABLE_RIGHT},
                                                  {"gmac_per_s", "GMAC/s", TABLE_RIGHT},
                                                  {"weights_kb", "Weights KB", TABLE_RIGHT},
                                                  {"arena_kb", "Arena KB", TABLE_RIGHT},
                                                  {"peer_ms", "Peer ms", TABLE_RIGHT},
                                                  {"ratio", "Of peer's", TABLE_RIGHT}};
    struct inference_options x = {.compiler_count = o->compilers.count,
                                  .peer = o->peer,
                                  .rounds = (int)o->rounds,
                                  .runs = (int)o->runs};
    struct inference b;
    struct table t;
    for (int i = 0; i < o->compilers.count; i++)
        x.compilers[i] = o->compilers.items[i];
    if (inference_open(&b, f->pointers, f->names, f->count, &x, e) != 0)
        return -1;
    table_init(&t, columns, o->peer ? 10 : 8);
    int result = inference_run(&b, &x, e);
    for (int i = 0; result == 0 && i < b.count; i++)
        contestant_row(&t, &b.contestants[i], o,
                       inference_peer_ms(&b, short_name(b.contestants[i].name)));
    if (result == 0)
        result = table_print(&t, stdout, o->json ? TABLE_JSON : TABLE_TERMINAL, e);
    table_free(&t);
    inference_close(&b);
    return result;
}

static int print_layers(const struct field *f, const struct options *o, struct mien_error *e)
{
    struct table t;
    int result = 0;
    bench_layers_begin(&t);
    for (int i = 0; result == 0 && i < f->count; i++) {
        struct timing_stand s;
        result = timing_stand_open(&s, f->pointers[i], e);
        if (result == 0)
            result = bench_layers_add(&t, short_name(f->names[i]), &s, (int)o->runs, e);
        timing_stand_close(&s);
    }
    if (result == 0)
        result = table_print(&t, stdout, o->json ? TABLE_JSON : TABLE_TERMINAL, e);
    table_free(&t);
    return result;
}

static int bench(char **paths, int count, const struct options *o, struct mien_error *e)
{
    const struct mien_kernels *kernels;
    if (o->compilers.count > INFERENCE_COMPILERS_MAX)
        return error_usage(e, "at most %d compilers at a time (--generated was given %d times)",
                           INFERENCE_COMPILERS_MAX, o->compilers.count);
    if (bench_kernels(o->kernels, &kernels, e) != 0)
        return -1;
    struct field *f = calloc(1, sizeof *f);
    int result = f ? 0 : error_memory(e, "the models", sizeof *f);
    for (int i = 0; result == 0 && i < count; i++)
        result = add_model(f, paths[i], o, kernels, e);
    if (result == 0)
        result = o->layers ? print_layers(f, o, e) : print_times(f, o, e);
    if (f)
        field_free(f);
    return result;
}

static int run(int argc, char **argv, struct mien_error *e)
{
    struct options o = {.runs = 300, .rounds = 3, .input = "48x48x1"};
    int count, result = cli_parse(&verb_bench_inference, argc, argv, &o, &count, e);
    if (result != 0)
        return result < 0 ? -1 : 0;
    return bench(argv, count, &o, e);
}

const struct cli_verb verb_bench_inference = {
    .name = "inference",
    .summary = "Time one answer of models on one thread, interpreted and as exported headers.",
    .example = "mien bench inference experiments/bench/cnn-small.cfg --generated gcc",
    .usage = "mien bench inference RUN|MODEL|CFG... [--peer COMMAND] [options]",
    .details =
        "A time is from a raw row (of pictures: numbers 0..255) to all outputs. The network of a "
        "cfg gets random weights, on which the time does not depend, so that nobody has to train "
        "to measure; it normalises its pictures first, as trained ones do. GMAC/s are billions of "
        "multiply-adds a second; the arena is what a model works in.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .least = 1,
    .most = MODELS_MAX,
    .run = run,
};
