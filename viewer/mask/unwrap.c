/* unwrap.c - see unwrap.h.
 *
 * Two layers are taken from the photo: each texel's own place, and that of its mirror image, which
 * is the same place in the triangle of the mirrored landmarks. Where a texel's own place is turned
 * away and the mirrored one is seen better, the second takes over. What the layers differ by where
 * both are seen well is spread over the mesh, smoothly, to where only one is, and added to the
 * mirrored colours: so the fill has the light of its surroundings, and no seam.
 *
 * What is seen well from neither side, and at the border what is hair or collar rather than face,
 * takes the colour of the skin around it, spread in the same way. */
#include "viewer/mask/unwrap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/image/image.h"
#include "runtime/mien_landmarks.h"
#include "viewer/mask/atlas.h"
#include "viewer/mask/photo.h"
#include "viewer/mask/refit.h"
#include "viewer/mask/surface.h"

enum { SMALLEST = 32 };

/* The cosine of the most a face may be turned, 60 degrees. */
#define TURNED 0.5f

struct texel {
    float own[3], mirrored[3]; /* colours, 0..255 */
    float fill;                /* how much of the second is taken */
    float seen;                /* how well what is taken is seen, 0..1 */
};

/* Sums at the landmarks, weighted as a texel counts at each: three numbers and the weights. */
typedef float heap[MIEN_MESH_POINTS][4];

struct unwrap {
    struct photo photo;
    struct atlas atlas;
    struct texel *texels;             /* [MASK_SIDE, MASK_SIDE] */
    float *keep;                      /* the same: how much of a texel's own colour is kept */
    float own[MIEN_MESH_POINTS][3];   /* place in the photo, and cosine to the viewer */
    float other[MIEN_MESH_POINTS][3]; /* the same of the mirrored landmark */
    float outer[MIEN_MESH_POINTS];    /* 1 on the face oval and next to it */
    heap differ;                      /* own - mirrored colours */
    heap skin;                        /* colours */
    float mean[3], usual;             /* its mean colour, how far from that it commonly is */
};

static void heap_add(heap h, const struct atlas_texel *at, const float value[3], float weight)
{
    for (int i = 0; i < 3; i++) {
        float *sum = h[mien_mesh_triangles[at->triangle][i]];
        for (int k = 0; k < 3; k++)
            sum[k] += weight * at->weight[i] * value[k];
        sum[3] += weight * at->weight[i];
    }
}

/* Let each landmark's value be the mean of its neighbours', and of what was measured as far as that
 * is sure; relaxed all at once. */
static void heap_spread(heap h)
{
    enum { ROUNDS = 400, TEXELS_AS_NEIGHBOUR = 20 };
    heap measured;
    for (int v = 0; v < MIEN_MESH_POINTS; v++)
        for (int k = 0; k < 4; k++) {
            measured[v][k] = h[v][k] / TEXELS_AS_NEIGHBOUR;
            h[v][k] = h[v][k] / fmaxf(h[v][3], 1e-6f);
        }
    for (int round = 0; round < ROUNDS; round++) {
        heap sum;
        memcpy(sum, measured, sizeof sum);
        for (int i = 0; i < MIEN_MESH_EDGES; i++) {
            const uint16_t a = mien_mesh_edges[i][0], b = mien_mesh_edges[i][1];
            for (int k = 0; k < 3; k++) {
                sum[a][k] += h[b][k];
                sum[b][k] += h[a][k];
            }
            sum[a][3] += 1.0f;
            sum[b][3] += 1.0f;
        }
        for (int v = 0; v < MIEN_MESH_POINTS; v++)
            for (int k = 0; k < 3; k++)
                h[v][k] = sum[v][k] / sum[v][3];
    }
}

static void place_landmarks(struct unwrap *u, const struct mien_face *face)
{
    float facing[MIEN_MESH_POINTS];
    surface_facing(face->landmarks, facing);
    for (int v = 0; v < MIEN_MESH_POINTS; v++) {
        const float *at = face->landmarks[v];
        memcpy(u->own[v], (float[3]){at[0], at[1], facing[v]}, sizeof u->own[v]);
        memcpy(u->other[mien_mirror468[v]], u->own[v], sizeof u->own[v]);
    }
    const struct mien_contour *oval = &mien_contours[MIEN_CONTOUR_FACE];
    bool border[MIEN_MESH_POINTS] = {false};
    for (int i = 0; i < oval->count; i++)
        border[mien_contour_points[oval->first + i]] = true;
    for (int i = 0; i < MIEN_MESH_EDGES; i++) {
        const uint16_t a = mien_mesh_edges[i][0], b = mien_mesh_edges[i][1];
        if (border[a] || border[b])
            u->outer[a] = u->outer[b] = 1.0f;
    }
}

