/* opener.h - opens sources, and closes them, on a thread of its own.
 *
 * Either may take seconds: a pipeline is built, a disk wakes up, a decoder's threads end. Frames
 * and whoever draws them must not stand still for that, so they wish, and ask what came of it. */
#ifndef MIEN_VIEWER_LIVE_OPENER_H
#define MIEN_VIEWER_LIVE_OPENER_H

#include "viewer/source/source.h"

enum { OPENER_WORD = 1024 }; /* bytes of a source's word that are kept */

struct opener;

int opener_open(struct opener **o, struct mien_error *e);
void opener_close(struct opener *o); /* accepts NULL; waits for a source that is being opened */

/* Open this source next; an earlier wish that was not begun is forgotten. Returns at once. Error:
 * out of memory. */
int opener_wish(struct opener *o, const char *word, const struct source_options *how,
                struct mien_error *e);

/* The source that was opened, now the caller's, and its word; NULL: none since the last call. */
struct source *opener_take(struct opener *o, char word[OPENER_WORD]);

/* Close a source, which is not NULL and which nobody reads any more; soon, not here. */
void opener_let_go(struct opener *o, struct source *s);

/* Wait until what was wished is open. Error: it could not be, those of source_open. */
int opener_await(struct opener *o, struct mien_error *e);

struct opener_news {
    char word[OPENER_WORD]; /* of what is wished or being opened; "": nothing */
    int closing;            /* how many are still to be closed */
    uint64_t refused;       /* how many could not be opened */
    struct mien_error why;  /* of the last of them */
};
void opener_news(struct opener *o, struct opener_news *news);

#endif
