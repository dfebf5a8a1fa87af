/* knobs.h - everything a person can set in the studio: one table, read by the panels, the keys and
 * `--set`. */
#ifndef MIEN_VIEWER_STUDIO_KNOBS_H
#define MIEN_VIEWER_STUDIO_KNOBS_H

#include "viewer/mask/mask.h"
#include "viewer/studio/drawing.h"
#include "viewer/studio/retint.h"

/* Room for a text with its end: a mask's name, a path. */
enum { KNOB_NAME_MAX = sizeof(((struct mask *)0)->name), KNOB_FILE_MAX = 4096 };

struct wishes {
    int view, theme; /* of drawing.h, of theme.h */
    bool net, light;
    double scale; /* of letters and lines */
    double blend; /* 0: the canonical face, 1: the photo's */
    double expression[MIEN_EXPRESSIONS];
    double action[MIEN_ACTION_COUNT];
    double brightness, red, yellow, color; /* as in struct retint */
    double tone, feather, opacity;         /* as in struct mask_look */
    bool eyes, mouth, person;
    char name[KNOB_NAME_MAX], file[KNOB_FILE_MAX];
};

enum knob_panel { PANEL_VIEW, PANEL_EXPRESSIONS, PANEL_ACTIONS, PANEL_MASK, PANEL_COUNT };
extern const char *const knob_panel_titles[PANEL_COUNT];

enum knob_kind { KNOB_FLAG, KNOB_CHOICE, KNOB_NUMBER, KNOB_TEXT };

struct knob {
    enum knob_panel panel;
    enum knob_kind kind;
    char key[24], title[40], help[160];
    uint32_t hotkey;          /* 0: none */
    size_t offset;            /* in struct wishes: bool, int, double or char [count] */
    const char *const *names; /* [count] of a choice */
    int count;                /* also a text's room, with its end */
    double low, high, step;   /* of a number */
};

int knob_count(void);
/* The knob at 0 .. knob_count() - 1. Cost: some text is copied. */
struct knob knob_at(int index);

/* The canonical face at rest, seen by its texture; then what a mask says, its colours as they are.
 */
struct wishes knobs_defaults(void);
void knobs_take_mask(struct wishes *w, const struct mask *m);

/* Change it: on or off, the choice `by` further round and round, by that many steps. A text is left
 * as it is. */
void knob_step(const struct knob *k, struct wishes *w, int by);
/* Its value as the panel shows it, a long text by its end: out [size], at least 8 bytes. */
void knob_show(const struct knob *k, const struct wishes *w, char *out, size_t size);
/* Whether two have the same value. */
bool knob_same(const struct knob *k, const struct wishes *a, const struct wishes *b);
/* Where between its limits a number is, 0..1; and set it there, at a step. */
float knob_share(const struct knob *k, const struct wishes *w);
void knob_place(const struct knob *k, struct wishes *w, float share);

/* "KEY=VALUE". Errors, of usage: no such key, a value that is none. */
int knobs_set(struct wishes *w, const char *setting, struct mien_error *e);
/* "happy", "happy-2:0.8" or "au12:0.5": an expression or action and its intensity 0..1, else 1.
 * Error, of usage: there is none of that name, or not that intensity. */
int knobs_express(struct wishes *w, const char *expression, struct mien_error *e);

/* What they mean to the figure, the colours, and whoever wears the mask. */
struct mien_actions knobs_actions(const struct wishes *w);
struct retint knobs_retint(const struct wishes *w);
struct mask_look knobs_look(const struct wishes *w);

#endif
