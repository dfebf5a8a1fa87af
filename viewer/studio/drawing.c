/* drawing.c - see drawing.h. Each triangle has vertices of its own, so that lines are drawn by how
 * far a pixel is from its sides: smooth, hidden where the face hides them. */
#include "viewer/studio/drawing.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/mask/surface.h"

enum { SAMPLES = 4, VERTICES = 3 * MIEN_MESH_TRIANGLES };

struct vertex {
    float place[3], normal[3], uv[2];
    float edge;    /* from the oval, shares of the face's width */
    float opening; /* 0: skin, 1: an eye, 2: the mouth */
    float side[3]; /* 1 at its own corner, 0 at the others */
};

struct drawing {
    GLuint program, array, buffer;
    GLuint framebuffer, color, depth; /* of SAMPLES */
    int32_t width, height;
    struct gl_target flat; /* what the samples come to */
    struct gl_texture texture;
    struct vertex vertex[VERTICES]; /* all but place and normal never changes */
};

#define X(symbol, name) name,
const char *const drawing_view_names[DRAWING_VIEW_COUNT] = {DRAWING_VIEWS(X)};
#undef X

static const char vertex_shader[] =
    "layout(location = 0) in vec3 place;\n"
    "layout(location = 1) in vec3 normal_;\n"
    "layout(location = 2) in vec2 uv_;\n"
    "layout(location = 3) in float edge_;\n"
    "layout(location = 4) in float opening_;\n"
    "layout(location = 5) in vec3 side_;\n"
    "uniform mat4 matrix;\n"
    "uniform bool rolled;\n"
    "uniform float size;\n"
    "out vec3 normal, side;\n"
    "out vec2 uv;\n"
    "out float edge;\n"
    "flat out float opening;\n"
    "void main() {\n"
    "    normal = normal_; uv = uv_; edge = edge_; opening = opening_; side = side_;\n"
    "    gl_Position = matrix * vec4(rolled ? vec3(uv_, 0) : place, 1);\n"
    "    gl_PointSize = size;\n"
    "}\n";

/* `show`: 0 texture, whose first row is v = 1, 1 plain, 2 normals, 3 a point. The light stands
 * above the camera's left of a face seen from the front, and fills from the other side. */
static const char fragment_shader[] =
    "in vec3 normal, side;\n"
    "in vec2 uv;\n"
    "in float edge;\n"
    "flat in float opening;\n"
    "uniform sampler2D mask;\n"
    "uniform int show;\n"
    "uniform bool light, whole;\n"
    "uniform vec2 open;\n"
    "uniform float feather, opacity, line;\n"
    "uniform vec3 head, ink;\n"
    "out vec4 result;\n"
    "void main() {\n"
    "    vec3 n = normalize(normal);\n"
    "    float key = max(0.0, dot(n, normalize(vec3(-0.4, 0.6, 0.8))));\n"
    "    float fill = max(0.0, dot(n, normalize(vec3(0.8, -0.2, 0.3))));\n"
    "    float shade = 0.42 + 0.55 * key + 0.12 * fill;\n"
    "    vec3 color = head * shade;\n"
    "    if (show == 0) {\n"
    "        vec4 texel = texture(mask, vec2(uv.x, 1.0 - uv.y));\n"
    "        float cover = texel.a;\n"
    "        if (!whole) {\n"
    "            cover *= opacity * smoothstep(0.0, max(feather, 1e-4), edge);\n"
    "            if (opening > 0.5) cover *= 1.0 - (opening < 1.5 ? open.x : open.y);\n"
    "        }\n"
    "        color = mix(color, texel.rgb * (light ? 0.25 + 0.8 * shade : 1.0), cover);\n"
    "    } else if (show == 2) {\n"
    "        color = 0.5 + 0.5 * n;\n"
    "    } else if (show == 3) {\n"
    "        if (length(gl_PointCoord - 0.5) > 0.5) discard;\n"
    "        color = ink;\n"
    "    }\n"
    "    if (line > 0.0) {\n"
    "        vec3 far = side / max(fwidth(side), vec3(1e-6));\n"
    "        float near = min(far.x, min(far.y, far.z));\n"
    "        color = mix(ink, color, smoothstep(0.5 * line - 0.5, 0.5 * line + 0.5, near));\n"
    "    }\n"
    "    result = vec4(color, 1);\n"
    "}\n";

/* --- opening -------------------------------------------------------------------------------- */

static float opening_of(const uint16_t triangle[3])
{
    const int32_t contour = mien_mesh_opening(triangle);
    return contour < 0 ? 0.0f : contour == MIEN_CONTOUR_INNER_LIPS ? 2.0f : 1.0f;
}

static void fill_vertices(struct drawing *d)
{
    float edge[MIEN_MESH_POINTS];
    surface_edge(edge);
    for (int t = 0; t < MIEN_MESH_TRIANGLES; t++)
        for (int c = 0; c < 3; c++) {
            const uint16_t point = mien_mesh_triangles[t][c];
            struct vertex *v = &d->vertex[3 * t + c];
            memcpy(v->uv, mien_mesh_uv[point], sizeof v->uv);
            v->edge = edge[point];
            v->opening = opening_of(mien_mesh_triangles[t]);
            v->side[c] = 1.0f;
        }
}

