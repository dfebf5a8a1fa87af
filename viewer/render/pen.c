/* pen.c - see pen.h.
 *
 * Every shape is one kind of thing: a box with round corners, turned, filled or outlined; a disc is
 * one with no straight sides, a segment one that is as high as its line. The fragment shader knows
 * its distance from the edge, and so its cover. Letters and emoji are boxes with a place in an
 * atlas. All of a frame are drawn by one call, in the order in which they were gathered. */
#include "viewer/render/pen.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>

#include "runtime/host/utf8.h"
#include "viewer/render/type.h"

enum { CORNERS = 4, QUADS_MAX = 16384 };

enum kind { SHAPE, LETTER, PICTURE };

struct vertex {
    float x, y;         /* on the target */
    float at[2];        /* from the shape's middle along its axes; or the place in the atlas */
    float half[2];      /* of the shape, to its outer edge */
    float radius, line; /* of the corners; of the outline, 0: filled */
    uint8_t color[4];
    float kind;
};

struct pen {
    GLuint program, array, buffer, indices;
    GLint target; /* uniform: its size */
    struct type *type;
    int32_t width, height;
    struct vertex (*quad)[CORNERS];
    int32_t count;
};

static const char vertex_shader[] =
    "layout(location = 0) in vec2 place;\n"
    "layout(location = 1) in vec2 at_;\n"
    "layout(location = 2) in vec2 half_;\n"
    "layout(location = 3) in vec2 edge_;\n"
    "layout(location = 4) in vec4 color_;\n"
    "layout(location = 5) in float kind_;\n"
    "uniform vec2 target;\n"
    "out vec2 at;\n"
    "flat out vec2 size;\n"
    "flat out vec2 edge;\n"
    "flat out vec4 color;\n"
    "flat out float kind;\n"
    "void main() {\n"
    "    at = at_; size = half_; edge = edge_; color = color_; kind = kind_;\n"
    "    gl_Position = vec4(2.0 * place.x / target.x - 1.0, 1.0 - 2.0 * place.y / target.y, 0, "
    "1);\n"
    "}\n";

/* Distance from a box with round corners: I. Quilez, "2D distance functions". */
static const char fragment_shader[] =
    "in vec2 at;\n"
    "flat in vec2 size;\n"
    "flat in vec2 edge;\n"
    "flat in vec4 color;\n"
    "flat in float kind;\n"
    "uniform sampler2D letters, pictures;\n"
    "out vec4 result;\n"
    "void main() {\n"
    "    if (kind > 1.5) {\n"
    "        result = texture(pictures, at) * vec4(1, 1, 1, color.a);\n"
    "    } else if (kind > 0.5) {\n"
    "        result = vec4(color.rgb, color.a * texture(letters, at).r);\n"
    "    } else {\n"
    "        vec2 d = abs(at) - size + edge.x;\n"
    "        float far = length(max(d, 0.0)) + min(max(d.x, d.y), 0.0) - edge.x;\n"
    "        float cover = clamp(0.5 - far, 0.0, 1.0);\n"
    "        if (edge.y > 0.0) cover *= clamp(0.5 + far + edge.y, 0.0, 1.0);\n"
    "        result = vec4(color.rgb, color.a * cover);\n"
    "    }\n"
    "}\n";

/* --- opening -------------------------------------------------------------------------------- */

static void describe(GLuint index, GLint count, GLenum type, size_t offset)
{
    glVertexAttribPointer(index, count, type, type == GL_UNSIGNED_BYTE, sizeof(struct vertex),
                          (const void *)offset); // NOLINT: an offset, by OpenGL's convention
    glEnableVertexAttribArray(index);
}

static bool make_buffers(struct pen *p)
{
    uint16_t(*index)[6] = malloc(QUADS_MAX * sizeof *index);
    if (!index)
        return false;
    for (int32_t i = 0; i < QUADS_MAX; i++) {
        static const uint8_t corner[6] = {0, 1, 2, 2, 1, 3};
        for (int k = 0; k < 6; k++)
            index[i][k] = (uint16_t)(CORNERS * i + corner[k]);
    }
    glGenVertexArrays(1, &p->array);
    glGenBuffers(1, &p->buffer);
    glGenBuffers(1, &p->indices);
    glBindVertexArray(p->array);
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, p->indices);
    glBufferData(GL_ELEMENT_ARRAY_BUFFER, QUADS_MAX * sizeof *index, index, GL_STATIC_DRAW);
    glBindBuffer(GL_ARRAY_BUFFER, p->buffer);
    glBufferData(GL_ARRAY_BUFFER, QUADS_MAX * sizeof *p->quad, NULL, GL_STREAM_DRAW);
    describe(0, 2, GL_FLOAT, offsetof(struct vertex, x));
    describe(1, 2, GL_FLOAT, offsetof(struct vertex, at));
    describe(2, 2, GL_FLOAT, offsetof(struct vertex, half));
    describe(3, 2, GL_FLOAT, offsetof(struct vertex, radius));
    describe(4, 4, GL_UNSIGNED_BYTE, offsetof(struct vertex, color));
    describe(5, 1, GL_FLOAT, offsetof(struct vertex, kind));
    glBindVertexArray(0);
    free(index);
    return true;
}

