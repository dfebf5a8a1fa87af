/* portrait_json.c - see portrait_text.h. cJSON's calls that add to an object take NULL and then do
 * nothing, so memory that runs out is found by counting what was added. */
#include <math.h>

#include "trainer/portrait/portrait_text.h"

/* A ten-thousandth of a pixel, a millionth of a probability or a rotation: more is noise. */
static const double lengths = 1e4, shares = 1e6;

static cJSON *number(double value, double steps)
{
    return cJSON_CreateNumber(round(value * steps) / steps + 0.0); /* no -0 */
}

/* `item` under `name` in `object`; both may be NULL. Returns whether it is there. */
static bool add(cJSON *object, const char *name, cJSON *item)
{
    if (item && cJSON_AddItemToObject(object, name, item))
        return true;
    cJSON_Delete(item);
    return false;
}

/* The object, or NULL, and nothing left of it, where it is not complete. */
static cJSON *whole(cJSON *object, bool complete)
{
    if (complete)
        return object;
    cJSON_Delete(object);
    return NULL;
}

static cJSON *row(const float *values, int count, double steps)
{
    cJSON *array = cJSON_CreateArray();
    bool ok = array != NULL;
    for (int k = 0; ok && k < count; k++)
        ok = cJSON_AddItemToArray(array, number((double)values[k], steps));
    return whole(array, ok);
}

/* Rows of `width` numbers; `which` names the rows to take, or NULL for the first `count`. */
static cJSON *rows(const float *values, int width, const uint16_t *which, int count, double steps)
{
    cJSON *array = cJSON_CreateArray();
    bool ok = array != NULL;
    for (int k = 0; ok && k < count; k++) {
        const int from = which ? which[k] : k;
        ok = cJSON_AddItemToArray(array, row(values + from * width, width, steps));
    }
    return whole(array, ok);
}

static cJSON *rectangle(const struct mien_rect *r)
{
    cJSON *o = cJSON_CreateObject();
    return whole(o, add(o, "x", number((double)r->x, lengths)) &&
                        add(o, "y", number((double)r->y, lengths)) &&
                        add(o, "width", number((double)r->width, lengths)) &&
                        add(o, "height", number((double)r->height, lengths)));
}

static cJSON *detection(const struct mien_detection *d)
{
    static const char *const names[MIEN_KEYPOINTS] = {"right_eye", "left_eye",  "nose_tip",
                                                      "mouth",     "right_ear", "left_ear"};
    if (d->score <= 0.0f)
        return cJSON_CreateNull();
    cJSON *o = cJSON_CreateObject(), *points = cJSON_CreateObject();
    bool ok = points != NULL;
    for (int k = 0; ok && k < MIEN_KEYPOINTS; k++)
        ok = add(points, names[k], row(d->keypoints[k], 2, lengths));
    points = whole(points, ok);
    ok = add(o, "score", number((double)d->score, shares)) && add(o, "box", rectangle(&d->box));
    return whole(o, add(o, "keypoints", points) && ok);
}

static cJSON *region(const struct mien_region *r)
{
    cJSON *o = cJSON_CreateObject();
    return whole(o, add(o, "x", number((double)r->x, lengths)) &&
                        add(o, "y", number((double)r->y, lengths)) &&
                        add(o, "size", number((double)r->size, lengths)) &&
                        add(o, "angle", number(180.0 / M_PI * (double)r->angle, lengths)));
}

static cJSON *pose(const struct mien_pose *p)
{
    const double degrees = 180.0 / M_PI;
    cJSON *o = cJSON_CreateObject();
    return whole(o, add(o, "yaw", number(degrees * (double)p->yaw, lengths)) &&
                        add(o, "pitch", number(degrees * (double)p->pitch, lengths)) &&
                        add(o, "roll", number(degrees * (double)p->roll, lengths)) &&
                        add(o, "matrix", rows(p->matrix[0], 4, NULL, 4, shares)));
}

static cJSON *openness(const struct mien_face *f)
{
    cJSON *o = cJSON_CreateObject();
    return whole(o, add(o, "right_eye", number((double)f->eyes[0], lengths)) &&
                        add(o, "left_eye", number((double)f->eyes[1], lengths)) &&
                        add(o, "mouth", number((double)f->mouth, lengths)));
}

static cJSON *emotion(const struct portrait *p, const struct portrait_face *f)
{
    if (!f->emotion)
        return cJSON_CreateNull();
    cJSON *o = cJSON_CreateObject(), *all = cJSON_CreateObject();
    bool ok = all != NULL;
    for (uint32_t k = 0; ok && k < p->classes; k++)
        ok = add(all, p->names[k], number((double)f->emotion[k], shares));
    all = whole(all, ok);
    ok = add(o, "top", cJSON_CreateString(p->names[portrait_class(p, f, 0)]));
    return whole(o, add(o, "probabilities", all) && ok);
}

static cJSON *face(const struct portrait *p, int32_t index)
{
    const struct portrait_face *f = &p->faces[index];
    const float *landmarks = f->face.landmarks[0];
    cJSON *o = cJSON_CreateObject();
    return whole(
        o, add(o, "face", cJSON_CreateNumber(index + 1)) &&
               add(o, "score", number((double)f->face.score, shares)) &&
               add(o, "box", rectangle(&f->face.box)) &&
               add(o, "detection", detection(&f->detection)) &&
               add(o, "region", region(&f->face.region)) && add(o, "pose", pose(&f->face.pose)) &&
               add(o, "openness", openness(&f->face)) && add(o, "emotion", emotion(p, f)) &&
               add(o, "landmarks68", rows(landmarks, 3, mien_ibug68, MIEN_LANDMARKS68, lengths)) &&
               add(o, "landmarks", rows(landmarks, 3, NULL, MIEN_MESH_POINTS, lengths)));
}

cJSON *portrait_json(const struct portrait *p)
{
    cJSON *o = cJSON_CreateObject(), *faces = cJSON_CreateArray();
    bool ok = faces != NULL;
    for (int32_t k = 0; ok && k < p->count; k++)
        ok = cJSON_AddItemToArray(faces, face(p, k));
    faces = whole(faces, ok);
    ok = add(o, "picture", cJSON_CreateString(p->path)) &&
         add(o, "width", cJSON_CreateNumber(p->image.width)) &&
         add(o, "height", cJSON_CreateNumber(p->image.height)) &&
         add(o, "channels", cJSON_CreateNumber(p->image.channels));
    return whole(o, add(o, "faces", faces) && ok);
}

static cJSON *model(const char *path, const struct model *m)
{
    cJSON *o = cJSON_CreateObject();
    return whole(o, add(o, "model", cJSON_CreateString(path)) &&
                        add(o, "kind", cJSON_CreateString(m->kind)) &&
                        add(o, "weights_sha256", cJSON_CreateString(m->weights_checksum)));
}

cJSON *portrait_models_json(const struct portrait_reader *r)
{
    const char *path = r->emotion_path;
    cJSON *o = cJSON_CreateObject();
    return whole(o, add(o, "detector", model(FACE_DETECTOR_FILE, &r->networks.detector)) &&
                        add(o, "mesh", model(FACE_MESH_FILE, &r->networks.mesh)) &&
                        add(o, "emotion", path ? model(path, &r->model) : cJSON_CreateNull()));
}
