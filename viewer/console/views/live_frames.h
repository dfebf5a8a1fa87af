/* live_frames.h - the newest frames of a live session, each with all its numbers.
 *
 * A journal's series tell of a session however long it is, but join frames as it grows. What a
 * presenter looks at is the last minutes, so these are read once more, line by line as they come,
 * and kept exact in a ring of bounded size. */
#ifndef MIEN_VIEWER_CONSOLE_VIEWS_LIVE_FRAMES_H
#define MIEN_VIEWER_CONSOLE_VIEWS_LIVE_FRAMES_H

#include "viewer/console/journal/journal.h"

enum {
    LIVE_FRAMES_MAX = 8192, /* two minutes at 60 a second */
    LIVE_KEYS_MAX = 48,     /* numbers of a frame; further ones are left out */
    LIVE_SOURCE_MAX = 128
};

struct live_frames {
    const struct journal *journal; /* whose frames these are; NULL: nobody's */
    double started;                /* of that session: another one may take the file's name */
    uint64_t read, bytes;          /* lines looked at; size of the file then */
    char source[LIVE_SOURCE_MAX];  /* "/dev/video0", or "" */
    char key[LIVE_KEYS_MAX][JOURNAL_NAME_MAX];
    int key_count;
    double *wall; /* [LIVE_FRAMES_MAX], seconds of the session */
    float *value; /* [LIVE_KEYS_MAX, LIVE_FRAMES_MAX], NaN where the frame does not say */
    int first, count;
    bool whole; /* no frame of the session was left out */
};

/* Take in the lines of `j` that are new, from the start where it is another session than before.
 * False where memory ran out: there are no frames then. */
bool live_frames_follow(struct live_frames *f, struct journal *j);
void live_frames_free(struct live_frames *f); /* leaves a zeroed struct */

/* The place of a key in frames, -1: no frame has it. */
int live_frames_key(const struct live_frames *f, const char *name);

/* The time of frame i of [0, count), oldest first: seconds of the session, never falling. */
double live_frames_wall(const struct live_frames *f, int i);

/* The numbers at a key's place: [LIVE_FRAMES_MAX]; frame i has (first + i) % LIVE_FRAMES_MAX. */
const float *live_frames_values(const struct live_frames *f, int key);

#endif
