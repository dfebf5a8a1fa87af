/* pattern.c - the test pattern: bars of colour, a ramp of grey, a mark that goes round and the
 * frame's number, so that a person sees at once whether colours, motion and pace are right.
 *
 * The bars are those of EBU Tech. 3325 at 75 %, in the order of their brightness. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/source/drawn.h"

enum { BARS = 8, DIGIT_WIDTH = 3, DIGIT_HEIGHT = 5 };
enum { ROUND_SECONDS = 4 };

static const uint8_t bars[BARS][3] = {{191, 191, 191}, {191, 191, 0}, {0, 191, 191}, {0, 191, 0},
                                      {191, 0, 191},   {191, 0, 0},   {0, 0, 191},   {16, 16, 16}};

/* A digit's rows from the top, three bits each, the left one the highest. */
static const uint8_t digits[10][DIGIT_HEIGHT] = {
    {7, 5, 5, 5, 7}, {2, 6, 2, 2, 7}, {7, 1, 7, 4, 7}, {7, 1, 3, 1, 7}, {5, 5, 7, 1, 1},
    {7, 4, 7, 1, 7}, {7, 4, 7, 5, 7}, {7, 1, 2, 2, 2}, {7, 5, 7, 5, 7}, {7, 5, 7, 1, 7}};

struct pattern {
    struct drawn drawn;
    int32_t width, height;
    uint8_t *still; /* [height, width, 4]: what does not move */
};

static void paint_still(struct pattern *p)
{
    const int32_t ramp = p->height - p->height / 4;
    for (int32_t y = 0; y < p->height; y++)
        for (int32_t x = 0; x < p->width; x++) {
            uint8_t *to = p->still + ((size_t)y * (size_t)p->width + (size_t)x) * 4;
            if (y < ramp)
                memcpy(to, bars[(int64_t)x * BARS / p->width], 3);
            else
                memset(to, (int)((int64_t)x * 255 / p->width), 3);
            to[3] = 255;
        }
}

static void fill(const struct frame *f, int32_t x, int32_t y, int32_t width, int32_t height,
                 uint8_t grey)
{
    for (int32_t v = y < 0 ? 0 : y; v < y + height && v < f->height; v++)
        for (int32_t u = x < 0 ? 0 : x; u < x + width && u < f->width; u++)
            memset(f->pixels + ((size_t)v * (size_t)f->width + (size_t)u) * 4, grey, 3);
}

/* A white disc in a dark ring, on its way round the middle. */
static void paint_mark(const struct frame *f, double position)
{
    const double side = f->width < f->height ? f->width : f->height, radius = side / 16;
    const double angle = 2 * M_PI * position / ROUND_SECONDS;
    const double cx = f->width / 2.0 + side / 4 * sin(angle);
    const double cy = f->height * 0.375 - side / 4 * cos(angle);
    for (int32_t y = (int32_t)(cy - radius); y <= cy + radius; y++)
        for (int32_t x = (int32_t)(cx - radius); x <= cx + radius; x++) {
            const double from = hypot(x + 0.5 - cx, y + 0.5 - cy);
            if (from <= radius)
                fill(f, x, y, 1, 1, from < radius * 0.75 ? 255 : 0);
        }
}

/* The number on a dark plate in the ramp's middle. */
static void paint_number(const struct frame *f, uint64_t number)
{
    char text[24];
    const int32_t length =
        (int32_t)snprintf(text, sizeof text, "%06llu", (unsigned long long)number);
    const int32_t dot = f->height / 50 > 0 ? f->height / 50 : 1;
    const int32_t advance = (DIGIT_WIDTH + 1) * dot, wide = length * advance + dot;
    const int32_t left = (f->width - wide) / 2;
    const int32_t top = f->height - f->height / 8 - DIGIT_HEIGHT * dot / 2;
    fill(f, left, top - dot, wide, (DIGIT_HEIGHT + 2) * dot, 0);
    for (int32_t i = 0; i < length; i++)
        for (int32_t cell = 0; cell < DIGIT_WIDTH * DIGIT_HEIGHT; cell++) {
            const int32_t row = cell / DIGIT_WIDTH, column = cell % DIGIT_WIDTH;
            if (digits[text[i] - '0'][row] >> (DIGIT_WIDTH - 1 - column) & 1)
                fill(f, left + dot + i * advance + column * dot, top + row * dot, dot, dot, 255);
        }
}

static enum source_event draw(struct source *s, struct turn *t, double position)
{
    const struct pattern *p = s->own;
    t->frame = frame_take(t->pool, p->width, p->height);
    if (!t->frame)
        return SOURCE_NOTHING;
    memcpy(t->frame->pixels, p->still, (size_t)p->width * (size_t)p->height * 4);
    paint_mark(t->frame, position);
    paint_number(t->frame, s->given + 1);
    return SOURCE_FRAME;
}

static enum source_event next(struct source *s, struct turn *t)
{
    return drawn_next(&((struct pattern *)s->own)->drawn, s, t, draw);
}

static void close_pattern(struct source *s)
{
    struct pattern *p = s->own;
    free(p->still);
    free(p);
}

static int open_pattern(struct source *s, const char *word, struct mien_error *e)
{
    (void)word;
    const struct source_options *o = &s->options;
    const size_t size = (size_t)o->width * (size_t)o->height * 4;
    struct pattern *p = malloc(sizeof *p);
    uint8_t *still = malloc(size);
    if (!p || !still) {
        free(p);
        free(still);
        return error_memory(e, "a test pattern", size);
    }
    *p = (struct pattern){{.step = 1 / o->rate}, o->width, o->height, still};
    paint_still(p);
    s->own = p;
    source_tell(s, o->rate, 0, true);
    return 0;
}

const struct kind source_pattern = {open_pattern, next, close_pattern};
