/* view_bench.c - see view_bench.h. */
#include "trainer/bench/view_bench.h"

#include <cjson/cJSON.h>
#include <ftw.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/host/file.h"
#include "runtime/host/home.h"
#include "runtime/host/stop.h"
#include "runtime/host/term.h"
#include "trainer/evaluate/median.h"

enum { ROUNDS_MAX = 100, SAID_MAX = 1 << 16 };

static const double drawn_limit = 60, end_limit = 20; /* seconds */
static const double settled = 2;    /* behind a start, before shares are counted */
static const double glance = 0.002; /* between two looks at the log */
static const double watch = 0.2;    /* at whether the program is there */

/* ---- the stand ---- */

static const char clip[] = "datasets/portraits/clip.webm";

/* ffmpeg and ffplay, which come together; false: they are not installed. */
static bool has_peer(void)
{
    return system("command -v ffmpeg ffplay >/dev/null 2>&1") == 0;
}

/* Black beside the clip, whose pictures are less wide. */
static int scale_clip(const struct view_stand *s, double seconds, struct mien_error *e)
{
    char from[4096], filter[256], length[32];
    const char *const argv[] = {"ffmpeg", "-v",        "error",    "-nostdin",  "-i",     from,
                                "-t",     length,      "-vf",      filter,      "-an",    "-c:v",
                                "libvpx", "-deadline", "realtime", "-cpu-used", "8",      "-b:v",
                                "6M",     "-threads",  "2",        "-y",        s->video, NULL};
    const char *const environment[] = {NULL};
    struct program p;
    if (home_path(from, sizeof from, clip, e) != 0)
        return -1;
    if (!has_peer())
        return error_set(e, "ffmpeg", 0,
                         "not installed, and a clip of %d x %d is made by it; install the Debian "
                         "package ffmpeg, or give --source VIDEO",
                         VIEW_BENCH_WIDTH, VIEW_BENCH_HEIGHT);
    snprintf(length, sizeof length, "%g", seconds);
    snprintf(filter, sizeof filter,
             "fps=%d,scale=%d:%d:force_original_aspect_ratio=decrease,pad=%d:%d:-1:-1,setsar=1",
             VIEW_BENCH_RATE, VIEW_BENCH_WIDTH, VIEW_BENCH_HEIGHT, VIEW_BENCH_WIDTH,
             VIEW_BENCH_HEIGHT);
    if (program_start(&p, argv, environment, false, e) != 0)
        return -1;
    const int status = program_wait(&p, NULL);
    return status == 0
               ? 0
               : error_set(e, s->video, 0,
                           "could not be made (ffmpeg ended with status %d); see that there "
                           "is room for it",
                           status);
}

static int make_folder(struct view_stand *s, struct mien_error *e)
{
    const char *base = getenv("TMPDIR");
    s->folder = file_join(base && *base ? base : "/tmp", "mien-XXXXXX");
    if (!s->folder)
        return error_memory(e, "a temporary folder", 0);
    if (mkdtemp(s->folder))
        return 0;
    free(s->folder);
    s->folder = NULL;
    return error_system(e, "a temporary folder", "make");
}

int view_stand_open(struct view_stand *s, const char *video, double seconds, struct mien_error *e)
{
    *s = (struct view_stand){.folder = NULL};
    int result = make_folder(s, e);
    if (result == 0) {
        s->video = video ? strdup(video) : file_join(s->folder, "clip.webm");
        result = s->video ? screen_open(&s->screen, VIEW_BENCH_WIDTH, VIEW_BENCH_HEIGHT, e)
                          : error_memory(e, "the bench", 0);
    }
    if (result == 0 && !video)
        result = scale_clip(s, seconds, e);
    if (result != 0)
        view_stand_close(s);
    return result;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st, (void)kind, (void)at;
    return remove(path);
}

