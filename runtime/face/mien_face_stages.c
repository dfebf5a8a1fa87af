/* mien_face_stages.c - the state's memory, and the stages that run a network. */
#include <math.h>
#include <string.h>

#include "runtime/face/mien_face_state.h"

enum { ALIGNMENT = 64 }; /* of the arena: a cache line */

/* MediaPipe shows its detector points of the picture, however far apart; up to eight pixels so do
 * we. */
static const struct mien_sampling detector_input = {MIEN_DETECTOR_SIDE, MIEN_BORDER_BLACK,
                                                    2.0f / 255.0f, -1.0f, 8.0f};
const struct mien_sampling mien_mesh_sampling = {MIEN_MESH_SIDE, MIEN_BORDER_REPLICATE,
                                                 1.0f / 255.0f, 0.0f, 2.5f};

struct mien_faces_options mien_faces_defaults(const struct mien_graph *detector,
                                              const struct mien_graph *mesh)
{
    struct mien_faces_options o = {detector, mesh, NULL, 1, 3, 0.5f, 0.5f, 1.09955743f, 1, 1.0f};
    return o;
}

static int32_t is_input(const struct mien_graph *g, int32_t side)
{
    const struct mien_map *m = &g->values[0].map;
    return m->h == side && m->w == side && m->c == 3;
}

/* Which output has that many numbers, of two that have `large` and `small`; -1: they have not. */
static int32_t large_output(const struct mien_graph *g, int32_t large, int32_t small)
{
    int32_t size[2];
    if (g->output_count != 2)
        return -1;
    for (int i = 0; i < 2; i++) {
        const struct mien_map *m = &g->values[g->outputs[i]].map;
        size[i] = m->h * m->w * m->c;
    }
    return size[0] == large && size[1] == small ? 0 : size[1] == large && size[0] == small ? 1 : -1;
}

static int32_t boxes_output(const struct mien_graph *g)
{
    return large_output(g, MIEN_ANCHORS * MIEN_DETECTOR_NUMBERS, MIEN_ANCHORS);
}

static int32_t landmarks_output(const struct mien_graph *g)
{
    return large_output(g, MIEN_MESH_POINTS * 3, 1);
}

static int32_t are_valid(const struct mien_faces_options *o)
{
    return o->detector && o->mesh && is_input(o->detector, MIEN_DETECTOR_SIDE) &&
           is_input(o->mesh, MIEN_MESH_SIDE) && boxes_output(o->detector) >= 0 &&
           landmarks_output(o->mesh) >= 0 && o->most >= 1 && o->most <= MIEN_FACES_MAX &&
           o->levels >= 1 && o->levels <= MIEN_LEVELS_MAX && o->detection_score > 0.0f &&
           o->detection_score <= 1.0f && o->face_score > 0.0f && o->face_score <= 1.0f &&
           o->field_of_view > 0.0f && o->field_of_view < 3.14159f && o->lost_seconds >= 0.0f;
}

