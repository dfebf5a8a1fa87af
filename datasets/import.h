/* import.h - data sets from what students have on disk.
 *
 * An importer reads a source twice: once for the names of classes and splits and the number of
 * rows, once for the numbers, which stream into the builder. So the order of classes and splits
 * never depends on which row comes first, memory does not grow with the rows, and a source at fault
 * leaves nothing behind. Errors name the file and, in text, the line. */
#ifndef MIEN_DATASETS_IMPORT_H
#define MIEN_DATASETS_IMPORT_H

#include "datasets/dataset_write.h"

/* What an importer can make use of besides names and licence. */
enum {
    IMPORT_TAKES_VOTES = 1,
    IMPORT_TAKES_CLASSES = 2,
    IMPORT_TAKES_SIZE = 4, /* width, height, grey */
    IMPORT_TAKES_LIKE = 8,
};

/* Symbol, name for --from, function, what it takes, what it is. */
#define IMPORT_KINDS(X)                                                                            \
    X(IMPORT_FER2013, "fer2013", import_fer2013, IMPORT_TAKES_VOTES,                               \
      "Kaggle's fer2013.csv: emotion,pixels,Usage")                                                \
    X(IMPORT_IMAGES, "images", import_images,                                                      \
      IMPORT_TAKES_VOTES | IMPORT_TAKES_CLASSES | IMPORT_TAKES_SIZE,                               \
      "PNG and JPEG files in CLASS/ or SPLIT/CLASS/")                                              \
    X(IMPORT_CSV, "csv", import_csv, IMPORT_TAKES_CLASSES,                                         \
      "columns label, perhaps split, then x0,y0,... or other numbers")                             \
    X(IMPORT_LIBSVM, "libsvm", import_libsvm, IMPORT_TAKES_CLASSES,                                \
      "LIBSVM text: label index:value ...")                                                        \
    X(IMPORT_ARRAYS, "arrays", import_arrays,                                                      \
      IMPORT_TAKES_VOTES | IMPORT_TAKES_CLASSES | IMPORT_TAKES_LIKE,                               \
      "a folder of NumPy arrays: x.npy, y.npy, split.npy, ...")

enum import_kind {
#define X(symbol, name, function, takes, what) symbol,
    IMPORT_KINDS(X)
#undef X
        IMPORT_KIND_COUNT
};
extern const char *const import_kind_names[IMPORT_KIND_COUNT];
extern const char *const import_kind_texts[IMPORT_KIND_COUNT];

struct import_options {
    const char *name;           /* of the data set; NULL: the target folder's */
    const char *licence;        /* NULL for none */
    const char *votes;          /* a CSV file of votes (import_votes.h), or NULL */
    const char *const *classes; /* class names in their order; NULL: as import_names.h says */
    uint32_t class_count;
    const char *like; /* a data set whose dataset.json says what the numbers mean; NULL for none */
    uint32_t width, height; /* what pictures are resampled to; 0: all have one size already */
    bool grey;              /* colour pictures become grey */
    bool replace;           /* the target may be a data set */
    const struct dataset_watch *watch; /* NULL for none */
};

/* What `path` seems to be. Error: none of the kinds, with a list of them. */
int import_detect(const char *path, enum import_kind *kind, struct mien_error *e);

/* Make the data set `out` of `path`. Usage error: an option that the kind has no use for. */
int import_run(enum import_kind kind, const char *path, const struct import_options *o,
               const char *out, struct mien_error *e);

/* fer2013.csv: `emotion` 0..6, `pixels` 48 x 48 numbers 0..255 with spaces between, and `Usage`
 * (Training, PublicTest, PrivateTest; without it all rows are train). Rows keep their number as id.
 */
int import_fer2013(const char *path, const struct import_options *o, const char *out,
                   struct mien_error *e);

/* A folder of pictures, CLASS/FILE or SPLIT/CLASS/FILE, all at one depth. A file name that starts
 * with Training_, PublicTest_ or PrivateTest_ decides the split before its folder does. Rows are
 * sorted by split and path. Where every file name ends in a number, it becomes the row's id. */
int import_images(const char *path, const struct import_options *o, const char *out,
                  struct mien_error *e);

/* Columns `label` (a name or a number), perhaps `split`, then numbers: landmarks where they are
 * called x0,y0,x1,y1,... or x0,y0,z0,x1,..., else a vector. */
int import_csv(const char *path, const struct import_options *o, const char *out,
               struct mien_error *e);

/* LIBSVM's sparse text; labels become classes in ascending order. All rows are train. */
int import_libsvm(const char *path, const struct import_options *o, const char *out,
                  struct mien_error *e);

/* A folder of NumPy arrays, a column a file, the first that is found counting:
 *
 *     x       x.npy, landmarks68.npy, landmarks.npy or images.npy: [n, ...], any number type
 *     labels  y.npy or labels.npy: [n], whole numbers from 0
 *     split   split.npy: [n], whole numbers from 0; without it all rows are train
 *     more    score.npy or face_score.npy, copy.npy or duplicate.npy, group.npy, weight.npy: [n]
 *     names   names.txt, a line a row: votes are joined by it; where every name ends in a number,
 *             it becomes the row's id
 *
 * `like` gives name, kind, shape, scale, classes, splits, licence and provenance: landmarks lose
 * their z where its shape has none, and with a scale other than 1 x is stored as int16. Without it
 * x is stored as it is, its kind is read off its shape, and splits are train, valid, test. Without
 * a copy array, copies are found by content. */
int import_arrays(const char *path, const struct import_options *o, const char *out,
                  struct mien_error *e);

/* For importers: a plan with what the options say. */
struct dataset_plan import_plan(const struct import_options *o, const char *path, const char *out);

/* For importers that know their source for FER2013: where it is from and, unless the options said
 * so, what may be done with it, with FER+'s licence where the plan has votes. */
void import_plan_fer2013(struct dataset_plan *plan);

#endif
