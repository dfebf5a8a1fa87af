/* tries.c - see tries.h. */
#include "datasets/landmarks/tries.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/dataset.h"

/* Longer side, pixels, up to which a picture is taken for a face cut tight. */
enum { SMALL_SIDE = 256 };

#define WEAK_DETECTION 0.05f /* the mesh judges what the detector is unsure of */
#define SURE_DETECTION 0.5f
#define TURN 0.5f /* radians, 29 degrees */

enum start {
    DETECT, /* the detector looks at the square */
    TAKE,   /* the mesh looks at the square */
    SEARCH, /* the detector looks at the picture's parts */
};

/* Symbol, name, start, then the square: its side and shift in longer sides of the picture, its turn
 * in radians; and whether the try is for large pictures only. */
#define TRIES(X)                                                                                   \
    X(WHOLE, "picture", DETECT, 1.0f, 0, 0, 0, true)                                               \
    X(PARTS, "parts of the picture", SEARCH, 1.0f, 0, 0, 0, true)                                  \
    X(MARGIN, "margin of 15 %", DETECT, 1.3f, 0, 0, 0, false)                                      \
    X(TAKEN, "margin of 25 %, no detector", TAKE, 1.5f, 0, 0, 0, false)                            \
    X(WIDE, "margin of 60 %", DETECT, 2.2f, 0, 0, 0, false)                                        \
    X(RIGHT, "turned right", DETECT, 1.3f, TURN, 0, 0, false)                                      \
    X(LEFT_TAKEN, "turned left, no detector", TAKE, 1.3f, -TURN, 0, 0, false)                      \
    X(LEFT_WIDE, "turned left, margin of 30 %", DETECT, 1.6f, -TURN, 0, 0, false)                  \
    X(UP_TAKEN, "shifted up, no detector", TAKE, 1.15f, 0, 0, -0.12f, false)                       \
    X(LEFT, "turned left", DETECT, 1.3f, -TURN, 0, 0, false)                                       \
    X(CUT_TAKEN, "cut by 8 %, no detector", TAKE, 0.85f, 0, 0, 0, false)

enum try_name {
#define X(symbol, name, start, zoom, turn, right, down, large) TRY_##symbol,
    TRIES(X)
#undef X
        TRY_COUNT
};

_Static_assert((int)TRY_COUNT <= (int)LANDMARK_TRIES_MAX, "an outcome counts so many tries");

static const char *const try_names[TRY_COUNT] = {
#define X(symbol, name, start, zoom, turn, right, down, large) name,
    TRIES(X)
#undef X
};

static const struct
try {
    enum start start;
    float zoom, turn, right, down;
    bool large;
}
tries[TRY_COUNT] = {
#define X(symbol, name, start, zoom, turn, right, down, large)                                     \
    {start, zoom, turn, right, down, large},
    TRIES(X)
#undef X
};

/* The further looks at a face that was found: shifts in sides of the region. */
static const struct look {
    float right, down;
    bool mirrored;
} looks[] = {
    {0, 0, true}, {0.04f, 0, false}, {-0.04f, 0, false}, {0, 0.04f, false}, {0, -0.04f, false}};
enum { LOOKS = sizeof looks / sizeof *looks, DETECTIONS = 8 };

struct finder {
    void *memory;
    struct mien_faces *faces;
    uint8_t *mirrored; /* a picture's pixels */
    size_t mirrored_size;
};

/* ---- one thread's state ---- */

static void close_finder(void *state)
{
    struct finder *f = state;
    free(f->memory);
    free(f->mirrored);
    free(f);
}

