/* analyst.c - see analyst.h. */
#include "viewer/live/analyst.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/host/cpu.h"
#include "runtime/host/emotion.h"
#include "runtime/host/face_networks.h"
#include "runtime/host/file.h"
#include "runtime/host/team.h"
#include "runtime/host/term.h"
#include "viewer/live/steady.h"

/* The class that a calibrated face holds. */
static const char neutral_name[] = "neutral";

/* What is remembered of a followed face. */
struct remembered {
    int32_t id;  /* 0: of none */
    double read; /* when the model was asked last, seconds; below 0: never */
    struct steady steady;
};

struct analyst {
    struct face_networks networks;
    struct team *team; /* NULL: the calling thread alone */
    struct mien_crew crew;
    void *memory;
    struct mien_faces *faces; /* lies in memory */
    int32_t most;             /* it was made for; 0: not made */
    bool smooth;

    char *path; /* of the emotion model; NULL: none */
    struct model model;
    struct emotion emotion;
    int32_t neutral;

    struct remembered known[LIVE_FACES_MAX];
    uint32_t calibrate, forget; /* of the last wish */
    bool consent;
};

struct analyst_wish analyst_defaults(void)
{
    return (struct analyst_wish){
        .faces = true, .most = 2, .smooth = 0.3, .steady = true, .threshold = 0.4f};
}

/* --- opening -------------------------------------------------------------------------------- */

struct crew_job {
    void (*job)(void *data, int32_t worker);
    void *data;
};

static void work(void *context, int worker)
{
    const struct crew_job *j = context;
    j->job(j->data, worker);
}

static void run_crew(void *context, void (*job)(void *data, int32_t worker), void *data)
{
    team_run(context, work, &(struct crew_job){job, data});
}

static int gather_crew(struct analyst *a, int threads, struct mien_error *e)
{
    if (threads <= 1)
        return 0;
    a->team = team_open(threads, e);
    if (!a->team || model_use(&a->networks.detector, cpu_best_kernels(), threads, e) != 0 ||
        model_use(&a->networks.mesh, cpu_best_kernels(), threads, e) != 0)
        return -1;
    a->crew = (struct mien_crew){a->team, threads, run_crew};
    return 0;
}

static int open_model(struct analyst *a, const char *path, struct mien_error *e)
{
    a->neutral = -1;
    if (!path)
        return 0;
    a->path = strdup(path);
    if (!a->path)
        return error_memory(e, path, strlen(path) + 1);
    if (model_open(&a->model, path, e) != 0 || emotion_open(&a->emotion, &a->model, path, e) != 0)
        return -1;
    if (a->model.classes > LIVE_CLASSES_MAX)
        return error_set(e, path, 0,
                         "too many classes to be shown (%u, at most %d); give a model of emotions",
                         a->model.classes, LIVE_CLASSES_MAX);
    for (uint32_t c = 0; c < a->model.classes; c++)
        if (strcmp(a->model.class_names[c], neutral_name) == 0)
            a->neutral = (int32_t)c;
    return 0;
}

int analyst_open(struct analyst **out, const char *path, int threads, struct mien_error *e)
{
    struct analyst *a = calloc(1, sizeof *a);
    *out = NULL;
    if (!a)
        return error_memory(e, "the analysis", sizeof *a);
    if (face_networks_open(&a->networks, e) != 0 || gather_crew(a, threads, e) != 0 ||
        open_model(a, path, e) != 0) {
        analyst_close(a);
        return -1;
    }
    *out = a;
    return 0;
}

void analyst_close(struct analyst *a)
{
    if (!a)
        return;
    emotion_close(&a->emotion);
    model_free(&a->model);
    free(a->path);
    free(a->memory);
    team_close(a->team);
    face_networks_close(&a->networks);
    free(a);
}

int32_t analyst_classes(const struct analyst *a, const char *const **names)
{
    *names = a->path ? (const char *const *)a->model.class_names : NULL;
    return a->path ? (int32_t)a->model.classes : 0;
}

const char *analyst_model(const struct analyst *a)
{
    return a->path ? file_name(a->path) : "";
}

/* --- faces ---------------------------------------------------------------------------------- */

