/* emotion.c - see emotion.h. */
#include "runtime/host/emotion.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/face/mien_face_crop.h"

static bool is_picture(const struct model_part *p)
{
    return strcmp(p->kind, "image") == 0;
}

/* Square pictures in grey or colour; the landmarks that the mesh gives. */
static bool is_known(const struct model_part *p)
{
    const uint32_t *s = p->shape;
    if (is_picture(p))
        return s[0] == s[1] && s[0] <= MIEN_SAMPLE_SIDE_MAX && (s[2] == 1 || s[2] == 3);
    return strcmp(p->kind, "landmarks") == 0 && s[2] == 1 && s[1] >= 2 && s[1] <= 3 &&
           (s[0] == MIEN_LANDMARKS68 || s[0] == MIEN_MESH_POINTS);
}

/* The parts of a row, or all of it as the only one; false where one is not known. */
static bool take_parts(struct emotion *r)
{
    const struct model *m = r->model;
    const uint32_t *s = m->input_shape;
    r->part_count = model_parts(m, r->parts);
    if (r->part_count == 0 && strlen(m->input_kind) < MODEL_PART_KIND) {
        r->parts[0] = (struct model_part){.shape = {s[0], s[1], s[2]}, .width = m->input_width};
        strcpy(r->parts[0].kind, m->input_kind);
        r->part_count = 1;
    }
    for (uint32_t i = 0; i < r->part_count; i++)
        if (!is_known(&r->parts[i]))
            return false;
    return r->part_count > 0 && m->classes > 0;
}

static int make_room(struct emotion *r, const char *path, struct mien_error *e)
{
    const size_t arena = r->model->graph.arena_floats;
    size_t crop = 0;
    for (uint32_t i = 0; i < r->part_count; i++)
        if (is_picture(&r->parts[i]))
            crop = MIEN_CROP_FLOATS(r->parts[i].shape[0]);
    r->input = calloc(r->model->input_width, sizeof(float));
    r->crop = crop ? calloc(crop, sizeof(float)) : NULL;
    r->arena = calloc(arena + 1, sizeof(float));
    if (r->input && r->arena && (!crop || r->crop))
        return 0;
    emotion_close(r);
    return error_memory(e, path, (r->model->input_width + crop + arena) * sizeof(float));
}

int emotion_open(struct emotion *r, const struct model *m, const char *path, struct mien_error *e)
{
    const struct model_range range = model_input_range(m);
    *r = (struct emotion){.model = m, .scale = 1.0f};
    if (!take_parts(r))
        return error_set(e, path, 0,
                         "not a model of 68 or 468 landmarks or of square pictures up to %d pixels "
                         "(it takes %s [%u, %u, %u] and has %u classes); give one that was trained "
                         "on landmarks or pictures of faces",
                         MIEN_SAMPLE_SIDE_MAX, m->input_kind, m->input_shape[0], m->input_shape[1],
                         m->input_shape[2], m->classes);
    if (range.stated) {
        r->scale = (range.high - range.low) / 255.0f;
        r->offset = range.low;
    }
    return make_room(r, path, e);
}

void emotion_close(struct emotion *r)
{
    free(r->input);
    free(r->crop);
    free(r->arena);
    *r = (struct emotion){0};
}

static void fill_landmarks(const struct model_part *p, const float *landmarks, float *out)
{
    const uint32_t points = p->shape[0], stride = p->shape[1];
    for (uint32_t k = 0; k < points; k++) {
        const uint32_t from = points == MIEN_LANDMARKS68 ? mien_ibug68[k] : k;
        memcpy(out + k * stride, landmarks + 3 * from, stride * sizeof(float));
    }
}

static void fill_picture(const struct emotion *r, const struct model_part *p,
                         const struct mien_picture *picture, const float *landmarks, float *out)
{
    const struct mien_region square = mien_crop_region(landmarks);
    mien_crop_sample(picture, &square, (int32_t)p->shape[0], (int32_t)p->shape[2], r->crop);
    for (uint32_t k = 0; k < p->width; k++)
        out[k] = r->crop[k] * r->scale + r->offset;
}

void emotion_read(const struct emotion *r, const struct mien_picture *picture,
                  const float *landmarks, float *p)
{
    for (uint32_t i = 0; i < r->part_count; i++) {
        const struct model_part *part = &r->parts[i];
        if (is_picture(part))
            fill_picture(r, part, picture, landmarks, r->input + part->start);
        else
            fill_landmarks(part, landmarks, r->input + part->start);
    }
    mien_graph_run(&r->model->graph, r->input, p, r->arena);
}
