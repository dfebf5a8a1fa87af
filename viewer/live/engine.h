/* engine.h - the live pipeline's threads: one captures, one analyses, the caller draws; a fourth
 * opens sources and closes them.
 *
 *     source -> mailbox of frames -> analyst -> mailbox of moments -> who draws
 *
 * In each mailbox the latest wins: a slow analyst drops frames, a slow drawer moments, and nobody
 * waits for who comes after him. A source that is lost, or one that cannot be opened, keeps the
 * engine running; its reason is part of the engine's news. */
#ifndef MIEN_VIEWER_LIVE_ENGINE_H
#define MIEN_VIEWER_LIVE_ENGINE_H

#include "viewer/live/analyst.h"
#include "viewer/live/opener.h"

struct engine;

struct engine_options {
    const char *model; /* of emotions; NULL: none */
    int threads;       /* of the analysis; 0: one less than processors, at least 1 */
    bool each;         /* no frame is dropped: capture waits for the analysis, and that for who
                          draws. For files that are worked through */
};

/* Open and start. No source yet. Errors: those of analyst_open; threads. */
int engine_open(struct engine **g, const struct engine_options *o, struct mien_error *e);
void engine_close(struct engine *g); /* accepts NULL; ends and joins its threads */

/* Show this source as soon as it is open; the old one goes on until then, and for good where the
 * new one cannot be opened, which is news. Returns at once; a later wish replaces one that was not
 * begun. Error: out of memory. */
int engine_source(struct engine *g, const char *word, const struct source_options *o,
                  struct mien_error *e);

/* Wait until what was wished is open. Errors: those of source_open. */
int engine_await(struct engine *g, struct mien_error *e);

/* From the next frame on. */
void engine_wish(struct engine *g, const struct analyst_wish *wish);

/* The latest moment, now the caller's; NULL where none came within `seconds`. */
struct moment *engine_take(struct engine *g, double seconds);

struct engine_news {
    struct source_facts source;
    char word[OPENER_WORD];     /* the source's; "": none yet */
    struct opener_news opening; /* the next one */
    bool lost, ended;
    struct mien_error why; /* of a lost source */
    uint64_t losses;       /* how often one was lost: a file that goes on is back at once */
    uint64_t captured, analysed;
    uint64_t dropped; /* frames that came and were never drawn */
    uint64_t sources; /* how many were begun to be read */
};
void engine_news(struct engine *g, struct engine_news *news);

/* Steering of the source, as in source.h. */
void engine_pause(struct engine *g, bool paused);
void engine_seek(struct engine *g, double position);
void engine_speed(struct engine *g, double speed);

int32_t engine_classes(const struct engine *g, const char *const **names);
const char *engine_model(const struct engine *g);

#endif
