/* window.c - see window.h. */
#include "viewer/view/window.h"

#include <SDL.h>
#include <stdlib.h>

#include "runtime/host/stop.h"
#include "viewer/view/app.h"

struct window {
    SDL_Window *window;
    SDL_GLContext context;
    bool full;
};

/* Longest wait for a moment: how late a key may be answered, seconds. */
#define WAIT 0.01

/* SDL's own order without the drivers that show nothing to anybody, which it takes where there is
 * no display; who wants those names them in SDL_VIDEODRIVER. */
static const char drivers[] = "x11,wayland,KMSDRM";

static int ignore(void *display, void *error)
{
    (void)display, (void)error;
    return 0;
}

/* Xlib ends the program at whatever the server refuses (XSetErrorHandler(3)); SDL asks for contexts
 * without a handler of its own where no OpenGL is installed, and sees by itself that it has none.
 */
static void survive_x_errors(void)
{
    typedef int (*handler)(void *display, void *error);
    void *x11 = SDL_LoadObject("libX11.so.6");
    handler (*set)(handler) = NULL;
    if (x11)
        *(void **)&set = SDL_LoadFunction(x11, "XSetErrorHandler");
    if (set)
        set(ignore);
}

static SDL_Window *make_window(int width, int height, bool fullscreen)
{
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 3);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_CORE);
    SDL_GL_SetAttribute(SDL_GL_DOUBLEBUFFER, 1);
    return SDL_CreateWindow("mien", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, width, height,
                            SDL_WINDOW_OPENGL | SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI |
                                (fullscreen ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0));
}

int window_open(struct window **out, int width, int height, bool fullscreen, struct mien_error *e)
{
    *out = NULL;
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0");
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    SDL_SetHint(SDL_HINT_VIDEODRIVER, drivers);
    survive_x_errors();
    if (SDL_Init(SDL_INIT_VIDEO) != 0)
        return error_set(e, "SDL2", 0,
                         "no display to open a window on (%s); use --headless, or start it in a "
                         "desktop session",
                         SDL_GetError());
    struct window *w = calloc(1, sizeof *w);
    if (w)
        w->window = make_window(width, height, fullscreen);
    if (w && w->window)
        w->context = SDL_GL_CreateContext(w->window);
    if (!w || !w->context) {
        error_set(e, "SDL2", 0,
                  "no window with OpenGL 3.3 (%s); see that the Debian package libgl1-mesa-dri is "
                  "there, or try LIBGL_ALWAYS_SOFTWARE=1, Mesa's software renderer",
                  SDL_GetError());
        window_close(w);
        return -1;
    }
    if (gl_check(e) != 0) {
        window_close(w);
        return -1;
    }
    w->full = fullscreen;
    SDL_GL_SetSwapInterval(1);
    SDL_StartTextInput();
    *out = w;
    return 0;
}

void window_close(struct window *w)
{
    if (w && w->context)
        SDL_GL_DeleteContext(w->context);
    if (w && w->window)
        SDL_DestroyWindow(w->window);
    free(w);
    SDL_Quit();
}

/* --- inputs --------------------------------------------------------------------------------- */

/* Keys that are no text; 0: it is, or none of ours. */
static uint32_t key_of(SDL_Keycode key)
{
    static const struct {
        SDL_Keycode sdl;
        uint32_t ours;
    } keys[] = {
        {SDLK_RETURN, VIEW_ENTER},   {SDLK_KP_ENTER, VIEW_ENTER},
        {SDLK_ESCAPE, VIEW_ESCAPE},  {SDLK_TAB, VIEW_TAB},
        {SDLK_UP, VIEW_UP},          {SDLK_DOWN, VIEW_DOWN},
        {SDLK_LEFT, VIEW_LEFT},      {SDLK_RIGHT, VIEW_RIGHT},
        {SDLK_PAGEUP, VIEW_PAGE_UP}, {SDLK_PAGEDOWN, VIEW_PAGE_DOWN},
        {SDLK_HOME, VIEW_HOME},      {SDLK_END, VIEW_END},
        {SDLK_F1, VIEW_F1},          {SDLK_F11, VIEW_F11},
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].sdl == key)
            return keys[i].ours;
    return 0;
}

static void press_key(struct app *a, uint32_t key)
{
    if (key)
        app_input(a, &(struct view_input){.kind = VIEW_KEY, .key = key});
}

static void point(struct app *a, enum view_input_kind kind, int x, int y)
{
    app_input(a, &(struct view_input){
                     .kind = kind, .x = (float)x * a->density, .y = (float)y * a->density});
}

static void take_event(struct app *a, const SDL_Event *event)
{
    switch (event->type) {
    case SDL_QUIT:
        app_input(a, &(struct view_input){.kind = VIEW_QUIT});
        break;
    case SDL_TEXTINPUT:
        if (!(event->text.text[0] & 0x80)) /* all our keys are ASCII */
            press_key(a, (uint8_t)event->text.text[0]);
        break;
    case SDL_KEYDOWN:
        press_key(a, key_of(event->key.keysym.sym));
        break;
    case SDL_MOUSEMOTION:
        point(a, event->motion.state & SDL_BUTTON_LMASK ? VIEW_DRAG : VIEW_MOVE, event->motion.x,
              event->motion.y);
        break;
    case SDL_MOUSEBUTTONDOWN:
        if (event->button.button == SDL_BUTTON_LEFT)
            point(a, VIEW_PRESS, event->button.x, event->button.y);
        break;
    case SDL_MOUSEWHEEL:
        app_input(a, &(struct view_input){.kind = VIEW_WHEEL, .wheel = (float)event->wheel.y});
        break;
    case SDL_DROPFILE:
        app_input(a, &(struct view_input){.kind = VIEW_DROP, .text = event->drop.file});
        SDL_free(event->drop.file);
        break;
    case SDL_WINDOWEVENT:
        a->stale = true;
        break;
    }
}

/* --- the loop ------------------------------------------------------------------------------- */

static void follow_settings(struct window *w, struct app *a)
{
    int units, pixels;
    if (w->full != a->settings.fullscreen) {
        w->full = a->settings.fullscreen;
        SDL_SetWindowFullscreen(w->window, w->full ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0);
    }
    SDL_GetWindowSize(w->window, &units, NULL);
    SDL_GL_GetDrawableSize(w->window, &pixels, NULL);
    const float density = units > 0 ? (float)pixels / (float)units : 1;
    if (density != a->density) {
        a->density = density;
        app_settings_changed(a);
    }
}

/* Draw what is due. A new moment carries the errand on. */
static int draw(struct window *w, struct app *a, struct errand *d, bool fresh, struct mien_error *e)
{
    int width, height;
    if (fresh && errand_before(d, a, e) != 0)
        return -1;
    SDL_GL_GetDrawableSize(w->window, &width, &height);
    app_draw(a, width, height);
    SDL_GL_SwapWindow(w->window);
    if (fresh)
        errand_after(d, a);
    return 0;
}

int window_run(struct window *w, struct app *a, struct errand *d, struct mien_error *e)
{
    int result = 0;
    uint64_t drawn = 0;
    errand_begin(d);
    while (result == 0 && !a->quit && !stop_asked()) {
        SDL_Event event;
        while (SDL_PollEvent(&event))
            take_event(a, &event);
        follow_settings(w, a);
        if (!app_step(a, WAIT))
            continue;
        result = draw(w, a, d, a->frames != drawn, e);
        drawn = a->frames;
    }
    return errand_end(d, a, result, e);
}
