/* metrics_file.h - files of metrics made up by tests: a folder of their own, written as writers do.
 */
#ifndef MIEN_TESTS_CONSOLE_METRICS_FILE_H
#define MIEN_TESTS_CONSOLE_METRICS_FILE_H

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* A new folder under /tmp; `remove_folder` takes it away with all that is in it. */
static inline char *new_folder(void)
{
    char *folder = strdup("/tmp/mien-journal-XXXXXX");
    assert_non_null(mkdtemp(folder));
    return folder;
}

static inline void remove_folder(char *folder)
{
    char command[256];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    assert_int_equal(system(command), 0);
    free(folder);
}

/* "FOLDER/NAME", good until the fourth call behind. */
static inline const char *in(const char *folder, const char *name)
{
    static char paths[4][512];
    static int next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof *paths, "%s/%s", folder, name);
    return path;
}

static inline void put(const char *path, int flags, const char *text, size_t size)
{
    const int fd = open(path, O_WRONLY | O_CREAT | flags, 0666);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, size), (ssize_t)size);
    close(fd);
}

static inline void append(const char *path, const char *text)
{
    put(path, O_APPEND, text, strlen(text));
}

static inline void rewrite(const char *path, const char *text)
{
    put(path, O_TRUNC, text, strlen(text));
}

/* A process that holds the lock of the file as its writer does, until `stop_writer`. */
static inline pid_t start_writer(const char *path)
{
    int ready[2];
    char byte;
    assert_int_equal(pipe(ready), 0);
    const pid_t pid = fork();
    if (pid == 0) {
        struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
        const int fd = open(path, O_RDWR);
        if (fd < 0 || fcntl(fd, F_SETLK, &whole) != 0 || write(ready[1], "r", 1) != 1)
            _exit(1);
        alarm(60); /* a test that failed stops nothing */
        for (;;)
            pause();
    }
    close(ready[1]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    return pid;
}

static inline void stop_writer(pid_t pid)
{
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

#endif
