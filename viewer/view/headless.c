/* headless.c - see headless.h. */
#include "viewer/view/headless.h"

#include <stdio.h>

#include "runtime/host/stop.h"
#include "runtime/host/term.h"
#include "viewer/view/app.h"

/* A file that cannot be read will not mend itself, a camera may be plugged in. */
static double patience(struct app *a)
{
    struct engine_news news;
    engine_news(a->engine, &news);
    const enum source_kind kind = news.source.kind;
    return news.lost && kind != SOURCE_CAMERA && kind != SOURCE_STREAM ? 0 : HEADLESS_PATIENCE;
}

/* Why nothing comes, after a while. */
static int give_up(struct app *a, struct mien_error *e)
{
    struct engine_news news;
    engine_news(a->engine, &news);
    if (news.lost) {
        *e = news.why;
        return -1;
    }
    return error_set(e, news.word, 0, "gives no pictures (waited %.0f s)", HEADLESS_PATIENCE);
}

/* A file that ended before its time was worked through as far as it goes; who asked is told. */
static void tell_what_was_lost(struct app *a)
{
    struct engine_news news;
    engine_news(a->engine, &news);
    if (news.ended && news.why.text[0])
        fprintf(stderr, "mien: %s\n", news.why.text);
}

/* A moment on the picture, with all that is asked for it. */
static int draw(struct app *a, struct errand *d, struct gl_target *screen, int width, int height,
                struct mien_error *e)
{
    if (errand_before(d, a, e) != 0 || gl_target_use(screen, width, height, e) != 0)
        return -1;
    app_draw(a, width, height);
    const char *complaint = gl_complaint();
    if (complaint)
        return error_set(e, "OpenGL", 0, "%s while drawing frame %llu", complaint,
                         (unsigned long long)a->frames);
    errand_after(d, a);
    return errand_check(d, a, e);
}

int headless_run(struct app *a, struct errand *d, int width, int height, struct mien_error *e)
{
    struct gl_target screen = {0};
    double last = clock_seconds();
    uint64_t drawn = 0;
    int result = 0;
    errand_begin(d);
    while (result == 0 && !a->quit && !stop_asked()) {
        if (app_step(a, 0.1) && a->frames != drawn) {
            drawn = a->frames;
            result = draw(a, d, &screen, width, height, e);
            last = clock_seconds();
        } else if (clock_seconds() - last > patience(a)) {
            result = give_up(a, e);
        }
    }
    gl_target_free(&screen);
    if (result == 0)
        tell_what_was_lost(a);
    return errand_end(d, a, result, e);
}
