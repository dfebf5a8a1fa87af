/* import_names.c - see import_names.h. */
#include "datasets/import_names.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "runtime/host/text.h"

const char *const import_fer2013_classes[IMPORT_FER2013_CLASSES] = {
    "angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"};

const char *const import_split_names[IMPORT_SPLITS] = {"train", "valid", "test"};

/* FER2013 calls its validation split PublicTest and its test split PrivateTest. */
static const struct {
    const char *source, *name;
} split_words[] = {
    {"train", "train"},      {"training", "train"}, {"valid", "valid"},
    {"validation", "valid"}, {"val", "valid"},      {"publictest", "valid"},
    {"test", "test"},        {"testing", "test"},   {"privatetest", "test"},
};

const char *import_split_name(const char *text, size_t length)
{
    for (size_t i = 0; i < sizeof split_words / sizeof *split_words; i++)
        if (strlen(split_words[i].source) == length &&
            strncasecmp(split_words[i].source, text, length) == 0)
            return split_words[i].name;
    return NULL;
}

int import_names_add(struct import_names *n, const char *text, size_t length, const char *path,
                     long line, struct mien_error *e)
{
    for (uint32_t i = 0; i < n->met_count; i++)
        if (strlen(n->met[i]) == length && memcmp(n->met[i], text, length) == 0)
            return (int)i;
    if (n->met_count == IMPORT_NAMES_MAX)
        return error_set(e, path, line, "more than %d different names of classes or splits",
                         IMPORT_NAMES_MAX);
    if (!(n->met[n->met_count] = strndup(text, length)))
        return error_memory(e, "a name", length);
    return (int)n->met_count++;
}

void import_names_free(struct import_names *n)
{
    for (uint32_t i = 0; i < n->met_count; i++)
        free(n->met[i]);
    for (uint32_t i = 0; i < n->count; i++)
        free(n->names[i]);
    *n = (struct import_names){.count = 0};
}

/* Where `name` stands in a table; `count` where it does not. */
static uint32_t rank(const char *name, const char *const *table, uint32_t count)
{
    uint32_t i = 0;
    while (i < count && strcasecmp(name, table[i]) != 0)
        i++;
    return i;
}

struct entry {
    long long key; /* sorts first; then the name */
    const char *name;
    uint32_t number;
};

static int compare_entries(const void *a, const void *b)
{
    const struct entry *p = a, *q = b;
    return p->key != q->key ? (p->key > q->key) - (p->key < q->key) : strcmp(p->name, q->name);
}

/* `place` from the keys of entries[0..met_count). */
static void sort_places(struct import_names *n, struct entry *entries)
{
    qsort(entries, n->met_count, sizeof *entries, compare_entries);
    for (uint32_t i = 0; i < n->met_count; i++)
        n->place[entries[i].number] = (uint8_t)i;
}

static void place_classes(struct import_names *n)
{
    struct entry entries[IMPORT_NAMES_MAX];
    bool fer2013 = true, numbers = true;
    long long number;
    for (uint32_t i = 0; i < n->met_count; i++) {
        fer2013 &= rank(n->met[i], import_fer2013_classes, IMPORT_FER2013_CLASSES) <
                   IMPORT_FER2013_CLASSES;
        numbers &= text_integer(n->met[i], &number);
    }
    for (uint32_t i = 0; i < n->met_count; i++) {
        entries[i] = (struct entry){0, n->met[i], i};
        if (fer2013)
            entries[i].key = rank(n->met[i], import_fer2013_classes, IMPORT_FER2013_CLASSES);
        else if (numbers)
            text_integer(n->met[i], &entries[i].key);
    }
    sort_places(n, entries);
}

static void place_splits(struct import_names *n)
{
    struct entry entries[IMPORT_NAMES_MAX];
    for (uint32_t i = 0; i < n->met_count; i++) {
        uint32_t known = rank(n->met[i], import_split_names, IMPORT_SPLITS);
        entries[i] =
            (struct entry){known < IMPORT_SPLITS ? known : IMPORT_SPLITS + i, n->met[i], i};
    }
    sort_places(n, entries);
}

static int copy_names(struct import_names *n, const char *const *names, uint32_t count,
                      struct mien_error *e)
{
    for (n->count = 0; n->count < count; n->count++)
        if (!(n->names[n->count] = strdup(names[n->count])))
            return error_memory(e, "a name", strlen(names[n->count]));
    return 0;
}

/* The names met, each in its place. */
static int copy_met(struct import_names *n, struct mien_error *e)
{
    const char *sorted[IMPORT_NAMES_MAX];
    for (uint32_t i = 0; i < n->met_count; i++)
        sorted[n->place[i]] = n->met[i];
    return copy_names(n, sorted, n->met_count, e);
}

int import_names_settle_splits(struct import_names *n, struct mien_error *e)
{
    place_splits(n);
    return copy_met(n, e);
}

/* The rules by which given classes take the place of the names met; false where one does not hold.
 */
static bool match_names(struct import_names *n, const char *const *classes, uint32_t count)
{
    for (uint32_t i = 0; i < n->met_count; i++) {
        uint32_t k = rank(n->met[i], classes, count);
        if (k == count)
            return false;
        n->place[i] = (uint8_t)k;
    }
    return true;
}

static bool match_indexes(struct import_names *n, uint32_t count)
{
    for (uint32_t i = 0; i < n->met_count; i++) {
        long long index;
        if (!text_integer(n->met[i], &index) || index < 0 || index >= count)
            return false;
        n->place[i] = (uint8_t)index;
    }
    return true;
}

int import_names_settle_classes(struct import_names *n, const char *const *classes, uint32_t count,
                                const char *path, struct mien_error *e)
{
    if (count > IMPORT_NAMES_MAX)
        return error_set(e, path, 0, "%u classes are named; at most %d can be", count,
                         IMPORT_NAMES_MAX);
    if (count > 0 && (match_names(n, classes, count) || match_indexes(n, count)))
        return copy_names(n, classes, count, e);
    place_classes(n);
    if (count == 0)
        return copy_met(n, e);
    if (count == n->met_count)
        return copy_names(n, classes, count, e);
    return error_set(e, path, 0,
                     "%u classes are named, but %u are there ('%.40s' is one); name each of them",
                     count, n->met_count, n->met_count ? n->met[0] : "");
}
