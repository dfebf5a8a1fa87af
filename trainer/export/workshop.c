/* workshop.c - see workshop.h. */
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

int workshop_open(struct workshop *w, struct mien_error *e)
{
    const char *base = getenv("TMPDIR");
    sigset_t wait;
    *w = (struct workshop){.folder = file_join(base && *base ? base : "/tmp", "mien-XXXXXX")};
    if (!w->folder)
        return error_memory(e, "a temporary folder", 0);
    if (!mkdtemp(w->folder)) {
        error_system(e, w->folder, "make the temporary folder");
        free(w->folder);
        w->folder = NULL;
        return -1;
    }
    sigemptyset(&wait);
    sigaddset(&wait, SIGINT);
    sigaddset(&wait, SIGTERM);
    sigaddset(&wait, SIGHUP);
    sigprocmask(SIG_BLOCK, &wait, &w->mask);
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
    sigprocmask(SIG_SETMASK, &w->mask, NULL);
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
    posix_spawnattr_t attributes;
    pid_t process = -1;
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    const int make = O_WRONLY | O_CREAT | O_TRUNC;
    int failed = posix_spawn_file_actions_addchdir_np(&files, w->folder);
    failed = failed
                 ? failed
                 : posix_spawn_file_actions_addopen(&files, 0, in ? in : "/dev/null", O_RDONLY, 0);
    failed = failed ? failed : posix_spawn_file_actions_addopen(&files, 1, out, make, 0600);
    if (!failed)
        failed = log ? posix_spawn_file_actions_addopen(&files, 2, log, make, 0600)
                     : posix_spawn_file_actions_adddup2(&files, 1, 2);
    failed = failed ? failed : posix_spawnattr_setsigmask(&attributes, &w->mask);
    failed = failed ? failed : posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    if (!failed) /* posix_spawn promises not to change its arguments */
        failed = posix_spawnp(&process, argv[0], &files, &attributes,
                              (char *const *)(uintptr_t)argv, environ);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    if (!failed)
        return process;
    errno = failed;
    return error_system(e, argv[0], "run it");
}

int workshop_wait(pid_t process)
{
    int status = 0;
    while (waitpid(process, &status, 0) < 0)
        if (errno != EINTR)
            return 127;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
