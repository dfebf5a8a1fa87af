/* verb_bench_view.c - `mien bench view`: what the viewer takes to start, how late its pictures are,
 * and who uses the processor meanwhile. */
#include <math.h>
#include <stdio.h>
#include <unistd.h>

#include "runtime/host/cli/cli.h"
#include "runtime/host/stop.h"
#include "runtime/host/table.h"
#include "trainer/bench/view_bench.h"
#include "trainer/cli/beside.h"

extern const struct cli_verb verb_bench_view;

struct options {
    const char *source;
    long long rounds, seconds;
    bool quick, json;
};

static const struct cli_option options[] = {
    {"source", 's', CLI_STRING, offsetof(struct options, source), 0, 0, "VIDEO",
     "the video to show, of 1280 x 720 for figures that compare (the clip that ships, scaled)"},
    {"rounds", 'r', CLI_INTEGER, offsetof(struct options, rounds), 1, 100, "N",
     "starts (5); their median is printed"},
    {"seconds", 'n', CLI_INTEGER, offsetof(struct options, seconds), 1, 3600, "N",
     "to show the video for (20)"},
    {"quick", 0, CLI_FLAG, offsetof(struct options, quick), 0, 0, NULL,
     "one start and two seconds, to see that it works; its figures mean little"},
    {"json", 0, CLI_FLAG, offsetof(struct options, json), 0, 0, NULL, "print JSON"},
};

/* `bar` is what mien promises; NaN: nothing. */
static void add(struct table *t, const char *figure, const char *format, double mien,
                const char *bound, double bar, double peer)
{
    char text[32] = "";
    if (!isnan(bar))
        snprintf(text, sizeof text, "%s %g", bound, bar);
    table_text(t, figure);
    table_number(t, format, mien);
    table_text(t, text);
    table_number(t, format, peer);
}

static void add_show(struct table *t, const struct view_show *s)
{
    add(t, "ms from a frame's arrival to its picture, median", "%.1f", s->latency_median, "", NAN,
        NAN);
    add(t, "the same, 95 of 100", "%.1f", s->latency_95, "at most", 60, NAN);
    add(t, "frames a second", "%.1f", s->frames_per_second, "at least", 25, NAN);
    add(t, "% of the drawn frames that were analysed", "%.1f", 100 * s->analysed, "", NAN, NAN);
    add(t, "% of the video's frames dropped", "%.1f", 100 * s->dropped, "", NAN, NAN);
    add(t, "% of a core, the whole program", "%.0f", 100 * s->total, "", NAN, 100 * s->peer);
    add(t, "of it mien: analysis, masks, drawing's calls", "%.0f", 100 * s->own, "", NAN, NAN);
    add(t, "of it the rasteriser: OpenGL in software", "%.0f", 100 * s->raster, "", NAN, NAN);
    add(t, "of it GStreamer: decoding, conversion", "%.0f", 100 * s->media, "", NAN, NAN);
    add(t, "MB at most", "%.0f", s->peak_mb, "", NAN, NAN);
}

static int measure(struct table *t, const char *program, const struct options *o,
                   struct mien_error *e)
{
    const double seconds = o->quick ? 2 : (double)o->seconds;
    const int rounds = o->quick ? 1 : (int)o->rounds;
    struct view_stand stand;
    struct view_show s;
    double start_s;
    fprintf(stderr, "opening a screen%s\n", o->source ? "" : ", making the video");
    if (view_stand_open(&stand, o->source, seconds, e) != 0)
        return -1;
    fprintf(stderr, "%d start%s\n", rounds, rounds > 1 ? "s" : "");
    int result = view_bench_start(&start_s, program, &stand, rounds, e);
    if (result == 0) {
        add(t, "s from start to first drawn frame", "%.2f", start_s, "at most", 1, NAN);
        fprintf(stderr, "showing for %.0f s, then by the peer\n", seconds);
        result = view_bench_show(&s, program, &stand, seconds, e);
    }
    if (result == 0)
        add_show(t, &s);
    view_stand_close(&stand);
    return result;
}

static int bench(const struct options *o, struct mien_error *e)
{
    static const struct table_column columns[] = {{"figure", "Figure", TABLE_LEFT},
                                                  {"mien", "mien", TABLE_RIGHT},
                                                  {"bar", "Bar", TABLE_LEFT},
                                                  {"peer", "Peer", TABLE_RIGHT}};
    char program[4096];
    struct table t;
    if (beside_path(program, sizeof program, "mien-view", e) != 0)
        return -1;
    if (access(program, X_OK) != 0)
        return error_set(e, program, 0, "not built; ./mien view builds it");
    table_init(&t, columns, sizeof columns / sizeof *columns);
    stop_watch();
    int result = measure(&t, program, o, e);
    stop_unwatch();
    if (result == 0)
        result = table_print(&t, stdout, o->json ? TABLE_JSON : TABLE_TERMINAL, e);
    table_free(&t);
    return result;
}

static int run(int argc, char **argv, struct mien_error *e)
{
    struct options o = {.rounds = 5, .seconds = 20};
    int count, result = cli_parse(&verb_bench_view, argc, argv, &o, &count, e);
    if (result != 0)
        return result < 0 ? -1 : 0;
    return bench(&o, e);
}

const struct cli_verb verb_bench_view = {
    .name = "view",
    .summary = "Time the viewer: starting, a frame's way to the screen, who uses the processor.",
    .example = "mien bench view",
    .usage = "mien bench view [options]",
    .details =
        "The whole program runs in a window of 1280 x 720 with a mask, emoji and history on, every "
        "frame analysed, OpenGL in software, on an X server of its own (Xvfb) or, where there is "
        "none, on your screen. The clip that ships is first scaled to 1280 x 720 at 30 frames a "
        "second, into a temporary folder. The peer is ffplay, showing the same file in a window "
        "with nothing found or drawn: what playing alone costs. A thread counts as mien's "
        "by its name; mien's drawing thread also does what OpenGL does at once, so \"mien\" is "
        "rather too much.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
