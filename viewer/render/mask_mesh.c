/* mask_mesh.c - see mask_mesh.h. */
#include "viewer/render/mask_mesh.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/expression/mien_expression.h"
#include "viewer/mask/surface.h"

/* Where the real eyes or mouth show through, the mask ends over this share of the face's width. */
#define OPENING_EDGE 0.012f

enum edge { EDGE_OVAL, EDGE_EYES, EDGE_MOUTH, EDGES };

struct vertex {
    float place[3]; /* -1..1 across the target, and w */
    float uv[2];
    float offset[3]; /* of the tone */
    float edge[EDGES];
    float outline; /* how much is seen where the head turns away, 0..1 */
};

/* A triangle with its depth, for the order of drawing. */
struct rank {
    float depth;
    uint16_t triangle;
};

struct mask_mesh {
    GLuint program, array, buffer, indices;
    GLint scale, feather, open, opacity; /* uniforms */
    float edge[MIEN_MESH_POINTS][EDGES]; /* distances, shares of the face's width */
    int8_t opening[MIEN_MESH_TRIANGLES]; /* contour that it closes, -1: skin */
    struct vertex vertex[MIEN_MESH_POINTS];
    struct rank rank[MIEN_MESH_TRIANGLES];
    uint16_t index[MIEN_MESH_TRIANGLES][3];
};

static const char vertex_shader[] = "layout(location = 0) in vec3 place;\n"
                                    "layout(location = 1) in vec2 uv_;\n"
                                    "layout(location = 2) in vec3 offset_;\n"
                                    "layout(location = 3) in vec3 edge_;\n"
                                    "layout(location = 4) in float outline_;\n"
                                    "out vec2 uv;\n"
                                    "out vec3 offset, edge;\n"
                                    "out float outline;\n"
                                    "void main() {\n"
                                    "    uv = uv_; offset = offset_; edge = edge_;\n"
                                    "    outline = outline_;\n"
                                    "    gl_Position = vec4(place.xy * place.z, 0, place.z);\n"
                                    "}\n";

/* Oklab: B. Ottosson, "A perceptual color space for image processing" (2020). Matrices are given by
 * columns. */
static const char fragment_shader[] =
    "in vec2 uv;\n"
    "in vec3 offset, edge;\n"
    "in float outline;\n"
    "uniform sampler2D mask;\n"
    "uniform vec3 scale;\n"
    "uniform vec2 open;\n" /* 1: the real eyes, the real mouth show through */
    "uniform float feather, opacity;\n"
    "out vec4 result;\n"
    "vec3 linear(vec3 c) {\n"
    "    return mix(c / 12.92, pow((c + 0.055) / 1.055, vec3(2.4)), step(0.04045, c));\n"
    "}\n"
    "vec3 srgb(vec3 c) {\n"
    "    c = clamp(c, 0.0, 1.0);\n"
    "    return mix(c * 12.92, 1.055 * pow(c, vec3(1.0 / 2.4)) - 0.055, step(0.0031308, c));\n"
    "}\n"
    "const mat3 to_lms = mat3(0.4122214708, 0.2119034982, 0.0883024619,\n"
    "                         0.5363325363, 0.6806995451, 0.2817188376,\n"
    "                         0.0514459929, 0.1073969566, 0.6299787005);\n"
    "const mat3 to_lab = mat3(0.2104542553, 1.9779984951, 0.0259040371,\n"
    "                         0.7936177850, -2.4285922050, 0.7827717662,\n"
    "                         -0.0040720468, 0.4505937099, -0.8086757660);\n"
    "const mat3 from_lab = mat3(1.0, 1.0, 1.0,\n"
    "                           0.3963377774, -0.1055613458, -0.0894841775,\n"
    "                           0.2158037573, -0.0638541728, -1.2914855480);\n"
    "const mat3 from_lms = mat3(4.0767416621, -1.2684380046, -0.0041960863,\n"
    "                           -3.3077115913, 2.6097574011, -0.7034186147,\n"
    "                           0.2309699292, -0.3413193965, 1.7076147010);\n"
    "void main() {\n"
    "    vec4 texel = texture(mask, uv);\n"
    "    vec3 lab = to_lab * pow(to_lms * linear(texel.rgb), vec3(1.0 / 3.0));\n"
    "    vec3 lms = from_lab * (lab * scale + offset);\n"
    "    float cover = texel.a * opacity * outline;\n"
    "    cover *= smoothstep(0.0, max(feather, 1e-4), edge.x);\n"
    "    cover *= mix(1.0, smoothstep(0.0, EDGE, edge.y), open.x);\n"
    "    cover *= mix(1.0, smoothstep(0.0, EDGE, edge.z), open.y);\n"
    "    result = vec4(srgb(from_lms * (lms * lms * lms)), cover);\n"
    "}\n";

