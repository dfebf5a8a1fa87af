/* face_bench.c - see face_bench.h. */
#include "trainer/bench/face_bench.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/image/image.h"

enum { FRAME_WIDTH = 640, FRAME_HEIGHT = 480, WARM_UP = 3 };

/* The picture as large as the frame allows, in its middle. */
static int make_frame(struct mien_picture *frame, const struct image *m, struct mien_error *e)
{
    const double scale = fmin((double)FRAME_WIDTH / m->width, (double)FRAME_HEIGHT / m->height);
    const uint32_t width = (uint32_t)fmax(1, m->width * scale);
    const uint32_t height = (uint32_t)fmax(1, m->height * scale);
    uint8_t *pixels = calloc(FRAME_HEIGHT, FRAME_WIDTH * 3);
    uint8_t *scaled = malloc((size_t)width * height * 3);
    if (!pixels || !scaled || image_resize(m, width, height, scaled, e) != 0) {
        if (!pixels || !scaled)
            error_memory(e, "a frame", (size_t)FRAME_WIDTH * FRAME_HEIGHT * 3);
        free(pixels);
        free(scaled);
        return -1;
    }
    for (uint32_t y = 0; y < height; y++)
        memcpy(pixels +
                   ((y + (FRAME_HEIGHT - height) / 2) * FRAME_WIDTH + (FRAME_WIDTH - width) / 2) *
                       3,
               scaled + (size_t)y * width * 3, (size_t)width * 3);
    free(scaled);
    *frame = (struct mien_picture){pixels, FRAME_WIDTH, FRAME_HEIGHT, 3, FRAME_WIDTH * 3};
    return 0;
}

static int open_emotion(struct face_bench *b, const char *path, struct mien_error *e)
{
    return model_open(&b->model, path, e) == 0 ? emotion_open(&b->emotion, &b->model, path, e) : -1;
}

static int open_frame(struct face_bench *b, const char *picture, struct mien_error *e)
{
    struct image image = {0};
    const int result =
        image_read(&image, picture, 3, e) != 0 || make_frame(&b->frame, &image, e) != 0 ? -1 : 0;
    image_free(&image);
    return result;
}

int face_bench_open(struct face_bench *b, const char *picture, const char *emotion,
                    const struct mien_kernels *kernels, struct mien_error *e)
{
    *b = (struct face_bench){0};
    if (face_networks_open(&b->networks, e) == 0 &&
        (!kernels || (model_use(&b->networks.detector, kernels, 1, e) == 0 &&
                      model_use(&b->networks.mesh, kernels, 1, e) == 0)) &&
        (!emotion || open_emotion(b, emotion, e) == 0) && open_frame(b, picture, e) == 0)
        return 0;
    face_bench_close(b);
    return -1;
}

void face_bench_close(struct face_bench *b)
{
    face_networks_close(&b->networks);
    emotion_close(&b->emotion);
    model_free(&b->model);
    free((void *)(uintptr_t)b->frame.pixels);
    *b = (struct face_bench){0};
}

/* What the stages work on. */
struct stand {
    const struct face_bench *bench;
    struct mien_faces *faces;
    struct mien_region region; /* of the face in the frame */
    float *input;              /* [192, 192, 3] */
    float *outputs[2];         /* of either network */
    float *arena;              /* of whichever model runs */
    float *features;           /* of the emotion model */
    float p[256];
    double seconds; /* the video's clock */
};

static void run_detector(struct stand *s)
{
    mien_graph_run_all(&s->bench->networks.detector.graph, s->input, s->outputs, s->arena, NULL);
}

static void run_detect(struct stand *s)
{
    struct mien_detection found;
    mien_faces_detect(s->faces, &s->bench->frame, NULL, &found, 1);
}

static void run_crop(struct stand *s)
{
    mien_picture_sample(&s->bench->frame, &s->region, &mien_mesh_sampling, s->input);
}

static void run_mesh(struct stand *s)
{
    mien_graph_run_all(&s->bench->networks.mesh.graph, s->input, s->outputs, s->arena, NULL);
}

static void run_features(struct stand *s)
{
    mien_graph_features(&s->bench->model.graph, s->bench->emotion.input, s->features, s->arena);
}

