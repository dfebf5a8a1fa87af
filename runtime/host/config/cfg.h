/* cfg.h - Darknet-style description files, with every key accounted for.
 *
 *     [section]        # a section may occur many times; order is kept
 *     key = value      # one value a key; '#' and ';' start a comment
 *
 * A comment starts at the beginning of a line or behind a blank or '=', so "run#3" is a value.
 * Names and keys are letters, digits, '_' and '-'; a value is the rest of the line without blanks
 * around it.
 *
 * Reading a key records that it was asked for. `cfg_check_used` then names the first key that
 * nothing asked for, with file, line and the nearest key that was asked for, so that a misspelt key
 * is an error and never a silent default. The known keys of a section are those its readers asked
 * for: there is no second list to keep in step.
 *
 * Errors about a key that was set on the command line name "--set" in place of file and line, and
 * count as mistakes of usage.
 *
 * Format: the cfg files of J. Redmon, "Darknet: Open Source Neural Networks in C" (2013-2016). */
#ifndef MIEN_HOST_CONFIG_CFG_H
#define MIEN_HOST_CONFIG_CFG_H

#include <stdbool.h>
#include <stddef.h>

#include "runtime/host/error.h"

enum {
    CFG_BYTES_MAX = 1 << 20, /* of a file: hundreds of times the largest network of the field */
    CFG_SECTIONS_MAX = 4096, /* ResNet-152 as Darknet writes it has 206 */
    CFG_KEYS_MAX = 256       /* of a section: keys are searched one by one */
};

struct cfg_entry {
    char *key, *value;
    int line; /* 0 where it was set on the command line */
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
    struct cfg_section *sections; /* pointers to them stay good until cfg_close */
    size_t count, capacity;
};

/* Read `path`. Errors, each with its line: a key before the first section, a line that is neither
 * section nor key, an unclosed section name, an empty or ill-formed key, an empty value, a key
 * twice in one section, a control character, more than the limits above. `c` is then zeroed. */
int cfg_open(struct cfg *c, const char *path, struct mien_error *e);

/* The same from a string; `path` is what messages name. */
int cfg_parse(struct cfg *c, const char *path, const char *text, struct mien_error *e);
void cfg_close(struct cfg *c); /* accepts a zeroed struct */

/* `--set section.key=value`; `connected.1.output=64` names the second [connected], and the number
 * may be left out where the section is the only one of its name. `key=value` alone changes a key
 * that exactly one section holds. A key given to a section that has it not is added; so is the
 * section [data], which the cfgs of other programs do not have. Errors, all of usage: not of that
 * form, no such section or number, a key that no section or more than one holds, a value that could
 * not stand in a file. */
int cfg_set(struct cfg *c, const char *assignment, struct mien_error *e);

/* The first section of that name, or NULL. */
struct cfg_section *cfg_find(struct cfg *c, const char *name);

/* Typed readers: the value of `key` (a string literal), or `fallback` where it is absent. A value
 * of the wrong type or outside [low, high] is an error that names its line; *value is then
 * untouched. LLONG_MIN, LLONG_MAX and -INFINITY, INFINITY stand for no limit. */
int cfg_integer(struct cfg_section *s, const char *key, long long *value, long long fallback,
                long long low, long long high, struct mien_error *e);
int cfg_number(struct cfg_section *s, const char *key, double *value, double fallback, double low,
               double high, struct mien_error *e);

/* 1, true, yes, on; 0, false, no, off. */
int cfg_flag(struct cfg_section *s, const char *key, bool *value, bool fallback,
             struct mien_error *e);

/* *value points into the cfg. `fallback` NULL makes the key required. */
int cfg_string(struct cfg_section *s, const char *key, const char **value, const char *fallback,
               struct mien_error *e);

/* One of `names`; *index is its place. The error lists the names. */
int cfg_choice(struct cfg_section *s, const char *key, int *index, const char *const *names,
               size_t count, int fallback, struct mien_error *e);

/* A comma-separated list of numbers into values[0..capacity); *count is 0 where the key is absent.
 */
int cfg_numbers(struct cfg_section *s, const char *key, double *values, size_t capacity,
                size_t *count, struct mien_error *e);

/* Line of `key` in `s`, or of `s` itself where the key is absent; 0 where it was set on the command
 * line. */
int cfg_line(const struct cfg_section *s, const char *key);

/* An error about the value of `key` (or about `s`, where the key is absent), with the place that
 * the other errors of this file name. For what only the reader can judge. Always returns -1. */
int cfg_error(const struct cfg_section *s, const char *key, struct mien_error *e,
              const char *format, ...) MIEN_PRINTF(4, 5);

/* Every key of every section was asked for; to be called when all readers are done. */
int cfg_check_used(const struct cfg *c, struct mien_error *e);

/* Every section's name is among sections[0..count). */
int cfg_check_sections(const struct cfg *c, const char *const *sections, size_t count,
                       struct mien_error *e);

/* The cfg as text with all overrides applied, for the caller to free: parses to the same cfg. NULL
 * when out of memory. */
char *cfg_text(const struct cfg *c);

#endif