static void make_array(struct drawing *d)
{
    static const struct {
        int count;
        size_t offset;
    } attributes[] = {
        {3, offsetof(struct vertex, place)},   {3, offsetof(struct vertex, normal)},
        {2, offsetof(struct vertex, uv)},      {1, offsetof(struct vertex, edge)},
        {1, offsetof(struct vertex, opening)}, {3, offsetof(struct vertex, side)},
    };
    glGenVertexArrays(1, &d->array);
    glBindVertexArray(d->array);
    glGenBuffers(1, &d->buffer);
    glBindBuffer(GL_ARRAY_BUFFER, d->buffer);
    for (GLuint i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        glEnableVertexAttribArray(i);
        glVertexAttribPointer(i, attributes[i].count, GL_FLOAT, GL_FALSE, sizeof(struct vertex),
                              (const void *)attributes[i].offset);
    }
    glBindVertexArray(0);
}

int drawing_open(struct drawing **out, struct mien_error *e)
{
    struct drawing *d = *out = calloc(1, sizeof *d);
    if (!d)
        return error_memory(e, "the drawing", sizeof *d);
    fill_vertices(d);
    d->program = gl_program("figure", vertex_shader, fragment_shader, e);
    if (!d->program) {
        drawing_close(d);
        *out = NULL;
        return -1;
    }
    make_array(d);
    return 0;
}

static void free_samples(struct drawing *d)
{
    glDeleteFramebuffers(1, &d->framebuffer);
    glDeleteRenderbuffers(1, &d->color);
    glDeleteRenderbuffers(1, &d->depth);
    d->width = d->height = 0;
}

void drawing_close(struct drawing *d)
{
    if (!d)
        return;
    free_samples(d);
    gl_target_free(&d->flat);
    gl_texture_free(&d->texture);
    glDeleteBuffers(1, &d->buffer);
    glDeleteVertexArrays(1, &d->array);
    glDeleteProgram(d->program);
    free(d);
}

void drawing_texels(struct drawing *d, const uint8_t *texels)
{
    gl_texture_fill(&d->texture, texels, MASK_SIDE, MASK_SIDE, 4, true);
}

/* --- drawing -------------------------------------------------------------------------------- */

void drawing_flat(float zoom, const float shift[2], int32_t width, int32_t height, float out[16])
{
    const float shape = (float)width / (float)height;
    const float tall = 1.84f * zoom * fminf(1.0f, shape), wide = tall / shape;
    memset(out, 0, 16 * sizeof *out);
    out[0] = wide;
    out[5] = tall;
    out[10] = 1.0f;
    out[12] = -0.5f * wide + 2.0f * shift[0] / shape;
    out[13] = -0.5f * tall + 2.0f * shift[1];
    out[15] = 1.0f;
}

/* Four samples a pixel where the driver has them: Mesa's softpipe does not. */
static GLuint make_samples(GLenum format, GLenum attachment, int32_t width, int32_t height)
{
    GLuint name;
    GLint most = 0;
    glGetIntegerv(GL_MAX_SAMPLES, &most);
    glGenRenderbuffers(1, &name);
    glBindRenderbuffer(GL_RENDERBUFFER, name);
    glRenderbufferStorageMultisample(GL_RENDERBUFFER, most < SAMPLES ? most : SAMPLES, format,
                                     width, height);
    glFramebufferRenderbuffer(GL_FRAMEBUFFER, attachment, GL_RENDERBUFFER, name);
    return name;
}

/* Draw on the samples from now on. */
static int use_samples(struct drawing *d, int32_t width, int32_t height, struct mien_error *e)
{
    if (d->width != width || d->height != height) {
        free_samples(d);
        glGenFramebuffers(1, &d->framebuffer);
        glBindFramebuffer(GL_FRAMEBUFFER, d->framebuffer);
        d->color = make_samples(GL_RGBA8, GL_COLOR_ATTACHMENT0, width, height);
        d->depth = make_samples(GL_DEPTH_COMPONENT24, GL_DEPTH_ATTACHMENT, width, height);
        if (glCheckFramebufferStatus(GL_FRAMEBUFFER) != GL_FRAMEBUFFER_COMPLETE)
            return error_set(e, "OpenGL", 0, "cannot draw in 3D on a picture of %d x %d pixels",
                             (int)width, (int)height);
        d->width = width;
        d->height = height;
    }
    glBindFramebuffer(GL_FRAMEBUFFER, d->framebuffer);
    glViewport(0, 0, width, height);
    return 0;
}

static void copy(GLuint from, GLuint to, int32_t width, int32_t height, int32_t below)
{
    glBindFramebuffer(GL_READ_FRAMEBUFFER, from);
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, to);
    glBlitFramebuffer(0, 0, width, height, 0, below, width, below + height, GL_COLOR_BUFFER_BIT,
                      GL_NEAREST);
}

