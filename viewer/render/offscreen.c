/* offscreen.c - see offscreen.h. */
#include "viewer/render/offscreen.h"

#include <epoxy/egl.h>
#include <stdlib.h>

#include "viewer/render/gl.h"

struct offscreen {
    EGLDisplay display;
    EGLContext context;
};

static EGLDisplay open_display(void)
{
    const char *known = eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS);
    if (known && epoxy_extension_in_string(known, "EGL_MESA_platform_surfaceless")) {
        const EGLDisplay display =
            eglGetPlatformDisplayEXT(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, NULL);
        if (display != EGL_NO_DISPLAY && eglInitialize(display, NULL, NULL))
            return display;
    }
    const EGLDisplay display = eglGetDisplay(EGL_DEFAULT_DISPLAY);
    return display != EGL_NO_DISPLAY && eglInitialize(display, NULL, NULL) ? display
                                                                           : EGL_NO_DISPLAY;
}

static EGLContext open_context(EGLDisplay display)
{
    static const EGLint wanted[] = {EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_NONE};
    static const EGLint version[] = {EGL_CONTEXT_MAJOR_VERSION,
                                     3,
                                     EGL_CONTEXT_MINOR_VERSION,
                                     3,
                                     EGL_CONTEXT_OPENGL_PROFILE_MASK,
                                     EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                                     EGL_NONE};
    EGLConfig config;
    EGLint count = 0;
    if (!eglBindAPI(EGL_OPENGL_API) || !eglChooseConfig(display, wanted, &config, 1, &count))
        return EGL_NO_CONTEXT;
    return eglCreateContext(display, count ? config : EGL_NO_CONFIG_KHR, EGL_NO_CONTEXT, version);
}

int offscreen_open(struct offscreen **out, struct mien_error *e)
{
    struct offscreen *o = calloc(1, sizeof *o);
    *out = NULL;
    if (!o)
        return error_memory(e, "OpenGL", sizeof *o);
    o->display = open_display();
    o->context = o->display == EGL_NO_DISPLAY ? EGL_NO_CONTEXT : open_context(o->display);
    if (o->context == EGL_NO_CONTEXT ||
        !eglMakeCurrent(o->display, EGL_NO_SURFACE, EGL_NO_SURFACE, o->context)) {
        const unsigned reason = (unsigned)eglGetError(); /* closing succeeds, and says so */
        offscreen_close(o);
        return error_set(e, "OpenGL", 0,
                         "no OpenGL 3.3 without a window (EGL error 0x%x); see that the Debian "
                         "packages libegl1 and libgl1-mesa-dri are there, or try "
                         "LIBGL_ALWAYS_SOFTWARE=1, Mesa's software renderer",
                         reason);
    }
    if (gl_check(e) != 0) {
        offscreen_close(o);
        return -1;
    }
    *out = o;
    return 0;
}

void offscreen_close(struct offscreen *o)
{
    if (!o)
        return;
    if (o->display != EGL_NO_DISPLAY) {
        eglMakeCurrent(o->display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
        if (o->context != EGL_NO_CONTEXT)
            eglDestroyContext(o->display, o->context);
        eglTerminate(o->display);
    }
    free(o);
}