int pen_open(struct pen **out, struct mien_error *e)
{
    struct pen *p = calloc(1, sizeof *p);
    *out = NULL;
    if (!p)
        return error_memory(e, "the pen", sizeof *p);
    p->quad = malloc(QUADS_MAX * sizeof *p->quad);
    p->program = gl_program("pen", vertex_shader, fragment_shader, e);
    if (!p->quad || (p->program && !make_buffers(p)))
        error_memory(e, "the pen", QUADS_MAX * sizeof *p->quad);
    if (!p->quad || !p->array || type_open(&p->type, e) != 0) {
        pen_close(p);
        return -1;
    }
    p->target = glGetUniformLocation(p->program, "target");
    glUseProgram(p->program);
    glUniform1i(glGetUniformLocation(p->program, "letters"), 0);
    glUniform1i(glGetUniformLocation(p->program, "pictures"), 1);
    *out = p;
    return 0;
}

void pen_close(struct pen *p)
{
    if (!p)
        return;
    type_close(p->type);
    glDeleteProgram(p->program);
    glDeleteVertexArrays(1, &p->array);
    glDeleteBuffers(1, &p->buffer);
    glDeleteBuffers(1, &p->indices);
    free(p->quad);
    free(p);
}

/* --- gathering ------------------------------------------------------------------------------ */

static void flush(struct pen *p)
{
    if (p->count == 0)
        return;
    glViewport(0, 0, p->width, p->height);
    glDisable(GL_DEPTH_TEST);
    glEnable(GL_BLEND);
    glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    glUseProgram(p->program);
    glUniform2f(p->target, (float)p->width, (float)p->height);
    glActiveTexture(GL_TEXTURE1);
    glBindTexture(GL_TEXTURE_2D, type_pictures(p->type));
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, type_texture(p->type));
    glBindVertexArray(p->array);
    glBindBuffer(GL_ARRAY_BUFFER, p->buffer);
    /* A fresh buffer: the last one may still be drawn from. */
    glBufferData(GL_ARRAY_BUFFER, QUADS_MAX * sizeof *p->quad, NULL, GL_STREAM_DRAW);
    glBufferSubData(GL_ARRAY_BUFFER, 0, (GLsizeiptr)((size_t)p->count * sizeof *p->quad), p->quad);
    glDrawElements(GL_TRIANGLES, 6 * p->count, GL_UNSIGNED_SHORT, NULL);
    glBindVertexArray(0);
    glDisable(GL_BLEND);
    p->count = 0;
}

void pen_begin(struct pen *p, int32_t width, int32_t height)
{
    p->width = width;
    p->height = height;
    p->count = 0;
}

void pen_end(struct pen *p)
{
    flush(p);
}

static struct vertex *next_quad(struct pen *p)
{
    if (p->count == QUADS_MAX)
        flush(p);
    return p->quad[p->count++];
}

/* A box about (x, y) whose first axis points along (c, s). */
static void add_shape(struct pen *p, float x, float y, float c, float s, const float half[2],
                      float radius, float line, struct tint color)
{
    if (color.a == 0 || !isfinite(x) || !isfinite(y))
        return;
    struct vertex *v = next_quad(p);
    for (int i = 0; i < CORNERS; i++) {
        /* A pixel more on each side has room for the soft edge. */
        const float a = (i & 1 ? 1 : -1) * (half[0] + 1), b = (i & 2 ? 1 : -1) * (half[1] + 1);
        v[i] = (struct vertex){x + a * c - b * s,
                               y + a * s + b * c,
                               {a, b},
                               {half[0], half[1]},
                               fminf(radius, fminf(half[0], half[1])),
                               line,
                               {color.r, color.g, color.b, color.a},
                               SHAPE};
    }
}

void pen_rectangle(struct pen *p, struct pen_box b, float radius, struct tint fill)
{
    pen_outline(p, b, radius, 0, fill);
}

void pen_outline(struct pen *p, struct pen_box b, float radius, float line, struct tint color)
{
    const float half[2] = {b.width / 2, b.height / 2};
    if (b.width > 0 && b.height > 0)
        add_shape(p, b.x + half[0], b.y + half[1], 1, 0, half, radius, line, color);
}

void pen_disc(struct pen *p, float x, float y, float radius, struct tint fill)
{
    add_shape(p, x, y, 1, 0, (const float[]){radius, radius}, radius, 0, fill);
}

static void add_segment(struct pen *p, const float a[2], const float b[2], float line,
                        struct tint color)
{
    const float dx = b[0] - a[0], dy = b[1] - a[1], length = hypotf(dx, dy);
    const float c = length > 0 ? dx / length : 1, s = length > 0 ? dy / length : 0;
    add_shape(p, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2, c, s,
              (const float[]){(length + line) / 2, line / 2}, line / 2, 0, color);
}

