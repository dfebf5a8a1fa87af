/* verb_bench_face.c - `mien bench face`: the milliseconds from pixels to emotions, stage by stage
 * and layer by layer, beside a peer. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/home.h"
#include "trainer/bench/bench_table.h"
#include "trainer/bench/face_bench.h"
#include "trainer/bench/peer.h"
#include "runtime/host/cli/cli.h"
#include "runtime/host/table.h"
#include "trainer/export/header_bench.h"

extern const struct cli_verb verb_bench_face;

static const char DEFAULT_PICTURE[] = "datasets/portraits/collins.jpg";
static const char DEFAULT_EMOTION[] = "models/emotion.safetensors";

struct options {
    const char *picture, *emotion, *kernels, *peer;
    long long runs;
    const char *compiler;
    bool layers, json;
};

static const struct cli_option options[] = {
    {"runs", 'n', CLI_INTEGER, offsetof(struct options, runs), 1, 1e6, "N",
     "times that each stage runs, in turn (300)"},
    {"picture", 0, CLI_STRING, offsetof(struct options, picture), 0, 0, "FILE",
     "a picture with a face, put into a frame of 640 x 480 (the shipped portrait)"},
    {"emotion", 'e', CLI_STRING, offsetof(struct options, emotion), 0, 0, "MODEL",
     "model of landmarks to end with (models/emotion.safetensors)"},
    {"kernels", 'k', CLI_STRING, offsetof(struct options, kernels), 0, 0, "NAME",
     "instruction set: portable, avx2, avx512, neon (the best that this machine has)"},
    {"layers", 'l', CLI_FLAG, offsetof(struct options, layers), 0, 0, NULL,
     "time each operator of the two networks instead"},
    {"generated", 'g', CLI_STRING, offsetof(struct options, compiler), 0, 0, "COMPILER",
     "time the two networks as exported headers too, compiled by COMPILER -O3 -march=native"},
    {"peer", 'p', CLI_STRING, offsetof(struct options, peer), 0, 0, "COMMAND",
     "a command that prints a JSON object a line with model and median_ms, for networks of the "
     "same names"},
    {"json", 0, CLI_FLAG, offsetof(struct options, json), 0, 0, NULL, "print JSON"},
};

static const struct {
    const char *name, *what;
} stages[FACE_STAGE_COUNT] = {
#define X(symbol, name, what) {name, what},
    FACE_STAGES(X)
#undef X
};

/* The model that a stage runs; NULL where it runs none or several. */
static const struct model *stage_model(const struct face_bench *b, int stage)
{
    switch (stage) {
    case FACE_DETECTOR:
    case FACE_DETECT:
        return &b->networks.detector;
    case FACE_MESH:
        return &b->networks.mesh;
    case FACE_CLASSIFY:
        return b->model.kind ? &b->model : NULL;
    default:
        return NULL;
    }
}

/* What the peer says of the network that a stage is; NaN where it says nothing. */
static double peer_ms(const cJSON *peer, int stage)
{
    const char *part = stage == FACE_DETECTOR ? "detection"
                       : stage == FACE_MESH   ? "landmark"
                                              : NULL;
    const cJSON *object;
    cJSON_ArrayForEach(object, peer)
    {
        const char *model = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, "model"));
        const cJSON *ms = cJSON_GetObjectItemCaseSensitive(object, "median_ms");
        if (part && model && strstr(model, part) && cJSON_IsNumber(ms))
            return ms->valuedouble;
    }
    return NAN;
}

/* `m` is the model that runs, NULL where there is none or several; `peer` NULL: no columns for it.
 */
static void time_row(struct table *t, const char *name, const char *what, const struct model *m,
                     const struct timing *time, const double *peer)
{
    const struct model_cost cost = m ? model_cost(m) : (struct model_cost){0};
    table_text(t, name);
    table_text(t, what);
    table_number(t, "%.3f", time->median_ms);
    table_number(t, "%.3f", time->p95_ms);
    table_number(t, "%.1f", m ? 1e-6 * (double)cost.operations / time->median_ms : NAN);
    table_number(t, "%.0f", m ? (double)cost.bytes / 1024 : NAN);
    table_number(t, "%.0f", m ? (double)m->graph.arena_floats * sizeof(float) / 1024 : NAN);
    if (peer) {
        table_number(t, "%.3f", *peer);
        table_number(t, "%.2f", time->median_ms / *peer);
    }
}

static void stage_row(struct table *t, const struct face_bench *b, int stage,
                      const struct timing *time, const cJSON *peer)
{
    const double ms = peer_ms(peer, stage);
    time_row(t, stages[stage].name, stages[stage].what, stage_model(b, stage), time,
             peer ? &ms : NULL);
}

static int header_timing(const struct model *m, const char *compiler, int runs, struct timing *time,
                         struct mien_error *e)
{
    struct header_bench h;
    double *ms = malloc((size_t)runs * sizeof *ms);
    int result = ms ? 0 : error_memory(e, "times", (size_t)runs * sizeof *ms);
    if (result == 0 && (result = header_bench_open(&h, m, compiler, e)) == 0) {
        result = header_bench_run(&h, runs, ms, e);
        header_bench_close(&h);
    }
    if (result == 0)
        *time = timing_of(ms, runs);
    free(ms);
    return result;
}

