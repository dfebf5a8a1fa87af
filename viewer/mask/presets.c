/* presets.c - see presets.h. */
#include "viewer/mask/presets.h"

#include <limits.h>
#include <string.h>

#include "runtime/host/file.h"
#include "runtime/host/home.h"
#include "viewer/mask/paintings.h"
#include "viewer/mask/unwrap.h"

const char *const mask_preset_names[MASK_PRESET_COUNT] = {
    [MASK_collins] = "collins", [MASK_mona_lisa] = "mona-lisa", [MASK_robot] = "robot",
    [MASK_clown] = "clown",     [MASK_skull] = "skull",         [MASK_cat] = "cat",
};

const char *const mask_preset_titles[MASK_PRESET_COUNT] = {
#define X(name, title) title,
    MASK_PRESETS(X)
#undef X
};

int mask_preset_named(const char *name)
{
    for (int i = 0; i < MASK_PRESET_COUNT; i++)
        if (strcmp(name, mask_preset_names[i]) == 0)
            return i;
    return -1;
}

/* What each is made of: a portrait's file in mien's home, or layers of paint. */
static const struct {
    const char *portrait;
    const struct painting *painting;
} makings[MASK_PRESET_COUNT] = {
    [MASK_collins] = {.portrait = "datasets/portraits/collins.jpg"},
    [MASK_mona_lisa] = {.portrait = "datasets/portraits/mona_lisa.jpg"},
    [MASK_robot] = {.painting = &painting_robot},
    [MASK_clown] = {.painting = &painting_clown},
    [MASK_skull] = {.painting = &painting_skull},
    [MASK_cat] = {.painting = &painting_cat},
};

static int paint(struct mask *m, const struct painting *p, struct mien_error *e)
{
    struct paint board;
    if (paint_open(&board, e) != 0)
        return -1;
    paint_layers(&board, p->layers, p->count);
    paint_finish(&board, m);
    paint_close(&board);
    m->look = p->look;
    return 0;
}

static int unwrap(struct mask *m, const char *portrait, struct mien_faces *faces,
                  struct mien_error *e)
{
    char path[PATH_MAX];
    return home_path(path, sizeof path, portrait, e) == 0 ? mask_unwrap_file(m, path, faces, e)
                                                          : -1;
}

int mask_preset(struct mask *m, enum mask_preset preset, struct mien_faces *faces,
                struct mien_error *e)
{
    if (mask_init(m, mask_preset_titles[preset], e) != 0)
        return -1;
    if ((makings[preset].painting ? paint(m, makings[preset].painting, e)
                                  : unwrap(m, makings[preset].portrait, faces, e)) == 0)
        return 0;
    mask_free(m);
    return -1;
}

static int make_of_photo(struct mask *m, const char *path, struct mien_faces *faces,
                         struct mien_error *e)
{
    if (mask_init(m, file_name(path), e) != 0)
        return -1;
    if (mask_unwrap_file(m, path, faces, e) == 0)
        return 0;
    mask_free(m);
    return -1;
}

int mask_make(struct mask *m, const char *what, struct mien_faces *faces, struct mien_error *e)
{
    const int preset = mask_preset_named(what);
    if (preset >= 0)
        return mask_preset(m, (enum mask_preset)preset, faces, e);
    return mask_is_file(what) ? mask_open(m, what, e) : make_of_photo(m, what, faces, e);
}
