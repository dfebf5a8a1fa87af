/* wear.c - see wear.h. */
#include "viewer/render/wear.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/render/mask_mesh.h"
#include "viewer/render/wearers.h"

/* A mask, and how each face's light falls on it. */
struct layer {
    bool there;
    struct gl_texture texture;
    struct mask_look look;
    struct tone_mask colors;
    struct tone tone[LIVE_FACES_MAX]; /* of the wearer in the same place */
};

struct wear {
    struct mask_mesh *mesh;
    struct tone_membrane membrane;
    struct layer layer[2];
    int front;            /* the layer worn from now on; the other one goes */
    double change, begun; /* seconds that takes; when it began, below 0: at the next drawing */
    struct wearers wearers;
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

/* The sizes come with the mask: to make them here, drivers may compile a program first. */
static void fill_texture(struct gl_texture *t, const struct outfit *o)
{
    gl_texture_fill(t, outfit_level(o, 0), MASK_SIDE, MASK_SIDE, 4, false);
    for (int i = 1; i < OUTFIT_LEVELS; i++)
        glTexImage2D(GL_TEXTURE_2D, i, GL_RGBA8, MASK_SIDE >> i, MASK_SIDE >> i, 0, GL_RGBA,
                     GL_UNSIGNED_BYTE, outfit_level(o, i));
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR_MIPMAP_LINEAR);
}

void wear_mask(struct wear *w, const struct outfit *o, double seconds)
{
    w->front = 1 - w->front;
    w->change = seconds;
    w->begun = -1;
    struct layer *l = &w->layer[w->front];
    l->there = true;
    fill_texture(&l->texture, o);
    l->look = o->mask.look;
    l->colors = o->colors;
    memset(l->tone, 0, sizeof l->tone);
}

void wear_look(struct wear *w, const struct mask_look *look)
{
    w->layer[w->front].look = *look;
}

/* --- light ----------------------------------------------------------------------------------- */

static float ramp(float low, float high, float x)
{
    return fmaxf(0, fminf(1, (x - low) / (high - low)));
}

/* The tones follow the live face; that of a new one begins anew. */
static void light(struct wear *w, const struct moment *m, const struct mien_face *face)
{
    const struct mien_picture picture = frame_picture(m->frame);
    const int place = wearers_place(&w->wearers, face->id);
    for (int i = 0; i < 2; i++) {
        struct layer *l = &w->layer[i];
        if (w->wearers.at[place].fresh)
            l->tone[place] = (struct tone){0};
        if (l->there)
            tone_follow(&l->tone[place], &w->membrane, &l->colors, &picture, face, l->look.tone,
                        w->wearers.passed);
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
        const struct wearer *p = &w->wearers.at[i];
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
    wearers_follow(&w->wearers, m, seconds);
    for (int32_t i = 0; i < m->count; i++)
        light(w, m, &m->faces[i].face);
    draw_layer(w, back, place, front->there ? ramp(0, 0.5f, 1 - share) : 1 - share);
    draw_layer(w, front, place, front->there && back->there ? ramp(0, 0.75f, share) : share);
    if (share >= 1)
        back->there = false;
}

bool wear_shows(const struct wear *w)
{
    return w->shows;
}
