/* still.c - pictures as PNG files. */
#include <stdlib.h>

#include "runtime/host/draw/canvas.h"
#include "viewer/record/recorder.h"

int recorder_still(const char *path, const uint8_t *pixels, int32_t width, int32_t height,
                   struct mien_error *e)
{
    const size_t count = (size_t)width * (size_t)height;
    const struct canvas c = {
        .width = width, .height = height, .scale = 1, .pixels = malloc(3 * count)};
    if (!c.pixels)
        return error_memory(e, path, 3 * count);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < 3; k++)
            c.pixels[3 * i + k] = pixels[4 * i + k];
    const int result = canvas_save(&c, path, e);
    free(c.pixels);
    return result;
}