/* A network as a header that a user compiles. */
static int generated_row(struct table *t, const struct face_bench *b, int stage,
                         const struct options *o, const cJSON *peer, struct mien_error *e)
{
    const double ms = peer_ms(peer, stage);
    char name[32], what[96];
    struct timing time;
    if (header_timing(stage_model(b, stage), o->compiler, (int)o->runs, &time, e) != 0)
        return -1;
    snprintf(name, sizeof name, "%s.h", stages[stage].name);
    snprintf(what, sizeof what, "the same exported, by %.40s", o->compiler);
    time_row(t, name, what, stage_model(b, stage), &time, peer ? &ms : NULL);
    return 0;
}

static int print_stages(const struct face_bench *b, const struct options *o, const cJSON *peer,
                        struct mien_error *e)
{
    static const struct table_column columns[] = {
        {"stage", "Stage", TABLE_LEFT},          {"what", "", TABLE_LEFT},
        {"median_ms", "Median ms", TABLE_RIGHT}, {"p95_ms", "95 % ms", TABLE_RIGHT},
        {"gmac_per_s", "GMAC/s", TABLE_RIGHT},   {"weights_kb", "Weights KB", TABLE_RIGHT},
        {"arena_kb", "Arena KB", TABLE_RIGHT},   {"peer_ms", "Peer ms", TABLE_RIGHT},
        {"ratio", "Of peer's", TABLE_RIGHT}};
    struct timing times[FACE_STAGE_COUNT];
    struct table t;
    if (face_bench_run(b, (int)o->runs, times, e) != 0)
        return -1;
    table_init(&t, columns, peer ? 9 : 7);
    for (int i = 0; i < FACE_STAGE_COUNT; i++)
        if (!isnan(times[i].median_ms))
            stage_row(&t, b, i, &times[i], peer);
    int result = o->compiler && (generated_row(&t, b, FACE_DETECTOR, o, peer, e) != 0 ||
                                 generated_row(&t, b, FACE_MESH, o, peer, e) != 0)
                     ? -1
                     : 0;
    if (result == 0)
        result = table_print(&t, stdout, o->json ? TABLE_JSON : TABLE_TERMINAL, e);
    table_free(&t);
    return result;
}

static int print_layers(const struct face_bench *b, const struct options *o, struct mien_error *e)
{
    static const char *const names[] = {"detector", "mesh"};
    const struct model *const networks[] = {&b->networks.detector, &b->networks.mesh};
    struct table t;
    int result = 0;
    bench_layers_begin(&t);
    for (int i = 0; result == 0 && i < 2; i++) {
        struct timing_stand s;
        result = timing_stand_open(&s, networks[i], e);
        if (result == 0)
            result = bench_layers_add(&t, names[i], &s, (int)o->runs, e);
        timing_stand_close(&s);
    }
    if (result == 0)
        result = table_print(&t, stdout, o->json ? TABLE_JSON : TABLE_TERMINAL, e);
    table_free(&t);
    return result;
}

static int bench(const struct options *o, struct mien_error *e)
{
    const struct mien_kernels *kernels;
    char picture[4096], emotion[4096];
    struct face_bench b;
    if (bench_kernels(o->kernels, &kernels, e) != 0 ||
        (!o->picture && home_path(picture, sizeof picture, DEFAULT_PICTURE, e) != 0))
        return -1;
    const bool shipped = !o->emotion && home_has(emotion, sizeof emotion, DEFAULT_EMOTION);
    if (face_bench_open(&b, o->picture ? o->picture : picture, shipped ? emotion : o->emotion,
                        kernels, e) != 0)
        return -1;
    fprintf(stderr, "%s kernels, one thread, %d rounds\n", b.networks.mesh.graph.kernels->name,
            (int)o->runs);
    cJSON *peer = NULL;
    int result = o->peer && !(peer = peer_run(o->peer, e)) ? -1 : 0;
    if (result == 0)
        result = o->layers ? print_layers(&b, o, e) : print_stages(&b, o, peer, e);
    cJSON_Delete(peer);
    face_bench_close(&b);
    return result;
}

static int run(int argc, char **argv, struct mien_error *e)
{
    struct options o = {.runs = 300};
    int count, result = cli_parse(&verb_bench_face, argc, argv, &o, &count, e);
    if (result != 0)
        return result < 0 ? -1 : 0;
    return bench(&o, e);
}

const struct cli_verb verb_bench_face = {
    .name = "face",
    .summary = "Time each stage from pixels to emotions, on one thread.",
    .example = "mien bench face --layers",
    .usage = "mien bench face [--peer COMMAND] [options]",
    .details = "The stages run in turn, round after round, on one frame of 640 x 480. GMAC/s are "
               "billions of multiply-adds a second; the arena is what a model works in.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
