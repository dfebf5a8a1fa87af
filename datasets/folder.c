/* folder.c - see folder.h. */
#include "datasets/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/host/file.h"

static bool is_entry(const struct dirent *entry)
{
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

/* 1 empty, 0 not, -1 with errno where it is no folder that can be read. */
static int is_empty(const char *path)
{
    DIR *folder = opendir(path);
    if (!folder)
        return -1;
    int empty = 1;
    for (struct dirent *entry; (entry = readdir(folder));)
        if (is_entry(entry))
            empty = 0;
    closedir(folder);
    return empty;
}

static bool has_file(const char *folder, const char *name)
{
    char *path = file_join(folder, name);
    bool found = path && access(path, F_OK) == 0;
    free(path);
    return found;
}

int folder_check(const char *target, bool replace, const char *marker, struct mien_error *e)
{
    int empty = is_empty(target);
    if (empty == 1 || (empty < 0 && errno == ENOENT))
        return 0;
    if (empty < 0)
        return error_system(e, target, "write the folder");
    bool marked = has_file(target, marker);
    if (marked && replace)
        return 0;
    return error_set(e, target, 0, "the folder is there and %s; %s",
                     marked ? "holds a data set" : "not empty",
                     marked ? "choose another name or ask to replace it" : "choose another name");
}

char *folder_make_temporary(const char *target, struct mien_error *e)
{
    size_t n = strlen(target);
    while (n > 1 && target[n - 1] == '/')
        n--;
    char *path = malloc(n + sizeof ".tmpXXXXXX");
    if (!path) {
        error_memory(e, target, n);
        return NULL;
    }
    sprintf(path, "%.*s.tmpXXXXXX", (int)n, target);
    if (!mkdtemp(path)) {
        error_system(e, target, "make the folder");
        free(path);
        return NULL;
    }
    mode_t mask = umask(0);
    umask(mask);
    if (chmod(path, 0777 & ~mask) != 0) {
        error_system(e, target, "make the folder");
        rmdir(path);
        free(path);
        return NULL;
    }
    return path;
}

/* Link the files of `from` that `to` lacks and `keep` accepts into `to`. */
static int keep_files(const char *from, const char *to, bool (*keep)(const char *name),
                      struct mien_error *e)
{
    DIR *folder = opendir(from);
    if (!folder)
        return error_system(e, from, "read the folder");
    int result = 0;
    for (struct dirent *entry; result == 0 && (entry = readdir(folder));) {
        if (!is_entry(entry) || !keep(entry->d_name) || has_file(to, entry->d_name))
            continue;
        char *old = file_join(from, entry->d_name), *new = file_join(to, entry->d_name);
        if (!old || !new || link(old, new) != 0)
            result = error_system(e, old ? old : from, "keep the file");
        free(old);
        free(new);
    }
    closedir(folder);
    return result;
}

static void sync_folder(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
}

int folder_commit(const char *temporary, const char *target, bool replace, const char *marker,
                  bool (*keep)(const char *name), struct mien_error *e)
{
    if (folder_check(target, replace, marker, e) != 0)
        return -1;
    sync_folder(temporary);
    if (is_empty(target) != 0) /* absent or empty: rename takes its place */
        return rename(temporary, target) == 0 ? 0 : error_system(e, target, "make the folder");
    if (keep_files(target, temporary, keep, e) != 0)
        return -1;
    if (renameat2(AT_FDCWD, temporary, AT_FDCWD, target, RENAME_EXCHANGE) != 0)
        return error_system(e, target, "replace the folder");
    folder_remove(temporary); /* the old one, by now */
    return 0;
}

void folder_remove(const char *path)
{
    DIR *folder = opendir(path);
    if (!folder)
        return;
    for (struct dirent *entry; (entry = readdir(folder));)
        if (is_entry(entry))
            unlinkat(dirfd(folder), entry->d_name, 0);
    closedir(folder);
    rmdir(path);
}
