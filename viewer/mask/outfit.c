/* outfit.c - see outfit.h. */
#include "viewer/mask/outfit.h"

#include <stdlib.h>

/* Bytes before a level: sum of 4 side^2 of those from 1 on. */
static size_t offset_of(int level)
{
    size_t bytes = 0;
    for (int i = 1; i < level; i++)
        bytes += (size_t)4 * (MASK_SIDE >> i) * (MASK_SIDE >> i);
    return bytes;
}

const uint8_t *outfit_level(const struct outfit *o, int level)
{
    return level ? o->smaller + offset_of(level) : o->mask.texels;
}

int outfit_make(struct outfit *o, struct mask *m, struct mien_error *e)
{
    const size_t bytes = offset_of(OUTFIT_LEVELS);
    struct tone_membrane membrane;
    *o = (struct outfit){.mask = *m, .smaller = malloc(bytes)};
    *m = (struct mask){0};
    tone_membrane_init(&membrane);
    if (!o->smaller)
        error_memory(e, o->mask.name, bytes);
    if (!o->smaller || tone_of_mask(&o->colors, &membrane, &o->mask, e) != 0) {
        outfit_free(o);
        return -1;
    }
    for (int i = 1; i < OUTFIT_LEVELS; i++)
        mask_halve(outfit_level(o, i - 1), MASK_SIDE >> (i - 1), o->smaller + offset_of(i));
    return 0;
}

void outfit_free(struct outfit *o)
{
    mask_free(&o->mask);
    free(o->smaller);
    *o = (struct outfit){0};
}
