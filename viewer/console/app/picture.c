/* picture.c - see picture.h. */
#include "viewer/console/app/picture.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "runtime/host/file.h"
#include "viewer/console/app/draw.h"
#include "viewer/console/screen/svg.h"

int picture_check_name(const char *path, struct mien_error *e)
{
    const char *dot = strrchr(file_name(path), '.');
    return dot && strcasecmp(dot, ".svg") == 0
               ? 0
               : error_usage(e, "not a picture's name ('%.200s'); give one in .svg", path);
}

/* The ground that a person chose, else both. */
static enum sheet_theme sheet_theme_of(const struct console *c)
{
    enum sheet_theme theme = SHEET_AUTO;
    for (int i = 0; i < SHEET_THEME_COUNT; i++)
        if (strcmp(c->settings.theme, sheet_theme_names[i]) == 0)
            theme = (enum sheet_theme)i;
    return theme;
}

int picture_write(struct console *c, int width, int height, const char *path, struct mien_error *e)
{
    char title[64];
    struct cells cells = {.unicode = c->model.unicode};
    struct file_atomic f;
    if (picture_check_name(path, e) != 0)
        return -1;
    if (!cells_resize(&cells, width, height))
        return error_memory(e, "the picture", 0);
    console_draw_done(c, &cells);
    snprintf(title, sizeof title, "mien console: %s", views[c->view]->title);
    int result = file_atomic_open(&f, path, e);
    if (result == 0) {
        cells_svg(&cells, sheet_theme_of(c), title, f.stream);
        result = file_atomic_commit(&f, e);
    }
    cells_free(&cells);
    return result;
}
