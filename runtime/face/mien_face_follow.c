/* mien_face_follow.c - faces of a video kept from frame to frame. */
#include <math.h>
#include <string.h>

#include "runtime/face/mien_face_state.h"

/* Seconds, while there are faces but fewer than wanted, and none is missed. */
static const double search_every = 0.2;

/* Intersection over union from which a face is taken for the one that was lost there. */
static const float same_place = 0.25f;

/* A region stays while the landmarks would move it by less than this share of its size, or turn it
 * by less than this angle. The mesh answers a little differently in each region: one that moved
 * with the noise of its own landmarks would double their jitter. */
static const float slack = 0.01f, angle_slack = 0.015f;

static void drop(struct mien_faces *f, int32_t i)
{
    size_t after = (size_t)(--f->count - i);
    memmove(&f->faces[i], &f->faces[i + 1], after * sizeof *f->faces);
    memmove(&f->tracks[i], &f->tracks[i + 1], after * sizeof *f->tracks);
}

static int32_t is_in_picture(const struct mien_rect *b, const struct mien_picture *p)
{
    float x = b->x + 0.5f * b->width, y = b->y + 0.5f * b->height;
    return x >= 0.0f && y >= 0.0f && x <= (float)p->width && y <= (float)p->height;
}

static void lose(struct mien_faces *f, int32_t i, double seconds)
{
    struct mien_lost *l = &f->lost[f->lost_count++];
    l->id = f->faces[i].id;
    l->box = f->tracks[i].seen;
    l->until = seconds + (double)f->options.lost_seconds;
    drop(f, i);
}

/* Each face looked for where it was; those that are gone are dropped. */
static void look_again(struct mien_faces *f, const struct mien_picture *p, double seconds)
{
    for (int32_t i = 0; i < f->count;) {
        struct mien_face *face = &f->faces[i];
        if (!mien_faces_mesh(f, p, &f->tracks[i].next, face))
            lose(f, i, seconds);
        else if (!is_in_picture(&face->box, p))
            drop(f, i);
        else
            i++;
    }
}

static void forget_lost(struct mien_faces *f, double seconds)
{
    int32_t kept = 0;
    for (int32_t i = 0; i < f->lost_count; i++)
        if (seconds < f->lost[i].until)
            f->lost[kept++] = f->lost[i];
    f->lost_count = kept;
}

/* The id of the face that was lost nearest to the box, which is missed no longer; 0: none. */
static int32_t take_lost(struct mien_faces *f, const struct mien_rect *box)
{
    float most = same_place;
    int32_t nearest = -1, id;
    for (int32_t i = 0; i < f->lost_count; i++) {
        float overlap = mien_rect_overlap(&f->lost[i].box, box);
        if (overlap > most) {
            most = overlap;
            nearest = i;
        }
    }
    if (nearest < 0)
        return 0;
    id = f->lost[nearest].id;
    f->lost[nearest] = f->lost[--f->lost_count];
    return id;
}

/* Where two follow one face, the one that jumped there, from the lesser overlap with its own last
 * place, goes. */
static void drop_doubles(struct mien_faces *f)
{
    for (int32_t i = 0; i < f->count; i++)
        for (int32_t j = i + 1; j < f->count;) {
            const struct mien_rect *a = &f->faces[i].box, *b = &f->faces[j].box;
            if (mien_rect_overlap(a, b) <= MIEN_SAME_FACE) {
                j++;
            } else if (mien_rect_overlap(b, &f->tracks[j].seen) >
                       mien_rect_overlap(a, &f->tracks[i].seen)) {
                drop(f, i);
                j = i + 1;
            } else {
                drop(f, j);
            }
        }
}

/* From a number towards another, short of it by `gap`. */
static float pulled(float from, float to, float gap)
{
    return to > from + gap ? to - gap : to < from - gap ? to + gap : from;
}

static void pull_region(struct mien_region *r, const struct mien_region *to)
{
    const float turn = 6.28318531f;
    float gap = slack * to->size, angle = to->angle - r->angle;
    angle -= turn * floorf(angle / turn + 0.5f); /* the shorter way round */
    r->x = pulled(r->x, to->x, gap);
    r->y = pulled(r->y, to->y, gap);
    r->size = pulled(r->size, to->size, gap);
    r->angle = pulled(r->angle, r->angle + angle, angle_slack);
}

/* The next place to look comes from the landmarks as found; what is shown is steadied. */
static void settle(struct mien_faces *f, const struct mien_picture *p, int32_t i, double seconds)
{
    struct mien_face *face = &f->faces[i];
    struct mien_track *t = &f->tracks[i];
    struct mien_region region = mien_region_of_landmarks(face->landmarks[0]);
    pull_region(&t->next, &region);
    t->seen = face->box;
    if (f->options.smooth) {
        mien_smooth(&t->smoother, face->landmarks[0], t->next.size, (float)seconds);
        face->box = mien_mesh_box(face->landmarks[0]);
    }
    mien_faces_complete(f, p, face);
}

static void add(struct mien_faces *f, const struct mien_picture *p, const struct mien_detection *d)
{
    struct mien_face *face = &f->faces[f->options.most];
    if (mien_faces_owner(f, &d->box) >= 0 || !mien_faces_mesh_of(f, p, d, face) ||
        mien_faces_owner(f, &face->box) >= 0)
        return;
    face->id = take_lost(f, &face->box);
    if (face->id == 0 && f->count + f->lost_count == f->options.most)
        return;
    if (face->id == 0)
        face->id = ++f->last_id;
    f->faces[f->count] = *face;
    f->tracks[f->count].next = mien_region_of_landmarks(face->landmarks[0]);
    f->tracks[f->count].smoother.running = 0;
    settle(f, p, f->count++, 0.0);
}

static void search(struct mien_faces *f, const struct mien_picture *p)
{
    int32_t count = mien_faces_detect(f, p, NULL, f->pool, MIEN_PART_FACES);
    for (int32_t i = 0; i < count && f->count < f->options.most; i++)
        add(f, p, &f->pool[i]);
}

int32_t mien_faces_follow(struct mien_faces *f, const struct mien_picture *p, double seconds)
{
    if (p->width != f->width || p->height != f->height || !(seconds > f->frame_time))
        mien_faces_reset(f);
    look_again(f, p, seconds);
    forget_lost(f, seconds);
    drop_doubles(f);
    for (int32_t i = 0; i < f->count; i++)
        settle(f, p, i, seconds - f->frame_time);
    if (f->count == 0 || f->lost_count > 0 ||
        (f->count < f->options.most && seconds - f->search_time >= search_every)) {
        search(f, p);
        f->search_time = seconds;
    }
    f->frame_time = seconds;
    f->width = p->width;
    f->height = p->height;
    return f->count;
}
