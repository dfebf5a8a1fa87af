/* cfg.h - Darknet-style description files, with every key accounted for.
 *
 *     [section]        # a section may occur many times; order is kept
 *     key = value      # one value a key; '#' and ';' start a comment
 *
 * Reading marks a key as used. `cfg_check_used` then names the first key that nothing asked for,
 * with file, line and the nearest key that was asked for, so that a misspelt key is an error and
 * never a silent default. The known keys of a section are those its readers asked for: there is
 * no second list to keep in step.
 *
 * Format: the cfg files of J. Redmon, "Darknet: Open Source Neural Networks in C" (2013-2016). */
#ifndef MIEN_TRAINER_CONFIG_CFG_H
#define MIEN_TRAINER_CONFIG_CFG_H

#include <stdbool.h>
#include <stddef.h>

#include "runtime/host/error.h"

struct cfg_entry {
    char *key, *value;
    int line;   /* 0 where it was set on the command line */
    bool used;
};

struct cfg_section {
    char *name;
    int line;
    struct cfg_entry *entries;
    size_t count, capacity;
    const char **asked; /* every key a reader asked for; string literals, not owned */
    size_t asked_count, asked_capacity;
    const char *file; /* the cfg's path, for messages; owned by the cfg */
};

struct cfg {
    char *path;
    struct cfg_section *sections;
    size_t count, capacity;
};

/* Read `path` (at most 1 MiB). Errors, each with its line: a key before the first section, a line
 * that is neither, an unclosed section name, an empty key or value, a key twice in one section. */
int cfg_open(struct cfg *c, const char *path, struct mien_error *e);

/* The same from a string; `path` is what messages name. */
int cfg_parse(struct cfg *c, const char *path, const char *text, struct mien_error *e);
void cfg_close(struct cfg *c);

/* `--set section.key=value`, or `key=value` where exactly one section has or accepts the key by
 * holding it already; `connected.1.output=64` names the second [connected]. Errors: no such
 * section, an ambiguous key. A key given to a section that has it not is added. */
int cfg_set(struct cfg *c, const char *assignment, struct mien_error *e);

/* The first section of that name, or NULL. */
struct cfg_section *cfg_find(struct cfg *c, const char *name);

/* Typed readers: the value of `key`, or `fallback` where it is absent. A value of the wrong type
 * or outside [low, high] is an error that names its line; *value is then untouched. */
int cfg_integer(struct cfg_section *s, const char *key, long long *value, long long fallback,
                long long low, long long high, struct mien_error *e);
int cfg_number(struct cfg_section *s, const char *key, double *value, double fallback, double low,
               double high, struct mien_error *e);
int cfg_flag(struct cfg_section *s, const char *key, bool *value, bool fallback, struct mien_error *e);

/* *value points into the cfg. `fallback` NULL makes the key required. */
int cfg_string(struct cfg_section *s, const char *key, const char **value, const char *fallback,
               struct mien_error *e);

/* One of `names`; *index is its place. The error lists the names. */
int cfg_choice(struct cfg_section *s, const char *key, int *index, const char *const *names,
               size_t count, int fallback, struct mien_error *e);

/* A comma-separated list of numbers into values[0..capacity); *count is 0 where the key is absent. */
int cfg_numbers(struct cfg_section *s, const char *key, double *values, size_t capacity, size_t *count,
                struct mien_error *e);

/* Line of `key` in `s`, or of `s` itself where the key is absent. */
int cfg_line(const struct cfg_section *s, const char *key);

/* Every key of every section was asked for, and every section's name is among `sections`. */
int cfg_check_used(const struct cfg *c, struct mien_error *e);
int cfg_check_sections(const struct cfg *c, const char *const *sections, size_t count,
                       struct mien_error *e);

/* The cfg as text with all overrides applied, for the caller to free: parses to the same cfg. */
char *cfg_text(const struct cfg *c);

#endif
