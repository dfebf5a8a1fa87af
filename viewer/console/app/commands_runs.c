/* commands_runs.c - actions on runs: choosing, starting, stopping and resuming them. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/text.h"
#include "viewer/console/app/commands.h"
#include "viewer/console/app/words.h"

/* The run called `name`, or the only one whose name begins so; "" is the selected one. NULL with a
 * notice where there is none. */
static struct journal *find_run(struct model *m, const char *name)
{
    struct journal *begins = NULL;
    int count = 0;
    for (int i = 0; i < m->shelf.count; i++) {
        struct journal *j = m->shelf.runs[i];
        if (*name ? strcmp(j->name, name) == 0 : j == m->selected)
            return j;
        if (*name && strncmp(j->name, name, strlen(name)) == 0) {
            begins = j;
            count++;
        }
    }
    if (count == 1)
        return begins;
    if (*name)
        model_complain(m, "%s run is called '%s'", count ? "more than one" : "no", name);
    else
        model_complain(m, "no run is selected; choose one in the overview, or name it");
    return NULL;
}

bool command_pin(void *state, struct model *m, const char *argument, uint32_t key)
{
    (void)state, (void)key;
    struct journal *j = find_run(m, argument);
    if (j)
        model_pin(m, j, !model_is_pinned(m, j));
    return j != NULL;
}

bool command_select(void *state, struct model *m, const char *argument, uint32_t key)
{
    (void)state, (void)key;
    struct journal *j = find_run(m, argument);
    if (j)
        m->selected = j;
    return j != NULL;
}

void console_start(struct console *c, const char *const *words)
{
    struct mien_error e;
    const int place = children_start(&c->children, words, &e);
    if (place < 0) {
        model_complain(&c->model, "%s", e.text);
        return;
    }
    messages_open(&c->messages, place);
    c->awaited = c->children.child[place]->pid;
    model_say(&c->model, "started: mien %s", c->children.child[place]->title);
}

/* Where the run will be: the folder that `mien train` is told, else the one it takes by itself. */
static const char *run_folder(const struct words *w)
{
    static const char given[] = "--run=";
    for (int i = 1; i < w->count; i++) {
        if (strncmp(w->word[i], given, sizeof given - 1) == 0)
            return w->word[i] + sizeof given - 1;
        if ((strcmp(w->word[i], "--run") == 0 || strcmp(w->word[i], "-o") == 0) && w->word[i + 1])
            return w->word[i + 1];
    }
    return "runs";
}

bool command_train(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct console *c = state;
    struct mien_error e;
    struct words w;
    if (key != 0) {
        prompt_open(&c->prompt, ':', "train ");
        return true;
    }
    if (!*argument) {
        model_complain(m, "which cfg? `:train experiments/mlp68.cfg`");
        return false;
    }
    if (words_split(&w, "train", argument, &e) != 0 ||
        shelf_add(&m->shelf, run_folder(&w), &e) != 0) {
        model_complain(m, "%s", e.text);
        return false;
    }
    console_start(c, w.word);
    return true;
}

bool command_resume(void *state, struct model *m, const char *argument, uint32_t key)
{
    (void)key;
    struct journal *j = find_run(m, argument);
    if (!j)
        return false;
    const char *why_not = j->live                        ? "is a live session"
                          : j->writer != 0               ? "is running"
                          : j->state == JOURNAL_FINISHED ? "is finished"
                          : j->state == JOURNAL_GONE     ? "was deleted"
                                                         : NULL;
    if (why_not) {
        model_complain(m, "%s %s; there is nothing to resume", j->name, why_not);
        return false;
    }
    char *folder = strdup(j->path), *slash = folder ? strrchr(folder, '/') : NULL;
    if (slash)
        *slash = '\0';
    if (folder)
        console_start(state,
                      (const char *const[]){"train", "--resume", slash ? folder : ".", NULL});
    free(folder);
    return folder != NULL;
}

/* The running child with this process; -1: it is none of ours. */
static int child_of(const struct console *c, pid_t pid)
{
    for (int i = 0; i < c->children.count; i++)
        if (c->children.child[i]->running && c->children.child[i]->pid == pid)
            return i;
    return -1;
}

static bool stop_child(struct console *c, int place)
{
    struct mien_error e;
    const bool done = children_stop(&c->children, place, &e) == 0;
    if (done)
        model_say(&c->model, "asked '%s' to stop at a checkpoint; asked again it stops at once",
                  c->children.child[place]->title);
    else
        model_complain(&c->model, "%s", e.text);
    return done;
}

/* Stop a run that others started, if it is still the one that was asked about. */
static void answer_stop(struct console *c, bool yes)
{
    const struct journal *j = c->asked_run;
    if (!yes || j->writer != c->asked_writer)
        return;
    if (kill(c->asked_writer, SIGINT) == 0)
        model_say(&c->model, "asked %s to stop at a checkpoint; asked again it stops at once",
                  j->name);
    else
        model_complain(&c->model, "%s cannot be stopped (%s)", j->name, strerror(errno));
}

bool command_stop(void *state, struct model *m, const char *argument, uint32_t key)
{
    (void)key;
    struct console *c = state;
    const int newest = c->children.count - 1;
    if (!*argument && c->awaited && newest >= 0 && c->children.child[newest]->running)
        return stop_child(c, newest); /* one that has not written anything yet */
    struct journal *j = find_run(m, argument);
    if (!j)
        return false;
    if (j->writer == 0) {
        model_complain(m, "%s does not run (%s)", j->name, journal_state_names[j->state]);
        return false;
    }
    const int place = child_of(c, j->writer);
    if (place >= 0)
        return stop_child(c, place);
    c->asked_run = j;
    c->asked_writer = j->writer;
    console_ask(c, answer_stop, "Stop %s, process %ld, which was not started from here?", j->name,
                (long)j->writer);
    return true;
}

static void answer_quit(struct console *c, bool yes)
{
    if (!yes) {
        c->quit = true;
        return;
    }
    for (int i = 0; i < c->children.count; i++)
        if (c->children.child[i]->running)
            stop_child(c, i);
    c->leaving = true;
    model_say(&c->model, "leaving when they have written their checkpoints; q leaves now");
}

bool command_quit(void *state, struct model *m, const char *argument, uint32_t key)
{
    (void)m, (void)argument, (void)key;
    struct console *c = state;
    const int running = children_running(&c->children);
    if (running == 0 || c->leaving)
        c->quit = true;
    else
        console_ask(c, answer_quit, "Stop %d run%s started from here? (no: %s on)", running,
                    running == 1 ? "" : "s", running == 1 ? "it goes" : "they go");
    return true;
}
