/* app.h - the studio without its window: it takes inputs and draws on whatever framebuffer is
 * current. The window and the headless run are thin around it, and tests drive it with made-up
 * inputs. */
#ifndef MIEN_VIEWER_STUDIO_APP_H
#define MIEN_VIEWER_STUDIO_APP_H

#include "viewer/render/pen.h"
#include "viewer/studio/camera.h"
#include "viewer/studio/drawing.h"
#include "viewer/studio/knobs.h"
#include "viewer/ui/input.h"
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

/* Begin with the canonical face and nothing on it. The context is current. About 10 MB. Errors: out
 * of memory, those of what is drawn with. `studio_close` accepts a zeroed struct. */
int studio_open(struct studio *s, struct mien_error *e);
void studio_close(struct studio *s);

/* Take a photo, a mask's file or a preset, in place of what there was; views, expression and camera
 * stay. NULL `file`: masks are saved as NAME.png in the current folder, or where the mask came
 * from. Errors: those of sitter_open, a path that is too long; what there was stays. */
int studio_take(struct studio *s, const char *what, const char *file, struct mien_error *e);

/* What takes a while and was said before: to be called after each drawing. */
void studio_work(struct studio *s);

void studio_input(struct studio *s, const struct view_input *in);

/* Draw on the current framebuffer. Error: a framebuffer that cannot be had. */
int studio_draw(struct studio *s, int32_t width, int32_t height, struct mien_error *e);

/* Bring figure and texels up to the wishes; drawing and saving do. */
void studio_update(struct studio *s);

/* Save the mask as it is now, also over another file. Errors: those of mask_save. */
int studio_save(struct studio *s, struct mien_error *e);
/* Whether something would be lost by leaving; whether the file to be saved is there already. */
bool studio_unsaved(const struct studio *s);
bool studio_would_overwrite(const struct studio *s);

/* The part of the picture that the figure is drawn in, from the left; and what shows it there. */
int32_t studio_room(const struct studio *s);
void studio_matrix(const struct studio *s, float out[16]);

/* Move what is seen by shares of the picture's height; come nearer by notches of a wheel. */
void studio_slide(struct studio *s, float right, float down);
void studio_zoom(struct studio *s, float notches);

void studio_say(struct studio *s, const char *format, ...) MIEN_PRINTF(2, 3);
void studio_complain(struct studio *s, const struct mien_error *e);

/* app_panels.c: the lists of knobs. `input` returns whether it was for them; `end_writing` keeps
 * what was written, or what was there before. */
int studio_rows(const struct studio *s, struct page_row *rows, int *knobs);
bool studio_panel_input(struct studio *s, const struct view_input *in);
void studio_show_panel(struct studio *s, int panel);
void studio_end_writing(struct studio *s, bool keep);

/* app_keys.c: what a key does where no panel takes it; what an answer does. */
bool studio_key(struct studio *s, uint32_t key);
void studio_ask_save(struct studio *s);
void studio_answer(struct studio *s, bool yes);

/* app_ask.c, app_help.c: cards over the picture. */
void studio_ask_input(struct studio *s, const struct view_input *in);
void studio_draw_question(struct studio *s);
void studio_draw_help(struct studio *s);

#endif
