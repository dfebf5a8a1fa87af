/* drawing.h - a figure on the GPU: with a mask's texture, as a net, by its normals, as points, or
 * rolled out flat.
 *
 * It is drawn with a depth buffer and four samples a pixel, where they can be had, on a framebuffer
 * of its own, then copied to the left top of the one that was current. Where a mask covers nothing,
 * a grey head shows. */
#ifndef MIEN_VIEWER_STUDIO_DRAWING_H
#define MIEN_VIEWER_STUDIO_DRAWING_H

#include "viewer/mask/mask.h"
#include "viewer/render/gl.h"
#include "viewer/render/theme.h"
#include "viewer/studio/figure.h"

/* Symbol, what it is called. */
#define DRAWING_VIEWS(X)                                                                           \
    X(DRAWING_TEXTURE, "texture")                                                                  \
    X(DRAWING_WIRE, "wire")                                                                        \
    X(DRAWING_NORMALS, "normals")                                                                  \
    X(DRAWING_POINTS, "points")                                                                    \
    X(DRAWING_UV, "uv")

#define X(symbol, name) symbol,
enum drawing_view { DRAWING_VIEWS(X) DRAWING_VIEW_COUNT };
#undef X
extern const char *const drawing_view_names[DRAWING_VIEW_COUNT];

struct drawing;

/* Needs a current context. Errors: a shader that does not compile, out of memory. */
int drawing_open(struct drawing **d, struct mien_error *e);
void drawing_close(struct drawing *d); /* accepts NULL; the context is current */

/* The mask's texels [MASK_SIDE, MASK_SIDE, 4]; they are copied. */
void drawing_texels(struct drawing *d, const uint8_t *texels);

struct drawing_wish {
    enum drawing_view view;
    bool net, light; /* lines over the texture; shaded */
    enum theme_name theme;
    const struct mask_look *look;
    const float *matrix; /* [16], of the camera or of drawing_flat */
    float unit;          /* pixels a unit of lines */
};

/* What drawing_flat's matrix takes: the texture's square in the middle of a picture, `zoom` times
 * as large as fits, moved by `shift`, shares of its height. Points are u, v, 0. */
void drawing_flat(float zoom, const float shift[2], int32_t width, int32_t height, float out[16]);

/* Draw on width x height pixels. Error: a framebuffer of that size cannot be had. */
int drawing_show(struct drawing *d, const struct figure *f, const struct drawing_wish *w,
                 int32_t width, int32_t height, struct mien_error *e);

#endif
