/* summary.h - a run in a few words: which of its numbers speak for it, how far it is, since when.
 *
 * What views that list runs tell of them is decided here, so that a run reads the same everywhere.
 * Texts go to out [size], which is returned; what is unknown is "–". */
#ifndef MIEN_VIEWER_CONSOLE_VIEWS_SUMMARY_H
#define MIEN_VIEWER_CONSOLE_VIEWS_SUMMARY_H

#include "runtime/host/plot/measure.h"
#include "viewer/console/journal/journal.h"
#include "viewer/console/screen/cells.h"

/* Columns of a run; NULL where it has none. */
struct summary {
    const struct journal_column *chief; /* accuracy, on the rows that say most: validation first */
    const struct journal_column *loss;  /* the same of the loss */
    const struct journal_column *speed; /* samples, or frames of a session, a second */
    const struct journal_column *curve; /* what a sparkline shows: chief, else another measure */
    double best, best_at, newest;       /* accuracy, of chief or the run's result; NaN: none */
};
struct summary summary_of(const struct journal *j);

/* The same measure on training rows, to be drawn beside the column; NULL: there is none. */
const struct journal_column *summary_training(const struct journal *j,
                                              const struct journal_column *c);

/* Whether a key tells when, not how well: step, wall and the unit's own count. */
bool summary_is_clock(const struct journal *j, const char *key);

/* A role for the state's glyph and word. */
enum cell_role summary_state_role(enum journal_state state);

/* How many of the unit are done: NaN where nobody counts. */
double summary_done(const struct journal *j);

/* "12/60 epochs", "120 frames". */
const char *summary_progress(const struct journal *j, char *out, size_t size);

/* When it ends or ended, in seconds since 1970, NaN: unknown; and in words: "12:30 left",
 * "any moment", "silent 5:00" where it stalls, "3 min ago"; where the end is unknown, summary_next.
 */
double summary_end(const struct journal *j, double now);
const char *summary_end_text(const struct journal *j, double now, char *out, size_t size);

/* When the next step of a run at work should be written: "next in 0:42", "next is due". */
const char *summary_next(const struct journal *j, double now, char *out, size_t size);

/* "1,694 samples/s". */
const char *summary_speed(const struct summary *s, char *out, size_t size);

/* How long ago: "just now", "42 s ago", "3 min ago", "5 h ago", "12 days ago". */
const char *summary_ago(double seconds, char *out, size_t size);

/* The pair of classes that the newest confusion matrix mixes up most often: of all rows of the
 * label *label those that were taken for *prediction. False: there is no matrix or no mistake. */
bool summary_mistaken(const struct journal *j, int *label, int *prediction, uint32_t *count,
                      uint32_t *of);

/* A class's name, or "class 3" where the file has no names: out [size], returned. */
const char *summary_class(const struct journal *j, int index, char *out, size_t size);

#endif
