/* wear.c - see wear.h. */
#include "viewer/render/wear.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/render/mask_mesh.h"

/* Seconds in which a face that is found, or found again, gets its mask, and a lost one sheds it. */
#define FADE 0.2

/* Below the first score of a face its mask fades out, above the second it is whole: a hand in front
 * of a face lowers the score before the landmarks go astray. */
#define SCORE_OUT 0.5f
#define SCORE_IN 0.75f

/* A mask, and how each face's light falls on it. */
struct layer {
    bool there;
    struct gl_texture texture;
    struct mask_look look;
    struct tone_mask colors;
    struct tone tone[LIVE_FACES_MAX]; /* of the wearer in the same place */
};

struct wearer {
    int32_t id; /* 0: nobody */
    double seen, drawn;
    float share; /* of the mask that is there, 0..1 */
    float landmarks[MIEN_MESH_POINTS][3];
};

struct wear {
    struct mask_mesh *mesh;
    struct tone_membrane membrane;
    struct layer layer[2];
    int front;            /* the layer worn from now on; the other one goes */
    double change, begun; /* seconds that takes; when it began, below 0: at the next drawing */
    struct wearer wearer[LIVE_FACES_MAX];
    bool shows; /* in the last drawing */
};

int wear_open(struct wear **out, struct mien_error *e)
{
    struct wear *w = calloc(1, sizeof *w);
    *out = NULL;
    if (!w)
        return error_memory(e, "masks", sizeof *w);
    if (mask_mesh_open(&w->mesh, e) != 0) {
        free(w);
        return -1;
    }
    tone_membrane_init(&w->membrane);
    *out = w;
    return 0;
}

void wear_close(struct wear *w)
{
    if (!w)
        return;
    for (int i = 0; i < 2; i++)
        gl_texture_free(&w->layer[i].texture);
    mask_mesh_close(w->mesh);
    free(w);
}

void wear_mask(struct wear *w, const struct mask *m, const struct tone_mask *colors, double seconds)
{
    w->front = 1 - w->front;
    w->change = seconds;
    w->begun = -1;
    struct layer *l = &w->layer[w->front];
    l->there = true;
    gl_texture_fill(&l->texture, m->texels, MASK_SIDE, MASK_SIDE, 4, true);
    l->look = m->look;
    l->colors = *colors;
    memset(l->tone, 0, sizeof l->tone);
}

void wear_look(struct wear *w, const struct mask_look *look)
{
    w->layer[w->front].look = *look;
}

/* --- who wears it --------------------------------------------------------------------------- */

static float ramp(float low, float high, float x)
{
    return fmaxf(0, fminf(1, (x - low) / (high - low)));
}

/* The place of a face: its own, a free one, or that of the one lost for longest. */
static int place_of(struct wear *w, int32_t id, double seconds)
{
    int place = 0;
    for (int i = 0; i < LIVE_FACES_MAX; i++) {
        if (w->wearer[i].id == id)
            return i;
        if (w->wearer[i].seen < w->wearer[place].seen)
            place = i;
    }
    w->wearer[place] = (struct wearer){.id = id, .drawn = seconds};
    for (int l = 0; l < 2; l++)
        w->layer[l].tone[place] = (struct tone){0};
    return place;
}

/* Move a wearer's share towards `goal`, in FADE at most. */
static void fade(struct wearer *w, float goal, double seconds)
{
    const float step = (float)(fmax(0, fmin(seconds - w->drawn, 1)) / FADE);
    w->share += fmaxf(-step, fminf(step, goal - w->share));
    w->drawn = seconds;
}

static void light(struct wear *w, int place, const struct moment *m, const struct live_face *f,
                  double passed)
{
    const struct mien_picture picture = frame_picture(m->frame);
    for (int i = 0; i < 2; i++) {
        struct layer *l = &w->layer[i];
        if (l->there)
            tone_follow(&l->tone[place], &w->membrane, &l->colors, &picture, &f->face, l->look.tone,
                        passed);
    }
}

static void note_faces(struct wear *w, const struct moment *m, double seconds)
{
    for (int32_t i = 0; i < m->count; i++) {
        const struct live_face *f = &m->faces[i];
        const int place = place_of(w, f->face.id, seconds);
        struct wearer *p = &w->wearer[place];
        const double passed = seconds - p->drawn;
        fade(p, ramp(SCORE_OUT, SCORE_IN, f->face.score), seconds);
        p->seen = seconds;
        memcpy(p->landmarks, f->face.landmarks, sizeof p->landmarks);
        light(w, place, m, f, passed);
    }
    for (int i = 0; i < LIVE_FACES_MAX; i++) {
        struct wearer *p = &w->wearer[i];
        if (p->id && moment_face(m, p->id) < 0) {
            fade(p, 0, seconds);
            if (p->share <= 0)
                *p = (struct wearer){0};
        }
    }
}

/* --- drawing -------------------------------------------------------------------------------- */

/* How much of the front layer is there, 0..1. The old one goes when the new one is half there, so
 * that the live face does not shine through between the two. */
static float change_share(struct wear *w, double seconds)
{
    if (w->begun < 0)
        w->begun = seconds;
    return w->change > 0 ? ramp(0, (float)w->change, (float)(seconds - w->begun)) : 1;
}

static void draw_layer(struct wear *w, struct layer *l, const struct video_place *place,
                       float share)
{
    if (!l->there || share <= 0)
        return;
    for (int i = 0; i < LIVE_FACES_MAX; i++) {
        const struct wearer *p = &w->wearer[i];
        if (!p->id || p->share <= 0 || !l->tone[i].running)
            continue;
        mask_mesh_draw(w->mesh, &l->texture, &l->look, &l->tone[i], p->landmarks, place,
                       share * p->share);
        w->shows = true;
    }
}

void wear_draw(struct wear *w, const struct moment *m, const struct video_place *place,
               double seconds)
{
    const float share = change_share(w, seconds);
    struct layer *front = &w->layer[w->front], *back = &w->layer[1 - w->front];
    w->shows = false;
    note_faces(w, m, seconds);
    draw_layer(w, back, place, front->there ? ramp(0, 0.5f, 1 - share) : 1 - share);
    draw_layer(w, front, place, front->there && back->there ? ramp(0, 0.75f, share) : share);
    if (share >= 1)
        back->there = false;
}

bool wear_shows(const struct wear *w)
{
    return w->shows;
}
