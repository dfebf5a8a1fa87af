/* log_page.c - see log_page.h. */
#include "viewer/console/views/log_page.h"

bool log_page_gather(struct log_page *p, struct log_lines *l, uint64_t selected, enum log_kind kind,
                     int rows, bool anew)
{
    const int wanted = rows < LOG_PAGE_HALF ? rows : LOG_PAGE_HALF;
    const int64_t lines = (int64_t)l->journal->lines;
    if (anew || p->selected != selected || p->kind != kind || p->wanted != wanted)
        *p = (struct log_page){.selected = selected,
                               .kind = kind,
                               .wanted = wanted,
                               .next_above = (int64_t)selected - 1,
                               .next_below = (int64_t)selected + 1};
    l->work = 0;
    for (; p->above_count < wanted && p->next_above >= 0 && l->work < LOG_SLICE; p->next_above--)
        if (log_lines_pass(l, (uint64_t)p->next_above, kind))
            p->above[p->above_count++] = (uint64_t)p->next_above;
    for (; p->below_count < wanted && p->next_below < lines && l->work < LOG_SLICE; p->next_below++)
        if (log_lines_pass(l, (uint64_t)p->next_below, kind))
            p->below[p->below_count++] = (uint64_t)p->next_below;
    return (p->above_count == wanted || p->next_above < 0) &&
           (p->below_count == wanted || p->next_below >= lines);
}

int log_page_count(const struct log_page *p)
{
    return p->above_count + 1 + p->below_count;
}

uint64_t log_page_line(const struct log_page *p, int row)
{
    if (row < p->above_count)
        return p->above[p->above_count - 1 - row];
    return row == p->above_count ? p->selected : p->below[row - p->above_count - 1];
}
