/* file.c - see file.h. */
#include "runtime/host/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

int file_map(struct file_map *map, const char *path, struct mien_error *e)
{
    *map = (struct file_map){0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_system(e, path, "open");
    struct stat st;
    int result = -1;
    if (fstat(fd, &st) != 0) {
        error_system(e, path, "read");
    } else if (!S_ISREG(st.st_mode)) {
        error_set(e, path, 0, "not a file (%s); name a regular file",
                  S_ISDIR(st.st_mode) ? "a folder" : "a device or pipe");
    } else if (st.st_size == 0) {
        result = 0;
    } else {
        void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (p == MAP_FAILED) {
            error_system(e, path, "map");
        } else {
            map->data = p;
            map->size = (size_t)st.st_size;
            result = 0;
        }
    }
    close(fd);
    return result;
}

void file_unmap(struct file_map *map)
{
    if (map->data)
        munmap((void *)(uintptr_t)map->data, map->size);
    *map = (struct file_map){0};
}

char *file_text(const char *path, size_t limit, struct mien_error *e)
{
    struct file_map map;
    if (file_map(&map, path, e) != 0)
        return NULL;
    char *text = NULL;
    if (map.size > limit) {
        error_set(e, path, 0, "too large for a text of this kind (%zu bytes); at most %zu are read",
                  map.size, limit);
    } else if (map.size && memchr(map.data, 0, map.size)) {
        error_set(e, path, 0, "not a text file (it holds a NUL byte)");
    } else if (!(text = malloc(map.size + 1))) {
        error_memory(e, path, map.size);
    } else {
        if (map.size)
            memcpy(text, map.data, map.size);
        text[map.size] = '\0';
    }
    file_unmap(&map);
    return text;
}

/* A device or pipe is written as it stands: renaming over it would replace it. */
static bool is_device(const char *target)
{
    struct stat st;
    return stat(target, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

/* The temporary file beside the target, with the permissions any new file gets. */
static int open_temporary(struct file_atomic *f, struct mien_error *e)
{
    const size_t size = strlen(f->target) + sizeof ".XXXXXX.tmp";
    if (!(f->temporary = malloc(size))) {
        error_memory(e, f->target, size);
        return -1;
    }
    snprintf(f->temporary, size, "%s.XXXXXX.tmp", f->target);
    const int fd = mkostemps(f->temporary, 4, O_CLOEXEC);
    if (fd < 0) {
        error_system(e, f->target, "write");
        free(f->temporary);
        f->temporary = NULL;
        return -1;
    }
    const mode_t mask = umask(0);
    umask(mask);
    fchmod(fd, 0666 & ~mask);
    return fd;
}

int file_atomic_open(struct file_atomic *f, const char *target, struct mien_error *e)
{
    *f = (struct file_atomic){.target = strdup(target)};
    int fd = -1;
    if (!f->target)
        error_memory(e, target, strlen(target));
    else if (!is_device(target))
        fd = open_temporary(f, e);
    else if ((fd = open(target, O_WRONLY | O_CLOEXEC)) < 0)
        error_system(e, target, "write");
    if (fd >= 0 && !(f->stream = fdopen(fd, "wb"))) {
        error_system(e, target, "write");
        close(fd);
    }
    if (f->stream)
        return 0;
    file_atomic_abandon(f);
    return -1;
}

void file_atomic_abandon(struct file_atomic *f)
{
    if (f->stream)
        fclose(f->stream);
    if (f->temporary)
        unlink(f->temporary);
    free(f->temporary);
    free(f->target);
    *f = (struct file_atomic){0};
}

int file_atomic_commit(struct file_atomic *f, struct mien_error *e)
{
    bool bad = fflush(f->stream) != 0;
    if (ferror(
            f->stream)) { /* an earlier write failed; its reason is gone, one more meets it again */
        bad = true;
        if (write(fileno(f->stream), "", 1) == 1)
            errno = EIO;
    }
    if (!bad && f->temporary)
        bad = fsync(fileno(f->stream)) != 0;
    int reason = errno;
    if (fclose(f->stream) != 0 && !bad) {
        bad = true;
        reason = errno;
    }
    f->stream = NULL;
    errno = reason;
    if (bad || (f->temporary && rename(f->temporary, f->target) != 0)) {
        error_system(e, f->target, "write");
        file_atomic_abandon(f);
        return -1;
    }
    free(f->temporary);
    free(f->target);
    *f = (struct file_atomic){0};
    return 0;
}

int file_write(const char *path, const void *data, size_t size, struct mien_error *e)
{
    struct file_atomic f;
    if (file_atomic_open(&f, path, e) != 0)
        return -1;
    fwrite(data, 1, size, f.stream);
    return file_atomic_commit(&f, e);
}

int file_make_folder(const char *path, struct mien_error *e)
{
    char *copy = strdup(path);
    if (!copy)
        return error_memory(e, path, strlen(path));
    int result = 0;
    for (char *p = copy + 1; result == 0; p++) {
        if (*p != '/' && *p != '\0')
            continue;
        char c = *p;
        *p = '\0';
        struct stat st;
        if (mkdir(copy, 0777) != 0 && errno != EEXIST)
            result = error_system(e, copy, "make the folder");
        else if (stat(copy, &st) != 0 || !S_ISDIR(st.st_mode))
            result = error_set(e, copy, 0, "cannot make the folder (a file has this name)");
        *p = c;
        if (c == '\0')
            break;
    }
    free(copy);
    return result;
}

char *file_make_numbered(const char *folder, const char *name, struct mien_error *e)
{
    if (file_make_folder(folder, e) != 0)
        return NULL;
    for (int number = 1;; number++) {
        char *path = NULL;
        if (asprintf(&path, "%s/%s-%03d", folder, name, number) < 0) {
            error_memory(e, folder, strlen(folder) + strlen(name));
            return NULL;
        }
        if (mkdir(path, 0777) == 0)
            return path;
        const bool taken = errno == EEXIST;
        if (!taken)
            error_system(e, path, "make the folder");
        free(path);
        if (!taken)
            return NULL;
    }
}

char *file_join(const char *folder, const char *name)
{
    size_t n = strlen(folder);
    while (n > 1 && folder[n - 1] == '/')
        n--;
    size_t size = n + strlen(name) + 2;
    char *path = malloc(size);
    if (path)
        snprintf(path, size, "%.*s/%s", (int)n, folder, name);
    return path;
}

const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}
