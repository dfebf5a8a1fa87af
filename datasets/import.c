/* import.c - see import.h: which importer reads what. */
#include "datasets/import.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "datasets/csv.h"
#include "datasets/import_arrays.h"
#include "datasets/import_csv.h"
#include "datasets/import_fer2013.h"
#include "datasets/import_images.h"
#include "datasets/import_libsvm.h"
#include "datasets/libsvm_text.h"

const char *const import_kind_names[IMPORT_KIND_COUNT] = {
#define X(symbol, name, function, takes, what) name,
    IMPORT_KINDS(X)
#undef X
};

const char *const import_kind_texts[IMPORT_KIND_COUNT] = {
#define X(symbol, name, function, takes, what) what,
    IMPORT_KINDS(X)
#undef X
};

/* A CSV file is known by its columns; `false` where there is none of those needed. */
static bool detect_csv(const char *path, enum import_kind *kind)
{
    struct csv c;
    struct mien_error ignored;
    if (csv_open(&c, path, &ignored) != 0)
        return false;
    bool pixels = csv_column(&c, "pixels") >= 0, label = csv_column(&c, "label") >= 0;
    csv_close(&c);
    *kind = pixels ? IMPORT_FER2013 : IMPORT_CSV;
    return pixels || label;
}

/* LIBSVM text is known by its first row: a row of a label alone could be anything. */
static bool detect_libsvm(const char *path, enum import_kind *kind)
{
    struct libsvm_text t;
    struct mien_error ignored;
    if (libsvm_open(&t, path, &ignored) != 0)
        return false;
    bool found = libsvm_next(&t, &ignored) == 1 && t.count > 0;
    libsvm_close(&t);
    *kind = IMPORT_LIBSVM;
    return found;
}

/* A folder of arrays is known by its labels. */
static bool holds_arrays(const char *folder)
{
    static const char *const names[] = {"y.npy", "labels.npy"};
    bool found = false;
    for (size_t i = 0; i < sizeof names / sizeof *names && !found; i++) {
        char *path = file_join(folder, names[i]);
        found = path && access(path, F_OK) == 0;
        free(path);
    }
    return found;
}

int import_detect(const char *path, enum import_kind *kind, struct mien_error *e)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return error_system(e, path, "open");
    if (S_ISDIR(st.st_mode)) {
        *kind = holds_arrays(path) ? IMPORT_ARRAYS : IMPORT_IMAGES;
        return 0;
    }
    if (detect_csv(path, kind) || detect_libsvm(path, kind))
        return 0;
    const char *dot = strrchr(file_name(path), '.');
    if (dot && strcasecmp(dot, ".csv") == 0)
        return error_set(e, path, 1,
                         "no column 'label' and no column 'pixels'; --from KIND says what it is");
    return error_set(e, path, 0,
                     "neither CSV with a column 'label' or 'pixels' nor LIBSVM text; "
                     "--from KIND says what it is");
}

/* An option without effect is a mistake of the caller that must not pass in silence. */
static int check_options(enum import_kind kind, const struct import_options *o,
                         struct mien_error *e)
{
    static const unsigned takes_of[IMPORT_KIND_COUNT] = {
#define X(symbol, name, function, takes, what) takes,
        IMPORT_KINDS(X)
#undef X
    };
    const struct {
        bool given;
        unsigned needs;
        const char *what;
    } uses[] = {
        {o->votes, IMPORT_TAKES_VOTES, "votes"},
        {o->class_count, IMPORT_TAKES_CLASSES, "class names"},
        {o->width || o->height, IMPORT_TAKES_SIZE, "a picture size"},
        {o->grey, IMPORT_TAKES_SIZE, "a choice of grey"},
        {o->like, IMPORT_TAKES_LIKE, "a set to be like"},
    };
    for (size_t i = 0; i < sizeof uses / sizeof *uses; i++)
        if (uses[i].given && !(takes_of[kind] & uses[i].needs))
            return error_usage(e, "an import of kind '%s' has no use for %s; leave it out",
                               import_kind_names[kind], uses[i].what);
    return 0;
}

int import_run(enum import_kind kind, const char *path, const struct import_options *o,
               const char *out, struct mien_error *e)
{
    static int (*const run[IMPORT_KIND_COUNT])(const char *, const struct import_options *,
                                               const char *, struct mien_error *) = {
#define X(symbol, name, function, takes, what) function,
        IMPORT_KINDS(X)
#undef X
    };
    return check_options(kind, o, e) == 0 ? run[kind](path, o, out, e) : -1;
}
