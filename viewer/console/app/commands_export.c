/* commands_export.c - what the shown view shows as a file: its figure or its table. */
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "runtime/host/file.h"
#include "viewer/console/app/commands.h"
#include "viewer/console/app/words.h"

static int write_table(struct console *c, const char *path, enum table_format format,
                       struct mien_error *e)
{
    const struct view *view = views[c->view];
    struct table t = {0};
    struct file_atomic f;
    if (!view->table || !view->table(c->state[c->view], &c->model, &t))
        return error_set(e, NULL, 0, "the view '%s' has no table to export%s", view->title,
                         view->figure ? "; its figure goes to .svg or .png" : "");
    int result = file_atomic_open(&f, path, e);
    if (result == 0 && (result = table_print(&t, f.stream, format, e)) != 0)
        file_atomic_abandon(&f);
    else if (result == 0)
        result = file_atomic_commit(&f, e);
    table_free(&t);
    return result;
}

static int write_figure(struct console *c, const char *path, enum table_format format,
                        struct mien_error *e)
{
    (void)format;
    const struct view *view = views[c->view];
    if (!view->figure)
        return error_set(e, NULL, 0, "the view '%s' has no figure to export%s", view->title,
                         view->table ? "; its table goes to .csv, .json or .md" : "");
    return view->figure(c->state[c->view], &c->model, path, e);
}

static const struct {
    const char *ending;
    int (*write)(struct console *c, const char *path, enum table_format format,
                 struct mien_error *e);
    enum table_format format;
} endings[] = {
    {".svg", write_figure, TABLE_TERMINAL}, {".png", write_figure, TABLE_TERMINAL},
    {".csv", write_table, TABLE_CSV},       {".json", write_table, TABLE_JSON},
    {".md", write_table, TABLE_MARKDOWN},
};

/* The place in the table above that the path's ending has; -1 with an error where it has none. */
static int ending_of(const char *path, struct mien_error *e)
{
    const char *ending = strrchr(file_name(path), '.');
    for (size_t i = 0; ending && i < sizeof endings / sizeof *endings; i++)
        if (strcasecmp(endings[i].ending, ending) == 0)
            return (int)i;
    return error_set(e, path, 0,
                     "not a format that can be written; give a name in .svg, .png, .csv, .json or "
                     ".md");
}

static bool export_to(struct console *c, const char *path)
{
    struct mien_error e = {.text = ""};
    const int place = ending_of(path, &e);
    const int result = place < 0 ? -1 : endings[place].write(c, path, endings[place].format, &e);
    if (result == 0)
        model_say(&c->model, "wrote %s", path);
    else
        model_complain(&c->model, "%s", e.text);
    return result == 0;
}

static void answer_export(struct console *c, bool yes)
{
    if (yes)
        export_to(c, c->asked_path);
    else
        model_say(&c->model, "%s is as it was", c->asked_path);
}

bool command_export(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct console *c = state;
    struct mien_error e;
    struct words w;
    if (key != 0) {
        prompt_open(&c->prompt, ':', "export ");
        return true;
    }
    int result = words_split(&w, NULL, argument, &e);
    if (result == 0 && w.count != 1)
        result = error_set(&e, NULL, 0, "give one file name: `:export plot.svg`");
    if (result == 0 && ending_of(w.word[0], &e) < 0)
        result = -1;
    if (result != 0) {
        model_complain(m, "%s", e.text);
        return false;
    }
    if (access(w.word[0], F_OK) != 0)
        return export_to(c, w.word[0]);
    snprintf(c->asked_path, sizeof c->asked_path, "%s", w.word[0]);
    console_ask(c, answer_export, "%s is there already. Write over it?", c->asked_path);
    return true;
}
