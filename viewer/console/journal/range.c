/* range.c - lines read again in a row: one opening of the file for all of them. */
#include <unistd.h>

#include "viewer/console/journal/reader.h"

long journal_range(struct journal *j, uint64_t first, uint64_t count, journal_visit *visit,
                   void *context)
{
    struct journal_reader *r = j->reader;
    const uint64_t stop = first < j->lines && j->lines - first > count ? first + count : j->lines;
    const int fd = first < stop ? journal_open_again(j) : -1;
    if (fd < 0)
        return first < stop ? -1 : 0;
    uint64_t at;
    struct lines lines = journal_lines_at(j, fd, first, &at);
    struct line line;
    long visited = 0;
    for (bool more = true; more && at < stop && lines_next(&lines, &line) > 0; at++)
        if (at >= first) {
            more = visit(context, at, line.too_long ? "" : line.text, line.size);
            visited++;
        }
    if (visited > 0) {
        r->cursor = lines_place(&lines);
        r->cursor_line = at;
    }
    lines_close(&lines);
    close(fd);
    return visited;
}
