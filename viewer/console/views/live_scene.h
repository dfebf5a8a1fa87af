/* live_scene.h - what the view of a session shows at this moment, and the panels that show it. */
#ifndef MIEN_VIEWER_CONSOLE_VIEWS_LIVE_SCENE_H
#define MIEN_VIEWER_CONSOLE_VIEWS_LIVE_SCENE_H

#include "viewer/console/model.h"
#include "viewer/console/views/live_window.h"

enum { LIVE_PARTS_MAX = 12 }; /* emotions, or stages, that have a row */

/* A measure that is one of several: "emotion_happy" is the emotion "happy". */
struct live_part {
    const char *key, *name;
    char letter; /* no other of them has it */
    enum cell_role role;
};

struct live_scene {
    const struct model *model;
    const struct journal *journal;
    struct live_window window;  /* of time, as chosen */
    struct live_window now;     /* its last moment: single frames flicker too fast to be read */
    const char *span;           /* the window in words: "last 2 min" */
    int session, session_count; /* its place among the sessions, from 0 */
    struct live_part emotions[LIVE_PARTS_MAX], stages[LIVE_PARTS_MAX];
    int emotion_count, stage_count;
    const char *events; /* words that an event shown holds one of; "": all are shown */
    int events_top;     /* how far events are scrolled */
};

/* Fill in the emotions and stages that the session's keys tell of. */
void live_scene_parts(struct live_scene *s);

/* The emotion in front at this moment, -1: there is no face, or no emotions are told. */
int live_scene_leader(const struct live_scene *s, double *share);

/* A part of the view: `least` rows, at best `most`, growing by `step`. */
struct live_panel {
    int least, most, step;
    void (*draw)(const struct live_scene *s, struct area a);
};

/* Draw the panels below each other, the rows left over shared out; what does not fit is left out
 * from the end. */
void live_panels_draw(const struct live_panel *panels, int count, const struct live_scene *s,
                      struct area a);

void live_draw_header(const struct live_scene *s, struct area a);   /* state, time, source */
void live_draw_leader(const struct live_scene *s, struct area a);   /* the emotion in front */
void live_draw_emotions(const struct live_scene *s, struct area a); /* bars and history */
void live_draw_mood(const struct live_scene *s, struct area a);     /* all emotions, stacked */
void live_draw_pace(const struct live_scene *s, struct area a);     /* frames, latency, faces... */
void live_draw_stages(const struct live_scene *s, struct area a);   /* where the time goes */
void live_draw_events(const struct live_scene *s, struct area a);   /* the newest at the top */

/* A title with a thin line to the right end, `note` in it; what is below is returned. */
struct area live_section(struct area a, const char *title, const char *note);

/* Whether the event's text holds one of the words; with none, it does. */
bool live_event_passes(const char *text, const char *words);

#endif
