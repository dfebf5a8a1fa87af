/* still.c - see still.h. */
#include "viewer/record/still.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/draw/canvas.h"

int still_write(const char *path, const uint8_t *pixels, int32_t width, int32_t height,
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

/* --- on the side ---------------------------------------------------------------------------- */

struct still {
    pthread_t thread;
    atomic_bool done;
    char *path;
    uint8_t *pixels;
    int32_t width, height;
    int result; /* what follows is read when the thread was joined */
    struct mien_error why;
};

static void *write_still(void *context)
{
    struct still *s = context;
    s->result = still_write(s->path, s->pixels, s->width, s->height, &s->why);
    atomic_store(&s->done, true);
    return NULL;
}

static void free_still(struct still *s, char *path, uint8_t *pixels)
{
    free(s);
    free(path);
    free(pixels);
}

int still_begin(struct still **out, char *path, uint8_t *pixels, int32_t width, int32_t height,
                struct mien_error *e)
{
    struct still *s = calloc(1, sizeof *s);
    *out = NULL;
    if (!s) {
        error_memory(e, path, sizeof *s);
        free_still(s, path, pixels);
        return -1;
    }
    s->path = path;
    s->pixels = pixels;
    s->width = width;
    s->height = height;
    const int failed = pthread_create(&s->thread, NULL, write_still, s);
    if (failed) {
        error_set(e, path, 0, "cannot start a thread to write it (%s)", strerror(failed));
        free_still(s, path, pixels);
        return -1;
    }
    *out = s;
    return 0;
}

bool still_done(struct still *s)
{
    return atomic_load(&s->done);
}

int still_end(struct still *s, char **path, struct mien_error *e)
{
    pthread_join(s->thread, NULL);
    const int result = s->result;
    if (result != 0)
        *e = s->why;
    *path = s->path;
    free_still(s, NULL, s->pixels);
    return result;
}
