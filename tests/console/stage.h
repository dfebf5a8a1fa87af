/* stage.h - a stage for one view: runs from texts, a model around them, the screen as text.
 *
 * Each run is a file in a folder of its own below a temporary one, so that it is read as the
 * console reads it. Time stands at STAGE_NOW. */
#ifndef MIEN_TESTS_CONSOLE_STAGE_H
#define MIEN_TESTS_CONSOLE_STAGE_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/host/file.h"
#include "viewer/console/screen/print.h"
#include "viewer/console/views/view.h"

enum { STAGE_RUNS = 64 };
#define STAGE_NOW 1763730000.0

struct stage {
    char folder[64];
    struct model m;
    struct journal *runs[STAGE_RUNS];
    const struct view *view;
    void *state;
    struct cells cells;
    char *text; /* of the last drawing */
};

static inline void stage_open(struct stage *s, const struct view *view)
{
    *s = (struct stage){.view = view, .folder = "/tmp/mien-stage-XXXXXX"};
    assert_non_null(mkdtemp(s->folder));
    s->m = (struct model){.now = STAGE_NOW, .wanted_view = -1, .unicode = true};
    s->m.shelf.runs = s->runs;
    s->cells.unicode = true;
    assert_non_null(s->state = calloc(1, view->state_size));
    if (view->open)
        view->open(s->state, &s->m);
}

/* A run of that name whose metrics file holds the text. */
static inline struct journal *stage_run(struct stage *s, const char *name, const char *text)
{
    struct mien_error e;
    char path[256];
    struct journal *j = calloc(1, sizeof *j);
    assert_non_null(j);
    snprintf(path, sizeof path, "%s/%s", s->folder, name);
    assert_int_equal(file_make_folder(path, &e), 0);
    snprintf(path, sizeof path, "%s/%s/metrics.jsonl", s->folder, name);
    assert_int_equal(file_write(path, text, strlen(text), &e), 0);
    assert_int_equal(journal_open(j, path, &e), 0);
    while (journal_poll(j, 1 << 20, s->m.now, &e) > 0)
        ;
    assert_true(s->m.shelf.count < STAGE_RUNS);
    s->runs[s->m.shelf.count++] = j;
    s->m.selected = s->m.selected ? s->m.selected : j;
    return j;
}

/* What the view draws at that size, rows ended by '\n'. */
static inline const char *stage_draw(struct stage *s, int width, int height)
{
    size_t size;
    free(s->text);
    s->text = NULL;
    assert_true(cells_resize(&s->cells, width, height));
    cells_clear(&s->cells);
    s->view->draw(s->state, &s->m, cells_all(&s->cells));
    FILE *stream = open_memstream(&s->text, &size);
    assert_non_null(stream);
    cells_print(&s->cells, THEME_DARK, DEPTH_NONE, stream);
    fclose(stream);
    return s->text;
}

static inline void stage_shows(const struct stage *s, const char *what)
{
    if (!strstr(s->text, what))
        fail_msg("'%s' is not shown in:\n%s", what, s->text);
}

static inline void stage_hides(const struct stage *s, const char *what)
{
    if (strstr(s->text, what))
        fail_msg("'%s' is shown in:\n%s", what, s->text);
}

/* The screen's row that holds the text, and in *x where it begins (columns; the rows before it must
 * be of one column a character); -1: it is not shown. */
static inline int stage_find(const struct stage *s, const char *what, int *x)
{
    const char *at = strstr(s->text, what);
    int y = 0, column = 0;
    for (const char *c = s->text; at && c < at; c++) {
        y += *c == '\n';
        column = *c == '\n' ? 0 : column + ((*c & 0xc0) != 0x80);
    }
    if (x)
        *x = column;
    return at ? y : -1;
}

static inline bool stage_key(struct stage *s, uint32_t key)
{
    const struct input in = {.kind = INPUT_KEY, .key = key};
    return s->view->input(s->state, &s->m, &in);
}

static inline bool stage_mouse(struct stage *s, enum input_mouse mouse, int x, int y)
{
    const struct input in = {.kind = INPUT_MOUSE, .mouse = mouse, .x = x, .y = y};
    return s->view->input(s->state, &s->m, &in);
}

/* An action by its name, as the command line calls it. */
static inline bool stage_act(struct stage *s, const char *name, const char *argument)
{
    for (int k = 0; k < s->view->action_count; k++)
        if (strcmp(s->view->actions[k].name, name) == 0)
            return s->view->actions[k].act(s->state, &s->m, argument, 0);
    fail_msg("the view has no action '%s'", name);
    return false;
}

static inline void stage_close(struct stage *s)
{
    char path[256];
    if (s->view->close)
        s->view->close(s->state);
    for (int i = 0; i < s->m.shelf.count; i++) {
        unlink(s->runs[i]->path);
        snprintf(path, sizeof path, "%.*s",
                 (int)(strrchr(s->runs[i]->path, '/') - s->runs[i]->path), s->runs[i]->path);
        rmdir(path);
        journal_close(s->runs[i]);
        free(s->runs[i]);
    }
    rmdir(s->folder);
    free(s->state);
    free(s->text);
    cells_free(&s->cells);
}

#endif
