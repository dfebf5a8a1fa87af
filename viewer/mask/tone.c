/* tone.c - see tone.h.
 *
 * Colours at a landmark are means of light over the triangles around it, each point weighted as it
 * counts when the landmark's value is interpolated: the same of mask and live face, whatever their
 * sizes. Eyes and mouth do not count; nor, at the border, what lies on the oval itself, where the
 * landmarks are least sure and the mask gives way to the face. */
#include "viewer/mask/tone.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/mask/atlas.h"
#include "viewer/mask/oklab.h"
#include "viewer/mask/surface.h"

/* Seconds in which a correction goes most of its way, 1 - 1/e. */
#define TIME_CONSTANT 0.3

/* The least share of the face that must be seen for its colours to be followed. */
#define LEAST_SEEN 0.1f

/* Distances in Oklab. What is farther from the face's median than DEVIATIONS times the usual, or
 * than FAR where the face is of one colour, is something else. Lightness counts half: a face is lit
 * from a side more often than half of it is covered. */
#define FAR_COLOR 0.10f
#define DEVIATIONS 2.5f
#define MOST_RESIDUAL 0.4f

/* A mask's contrast may grow with the live face's, its colours only fade: what they grow by shows
 * as blotches. They may fade far: of a yellow painting's colours the live face's offset would leave
 * blue shadows. */
static const float least_scale[3] = {0.6f, 0.3f, 0.3f}, most_scale[3] = {1.15f, 1.0f, 1.0f};

/* Light around a landmark: sum of weighted light, and of the weights. */
struct heap {
    float light[3], weight;
};

/* How much a point of a triangle counts at each of its corners. */
static void counts(const struct tone_membrane *membrane, const uint16_t *corner, const float w[3],
                   float count[3])
{
    float within = 1.0f;
    for (int c = 0; c < 3; c++)
        within -= membrane->border[corner[c]] ? w[c] : 0.0f;
    for (int c = 0; c < 3; c++)
        count[c] = membrane->border[corner[c]] ? w[c] * within : w[c];
}

/* ---- the mask ---- */

int tone_of_mask(struct tone_mask *t, const struct tone_membrane *membrane, const struct mask *m,
                 struct mien_error *e)
{
    struct atlas atlas;
    if (atlas_init(&atlas, e) != 0)
        return -1;
    struct heap heaps[MIEN_MESH_POINTS] = {{{0}, 0}};
    float all[MIEN_MESH_POINTS] = {0};
    for (int i = 0; i < ATLAS_TEXELS; i++) {
        const struct atlas_texel *at = &atlas.texels[i];
        if (!at->inside || !membrane->skin[at->triangle])
            continue;
        const uint8_t *texel = m->texels + 4 * (size_t)i;
        float count[3];
        counts(membrane, mien_mesh_triangles[at->triangle], at->weight, count);
        for (int c = 0; c < 3; c++) {
            const int v = mien_mesh_triangles[at->triangle][c];
            const float weight = count[c] * (float)texel[3] / 255.0f;
            for (int k = 0; k < 3; k++)
                heaps[v].light[k] += weight * membrane->linear[texel[k]];
            heaps[v].weight += weight;
            all[v] += count[c];
        }
    }
    atlas_free(&atlas);
    for (int v = 0; v < MIEN_MESH_POINTS; v++) {
        float light[3];
        for (int k = 0; k < 3; k++)
            light[k] = heaps[v].light[k] / fmaxf(heaps[v].weight, 1e-6f);
        oklab_of_light(light, t->color[v]);
        t->cover[v] = heaps[v].weight / fmaxf(all[v], 1e-6f);
    }
    return 0;
}

/* ---- the live face ---- */

struct live {
    float color[MIEN_MESH_POINTS][3]; /* Oklab */
    float trust[MIEN_MESH_POINTS];    /* 0..1, that this is the face's skin, seen */
};

/* Points of a triangle whose colours are read: the weights of its corners. */
static const float probes[][3] = {{0.55f, 0.35f, 0.1f}, {0.55f, 0.1f, 0.35f}, {0.35f, 0.55f, 0.1f},
                                  {0.1f, 0.55f, 0.35f}, {0.35f, 0.1f, 0.55f}, {0.1f, 0.35f, 0.55f}};
enum { PROBES = sizeof probes / sizeof *probes };

