/* puppet.c - see puppet.h. A backdrop, a rig in front of it, an easel to draw both. */
#include "viewer/puppet/puppet.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/home.h"
#include "runtime/host/image/image.h"
#include "viewer/puppet/backdrop.h"
#include "viewer/puppet/easel.h"
#include "viewer/puppet/eyeballs.h"
#include "viewer/puppet/portrait_file.h"
#include "viewer/puppet/rig_fit.h"
#include "viewer/puppet/rig_move.h"
#include "viewer/puppet/skin.h"

#define PHOTO "datasets/portraits/collins.jpg"
#define LANDMARKS "datasets/portraits/collins.json"

struct puppet {
    struct backdrop backdrop;
    struct skin skin;
    uint8_t *texture[RIG_TEXTURES]; /* the backdrop, changed */
    struct rig rig;
    struct easel easel;
};

/* The photo's landmarks where the frame shows them; a z has x's scale. */
static void lay_landmarks(const struct backdrop *b, const float *landmarks, float *out)
{
    for (int i = 0; i < MIEN_MESH_POINTS; i++) {
        out[3 * i] = b->scale * landmarks[3 * i] + b->x;
        out[3 * i + 1] = b->scale * landmarks[3 * i + 1] + b->y;
        out[3 * i + 2] = b->scale * landmarks[3 * i + 2];
    }
}

static int set_up(struct puppet *p, const uint8_t *photo, int32_t width, int32_t height,
                  const float *landmarks, int32_t frame_width, int32_t frame_height, int threads,
                  struct mien_error *e)
{
    const struct mien_rect box = mien_mesh_box(landmarks);
    const float face[4] = {box.x, box.y, box.width, box.height};
    float laid[3 * MIEN_MESH_POINTS];
    if (!(box.width > 1 && box.height > 1))
        return error_set(e, NULL, 0, "the puppet's landmarks are no face (%g x %g pixels)",
                         (double)box.width, (double)box.height);
    if (backdrop_init(&p->backdrop, photo, width, height, face, frame_width, frame_height, e) != 0)
        return -1;
    lay_landmarks(&p->backdrop, landmarks, laid);
    if (rig_fit(&p->rig, laid, frame_width, frame_height) != 0)
        return error_set(e, NULL, 0, "the puppet's landmarks are no face seen from the front");
    const size_t bytes = 4 * (size_t)frame_width * (size_t)frame_height;
    for (int i = 0; i < RIG_TEXTURES; i++) {
        if (!(p->texture[i] = malloc(bytes)))
            return error_memory(e, "the puppet's textures", bytes);
        memcpy(p->texture[i], p->backdrop.pixels, bytes);
    }
    eyeballs_paint(&p->rig, p->texture[RIG_EYEBALLS], frame_width, frame_height);
    if (skin_init(&p->skin, &p->rig, &p->backdrop, e) != 0)
        return -1;
    return easel_init(&p->easel, frame_width, frame_height, p->texture, 0.5f / p->rig.depth,
                      threads, e);
}

struct puppet *puppet_open(const uint8_t *photo, int32_t width, int32_t height,
                           const float *landmarks, int32_t frame_width, int32_t frame_height,
                           int threads, struct mien_error *e)
{
    struct puppet *p = calloc(1, sizeof *p);
    if (!p)
        error_memory(e, "the puppet", sizeof *p);
    else if (set_up(p, photo, width, height, landmarks, frame_width, frame_height, threads, e) == 0)
        return p;
    puppet_close(p);
    return NULL;
}

void puppet_close(struct puppet *p)
{
    if (!p)
        return;
    easel_free(&p->easel);
    backdrop_free(&p->backdrop);
    skin_free(&p->skin);
    for (int i = 0; i < RIG_TEXTURES; i++)
        free(p->texture[i]);
    free(p);
}

struct puppet *puppet_open_built_in(int32_t frame_width, int32_t frame_height, int threads,
                                    struct mien_error *e)
{
    char photo[PATH_MAX], file[PATH_MAX];
    float landmarks[3 * MIEN_MESH_POINTS];
    struct image image = {0};
    struct puppet *p = NULL;
    if (home_path(photo, sizeof photo, PHOTO, e) == 0 &&
        home_path(file, sizeof file, LANDMARKS, e) == 0 &&
        portrait_landmarks(file, landmarks, e) == 0 && image_read(&image, photo, 3, e) == 0)
        p = puppet_open(image.data, (int32_t)image.width, (int32_t)image.height, landmarks,
                        frame_width, frame_height, threads, e);
    image_free(&image);
    return p;
}

struct puppet_pose puppet_photo(const struct puppet *p)
{
    return (struct puppet_pose){.actions = p->rig.own, .size = 1, .emotion = 6};
}

/* z from the mean of all, as the face mesh gives it. */
static void give_landmarks(const struct rig *r, const struct rig_seen *seen, float *landmarks)
{
    float mean = 0;
    for (int i = 0; i < MIEN_MESH_POINTS; i++)
        mean += 1 / seen[i].near / MIEN_MESH_POINTS;
    for (int i = 0; i < MIEN_MESH_POINTS; i++) {
        landmarks[3 * i] = seen[i].x;
        landmarks[3 * i + 1] = seen[i].y;
        landmarks[3 * i + 2] = (1 / seen[i].near - mean) * r->focal / r->depth;
    }
}

void puppet_draw(struct puppet *p, const struct puppet_pose *pose, uint8_t *pixels,
                 float *landmarks)
{
    struct rig_seen seen[RIG_POINTS];
    rig_move(&p->rig, pose, seen);
    skin_lay(&p->skin, &p->rig, pose, p->texture[RIG_SKIN], p->backdrop.width);
    easel_draw(&p->easel, &p->rig, seen, pixels);
    if (landmarks)
        give_landmarks(&p->rig, seen, landmarks);
}