static void *open_finder(const void *context, struct mien_error *e)
{
    const struct landmark_tries *t = context;
    struct mien_faces_options o =
        mien_faces_defaults(&t->networks->detector.graph, &t->networks->mesh.graph);
    o.detection_score = WEAK_DETECTION;
    const size_t bytes = mien_faces_memory(&o);
    struct finder *f = calloc(1, sizeof *f);
    if (f)
        f->memory = malloc(bytes);
    if (!f || !f->memory) {
        free(f);
        error_memory(e, "the face networks", bytes);
        return NULL;
    }
    f->faces = mien_faces_init(&o, f->memory);
    if (f->faces)
        return f;
    error_set(e, FACE_MESH_FILE, 0,
              "not the face networks that mien comes with (other shapes); make them again");
    close_finder(f);
    return NULL;
}

/* ---- tries ---- */

/* The largest of the detections that are sure, else the surest. */
static const struct mien_detection *choose(const struct mien_detection *d, int32_t count)
{
    const struct mien_detection *best = d;
    for (int32_t i = 1; i < count; i++)
        if (d[i].score >= SURE_DETECTION &&
            d[i].box.width * d[i].box.height > best->box.width * best->box.height)
            best = &d[i];
    return best;
}

/* The region where a try's first look at the face is taken; false where it sees none. */
static bool start_try(struct finder *f, const struct mien_picture *p, const struct try *t,
                      struct mien_region *region, struct landmark_found *found)
{
    const float side = (float)(p->width > p->height ? p->width : p->height);
    struct mien_detection detections[DETECTIONS];
    *region = (struct mien_region){
        .x = 0.5f * (float)p->width + t->right * side,
        .y = 0.5f * (float)p->height + t->down * side,
        .size = t->zoom * side,
        .angle = t->turn,
    };
    if (t->start == TAKE)
        return true;
    if (t->start == SEARCH) {
        if (mien_faces_find(f->faces, p) == 0)
            return false;
        *region = mien_faces_get(f->faces, 0)->region;
        found->detected = 1;
        return true;
    }
    const int32_t count = mien_faces_detect(f->faces, p, region, detections, DETECTIONS);
    if (count == 0)
        return false;
    const struct mien_detection *d = choose(detections, count);
    found->detected |= d->score >= SURE_DETECTION;
    *region = mien_region_of_detection(d);
    return true;
}

/* ---- looks ---- */

static int mirror_picture(struct finder *f, const struct mien_picture *p,
                          struct mien_picture *mirrored, struct mien_error *e)
{
    const size_t channels = (size_t)p->channels, line = (size_t)p->width * channels;
    const size_t size = line * (size_t)p->height;
    if (size > f->mirrored_size) {
        free(f->mirrored);
        f->mirrored = malloc(size);
        f->mirrored_size = f->mirrored ? size : 0;
        if (!f->mirrored)
            return error_memory(e, "a mirrored picture", size);
    }
    uint8_t *to = f->mirrored;
    for (int32_t y = 0; y < p->height; y++)
        for (size_t x = (size_t)p->width; x-- > 0; to += channels)
            memcpy(to, p->pixels + (ptrdiff_t)y * p->stride + x * channels, channels);
    *mirrored = *p;
    mirrored->pixels = f->mirrored;
    mirrored->stride = (ptrdiff_t)line;
    return 0;
}

/* Landmarks of the mirrored picture as those of the picture. */
static void mirror_back(struct mien_face *face, int32_t width)
{
    float there[MIEN_MESH_POINTS][3];
    memcpy(there, face->landmarks, sizeof there);
    for (int i = 0; i < MIEN_MESH_POINTS; i++) {
        const float *from = there[mien_mirror468[i]];
        face->landmarks[i][0] = (float)width - from[0];
        face->landmarks[i][1] = from[1];
        face->landmarks[i][2] = from[2];
    }
}

static void add(float sum[MIEN_MESH_POINTS][3], const float more[MIEN_MESH_POINTS][3])
{
    for (int i = 0; i < MIEN_MESH_POINTS; i++)
        for (int k = 0; k < 3; k++)
            sum[i][k] += more[i][k];
}

