/* wearers.c - see wearers.h. */
#include "viewer/render/wearers.h"

#include <math.h>
#include <string.h>

/* Intersection over union from which a face is taken for the one that was lost there. */
#define SAME_PLACE 0.25f

static bool is_here(const struct moment *m, const struct wearer *p)
{
    return p->id && moment_face(m, p->id) >= 0;
}

/* Where somebody was lost: the place that the face lies over most; -1: nowhere. */
static int lost_at(const struct wearers *w, const struct moment *m, const struct mien_rect *box)
{
    float most = SAME_PLACE;
    int place = -1;
    for (int i = 0; i < LIVE_FACES_MAX; i++) {
        const struct wearer *p = &w->at[i];
        const float overlap = p->id ? mien_rect_overlap(&p->box, box) : 0;
        if (overlap > most && !is_here(m, p)) {
            most = overlap;
            place = i;
        }
    }
    return place;
}

/* A place for somebody new: a free one, or that of the one lost for longest. There are as many as
 * faces. */
static int free_place(const struct wearers *w, const struct moment *m)
{
    int place = -1;
    for (int i = 0; i < LIVE_FACES_MAX; i++) {
        const struct wearer *p = &w->at[i];
        if (!p->id)
            return i;
        if (!is_here(m, p) && (place < 0 || p->seen < w->at[place].seen))
            place = i;
    }
    return place;
}

int wearers_place(const struct wearers *w, int32_t id)
{
    for (int i = 0; i < LIVE_FACES_MAX; i++)
        if (w->at[i].id == id)
            return i;
    return -1;
}

static struct wearer *find(struct wearers *w, const struct moment *m, const struct mien_face *face)
{
    int place = wearers_place(w, face->id);
    if (place >= 0)
        return &w->at[place];
    place = lost_at(w, m, &face->box);
    if (place >= 0) {
        w->at[place].id = face->id;
        return &w->at[place];
    }
    struct wearer *p = &w->at[free_place(w, m)];
    *p = (struct wearer){.id = face->id, .fresh = true};
    return p;
}

/* Doubt, or loss. */
static void lower(struct wearer *p, double passed)
{
    p->share = fmaxf(0, p->share - (float)(passed / WEARERS_FADE));
    p->sure = 0;
    p->wait = WEARERS_SURE;
}

static void judge(struct wearer *p, float score, double passed)
{
    if (score < WEARERS_DOUBTED) {
        lower(p, passed);
    } else if (score < WEARERS_CERTAIN) {
        p->sure = 0;
    } else {
        p->sure += passed;
        if (p->sure >= p->wait)
            p->share = fminf(1, p->share + (float)(passed / WEARERS_FADE));
    }
}

static void see(struct wearer *p, const struct mien_face *face, double seconds)
{
    p->seen = seconds;
    p->box = face->box;
    memcpy(p->landmarks, face->landmarks, sizeof p->landmarks);
}

void wearers_follow(struct wearers *w, const struct moment *m, double seconds)
{
    w->passed = fmax(0, fmin(1, seconds - w->last));
    w->last = seconds;
    for (int i = 0; i < LIVE_FACES_MAX; i++)
        w->at[i].fresh = false;
    for (int32_t i = 0; i < m->count; i++) {
        const struct mien_face *face = &m->faces[i].face;
        struct wearer *p = find(w, m, face);
        judge(p, face->score, p->fresh ? 0 : w->passed);
        see(p, face, seconds);
    }
    for (int i = 0; i < LIVE_FACES_MAX; i++) {
        struct wearer *p = &w->at[i];
        if (is_here(m, p))
            continue;
        lower(p, w->passed);
        if (seconds - p->seen > WEARERS_MEMORY)
            *p = (struct wearer){0};
    }
}
