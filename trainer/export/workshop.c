/* workshop.c - see workshop.h. A signal handler can reach nothing but a file's own variable. */
#include "trainer/export/workshop.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static const int signals[WORKSHOP_SIGNALS] = {SIGINT, SIGTERM, SIGHUP};
static volatile sig_atomic_t noted;

static void note(int signal_number)
{
    noted = signal_number;
}

/* Without SA_RESTART, so that a wait for a program is interrupted too. What an outer workshop has
 * noted stays. */
static void hold_signals(struct workshop *w)
{
    struct sigaction action = {.sa_handler = note}, now;
    if (sigaction(signals[0], NULL, &now) == 0 && now.sa_handler != note)
        noted = 0;
    for (int i = 0; i < WORKSHOP_SIGNALS; i++) {
        sigaction(signals[i], NULL, &w->before[i]);
        if (w->before[i].sa_handler != SIG_IGN)
            sigaction(signals[i], &action, NULL);
    }
}

static void release_signals(const struct workshop *w)
{
    for (int i = 0; i < WORKSHOP_SIGNALS; i++)
        sigaction(signals[i], &w->before[i], NULL);
    if (noted)
        raise(noted);
}

int workshop_open(struct workshop *w, struct mien_error *e)
{
    const char *base = getenv("TMPDIR");
    *w = (struct workshop){.folder = file_join(base && *base ? base : "/tmp", "mien-XXXXXX")};
    if (!w->folder)
        return error_memory(e, "a temporary folder", 0);
    if (!mkdtemp(w->folder)) {
        error_system(e, w->folder, "make the temporary folder");
        free(w->folder);
        w->folder = NULL;
        return -1;
    }
    hold_signals(w);
    return 0;
}

void workshop_close(struct workshop *w)
{
    if (!w->folder)
        return;
    DIR *folder = opendir(w->folder);
    for (struct dirent *d; folder && (d = readdir(folder));)
        unlinkat(dirfd(folder), d->d_name, 0); /* "." and ".." refuse */
    if (folder)
        closedir(folder);
    rmdir(w->folder);
    free(w->folder);
    w->folder = NULL;
    release_signals(w);
}

char *workshop_path(const struct workshop *w, const char *name)
{
    return file_join(w->folder, name);
}

int workshop_write(const struct workshop *w, const char *name, const void *data, size_t size,
                   struct mien_error *e)
{
    char *path = workshop_path(w, name);
    int result = path ? file_write(path, data, size, e) : error_memory(e, name, size);
    free(path);
    return result;
}

pid_t workshop_start(const struct workshop *w, const char *const argv[], const char *in,
                     const char *out, const char *log, struct mien_error *e)
{
    posix_spawn_file_actions_t files;
    pid_t process = -1;
    posix_spawn_file_actions_init(&files);
    const int make = O_WRONLY | O_CREAT | O_TRUNC;
    int failed = posix_spawn_file_actions_addchdir_np(&files, w->folder);
    failed = failed
                 ? failed
                 : posix_spawn_file_actions_addopen(&files, 0, in ? in : "/dev/null", O_RDONLY, 0);
    failed = failed ? failed : posix_spawn_file_actions_addopen(&files, 1, out, make, 0600);
    if (!failed)
        failed = log ? posix_spawn_file_actions_addopen(&files, 2, log, make, 0600)
                     : posix_spawn_file_actions_adddup2(&files, 1, 2);
    if (!failed) /* posix_spawn promises not to change its arguments */
        failed =
            posix_spawnp(&process, argv[0], &files, NULL, (char *const *)(uintptr_t)argv, environ);
    posix_spawn_file_actions_destroy(&files);
    if (!failed)
        return process;
    errno = failed;
    return error_system(e, argv[0], "run it");
}

int workshop_wait(pid_t process)
{
    int status = 0;
    if (noted)
        kill(process, SIGTERM);
    while (waitpid(process, &status, 0) < 0) {
        if (errno != EINTR)
            return 127;
        if (noted)
            kill(process, SIGTERM);
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
