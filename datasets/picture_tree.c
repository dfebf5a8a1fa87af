/* picture_tree.c - see picture_tree.h. The tree is walked by fts, in order of names. */
#include "datasets/picture_tree.h"

#include <fts.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/file.h"
#include "runtime/host/image/image.h"

/* FER2013's image release names its files after the split; anything else is no sign of one. */
static const char *split_in_file_name(const char *name)
{
    static const char *const starts[] = {"Training_", "PublicTest_", "PrivateTest_"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (strncmp(name, starts[i], strlen(starts[i])) == 0)
            return import_split_name(name, strlen(starts[i]) - 1);
    return NULL;
}

/* The name of the split of a file, or NULL with an error. `top` is the folder below the root. */
static const char *file_split(const struct picture_tree *t, const FTSENT *file,
                              struct mien_error *e)
{
    const char *name = split_in_file_name(file->fts_name);
    if (name || t->level == 2)
        return name ? name : import_split_names[0];
    const FTSENT *top = file->fts_parent->fts_parent;
    name = import_split_name(top->fts_name, top->fts_namelen);
    if (!name)
        error_set(e, file->fts_path, 0,
                  "lies in a class of '%.40s', which is no split; call it train, valid or test",
                  top->fts_name);
    return name;
}

/* The number at the end of a file's name, before its ending. */
static bool file_number(const char *name, uint32_t *number)
{
    const char *dot = strrchr(name, '.'), *p = dot;
    uint64_t value = 0, unit = 1;
    while (p > name && p[-1] >= '0' && p[-1] <= '9' && dot - p < 10) {
        value += (uint64_t)(*--p - '0') * unit;
        unit *= 10;
    }
    *number = (uint32_t)value;
    return p < dot && value <= UINT32_MAX && !(p > name && p[-1] >= '0' && p[-1] <= '9');
}

static int check_level(struct picture_tree *t, const FTSENT *file, struct mien_error *e)
{
    if (file->fts_level < 2 || file->fts_level > 3)
        return error_set(e, file->fts_path, 0, "a picture that is not in CLASS/ or SPLIT/CLASS/");
    if (t->level && t->level != file->fts_level)
        return error_set(e, file->fts_path, 0, "lies %s than the pictures before it; give all %s",
                         file->fts_level > t->level ? "deeper" : "less deep",
                         "CLASS/ folders, or all SPLIT/CLASS/ folders");
    t->level = file->fts_level;
    return 0;
}

static int add_file(struct picture_tree *t, const FTSENT *file, struct mien_error *e)
{
    if (check_level(t, file, e) != 0)
        return -1;
    if (t->count == t->capacity) {
        uint32_t more = t->capacity ? t->capacity * 2 : 1024;
        void *grown = more > t->capacity ? realloc(t->files, more * sizeof *t->files) : NULL;
        if (!grown)
            return error_memory(e, "names of pictures", more * sizeof *t->files);
        t->files = grown;
        t->capacity = more;
    }
    const char *split = file_split(t, file, e);
    if (!split)
        return -1;
    struct picture_file f = {.path = strdup(file->fts_path + strlen(t->root) + 1)};
    if (!f.path)
        return error_memory(e, "names of pictures", file->fts_pathlen);
    const FTSENT *class = file->fts_parent;
    f.class_number =
        import_names_add(&t->classes, class->fts_name, class->fts_namelen, file->fts_path, 0, e);
    f.split_number = import_names_add(&t->splits, split, strlen(split), file->fts_path, 0, e);
    t->ids = file_number(file->fts_name, &f.id) && t->ids;
    t->fer2013 = split_in_file_name(file->fts_name) && t->fer2013;
    t->files[t->count++] = f;
    return f.class_number < 0 || f.split_number < 0 ? -1 : 0;
}

/* One entry of the walk. Folders count the pictures in them, so that an empty one is noticed. */
static int visit(struct picture_tree *t, FTS *walk, FTSENT *entry, struct mien_error *e)
{
    bool hidden = entry->fts_name[0] == '.' && entry->fts_level > 0;
    switch (entry->fts_info) {
    case FTS_D:
        if (hidden)
            fts_set(walk, entry, FTS_SKIP);
        return 0;
    case FTS_DP:
        if (entry->fts_number == 0 && !hidden)
            return error_set(e, entry->fts_path, 0, "no PNG or JPEG picture in this folder; %s",
                             entry->fts_level ? "fill it or remove it" : "is it the right one?");
        entry->fts_parent->fts_number += entry->fts_number;
        return 0;
    case FTS_F:
        if (hidden || !image_is_name(entry->fts_name))
            return 0;
        entry->fts_parent->fts_number++;
        return add_file(t, entry, e);
    case FTS_DC:
        return error_set(e, entry->fts_path, 0, "a folder that contains itself through a link");
    default:
        return entry->fts_info == FTS_DNR || entry->fts_info == FTS_ERR || entry->fts_info == FTS_NS
                   ? error_set(e, entry->fts_path, 0, "cannot read (%s)",
                               strerror(entry->fts_errno))
                   : 0;
    }
}

static int compare_entries(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

static int compare_files(const void *a, const void *b)
{
    const struct picture_file *p = a, *q = b;
    return p->split != q->split ? p->split - q->split : strcmp(p->path, q->path);
}

static int walk_tree(struct picture_tree *t, struct mien_error *e)
{
    char *roots[] = {(char *)(uintptr_t)t->root, NULL};
    FTS *walk = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, compare_entries);
    if (!walk)
        return error_system(e, t->root, "open");
    int result = 0;
    FTSENT *entry;
    while (result == 0 && (entry = fts_read(walk)))
        result = visit(t, walk, entry, e);
    fts_close(walk);
    return result;
}

static int find_files(struct picture_tree *t, const char *const *classes, uint32_t class_count,
                      struct mien_error *e)
{
    if (walk_tree(t, e) != 0 || import_names_settle_splits(&t->splits, e) != 0 ||
        import_names_settle_classes(&t->classes, classes, class_count, t->root, e) != 0)
        return -1;
    for (uint32_t i = 0; i < t->count; i++) {
        t->files[i].y = t->classes.place[t->files[i].class_number];
        t->files[i].split = t->splits.place[t->files[i].split_number];
    }
    qsort(t->files, t->count, sizeof *t->files, compare_files);
    return 0;
}

int picture_tree_open(struct picture_tree *t, const char *root, const char *const *classes,
                      uint32_t class_count, struct mien_error *e)
{
    *t = (struct picture_tree){.root = strdup(root), .ids = true, .fer2013 = true};
    if (!t->root)
        return error_memory(e, "a path", strlen(root));
    for (size_t n = strlen(root); n > 1 && root[n - 1] == '/'; n--)
        t->root[n - 1] = '\0';
    int result = find_files(t, classes, class_count, e);
    if (result != 0)
        picture_tree_close(t);
    return result;
}

void picture_tree_close(struct picture_tree *t)
{
    for (uint32_t i = 0; i < t->count; i++)
        free(t->files[i].path);
    free(t->files);
    free(t->root);
    import_names_free(&t->classes);
    import_names_free(&t->splits);
    *t = (struct picture_tree){0};
}

char *picture_tree_path(const struct picture_tree *t, uint32_t file, struct mien_error *e)
{
    char *path = file_join(t->root, t->files[file].path);
    if (!path)
        error_memory(e, "a path", strlen(t->files[file].path));
    return path;
}

int picture_tree_votes(const struct picture_tree *t, const char *path, struct import_votes *votes,
                       struct mien_error *e)
{
    const char **names = malloc(t->count * sizeof *names);
    if (!names)
        return error_memory(e, "row names", t->count * sizeof *names);
    for (uint32_t i = 0; i < t->count; i++)
        names[i] = t->files[i].path;
    int result = import_votes(votes, path, names, t->count, e);
    free(names);
    return result;
}