static size_t aligned(size_t size)
{
    return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static size_t arena_size(const struct mien_faces_options *o)
{
    size_t a = o->detector->arena_floats, b = o->mesh->arena_floats;
    return (a > b ? a : b) * sizeof(float);
}

size_t mien_faces_memory(const struct mien_faces_options *o)
{
    if (!are_valid(o))
        return 0;
    size_t most = (size_t)o->most;
    return aligned(sizeof(struct mien_faces)) + aligned((most + 1) * sizeof(struct mien_face)) +
           aligned(most * sizeof(struct mien_track)) + aligned(most * sizeof(struct mien_lost)) +
           arena_size(o) + ALIGNMENT;
}

struct mien_faces *mien_faces_init(const struct mien_faces_options *o, void *memory)
{
    if (!are_valid(o))
        return NULL;
    struct mien_faces *f = memory;
    char *next = (char *)memory + aligned(sizeof *f);
    memset(f, 0, sizeof *f);
    f->options = *o;
    f->boxes_output = boxes_output(o->detector);
    f->landmarks_output = landmarks_output(o->mesh);
    f->faces = (struct mien_face *)next;
    next += aligned(((size_t)o->most + 1) * sizeof *f->faces);
    f->tracks = (struct mien_track *)next;
    next += aligned((size_t)o->most * sizeof *f->tracks);
    f->lost = (struct mien_lost *)next;
    next += aligned((size_t)o->most * sizeof *f->lost);
    f->arena = (float *)(next + (ALIGNMENT - (uintptr_t)next % ALIGNMENT) % ALIGNMENT);
    return f;
}

void mien_faces_reset(struct mien_faces *f)
{
    f->count = f->lost_count = 0;
    f->width = f->height = 0;
}

const struct mien_face *mien_faces_get(const struct mien_faces *f, int32_t index)
{
    return index >= 0 && index < f->count ? &f->faces[index] : NULL;
}

/* MediaPipe shows the detector what lies at the upper left corner of each of its pixels, not in the
 * middle, and the boxes it states are the answers to that. */
static struct mien_region from_corners(const struct mien_region *r)
{
    struct mien_region moved = *r;
    float half = 0.5f + 0.5f / r->size - 0.5f / MIEN_DETECTOR_SIDE;
    mien_region_point(r, half, half, &moved.x, &moved.y);
    return moved;
}

int32_t mien_faces_detect(struct mien_faces *f, const struct mien_picture *p,
                          const struct mien_region *region, struct mien_detection *found,
                          int32_t most)
{
    struct mien_region whole = mien_region_of_picture(p);
    const struct mien_region *r = region ? region : &whole;
    struct mien_region shown = from_corners(r);
    struct mien_sampling sampling = detector_input;
    float *y[2];
    y[f->boxes_output] = f->boxes;
    y[!f->boxes_output] = f->logits;
    sampling.border = region ? MIEN_BORDER_REPLICATE : MIEN_BORDER_BLACK;
    mien_picture_sample(p, &shown, &sampling, f->input);
    mien_graph_run_all(f->options.detector, f->input, y, f->arena, f->options.crew);
    int32_t count = mien_detections_decode(f->boxes, f->logits, f->options.detection_score, f->raw);
    count = mien_detections_merge(f->raw, count, found, most);
    for (int32_t i = 0; i < count; i++)
        mien_detection_place(&found[i], r);
    return count;
}

/* From pixels of the network's input to the picture. */
static void place_landmarks(const struct mien_region *r, float *landmarks)
{
    const float unit = 1.0f / MIEN_MESH_SIDE;
    float c = cosf(r->angle) * r->size * unit, s = sinf(r->angle) * r->size * unit;
    for (int i = 0; i < MIEN_MESH_POINTS; i++, landmarks += 3) {
        float x = landmarks[0] - 0.5f * MIEN_MESH_SIDE;
        float y = landmarks[1] - 0.5f * MIEN_MESH_SIDE;
        landmarks[0] = r->x + x * c - y * s;
        landmarks[1] = r->y + x * s + y * c;
        landmarks[2] *= r->size * unit;
    }
}

int32_t mien_faces_mesh(struct mien_faces *f, const struct mien_picture *p,
                        const struct mien_region *region, struct mien_face *face)
{
    float logit, *y[2];
    y[f->landmarks_output] = face->landmarks[0];
    y[!f->landmarks_output] = &logit;
    mien_picture_sample(p, region, &mien_mesh_sampling, f->input);
    face->region = *region;
    mien_graph_run_all(f->options.mesh, f->input, y, f->arena, f->options.crew);
    place_landmarks(&face->region, face->landmarks[0]);
    face->box = mien_mesh_box(face->landmarks[0]);
    face->score = 1.0f / (1.0f + expf(-logit));
    return face->score >= f->options.face_score;
}

void mien_faces_complete(const struct mien_faces *f, const struct mien_picture *p,
                         struct mien_face *face)
{
    mien_pose_estimate(face->landmarks[0], p->width, p->height, f->options.field_of_view,
                       &face->pose);
    mien_mesh_openness(face->landmarks[0], face->eyes, &face->mouth);
}

int32_t mien_faces_owner(const struct mien_faces *f, const struct mien_rect *box)
{
    for (int32_t i = 0; i < f->count; i++)
        if (mien_rect_overlap(&f->faces[i].box, box) > MIEN_SAME_FACE)
            return i;
    return -1;
}

int32_t mien_faces_mesh_of(struct mien_faces *f, const struct mien_picture *p,
                           const struct mien_detection *d, struct mien_face *face)
{
    struct mien_region region = mien_region_of_detection(d);
    if (!mien_faces_mesh(f, p, &region, face))
        return 0;
    region = mien_region_of_landmarks(face->landmarks[0]);
    return mien_faces_mesh(f, p, &region, face);
}