/* Add what is seen of a triangle to the heaps of its corners, and what might be to `all`. */
static void probe(const struct tone_membrane *membrane, const struct mien_picture *p,
                  const struct mien_face *face, const uint16_t *corner, struct heap *heaps,
                  float *all)
{
    const float *a = face->landmarks[corner[0]], *b = face->landmarks[corner[1]],
                *c = face->landmarks[corner[2]];
    for (int i = 0; i < PROBES; i++) {
        const float *w = probes[i];
        float count[3];
        counts(membrane, corner, w, count);
        for (int k = 0; k < 3; k++)
            all[corner[k]] += count[k];
        const float x = w[0] * a[0] + w[1] * b[0] + w[2] * c[0];
        const float y = w[0] * a[1] + w[1] * b[1] + w[2] * c[1];
        if (!(x >= 0.0f && y >= 0.0f && x < (float)p->width && y < (float)p->height))
            continue;
        const uint8_t *pixel = p->pixels + (int)y * p->stride + (ptrdiff_t)(int)x * p->channels;
        for (int n = 0; n < 3; n++) {
            struct heap *heap = &heaps[corner[n]];
            for (int k = 0; k < 3; k++)
                heap->light[k] += count[n] * membrane->linear[pixel[p->channels < 3 ? 0 : k]];
            heap->weight += count[n];
        }
    }
}

static void read_face(struct live *l, const struct tone_membrane *membrane,
                      const struct mien_picture *p, const struct mien_face *face)
{
    struct heap heaps[MIEN_MESH_POINTS] = {{{0}, 0}};
    float facing[MIEN_MESH_POINTS], all[MIEN_MESH_POINTS] = {0};
    surface_facing(face->landmarks, facing);
    for (int t = 0; t < MIEN_MESH_TRIANGLES; t++)
        if (membrane->skin[t])
            probe(membrane, p, face, mien_mesh_triangles[t], heaps, all);
    for (int v = 0; v < MIEN_MESH_POINTS; v++) {
        float light[3];
        for (int k = 0; k < 3; k++)
            light[k] = heaps[v].light[k] / fmaxf(heaps[v].weight, 1e-6f);
        oklab_of_light(light, l->color[v]);
        l->trust[v] = surface_ramp(0.5f, 0.9f, heaps[v].weight / fmaxf(all[v], 1e-6f)) *
                      surface_ramp(0.0f, 0.25f, facing[v]);
    }
}

