/* puppet.c - the puppet as a source: its script, drawn frame by frame (viewer/puppet/puppet.h). */
#include "viewer/puppet/puppet.h"

#include <stdlib.h>

#include "viewer/source/drawn.h"

/* Drawing leaves the other processors to the analysis. */
enum { THREADS = 2 };

struct acting {
    struct drawn drawn;
    struct puppet *puppet;
};

static enum source_event draw(struct source *s, struct turn *t, double position)
{
    const struct acting *a = s->own;
    const struct puppet_pose pose = puppet_script(position);
    t->frame = frame_take(t->pool, s->options.width, s->options.height);
    if (!t->frame)
        return SOURCE_NOTHING;
    puppet_draw(a->puppet, &pose, t->frame->pixels, NULL);
    return SOURCE_FRAME;
}

static enum source_event next(struct source *s, struct turn *t)
{
    return drawn_next(&((struct acting *)s->own)->drawn, s, t, draw);
}

static void close_puppet(struct source *s)
{
    struct acting *a = s->own;
    puppet_close(a->puppet);
    free(a);
}

static int open_puppet(struct source *s, const char *word, struct mien_error *e)
{
    (void)word;
    const struct source_options *o = &s->options;
    struct acting *a = malloc(sizeof *a);
    if (!a)
        return error_memory(e, "a puppet", sizeof *a);
    *a = (struct acting){{.step = 1 / o->rate},
                         puppet_open_built_in(o->width, o->height, THREADS, e)};
    if (!a->puppet) {
        free(a);
        return -1;
    }
    s->own = a;
    source_tell(s, o->rate, 0, true);
    return 0;
}

const struct kind source_puppet = {open_puppet, next, close_puppet};
