/* app.c - see app.h: what the studio holds, opened, saved, and moved by the mouse. */
#include "viewer/studio/app.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/host/file.h"
#include "viewer/mask/presets.h"
#include "viewer/studio/pick.h"
#include "viewer/studio/sitter.h"

#define PANEL_WIDTH 458.0f /* units, with its margins */
#define REACH 14.0f        /* of the mouse, units */
#define TURN 4.0f          /* radians for a drag over the picture's height */

void studio_say(struct studio *s, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vsnprintf(s->notice, sizeof s->notice, format, list);
    va_end(list);
    s->notice_bad = false;
    s->stale = true;
}

void studio_complain(struct studio *s, const struct mien_error *e)
{
    studio_say(s, "%s", e->text);
    s->notice_bad = true;
}

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

void studio_update(struct studio *s)
{
    const struct mien_actions actions = knobs_actions(&s->wishes);
    const struct retint wanted = knobs_retint(&s->wishes);
    figure_shape(&s->figure, (float)s->wishes.blend, &actions);
    if (memcmp(&wanted, &s->tinted, sizeof wanted) == 0)
        return;
    retint_texels(&wanted, s->mask.texels, s->texels, MASK_SIDE * MASK_SIDE);
    drawing_texels(s->drawing, s->texels);
    s->tinted = wanted;
}

/* --- saving --------------------------------------------------------------------------------- */

int studio_save(struct studio *s, struct mien_error *e)
{
    struct mask m = {
        .texels = s->texels, .look = knobs_look(&s->wishes), .person = s->wishes.person};
    mask_rename(&m, s->wishes.name);
    studio_update(s);
    if (mask_save(&m, s->wishes.file, e) != 0)
        return -1;
    s->saved = s->wishes;
    return 0;
}

bool studio_unsaved(const struct studio *s)
{
    for (int i = 0; i < knob_count(); i++) {
        const struct knob k = knob_at(i);
        if (k.panel == PANEL_MASK && !knob_same(&k, &s->saved, &s->wishes))
            return true;
    }
    return false;
}

bool studio_would_overwrite(const struct studio *s)
{
    return access(s->wishes.file, F_OK) == 0;
}

/* --- the mouse ------------------------------------------------------------------------------ */

int32_t studio_room(const struct studio *s)
{
    const float left = (float)s->width - PANEL_WIDTH * s->unit;
    return s->panel < PANEL_COUNT && left > 0.3f * (float)s->width ? (int32_t)left : s->width;
}

void studio_matrix(const struct studio *s, float out[16])
{
    if (s->wishes.view == DRAWING_UV)
        drawing_flat(s->flat_zoom, s->flat_shift, studio_room(s), s->height, out);
    else
        camera_matrix(&s->camera, studio_room(s), s->height, out);
}

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

void studio_slide(struct studio *s, float right, float down)
{
    if (s->wishes.view == DRAWING_UV) {
        s->flat_shift[0] += right;
        s->flat_shift[1] -= down;
    } else {
        const float fit = camera_fit(studio_room(s), s->height);
        camera_pan(&s->camera, -right / fit, down / fit);
    }
}

void studio_zoom(struct studio *s, float notches)
{
    if (s->wishes.view == DRAWING_UV)
        s->flat_zoom = fminf(fmaxf(s->flat_zoom * powf(1.1f, notches), 0.25f), 16.0f);
    else
        camera_zoom(&s->camera, notches);
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

/* What would be lost is asked about, however often it is closed. */
static void leave(struct studio *s)
{
    studio_end_writing(s, true);
    s->question = studio_unsaved(s) ? ASK_LEAVE : ASK_NOTHING;
    s->quit = s->question == ASK_NOTHING;
}

static void take_drop(struct studio *s, const char *path)
{
    if (strlen(path) >= sizeof s->dropped) {
        studio_say(s, "%.200s...: the path is too long", path);
        return;
    }
    studio_end_writing(s, true);
    snprintf(s->dropped, sizeof s->dropped, "%s", path);
    if (studio_unsaved(s))
        s->question = ASK_OPEN;
    else
        studio_answer(s, true);
}

static void take(struct studio *s, const struct view_input *in)
{
    if (in->kind == VIEW_QUIT)
        leave(s);
    else if (s->question != ASK_NOTHING)
        studio_ask_input(s, in);
    else if (in->kind == VIEW_DROP)
        take_drop(s, in->text);
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
