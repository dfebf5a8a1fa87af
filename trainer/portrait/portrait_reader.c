/* portrait_reader.c - see portrait_reader.h. */
#include "trainer/portrait/portrait_reader.h"

#include <stdlib.h>

#include "trainer/evaluate/source.h"

static int open_faces(struct portrait_reader *r, int32_t most, struct mien_error *e)
{
    if (face_networks_open(&r->networks, e) != 0)
        return -1;
    r->options = mien_faces_defaults(&r->networks.detector.graph, &r->networks.mesh.graph);
    r->options.most = most;
    const size_t size = mien_faces_memory(&r->options);
    if (size == 0)
        return error_set(e, NULL, 0,
                         FACE_DETECTOR_FILE " and " FACE_MESH_FILE
                                            " are not the networks that find "
                                            "faces; restore those that come with mien");
    r->memory = malloc(size);
    r->detections = calloc((size_t)most, sizeof *r->detections);
    if (!r->memory || !r->detections)
        return error_memory(e, "the search for faces", size);
    r->faces = mien_faces_init(&r->options, r->memory);
    return 0;
}

int portrait_reader_open(struct portrait_reader *r, int32_t most, const char *emotion,
                         struct mien_error *e)
{
    *r = (struct portrait_reader){.emotion_path = emotion};
    if (open_faces(r, most, e) == 0 &&
        (!emotion || (source_open(&r->model, emotion, e) == 0 &&
                      emotion_open(&r->emotion, &r->model, emotion, e) == 0)))
        return 0;
    portrait_reader_close(r);
    return -1;
}

void portrait_reader_close(struct portrait_reader *r)
{
    emotion_close(&r->emotion);
    model_free(&r->model);
    free(r->detections);
    free(r->memory);
    face_networks_close(&r->networks);
    *r = (struct portrait_reader){0};
}

/* Take over the detection that shares most with the face, if one shares as much as a third. */
static bool take_nearest(struct portrait_face *f, const struct mien_detection *found, int32_t count)
{
    const struct mien_detection *nearest = NULL;
    float most = 1.0f / 3.0f;
    for (int32_t k = 0; k < count; k++) {
        const float overlap = mien_rect_overlap(&f->face.box, &found[k].box);
        if (overlap >= most) {
            most = overlap;
            nearest = &found[k];
        }
    }
    if (nearest)
        f->detection = *nearest;
    return nearest != NULL;
}

/* The whole picture shows the detector faces from a tenth of its size on; the others are looked at
 * closely, each in a square twice as wide as its region. */
static void read_detections(struct portrait *p, struct portrait_reader *r,
                            const struct mien_picture *picture)
{
    const int32_t most = r->options.most;
    const int32_t whole = mien_faces_detect(r->faces, picture, NULL, r->detections, most);
    bool found[MIEN_FACES_MAX];
    for (int32_t k = 0; k < p->count; k++)
        found[k] = take_nearest(&p->faces[k], r->detections, whole);
    for (int32_t k = 0; k < p->count; k++)
        if (!found[k]) {
            const struct mien_region *seen = &p->faces[k].face.region;
            const struct mien_region near = {seen->x, seen->y, 2.0f * seen->size, 0.0f};
            take_nearest(&p->faces[k], r->detections,
                         mien_faces_detect(r->faces, picture, &near, r->detections, most));
        }
}

static int read_emotions(struct portrait *p, struct portrait_reader *r,
                         const struct mien_picture *picture, struct mien_error *e)
{
    p->classes = r->model.classes;
    p->names = (const char *const *)r->model.class_names;
    p->emotions = calloc((size_t)p->count * p->classes + 1, sizeof(float));
    if (!p->emotions)
        return error_memory(e, p->path, (size_t)p->count * p->classes * sizeof(float));
    for (int32_t k = 0; k < p->count; k++) {
        float *emotion = p->emotions + (size_t)k * p->classes;
        emotion_read(&r->emotion, picture, p->faces[k].face.landmarks[0], emotion);
        p->faces[k].emotion = emotion;
    }
    return 0;
}

int portrait_read(struct portrait *p, struct portrait_reader *r, const char *path,
                  struct mien_error *e)
{
    *p = (struct portrait){.path = path, .field_of_view = r->options.field_of_view};
    if (image_read(&p->image, path, 0, e) != 0)
        return -1;
    const struct mien_picture picture = {p->image.data, (int32_t)p->image.width,
                                         (int32_t)p->image.height, (int32_t)p->image.channels,
                                         (ptrdiff_t)p->image.width * p->image.channels};
    p->count = mien_faces_find(r->faces, &picture);
    p->faces = calloc((size_t)p->count + 1, sizeof *p->faces);
    if (!p->faces)
        return error_memory(e, path, (size_t)p->count * sizeof *p->faces);
    for (int32_t k = 0; k < p->count; k++)
        p->faces[k].face = *mien_faces_get(r->faces, k);
    read_detections(p, r, &picture);
    return r->emotion_path ? read_emotions(p, r, &picture, e) : 0;
}
