/* made_runs.c - see made_runs.h. */
#include "trainer/bench/made_runs.h"

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/host/file.h"
#include "runtime/host/metrics_line.h"
#include "runtime/host/rng.h"
#include "runtime/host/stop.h"

enum { CLASSES = 7, CLASS_ROWS = 512, STEPS_AN_EPOCH = 225, BETWEEN_STOPS = 1024 };

static const char *const classes[CLASSES] = {"angry", "disgust",  "fear",   "happy",
                                             "sad",   "surprise", "neutral"};

/* ---- lines ---- */

static void start_run(struct metrics_line *l, const struct made_runs *m)
{
    metrics_line_start(l, "run", 0);
    metrics_line_time(l);
    metrics_line_text(l, "unit", "epoch");
    metrics_line_whole(l, "total", 2 * m->records);
    metrics_line_text(l, "model", "network");
    metrics_line_texts(l, "classes", classes, CLASSES);
    metrics_line_whole(l, "threads", 2);
}

static void end_run(struct metrics_line *l, long steps)
{
    metrics_line_start(l, "end", STEPS_AN_EPOCH * (long long)steps);
    metrics_line_time(l);
    metrics_line_text(l, "state", "finished");
    metrics_line_number(l, "accuracy", 0.66, 9);
    metrics_line_number(l, "macro_f1", 0.63, 9);
    metrics_line_whole(l, "parameters", 287623);
}

/* The n-th step, from 1, of a fit that gets better and is noisy. */
static void step_run(struct metrics_line *l, struct rng *r, long n, double loss)
{
    uint32_t confusion[CLASSES * CLASSES];
    const double noise = 0.02 * (double)rng_normal(r), left = 1 / sqrt(1 + 0.05 * (double)n);
    for (int i = 0; i < CLASSES * CLASSES; i++)
        confusion[i] = rng_below(r, i % (CLASSES + 1) ? CLASS_ROWS / 8 : CLASS_ROWS);
    metrics_line_start(l, "epoch", STEPS_AN_EPOCH * (long long)n);
    metrics_line_whole(l, "epoch", n);
    metrics_line_seconds(l, "wall", 33.091 * (double)n);
    metrics_line_number(l, "samples_per_second", 870 + 1000 * noise, 6);
    metrics_line_number(l, "loss", 0.3 + 0.6 * left + noise / 2, 9);
    metrics_line_number(l, "learning_rate", 0.004 * left, 9);
    metrics_line_number(l, "valid_accuracy", 0.7 - 0.5 * left + noise / 4, 9);
    metrics_line_number(l, "valid_loss", isnan(loss) ? 0.35 + 0.5 * left + noise : loss, 9);
    metrics_line_number(l, "train_accuracy", 0.75 - 0.5 * left + noise / 4, 9);
    metrics_line_number(l, "gradient_norm", 0.5 + 0.3 * left + noise, 9);
    metrics_line_confusion(l, "confusion", confusion, CLASSES);
}

static const char *const stages[] = {"capture", "detect", "mesh", "classify", "draw"};
enum { STAGES = sizeof stages / sizeof *stages };

static void start_session(struct metrics_line *l)
{
    metrics_line_start(l, "session", 0);
    metrics_line_time(l);
    metrics_line_text(l, "unit", "frame");
    metrics_line_text(l, "model", "emotion");
    metrics_line_text(l, "source", "/dev/video0");
    metrics_line_texts(l, "classes", classes, CLASSES);
    metrics_line_texts(l, "stages", stages, STAGES);
}

static void end_session(struct metrics_line *l, long frames)
{
    metrics_line_start(l, "end", frames);
    metrics_line_time(l);
    metrics_line_text(l, "state", "finished");
}

/* The n-th frame, from 1. */
static void step_session(struct metrics_line *l, struct rng *r, long n)
{
    char key[32];
    double latency = 0;
    metrics_line_start(l, "frame", n);
    metrics_line_whole(l, "frame", n);
    metrics_line_seconds(l, "wall", (double)n / 30);
    metrics_line_number(l, "frames_per_second", 30 + (double)rng_normal(r) / 4, 4);
    for (int k = 0; k < STAGES; k++) {
        const double ms = 0.5 + k + (double)rng_float(r);
        snprintf(key, sizeof key, "stage_%s", stages[k]);
        metrics_line_number(l, key, ms, 4);
        latency += ms;
    }
    metrics_line_number(l, "latency", latency, 4);
    metrics_line_whole(l, "dropped", n / 1000);
    metrics_line_whole(l, "faces", 1);
    for (int k = 0; k < CLASSES; k++) {
        snprintf(key, sizeof key, "emotion_%s", classes[k]);
        metrics_line_number(l, key, (double)rng_float(r) * 2 / CLASSES, 4);
    }
    metrics_line_number(l, "engagement", 3 + (double)rng_normal(r) / 4, 3);
}

