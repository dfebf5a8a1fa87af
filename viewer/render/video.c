/* video.c - see video.h.
 *
 * What is made unrecognisable is drawn from the frame's mipmaps, so far down that a face is
 * FACE_PIXELS across: what is finer than that is not in the picture any more, however it is
 * sharpened. */
#include "viewer/render/video.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FACE_PIXELS 7.0f

/* The hidden ellipse's axes, in those of the box around the landmarks: hair and ears too. */
#define HIDDEN_WIDTH 0.75f
#define HIDDEN_HEIGHT 0.80f

/* A face that is not found for a moment stays hidden for so long, seconds. */
#define HIDDEN_FOR 1.0

struct hidden {
    int32_t id; /* 0: none */
    double seen;
    float ellipse[4]; /* centre and half axes, pixels of the frame */
};

struct video {
    GLuint plain, hiding, array;       /* programs: the frame as it is; with what is hidden */
    GLint plain_corners, plain_mirror; /* uniforms */
    GLint corners, mirror, size, faces, face, level, mode;
    struct gl_texture frame;
    struct frame *shown; /* held: what the texture has; NULL: nothing */
    bool levels;         /* its mipmaps are made */
    struct hidden hidden[LIVE_FACES_MAX];
};

static const char vertex_shader[] =
    "uniform vec4 corners;\n" /* of the picture on the target, -1..1: left, top, right, bottom */
    "uniform float mirror;\n"
    "out vec2 at;\n"
    "void main() {\n"
    "    vec2 c = vec2(gl_VertexID & 1, gl_VertexID >> 1);\n"
    "    at = vec2(mix(c.x, 1.0 - c.x, mirror), c.y);\n"
    "    gl_Position = vec4(mix(corners.xy, corners.zw, c), 0, 1);\n"
    "}\n";

/* Nothing but the frame: software renderers have a short way for that. */
static const char plain_shader[] = "in vec2 at;\n"
                                   "uniform sampler2D frame;\n"
                                   "out vec4 result;\n"
                                   "void main() { result = texture(frame, at); }\n";

/* face: centre and half axes, pixels of the frame. mode: 0 faces blurred, 1 faces in pixels,
 * 2 what is no face blurred, 3 all blurred. A blur is nine samples of a mipmap, weighted as
 * a tent. */
static const char hiding_shader[] =
    "in vec2 at;\n"
    "uniform sampler2D frame;\n"
    "uniform vec2 size;\n"
    "uniform int faces, mode;\n"
    "uniform vec4 face[8];\n"
    "uniform float level;\n"
    "out vec4 result;\n"
    "vec3 blurred(vec2 p, float l) {\n"
    "    vec2 texel = exp2(l) / size;\n"
    "    vec3 sum = vec3(0);\n"
    "    for (int y = -1; y <= 1; y++)\n"
    "        for (int x = -1; x <= 1; x++)\n"
    "            sum += textureLod(frame, p + 0.75 * texel * vec2(x, y), l).rgb *\n"
    "                   float((2 - abs(x)) * (2 - abs(y)));\n"
    "    return sum / 16.0;\n"
    "}\n"
    "vec3 pixels(vec2 p, float l) {\n"
    "    vec2 cell = exp2(ceil(l)) / size;\n"
    "    return textureLod(frame, (floor(p / cell) + 0.5) * cell, ceil(l)).rgb;\n"
    "}\n"
    "float hidden(vec2 p) {\n"
    "    float most = 0.0;\n"
    "    for (int i = 0; i < faces; i++) {\n"
    "        float far = length((p * size - face[i].xy) / face[i].zw);\n"
    "        most = max(most, smoothstep(1.08, 0.98, far));\n"
    "    }\n"
    "    return most;\n"
    "}\n"
    "void main() {\n"
    "    vec3 seen = texture(frame, at).rgb;\n"
    "    float share = mode == 3 ? 1.0 : hidden(at);\n"
    "    if (mode == 2) share = 1.0 - share;\n"
    "    if (share > 0.0)\n"
    "        seen = mix(seen, mode == 1 ? pixels(at, level) : blurred(at, level), share);\n"
    "    result = vec4(seen, 1);\n"
    "}\n";

