/* augment.c - the list of changes; see augment.h. */
#include "trainer/samples/augment.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "runtime/host/text.h"

enum { FACES = AUGMENT_LANDMARKS | AUGMENT_PICTURES, ANY = AUGMENT_VECTORS | FACES };

struct change {
    const char *name;
    size_t offset;
    double most;
    int kinds; /* of rows it is for */
};

static const struct change changes[] = {
    {"jitter", offsetof(struct augment, jitter), 1, AUGMENT_LANDMARKS},
    {"rotate", offsetof(struct augment, rotate), 180, FACES},
    {"scale", offsetof(struct augment, scale), 0.9, FACES},
    {"shift", offsetof(struct augment, shift), 1, AUGMENT_PICTURES},
    {"brightness", offsetof(struct augment, brightness), 1, AUGMENT_PICTURES},
    {"contrast", offsetof(struct augment, contrast), 1, AUGMENT_PICTURES},
    {"gamma", offsetof(struct augment, gamma), 9, AUGMENT_PICTURES},
    {"erase", offsetof(struct augment, erase), 1, AUGMENT_PICTURES},
    {"mixup", offsetof(struct augment, mixup), 1, ANY},
};
enum { CHANGES = sizeof changes / sizeof *changes };

static const char *kind_name(int kinds)
{
    return kinds == AUGMENT_PICTURES    ? "pictures"
           : kinds == AUGMENT_LANDMARKS ? "landmarks"
           : kinds == FACES             ? "pictures and landmarks"
                                        : "raw vectors";
}

/* "mirror, jitter:X, ...": what rows take. */
static const char *list_of(int kinds, char *out, size_t size)
{
    size_t used = (size_t)snprintf(out, size, kinds & FACES ? "mirror" : "");
    for (int i = 0; i < CHANGES && used < size; i++)
        if (changes[i].kinds & kinds)
            used += (size_t)snprintf(out + used, size - used, used ? ", %s:X" : "%s:X",
                                     changes[i].name);
    return out;
}

static int parse_one(struct augment *a, const char *word, int kinds, const char *file, int line,
                     struct mien_error *e)
{
    char list[160];
    const size_t length = strcspn(word, ":");
    if ((kinds & FACES) && strcmp(word, "mirror") == 0) {
        a->mirror = true;
        return 0;
    }
    for (int i = 0; i < CHANGES; i++) {
        const struct change *c = &changes[i];
        const char *number = word + length + (word[length] == ':');
        double value;
        if (strlen(c->name) != length || strncmp(word, c->name, length) != 0 || !(c->kinds & kinds))
            continue;
        if (!text_number(number, &value) || value <= 0 || value > c->most)
            return error_set(e, file, line, "%s takes a number above 0 and up to %g (%s)", c->name,
                             c->most, number);
        *(double *)(void *)((char *)a + c->offset) = value;
        return 0;
    }
    return error_set(e, file, line, "no such augmentation of %s ('%s'); there are %s",
                     kind_name(kinds), word, list_of(kinds, list, sizeof list));
}

int augment_parse(struct augment *a, const char *list, int kinds, const char *file, int line,
                  struct mien_error *e)
{
    *a = (struct augment){0};
    for (const char *p = list;; p++) {
        char word[64];
        p += strspn(p, " \t");
        size_t n = strcspn(p, ","), used = n;
        while (used > 0 && (p[used - 1] == ' ' || p[used - 1] == '\t'))
            used--;
        snprintf(word, sizeof word, "%.*s", (int)used, p);
        if (parse_one(a, word, kinds, file, line, e) != 0)
            return -1;
        p += n;
        if (*p == '\0')
            return 0;
    }
}

bool augment_moves(const struct augment *a)
{
    for (int i = 0; i < CHANGES; i++)
        if (changes[i].kinds != ANY &&
            *(const double *)(const void *)((const char *)a + changes[i].offset) > 0)
            return true;
    return false;
}

/* M. Jöhnk's method, "Erzeugung von betaverteilten und gammaverteilten Zufallszahlen" (1964): half
 * of the tries or more succeed where a <= 1. */
float augment_share(double a, struct rng *r)
{
    for (;;) {
        const double x = pow(rng_float(r), 1 / a), y = pow(rng_float(r), 1 / a);
        if (x + y > 0 && x + y <= 1)
            return (float)(x / (x + y));
    }
}
