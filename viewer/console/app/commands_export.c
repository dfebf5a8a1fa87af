/* commands_export.c - what is shown as a file: the view's figure or table, a picture of the screen.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "runtime/host/file.h"
#include "viewer/console/app/commands.h"
#include "viewer/console/app/picture.h"
#include "viewer/console/app/words.h"

static int write_table(struct console *c, const char *path, enum table_format format,
                       struct mien_error *e)
{
    const struct view *view = views[c->view];
    struct table t = {0};
    struct file_atomic f;
    if (!view->table)
        return error_set(e, NULL, 0, "the view '%s' has no table to export%s", view->title,
                         view->figure ? "; its figure goes to .svg or .png" : "");
    if (!view->table(c->state[c->view], &c->model, &t))
        return error_set(e, NULL, 0, "the view '%s' shows nothing now that could be exported",
                         view->title);
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
                         view->table ? "; its table goes to .csv, .json or .md, and :picture "
                                       "draws the screen as .svg"
                                     : "");
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

/* A command that writes a file, whose name is looked at before a person is asked anything. */
struct writer {
    const char *command, *example;
    int (*check)(const char *path, struct mien_error *e); /* < 0: not a name that it takes */
    int (*write)(struct console *c, const char *path, struct mien_error *e);
    void (*answer)(struct console *c, bool yes);
};

static bool write_file(struct console *c, const struct writer *w, const char *path)
{
    struct mien_error e = {.text = ""};
    const int result = w->write(c, path, &e);
    if (result == 0)
        model_say(&c->model, "wrote %s", path);
    else
        model_complain(&c->model, "%s", e.text);
    return result == 0;
}

static void write_if(struct console *c, const struct writer *w, bool yes)
{
    if (yes)
        write_file(c, w, c->asked_path);
    else
        model_say(&c->model, "%s is as it was", c->asked_path);
}

static bool begin(struct console *c, const struct writer *w, const char *argument, uint32_t key)
{
    struct mien_error e;
    struct words words;
    if (key != 0) {
        prompt_open(&c->prompt, ':', w->command);
        return true;
    }
    int result = words_split(&words, NULL, argument, &e);
    if (result == 0 && words.count != 1)
        result = error_set(&e, NULL, 0, "give one file name: `:%s%s`", w->command, w->example);
    if (result == 0 && w->check(words.word[0], &e) < 0)
        result = -1;
    if (result != 0) {
        model_complain(&c->model, "%s", e.text);
        return false;
    }
    if (access(words.word[0], F_OK) != 0)
        return write_file(c, w, words.word[0]);
    snprintf(c->asked_path, sizeof c->asked_path, "%s", words.word[0]);
    console_ask(c, w->answer, "%s is there already. Write over it?", c->asked_path);
    return true;
}

static int export_to(struct console *c, const char *path, struct mien_error *e)
{
    const int place = ending_of(path, e);
    return place < 0 ? -1 : endings[place].write(c, path, endings[place].format, e);
}

static int picture_to(struct console *c, const char *path, struct mien_error *e)
{
    return picture_write(c, c->width, c->height, path, e);
}

static void answer_export(struct console *c, bool yes);
static void answer_picture(struct console *c, bool yes);

static const struct writer exports = {"export ", "plot.svg", ending_of, export_to, answer_export},
                           pictures = {"picture ", "screen.svg", picture_check_name, picture_to,
                                       answer_picture};

static void answer_export(struct console *c, bool yes)
{
    write_if(c, &exports, yes);
}

static void answer_picture(struct console *c, bool yes)
{
    write_if(c, &pictures, yes);
}

bool command_export(void *state, struct model *m, const char *argument, uint32_t key)
{
    (void)m;
    return begin(state, &exports, argument, key);
}

bool command_picture(void *state, struct model *m, const char *argument, uint32_t key)
{
    (void)m;
    return begin(state, &pictures, argument, key);
}
