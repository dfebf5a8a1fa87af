/* stage.c - see stage.h. */
#include "viewer/render/stage.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/render/overlay.h"

struct stage {
    struct pen *pen;
    struct video *video;
    struct wear *wear;
    struct past past[PAST_MAX];
    int past_first, past_count;
};

static const struct overlay *const overlays[] = {
#define X(name) &overlay_##name,
    OVERLAYS(X)
#undef X
};

int stage_open(struct stage **out, struct mien_error *e)
{
    struct stage *s = calloc(1, sizeof *s);
    *out = NULL;
    if (!s)
        return error_memory(e, "the stage", sizeof *s);
    if (pen_open(&s->pen, e) != 0 || video_open(&s->video, e) != 0 || wear_open(&s->wear, e) != 0) {
        stage_close(s);
        return -1;
    }
    *out = s;
    return 0;
}

void stage_close(struct stage *s)
{
    if (!s)
        return;
    wear_close(s->wear);
    video_close(s->video);
    pen_close(s->pen);
    free(s);
}

struct pen *stage_pen(struct stage *s)
{
    return s->pen;
}

struct wear *stage_wear(struct stage *s)
{
    return s->wear;
}

static void clear(const struct look *look, int32_t width, int32_t height)
{
    const struct tint ground = theme_tint((enum theme_name)look->theme, THEME_GROUND);
    glViewport(0, 0, width, height);
    glClearColor((float)ground.r / 255, (float)ground.g / 255, (float)ground.b / 255, 1);
    glClear(GL_COLOR_BUFFER_BIT);
}

static void draw_overlays(const struct scene *scene)
{
    for (size_t i = 0; i < sizeof overlays / sizeof *overlays; i++)
        if (overlays[i]->wanted(scene))
            overlays[i]->draw(scene);
}

void stage_begin(struct stage *s, const struct moment *m, const struct look *look,
                 const struct stage_news *news, int32_t width, int32_t height)
{
    clear(look, width, height);
    pen_begin(s->pen, width, height);
    if (!m)
        return;
    struct scene scene = {
        .pen = s->pen,
        .moment = m,
        .look = look,
        .news = news,
        .place = video_fit(m->frame->width, m->frame->height, width, height, look->mirror),
        .past = s->past,
        .past_first = s->past_first,
        .past_count = s->past_count,
        .unit = look->scale};
    /* Hidden faces wear no masks. */
    const bool worn =
        look->swap && look->privacy != PRIVACY_BLUR && look->privacy != PRIVACY_PIXELS;
    video_draw(s->video, m, &scene.place, (enum look_privacy)look->privacy);
    if (worn)
        wear_draw(s->wear, m, &scene.place, news->seconds);
    scene.masked = worn && wear_shows(s->wear);
    draw_overlays(&scene);
}

void stage_end(struct stage *s)
{
    pen_end(s->pen);
}

void stage_remember(struct stage *s, const struct moment *m, double seconds)
{
    struct past *p = &s->past[(s->past_first + s->past_count) % PAST_MAX];
    if (s->past_count == PAST_MAX)
        s->past_first = (s->past_first + 1) % PAST_MAX;
    else
        s->past_count++;
    p->seconds = seconds;
    p->scored = m->count > 0 && m->faces[0].scored;
    if (p->scored)
        memcpy(p->scores, m->faces[0].scores, sizeof p->scores);
}

void stage_forget(struct stage *s)
{
    s->past_first = s->past_count = 0;
}
