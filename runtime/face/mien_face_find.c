/* mien_face_find.c - all faces of a still picture: ever smaller parts of it searched. */
#include "runtime/face/mien_face_state.h"

static const float certain = 0.9f; /* score of a face that no other look can better */

enum { PART_LEAST = 64 }; /* pixels of a part's side, below which enlarging adds nothing to see */

/* A side of the picture covered by parts: how many, in which steps. */
struct cover {
    int32_t count;
    float step;
};

static struct cover cover_of(float length, float part)
{
    struct cover c = {1, 0.0f};
    while (length - part > 0.5f * part * (float)(c.count - 1) + 0.01f * part)
        c.count++;
    if (c.count > 1)
        c.step = (length - part) / (float)(c.count - 1);
    return c;
}

/* A box that a part's edge cuts, where the picture goes on: a neighbouring or a larger part sees
 * it whole. */
static int32_t is_cut(const struct mien_rect *b, const struct mien_region *part,
                      const struct mien_picture *p)
{
    float left = part->x - 0.5f * part->size, top = part->y - 0.5f * part->size;
    float right = left + part->size, bottom = top + part->size;
    return (b->x < left && left > 0.5f) || (b->y < top && top > 0.5f) ||
           (b->x + b->width > right && right < (float)p->width - 0.5f) ||
           (b->y + b->height > bottom && bottom < (float)p->height - 0.5f);
}

/* Into the pool [*count]; where it is full, in place of the least sure. */
static void keep(struct mien_faces *f, int32_t *count, const struct mien_detection *d)
{
    int32_t worst = 0;
    if (*count < MIEN_FINDINGS) {
        f->pool[(*count)++] = *d;
        return;
    }
    for (int32_t i = 1; i < MIEN_FINDINGS; i++)
        if (f->pool[i].score < f->pool[worst].score)
            worst = i;
    if (f->pool[worst].score < d->score)
        f->pool[worst] = *d;
}

static void search_part(struct mien_faces *f, const struct mien_picture *p,
                        const struct mien_region *part, int32_t *count)
{
    struct mien_detection found[MIEN_PART_FACES];
    int32_t n = mien_faces_detect(f, p, part, found, MIEN_PART_FACES);
    for (int32_t i = 0; i < n; i++)
        if (!part || !is_cut(&found[i].box, part, p))
            keep(f, count, &found[i]);
}

/* Detections of all squares of side `size` into the pool; returns how many. */
static int32_t search_parts(struct mien_faces *f, const struct mien_picture *p, float size)
{
    struct cover across = cover_of((float)p->width, size), down = cover_of((float)p->height, size);
    struct mien_region part = {0.0f, 0.0f, size, 0.0f};
    int32_t count = 0;
    for (int32_t j = 0; j < down.count; j++)
        for (int32_t i = 0; i < across.count; i++) {
            part.x =
                across.count > 1 ? 0.5f * size + across.step * (float)i : 0.5f * (float)p->width;
            part.y = down.count > 1 ? 0.5f * size + down.step * (float)j : 0.5f * (float)p->height;
            search_part(f, p, &part, &count);
        }
    return count;
}

/* A face of its own, or a better look at one that is there: a large part's detector now and then
 * takes the whole head, or two heads, for the face. */
static void add(struct mien_faces *f, const struct mien_picture *p, const struct mien_detection *d)
{
    struct mien_face *face = &f->faces[f->options.most];
    int32_t owner = mien_faces_owner(f, &d->box);
    if (owner >= 0 && f->faces[owner].score >= certain)
        return;
    if (!mien_faces_mesh_of(f, p, d, face))
        return;
    if (owner < 0)
        owner = mien_faces_owner(f, &face->box);
    if (owner < 0)
        owner = f->count++;
    else if (face->score <= f->faces[owner].score)
        return;
    mien_faces_complete(f, p, face);
    face->id = owner + 1;
    f->faces[owner] = *face;
}

/* The detections of the pool, the surest first, while there is room. */
static void add_all(struct mien_faces *f, const struct mien_picture *p, int32_t count)
{
    while (count > 0 && f->count < f->options.most) {
        int32_t best = 0;
        for (int32_t i = 1; i < count; i++)
            if (f->pool[i].score > f->pool[best].score)
                best = i;
        add(f, p, &f->pool[best]);
        f->pool[best] = f->pool[--count];
    }
}

int32_t mien_faces_find(struct mien_faces *f, const struct mien_picture *p)
{
    float size = (float)(p->width > p->height ? p->width : p->height);
    int32_t count = 0;
    mien_faces_reset(f);
    search_part(f, p, NULL, &count);
    add_all(f, p, count);
    for (int32_t level = 1; level < f->options.levels && f->count < f->options.most; level++) {
        size *= 0.5f;
        if (size < PART_LEAST)
            break;
        add_all(f, p, search_parts(f, p, size));
    }
    return f->count;
}
