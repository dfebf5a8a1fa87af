/* frame.c - see frame.h. A frame and its pixels are one block of memory. Holding is an atomic
 * count; the pool's lock is taken only where a frame leaves it or comes back, for a few
 * instructions, and never while memory is asked for or given back. */
#include "viewer/frame/frame.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

/* Rows of pixels begin where the widest vector loads of today's processors like it. */
enum { ALIGNMENT = 64, CHANNELS = 4 };

struct pooled {
    struct frame frame; /* first: what others see of it */
    struct frame_pool *pool;
    struct pooled *next; /* of those that nobody holds */
    atomic_int holders;
};

struct frame_pool {
    pthread_mutex_t lock;
    struct pooled *idle; /* all of one size, the last used first: its pixels may be in the cache */
    int32_t width, height; /* asked for last */
    int most, made;
};

struct mien_picture frame_picture(const struct frame *f)
{
    return (struct mien_picture){.pixels = f->pixels,
                                 .width = f->width,
                                 .height = f->height,
                                 .channels = CHANNELS,
                                 .stride = (ptrdiff_t)f->width * CHANNELS};
}

struct frame_pool *frame_pool_open(int most)
{
    struct frame_pool *p = calloc(1, sizeof *p);
    if (p) {
        p->most = most;
        pthread_mutex_init(&p->lock, NULL);
    }
    return p;
}

static void free_all(struct pooled *list)
{
    while (list) {
        struct pooled *next = list->next;
        free(list);
        list = next;
    }
}

/* Take all idle frames out of the pool, for the caller to free. */
static struct pooled *empty(struct frame_pool *p)
{
    struct pooled *list = p->idle;
    for (struct pooled *f = list; f; f = f->next)
        p->made--;
    p->idle = NULL;
    return list;
}

void frame_pool_close(struct frame_pool *p)
{
    if (!p)
        return;
    free_all(empty(p));
    assert(p->made == 0); /* else somebody holds a frame still */
    pthread_mutex_destroy(&p->lock);
    free(p);
}

static size_t rounded(size_t size)
{
    return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

/* A new frame; NULL: out of memory. */
static struct pooled *make(struct frame_pool *p, int32_t width, int32_t height)
{
    const size_t head = rounded(sizeof(struct pooled));
    const size_t row = (size_t)width * CHANNELS;
    if ((size_t)height > (SIZE_MAX - head - ALIGNMENT) / row)
        return NULL;
    struct pooled *f = aligned_alloc(ALIGNMENT, head + rounded(row * (size_t)height));
    if (!f)
        return NULL;
    *f = (struct pooled){.frame = {.pixels = (uint8_t *)f + head, .width = width, .height = height},
                         .pool = p};
    return f;
}

/* An idle frame of this size, or the right to make one in *may_make; *old is for the caller to
 * free. */
static struct pooled *reuse(struct frame_pool *p, int32_t width, int32_t height, bool *may_make,
                            struct pooled **old)
{
    pthread_mutex_lock(&p->lock);
    const bool same = width == p->width && height == p->height;
    *old = same ? NULL : empty(p);
    p->width = width;
    p->height = height;
    struct pooled *f = p->idle;
    if (f)
        p->idle = f->next;
    *may_make = !f && p->made < p->most;
    p->made += *may_make;
    pthread_mutex_unlock(&p->lock);
    return f;
}

static void give_up(struct frame_pool *p)
{
    pthread_mutex_lock(&p->lock);
    p->made--;
    pthread_mutex_unlock(&p->lock);
}

struct frame *frame_take(struct frame_pool *p, int32_t width, int32_t height)
{
    struct pooled *old;
    bool may_make;
    if (width < 1 || height < 1 || width > MIEN_PICTURE_SIDE_MAX || height > MIEN_PICTURE_SIDE_MAX)
        return NULL;
    struct pooled *f = reuse(p, width, height, &may_make, &old);
    free_all(old);
    if (may_make && !(f = make(p, width, height)))
        give_up(p);
    if (!f)
        return NULL;
    atomic_store_explicit(&f->holders, 1, memory_order_relaxed);
    return &f->frame;
}

struct frame *frame_hold(struct frame *f)
{
    atomic_fetch_add_explicit(&((struct pooled *)f)->holders, 1, memory_order_relaxed);
    return f;
}

void frame_release(struct frame *f)
{
    struct pooled *q = (struct pooled *)f;
    if (!f || atomic_fetch_sub_explicit(&q->holders, 1, memory_order_acq_rel) > 1)
        return;
    struct frame_pool *p = q->pool;
    pthread_mutex_lock(&p->lock);
    const bool wanted = f->width == p->width && f->height == p->height;
    if (wanted) {
        q->next = p->idle;
        p->idle = q;
    } else {
        p->made--;
    }
    pthread_mutex_unlock(&p->lock);
    if (!wanted)
        free(q);
}
