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

int import_names_add(struct import_names *n, const char *text, size_t length)
{
    for (uint32_t i = 0; i < n->count; i++)
        if (strlen(n->names[i]) == length && memcmp(n->names[i], text, length) == 0)
            return (int)i;
    if (n->count == IMPORT_NAMES_MAX || !(n->names[n->count] = strndup(text, length)))
        return -1;
    return (int)n->count++;
}

void import_names_free(struct import_names *n)
{
    for (uint32_t i = 0; i < n->count; i++)
        free(n->names[i]);
    *n = (struct import_names){0};
}

/* Where `name` stands in a table, its length where it does not. */
static long long rank(const char *name, const char *const *table, int count)
{
    int i = 0;
    while (i < count && strcasecmp(name, table[i]) != 0)
        i++;
    return i;
}

struct entry {
    char *name;
    long long key; /* sorts first; then `name` or `met` */
    uint32_t met;
};

static int by_key_and_name(const void *a, const void *b)
{
    const struct entry *p = a, *q = b;
    return p->key != q->key ? (p->key > q->key) - (p->key < q->key) : strcmp(p->name, q->name);
}

static int by_key_and_meeting(const void *a, const void *b)
{
    const struct entry *p = a, *q = b;
    return p->key != q->key ? (p->key > q->key) - (p->key < q->key)
                            : (p->met > q->met) - (p->met < q->met);
}

static void give_keys(struct entry *entries, uint32_t count, enum import_order order)
{
    bool fer2013 = true, numbers = true;
    long long number;
    for (uint32_t i = 0; i < count; i++) {
        fer2013 &= rank(entries[i].name, import_fer2013_classes, IMPORT_FER2013_CLASSES) <
                   IMPORT_FER2013_CLASSES;
        numbers &= text_integer(entries[i].name, &number);
    }
    for (uint32_t i = 0; i < count; i++) {
        struct entry *n = &entries[i];
        if (order == IMPORT_SPLIT_NAMES)
            n->key = rank(n->name, import_split_names, IMPORT_SPLITS);
        else if (fer2013)
            n->key = rank(n->name, import_fer2013_classes, IMPORT_FER2013_CLASSES);
        else if (numbers)
            text_integer(n->name, &n->key);
    }
}

void import_names_order(struct import_names *n, enum import_order order,
                        uint8_t place[IMPORT_NAMES_MAX])
{
    struct entry entries[IMPORT_NAMES_MAX] = {{0}};
    for (uint32_t i = 0; i < n->count; i++)
        entries[i] = (struct entry){n->names[i], 0, i};
    give_keys(entries, n->count, order);
    qsort(entries, n->count, sizeof *entries,
          order == IMPORT_SPLIT_NAMES ? by_key_and_meeting : by_key_and_name);
    for (uint32_t i = 0; i < n->count; i++) {
        n->names[i] = entries[i].name;
        place[entries[i].met] = (uint8_t)i;
    }
}
