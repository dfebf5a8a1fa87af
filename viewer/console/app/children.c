/* children.c - see children.h. */
#include "viewer/console/app/children.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/host/file.h"

extern char **environ;

/* The folder of the program that runs. */
static char *own_folder(void)
{
    char path[4096];
    const ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    path[length > 0 ? length : 0] = '\0';
    char *slash = strrchr(path, '/');
    if (slash)
        *slash = '\0';
    return strdup(slash ? path : ".");
}

int children_init(struct children *c, struct mien_error *e)
{
    memset(c, 0, sizeof *c);
    const char *home = getenv("MIEN_HOME");
    c->program = home && *home ? file_join(home, "mien") : NULL;
    if (!c->program || access(c->program, X_OK) != 0) {
        free(c->program);
        char *folder = own_folder();
        c->program = folder ? file_join(folder, "mien") : NULL;
        free(folder);
    }
    return c->program ? 0 : error_memory(e, "the console", 0);
}

static void child_free(struct child *c)
{
    if (!c)
        return;
    for (int i = 0; i < CHILD_LINES; i++)
        free(c->lines[i]);
    if (c->output >= 0)
        close(c->output);
    free(c->title);
    free(c);
}

void children_free(struct children *c)
{
    for (int i = 0; i < c->count; i++)
        child_free(c->child[i]);
    free(c->program);
    memset(c, 0, sizeof *c);
}

/* "train experiments/mlp68.cfg" for the caller to free. */
static char *join_words(const char *const *words)
{
    size_t size = 1;
    for (int i = 0; words[i]; i++)
        size += strlen(words[i]) + 1;
    char *text = calloc(1, size), *end = text;
    for (int i = 0; text && words[i]; i++)
        end += sprintf(end, i ? " %s" : "%s", words[i]);
    return text;
}

/* Run `program WORDS...` in a session of its own, with default signals: an errno, 0 for none. */
static int spawn(pid_t *pid, const char *program, const char *const *words, int output)
{
    const char *arguments[66] = {program};
    for (int i = 0; i < 64 && words[i]; i++)
        arguments[i + 1] = words[i];
    posix_spawnattr_t how;
    posix_spawn_file_actions_t files;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_init(&how);
    posix_spawnattr_setflags(&how,
                             POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setsigmask(&how, &none);
    posix_spawnattr_setsigdefault(&how, &all);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, output, 1);
    posix_spawn_file_actions_adddup2(&files, output, 2);
    const int error =
        posix_spawn(pid, program, &files, &how, (char *const *)(uintptr_t)arguments, environ);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&how);
    return error;
}

/* Forget the oldest that has ended; false: all run. */
static bool make_room(struct children *c)
{
    for (int i = 0; i < c->count; i++) {
        if (c->child[i]->running)
            continue;
        child_free(c->child[i]);
        c->count--;
        memmove(&c->child[i], &c->child[i + 1], (size_t)(c->count - i) * sizeof *c->child);
        return true;
    }
    return false;
}

int children_start(struct children *c, const char *const *words, struct mien_error *e)
{
    if (c->count == CHILDREN_MAX && !make_room(c))
        return error_set(e, NULL, 0, "%d runs were started from here already; stop one first",
                         CHILDREN_MAX);
    struct child *child = calloc(1, sizeof *child);
    if (!child)
        return error_memory(e, "a run", sizeof *child);
    child->title = join_words(words);
    child->output = memfd_create("mien-console", MFD_CLOEXEC);
    int error = !child->title ? ENOMEM : child->output < 0 ? errno : 0;
    if (!error)
        error = spawn(&child->pid, c->program, words, child->output);
    if (error) {
        child_free(child);
        errno = error;
        return error_system(e, c->program, "start");
    }
    child->running = true;
    c->child[c->count] = child;
    return c->count++;
}

int children_stop(struct children *c, int place, struct mien_error *e)
{
    struct child *child = c->child[place];
    if (!child->running)
        return error_set(e, NULL, 0, "'%s' has ended already", child->title);
    return kill(-child->pid, SIGINT) == 0 ? 0 : error_system(e, child->title, "stop");
}

static void end_line(struct child *c)
{
    char **line = &c->lines[c->next % CHILD_LINES];
    char *copy = strdup(c->partial);
    c->partial_length = 0;
    c->partial[0] = '\0';
    if (!copy)
        return;
    free(*line);
    *line = copy;
    c->next++;
}

static void take_byte(struct child *c, char byte)
{
    if (byte == '\n') {
        end_line(c);
    } else if (byte != '\r') {
        if (c->returned)
            c->partial_length = 0;
        if (c->partial_length < CHILD_LINE_MAX)
            c->partial[c->partial_length++] = byte == '\0' ? '?' : byte;
        c->partial[c->partial_length] = '\0';
    }
    c->returned = byte == '\r';
}

/* Take in what it wrote since; its memory is given back. */
static bool read_output(struct child *c)
{
    char text[4096];
    const off_t from = c->read;
    ssize_t size;
    while (c->output >= 0 && (size = pread(c->output, text, sizeof text, c->read)) > 0) {
        for (ssize_t i = 0; i < size; i++)
            take_byte(c, text[i]);
        c->read += size;
    }
    if (c->read > from)
        fallocate(c->output, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, c->read);
    return c->read > from;
}

bool children_poll(struct children *c)
{
    bool changed = false;
    for (int i = 0; i < c->count; i++) {
        struct child *child = c->child[i];
        const bool ended =
            child->running && waitpid(child->pid, &child->status, WNOHANG) == child->pid;
        changed = read_output(child) || ended || changed;
        if (!ended)
            continue;
        child->running = false;
        if (child->partial_length > 0)
            end_line(child);
        close(child->output);
        child->output = -1;
    }
    return changed;
}

int children_running(const struct children *c)
{
    int count = 0;
    for (int i = 0; i < c->count; i++)
        count += c->child[i]->running;
    return count;
}

void children_tell_left(const struct children *c, FILE *out)
{
    for (int i = 0; i < c->count; i++)
        if (c->child[i]->running)
            fprintf(out, "mien: '%s' goes on; stop it at a checkpoint with: kill -INT %ld\n",
                    c->child[i]->title, (long)c->child[i]->pid);
}

unsigned long child_lines(const struct child *c)
{
    return c->next + (c->partial_length > 0);
}

const char *child_line(const struct child *c, unsigned long back)
{
    if (c->partial_length > 0 && back-- == 0)
        return c->partial;
    if (back >= c->next || back >= CHILD_LINES)
        return NULL;
    return c->lines[(c->next - 1 - back) % CHILD_LINES];
}

/* What `mien train` says of Ctrl-C. */
static bool was_stopped(const struct child *c)
{
    return WIFEXITED(c->status) && WEXITSTATUS(c->status) == 128 + SIGINT;
}

bool child_failed(const struct child *c)
{
    return !c->running && c->status != 0 && !was_stopped(c);
}

const char *child_state(const struct child *c, char *out, size_t size)
{
    if (c->running)
        snprintf(out, size, "running");
    else if (WIFSIGNALED(c->status))
        snprintf(out, size, "killed (signal %d)", WTERMSIG(c->status));
    else if (was_stopped(c))
        snprintf(out, size, "stopped");
    else if (WEXITSTATUS(c->status) != 0)
        snprintf(out, size, "exit status %d", WEXITSTATUS(c->status));
    else
        snprintf(out, size, "done");
    return out;
}
