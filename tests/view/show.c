/* show.c - see show.h. */
#include "tests/view/show.h"

#include <errno.h>
#include <ftw.h>
#include <unistd.h>

#include "runtime/host/term.h"

/* Caches of libraries stay where they are: they are no work of mien's, and slow to make. */
static void keep_caches(void)
{
    char cache[512];
    const char *home = getenv("HOME");
    snprintf(cache, sizeof cache, "%s/.cache", home ? home : "/tmp");
    setenv("XDG_CACHE_HOME", cache, 0);
}

int show_set_up(void **state)
{
    struct show *s = calloc(1, sizeof *s);
    char config[128];
    struct mien_error e;
    if (!s || !getcwd(s->home, sizeof s->home))
        return -1;
    strcpy(s->folder, "/tmp/mien-view-XXXXXX");
    if (!mkdtemp(s->folder) || chdir(s->folder) != 0)
        return -1;
    keep_caches();
    snprintf(config, sizeof config, "%s/config", s->folder);
    setenv("XDG_CONFIG_HOME", config, 1);
    setenv("XDG_STATE_HOME", config, 1);
    setenv("HOME", s->folder, 1);
    setenv("MIEN_HOME", s->home, 1);
    s->width = SHOW_WIDTH;
    s->height = SHOW_HEIGHT;
    if (offscreen_open(&s->context, &e) != 0)
        print_message("no OpenGL: %s\n", e.text);
    *state = s;
    return 0;
}

int show_tear_down(void **state)
{
    struct show *s = *state;
    if (s->context)
        gl_target_free(&s->screen);
    offscreen_close(s->context);
    show_files(s, true);
    const int result = chdir(s->home);
    rmdir(s->folder);
    free(s);
    return result;
}

int show_end(void **state)
{
    struct show *s = *state;
    struct mien_error e;
    if (s->app.engine)
        app_close(&s->app, &e);
    s->width = SHOW_WIDTH;
    s->height = SHOW_HEIGHT;
    show_files(s, true);
    return 0;
}

struct app_options show_options(const struct show *s)
{
    return (struct app_options){.source = "puppet",
                                .model = show_home(s, "models/cnn_tiny.safetensors"),
                                .reading = {.width = SHOW_WIDTH, .height = SHOW_HEIGHT},
                                .threads = 1};
}

struct app *show_start(void **state, const struct app_options *o)
{
    struct show *s = *state;
    const struct settings settings = settings_defaults();
    struct mien_error e;
    if (!s->context)
        skip();
    if (app_open(&s->app, o, &settings, &e) != 0)
        fail_msg("%s", e.text);
    return &s->app;
}

/* --- drawing -------------------------------------------------------------------------------- */

void show_draw(struct show *s)
{
    struct mien_error e;
    if (gl_target_use(&s->screen, s->width, s->height, &e) != 0)
        fail_msg("%s", e.text);
    app_draw(&s->app, s->width, s->height);
    const char *complaint = gl_complaint();
    if (complaint)
        fail_msg("OpenGL complains: %s", complaint);
}

void show_frames(struct show *s, int count)
{
    const double until = clock_seconds() + SHOW_PATIENCE;
    const uint64_t goal = s->app.frames + (uint64_t)count;
    while (s->app.frames < goal) {
        if (clock_seconds() > until)
            fail_msg("no more pictures come: %s", s->app.notice);
        if (app_step(&s->app, 0.05))
            show_draw(s);
    }
}

void show_until(struct show *s, bool (*done)(const struct app *a))
{
    const double until = clock_seconds() + SHOW_PATIENCE;
    while (!done(&s->app)) {
        if (clock_seconds() > until)
            fail_msg("what was waited for did not come: %s", s->app.notice);
        if (app_step(&s->app, 0.02))
            show_draw(s);
    }
}

/* --- inputs --------------------------------------------------------------------------------- */

void show_key(struct show *s, uint32_t key)
{
    app_input(&s->app, &(struct view_input){.kind = VIEW_KEY, .key = key});
    show_draw(s);
}

void show_mouse(struct show *s, enum view_input_kind kind, float x, float y)
{
    app_input(&s->app, &(struct view_input){.kind = kind, .x = x, .y = y});
    show_draw(s);
}

void show_drop(struct show *s, const char *path)
{
    app_input(&s->app, &(struct view_input){.kind = VIEW_DROP, .text = path});
    show_draw(s);
}

/* --- files ---------------------------------------------------------------------------------- */

const char *show_home(const struct show *s, const char *name)
{
    static char paths[8][1024];
    static unsigned next;
    char *path = paths[next++ % 8];
    snprintf(path, sizeof paths[0], "%s/%s", s->home, name);
    return path;
}

static struct {
    char text[4096];
    size_t skip; /* of each path: the folder's own */
    bool remove;
} walk;

static int visit(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st;
    if (kind != FTW_DP && kind != FTW_D) {
        const size_t used = strlen(walk.text);
        snprintf(walk.text + used, sizeof walk.text - used, "%s\n", path + walk.skip);
    }
    return walk.remove && at->level > 0 ? remove(path) : 0;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void sort_lines(char *text)
{
    char *lines[64], copy[sizeof walk.text];
    size_t count = 0;
    snprintf(copy, sizeof copy, "%s", text);
    for (char *line = strtok(copy, "\n"); line && count < 64; line = strtok(NULL, "\n"))
        lines[count++] = line;
    qsort(lines, count, sizeof *lines, by_name);
    *text = '\0';
    for (size_t i = 0; i < count; i++) {
        strcat(text, lines[i]);
        strcat(text, "\n");
    }
}

const char *show_files(const struct show *s, bool remove)
{
    walk.text[0] = '\0';
    walk.skip = strlen(s->folder) + 1;
    walk.remove = remove;
    nftw(s->folder, visit, 16, FTW_DEPTH | FTW_PHYS);
    sort_lines(walk.text);
    return walk.text;
}

char *show_text(const char *path)
{
    char *text = NULL;
    size_t size = 0;
    FILE *f = fopen(path, "re");
    if (!f)
        fail_msg("%s: %s", path, strerror(errno));
    if (getdelim(&text, &size, '\0', f) < 0)
        *(text = realloc(text, 1)) = '\0';
    fclose(f);
    return text;
}

int show_count(const char *text, const char *word)
{
    int count = 0;
    for (const char *at = text; (at = strstr(at, word)) != NULL; at++)
        count++;
    return count;
}
