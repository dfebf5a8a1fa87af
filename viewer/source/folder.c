/* folder.c - pictures as sources: one, or those of a folder in the order of their names.
 *
 * Numbers in names count as numbers, so that face2.png comes before face10.png. A picture is given
 * again several times a second while it is shown: to who analyses, it is a face that holds still.
 * Unpaced, each is given once. One that cannot be read is told of, and passed over. */
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/file.h"
#include "runtime/host/image/image.h"
#include "viewer/source/drawn.h"

#define SHOWN_AGAIN 10.0 /* times a second */

/* Larger ones are shrunk to fit: the graphics of some machines take no larger textures. */
enum { SIDE_MOST = 3840 };

struct folder {
    struct drawn drawn;
    double dwell;
    char **paths;
    int count;
    int shown;            /* index of the one in `picture`, or that failed; -1: none yet */
    struct image picture; /* four channels; no data: it failed */
};

static int by_name(const void *a, const void *b)
{
    return strverscmp(*(char *const *)a, *(char *const *)b);
}

/* Make room for one more path and put it there: `path` is freed on failure. */
static int add_path(struct folder *f, char *path)
{
    char **more = path ? realloc(f->paths, (size_t)(f->count + 1) * sizeof *more) : NULL;
    if (!more) {
        free(path);
        return -1;
    }
    f->paths = more;
    f->paths[f->count++] = path;
    return 0;
}

static int list_pictures(struct folder *f, const char *folder, struct mien_error *e)
{
    DIR *dir = opendir(folder);
    int result = 0;
    if (!dir)
        return error_system(e, folder, "open");
    for (const struct dirent *d; result == 0 && (d = readdir(dir));)
        if (d->d_name[0] != '.' && image_is_name(d->d_name))
            result = add_path(f, file_join(folder, d->d_name));
    closedir(dir);
    if (result != 0)
        return error_memory(e, "a folder's pictures", (size_t)f->count * sizeof *f->paths);
    if (f->count == 0)
        return error_set(e, folder, 0,
                         "a folder without pictures; name one that holds PNG or JPEG files");
    qsort(f->paths, (size_t)f->count, sizeof *f->paths, by_name);
    return 0;
}

/* To at most SIDE_MOST pixels a side. */
static int shrink(struct image *m, struct mien_error *e)
{
    const uint32_t side = m->width > m->height ? m->width : m->height;
    if (side <= SIDE_MOST)
        return 0;
    const double factor = (double)SIDE_MOST / side;
    struct image small = {.width = (uint32_t)fmax(1, m->width * factor),
                          .height = (uint32_t)fmax(1, m->height * factor),
                          .channels = m->channels};
    const size_t size = (size_t)small.width * small.height * small.channels;
    small.data = malloc(size);
    if (!small.data)
        return error_memory(e, "a smaller picture", size);
    const int result = image_resize(m, small.width, small.height, small.data, e);
    image_free(result == 0 ? m : &small);
    if (result == 0)
        *m = small;
    return result;
}

static int read_picture(struct folder *f, int index, struct mien_error *e)
{
    image_free(&f->picture);
    f->shown = index;
    if (image_read(&f->picture, f->paths[index], 4, e) == 0 && shrink(&f->picture, e) == 0)
        return 0;
    image_free(&f->picture);
    return -1;
}

static enum source_event draw(struct source *s, struct turn *t, double position)
{
    struct folder *f = s->own;
    const int index = (int)(position / f->dwell + 1e-6) % f->count;
    if (index != f->shown && read_picture(f, index, t->error) != 0)
        return SOURCE_LOST;
    const struct image *m = &f->picture;
    t->frame = m->data ? frame_take(t->pool, (int32_t)m->width, (int32_t)m->height) : NULL;
    if (!t->frame)
        return m->data ? SOURCE_NOTHING : SOURCE_LOST;
    memcpy(t->frame->pixels, m->data, (size_t)m->width * m->height * 4);
    return SOURCE_FRAME;
}

static enum source_event next(struct source *s, struct turn *t)
{
    return drawn_next(&((struct folder *)s->own)->drawn, s, t, draw);
}

static void free_folder(struct folder *f)
{
    for (int i = 0; i < f->count; i++)
        free(f->paths[i]);
    free(f->paths);
    image_free(&f->picture);
    free(f);
}

static void close_folder(struct source *s)
{
    free_folder(s->own);
}

static int open_paths(struct folder *f, bool folder, const char *word, struct mien_error *e)
{
    if (folder)
        return list_pictures(f, word, e);
    if (add_path(f, strdup(word)) != 0)
        return error_memory(e, "a picture's name", strlen(word));
    return read_picture(f, 0, e);
}

static int open_either(struct source *s, bool folder, const char *word, struct mien_error *e)
{
    const struct source_options *o = &s->options;
    struct folder *f = calloc(1, sizeof *f);
    if (!f)
        return error_memory(e, "a folder of pictures", sizeof *f);
    f->shown = -1;
    f->dwell = o->dwell;
    if (open_paths(f, folder, word, e) != 0) {
        free_folder(f);
        return -1;
    }
    const double length = f->count * f->dwell;
    f->drawn = (struct drawn){.step = o->unpaced ? f->dwell : fmin(f->dwell, 1 / SHOWN_AGAIN),
                              .length = length,
                              .once = o->once};
    s->own = f;
    snprintf(s->facts.name, sizeof s->facts.name, "%s", file_name(word));
    source_tell(s, 1 / f->drawn.step, length, f->count > 1);
    return 0;
}

static int open_folder(struct source *s, const char *word, struct mien_error *e)
{
    return open_either(s, true, word, e);
}

static int open_picture(struct source *s, const char *word, struct mien_error *e)
{
    return open_either(s, false, word, e);
}

const struct kind source_folder = {open_folder, next, close_folder};
const struct kind source_picture = {open_picture, next, close_folder};
