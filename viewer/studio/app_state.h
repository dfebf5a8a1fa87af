/* app_state.h - what the studio is at a moment, and all that changes it, whoever asks. */
#ifndef MIEN_VIEWER_STUDIO_APP_STATE_H
#define MIEN_VIEWER_STUDIO_APP_STATE_H

#include "viewer/render/pen.h"
#include "viewer/studio/camera.h"
#include "viewer/studio/drawing.h"
#include "viewer/studio/knobs.h"
#include "viewer/ui/page.h"

/* What a person is asked, in a card over the picture. */
enum studio_question { ASK_NOTHING, ASK_OVERWRITE, ASK_LEAVE, ASK_OPEN };

struct studio {
    struct wishes wishes, saved; /* as they are; as the file holds them */
    struct mask mask;            /* as it was opened */
    uint8_t *texels;             /* its colours changed, as `tinted` says */
    struct retint tinted;
    struct figure figure;
    struct camera camera;
    float flat_zoom, flat_shift[2]; /* of the rolled out face, see drawing_flat */
    struct drawing *drawing;
    struct pen *pen;

    int panel; /* of knobs.h; PANEL_COUNT: none is shown */
    struct page list;
    struct pen_box tabs[PANEL_COUNT]; /* the panels' titles, as drawn last */
    int writing;                      /* the knob whose text is being written; -1: none */
    char before[KNOB_FILE_MAX];       /* that text as it was */
    int held;                         /* the knob whose bar the mouse holds; -1: none */
    enum studio_question question;
    char dropped[KNOB_FILE_MAX]; /* a file that is to be opened */
    bool opening;                /* by the next studio_work */
    bool helping;                /* the keys are shown, until the next input */
    char notice[1024];           /* below the picture, until the next input */
    bool notice_bad;

    float x, y, dragged[2]; /* the mouse; where it was dragged from */
    bool turning;           /* it was put down on the figure */
    bool pointing;          /* it is over the figure */
    int hover;              /* the landmark under it, -1: none */
    int32_t width, height;  /* of the last drawing */
    float density, unit;    /* pixels a unit of the screen; of letters and lines */
    bool quit, stale;       /* leave; draw again */
};

/* Say something below the picture until the next input. */
void studio_say(struct studio *s, const char *format, ...) MIEN_PRINTF(2, 3);
void studio_complain(struct studio *s, const struct mien_error *e);

/* Bring figure and texels up to the wishes; drawing and saving do. */
void studio_update(struct studio *s);

/* Save the mask as it is now, also over another file. Errors: those of mask_save. */
int studio_save(struct studio *s, struct mien_error *e);
/* Whether something would be lost by leaving; whether the file to be saved is there already. */
bool studio_unsaved(const struct studio *s);
bool studio_would_overwrite(const struct studio *s);

/* From the photo's face to the canonical one, and back; without a photo it is said why not. */
void studio_blend(struct studio *s);

/* The part of the picture that the figure is drawn in, from the left; and what shows it there. */
int32_t studio_room(const struct studio *s);
void studio_matrix(const struct studio *s, float out[16]);

/* Move what is seen by shares of the picture's height; come nearer by notches of a wheel. */
void studio_slide(struct studio *s, float right, float down);
void studio_zoom(struct studio *s, float notches);

#endif
