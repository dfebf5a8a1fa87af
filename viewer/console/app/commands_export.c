/* commands_export.c - what the shown view shows as a file: its figure or its table. */
#include <string.h>

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

bool command_export(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct console *c = state;
    struct mien_error e = {.text = ""};
    struct words w;
    if (key != 0) {
        prompt_open(&c->prompt, ':', "export ");
        return true;
    }
    int result = words_split(&w, NULL, argument, &e);
    if (result == 0 && w.count != 1)
        result = error_set(&e, NULL, 0, "give one file name: `:export plot.svg`");
    const char *path = result == 0 ? w.word[0] : "", *ending = strrchr(file_name(path), '.');
    size_t i = 0, count = sizeof endings / sizeof *endings;
    while (ending && i < count && strcmp(endings[i].ending, ending) != 0)
        i++;
    if (result == 0 && (!ending || i == count))
        result = error_set(&e, path, 0,
                           "not a format that can be written; give a name in .svg, .png, .csv, "
                           ".json or .md");
    if (result == 0)
        result = endings[i].write(c, path, endings[i].format, &e);
    if (result == 0)
        model_say(m, "wrote %s", path);
    else
        model_complain(m, "%s", e.text);
    return result == 0;
}
