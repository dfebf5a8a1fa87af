/* lines.c - see lines.h. */
#include "viewer/console/journal/lines.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct lines lines_from(int fd, struct lines_place place)
{
    return (struct lines){
        .fd = fd, .base = place.read, .start = place.start, .skipping = place.read > place.start};
}

void lines_close(struct lines *l)
{
    free(l->buffer);
    *l = (struct lines){.fd = -1};
}

struct lines_place lines_place(const struct lines *l)
{
    return (struct lines_place){l->start, l->skipping ? l->base + l->end : l->start};
}

/* Room for a piece behind what is not yet handed out. */
static bool make_room(struct lines *l)
{
    if (l->begin > 0) {
        memmove(l->buffer, l->buffer + l->begin, l->end - l->begin);
        l->base += l->begin;
        l->end -= l->begin;
        l->begin = 0;
    }
    if (l->capacity - l->end >= LINES_PIECE)
        return true;
    const size_t capacity = l->capacity ? 2 * l->capacity : LINES_PIECE;
    char *grown = realloc(l->buffer, capacity);
    if (!grown)
        return false;
    l->buffer = grown;
    l->capacity = capacity;
    return true;
}

/* Bytes read, 0 at the end of the file, -1 on failure. */
static ssize_t read_piece(struct lines *l)
{
    if (!make_room(l))
        return -1;
    ssize_t got;
    do
        got = pread(l->fd, l->buffer + l->end, LINES_PIECE, (off_t)(l->base + l->end));
    while (got < 0 && errno == EINTR);
    if (got > 0)
        l->end += (size_t)got;
    return got;
}

/* Hand out what lies before the '\n' at `stop`. */
static void hand_out(struct lines *l, const char *stop, struct line *out)
{
    const char *text = l->buffer + l->begin;
    const size_t size = (size_t)(stop - text);
    const bool too_long = l->skipping || size > LINES_LONGEST;
    const uint64_t next = l->base + (uint64_t)(stop - l->buffer) + 1;
    *out = (struct line){.text = text,
                         .size = too_long ? 0 : size,
                         .start = l->start,
                         .length = next - l->start - 1,
                         .too_long = too_long};
    l->begin += size + 1;
    l->looked = 0;
    l->start = next;
    l->skipping = false;
}

int lines_next(struct lines *l, struct line *out)
{
    for (;;) {
        const size_t waiting = l->end - l->begin;
        const char *stop = waiting > l->looked
                               ? memchr(l->buffer + l->begin + l->looked, '\n', waiting - l->looked)
                               : NULL;
        if (stop) {
            hand_out(l, stop, out);
            return 1;
        }
        l->looked = waiting;
        l->skipping |= waiting > LINES_LONGEST;
        if (l->skipping) {
            l->begin = l->end;
            l->looked = 0;
        }
        const ssize_t got = read_piece(l);
        if (got <= 0)
            return (int)got;
    }
}
