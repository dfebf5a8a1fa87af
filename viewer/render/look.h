/* look.h - what is drawn over a frame: choices a person makes, as plain numbers, so that the table
 * of settings (viewer/view/settings.h) reaches each by its place. */
#ifndef MIEN_VIEWER_RENDER_LOOK_H
#define MIEN_VIEWER_RENDER_LOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "viewer/render/theme.h"

#define LOOK_MESHES(X)                                                                             \
    X(MESH_OFF, "off")                                                                             \
    X(MESH_WIRE, "wire")                                                                           \
    X(MESH_CONTOURS, "contours")                                                                   \
    X(MESH_POINTS, "points")                                                                       \
    X(MESH_68, "68")

#define LOOK_PRIVACIES(X)                                                                          \
    X(PRIVACY_OFF, "off")                                                                          \
    X(PRIVACY_BLUR, "blur")                                                                        \
    X(PRIVACY_PIXELS, "pixels")                                                                    \
    X(PRIVACY_BACKGROUND, "background")

#define X(symbol, name) symbol,
enum look_mesh { LOOK_MESHES(X) LOOK_MESH_COUNT };
enum look_privacy { LOOK_PRIVACIES(X) LOOK_PRIVACY_COUNT };
#undef X
extern const char *const look_mesh_names[LOOK_MESH_COUNT];
extern const char *const look_privacy_names[LOOK_PRIVACY_COUNT];

struct look {
    int mesh;    /* enum look_mesh */
    bool box;    /* box and name of each face */
    bool axes;   /* of the head's pose */
    bool bars;   /* emotion bars beside each face */
    bool strip;  /* history of emotions along the lower edge */
    bool emoji;  /* over each face */
    bool times;  /* frames a second and milliseconds of each stage */
    int privacy; /* enum look_privacy */
    bool swap;   /* the mask is worn */
    int theme;   /* enum theme_name */
    bool mirror; /* the picture as in a mirror; letters are not */
    float scale; /* of letters and lines: 1 at 96 dots an inch */
};
struct look look_defaults(void);

#endif
