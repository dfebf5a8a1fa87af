/* app.h - the viewer without its window: it takes inputs, follows the engine, draws on whatever
 * framebuffer is current. The window and the headless run are thin around it, and tests drive it
 * with made-up inputs.
 *
 * Emotions are read only after somebody said yes on the card that is shown first, and until
 * somebody takes that back; the badge in the corner says so. */
#ifndef MIEN_VIEWER_VIEW_APP_H
#define MIEN_VIEWER_VIEW_APP_H

#include "viewer/live/engine.h"
#include "viewer/live/session_log.h"
#include "viewer/record/recorder.h"
#include "viewer/render/stage.h"
#include "viewer/source/cameras.h"
#include "viewer/ui/input.h"
#include "viewer/ui/page.h"
#include "viewer/view/settings.h"
#include "viewer/view/wardrobe.h"

/* What lies over the picture. */
enum app_page { APP_PICTURE, APP_CONSENT, APP_SETTINGS, APP_SOURCES, APP_MASKS, APP_KEYS };

struct app_options {
    const char *source; /* as in source.h */
    const char *model;  /* of emotions; NULL: none */
    const char *mask;   /* worn from the start; NULL: none */
    const char *folder; /* for screenshots and recordings: the current one */
    const char *log;    /* the session's folder; NULL: nothing is logged */
    struct source_options reading;
    bool consent;  /* given already, by whoever started it, for those before the camera */
    bool ask;      /* ask on the screen, where it was not */
    bool each;     /* every frame of a file is drawn */
    bool remember; /* settings are written at the end */
    int threads;
};

/* Recordings that are being finished at most; a next one must wait. */
enum { APP_ENDING_MOST = 4 };

/* A recording that is over, and its file. */
struct app_ending {
    struct recorder *recorder;
    char *path;
    bool told; /* it failed, and that was said */
};

struct app {
    struct app_options options;
    struct settings settings;
    struct engine *engine;
    struct stage *stage;
    struct wardrobe *wardrobe;
    struct moment *moment; /* drawn last; NULL: none yet */

    bool consent;
    uint32_t calibrate, forget; /* as in struct analyst_wish */
    enum app_page page;
    struct page list;
    struct camera cameras[CAMERAS_MAX];
    int camera_count;
    int unfolded;    /* the camera whose sizes are listed, from 1; 0: none */
    char clip[4096]; /* the video that comes with mien; "": it is not there */

    bool masked;   /* `worn` is a mask that was made */
    char worn[64]; /* its name */
    struct mask_look worn_look;

    struct recorder *recorder; /* NULL: not recording */
    bool clean;                /* the recording is of the picture without what is drawn over it */
    char *recording;           /* its file */
    double recording_since;    /* in seconds of moments */
    int32_t recording_width, recording_height;
    struct app_ending ending[APP_ENDING_MOST]; /* the encoder still works on them */
    int ending_count;
    struct mien_error spoilt; /* why the last recording ended before its time; "": it did not */
    struct still *still;    /* a picture that is being written; NULL: none */
    struct gl_target sheet; /* what is recorded or photographed is drawn on */
    uint8_t *pixels;        /* [sheet height, sheet width, 4] read back */

    struct session_log log;
    char notice[1024]; /* shown below until `notice_until` */
    bool notice_bad;
    double notice_until;

    double now, drawn;         /* clock_seconds() of this step, of the last drawn moment */
    double rate, latency;      /* smoothed */
    uint64_t frames;           /* drawn moments */
    uint64_t logged;           /* number of the frame that was recorded and logged last */
    int32_t width, height;     /* of the last drawing */
    float density;             /* pixels a unit of the screen: 1, 2 */
    uint64_t sources, refused; /* of engine_news, that were heard of */
    uint64_t losses;           /* the same */
    bool lost;
    bool quit;
    bool stale; /* something changed that is not a new moment: draw again */
};

/* The context is current. Errors: those of what is opened; a source that will never be there; where
 * each frame is drawn, a mask that cannot be made. */
int app_open(struct app *a, const struct app_options *o, const struct settings *s,
             struct mien_error *e);

/* Finishes recordings, writes the settings where that is asked for. Accepts a zeroed struct.
 * Errors: what could not be written. */
int app_close(struct app *a, struct mien_error *e);

void app_input(struct app *a, const struct view_input *in);

/* Wait up to `seconds` for the next moment, take in what happened; true: draw. */
bool app_step(struct app *a, double seconds);

/* Draw on the current framebuffer, and add to a recording that is going on. */
void app_draw(struct app *a, int32_t width, int32_t height);

/* Say something below the picture for some seconds. */
void app_say(struct app *a, const char *format, ...) MIEN_PRINTF(2, 3);
void app_complain(struct app *a, const struct mien_error *e);

/* What the stage is told besides the moment. */
struct stage_news app_news(struct app *a);

/* What the keys and the pages do; shared by the files of the room. */
void app_show(struct app *a, enum app_page page);
void app_consent(struct app *a, bool given);
void app_settings_changed(struct app *a);
void app_open_source(struct app *a, const char *word, const struct camera_mode *mode); /* or NULL */
void app_wear(struct app *a, const char *word);
void app_drop(struct app *a, const char *path); /* a file: a source, or a photo to be worn */

/* app_files.c: pictures and recordings. A picture is written when app_picture returns; that of
 * app_snap, to the next free name, on the side, and then it is spoken of. A recording NULL goes to
 * the next free name. */
int app_picture(struct app *a, const char *path, struct mien_error *e);
int app_snap(struct app *a, struct mien_error *e);
int app_record(struct app *a, const char *path, bool clean, struct mien_error *e);
void app_record_moment(struct app *a);
void app_end_recording(struct app *a); /* it is finished on the side, and then spoken of */
void app_hear_files(struct app *a);    /* what became of what is done on the side */
int app_stop_recording(struct app *a, struct mien_error *e); /* wait until all that is finished */

/* app_pages.c: what lies over the picture. */
void app_draw_page(struct app *a, struct pen *pen);
bool app_page_input(struct app *a, const struct view_input *in);
struct page_row *app_page_row(struct page_row *rows, int *count, const char *text); /* one more */

/* app_sources.c: the page of sources, and what choosing a row of it does. */
void app_source_rows(const struct app *a, struct page_row *rows, int *count);
void app_choose_source(struct app *a, int row);

/* app_keys.c: what a key does where no page takes it. */
struct app_action {
    uint32_t key;
    const char *text; /* "record, with what is drawn over the picture" */
    void (*act)(struct app *a);
};
extern const struct app_action app_actions[];
extern const int app_action_count;
bool app_key(struct app *a, uint32_t key);

#endif
