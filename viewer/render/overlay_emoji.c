/* overlay_emoji.c - an emoji above each head, which follows its place, size and tilt. */
#include <string.h>

#include "viewer/render/overlay.h"

static const struct {
    const char *name, *emoji;
} emoji[] = {
    {"angry", "\U0001F620"},   {"anger", "\U0001F620"},    {"disgust", "\U0001F922"},
    {"fear", "\U0001F628"},    {"happy", "\U0001F604"},    {"happiness", "\U0001F604"},
    {"sad", "\U0001F622"},     {"sadness", "\U0001F622"},  {"surprise", "\U0001F632"},
    {"neutral", "\U0001F610"}, {"contempt", "\U0001F612"},
};

const char *emoji_of(const char *class_name)
{
    if (!class_name)
        return "\U0001F914";
    for (size_t i = 0; i < sizeof emoji / sizeof *emoji; i++)
        if (strcmp(emoji[i].name, class_name) == 0)
            return emoji[i].emoji;
    return NULL;
}

static bool wanted(const struct scene *s)
{
    return s->look->emoji && s->moment->count > 0;
}

static void draw(const struct scene *s)
{
    for (int32_t i = 0; i < s->moment->count; i++) {
        const struct live_face *f = &s->moment->faces[i];
        const char *sign =
            f->scored ? emoji_of(f->emotion < 0 ? NULL : s->news->classes[f->emotion]) : NULL;
        if (!sign)
            continue;
        /* The region is upright along the eyes: above the head is up in it. */
        const struct mien_region *r = &f->face.region;
        float x, y, at[2];
        mien_region_point(r, 0.5f, -0.1f, &x, &y);
        video_point(&s->place, x, y, &at[0], &at[1]);
        pen_emoji(s->pen, sign, at[0], at[1], 0.34f * r->size * s->place.scale,
                  s->place.mirror ? -r->angle : r->angle);
    }
}

const struct overlay overlay_emoji = {wanted, draw};
