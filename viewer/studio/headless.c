/* headless.c - see headless.h. */
#include "viewer/studio/headless.h"

#include <stdlib.h>

#include "viewer/record/still.h"
#include "viewer/studio/app_draw.h"

int headless_snapshot(struct studio *s, const char *path, int width, int height,
                      struct mien_error *e)
{
    struct gl_target sheet = {0};
    uint8_t *pixels = malloc(4 * (size_t)width * (size_t)height);
    int result = pixels ? gl_target_use(&sheet, width, height, e)
                        : error_memory(e, path, 4 * (size_t)width * (size_t)height);
    if (result == 0)
        result = studio_draw(s, width, height, e);
    if (result == 0) {
        gl_read(pixels, width, height);
        const char *complaint = gl_complaint();
        result = complaint ? error_set(e, "OpenGL", 0, "drawing failed (%s)", complaint)
                           : still_write(path, pixels, width, height, e);
    }
    gl_target_free(&sheet);
    free(pixels);
    return result;
}
