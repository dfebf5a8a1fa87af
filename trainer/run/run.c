/* run.c - see run.h. */
#include "trainer/run/run.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/host/file.h"

/* The files of a run, in the order they are written. metrics.jsonl is left out: it is emptied under
 * its lock instead of removed. */
static const struct {
    const char *name;
    size_t path; /* offset of its path in struct run */
} files[] = {
    {"config.cfg", offsetof(struct run, config)},
    {"last.safetensors", offsetof(struct run, checkpoint)},
    {"model.safetensors", offsetof(struct run, model)},
    {"model.weights", offsetof(struct run, weights)},
    {"report.json", offsetof(struct run, report)},
};
enum { FILES = sizeof files / sizeof *files };

static char **path_of(struct run *r, size_t i)
{
    return (char **)(void *)((char *)r + files[i].path);
}

static bool exists(const char *path)
{
    return access(path, F_OK) == 0;
}

static int name_files(struct run *r, const char *folder, struct mien_error *e)
{
    r->folder = strdup(folder);
    r->metrics = file_join(folder, "metrics.jsonl");
    bool good = r->folder && r->metrics;
    for (size_t i = 0; i < FILES; i++)
        good &= (*path_of(r, i) = file_join(folder, files[i].name)) != NULL;
    return good ? 0 : error_memory(e, folder, strlen(folder));
}

static void free_names(struct run *r)
{
    for (size_t i = 0; i < FILES; i++) {
        free(*path_of(r, i));
        *path_of(r, i) = NULL;
    }
    free(r->metrics);
    free(r->folder);
    r->metrics = r->folder = NULL;
}

/* Nothing of an earlier run is in the way, or nothing is any more. */
static int clear(struct run *r, bool force, struct mien_error *e)
{
    if (!force && (exists(r->report) || exists(r->model)))
        return error_set(
            e, r->folder, 0,
            "a finished run is here; choose another folder, or start it anew with --force");
    if (!force && exists(r->config))
        return error_set(
            e, r->folder, 0,
            "an unfinished run is here; go on with mien train --resume %s, or start it "
            "anew with --force",
            r->folder);
    for (size_t i = FILES; i-- > 0;)
        if (unlink(*path_of(r, i)) != 0 && errno != ENOENT)
            return error_system(e, *path_of(r, i), "remove");
    return 0;
}

static bool is_temporary_of(const char *entry, const char *name)
{
    static const char ending[] = ".XXXXXX.tmp"; /* as file_atomic has it */
    const size_t n = strlen(name);
    return strncmp(entry, name, n) == 0 && strlen(entry) == n + strlen(ending) && entry[n] == '.' &&
           strcmp(entry + n + 7, ending + 7) == 0;
}

/* Remove what a process left that was killed while it wrote. The run's lock is held: nobody else
 * is writing. */
static void sweep(const struct run *r)
{
    DIR *d = opendir(r->folder);
    for (struct dirent *entry; d && (entry = readdir(d));)
        for (size_t i = 0; i < FILES; i++)
            if (is_temporary_of(entry->d_name, files[i].name))
                unlinkat(dirfd(d), entry->d_name, 0);
    if (d)
        closedir(d);
}

static int start(struct run *r, bool force, const char *text, struct mien_error *e)
{
    if (metrics_log_open(&r->log, r->metrics, e) != 0 || clear(r, force, e) != 0 ||
        metrics_log_start(&r->log, e) != 0)
        return -1;
    sweep(r);
    return file_write(r->config, text, strlen(text), e);
}

/* Take back what a failed start left: only what was not there before, and is nobody else's. */
static void undo(struct run *r, bool made_metrics)
{
    if (made_metrics && r->log.fd >= 0)
        unlink(r->metrics);
    if (r->made_folder)
        rmdir(r->folder);
}

int run_create(struct run *r, const char *folder, const char *name, bool force, const char *text,
               struct mien_error *e)
{
    *r = (struct run){.log = {.fd = -1}};
    char *numbered = NULL;
    r->made_folder = !folder || !exists(folder);
    if (folder ? file_make_folder(folder, e) : !(numbered = file_make_numbered("runs", name, e)))
        return -1;
    int result = name_files(r, folder ? folder : numbered, e);
    free(numbered);
    if (result == 0) {
        bool made_metrics = !exists(r->metrics);
        result = start(r, force, text, e);
        if (result != 0)
            undo(r, made_metrics);
    }
    if (result != 0)
        run_close(r, NULL);
    return result;
}

static int go_on(struct run *r, struct mien_error *e)
{
    if (!exists(r->config))
        return error_set(e, r->folder, 0,
                         "no run to resume (no config.cfg here); start one with "
                         "mien train CFG");
    if (metrics_log_open(&r->log, r->metrics, e) != 0)
        return -1;
    if (exists(r->report))
        return error_set(e, r->folder, 0, "the run is finished; look at it with mien eval %s",
                         r->folder);
    sweep(r);
    r->resumed = true;
    return 0;
}

int run_resume(struct run *r, const char *folder, struct mien_error *e)
{
    *r = (struct run){.log = {.fd = -1}};
    if (name_files(r, folder, e) == 0 && go_on(r, e) == 0)
        return 0;
    run_close(r, NULL);
    return -1;
}

void run_abandon(struct run *r)
{
    if (r->made_folder && r->log.step == 0 && !exists(r->checkpoint)) {
        unlink(r->config);
        undo(r, true);
    }
    run_close(r, NULL);
}

int run_close(struct run *r, struct mien_error *e)
{
    int result = metrics_log_close(&r->log, e);
    free_names(r);
    return result;
}

char *run_name(const char *cfg_path)
{
    char *name = strdup(file_name(cfg_path));
    char *dot = name ? strrchr(name, '.') : NULL;
    if (dot && dot != name && strcmp(dot, ".cfg") == 0)
        *dot = '\0';
    return name;
}