/* The pipeline's state is made anew where other faces are wanted than it was made for. */
static bool ready_faces(struct analyst *a, const struct analyst_wish *wish)
{
    if (a->faces && a->most == wish->most && a->smooth == wish->steady)
        return true;
    struct mien_faces_options o =
        mien_faces_defaults(&a->networks.detector.graph, &a->networks.mesh.graph);
    o.most = wish->most;
    o.smooth = wish->steady;
    o.crew = a->team ? &a->crew : NULL;
    free(a->memory);
    a->memory = calloc(1, mien_faces_memory(&o));
    a->faces = a->memory ? mien_faces_init(&o, a->memory) : NULL;
    a->most = wish->most;
    a->smooth = wish->steady;
    memset(a->known, 0, sizeof a->known);
    return a->faces != NULL;
}

/* What is remembered of a face: a place that is free, or of a face that is no longer there, where
 * it is new. */
static struct remembered *recall(struct analyst *a, const struct moment *m, int32_t id)
{
    struct remembered *free_place = NULL;
    for (int32_t i = 0; i < LIVE_FACES_MAX; i++) {
        struct remembered *r = &a->known[i];
        if (r->id == id)
            return r;
        if (!free_place && (r->id == 0 || moment_face(m, r->id) < 0))
            free_place = r;
    }
    /* There are as many places as faces, so one is free. */
    *free_place = (struct remembered){.id = id, .read = -1};
    steady_init(&free_place->steady, (int32_t)a->model.classes, a->neutral);
    return free_place;
}

/* --- emotions ------------------------------------------------------------------------------- */

static void hear_wish(struct analyst *a, const struct analyst_wish *wish)
{
    for (int32_t i = 0; i < LIVE_FACES_MAX; i++) {
        if (wish->forget != a->forget)
            steady_forget(&a->known[i].steady);
        if (wish->calibrate != a->calibrate)
            steady_calibrate(&a->known[i].steady);
    }
    a->forget = wish->forget;
    a->calibrate = wish->calibrate;
    /* Consent that is taken back takes back what was read. */
    if (a->consent && !wish->consent)
        memset(a->known, 0, sizeof a->known);
    a->consent = wish->consent;
}

static void read_face(struct analyst *a, const struct mien_picture *picture, double now,
                      const struct analyst_wish *wish, struct remembered *r, struct live_face *f)
{
    const double since = r->read < 0 ? 0 : now - r->read;
    if (r->read >= 0 && wish->rate > 0 && since < 1 / wish->rate) {
        steady_show(&r->steady, f);
        return;
    }
    float raw[LIVE_CLASSES_MAX];
    emotion_read(&a->emotion, picture, f->face.landmarks[0], raw);
    steady_take(&r->steady, raw, since, wish->smooth, wish->threshold, f);
    r->read = now;
}

static double milliseconds_since(double started)
{
    return 1e3 * (clock_seconds() - started);
}

static void find_faces(struct analyst *a, struct moment *m, const struct mien_picture *picture)
{
    const double started = clock_seconds();
    const int32_t count = mien_faces_follow(a->faces, picture, m->seconds);
    m->count = count < LIVE_FACES_MAX ? count : LIVE_FACES_MAX;
    for (int32_t i = 0; i < m->count; i++)
        m->faces[i].face = *mien_faces_get(a->faces, i);
    m->stage[LIVE_FACES] = milliseconds_since(started);
}

static void read_emotions(struct analyst *a, struct moment *m, const struct mien_picture *picture,
                          const struct analyst_wish *wish)
{
    const double started = clock_seconds();
    for (int32_t i = 0; i < m->count; i++) {
        struct live_face *f = &m->faces[i];
        read_face(a, picture, m->seconds, wish, recall(a, m, f->face.id), f);
    }
    m->stage[LIVE_EMOTION] = milliseconds_since(started);
}

struct moment *analyst_look(struct analyst *a, struct frame *f, double seconds,
                            const struct analyst_wish *wish)
{
    struct moment *m = calloc(1, sizeof *m);
    if (!m || (wish->faces && !ready_faces(a, wish))) {
        free(m);
        frame_release(f);
        return NULL;
    }
    m->frame = f;
    m->seconds = seconds;
    m->analysed = wish->faces;
    m->consent = wish->consent && a->path;
    hear_wish(a, wish);
    if (!wish->faces)
        return m;
    const struct mien_picture picture = frame_picture(f);
    find_faces(a, m, &picture);
    if (m->consent)
        read_emotions(a, m, &picture, wish);
    return m;
}
