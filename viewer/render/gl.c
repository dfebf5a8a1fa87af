/* gl.c - see gl.h. */
#include "viewer/render/gl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef MIEN_GL_WATCH
/* In the middle of the wrong call: the stack tells which it is. */
static void GLAPIENTRY stop_here(GLenum source, GLenum type, GLuint id, GLenum severity,
                                 GLsizei length, const GLchar *message, const void *user)
{
    (void)source, (void)id, (void)severity, (void)length, (void)user;
    if (type != GL_DEBUG_TYPE_ERROR)
        return;
    fprintf(stderr, "mien: OpenGL: %s\n", message);
    abort();
}

static void watch(void)
{
    if (!epoxy_has_gl_extension("GL_KHR_debug"))
        return;
    glEnable(GL_DEBUG_OUTPUT);
    glEnable(GL_DEBUG_OUTPUT_SYNCHRONOUS);
    glDebugMessageCallback(stop_here, NULL);
}
#else
static void watch(void)
{
}
#endif

int gl_check(struct mien_error *e)
{
    const int version = epoxy_gl_version();
    if (epoxy_is_desktop_gl() && version >= 33) {
        watch();
        return 0;
    }
    const GLubyte *name = glGetString(GL_VERSION);
    return error_set(e, "OpenGL", 0,
                     "version 3.3 is needed (found '%s'); use a newer graphics driver, or "
                     "LIBGL_ALWAYS_SOFTWARE=1 for Mesa's software renderer",
                     name ? (const char *)name : "none");
}

static GLuint compile(const char *name, GLenum kind, const char *text, struct mien_error *e)
{
    const char *const parts[] = {"#version 330 core\n", text};
    const GLuint shader = glCreateShader(kind);
    GLint good = 0;
    glShaderSource(shader, 2, parts, NULL);
    glCompileShader(shader);
    glGetShaderiv(shader, GL_COMPILE_STATUS, &good);
    if (good)
        return shader;
    char log[512] = "";
    glGetShaderInfoLog(shader, sizeof log, NULL, log);
    glDeleteShader(shader);
    error_set(e, name, 0, "the %s shader does not compile (%s)",
              kind == GL_VERTEX_SHADER ? "vertex" : "fragment", log);
    return 0;
}

GLuint gl_program(const char *name, const char *vertex, const char *fragment, struct mien_error *e)
{
    const GLuint v = compile(name, GL_VERTEX_SHADER, vertex, e);
    const GLuint f = v ? compile(name, GL_FRAGMENT_SHADER, fragment, e) : 0;
    GLuint program = 0;
    if (f) {
        GLint good = 0;
        program = glCreateProgram();
        glAttachShader(program, v);
        glAttachShader(program, f);
        glLinkProgram(program);
        glGetProgramiv(program, GL_LINK_STATUS, &good);
        if (!good) {
            char log[512] = "";
            glGetProgramInfoLog(program, sizeof log, NULL, log);
            error_set(e, name, 0, "the shaders do not link (%s)", log);
            glDeleteProgram(program);
            program = 0;
        }
    }
    glDeleteShader(v);
    glDeleteShader(f);
    return program;
}

const char *gl_complaint(void)
{
    static const struct {
        GLenum code;
        const char *text;
    } complaints[] = {
        {GL_INVALID_ENUM, "invalid enum"},
        {GL_INVALID_VALUE, "invalid value"},
        {GL_INVALID_OPERATION, "invalid operation"},
        {GL_INVALID_FRAMEBUFFER_OPERATION, "invalid framebuffer operation"},
        {GL_OUT_OF_MEMORY, "out of memory"},
    };
    const GLenum code = glGetError();
    while (code != GL_NO_ERROR && glGetError() != GL_NO_ERROR)
        ;
    for (size_t i = 0; i < sizeof complaints / sizeof *complaints; i++)
        if (complaints[i].code == code)
            return complaints[i].text;
    return code == GL_NO_ERROR ? NULL : "an unknown error";
}

static void make_texture(struct gl_texture *t, bool smooth)
{
    glGenTextures(1, &t->name);
    glBindTexture(GL_TEXTURE_2D, t->name);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER,
                    smooth ? GL_LINEAR_MIPMAP_LINEAR : GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
}

void gl_texture_fill(struct gl_texture *t, const uint8_t *pixels, int32_t width, int32_t height,
                     int channels, bool smooth)
{
    const GLenum format = channels == 1 ? GL_RED : GL_RGBA;
    if (!t->name)
        make_texture(t, smooth);
    glBindTexture(GL_TEXTURE_2D, t->name);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    if (t->width != width || t->height != height)
        glTexImage2D(GL_TEXTURE_2D, 0, channels == 1 ? GL_R8 : GL_RGBA8, width, height, 0, format,
                     GL_UNSIGNED_BYTE, pixels);
    else
        glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, width, height, format, GL_UNSIGNED_BYTE, pixels);
    t->width = width;
    t->height = height;
    if (smooth)
        glGenerateMipmap(GL_TEXTURE_2D);
}

void gl_texture_free(struct gl_texture *t)
{
    glDeleteTextures(1, &t->name);
    *t = (struct gl_texture){0};
}

int gl_target_use(struct gl_target *t, int32_t width, int32_t height, struct mien_error *e)
{
    if (!t->framebuffer)
        glGenFramebuffers(1, &t->framebuffer);
    glBindFramebuffer(GL_FRAMEBUFFER, t->framebuffer);
    if (t->color.width != width || t->color.height != height) {
        gl_texture_fill(&t->color, NULL, width, height, 4, false);
        glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, t->color.name,
                               0);
        if (glCheckFramebufferStatus(GL_FRAMEBUFFER) != GL_FRAMEBUFFER_COMPLETE) {
            t->color.width = 0;
            return error_set(e, "OpenGL", 0, "cannot draw on a picture of %d x %d pixels",
                             (int)width, (int)height);
        }
    }
    glViewport(0, 0, width, height);
    return 0;
}

void gl_target_free(struct gl_target *t)
{
    glDeleteFramebuffers(1, &t->framebuffer);
    gl_texture_free(&t->color);
    *t = (struct gl_target){0};
}

/* OpenGL's first row lies below. */
void gl_read(uint8_t *pixels, int32_t width, int32_t height)
{
    uint8_t row[4096];
    const size_t stride = 4 * (size_t)width;
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, pixels);
    for (int32_t y = 0; y < height / 2; y++) {
        uint8_t *above = pixels + (size_t)y * stride;
        uint8_t *below = pixels + (size_t)(height - 1 - y) * stride;
        for (size_t done = 0; done < stride;) {
            const size_t part = stride - done < sizeof row ? stride - done : sizeof row;
            memcpy(row, above + done, part);
            memcpy(above + done, below + done, part);
            memcpy(below + done, row, part);
            done += part;
        }
    }
}