/* `measured`: this texel is one of those that say what the layers differ by. */
static void take_texel(struct unwrap *u, const struct atlas_texel *at, bool measured,
                       struct texel *texel)
{
    float own[3], other[3];
    atlas_blend(at, u->own[0], 3, own);
    atlas_blend(at, u->other[0], 3, other);
    photo_color(&u->photo, own[0], own[1], texel->own);
    texel->fill =
        (1.0f - surface_ramp(0.2f, 0.55f, own[2])) * surface_ramp(0.1f, 0.35f, other[2] - own[2]);
    const float facing = own[2] + texel->fill * (other[2] - own[2]);
    texel->seen = at->inside ? surface_ramp(0.15f, 0.5f, facing) : 0.0f;
    const float both = measured && at->inside
                           ? surface_ramp(0.2f, 0.5f, own[2]) * surface_ramp(0.2f, 0.5f, other[2])
                           : 0.0f;
    if (texel->fill > 0.0f || both > 0.0f)
        photo_color(&u->photo, other[0], other[1], texel->mirrored);
    if (both > 0.0f) {
        float differ[3];
        for (int k = 0; k < 3; k++)
            differ[k] = texel->own[k] - texel->mirrored[k];
        heap_add(u->differ, at, differ, both);
    }
}

/* From here on a texel's own colour is what is taken of both layers. */
static void mix_layers(const struct unwrap *u, const struct atlas_texel *at, struct texel *texel)
{
    if (texel->fill <= 0.0f)
        return;
    float differ[4];
    atlas_blend(at, u->differ[0], 4, differ);
    for (int k = 0; k < 3; k++)
        texel->own[k] += texel->fill * (texel->mirrored[k] + differ[k] - texel->own[k]);
}