/* --- what every mask shares ----------------------------------------------------------------- */

static float distance_to_segment(const float *p, const float *a, const float *b)
{
    float along = 0, length = 0, far = 0;
    for (int i = 0; i < 3; i++) {
        along += (p[i] - a[i]) * (b[i] - a[i]);
        length += (b[i] - a[i]) * (b[i] - a[i]);
    }
    const float t = fmaxf(0, fminf(1, along / length));
    for (int i = 0; i < 3; i++) {
        const float d = p[i] - (a[i] + t * (b[i] - a[i]));
        far += d * d;
    }
    return sqrtf(far);
}

static float distance_to_contour(const float *p, enum mien_contour_name name)
{
    const struct mien_contour *c = &mien_contours[name];
    const uint16_t *points = mien_contour_points + c->first;
    float least = INFINITY;
    for (int i = 0; i < c->count; i++)
        least = fminf(least, distance_to_segment(p, mien_mesh_vertices[points[i]],
                                                 mien_mesh_vertices[points[(i + 1) % c->count]]));
    return least;
}

/* Distances on the canonical face, whose width is that of its box. */
static void measure_edges(struct mask_mesh *m)
{
    float left = INFINITY, right = -INFINITY;
    for (int i = 0; i < MIEN_MESH_POINTS; i++) {
        left = fminf(left, mien_mesh_vertices[i][0]);
        right = fmaxf(right, mien_mesh_vertices[i][0]);
    }
    for (int i = 0; i < MIEN_MESH_POINTS; i++) {
        const float *p = mien_mesh_vertices[i];
        const float width = right - left;
        m->edge[i][EDGE_OVAL] = distance_to_contour(p, MIEN_CONTOUR_FACE) / width;
        m->edge[i][EDGE_EYES] = fminf(distance_to_contour(p, MIEN_CONTOUR_RIGHT_EYE),
                                      distance_to_contour(p, MIEN_CONTOUR_LEFT_EYE)) /
                                width;
        m->edge[i][EDGE_MOUTH] = distance_to_contour(p, MIEN_CONTOUR_INNER_LIPS) / width;
    }
    for (int t = 0; t < MIEN_MESH_TRIANGLES; t++)
        m->opening[t] = (int8_t)mien_mesh_opening(mien_mesh_triangles[t]);
}

static void describe(GLuint index, GLint count, size_t offset)
{
    glVertexAttribPointer(index, count, GL_FLOAT, GL_FALSE, sizeof(struct vertex),
                          (const void *)offset);
    glEnableVertexAttribArray(index);
}

static void make_buffers(struct mask_mesh *m)
{
    glGenVertexArrays(1, &m->array);
    glGenBuffers(1, &m->buffer);
    glGenBuffers(1, &m->indices);
    glBindVertexArray(m->array);
    glBindBuffer(GL_ARRAY_BUFFER, m->buffer);
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, m->indices);
    describe(0, 3, offsetof(struct vertex, place));
    describe(1, 2, offsetof(struct vertex, uv));
    describe(2, 3, offsetof(struct vertex, offset));
    describe(3, 3, offsetof(struct vertex, edge));
    describe(4, 1, offsetof(struct vertex, outline));
    glBindVertexArray(0);
}

int mask_mesh_open(struct mask_mesh **out, struct mien_error *e)
{
    struct mask_mesh *m = calloc(1, sizeof *m);
    char fragment[sizeof fragment_shader + 64];
    *out = NULL;
    if (!m)
        return error_memory(e, "masks", sizeof *m);
    snprintf(fragment, sizeof fragment, "#define EDGE %.4f\n%s", (double)OPENING_EDGE,
             fragment_shader);
    m->program = gl_program("mask", vertex_shader, fragment, e);
    if (!m->program) {
        free(m);
        return -1;
    }
    measure_edges(m);
    make_buffers(m);
    m->scale = glGetUniformLocation(m->program, "scale");
    m->feather = glGetUniformLocation(m->program, "feather");
    m->open = glGetUniformLocation(m->program, "open");
    m->opacity = glGetUniformLocation(m->program, "opacity");
    *out = m;
    return 0;
}

void mask_mesh_close(struct mask_mesh *m)
{
    if (!m)
        return;
    glDeleteProgram(m->program);
    glDeleteVertexArrays(1, &m->array);
    glDeleteBuffers(1, &m->buffer);
    glDeleteBuffers(1, &m->indices);
    free(m);
}