static void run_classify(struct stand *s)
{
    mien_graph_classify(&s->bench->model.graph, s->features, s->p, s->arena);
}

static void run_frame(struct stand *s)
{
    s->seconds += 1 / 30.0;
    mien_faces_follow(s->faces, &s->bench->frame, s->seconds);
    const struct mien_face *face = mien_faces_get(s->faces, 0);
    if (face && s->bench->model.kind)
        emotion_read(&s->bench->emotion, &s->bench->frame, face->landmarks[0], s->p);
}

/* In the order of FACE_STAGES. */
static void (*const stage_run[FACE_STAGE_COUNT])(struct stand *) = {
    run_detector, run_detect, run_crop, run_mesh, run_features, run_classify, run_frame};

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static void stand_free(struct stand *s)
{
    free(s->faces);
    free(s->input);
    free(s->outputs[0]);
    free(s->outputs[1]);
    free(s->arena);
    free(s->features);
}

static int stand_init(struct stand *s, const struct face_bench *b, struct mien_error *e)
{
    const struct mien_graph *detector = &b->networks.detector.graph;
    const struct mien_graph *mesh = &b->networks.mesh.graph;
    const struct mien_faces_options o = mien_faces_defaults(detector, mesh);
    const size_t bytes = mien_faces_memory(&o);
    const size_t arena =
        larger(b->model.graph.arena_floats, larger(detector->arena_floats, mesh->arena_floats));
    void *memory = bytes ? malloc(bytes) : NULL;
    *s = (struct stand){
        .bench = b,
        .faces = memory ? mien_faces_init(&o, memory) : NULL,
        .input = calloc(MIEN_MESH_SIDE * MIEN_MESH_SIDE * 3, sizeof(float)),
        .outputs = {calloc(MIEN_ANCHORS * 16, sizeof(float)), calloc(MIEN_ANCHORS, sizeof(float))},
        .arena = calloc(arena, sizeof(float)),
        .features = calloc(b->model.features + 1, sizeof(float))};
    if (!s->faces)
        free(memory);
    if (s->faces && s->input && s->outputs[0] && s->outputs[1] && s->arena && s->features)
        return 0;
    return bytes ? error_memory(e, "the bench", bytes)
                 : error_set(e, NULL, 0,
                             "the networks in models/ are not those of the face pipeline");
}

static int find_face(struct stand *s, struct mien_error *e)
{
    if (mien_faces_find(s->faces, &s->bench->frame) < 1)
        return error_set(e, NULL, 0, "no face in the picture; name another with --picture");
    const struct mien_face *face = mien_faces_get(s->faces, 0);
    s->region = face->region;
    if (s->bench->model.kind)
        emotion_read(&s->bench->emotion, &s->bench->frame, face->landmarks[0],
                     s->p); /* leaves its input filled */
    mien_faces_reset(s->faces);
    return 0;
}

static bool has_model(const struct face_bench *b, int stage)
{
    return b->model.kind || (stage != FACE_FEATURES && stage != FACE_CLASSIFY);
}

int face_bench_run(const struct face_bench *b, int rounds, struct timing stages[FACE_STAGE_COUNT],
                   struct mien_error *e)
{
    struct stand s;
    double *ms = calloc((size_t)rounds * FACE_STAGE_COUNT, sizeof *ms);
    int result = stand_init(&s, b, e);
    if (result == 0 && !ms)
        result = error_memory(e, "the bench", (size_t)rounds * sizeof *ms);
    if (result == 0)
        result = find_face(&s, e);
    for (int r = -WARM_UP; result == 0 && r < rounds; r++)
        for (int i = 0; i < FACE_STAGE_COUNT; i++) {
            const double start = timing_now_ms();
            if (has_model(b, i))
                stage_run[i](&s);
            if (r >= 0)
                ms[i * rounds + r] = timing_now_ms() - start;
        }
    for (int i = 0; result == 0 && i < FACE_STAGE_COUNT; i++)
        stages[i] = timing_of(ms + i * rounds, has_model(b, i) ? rounds : 0);
    free(ms);
    stand_free(&s);
    return result;
}
