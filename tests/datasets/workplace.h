/* workplace.h - a folder for the files of one test: they are written with a line, and removed with
 * it. */
#ifndef MIEN_TESTS_DATASETS_WORKPLACE_H
#define MIEN_TESTS_DATASETS_WORKPLACE_H

#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/file.h"

struct workplace {
    char folder[64];
    char *path[64]; /* of the last names asked for */
    int next;
};

static inline int workplace_make(void **state)
{
    struct workplace *w = calloc(1, sizeof *w);
    *state = w;
    if (!w)
        return -1;
    strcpy(w->folder, "/tmp/mien-datasets-XXXXXX");
    return mkdtemp(w->folder) ? 0 : -1;
}

static inline int workplace_remove_one(const char *path, const struct stat *st, int kind,
                                       struct FTW *ftw)
{
    (void)st, (void)kind, (void)ftw;
    return remove(path);
}

static inline int workplace_remove(void **state)
{
    struct workplace *w = *state;
    int result = nftw(w->folder, workplace_remove_one, 16, FTW_DEPTH | FTW_PHYS);
    for (int i = 0; i < 64; i++)
        free(w->path[i]);
    free(w);
    return result;
}

static inline const char *workplace_path(struct workplace *w, const char *name)
{
    char **path = &w->path[w->next++ % 64];
    free(*path);
    return *path = file_join(w->folder, name);
}

/* The path of a new file (and its folders). In `text`, '@' stands for 2304 numbers. */
static inline const char *workplace_write(struct workplace *w, const char *name, const char *text)
{
    const char *path = workplace_path(w, name);
    char *folder = strndup(path, (size_t)(strrchr(path, '/') - path));
    file_make_folder(folder, NULL);
    free(folder);
    FILE *f = fopen(path, "wb");
    for (; *text; text++)
        if (*text != '@')
            putc(*text, f);
        else
            for (int i = 0; i < 2304; i++)
                fprintf(f, i ? " %d" : "%d", i % 256);
    fclose(f);
    return path;
}

/* How many names in the folder start so; hidden ones count too. */
static inline int workplace_count(const struct workplace *w, const char *start)
{
    int count = 0;
    DIR *d = opendir(w->folder);
    for (struct dirent *entry; (entry = readdir(d));)
        count += strncmp(entry->d_name + (entry->d_name[0] == '.'), start, strlen(start)) == 0;
    closedir(d);
    return count;
}

#endif
