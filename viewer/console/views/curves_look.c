/* curves_look.c - what the view of curves keeps for the next start. */
#include <stdio.h>
#include <string.h>

#include "viewer/console/views/curves_state.h"

void curves_set_metrics(struct curves_state *s, const char *list)
{
    s->metric_count = 0;
    while (*list && s->metric_count < SCENE_PANELS_MAX) {
        const size_t length = strcspn(list, ", ");
        if (length > 0 && length < JOURNAL_NAME_MAX)
            snprintf(s->metrics[s->metric_count++], JOURNAL_NAME_MAX, "%.*s", (int)length, list);
        list += length + strspn(list + length, ", ");
    }
}

void curves_remember(struct curves_state *s, struct model *m)
{
    size_t used = 0;
    scene_choose(s, m);
    m->look.smooth = s->smooth;
    m->look.log = s->log;
    m->look.metrics[0] = '\0';
    for (int i = 0; i < s->metric_count; i++)
        if (used + strlen(s->metrics[i]) + 2 < sizeof m->look.metrics)
            used += (size_t)snprintf(m->look.metrics + used, sizeof m->look.metrics - used, "%s%s",
                                     used ? "," : "", s->metrics[i]);
}
