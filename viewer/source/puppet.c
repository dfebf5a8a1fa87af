/* puppet.c - the puppet as a source: its script, drawn frame by frame (viewer/puppet/puppet.h), and
 * where it is wished the hand's before it (viewer/puppet/hand.h). */
#include "viewer/puppet/puppet.h"

#include <stdlib.h>
#include <string.h>

#include "viewer/puppet/hand.h"
#include "viewer/puppet/script.h"
#include "viewer/source/drawn.h"

/* Drawing leaves the other processors to the analysis. */
enum { THREADS = 2 };

struct acting {
    struct drawn drawn;
    struct puppet *puppet;
    struct hand *hand;       /* NULL: none passes */
    struct mien_rect before; /* what it passes before: the face at rest */
};

static enum source_event draw(struct source *s, struct turn *t, double position)
{
    const struct acting *a = s->own;
    const struct puppet_pose pose = puppet_script(position);
    t->frame = frame_take(t->pool, s->options.width, s->options.height);
    if (!t->frame)
        return SOURCE_NOTHING;
    puppet_draw(a->puppet, &pose, t->frame->pixels, NULL);
    if (a->hand) {
        const struct hand_place at = hand_script(position, &a->before);
        hand_draw(a->hand, &at, t->frame->pixels, t->frame->width, t->frame->height);
    }
    return SOURCE_FRAME;
}

static enum source_event next(struct source *s, struct turn *t)
{
    return drawn_next(&((struct acting *)s->own)->drawn, s, t, draw);
}

static void discard(struct acting *a)
{
    puppet_close(a->puppet);
    hand_close(a->hand);
    free(a);
}

static void close_puppet(struct source *s)
{
    discard(s->own);
}

/* The face at rest is where the photo shows it: drawn once into a frame that nobody sees. */
static int raise_hand(struct acting *a, const struct source_options *o, struct mien_error *e)
{
    const size_t bytes = 4 * (size_t)o->width * (size_t)o->height;
    float landmarks[3 * MIEN_MESH_POINTS];
    uint8_t *pixels = malloc(bytes);
    if (!pixels)
        return error_memory(e, "a hand", bytes);
    const struct puppet_pose rest = puppet_photo(a->puppet);
    puppet_draw(a->puppet, &rest, pixels, landmarks);
    free(pixels);
    a->before = mien_mesh_box(landmarks);
    a->hand = hand_open(e);
    return a->hand ? 0 : -1;
}

/* Whether a hand is wished, by what the word says after "puppet". */
static int read_wish(const char *word, bool *hand, struct mien_error *e)
{
    const char *wish = strchr(word, ':');
    *hand = wish != NULL;
    if (wish && strcmp(wish, ":hand") != 0)
        return error_set(e, word, 0, "the puppet has no '%s'; it is called puppet or puppet:hand",
                         wish + 1);
    return 0;
}

static int open_puppet(struct source *s, const char *word, struct mien_error *e)
{
    const struct source_options *o = &s->options;
    bool hand;
    if (read_wish(word, &hand, e) != 0)
        return -1;
    struct acting *a = malloc(sizeof *a);
    if (!a)
        return error_memory(e, "a puppet", sizeof *a);
    *a = (struct acting){.drawn = {.step = 1 / o->rate},
                         .puppet = puppet_open_built_in(o->width, o->height, THREADS, e)};
    if (!a->puppet || (hand && raise_hand(a, o, e) != 0)) {
        discard(a);
        return -1;
    }
    s->own = a;
    source_tell(s, o->rate, 0, true);
    return 0;
}

const struct kind source_puppet = {open_puppet, next, close_puppet};