/* --- drawing -------------------------------------------------------------------------------- */

/* A camera sees the face from as many of its own pixels away as its focal length has: landmarks'
 * depth is in x's scale. */
static void place_vertices(struct mask_mesh *m, const struct tone *tone,
                           const float (*landmarks)[3], const struct video_place *place)
{
    const float field = mien_faces_defaults(NULL, NULL).field_of_view;
    const float focal = (float)place->height / (2 * tanf(field / 2));
    float facing[MIEN_MESH_POINTS];
    surface_facing(landmarks, facing);
    for (int i = 0; i < MIEN_MESH_POINTS; i++) {
        struct vertex *v = &m->vertex[i];
        float x, y;
        video_point(place, landmarks[i][0], landmarks[i][1], &x, &y);
        v->place[0] = 2 * x / (float)place->target_width - 1;
        v->place[1] = 1 - 2 * y / (float)place->target_height;
        v->place[2] = fmaxf(0.2f, (focal + landmarks[i][2]) / focal);
        v->uv[0] = mien_mesh_uv[i][0];
        v->uv[1] = 1 - mien_mesh_uv[i][1];
        memcpy(v->offset, tone->offset[i], sizeof v->offset);
        memcpy(v->edge, m->edge[i], sizeof v->edge);
        v->outline = surface_outline(m->edge[i][EDGE_OVAL], facing[i]);
    }
}

static bool is_open(const struct mask_look *look, int opening)
{
    return opening == MIEN_CONTOUR_INNER_LIPS ? look->mouth : opening >= 0 && look->eyes;
}

/* Twice the signed area in the frame: its sign tells the side that is seen. */
static float winding(const float (*landmarks)[3], const uint16_t t[3])
{
    const float *a = landmarks[t[0]], *b = landmarks[t[1]], *c = landmarks[t[2]];
    return (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]);
}

static int farther_first(const void *a, const void *b)
{
    const struct rank *x = a, *y = b;
    return (x->depth < y->depth) - (x->depth > y->depth);
}

/* The triangles to be drawn, from back to front; returns how many. */
static int32_t order_triangles(struct mask_mesh *m, const struct mask_look *look,
                               const float (*landmarks)[3])
{
    int32_t count = 0;
    for (int t = 0; t < MIEN_MESH_TRIANGLES; t++) {
        const uint16_t *corner = mien_mesh_triangles[t];
        /* The canonical face is wound counterclockwise with y up: clockwise with y down. */
        if (is_open(look, m->opening[t]) || winding(landmarks, corner) >= 0)
            continue;
        float depth = 0;
        for (int k = 0; k < 3; k++)
            depth += landmarks[corner[k]][2];
        m->rank[count++] = (struct rank){depth, (uint16_t)t};
    }
    qsort(m->rank, (size_t)count, sizeof *m->rank, farther_first);
    for (int32_t i = 0; i < count; i++)
        memcpy(m->index[i], mien_mesh_triangles[m->rank[i].triangle], sizeof *m->index);
    return count;
}

static void tell_look(const struct mask_mesh *m, const struct mask_look *look,
                      const struct tone *tone, float opacity)
{
    glUseProgram(m->program);
    glUniform3f(m->scale, tone->scale[0], tone->scale[1], tone->scale[2]);
    glUniform1f(m->feather, look->feather);
    glUniform2f(m->open, look->eyes ? 1 : 0, look->mouth ? 1 : 0);
    glUniform1f(m->opacity, opacity * look->opacity);
}

void mask_mesh_draw(struct mask_mesh *m, const struct gl_texture *texture,
                    const struct mask_look *look, const struct tone *tone,
                    const float (*landmarks)[3], const struct video_place *place, float opacity)
{
    const int32_t count = order_triangles(m, look, landmarks);
    place_vertices(m, tone, landmarks, place);
    tell_look(m, look, tone, opacity);
    glEnable(GL_BLEND);
    glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, texture->name);
    glBindVertexArray(m->array);
    glBindBuffer(GL_ARRAY_BUFFER, m->buffer);
    glBufferData(GL_ARRAY_BUFFER, sizeof m->vertex, m->vertex, GL_STREAM_DRAW);
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, m->indices);
    glBufferData(GL_ELEMENT_ARRAY_BUFFER, (GLsizeiptr)((size_t)count * sizeof *m->index), m->index,
                 GL_STREAM_DRAW);
    glDrawElements(GL_TRIANGLES, 3 * count, GL_UNSIGNED_SHORT, NULL);
    glBindVertexArray(0);
    glDisable(GL_BLEND);
}
