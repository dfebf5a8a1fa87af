/* moment.c - see moment.h. */
#include "viewer/live/moment.h"

#include <stdlib.h>

const char *const live_stage_names[LIVE_STAGE_COUNT] = {
#define X(symbol, name) [symbol] = name,
    LIVE_STAGES(X)
#undef X
};

void moment_free(struct moment *m)
{
    if (!m)
        return;
    frame_release(m->frame);
    free(m);
}

void moment_forget(struct moment *m)
{
    m->consent = false;
    for (int32_t i = 0; i < m->count; i++) {
        const struct mien_face face = m->faces[i].face;
        m->faces[i] = (struct live_face){.face = face};
    }
}

int32_t moment_face(const struct moment *m, int32_t id)
{
    for (int32_t i = 0; i < m->count; i++)
        if (m->faces[i].face.id == id)
            return i;
    return -1;
}
