/* snapshot.c - see snapshot.h. */
#include "viewer/console/app/snapshot.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "runtime/host/file.h"
#include "viewer/console/screen/print.h"
#include "viewer/console/screen/svg.h"

enum { DRAWINGS_MAX = 10000 }; /* of a view that works in slices */

void snapshot_read(struct console *c, double now)
{
    while (console_poll(c, now, 1))
        ;
}

/* The whole screen, or the view alone, once nothing in it is left to be done. */
static void draw(struct console *c, struct cells *cells, bool whole)
{
    for (int i = 0; i < DRAWINGS_MAX && (i == 0 || c->model.again); i++) {
        if (whole) {
            console_draw(c, cells);
            continue;
        }
        c->model.again = false;
        cells_clear(cells);
        views[c->view]->draw(c->state[c->view], &c->model, cells_all(cells));
    }
}

int snapshot_print(struct console *c, int width, int height, enum theme_depth depth, FILE *out,
                   struct mien_error *e)
{
    struct cells cells = {.unicode = c->model.unicode};
    if (!cells_resize(&cells, width, height))
        return error_memory(e, "the snapshot", 0);
    draw(c, &cells, false);
    cells_print(&cells, c->model.ground, depth, out);
    cells_free(&cells);
    return 0;
}

int snapshot_commands(struct console *c, const char *const *lines, int count, int width, int height,
                      struct mien_error *e)
{
    struct cells cells = {.unicode = c->model.unicode};
    int result = 0;
    if (!cells_resize(&cells, width, height))
        return error_memory(e, "the snapshot", 0);
    for (int i = 0; i < count && result == 0; i++) {
        draw(c, &cells, true); /* what a cursor moves on */
        c->model.notice[0] = '\0';
        console_command(c, lines[i]);
        console_input(c, &(struct input){.kind = INPUT_NONE}); /* the view may ask for another */
        if (c->question[0])
            result = error_usage(e, "--command '%.80s': %.300s", lines[i], c->question);
        else if (c->model.notice[0] && c->model.notice_bad)
            result = error_usage(e, "--command '%.80s': %.300s", lines[i], c->model.notice);
    }
    c->model.notice[0] = '\0';
    cells_free(&cells);
    return result;
}

int snapshot_settle(struct console *c, int width, int height, struct mien_error *e)
{
    const double wait = views[c->view]->settle;
    struct cells cells = {.unicode = c->model.unicode};
    if (!(wait > 0))
        return 0;
    if (!cells_resize(&cells, width, height))
        return error_memory(e, "the snapshot", 0);
    draw(c, &cells, true);
    cells_free(&cells);
    const struct timespec t = {(time_t)wait, (long)(1e9 * (wait - floor(wait)))};
    nanosleep(&t, NULL);
    snapshot_read(c, c->model.now + wait);
    return 0;
}

int snapshot_check_name(const char *path, struct mien_error *e)
{
    const char *dot = strrchr(file_name(path), '.');
    return dot && strcasecmp(dot, ".svg") == 0
               ? 0
               : error_usage(e, "not a picture's name ('%.200s'); give one in .svg", path);
}

/* The ground that a person chose, else both. */
static enum sheet_theme sheet_theme_of(const struct console *c)
{
    enum sheet_theme theme = SHEET_AUTO;
    for (int i = 0; i < SHEET_THEME_COUNT; i++)
        if (strcmp(c->settings.theme, sheet_theme_names[i]) == 0)
            theme = (enum sheet_theme)i;
    return theme;
}

int snapshot_picture(struct console *c, int width, int height, const char *path,
                     struct mien_error *e)
{
    char title[64];
    struct cells cells = {.unicode = c->model.unicode};
    struct file_atomic f;
    if (snapshot_check_name(path, e) != 0)
        return -1;
    if (!cells_resize(&cells, width, height))
        return error_memory(e, "the picture", 0);
    draw(c, &cells, true);
    snprintf(title, sizeof title, "mien console: %s", views[c->view]->title);
    int result = file_atomic_open(&f, path, e);
    if (result == 0) {
        cells_svg(&cells, sheet_theme_of(c), title, f.stream);
        result = file_atomic_commit(&f, e);
    }
    cells_free(&cells);
    return result;
}

static void add_number(cJSON *to, const char *key, double value)
{
    if (isfinite(value))
        cJSON_AddNumberToObject(to, key, value);
    else
        cJSON_AddNullToObject(to, key);
}

static void add_text(cJSON *to, const char *key, const char *text)
{
    if (text && *text)
        cJSON_AddStringToObject(to, key, text);
    else
        cJSON_AddNullToObject(to, key);
}

static cJSON *run_json(const struct journal *j)
{
    cJSON *run = cJSON_CreateObject();
    add_text(run, "name", j->name);
    add_text(run, "path", j->path);
    add_text(run, "state", journal_state_names[j->state]);
    add_text(run, "message", j->message);
    add_text(run, "model", j->model);
    add_text(run, "unit", j->unit);
    cJSON_AddBoolToObject(run, "live", j->live);
    add_number(run, "total", j->total);
    add_number(run, "progress", journal_progress(j));
    add_number(run, "seconds_left", journal_left(j));
    add_number(run, "started", j->started);
    add_number(run, "written", j->written);
    add_number(run, "lines", (double)j->lines);
    add_number(run, "bad_lines", (double)j->bad_lines);
    cJSON *last = cJSON_AddObjectToObject(run, "last");
    for (int i = 0; i < j->column_count; i++)
        add_number(last, j->columns[i].name, j->columns[i].series.last);
    cJSON *results = cJSON_AddObjectToObject(run, "results");
    for (int i = 0; i < j->result_count; i++)
        add_number(results, j->results[i].name, j->results[i].value);
    return run;
}

int snapshot_json(struct console *c, FILE *out, struct mien_error *e)
{
    const struct view *view = views[c->view];
    struct journal *runs[SHELF_RUNS_MAX];
    const int count = model_runs(&c->model, runs);
    struct table t = {0};
    cJSON *root = cJSON_CreateObject();
    add_text(root, "view", view->name);
    cJSON *list = cJSON_AddArrayToObject(root, "runs");
    for (int i = 0; i < count; i++)
        cJSON_AddItemToArray(list, run_json(runs[i]));
    const bool has_table = view->table && view->table(c->state[c->view], &c->model, &t);
    cJSON_AddItemToObject(root, "table", has_table ? table_json(&t) : cJSON_CreateNull());
    char *text = cJSON_Print(root);
    if (text)
        fprintf(out, "%s\n", text);
    table_free(&t);
    cJSON_free(text);
    cJSON_Delete(root);
    return text ? 0 : error_memory(e, "the data", 0);
}
