/* log_page.h - the records around the selected one, of a kind, as many as a screen may hold.
 *
 * A page is gathered upwards and downwards from the selected record, in slices where records of its
 * kind are rare. */
#ifndef MIEN_VIEWER_CONSOLE_VIEWS_LOG_PAGE_H
#define MIEN_VIEWER_CONSOLE_VIEWS_LOG_PAGE_H

#include "viewer/console/views/log_walk.h"

enum { LOG_PAGE_HALF = 256 }; /* rows above, and rows below */

struct log_page {
    uint64_t selected;
    enum log_kind kind;
    int wanted;                                          /* rows on each side */
    uint64_t above[LOG_PAGE_HALF], below[LOG_PAGE_HALF]; /* the nearest first */
    int above_count, below_count;
    int64_t next_above, next_below; /* the next lines to be looked at */
};

/* Gather for a slice. Returns true where the page is whole as far as the file goes; `anew`: what it
 * holds is void. */
bool log_page_gather(struct log_page *p, struct log_lines *l, uint64_t selected, enum log_kind kind,
                     int rows, bool anew);

/* How many rows there are, and the line of one; the selected one is row above_count. */
int log_page_count(const struct log_page *p);
uint64_t log_page_line(const struct log_page *p, int row);

#endif
