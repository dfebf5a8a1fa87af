/* app_state.h - what the viewer is at a moment, and all that changes it, whoever asks: a key, a
 * page, the command line. Each change is said, logged and wished of the engine where that is due.
 */
#ifndef MIEN_VIEWER_VIEW_APP_STATE_H
#define MIEN_VIEWER_VIEW_APP_STATE_H

#include "viewer/live/engine.h"
#include "viewer/live/session_log.h"
#include "viewer/record/recorder.h"
#include "viewer/record/still.h"
#include "viewer/render/stage.h"
#include "viewer/source/cameras.h"
#include "viewer/ui/page.h"
#include "viewer/view/settings.h"
#include "viewer/view/wardrobe.h"

/* What lies over the picture. */
enum app_page { APP_PICTURE, APP_CONSENT, APP_SETTINGS, APP_SOURCES, APP_MASKS, APP_KEYS };

struct app_options {
    const char *source; /* as in word.h */
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
    struct still *still;      /* a picture that is being written; NULL: none */
    struct gl_target sheet;   /* what is recorded or photographed is drawn on */
    uint8_t *pixels;          /* [sheet height, sheet width, 4] read back */

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

/* Say something below the picture for some seconds. */
void app_say(struct app *a, const char *format, ...) MIEN_PRINTF(2, 3);
void app_complain(struct app *a, const struct mien_error *e);

/* Write to the session's log, where there is one. It is a help, not the work: what cannot be
 * written is said once, as by app_end_log, and the log ends. */
void app_log_event(struct app *a, const char *text);
void app_log_consent(struct app *a); /* that it is given, or not */
void app_end_log(struct app *a, const struct mien_error *why);

/* What is to be read of each frame, from the next one on. */
void app_wish(struct app *a);

void app_show(struct app *a, enum app_page page);
void app_consent(struct app *a, bool given);
void app_settings_changed(struct app *a);
void app_open_source(struct app *a, const char *word, const struct camera_mode *mode); /* or NULL */
void app_wear(struct app *a, const char *word);

/* What the stage is told besides the moment. */
struct stage_news app_news(struct app *a);

#endif
