/* window.c - see window.h. It draws only when something changed: a face that is not touched costs
 * nothing. */
#include "viewer/studio/window.h"

#include <stdlib.h>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include "viewer/studio/app.h"
#include "viewer/studio/app_draw.h"

struct window {
    GLFWwindow *window;
    struct studio *studio; /* while it runs: callbacks find it here */
    float density;         /* pixels a unit of mouse places: 1, 2 */
    int shown[2];          /* pixels of the last drawing */
    double mouse[2];       /* where its last event was, which it may have left since */
};

/* Longest wait for an input, seconds: only so that nothing can wait forever. */
#define WAIT 0.5

/* --- inputs --------------------------------------------------------------------------------- */

static struct studio *studio_of(GLFWwindow *window)
{
    return ((struct window *)glfwGetWindowUserPointer(window))->studio;
}

static void take_letter(GLFWwindow *window, unsigned int letter)
{
    studio_input(studio_of(window), &(struct view_input){.kind = VIEW_KEY, .key = letter});
}

/* Keys that are no letters. */
static void take_key(GLFWwindow *window, int key, int code, int action, int modifiers)
{
    static const struct {
        int glfw;
        uint32_t ours;
    } keys[] = {
        {GLFW_KEY_ENTER, VIEW_ENTER},
        {GLFW_KEY_KP_ENTER, VIEW_ENTER},
        {GLFW_KEY_ESCAPE, VIEW_ESCAPE},
        {GLFW_KEY_TAB, VIEW_TAB},
        {GLFW_KEY_BACKSPACE, VIEW_BACKSPACE},
        {GLFW_KEY_UP, VIEW_UP},
        {GLFW_KEY_DOWN, VIEW_DOWN},
        {GLFW_KEY_LEFT, VIEW_LEFT},
        {GLFW_KEY_RIGHT, VIEW_RIGHT},
        {GLFW_KEY_PAGE_UP, VIEW_PAGE_UP},
        {GLFW_KEY_PAGE_DOWN, VIEW_PAGE_DOWN},
        {GLFW_KEY_HOME, VIEW_HOME},
        {GLFW_KEY_END, VIEW_END},
        {GLFW_KEY_F1, VIEW_F1},
    };
    (void)code;
    (void)modifiers;
    for (size_t i = 0; action != GLFW_RELEASE && i < sizeof keys / sizeof *keys; i++)
        if (keys[i].glfw == key)
            studio_input(studio_of(window),
                         &(struct view_input){.kind = VIEW_KEY, .key = keys[i].ours});
}

static void point(GLFWwindow *window, enum view_input_kind kind, double x, double y)
{
    const struct window *w = glfwGetWindowUserPointer(window);
    studio_input(
        w->studio,
        &(struct view_input){.kind = kind, .x = (float)x * w->density, .y = (float)y * w->density});
}

static bool is_down(GLFWwindow *window, int button)
{
    return glfwGetMouseButton(window, button) == GLFW_PRESS;
}

static void take_move(GLFWwindow *window, double x, double y)
{
    struct window *w = glfwGetWindowUserPointer(window);
    const bool other =
        is_down(window, GLFW_MOUSE_BUTTON_RIGHT) || is_down(window, GLFW_MOUSE_BUTTON_MIDDLE);
    point(window,
          is_down(window, GLFW_MOUSE_BUTTON_LEFT) ? VIEW_DRAG
          : other                                 ? VIEW_SLIDE
                                                  : VIEW_MOVE,
          x, y);
    w->mouse[0] = x;
    w->mouse[1] = y;
}

static void take_button(GLFWwindow *window, int button, int action, int modifiers)
{
    const struct window *w = glfwGetWindowUserPointer(window);
    (void)modifiers;
    if (action == GLFW_PRESS)
        point(window, button == GLFW_MOUSE_BUTTON_LEFT ? VIEW_PRESS : VIEW_MOVE, w->mouse[0],
              w->mouse[1]);
}

/* Nothing is under a mouse that has left. */
static void take_entry(GLFWwindow *window, int inside)
{
    if (!inside)
        point(window, VIEW_MOVE, -1, -1);
}

static void take_wheel(GLFWwindow *window, double across, double up)
{
    (void)across;
    studio_input(studio_of(window), &(struct view_input){.kind = VIEW_WHEEL, .wheel = (float)up});
}

