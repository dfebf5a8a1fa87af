/* snapshot.c - see snapshot.h. */
#include "viewer/console/app/snapshot.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <time.h>

#include "viewer/console/app/command_line.h"
#include "viewer/console/app/draw.h"
#include "viewer/console/screen/print.h"

void snapshot_read(struct console *c, double now)
{
    while (console_poll(c, now, 1))
        ;
}

int snapshot_print(struct console *c, int width, int height, enum theme_depth depth, FILE *out,
                   struct mien_error *e)
{
    struct cells cells = {.unicode = c->model.unicode};
    if (!cells_resize(&cells, width, height))
        return error_memory(e, "the snapshot", 0);
    console_draw_view(c, &cells);
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
        console_draw_done(c, &cells); /* what a cursor moves on */
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
    console_draw_done(c, &cells);
    cells_free(&cells);
    const struct timespec t = {(time_t)wait, (long)(1e9 * (wait - floor(wait)))};
    nanosleep(&t, NULL);
    snapshot_read(c, c->model.now + wait);
    return 0;
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