static void place_vertices(struct drawing *d, const struct figure *f)
{
    for (int t = 0; t < MIEN_MESH_TRIANGLES; t++)
        for (int c = 0; c < 3; c++) {
            const uint16_t point = mien_mesh_triangles[t][c];
            memcpy(d->vertex[3 * t + c].place, f->vertex[point], sizeof f->vertex[point]);
            memcpy(d->vertex[3 * t + c].normal, f->normal[point], sizeof f->normal[point]);
        }
    glBindBuffer(GL_ARRAY_BUFFER, d->buffer);
    glBufferData(GL_ARRAY_BUFFER, sizeof d->vertex, d->vertex, GL_STREAM_DRAW);
}

static void set_color(GLuint program, const char *name, struct tint t)
{
    glUniform3f(glGetUniformLocation(program, name), (float)t.r / 255.0f, (float)t.g / 255.0f,
                (float)t.b / 255.0f);
}

static void set_uniforms(const struct drawing *d, const struct drawing_wish *w)
{
    static const int show[DRAWING_VIEW_COUNT] = {
        [DRAWING_WIRE] = 1, [DRAWING_NORMALS] = 2, [DRAWING_POINTS] = 1};
    static const struct tint head[THEME_COUNT] = {
        [THEME_DARK] = {70, 74, 80, 255}, [THEME_LIGHT] = {205, 207, 210, 255}};
    const GLuint p = d->program;
    const bool net = w->net || w->view == DRAWING_WIRE || w->view == DRAWING_UV;
    glUseProgram(p);
    glUniformMatrix4fv(glGetUniformLocation(p, "matrix"), 1, GL_FALSE, w->matrix);
    glUniform1i(glGetUniformLocation(p, "rolled"), w->view == DRAWING_UV);
    glUniform1i(glGetUniformLocation(p, "whole"), w->view == DRAWING_UV);
    glUniform1i(glGetUniformLocation(p, "show"), show[w->view]);
    glUniform1i(glGetUniformLocation(p, "light"), w->light && w->view != DRAWING_UV);
    glUniform2f(glGetUniformLocation(p, "open"), w->look->eyes, w->look->mouth);
    glUniform1f(glGetUniformLocation(p, "feather"), w->look->feather);
    glUniform1f(glGetUniformLocation(p, "opacity"), w->look->opacity);
    glUniform1f(glGetUniformLocation(p, "line"), net ? fmaxf(1.0f, 0.8f * w->unit) : 0.0f);
    glUniform1f(glGetUniformLocation(p, "size"), 6.0f * w->unit);
    set_color(p, "head", head[w->theme]);
    set_color(p, "ink", theme_tint(w->theme, THEME_ACCENT));
}

/* Points lie a little nearer than the face, or half of each would sink into it. */
static void draw_points(const struct drawing *d)
{
    glUniform1i(glGetUniformLocation(d->program, "show"), 3);
    glUniform1f(glGetUniformLocation(d->program, "line"), 0.0f);
    glEnable(GL_PROGRAM_POINT_SIZE);
    glDepthRange(0.0, 0.998);
    glDrawArrays(GL_POINTS, 0, VERTICES);
    glDepthRange(0.0, 1.0);
    glDisable(GL_PROGRAM_POINT_SIZE);
}

static void draw_figure(struct drawing *d, const struct figure *f, const struct drawing_wish *w)
{
    const struct tint ground = theme_tint(w->theme, THEME_GROUND);
    glClearColor((float)ground.r / 255.0f, (float)ground.g / 255.0f, (float)ground.b / 255.0f, 1);
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
    glBindVertexArray(d->array);
    place_vertices(d, f);
    set_uniforms(d, w);
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, d->texture.name);
    glEnable(GL_DEPTH_TEST);
    glDisable(GL_BLEND);
    glDrawArrays(GL_TRIANGLES, 0, VERTICES);
    if (w->view == DRAWING_POINTS)
        draw_points(d);
    glDisable(GL_DEPTH_TEST);
    glBindVertexArray(0);
}

int drawing_show(struct drawing *d, const struct figure *f, const struct drawing_wish *w,
                 int32_t width, int32_t height, struct mien_error *e)
{
    GLint current = 0, view[4];
    glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &current);
    glGetIntegerv(GL_VIEWPORT, view);
    int result = use_samples(d, width, height, e);
    if (result == 0) {
        draw_figure(d, f, w);
        result = gl_target_use(&d->flat, width, height, e);
    }
    if (result == 0) {
        copy(d->framebuffer, d->flat.framebuffer, width, height, 0);
        copy(d->flat.framebuffer, (GLuint)current, width, height, view[3] - height);
    }
    glBindFramebuffer(GL_FRAMEBUFFER, (GLuint)current);
    glViewport(view[0], view[1], view[2], view[3]);
    return result;
}