enum mode { AS_IT_IS = -1, FACES_BLURRED, FACES_PIXELS, REST_BLURRED, ALL_BLURRED };

struct video_place video_fit(int32_t width, int32_t height, int32_t target_width,
                             int32_t target_height, bool mirror)
{
    const float scale =
        fminf((float)target_width / (float)width, (float)target_height / (float)height);
    return (struct video_place){.x = ((float)target_width - scale * (float)width) / 2,
                                .y = ((float)target_height - scale * (float)height) / 2,
                                .scale = scale,
                                .width = width,
                                .height = height,
                                .target_width = target_width,
                                .target_height = target_height,
                                .mirror = mirror};
}

void video_point(const struct video_place *p, float x, float y, float *to_x, float *to_y)
{
    *to_x = p->x + p->scale * (p->mirror ? (float)p->width - x : x);
    *to_y = p->y + p->scale * y;
}

int video_open(struct video **out, struct mien_error *e)
{
    struct video *v = calloc(1, sizeof *v);
    *out = NULL;
    if (!v)
        return error_memory(e, "the picture", sizeof *v);
    v->plain = gl_program("video", vertex_shader, plain_shader, e);
    v->hiding = v->plain ? gl_program("privacy", vertex_shader, hiding_shader, e) : 0;
    if (!v->hiding) {
        video_close(v);
        return -1;
    }
    glGenVertexArrays(1, &v->array);
    v->plain_corners = glGetUniformLocation(v->plain, "corners");
    v->plain_mirror = glGetUniformLocation(v->plain, "mirror");
    v->corners = glGetUniformLocation(v->hiding, "corners");
    v->mirror = glGetUniformLocation(v->hiding, "mirror");
    v->size = glGetUniformLocation(v->hiding, "size");
    v->faces = glGetUniformLocation(v->hiding, "faces");
    v->face = glGetUniformLocation(v->hiding, "face");
    v->level = glGetUniformLocation(v->hiding, "level");
    v->mode = glGetUniformLocation(v->hiding, "mode");
    *out = v;
    return 0;
}

static void forget(struct video *v)
{
    frame_release(v->shown);
    v->shown = NULL;
}

void video_close(struct video *v)
{
    if (!v)
        return;
    forget(v);
    gl_texture_free(&v->frame);
    glDeleteProgram(v->plain);
    glDeleteProgram(v->hiding);
    glDeleteVertexArrays(1, &v->array);
    free(v);
}

static enum mode mode_of(const struct moment *m, enum look_privacy privacy)
{
    static const enum mode modes[LOOK_PRIVACY_COUNT] = {
        [PRIVACY_OFF] = AS_IT_IS,
        [PRIVACY_BLUR] = FACES_BLURRED,
        [PRIVACY_PIXELS] = FACES_PIXELS,
        [PRIVACY_BACKGROUND] = REST_BLURRED,
    };
    return privacy != PRIVACY_OFF && !m->analysed ? ALL_BLURRED : modes[privacy];
}

static void take_frame(struct video *v, struct frame *f, bool levels)
{
    if (v->shown == f && (v->levels || !levels))
        return;
    if (v->shown != f) {
        gl_texture_fill(&v->frame, f->pixels, f->width, f->height, 4, false);
        forget(v);
        v->shown = frame_hold(f);
    }
    glBindTexture(GL_TEXTURE_2D, v->frame.name);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER,
                    levels ? GL_LINEAR_MIPMAP_LINEAR : GL_LINEAR);
    if (levels)
        glGenerateMipmap(GL_TEXTURE_2D);
    v->levels = levels;
}

