/* presets.h - the masks that come with mien: two portraits, the rest painted by mien itself. */
#ifndef MIEN_VIEWER_MASK_PRESETS_H
#define MIEN_VIEWER_MASK_PRESETS_H

#include "runtime/face/mien_face.h"
#include "viewer/mask/mask.h"

/* name, what it is called on the screen */
#define MASK_PRESETS(X)                                                                            \
    X(collins, "Eileen Collins")                                                                   \
    X(mona_lisa, "Mona Lisa")                                                                      \
    X(robot, "Robot")                                                                              \
    X(clown, "Clown")                                                                              \
    X(skull, "Skull")                                                                              \
    X(cat, "Cat")

enum mask_preset {
#define X(name, title) MASK_##name,
    MASK_PRESETS(X)
#undef X
        MASK_PRESET_COUNT
};
extern const char *const mask_preset_names[MASK_PRESET_COUNT];  /* "mona-lisa", for --mask */
extern const char *const mask_preset_titles[MASK_PRESET_COUNT]; /* "Mona Lisa" */

/* The preset called `name`, or -1. */
int mask_preset_named(const char *name);

/* Make it: the painted ones in about half a second, the portraits from their pictures with `faces`
 * (NULL for painted ones). Errors:
 * out of memory, a portrait that is not in mien's home. */
int mask_preset(struct mask *m, enum mask_preset preset, struct mien_faces *faces,
                struct mien_error *e);

/* The mask that a person means by `what`: a preset's name, a mask file, or a photo of a face.
 * Errors: those of mask_preset, mask_open and mask_unwrap_file. */
int mask_make(struct mask *m, const char *what, struct mien_faces *faces, struct mien_error *e);

#endif
