/* wardrobe.c - see wardrobe.h. */
#include "viewer/view/wardrobe.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/host/face_networks.h"
#include "runtime/host/file.h"
#include "viewer/mask/presets.h"

struct wardrobe {
    pthread_t maker;
    pthread_mutex_t lock;
    pthread_cond_t wished;
    bool started, quit, busy;

    char *wish; /* to be made next; NULL: nothing */
    int done;   /* 1: `made` is ready, -1: `why` says why not */
    struct outfit made;
    struct mien_error why;

    char *file[WARDROBE_MAX]; /* what a person gave */
    int files;
};

/* --- making --------------------------------------------------------------------------------- */

/* What finds faces on photos; opened when the first is made. */
struct finder {
    struct face_networks networks;
    void *memory;
    struct mien_faces *faces;
};

static int finder_open(struct finder *f, struct mien_error *e)
{
    if (f->faces)
        return 0;
    if (face_networks_open(&f->networks, e) != 0)
        return -1;
    struct mien_faces_options o =
        mien_faces_defaults(&f->networks.detector.graph, &f->networks.mesh.graph);
    o.most = 8;
    const size_t size = mien_faces_memory(&o);
    f->memory = malloc(size);
    f->faces = f->memory ? mien_faces_init(&o, f->memory) : NULL;
    return f->faces ? 0 : error_memory(e, "masks", size);
}

static void finder_close(struct finder *f)
{
    free(f->memory);
    face_networks_close(&f->networks);
}

static int make(struct outfit *o, const char *word, struct finder *finder, struct mien_error *e)
{
    struct mask m;
    return finder_open(finder, e) != 0 || mask_make(&m, word, finder->faces, e) != 0
               ? -1
               : outfit_make(o, &m, e);
}

static void *make_masks(void *context)
{
    struct wardrobe *w = context;
    struct finder finder = {0};
    pthread_mutex_lock(&w->lock);
    while (!w->quit) {
        if (!w->wish) {
            pthread_cond_wait(&w->wished, &w->lock);
            continue;
        }
        char *word = w->wish;
        struct outfit o = {0};
        struct mien_error why;
        w->wish = NULL;
        pthread_mutex_unlock(&w->lock);
        const int result = make(&o, word, &finder, &why);
        free(word);
        pthread_mutex_lock(&w->lock);
        outfit_free(&w->made);
        w->made = o;
        w->why = why;
        w->done = result == 0 ? 1 : -1;
        w->busy = w->wish != NULL;
    }
    pthread_mutex_unlock(&w->lock);
    finder_close(&finder);
    return NULL;
}

/* --- the wardrobe --------------------------------------------------------------------------- */

int wardrobe_open(struct wardrobe **out, struct mien_error *e)
{
    struct wardrobe *w = calloc(1, sizeof *w);
    *out = NULL;
    if (!w)
        return error_memory(e, "masks", sizeof *w);
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->wished, NULL);
    w->started = pthread_create(&w->maker, NULL, make_masks, w) == 0;
    if (!w->started) {
        wardrobe_close(w);
        return error_set(e, NULL, 0, "cannot start a thread to make masks");
    }
    *out = w;
    return 0;
}

void wardrobe_close(struct wardrobe *w)
{
    if (!w)
        return;
    pthread_mutex_lock(&w->lock);
    w->quit = true;
    pthread_cond_signal(&w->wished);
    pthread_mutex_unlock(&w->lock);
    if (w->started)
        pthread_join(w->maker, NULL);
    for (int i = 0; i < w->files; i++)
        free(w->file[i]);
    free(w->wish);
    outfit_free(&w->made);
    pthread_cond_destroy(&w->wished);
    pthread_mutex_destroy(&w->lock);
    free(w);
}

int wardrobe_count(const struct wardrobe *w)
{
    return MASK_PRESET_COUNT + w->files;
}

const char *wardrobe_word(const struct wardrobe *w, int index)
{
    return index < MASK_PRESET_COUNT ? mask_preset_names[index]
                                     : w->file[index - MASK_PRESET_COUNT];
}

const char *wardrobe_title(const struct wardrobe *w, int index)
{
    return index < MASK_PRESET_COUNT ? mask_preset_titles[index]
                                     : file_name(w->file[index - MASK_PRESET_COUNT]);
}

/* A file joins the list once; a full list forgets none for it. */
static bool list_file(struct wardrobe *w, const char *path)
{
    for (int i = 0; i < w->files; i++)
        if (strcmp(w->file[i], path) == 0)
            return true;
    if (wardrobe_count(w) >= WARDROBE_MAX)
        return true;
    w->file[w->files] = strdup(path);
    return w->file[w->files] && ++w->files;
}

int wardrobe_wish(struct wardrobe *w, const char *word, struct mien_error *e)
{
    if (mask_preset_named(word) < 0 && access(word, R_OK) != 0)
        return error_usage(e,
                           "no such mask ('%s'); give one of collins, mona-lisa, robot, clown, "
                           "skull, cat, a mask's file or a photo of a face",
                           word);
    char *copy = strdup(word);
    if (!copy || (mask_preset_named(word) < 0 && !list_file(w, word))) {
        free(copy);
        return error_memory(e, word, strlen(word) + 1);
    }
    pthread_mutex_lock(&w->lock);
    free(w->wish);
    w->wish = copy;
    w->busy = true;
    pthread_cond_signal(&w->wished);
    pthread_mutex_unlock(&w->lock);
    return 0;
}

int wardrobe_take(struct wardrobe *w, struct outfit *o, struct mien_error *e)
{
    pthread_mutex_lock(&w->lock);
    const int done = w->done;
    if (done > 0) {
        *o = w->made;
        w->made = (struct outfit){0};
    } else if (done < 0) {
        *e = w->why;
    }
    w->done = 0;
    pthread_mutex_unlock(&w->lock);
    return done;
}

bool wardrobe_busy(struct wardrobe *w)
{
    pthread_mutex_lock(&w->lock);
    const bool busy = w->busy || w->done != 0;
    pthread_mutex_unlock(&w->lock);
    return busy;
}