/* The mean of all looks into *found; `face` is the second of the best try. */
static int look_again(struct finder *f, const struct mien_picture *p, struct mien_face *face,
                      struct landmark_found *found, struct mien_error *e)
{
    struct mien_picture mirrored;
    const struct mien_region region = mien_region_of_landmarks(face->landmarks[0]);
    if (mirror_picture(f, p, &mirrored, e) != 0)
        return -1;
    memcpy(found->landmarks, face->landmarks, sizeof found->landmarks);
    found->score = face->score;
    for (int i = 0; i < LOOKS; i++) {
        const struct look *look = &looks[i];
        struct mien_region r = region;
        r.x += look->right * r.size;
        r.y += look->down * r.size;
        if (look->mirrored) {
            r.x = (float)p->width - r.x;
            r.angle = -r.angle;
        }
        mien_faces_mesh(f->faces, look->mirrored ? &mirrored : p, &r, face);
        if (look->mirrored)
            mirror_back(face, p->width);
        add(found->landmarks, face->landmarks);
        found->score += face->score;
    }
    for (int i = 0; i < MIEN_MESH_POINTS; i++)
        for (int k = 0; k < 3; k++)
            found->landmarks[i][k] /= 1 + LOOKS;
    found->score /= 1 + LOOKS;
    return 0;
}

/* ---- all of it ---- */

/* All looks of one try; a score of 0 where there is no face to look at. */
static int make_try(struct finder *f, const struct mien_picture *p, int name,
                    struct landmark_found *found, struct mien_error *e)
{
    struct mien_face face;
    struct mien_region region;
    const bool first = found->tries++ == 0;
    found->kept = (uint8_t)name;
    found->score = 0;
    if (!start_try(f, p, &tries[name], &region, found))
        return 0;
    mien_faces_mesh(f->faces, p, &region, &face);
    if (first)
        found->at_once = face.score >= DATASET_FACE_SCORE;
    region = mien_region_of_landmarks(face.landmarks[0]);
    mien_faces_mesh(f->faces, p, &region, &face);
    return look_again(f, p, &face, found, e);
}

/* The best of all tries up to the first that is sure. One without the detector always sees
 * something, so that every picture has its guess. */
static int find(void *state, const struct mien_picture *p, struct landmark_found *best,
                struct mien_error *e)
{
    const bool small = p->width <= SMALL_SIDE && p->height <= SMALL_SIDE;
    struct landmark_found found = {.score = 0};
    best->score = -1;
    for (int name = 0; name < TRY_COUNT && best->score < DATASET_FACE_SCORE; name++) {
        if (small && tries[name].large)
            continue;
        if (make_try(state, p, name, &found, e) != 0)
            return -1;
        if (found.score > best->score)
            *best = found;
    }
    best->tries = found.tries;
    best->detected = found.detected;
    return 0;
}

struct landmark_finder landmark_tries_finder(struct landmark_tries *t,
                                             const struct face_networks *networks)
{
    t->networks = networks;
    snprintf(
        t->about, sizeof t->about,
        "%s (weights' SHA-256 %s) looks for the face in the picture, %s (%s) for 468 landmarks in "
        "a square around it and again in the square of its own landmarks, turned to the eyes, half "
        "as large again. Pictures of up to %d pixels a side get a margin of 15 %%, their last "
        "pixels going on. Landmarks and score are the means of %d looks: the second, one mirrored, "
        "four shifted by 4 %% of the square. Where the score stays below %g, up to %d tries in all "
        "are made (margins, shifts, turns by 29 degrees, without the detector) until one reaches "
        "it, else the best counts.",
        FACE_DETECTOR_FILE, networks->detector.weights_checksum, FACE_MESH_FILE,
        networks->mesh.weights_checksum, SMALL_SIDE, 1 + LOOKS, (double)DATASET_FACE_SCORE,
        (int)TRY_COUNT);
    return (struct landmark_finder){t,           t->about,     try_names, TRY_COUNT,
                                    open_finder, close_finder, find};
}
