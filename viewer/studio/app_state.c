/* app_state.c - see app_state.h. */
#include "viewer/studio/app_state.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PANEL_WIDTH 458.0f /* units, with its margins */

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

/* --- what is seen ---------------------------------------------------------------------------- */

void studio_blend(struct studio *s)
{
    if (!s->figure.fits)
        studio_say(s, "a fitted face comes with a photo: open one, or drop it here");
    else
        s->wishes.blend = s->wishes.blend < 0.5 ? 1 : 0;
}

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
