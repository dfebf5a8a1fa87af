/* type.h - letters and emoji as pictures on the GPU: each glyph is rasterised once, by SDL2_ttf,
 * into an atlas. Private to the room. */
#ifndef MIEN_VIEWER_RENDER_TYPE_H
#define MIEN_VIEWER_RENDER_TYPE_H

#include "viewer/render/gl.h"

enum { TYPE_SIDE = 1024, EMOJI_SIDE = 1024 }; /* texels of the atlases */

/* Where a glyph lies in its atlas, in texels, and what it takes on a line, in pixels. */
struct glyph {
    int16_t x, y, width, height;
    float left;    /* from the pen to its left edge; its upper edge is that of the line */
    float advance; /* to the next one's pen */
};

struct type;

/* Errors: no font (with the Debian package), out of memory. */
int type_open(struct type **t, struct mien_error *e);
void type_close(struct type *t); /* accepts NULL */

/* The glyph of a code point at `size` pixels an em; NULL where the atlas is full: type_clear makes
 * room, once what lies in it has been drawn. A character that the font has not is its empty box. */
const struct glyph *type_glyph(struct type *t, int size, uint32_t point);
void type_clear(struct type *t);

/* An emoji at its only size; NULL: there is none. */
const struct glyph *type_emoji(struct type *t, uint32_t point);

/* Height of a line at `size`. */
float type_line(struct type *t, int size);

GLuint type_texture(const struct type *t);  /* [TYPE_SIDE, TYPE_SIDE] in red: cover */
GLuint type_pictures(const struct type *t); /* [EMOJI_SIDE, EMOJI_SIDE] in colour */

#endif