/* How far two colours are from being those of one skin: what light does counts half. */
static float distance(const float a[3], const float b[3])
{
    const float d[3] = {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
    const float light = (d[0] + 2.0f * d[1] + d[2]) / 4.0f;
    return hypotf(0.5f * light, hypotf(d[0] - light, d[2] - light));
}

static int by_value(const void *a, const void *b)
{
    const float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* What the face's skin is commonly like, well within it: its mean colour, and how far from that a
 * landmark's commonly is. */
static void know_skin(struct unwrap *u)
{
    float far[MIEN_MESH_POINTS], sum[4] = {0, 0, 0, 1e-6f};
    int count = 0;
    for (int i = 0; i < ATLAS_TEXELS; i++)
        heap_add(u->skin, &u->atlas.texels[i], u->texels[i].own, u->texels[i].seen);
    for (int v = 0; v < MIEN_MESH_POINTS; v++)
        for (int k = 0; k < 4 && u->outer[v] < 1.0f; k++)
            sum[k] += u->skin[v][k];
    for (int k = 0; k < 3; k++)
        u->mean[k] = sum[k] / sum[3];
    for (int v = 0; v < MIEN_MESH_POINTS; v++) {
        const float *skin = u->skin[v];
        if (u->outer[v] < 1.0f && skin[3] > 1.0f)
            far[count++] = distance(
                (float[3]){skin[0] / skin[3], skin[1] / skin[3], skin[2] / skin[3]}, u->mean);
    }
    qsort(far, (size_t)count, sizeof *far, by_value);
    u->usual = fmaxf(10.0f, count ? 1.2f * far[count / 2] : 0.0f);
}

/* How sure a texel is not the face: at its border, what is unlike `skin`. */
static float strange(const struct unwrap *u, const struct atlas_texel *at, const float color[3],
                     const float skin[3])
{
    float outer;
    atlas_blend(at, u->outer, 1, &outer);
    return surface_ramp(0.1f, 0.5f, outer) *
           surface_ramp(0.6f, 1.3f, distance(color, skin) / u->usual);
}

/* The skin's colour at each landmark, where it is seen; else as around it. */
static void find_skin(struct unwrap *u)
{
    know_skin(u);
    memset(u->skin, 0, sizeof u->skin);
    for (int i = 0; i < ATLAS_TEXELS; i++) {
        const struct atlas_texel *at = &u->atlas.texels[i];
        const struct texel *texel = &u->texels[i];
        heap_add(u->skin, at, texel->own,
                 texel->seen * (1.0f - strange(u, at, texel->own, u->mean)));
    }
    heap_spread(u->skin);
}

/* A row or column of `count` numbers, `stride` apart, to their means over `radius` to either side.
 */
static void smooth_line(float *line, size_t stride, int count, int radius)
{
    float old[MASK_SIDE], sum = 0.0f;
    for (int i = 0; i < count; i++)
        old[i] = line[(size_t)i * stride];
    for (int i = -radius; i < count; i++) {
        if (i + radius < count)
            sum += old[i + radius];
        if (i - radius > 0)
            sum -= old[i - radius - 1];
        if (i >= 0)
            line[(size_t)i * stride] = fmaxf(sum, 0.0f) / (float)(2 * radius + 1);
    }
}

/* How much of each texel's own colour is kept. A hair's outline is as strange as the hair: what is
 * strange is widened, and its border made soft. */
static void weigh_texels(struct unwrap *u)
{
    enum { RADIUS = 14, PASSES = 2 };
    float skin[4];
    for (int i = 0; i < ATLAS_TEXELS; i++) {
        const struct atlas_texel *at = &u->atlas.texels[i];
        atlas_blend(at, u->skin[0], 4, skin);
        u->keep[i] = strange(u, at, u->texels[i].own, skin);
    }
    for (int pass = 0; pass < PASSES; pass++)
        for (int i = 0; i < MASK_SIDE; i++) {
            smooth_line(u->keep + (size_t)i * MASK_SIDE, 1, MASK_SIDE, RADIUS);
            smooth_line(u->keep + i, MASK_SIDE, MASK_SIDE, RADIUS);
        }
    for (int i = 0; i < ATLAS_TEXELS; i++)
        u->keep[i] = u->texels[i].seen * (1.0f - surface_ramp(0.02f, 0.25f, u->keep[i]));
}

static void write_texel(const struct unwrap *u, int index, uint8_t *to)
{
    const struct atlas_texel *at = &u->atlas.texels[index];
    const struct texel *from = &u->texels[index];
    float skin[4];
    atlas_blend(at, u->skin[0], 4, skin);
    for (int k = 0; k < 3; k++) {
        const float value = skin[k] + u->keep[index] * (from->own[k] - skin[k]);
        to[k] = (uint8_t)lrintf(fminf(fmaxf(value, 0.0f), 255.0f));
    }
    to[3] = at->inside ? 255 : 0;
}

static void unwrap(struct unwrap *u, const struct mien_face *face, uint8_t *texels)
{
    enum { APART = 5 }; /* of texels that are measured: no column of them is left out */
    place_landmarks(u, face);
    for (int i = 0; i < ATLAS_TEXELS; i++)
        take_texel(u, &u->atlas.texels[i], i % APART == 0, &u->texels[i]);
    heap_spread(u->differ);
    for (int i = 0; i < ATLAS_TEXELS; i++)
        mix_layers(u, &u->atlas.texels[i], &u->texels[i]);
    find_skin(u);
    weigh_texels(u);
    for (int i = 0; i < ATLAS_TEXELS; i++)
        write_texel(u, i, texels + 4 * (size_t)i);
}

int mask_unwrap(struct mask *m, const struct mien_picture *p, const struct mien_face *face,
                struct mien_error *e)
{
    if (!(face->box.width >= SMALLEST))
        return error_set(e, NULL, 0,
                         "the face is too small (%.0f pixels wide); at least %d are "
                         "wanted",
                         (double)face->box.width, SMALLEST);
    if (!(face->pose.matrix[2][2] >= TURNED))
        return error_set(e, NULL, 0,
                         "the face is turned too far from the camera (more than 60 "
                         "degrees)");
    struct unwrap *u = calloc(1, sizeof *u);
    if (u) {
        u->texels = malloc(ATLAS_TEXELS * sizeof *u->texels);
        u->keep = malloc(ATLAS_TEXELS * sizeof *u->keep);
    }
    int result = -1;
    if (!u || !u->texels || !u->keep)
        error_memory(e, "a mask", ATLAS_TEXELS * sizeof *u->texels);
    else if (atlas_init(&u->atlas, e) == 0 &&
             photo_open(&u->photo, p, &face->box, MASK_SIDE, e) == 0)
        result = 0;
    if (result == 0) {
        unwrap(u, face, m->texels);
        m->person = true;
        m->look.mouth = true; /* a mouth that is closed on the photo cannot be opened */
    }
    if (u) {
        photo_close(&u->photo);
        atlas_free(&u->atlas);
        free(u->keep);
        free(u->texels);
    }
    free(u);
    return result;
}

/* The largest of the faces that were found, NULL where there is none. */
static const struct mien_face *largest(const struct mien_faces *faces, int32_t count)
{
    const struct mien_face *most = NULL;
    for (int32_t i = 0; i < count; i++) {
        const struct mien_face *face = mien_faces_get(faces, i);
        if (!most || face->box.width * face->box.height > most->box.width * most->box.height)
            most = face;
    }
    return most;
}

/* What mask_unwrap says has no file's name. */
static int name_file(struct mien_error *e, const char *path)
{
    char text[sizeof e->text];
    memcpy(text, e->text, sizeof text);
    return error_set(e, path, 0, "%s", text);
}

int mask_unwrap_file(struct mask *m, const char *path, struct mien_faces *faces,
                     struct mien_error *e)
{
    struct image image;
    if (image_read(&image, path, 3, e) != 0)
        return -1;
    const struct mien_picture picture = {image.data, (int32_t)image.width, (int32_t)image.height, 3,
                                         (ptrdiff_t)image.width * 3};
    const struct mien_face *found = largest(faces, mien_faces_find(faces, &picture));
    int result = -1;
    if (!found) {
        error_set(e, path, 0, "no face is found on it; take a photo of a face from the front");
    } else {
        struct mien_face face = *found;
        result = refit_landmarks(&picture, faces, &face, e);
        if (result == 0 && (result = mask_unwrap(m, &picture, &face, e)) != 0 && e)
            name_file(e, path);
    }
    image_free(&image);
    return result;
}