static void take_drop(GLFWwindow *window, int count, const char **paths)
{
    if (count > 0)
        studio_input(studio_of(window), &(struct view_input){.kind = VIEW_DROP, .text = paths[0]});
}

static void take_close(GLFWwindow *window)
{
    studio_input(studio_of(window), &(struct view_input){.kind = VIEW_QUIT});
}

static void take_change(GLFWwindow *window)
{
    studio_of(window)->stale = true;
}

static void listen(GLFWwindow *window)
{
    glfwSetCharCallback(window, take_letter);
    glfwSetKeyCallback(window, take_key);
    glfwSetCursorPosCallback(window, take_move);
    glfwSetMouseButtonCallback(window, take_button);
    glfwSetCursorEnterCallback(window, take_entry);
    glfwSetScrollCallback(window, take_wheel);
    glfwSetDropCallback(window, take_drop);
    glfwSetWindowCloseCallback(window, take_close);
    glfwSetWindowRefreshCallback(window, take_change);
}

/* --- the window ----------------------------------------------------------------------------- */

/* What GLFW says of what went wrong last. */
static const char *reason(void)
{
    const char *text = NULL;
    glfwGetError(&text);
    return text ? text : "no reason given";
}

static int limit(int size, int most)
{
    return most > 0 && size > most ? most : size;
}

/* A size in units for a screen that counts in pixels, within it. */
static void create(struct window *w, int width, int height)
{
    GLFWmonitor *monitor = glfwGetPrimaryMonitor();
    float across = 1, down = 1;
    int room[2] = {0, 0};
    if (monitor) {
        glfwGetMonitorContentScale(monitor, &across, &down);
        glfwGetMonitorWorkarea(monitor, NULL, NULL, &room[0], &room[1]);
    }
    glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
    w->window =
        glfwCreateWindow(limit(width, (int)((float)room[0] / across)),
                         limit(height, (int)((float)room[1] / down)), "mien studio", NULL, NULL);
}

int window_open(struct window **out, int width, int height, struct mien_error *e)
{
    struct window *w = *out = NULL;
    if (!glfwInit())
        return error_set(e, "GLFW", 0,
                         "no display to open a window on (%s); use --headless, or start it in a "
                         "desktop session",
                         reason());
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
    w = calloc(1, sizeof *w);
    if (w)
        create(w, width, height);
    if (!w || !w->window) {
        error_set(e, "GLFW", 0,
                  "no window with OpenGL 3.3 (%s); install the Debian package libgl1-mesa-dri, or "
                  "use --headless",
                  reason());
        window_close(w);
        return -1;
    }
    glfwMakeContextCurrent(w->window);
    if (gl_check(e) != 0) {
        window_close(w);
        return -1;
    }
    glfwSwapInterval(1);
    glfwSetWindowUserPointer(w->window, w);
    *out = w;
    return 0;
}

void window_close(struct window *w)
{
    if (w && w->window)
        glfwDestroyWindow(w->window);
    free(w);
    glfwTerminate();
}

int window_show(struct window *w, struct studio *s, struct mien_error *e)
{
    int width, height, units;
    float across, down;
    glfwGetFramebufferSize(w->window, &width, &height);
    glfwGetWindowSize(w->window, &units, NULL);
    glfwGetWindowContentScale(w->window, &across, &down);
    w->density = units > 0 ? (float)width / (float)units : 1;
    s->density = across;
    const bool resized = width != w->shown[0] || height != w->shown[1];
    if ((!s->stale && !resized) || width <= 0 || height <= 0)
        return 0;
    if (studio_draw(s, width, height, e) != 0)
        return -1;
    w->shown[0] = width;
    w->shown[1] = height;
    glfwSwapBuffers(w->window);
    return 0;
}

int window_run(struct window *w, struct studio *s, struct mien_error *e)
{
    w->studio = s;
    listen(w->window);
    while (!s->quit) {
        if (window_show(w, s, e) != 0)
            return -1;
        const bool worked = s->opening;
        studio_work(s);
        if (worked)
            glfwPollEvents();
        else
            glfwWaitEventsTimeout(WAIT);
    }
    return 0;
}