void view_stand_close(struct view_stand *s)
{
    screen_close(&s->screen);
    if (s->folder)
        nftw(s->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(s->folder);
    free(s->video);
    *s = (struct view_stand){.folder = NULL};
}

/* ---- the viewer on it ---- */

/* The session's metrics, which are removed before each. */
static void name_log(const struct view_stand *s, char *path, size_t size)
{
    snprintf(path, size, "%s/log/metrics.jsonl", s->folder);
}

/* With what it says of failures in what it says; all that costs time is switched on but recording.
 */
static int start(struct program *p, const char *program, const struct view_stand *s,
                 struct mien_error *e)
{
    char log[4096], config[4096], metrics[4096];
    const char *const argv[] = {"sh",        "-c",       "exec \"$0\" \"$@\" 2>&1",
                                program,     "--source", s->video,
                                "--size",    "1280x720", "--folder",
                                s->folder,   "--log",    log,
                                "--consent", "--mask",   "robot",
                                "--set",     "emoji=1",  "--set",
                                "strip=1",   "--json",   NULL};
    const char *const environment[] = {s->screen.display, config, "LIBGL_ALWAYS_SOFTWARE=1",
                                       "SDL_VIDEODRIVER=x11", NULL};
    snprintf(log, sizeof log, "%s/log", s->folder);
    snprintf(config, sizeof config, "XDG_CONFIG_HOME=%s", s->folder);
    name_log(s, metrics, sizeof metrics);
    unlink(metrics);
    return program_start(p, argv, environment, false, e);
}

/* A line of the log is written when a frame is on the screen, the first one's at once. */
static bool has_drawn(const struct view_stand *s)
{
    char path[4096], text[4096];
    name_log(s, path, sizeof path);
    FILE *f = fopen(path, "re");
    const size_t got = f ? fread(text, 1, sizeof text - 1, f) : 0;
    if (f)
        fclose(f);
    text[got] = '\0';
    return strstr(text, "\"kind\":\"frame\"") != NULL;
}

/* Why it is gone: what it said. */
static int ended(struct program *p, const char *program, struct mien_error *e)
{
    char said[512];
    program_end(p, 1, said, sizeof said);
    said[strcspn(said, "\n")] = '\0';
    return error_set(e, program, 0, "ended (%s); try ./mien view", *said ? said : "without a word");
}

/* Until `deadline` (clock_seconds()), or until the program has ended: false. What it writes stays
 * in the pipe: reading it along would be work of this program's. */
static bool rest(const struct program *p, double deadline)
{
    for (double left; (left = deadline - clock_seconds()) > 0;) {
        if (program_ended(p))
            return false;
        usleep((useconds_t)(1e6 * fmin(left, watch)));
    }
    return true;
}

static int let_run(struct program *p, const char *program, double deadline, struct mien_error *e)
{
    if (!rest(p, deadline))
        return ended(p, program, e);
    return stop_asked() ? error_set(e, NULL, 0, "stopped") : 0;
}

static int await_drawn(struct program *p, const char *program, const struct view_stand *s,
                       struct mien_error *e)
{
    while (!has_drawn(s)) {
        if (let_run(p, program, clock_seconds() + glance, e) != 0)
            return -1;
        if (clock_seconds() > p->started + drawn_limit)
            return error_set(e, program, 0, "drew nothing in %.0f s", drawn_limit);
    }
    return 0;
}

/* ---- starting ---- */

static int time_start(double *seconds, const char *program, const struct view_stand *s,
                      struct mien_error *e)
{
    struct program p;
    if (start(&p, program, s, e) != 0)
        return -1;
    const int result = await_drawn(&p, program, s, e);
    *seconds = clock_seconds() - p.started;
    program_end(&p, end_limit, NULL, 0);
    return result;
}

int view_bench_start(double *seconds, const char *program, const struct view_stand *s, int rounds,
                     struct mien_error *e)
{
    double values[ROUNDS_MAX];
    rounds = rounds < ROUNDS_MAX ? rounds : ROUNDS_MAX;
    for (int i = 0; i < rounds; i++)
        if (time_start(&values[i], program, s, e) != 0)
            return -1;
    *seconds = median(values, rounds);
    return 0;
}

/* ---- showing ---- */

/* Threads of mien's have its name, or one that begins with it; Mesa's have a colon behind it. */
static bool is_own(const char *name)
{
    return strncmp(name, "mien", 4) == 0 && !strchr(name, ':');
}

static bool is_raster(const char *name)
{
    return strncmp(name, "llvmpipe", 8) == 0 ||
           (strncmp(name, "mien", 4) == 0 && strchr(name, ':'));
}

struct spent {
    double at, total, own, raster; /* seconds of clock and of processor */
};

static struct spent spent_by(const struct program *p)
{
    return (struct spent){clock_seconds(), program_cpu_s(p), program_threads_cpu_s(p, is_own),
                          program_threads_cpu_s(p, is_raster)};
}

static void take_shares(struct view_show *out, const struct spent *from, const struct spent *to)
{
    const double took = to->at - from->at;
    out->total = (to->total - from->total) / took;
    out->own = (to->own - from->own) / took;
    out->raster = (to->raster - from->raster) / took;
    out->media = fmax(0, out->total - out->own - out->raster);
}

static double number(const cJSON *json, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(json, key);
    return cJSON_IsNumber(item) ? item->valuedouble : NAN;
}

/* What the viewer says of itself at its end: times of its last 512 frames. */
static int take_report(struct view_show *out, const char *program, const char *said,
                       struct mien_error *e)
{
    const char *begin = strchr(said, '{');
    cJSON *json = begin ? cJSON_Parse(begin) : NULL;
    const cJSON *speed = cJSON_GetObjectItemCaseSensitive(json, "speed");
    if (speed) {
        out->latency_median = number(speed, "latency_median");
        out->latency_95 = number(speed, "latency_95");
        out->frames_per_second = number(speed, "frames_per_second");
        out->analysed = number(json, "analysed") / number(json, "frames");
    }
    cJSON_Delete(json);
    return speed ? 0
                 : error_set(e, program, 0, "gave no report at its end (%.*s)",
                             (int)strcspn(said, "\n"), said);
}

/* Frames drawn and dropped so far, by the newest line of the log that counts them. */
struct counted {
    double drawn, dropped;
};

static struct counted count_frames(const struct view_stand *s)
{
    struct counted c = {NAN, NAN};
    char path[4096], *line = NULL;
    size_t size = 0;
    name_log(s, path, sizeof path);
    FILE *f = fopen(path, "re");
    while (f && getline(&line, &size, f) > 0) {
        cJSON *json = strstr(line, "\"kind\":\"frame\"") ? cJSON_Parse(line) : NULL;
        if (json)
            c = (struct counted){number(json, "frame"), number(json, "dropped")};
        cJSON_Delete(json);
    }
    free(line);
    if (f)
        fclose(f);
    return c;
}

static int show(struct view_show *out, struct program *p, const char *program,
                const struct view_stand *s, double seconds, struct mien_error *e)
{
    char said[SAID_MAX];
    if (await_drawn(p, program, s, e) != 0 ||
        let_run(p, program, clock_seconds() + settled, e) != 0)
        return -1;
    const struct counted before = count_frames(s);
    const struct spent from = spent_by(p);
    if (let_run(p, program, from.at + seconds, e) != 0)
        return -1;
    const struct spent to = spent_by(p);
    const struct counted after = count_frames(s);
    take_shares(out, &from, &to);
    const double dropped = after.dropped - before.dropped;
    out->dropped = dropped / (after.drawn - before.drawn + dropped);
    out->peak_mb = program_peak_mb(p);
    program_end(p, end_limit, said, sizeof said);
    return take_report(out, program, said, e);
}

/* The same video, again and again, in a window of its own. */
static int show_by_peer(double *share, const struct view_stand *s, double seconds,
                        struct mien_error *e)
{
    const char *const argv[] = {"ffplay", "-v", "quiet", "-an", "-loop", "0", s->video, NULL};
    const char *const environment[] = {s->screen.display, "LIBGL_ALWAYS_SOFTWARE=1",
                                       "SDL_VIDEODRIVER=x11", NULL};
    struct program p;
    *share = NAN;
    if (!has_peer())
        return 0;
    if (program_start(&p, argv, environment, false, e) != 0)
        return -1;
    rest(&p, p.started + settled);
    const struct spent from = spent_by(&p);
    struct spent to = from;
    while (to.at < from.at + seconds && rest(&p, clock_seconds() + watch))
        to = spent_by(&p);
    *share = (to.total - from.total) / (to.at - from.at);
    program_end(&p, end_limit, NULL, 0);
    return 0;
}

int view_bench_show(struct view_show *out, const char *program, const struct view_stand *s,
                    double seconds, struct mien_error *e)
{
    struct program p;
    if (start(&p, program, s, e) != 0)
        return -1;
    int result = show(out, &p, program, s, seconds, e);
    program_stop(&p);
    if (result == 0)
        result = show_by_peer(&out->peer, s, seconds, e);
    return result;
}
