/* augment.c - see augment.h. */
#include "trainer/samples/augment.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "runtime/host/text.h"
#include "runtime/mien_features.h"

struct kind {
    const char *name;
    size_t offset;
    double most;
};

static const struct kind kinds[] = {
    {"jitter", offsetof(struct augment, jitter), 1},
    {"rotate", offsetof(struct augment, rotate), 180},
    {"scale", offsetof(struct augment, scale), 0.9},
};

static int parse_one(struct augment *a, const char *word, const char *file, int line,
                     struct mien_error *e)
{
    if (strcmp(word, "mirror") == 0) {
        a->mirror = true;
        return 0;
    }
    const char *colon = strchr(word, ':');
    for (size_t i = 0; colon && i < sizeof kinds / sizeof *kinds; i++) {
        const struct kind *k = &kinds[i];
        double value;
        if (strlen(k->name) != (size_t)(colon - word) ||
            strncmp(word, k->name, strlen(k->name)) != 0)
            continue;
        if (!text_number(colon + 1, &value) || value <= 0 || value > k->most)
            return error_set(e, file, line, "%s takes a number above 0 and up to %g (%s)", k->name,
                             k->most, colon + 1);
        *(double *)(void *)((char *)a + k->offset) = value;
        return 0;
    }
    return error_set(e, file, line,
                     "unknown augmentation ('%s'); there are mirror, jitter:S, rotate:DEGREES and "
                     "scale:S",
                     word);
}

int augment_parse(struct augment *a, const char *list, const char *file, int line,
                  struct mien_error *e)
{
    *a = (struct augment){0};
    for (const char *p = list;; p++) {
        char word[64];
        p += strspn(p, " \t");
        size_t n = strcspn(p, ","), used = n;
        while (used > 0 && (p[used - 1] == ' ' || p[used - 1] == '\t'))
            used--;
        snprintf(word, sizeof word, "%.*s", (int)used, p);
        if (parse_one(a, word, file, line, e) != 0)
            return -1;
        p += n;
        if (*p == '\0')
            return 0;
    }
}

bool augment_moves(const struct augment *a)
{
    return a->jitter > 0 || a->rotate > 0 || a->scale > 0;
}

void augment_mirror(float *landmarks, uint32_t points, uint32_t stride)
{
    float before[MIEN_MESH_POINTS * 3];
    memcpy(before, landmarks, points * stride * sizeof *before);
    for (uint32_t i = 0; i < points; i++) {
        const float *from = before + mien_mirror((int32_t)i, (int32_t)points) * (int32_t)stride;
        landmarks[i * stride] = -from[0];
        for (uint32_t k = 1; k < stride; k++)
            landmarks[i * stride + k] = from[k];
    }
}

void augment_move(const struct augment *a, struct rng *r, float *landmarks, uint32_t points,
                  uint32_t stride)
{
    const struct mien_eyes eyes = mien_eyes_of(landmarks, (int32_t)points, (int32_t)stride);
    const double angle = a->rotate * (2 * rng_float(r) - 1) * 3.14159265358979 / 180;
    const float c = (float)cos(angle), s = (float)sin(angle), noise = (float)a->jitter * eyes.d;
    float stretch[3];
    for (uint32_t k = 0; k < stride; k++)
        stretch[k] = (float)(1 + a->scale * (2 * rng_float(r) - 1));
    for (uint32_t i = 0; i < points; i++) {
        float *q = landmarks + i * stride;
        const float x = (q[0] - eyes.x) * stretch[0], y = (q[1] - eyes.y) * stretch[1];
        q[0] = eyes.x + c * x - s * y;
        q[1] = eyes.y + s * x + c * y;
        if (stride == 3)
            q[2] = eyes.z + (q[2] - eyes.z) * stretch[2];
        for (uint32_t k = 0; k < stride && noise > 0; k++)
            q[k] += noise * rng_normal(r);
    }
}