/* ---- files ---- */

/* "FOLDER/run-07/metrics.jsonl", or with `file` NULL its folder. */
static void name_file(const struct made_runs *m, int run, const char *file, char *out, size_t size)
{
    snprintf(out, size, "%s/run-%02d%s%s", m->folder, run + 1, file ? "/" : "", file ? file : "");
}

/* Write the finished line; `l` is empty then. Returns false where memory or the disk is full. */
static bool put(FILE *out, struct metrics_line *l)
{
    char *text = metrics_line_finish(l);
    const bool done = text && fputs(text, out) >= 0;
    free(text);
    return done;
}

static bool put_records(const struct made_runs *m, int run, bool session, FILE *out)
{
    struct rng r = rng_stream(1, (uint64_t)run);
    struct metrics_line l;
    bool good = true;
    session ? start_session(&l) : start_run(&l, m);
    good = put(out, &l);
    for (long n = 1; good && n <= m->records; n++) {
        session ? step_session(&l, &r, n) : step_run(&l, &r, n, NAN);
        good = put(out, &l) && !(n % BETWEEN_STOPS == 0 && stop_asked());
    }
    if (run < m->growing || !good)
        return good;
    session ? end_session(&l, m->records) : end_run(&l, m->records);
    return put(out, &l);
}

static int make_run(struct made_runs *m, int run, bool session, struct mien_error *e)
{
    char path[4096];
    struct stat st = {0};
    name_file(m, run, NULL, path, sizeof path);
    if (mkdir(path, 0700) != 0)
        return error_system(e, path, "make");
    m->count++;
    name_file(m, run, "metrics.jsonl", path, sizeof path);
    FILE *out = fopen(path, "wxe");
    if (!out)
        return error_system(e, path, "make");
    const bool good = put_records(m, run, session, out);
    if (fclose(out) != 0 || !good || stat(path, &st) != 0)
        return stop_asked() ? error_set(e, NULL, 0, "stopped") : error_system(e, path, "write");
    m->bytes += st.st_size;
    return 0;
}

/* Open it for growing, as a writer at work holds it. */
static int hold_run(struct made_runs *m, int run, struct mien_error *e)
{
    char path[4096];
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    name_file(m, run, "metrics.jsonl", path, sizeof path);
    m->fd[run] = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
    return m->fd[run] >= 0 && fcntl(m->fd[run], F_SETLK, &whole) == 0
               ? 0
               : error_system(e, path, "hold");
}

static int open_all(struct made_runs *m, int count, bool session, struct mien_error *e)
{
    const char *base = getenv("TMPDIR");
    for (int run = 0; run < MADE_GROWING_MAX; run++)
        m->fd[run] = -1;
    m->folder = file_join(base && *base ? base : "/tmp", "mien-XXXXXX");
    if (!m->folder)
        return error_memory(e, "a temporary folder", 0);
    int result = mkdtemp(m->folder) ? 0 : error_system(e, m->folder, "make the temporary folder");
    for (int run = 0; result == 0 && run < count; run++)
        result = make_run(m, run, session, e);
    for (int run = 0; result == 0 && run < m->growing; run++)
        result = hold_run(m, run, e);
    if (result != 0)
        made_runs_close(m);
    return result;
}

int made_runs_open(struct made_runs *m, int count, int growing, long records, struct mien_error *e)
{
    *m = (struct made_runs){.growing = growing, .records = records};
    return open_all(m, count, false, e);
}

int made_session_open(struct made_runs *m, long records, struct mien_error *e)
{
    *m = (struct made_runs){.records = records};
    return open_all(m, 1, true, e);
}

void made_runs_close(struct made_runs *m)
{
    char path[4096];
    if (!m->folder)
        return;
    for (int run = 0; run < m->growing; run++)
        if (m->fd[run] >= 0)
            close(m->fd[run]);
    for (int run = 0; run < m->count; run++) {
        name_file(m, run, "metrics.jsonl", path, sizeof path);
        unlink(path);
        name_file(m, run, NULL, path, sizeof path);
        rmdir(path);
    }
    rmdir(m->folder);
    free(m->folder);
    *m = (struct made_runs){0};
}

char *made_runs_path(const struct made_runs *m, int run)
{
    char path[4096];
    name_file(m, run, "metrics.jsonl", path, sizeof path);
    return strdup(path);
}

int made_runs_add(struct made_runs *m, int run, double loss, struct mien_error *e)
{
    struct metrics_line l;
    struct rng r = rng_stream((uint64_t)run + 2, (uint64_t)m->added[run]);
    step_run(&l, &r, m->records + ++m->added[run], loss);
    char *text = metrics_line_finish(&l);
    const bool done = text && write(m->fd[run], text, strlen(text)) == (ssize_t)strlen(text);
    free(text);
    return done ? 0 : error_system(e, m->folder, "write a run in");
}
