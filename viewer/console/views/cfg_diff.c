/* cfg_diff.c - see cfg_diff.h. */
#include "viewer/console/views/cfg_diff.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- cost of pairing ---- */

static const struct cfg_entry *find(const struct cfg_section *s, const char *key)
{
    for (size_t k = 0; s && k < s->count; k++)
        if (strcmp(s->entries[k].key, key) == 0)
            return &s->entries[k];
    return NULL;
}

/* Keys that only one of the two has, or to which they give other values. */
static uint32_t differing_keys(const struct cfg_section *a, const struct cfg_section *b)
{
    uint32_t found = 0, same = 0;
    for (size_t k = 0; k < a->count; k++) {
        const struct cfg_entry *other = find(b, a->entries[k].key);
        found += other != NULL;
        same += other && strcmp(other->value, a->entries[k].value) == 0;
    }
    return (uint32_t)(a->count + b->count) - found - same;
}

/* Of a section that has no partner: all its keys and the section. */
static uint32_t alone(const struct cfg_section *s)
{
    return (uint32_t)s->count + 1;
}

enum step { PAIR, FIRST_ALONE, SECOND_ALONE };

/* cost [(n+1) x (m+1)]: of the sections from i on in the first and from j on in the second. */
static enum step best_step(const struct cfg_diff *d, const uint32_t *cost, size_t i, size_t j,
                           uint32_t *least)
{
    const struct cfg *a = &d->cfg[0], *b = &d->cfg[1];
    const size_t stride = b->count + 1;
    enum step step = PAIR;
    *least = UINT32_MAX;
    if (i < a->count && j < b->count && strcmp(a->sections[i].name, b->sections[j].name) == 0)
        *least = cost[(i + 1) * stride + j + 1] + differing_keys(&a->sections[i], &b->sections[j]);
    if (i < a->count && cost[(i + 1) * stride + j] + alone(&a->sections[i]) < *least) {
        *least = cost[(i + 1) * stride + j] + alone(&a->sections[i]);
        step = FIRST_ALONE;
    }
    if (j < b->count && cost[i * stride + j + 1] + alone(&b->sections[j]) < *least) {
        *least = cost[i * stride + j + 1] + alone(&b->sections[j]);
        step = SECOND_ALONE;
    }
    return step;
}

static uint32_t *fill_costs(const struct cfg_diff *d)
{
    const size_t n = d->cfg[0].count, m = d->cfg[1].count;
    uint32_t *cost = calloc((n + 1) * (m + 1), sizeof *cost);
    for (size_t i = n + 1; cost && i-- > 0;)
        for (size_t j = m + 1; j-- > 0;)
            if (i < n || j < m)
                best_step(d, cost, i, j, &cost[i * (m + 1) + j]);
    return cost;
}

/* ---- lines ---- */

static bool add_line(struct cfg_diff *d, const char *section, const char *key, const char *first,
                     const char *second)
{
    if (d->count == d->capacity) {
        const size_t capacity = d->capacity ? 2 * d->capacity : 64;
        struct cfg_diff_line *grown = realloc(d->lines, capacity * sizeof *grown);
        if (!grown)
            return false;
        d->lines = grown;
        d->capacity = capacity;
    }
    struct cfg_diff_line *line = &d->lines[d->count++];
    *line = (struct cfg_diff_line){.key = key,
                                   .value = {first, second},
                                   .same = first && second && strcmp(first, second) == 0};
    snprintf(line->section, sizeof line->section, "%s", section);
    return true;
}

/* "net" where the cfg has one of that name, "connected.2" for the second of several. */
static void name_section(const struct cfg *c, const struct cfg_section *s, char *out, size_t size)
{
    size_t place = 0, all = 0;
    for (size_t k = 0; k < c->count; k++)
        if (strcmp(c->sections[k].name, s->name) == 0) {
            all++;
            place += &c->sections[k] <= s;
        }
    if (all > 1)
        snprintf(out, size, "%.60s.%zu", s->name, place);
    else
        snprintf(out, size, "%.60s", s->name);
}

/* A section and its keys; a or b may be NULL, not both. */
static bool add_section(struct cfg_diff *d, const struct cfg_section *a,
                        const struct cfg_section *b)
{
    char name[CFG_DIFF_NAME_MAX];
    name_section(&d->cfg[a ? 0 : 1], a ? a : b, name, sizeof name);
    if (!add_line(d, name, NULL, a ? a->name : NULL, b ? b->name : NULL))
        return false;
    d->different += !a || !b ? (a ? a : b)->count == 0 : 0;
    for (size_t k = 0; a && k < a->count; k++) {
        const struct cfg_entry *other = find(b, a->entries[k].key);
        if (!add_line(d, name, a->entries[k].key, a->entries[k].value, other ? other->value : NULL))
            return false;
        d->different += !d->lines[d->count - 1].same;
    }
    for (size_t k = 0; b && k < b->count; k++)
        if (!find(a, b->entries[k].key)) {
            if (!add_line(d, name, b->entries[k].key, NULL, b->entries[k].value))
                return false;
            d->different++;
        }
    return true;
}

static bool add_sections(struct cfg_diff *d, const uint32_t *cost)
{
    const struct cfg *a = &d->cfg[0], *b = &d->cfg[1];
    for (size_t i = 0, j = 0; i < a->count || j < b->count;) {
        uint32_t least;
        const enum step step = best_step(d, cost, i, j, &least);
        if (!add_section(d, step == SECOND_ALONE ? NULL : &a->sections[i],
                         step == FIRST_ALONE ? NULL : &b->sections[j]))
            return false;
        i += step != SECOND_ALONE;
        j += step != FIRST_ALONE;
    }
    return true;
}

/* Pairing compares each key of the one with each of the other: their count is bounded too. */
static int check_size(const struct cfg *c, const char *name, struct mien_error *e)
{
    size_t keys = 0;
    for (size_t k = 0; k < c->count; k++)
        keys += c->sections[k].count;
    if (c->count <= CFG_DIFF_SECTIONS_MAX && keys <= CFG_DIFF_KEYS_MAX)
        return 0;
    return error_set(e, name, 0,
                     "is too long to compare (%zu sections, %zu keys); at most %d and %d", c->count,
                     keys, CFG_DIFF_SECTIONS_MAX, CFG_DIFF_KEYS_MAX);
}

int cfg_diff_make(struct cfg_diff *d, const char *const texts[2], const char *const names[2],
                  struct mien_error *e)
{
    *d = (struct cfg_diff){0};
    for (int k = 0; k < 2; k++)
        if (cfg_parse(&d->cfg[k], names[k], texts[k], e) != 0 ||
            check_size(&d->cfg[k], names[k], e) != 0)
            return -1;
    uint32_t *cost = fill_costs(d);
    const bool complete = cost && add_sections(d, cost);
    free(cost);
    return complete ? 0 : error_memory(e, "a comparison of cfgs", d->capacity * sizeof *d->lines);
}

void cfg_diff_free(struct cfg_diff *d)
{
    cfg_close(&d->cfg[0]);
    cfg_close(&d->cfg[1]);
    free(d->lines);
    *d = (struct cfg_diff){0};
}