/* The place of a face: its own, or that of the one not seen for longest. */
static struct hidden *place_of(struct video *v, int32_t id)
{
    struct hidden *oldest = &v->hidden[0];
    for (int32_t i = 0; i < LIVE_FACES_MAX; i++) {
        if (v->hidden[i].id == id)
            return &v->hidden[i];
        if (v->hidden[i].seen < oldest->seen)
            oldest = &v->hidden[i];
    }
    return oldest;
}

static void note_faces(struct video *v, const struct moment *m)
{
    for (int32_t i = 0; i < m->count; i++) {
        const struct mien_rect *b = &m->faces[i].face.box;
        *place_of(v, m->faces[i].face.id) =
            (struct hidden){m->faces[i].face.id,
                            m->seconds,
                            {b->x + b->width / 2, b->y + 0.45f * b->height, HIDDEN_WIDTH * b->width,
                             HIDDEN_HEIGHT * b->height}};
    }
    for (int32_t i = 0; i < LIVE_FACES_MAX; i++)
        if (m->seconds < v->hidden[i].seen || m->seconds - v->hidden[i].seen > HIDDEN_FOR)
            v->hidden[i] = (struct hidden){0};
}

/* Where faces are, and the mipmap in which the largest of them is FACE_PIXELS across. */
static void tell_faces(const struct video *v, const struct frame *f)
{
    float ellipse[LIVE_FACES_MAX][4], largest = 0;
    int32_t count = 0;
    for (int32_t i = 0; i < LIVE_FACES_MAX; i++)
        if (v->hidden[i].id) {
            memcpy(ellipse[count++], v->hidden[i].ellipse, sizeof *ellipse);
            largest = fmaxf(largest, 2 * v->hidden[i].ellipse[2]);
        }
    if (count == 0)
        largest = (float)f->height / 3;
    glUniform1i(v->faces, count);
    if (count > 0)
        glUniform4fv(v->face, count, ellipse[0]);
    glUniform1f(v->level, log2f(fmaxf(1, largest / FACE_PIXELS)));
}

/* Where the frame lies, -1..1 across the target: left, top, right, bottom. */
static void find_corners(const struct video_place *p, float corners[4])
{
    const float width = (float)p->target_width, height = (float)p->target_height;
    const float right = p->x + p->scale * (float)p->width;
    const float bottom = p->y + p->scale * (float)p->height;
    corners[0] = 2 * p->x / width - 1;
    corners[1] = 1 - 2 * p->y / height;
    corners[2] = 2 * right / width - 1;
    corners[3] = 1 - 2 * bottom / height;
}

static void use_plain(const struct video *v, const struct video_place *place)
{
    float corners[4];
    find_corners(place, corners);
    glUseProgram(v->plain);
    glUniform4fv(v->plain_corners, 1, corners);
    glUniform1f(v->plain_mirror, place->mirror ? 1 : 0);
}

static void use_hiding(const struct video *v, const struct moment *m,
                       const struct video_place *place, enum mode mode)
{
    float corners[4];
    find_corners(place, corners);
    glUseProgram(v->hiding);
    glUniform4fv(v->corners, 1, corners);
    glUniform1f(v->mirror, place->mirror ? 1 : 0);
    glUniform2f(v->size, (float)place->width, (float)place->height);
    glUniform1i(v->mode, (GLint)mode);
    tell_faces(v, m->frame);
}

void video_draw(struct video *v, const struct moment *m, const struct video_place *place,
                enum look_privacy privacy)
{
    const enum mode mode = mode_of(m, privacy);
    glActiveTexture(GL_TEXTURE0);
    take_frame(v, m->frame, mode != AS_IT_IS);
    glDisable(GL_BLEND);
    glDisable(GL_DEPTH_TEST);
    glViewport(0, 0, place->target_width, place->target_height);
    note_faces(v, m);
    if (mode == AS_IT_IS)
        use_plain(v, place);
    else
        use_hiding(v, m, place, mode);
    glBindTexture(GL_TEXTURE_2D, v->frame.name);
    glBindVertexArray(v->array);
    glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
    glBindVertexArray(0);
}
