/* app.c - see app.h: what the studio holds, opened and closed; who gets an input; the mouse on the
 * figure. */
#include "viewer/studio/app.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/mask/presets.h"
#include "viewer/studio/app_ask.h"
#include "viewer/studio/app_keys.h"
#include "viewer/studio/app_panels.h"
#include "viewer/studio/pick.h"
#include "viewer/studio/sitter.h"

#define REACH 14.0f /* of the mouse, units */
#define TURN 4.0f   /* radians for a drag over the picture's height */

/* --- opening -------------------------------------------------------------------------------- */

/* The name in letters that any file system takes: "Mona Lisa" is mona-lisa.png. */
static void name_file(const char *name, char *out, size_t size)
{
    size_t used = 0;
    for (const char *p = name; *p && *p != '.' && used + sizeof ".png" < size; p++) {
        const bool plain = (*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9') || *p & 0x80;
        const bool upper = *p >= 'A' && *p <= 'Z';
        out[used++] = plain ? *p : upper ? (char)(*p - 'A' + 'a') : '-';
    }
    snprintf(out + used, size - used, "%s.png", used ? "" : "mask");
}

static int choose_file(struct wishes *w, const char *what, const char *file, struct mien_error *e)
{
    const bool masked = mask_preset_named(what) < 0 && mask_is_file(what);
    const char *chosen = file ? file : masked ? what : NULL;
    if (chosen && strlen(chosen) >= KNOB_FILE_MAX)
        return error_set(e, chosen, 0, "the path is too long (%zu bytes); give one of up to %d",
                         strlen(chosen), KNOB_FILE_MAX - 1);
    if (chosen)
        snprintf(w->file, sizeof w->file, "%s", chosen);
    else
        name_file(w->name, w->file, sizeof w->file);
    return 0;
}

int studio_open(struct studio *s, struct mien_error *e)
{
    *s = (struct studio){.wishes = knobs_defaults(),
                         .tinted = {.color = 1},
                         .camera = camera_start(),
                         .flat_zoom = 1,
                         .writing = -1,
                         .held = -1,
                         .hover = -1,
                         .density = 1,
                         .unit = 1,
                         .stale = true};
    const size_t size = 4 * (size_t)MASK_SIDE * MASK_SIDE;
    figure_init(&s->figure);
    if (drawing_open(&s->drawing, e) != 0 || pen_open(&s->pen, e) != 0 ||
        mask_init(&s->mask, "", e) != 0) {
        studio_close(s);
        return -1;
    }
    s->texels = calloc(1, size);
    if (!s->texels) {
        studio_close(s);
        return error_memory(e, "a mask", size);
    }
    drawing_texels(s->drawing, s->texels);
    s->saved = s->wishes;
    studio_show_panel(s, PANEL_VIEW);
    return 0;
}

static void wear(struct studio *s, const struct mask *m, const struct figure *f)
{
    mask_free(&s->mask);
    s->mask = *m;
    s->figure = *f;
    s->wishes.blend = f->fits ? 1 : 0;
    s->saved = s->wishes;
    s->tinted = (struct retint){.color = 1};
    memcpy(s->texels, m->texels, 4 * (size_t)MASK_SIDE * MASK_SIDE);
    drawing_texels(s->drawing, s->texels);
    s->stale = true;
}

int studio_take(struct studio *s, const char *what, const char *file, struct mien_error *e)
{
    struct mask m = {0};
    struct wishes w = s->wishes;
    struct figure *f = malloc(sizeof *f);
    int result = f ? sitter_open(&m, f, what, e) : error_memory(e, what, sizeof *f);
    if (result == 0) {
        knobs_take_mask(&w, &m);
        result = choose_file(&w, what, file, e);
    }
    if (result == 0) {
        s->wishes = w;
        wear(s, &m, f);
    } else {
        mask_free(&m);
    }
    free(f);
    return result;
}

void studio_work(struct studio *s)
{
    struct mien_error e;
    if (!s->opening)
        return;
    s->opening = false;
    if (studio_take(s, s->dropped, NULL, &e) != 0)
        studio_complain(s, &e);
    else
        studio_say(s, "opened %s", s->dropped);
}

void studio_close(struct studio *s)
{
    drawing_close(s->drawing);
    pen_close(s->pen);
    mask_free(&s->mask);
    free(s->texels);
    *s = (struct studio){0};
}

/* --- the mouse ------------------------------------------------------------------------------ */

static void hover(struct studio *s)
{
    float matrix[16], eye[3];
    const float reach = REACH * s->unit;
    studio_matrix(s, matrix);
    camera_place(&s->camera, eye);
    if (!s->pointing)
        s->hover = -1;
    else if (s->wishes.view == DRAWING_UV)
        s->hover = pick_uv(matrix, studio_room(s), s->height, s->x, s->y, reach);
    else
        s->hover =
            pick_vertex(&s->figure, matrix, eye, studio_room(s), s->height, s->x, s->y, reach);
}

static void drag(struct studio *s, const struct view_input *in)
{
    const float tall = fmaxf(1.0f, (float)s->height);
    const float right = (in->x - s->dragged[0]) / tall, down = (in->y - s->dragged[1]) / tall;
    if (in->kind == VIEW_SLIDE || s->wishes.view == DRAWING_UV)
        studio_slide(s, right, down);
    else
        camera_orbit(&s->camera, -TURN * right, TURN * down);
}

static void take_mouse(struct studio *s, const struct view_input *in)
{
    if (in->kind == VIEW_PRESS)
        studio_end_writing(s, true);
    if (in->kind == VIEW_PRESS || in->kind == VIEW_MOVE)
        s->turning = true;
    if (in->kind == VIEW_DRAG || in->kind == VIEW_SLIDE)
        drag(s, in);
    else if (in->kind == VIEW_WHEEL)
        studio_zoom(s, in->wheel);
    if (in->kind != VIEW_WHEEL) {
        s->x = s->dragged[0] = in->x;
        s->y = s->dragged[1] = in->y;
        s->pointing = in->x >= 0 && in->x < (float)studio_room(s);
    }
}

/* --- inputs --------------------------------------------------------------------------------- */

static void take(struct studio *s, const struct view_input *in)
{
    if (in->kind == VIEW_QUIT)
        studio_ask_leave(s);
    else if (s->question != ASK_NOTHING)
        studio_ask_input(s, in);
    else if (in->kind == VIEW_DROP)
        studio_ask_open(s, in->text);
    else if (studio_panel_input(s, in))
        s->pointing = false;
    else if (in->kind == VIEW_KEY)
        studio_key(s, in->key);
    else
        take_mouse(s, in);
}

/* Keys that only close the help; any other acts as well. */
static bool ends_help(const struct view_input *in)
{
    return in->kind == VIEW_KEY && (in->key == '?' || in->key == VIEW_F1 || in->key == VIEW_ESCAPE);
}

void studio_input(struct studio *s, const struct view_input *in)
{
    const bool helped = s->helping;
    s->stale = true;
    if (in->kind == VIEW_KEY || in->kind == VIEW_PRESS) {
        s->notice[0] = '\0';
        s->helping = false;
    }
    if (!helped || !ends_help(in))
        take(s, in);
    s->pointing = s->pointing && s->question == ASK_NOTHING;
    studio_update(s);
    hover(s);
}