void pen_line(struct pen *p, const float (*points)[2], int32_t count, bool closed, float line,
              struct tint color, struct tint edge)
{
    const int32_t segments = closed ? count : count - 1;
    for (int32_t i = 0; i < segments; i++)
        add_segment(p, points[i], points[(i + 1) % count], line * 2 + 1, edge);
    for (int32_t i = 0; i < segments; i++)
        add_segment(p, points[i], points[(i + 1) % count], line, color);
}

void pen_segments(struct pen *p, const float (*points)[2], int32_t count, float line,
                  struct tint color)
{
    for (int32_t i = 0; i < count; i++)
        add_segment(p, points[2 * i], points[2 * i + 1], line, color);
}

/* A quad of any form is a shape without an edge near. */
void pen_strip(struct pen *p, const float (*points)[2], int32_t count, struct tint fill)
{
    for (int32_t i = 0; i + 3 < count; i += 2) {
        struct vertex *v = next_quad(p);
        for (int k = 0; k < CORNERS; k++)
            v[k] = (struct vertex){points[i + k][0],
                                   points[i + k][1],
                                   {0, 0},
                                   {8, 8},
                                   0,
                                   0,
                                   {fill.r, fill.g, fill.b, fill.a},
                                   SHAPE};
    }
}

/* --- letters -------------------------------------------------------------------------------- */

static const struct glyph *find_glyph(struct pen *p, int size, uint32_t point)
{
    if (point == UTF8_BAD)
        point = UTF8_REPLACEMENT;
    const struct glyph *g = type_glyph(p->type, size, point);
    if (g)
        return g;
    flush(p); /* what is gathered needs the glyphs that make room */
    type_clear(p->type);
    return type_glyph(p->type, size, point);
}

static int whole_size(float size)
{
    return (int)fmaxf(6, fminf(200, roundf(size)));
}

static void add_glyph(struct pen *p, const struct glyph *g, const float corner[CORNERS][2],
                      float side, struct tint color, enum kind kind)
{
    struct vertex *v = next_quad(p);
    for (int i = 0; i < CORNERS; i++)
        v[i] = (struct vertex){corner[i][0],
                               corner[i][1],
                               {((float)g->x + (float)(i & 1 ? g->width : 0)) / side,
                                ((float)g->y + (float)(i & 2 ? g->height : 0)) / side},
                               {0, 0},
                               0,
                               0,
                               {color.r, color.g, color.b, color.a},
                               (float)kind};
}

static void add_letter(struct pen *p, const struct glyph *g, float x, float y, struct tint color)
{
    const float left = roundf(x + g->left), top = roundf(y);
    const float right = left + (float)g->width, bottom = top + (float)g->height;
    if (g->width > 0)
        add_glyph(
            p, g,
            (const float[CORNERS][2]){{left, top}, {right, top}, {left, bottom}, {right, bottom}},
            TYPE_SIDE, color, LETTER);
}

float pen_text_width(struct pen *p, float size, const char *text)
{
    float width = 0;
    while (*text) {
        const struct glyph *g = find_glyph(p, whole_size(size), utf8_next(&text));
        width += g ? g->advance : 0;
    }
    return width;
}

float pen_text(struct pen *p, float x, float y, float size, enum pen_anchor anchor,
               struct tint color, const char *text)
{
    const float width = pen_text_width(p, size, text);
    x -= anchor == PEN_RIGHT ? width : anchor == PEN_CENTRE ? width / 2 : 0;
    while (*text) {
        const struct glyph *g = find_glyph(p, whole_size(size), utf8_next(&text));
        if (!g)
            continue;
        add_letter(p, g, x, y, color);
        x += g->advance;
    }
    return width;
}

float pen_text_in(struct pen *p, float x, float y, float size, float width, struct tint color,
                  const char *text)
{
    static const char ellipsis[] = "\u2026";
    if (pen_text_width(p, size, text) <= width)
        return pen_text(p, x, y, size, PEN_LEFT, color, text);
    const float room = width - pen_text_width(p, size, ellipsis);
    const float from = x;
    while (*text) {
        const struct glyph *g = find_glyph(p, whole_size(size), utf8_next(&text));
        if (!g || x - from + g->advance > room)
            break;
        add_letter(p, g, x, y, color);
        x += g->advance;
    }
    return x - from + pen_text(p, x, y, size, PEN_LEFT, color, ellipsis);
}

bool pen_emoji(struct pen *p, const char *emoji, float x, float y, float size, float angle)
{
    const struct glyph *g = *emoji ? type_emoji(p->type, utf8_next(&emoji)) : NULL;
    if (!g)
        return false;
    const float larger = (float)(g->width > g->height ? g->width : g->height);
    const float a = size / 2 * (float)g->width / larger, b = size / 2 * (float)g->height / larger;
    const float c = cosf(angle), s = sinf(angle);
    float corner[CORNERS][2];
    for (int i = 0; i < CORNERS; i++) {
        const float u = i & 1 ? a : -a, v = i & 2 ? b : -b;
        corner[i][0] = x + u * c - v * s;
        corner[i][1] = y + u * s + v * c;
    }
    add_glyph(p, g, corner, EMOJI_SIDE, (struct tint){255, 255, 255, 255}, PICTURE);
    return true;
}