static int by_value(const void *a, const void *b)
{
    const float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* The middle one of the values that are trusted; 0 without any. */
static float median(const struct live *l, const float *values, int stride)
{
    float kept[MIEN_MESH_POINTS];
    size_t count = 0;
    for (int v = 0; v < MIEN_MESH_POINTS; v++)
        if (l->trust[v] > 0.5f)
            kept[count++] = values[v * stride];
    qsort(kept, count, sizeof *kept, by_value);
    return count ? kept[count / 2] : 0.0f;
}

/* Trust less what is far from the rest: hair, a hand, a scarf. */
static void doubt_outliers(struct live *l)
{
    float middle[3], far[MIEN_MESH_POINTS];
    for (int k = 0; k < 3; k++)
        middle[k] = median(l, &l->color[0][k], 3);
    for (int v = 0; v < MIEN_MESH_POINTS; v++) {
        const float *c = l->color[v];
        far[v] = hypotf(0.5f * (c[0] - middle[0]), hypotf(c[1] - middle[1], c[2] - middle[2]));
    }
    const float limit = fmaxf(FAR_COLOR, DEVIATIONS * 1.4826f * median(l, far, 1));
    for (int v = 0; v < MIEN_MESH_POINTS; v++) {
        const float ratio = far[v] / limit;
        l->trust[v] /= 1.0f + ratio * ratio * ratio * ratio;
    }
}

/* ---- corrections ---- */

struct statistics {
    float mean[3], spread[3];
};

static struct statistics statistics_of(const float (*color)[3], const float *weight)
{
    struct statistics s = {{0}, {0}};
    float sum = 1e-6f;
    for (int v = 0; v < MIEN_MESH_POINTS; v++) {
        sum += weight[v];
        for (int k = 0; k < 3; k++)
            s.mean[k] += weight[v] * color[v][k];
    }
    for (int k = 0; k < 3; k++)
        s.mean[k] /= sum;
    for (int v = 0; v < MIEN_MESH_POINTS; v++)
        for (int k = 0; k < 3; k++)
            s.spread[k] += weight[v] * (color[v][k] - s.mean[k]) * (color[v][k] - s.mean[k]);
    for (int k = 0; k < 3; k++)
        s.spread[k] = sqrtf(s.spread[k] / sum);
    return s;
}

/* What the first correction leaves at each landmark. */
static void residuals(const struct tone *t, const float whole[3], const struct tone_mask *mask,
                      const struct live *l, float residual[MIEN_MESH_POINTS][3])
{
    for (int v = 0; v < MIEN_MESH_POINTS; v++)
        for (int k = 0; k < 3; k++) {
            const float left = l->color[v][k] - mask->color[v][k] * t->scale[k] - whole[k];
            residual[v][k] = fminf(fmaxf(left, -MOST_RESIDUAL), MOST_RESIDUAL);
        }
}

/* Let the offsets be what the membrane makes of the residuals, as far as each is trusted: relaxed,
 * landmark by landmark, from no offset at all. */
static void stretch(const struct tone_membrane *membrane, const float weight[MIEN_MESH_POINTS],
                    const float (*residual)[3], float (*offset)[3])
{
    enum { ROUNDS = 40 };
    memset(offset, 0, MIEN_MESH_POINTS * sizeof *offset);
    for (int round = 0; round < ROUNDS; round++)
        for (int v = 0; v < MIEN_MESH_POINTS; v++) {
            const float firm = membrane->firm[v] * weight[v];
            float sum[3];
            for (int k = 0; k < 3; k++)
                sum[k] = firm * residual[v][k];
            for (int i = 0; i < membrane->count[v]; i++)
                for (int k = 0; k < 3; k++)
                    sum[k] += membrane->link[v][i] * offset[membrane->to[v][i]][k];
            for (int k = 0; k < 3; k++)
                offset[v][k] = sum[k] / (firm + 1.0f);
        }
}

/* The correction that this face alone would have. */
static void correct(struct tone *t, const struct tone_membrane *membrane,
                    const struct tone_mask *mask, const struct live *l)
{
    float weight[MIEN_MESH_POINTS], residual[MIEN_MESH_POINTS][3], whole[3];
    for (int v = 0; v < MIEN_MESH_POINTS; v++)
        weight[v] = l->trust[v] * mask->cover[v];
    const struct statistics live = statistics_of(l->color, weight);
    const struct statistics own = statistics_of(mask->color, weight);
    for (int k = 0; k < 3; k++) {
        t->scale[k] = fminf(fmaxf(live.spread[k] / fmaxf(own.spread[k], 1e-3f), least_scale[k]),
                            most_scale[k]);
        whole[k] = live.mean[k] - t->scale[k] * own.mean[k];
    }
    residuals(t, whole, mask, l, residual);
    stretch(membrane, weight, residual, t->offset);
    for (int v = 0; v < MIEN_MESH_POINTS; v++)
        for (int k = 0; k < 3; k++)
            t->offset[v][k] += whole[k];
}

static float seen(const struct live *l)
{
    float sum = 0.0f;
    for (int v = 0; v < MIEN_MESH_POINTS; v++)
        sum += l->trust[v];
    return sum / MIEN_MESH_POINTS;
}

void tone_init(struct tone *t)
{
    *t = (struct tone){.scale = {1.0f, 1.0f, 1.0f}};
}

void tone_follow(struct tone *t, const struct tone_membrane *membrane, const struct tone_mask *mask,
                 const struct mien_picture *p, const struct mien_face *face, float strength,
                 double seconds)
{
    struct live live;
    struct tone now;
    read_face(&live, membrane, p, face);
    doubt_outliers(&live);
    if (!t->running)
        tone_init(t);
    if (seen(&live) < LEAST_SEEN)
        return;
    correct(&now, membrane, mask, &live);
    const float step = t->running ? (float)-expm1(-fmax(seconds, 0.0) / TIME_CONSTANT) : 1.0f;
    for (int k = 0; k < 3; k++) {
        t->scale[k] += step * (1.0f + strength * (now.scale[k] - 1.0f) - t->scale[k]);
        for (int v = 0; v < MIEN_MESH_POINTS; v++)
            t->offset[v][k] += step * (strength * now.offset[v][k] - t->offset[v][k]);
    }
    t->running = true;
}
