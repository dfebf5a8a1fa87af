/* cfg.c - see cfg.h. A line is cut out of the text, stripped, and either opens a section or is
 * split at its first '='; what stands in the file is checked here, what it means is the readers'.
 */
#include "runtime/host/config/cfg.h"

#include <ctype.h>
#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/file.h"
#include "runtime/host/text.h"

/* A place in a file (or, for line 0, the command line) and where to say what is wrong there. */
struct place {
    const char *file;
    int line;
    struct mien_error *e;
};

static int complain_at(const struct place *at, const char *format, va_list args)
{
    char text[sizeof at->e->text];
    vsnprintf(text, sizeof text, format, args);
    error_set(at->e, at->line ? at->file : "--set", at->line, "%s", text);
    if (at->e && at->line == 0)
        at->e->usage = true;
    return -1;
}

MIEN_PRINTF(2, 3) static int complain(const struct place *at, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    complain_at(at, format, args);
    va_end(args);
    return -1;
}

/* Room for one more of `count` items of `size` bytes; NULL when out of memory. */
static void *grow(void *items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return items;
    size_t more = *capacity ? *capacity * 2 : 8;
    void *moved = realloc(items, more * size);
    if (moved)
        *capacity = more;
    return moved;
}

static bool is_name(const char *s)
{
    if (!*s)
        return false;
    for (; *s; s++)
        if (!isalnum((unsigned char)*s) && *s != '_' && *s != '-')
            return false;
    return true;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static char *strip(char *s)
{
    while (is_blank(*s))
        s++;
    size_t n = strlen(s);
    while (n && is_blank(s[n - 1]))
        n--;
    s[n] = '\0';
    return s;
}

static const char *find_comment(const char *s)
{
    for (const char *p = s; *p; p++)
        if ((*p == '#' || *p == ';') && (p == s || is_blank(p[-1]) || p[-1] == '='))
            return p;
    return NULL;
}

/* The first control character but tabs and the '\r' of a DOS line end. */
static const char *find_control(const char *s)
{
    for (; *s; s++)
        if ((unsigned char)*s < 0x20 && *s != '\t' && !(*s == '\r' && s[1] == '\0'))
            return s;
    return NULL;
}

static struct cfg_entry *find_entry(const struct cfg_section *s, const char *key)
{
    for (size_t i = 0; i < s->count; i++)
        if (strcmp(s->entries[i].key, key) == 0)
            return &s->entries[i];
    return NULL;
}

static int add_section(struct cfg *c, const char *name, const struct place *at)
{
    if (c->count == CFG_SECTIONS_MAX)
        return complain(at, "too many sections; at most %d are read", CFG_SECTIONS_MAX);
    struct cfg_section *moved = grow(c->sections, c->count, &c->capacity, sizeof *moved);
    if (!moved)
        return error_memory(at->e, "a cfg section", sizeof *moved);
    c->sections = moved;
    struct cfg_section *s = &c->sections[c->count];
    *s = (struct cfg_section){.name = strdup(name), .line = at->line, .file = c->path};
    if (!s->name)
        return error_memory(at->e, "a cfg section", strlen(name));
    c->count++;
    return 0;
}

static int add_entry(struct cfg_section *s, const char *key, const char *value,
                     const struct place *at)
{
    if (s->count == CFG_KEYS_MAX)
        return complain(at, "too many keys in [%.40s]; at most %d are read", s->name, CFG_KEYS_MAX);
    struct cfg_entry *moved = grow(s->entries, s->count, &s->capacity, sizeof *moved);
    if (!moved)
        return error_memory(at->e, "a cfg key", sizeof *moved);
    s->entries = moved;
    struct cfg_entry entry = {.key = strdup(key), .value = strdup(value), .line = at->line};
    if (!entry.key || !entry.value) {
        free(entry.key);
        free(entry.value);
        return error_memory(at->e, "a cfg key", strlen(key) + strlen(value));
    }
    s->entries[s->count++] = entry;
    return 0;
}

static int parse_section(struct cfg *c, char *line, const struct place *at)
{
    size_t n = strlen(line);
    if (line[n - 1] != ']')
        return complain(at, "a section name is not closed (%.60s); end it with ']'", line);
    line[n - 1] = '\0';
    char *name = strip(line + 1);
    if (!is_name(name))
        return complain(at, "not a section name ([%.60s]); use letters, digits, '_' and '-'", name);
    return add_section(c, name, at);
}

static int parse_entry(struct cfg *c, char *line, const struct place *at)
{
    char *equals = strchr(line, '=');
    if (!equals)
        return complain(at, "neither a section nor a key (%.60s); write [section] or key = value",
                        line);
    *equals = '\0';
    const char *key = strip(line), *value = strip(equals + 1);
    if (!*key)
        return complain(at, "a value without a key (= %.60s); write key = value", value);
    if (!is_name(key))
        return complain(at, "not a key (%.60s); use letters, digits, '_' and '-'", key);
    if (!*value)
        return complain(at, "'%.60s' has no value; write %.60s = VALUE or remove the line", key,
                        key);
    if (c->count == 0)
        return complain(at, "'%.60s' stands before the first section; put it below a [section]",
                        key);
    struct cfg_section *s = &c->sections[c->count - 1];
    const struct cfg_entry *earlier = find_entry(s, key);
    if (earlier)
        return complain(at, "'%.60s' is given twice in [%.60s] (first in line %d); keep one", key,
                        s->name, earlier->line);
    return add_entry(s, key, value, at);
}

static int parse_line(struct cfg *c, char *line, const struct place *at)
{
    const char *control = find_control(line);
    if (control)
        return complain(at, "a control character (0x%02x) in column %td; this is not a cfg text",
                        *control, control - line + 1);
    const char *comment = find_comment(line);
    if (comment)
        line[comment - line] = '\0';
    line = strip(line);
    if (!*line)
        return 0;
    return *line == '[' ? parse_section(c, line, at) : parse_entry(c, line, at);
}

static int parse_lines(struct cfg *c, char *text, struct mien_error *e)
{
    struct place at = {.file = c->path, .line = 0, .e = e};
    if (strncmp(text, "\xef\xbb\xbf", 3) == 0) /* the byte order mark some editors write */
        text += 3;
    while (text) {
        char *end = strchr(text, '\n');
        if (end)
            *end++ = '\0';
        at.line++;
        if (parse_line(c, text, &at) != 0)
            return -1;
        text = end;
    }
    return 0;
}

int cfg_parse(struct cfg *c, const char *path, const char *text, struct mien_error *e)
{
    *c = (struct cfg){.path = strdup(path)};
    char *copy = strdup(text);
    int result = c->path && copy ? parse_lines(c, copy, e) : error_memory(e, path, strlen(text));
    if (result == 0 && c->count == 0)
        result = error_set(e, path, 0, "no section in this file; start with [data] or [net]");
    free(copy);
    if (result != 0)
        cfg_close(c);
    return result;
}

int cfg_open(struct cfg *c, const char *path, struct mien_error *e)
{
    *c = (struct cfg){0};
    char *text = file_text(path, CFG_BYTES_MAX, e);
    int result = text ? cfg_parse(c, path, text, e) : -1;
    free(text);
    return result;
}

void cfg_close(struct cfg *c)
{
    for (size_t i = 0; i < c->count; i++) {
        struct cfg_section *s = &c->sections[i];
        for (size_t k = 0; k < s->count; k++) {
            free(s->entries[k].key);
            free(s->entries[k].value);
        }
        free(s->entries);
        free(s->asked);
        free(s->name);
    }
    free(c->sections);
    free(c->path);
    *c = (struct cfg){0};
}

struct cfg_section *cfg_find(struct cfg *c, const char *name)
{
    for (size_t i = 0; i < c->count; i++)
        if (strcmp(c->sections[i].name, name) == 0)
            return &c->sections[i];
    return NULL;
}

/* What `--set` names: the parts of an assignment, cut out of a copy. */
struct assignment {
    const char *section; /* NULL where the key stands alone */
    long long number;    /* -1 where none is given */
    const char *key, *value;
};

static int split_assignment(struct assignment *a, char *text, const struct place *at)
{
    char *equals = strchr(text, '=');
    if (!equals)
        return complain(at, "no '=' in '%.60s'; write section.key=value", text);
    *equals = '\0';
    *a = (struct assignment){.number = -1, .key = strip(text), .value = strip(equals + 1)};
    char *last = strrchr(text, '.');
    if (last) {
        *last = '\0';
        a->key = last + 1;
        a->section = strip(text);
        char *number = strchr(text, '.');
        if (number) {
            *number++ = '\0';
            if (!text_integer(number, &a->number) || a->number < 0)
                return complain(at, "not the number of a section ('%.60s'); count from 0", number);
        }
    }
    if (!is_name(a->key))
        return complain(at, "not a key ('%.60s'); write section.key=value", a->key);
    if (!*a->value || find_comment(a->value) || find_control(a->value))
        return complain(at, "'%.60s' cannot be '%.60s'; give one line without a comment", a->key,
                        a->value);
    return 0;
}

static struct cfg_section *section_named(struct cfg *c, const struct assignment *a,
                                         const struct place *at)
{
    struct cfg_section *found = NULL;
    long long seen = 0;
    for (size_t i = 0; i < c->count; i++)
        if (strcmp(c->sections[i].name, a->section) == 0) {
            if (seen == (a->number < 0 ? 0 : a->number))
                found = &c->sections[i];
            seen++;
        }
    if (found && (a->number >= 0 || seen == 1))
        return found;
    char hint[128];
    if (seen == 0)
        complain(at, "no section [%.60s] in %s%s", a->section, c->path,
                 text_did_you_mean(hint, sizeof hint, a->section,
                                   (const char *const *)(const void *)&c->sections->name, c->count,
                                   sizeof *c->sections));
    else if (a->number >= 0)
        complain(at, "no [%.60s] number %lld in %s; there are %lld, counted from 0", a->section,
                 a->number, c->path, seen);
    else
        complain(at, "%s has %lld sections [%.60s]; number the one you mean: %.60s.0.%.60s=%.60s",
                 c->path, seen, a->section, a->section, a->key, a->value);
    return NULL;
}

static struct cfg_section *section_holding(struct cfg *c, const struct assignment *a,
                                           const struct place *at)
{
    struct cfg_section *found = NULL;
    for (size_t i = 0; i < c->count; i++)
        if (find_entry(&c->sections[i], a->key)) {
            if (found) {
                complain(at,
                         "'%.60s' is a key of [%.60s] and of [%.60s]; write section.%.60s=%.60s",
                         a->key, found->name, c->sections[i].name, a->key, a->value);
                return NULL;
            }
            found = &c->sections[i];
        }
    if (!found)
        complain(at, "no section of %s holds '%.60s'; name one: section.%.60s=%.60s", c->path,
                 a->key, a->key, a->value);
    return found;
}

static int assign(struct cfg *c, char *text, const struct place *at)
{
    struct assignment a;
    if (split_assignment(&a, text, at) != 0)
        return -1;
    if (a.section && strcmp(a.section, "data") == 0 && !cfg_find(c, "data") &&
        add_section(c, "data", at) != 0)
        return -1;
    struct cfg_section *s = a.section ? section_named(c, &a, at) : section_holding(c, &a, at);
    if (!s)
        return -1;
    struct cfg_entry *entry = find_entry(s, a.key);
    if (!entry)
        return add_entry(s, a.key, a.value, at);
    char *value = strdup(a.value);
    if (!value)
        return error_memory(at->e, "a cfg key", strlen(a.value));
    free(entry->value);
    entry->value = value;
    entry->line = 0;
    return 0;
}

int cfg_set(struct cfg *c, const char *assignment, struct mien_error *e)
{
    struct place at = {.e = e};
    char *copy = strdup(assignment);
    int result = copy ? assign(c, copy, &at) : error_memory(e, assignment, strlen(assignment));
    free(copy);
    return result;
}

static bool was_asked(const struct cfg_section *s, const char *key)
{
    for (size_t i = 0; i < s->asked_count; i++)
        if (strcmp(s->asked[i], key) == 0)
            return true;
    return false;
}

/* The entry of `key`, or *entry NULL where it is absent; notes that the key was asked for. */
static int ask(struct cfg_section *s, const char *key, struct cfg_entry **entry,
               struct mien_error *e)
{
    *entry = find_entry(s, key);
    if (was_asked(s, key))
        return 0;
    const char **moved = grow(s->asked, s->asked_count, &s->asked_capacity, sizeof *moved);
    if (!moved)
        return error_memory(e, "a cfg key", sizeof *moved);
    s->asked = moved;
    s->asked[s->asked_count++] = key;
    return 0;
}

int cfg_line(const struct cfg_section *s, const char *key)
{
    const struct cfg_entry *entry = find_entry(s, key);
    return entry ? entry->line : s->line;
}

int cfg_error(const struct cfg_section *s, const char *key, struct mien_error *e,
              const char *format, ...)
{
    struct place at = {.file = s->file, .line = cfg_line(s, key), .e = e};
    va_list args;
    va_start(args, format);
    complain_at(&at, format, args);
    va_end(args);
    return -1;
}

/* " from LOW to HIGH" with the limits that there are. */
static const char *range_text(char *out, size_t size, double low, double high)
{
    if (isfinite(low) && isfinite(high))
        snprintf(out, size, " from %.15g to %.15g", low, high);
    else if (isfinite(low))
        snprintf(out, size, " of at least %.15g", low);
    else if (isfinite(high))
        snprintf(out, size, " of at most %.15g", high);
    else
        out[0] = '\0';
    return out;
}

int cfg_integer(struct cfg_section *s, const char *key, long long *value, long long fallback,
                long long low, long long high, struct mien_error *e)
{
    struct cfg_entry *entry;
    if (ask(s, key, &entry, e) != 0)
        return -1;
    long long v = fallback;
    if (entry && (!text_integer(entry->value, &v) || v < low || v > high)) {
        char range[96];
        range_text(range, sizeof range, low == LLONG_MIN ? -INFINITY : (double)low,
                   high == LLONG_MAX ? INFINITY : (double)high);
        return cfg_error(s, key, e, "'%s' is out of place (%.60s); give a whole number%s", key,
                         entry->value, range);
    }
    *value = v;
    return 0;
}

int cfg_number(struct cfg_section *s, const char *key, double *value, double fallback, double low,
               double high, struct mien_error *e)
{
    struct cfg_entry *entry;
    if (ask(s, key, &entry, e) != 0)
        return -1;
    double v = fallback;
    if (entry && (!text_number(entry->value, &v) || v < low || v > high)) {
        char range[96];
        return cfg_error(s, key, e, "'%s' is out of place (%.60s); give a number%s", key,
                         entry->value, range_text(range, sizeof range, low, high));
    }
    *value = v;
    return 0;
}

int cfg_flag(struct cfg_section *s, const char *key, bool *value, bool fallback,
             struct mien_error *e)
{
    static const char *const words[] = {"0", "1", "false", "true", "no", "yes", "off", "on"};
    struct cfg_entry *entry;
    if (ask(s, key, &entry, e) != 0)
        return -1;
    if (!entry) {
        *value = fallback;
        return 0;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(entry->value, words[i]) == 0) {
            *value = i % 2;
            return 0;
        }
    return cfg_error(s, key, e, "'%s' is neither on nor off (%.60s); give 1 or 0", key,
                     entry->value);
}

int cfg_string(struct cfg_section *s, const char *key, const char **value, const char *fallback,
               struct mien_error *e)
{
    struct cfg_entry *entry;
    if (ask(s, key, &entry, e) != 0)
        return -1;
    if (!entry && !fallback)
        return cfg_error(s, key, e, "[%.60s] has no '%s'; add a line %s = VALUE", s->name, key,
                         key);
    *value = entry ? entry->value : fallback;
    return 0;
}

/* "a, b, c" cut to `size`; `out` is returned. */
static const char *join_names(char *out, size_t size, const char *const *names, size_t count)
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < count && used < size; i++)
        used += (size_t)snprintf(out + used, size - used, "%s%s", i ? ", " : "", names[i]);
    return out;
}

int cfg_choice(struct cfg_section *s, const char *key, int *index, const char *const *names,
               size_t count, int fallback, struct mien_error *e)
{
    struct cfg_entry *entry;
    if (ask(s, key, &entry, e) != 0)
        return -1;
    if (!entry) {
        *index = fallback;
        return 0;
    }
    for (size_t i = 0; i < count; i++)
        if (strcmp(entry->value, names[i]) == 0) {
            *index = (int)i;
            return 0;
        }
    char list[512], hint[128];
    return cfg_error(
        s, key, e, "unknown %s (%.60s); it is one of %s%s", key, entry->value,
        join_names(list, sizeof list, names, count),
        text_did_you_mean(hint, sizeof hint, entry->value, names, count, sizeof *names));
}

int cfg_numbers(struct cfg_section *s, const char *key, double *values, size_t capacity,
                size_t *count, struct mien_error *e)
{
    struct cfg_entry *entry;
    if (ask(s, key, &entry, e) != 0)
        return -1;
    *count = 0;
    for (const char *rest = entry ? entry->value : NULL; rest;) {
        size_t length = strcspn(rest, ",");
        char item[64];
        snprintf(item, sizeof item, "%.*s", length < sizeof item ? (int)length : 63, rest);
        if (*count == capacity)
            return cfg_error(s, key, e, "'%s' has too many numbers; give at most %zu", key,
                             capacity);
        if (length >= sizeof item || !text_number(strip(item), &values[*count]))
            return cfg_error(s, key, e, "number %zu of '%s' is none (%.60s); separate with commas",
                             *count + 1, key, strip(item));
        ++*count;
        rest = rest[length] ? rest + length + 1 : NULL;
    }
    return 0;
}

static int check_section_used(const struct cfg_section *s, struct mien_error *e)
{
    for (size_t i = 0; i < s->count; i++) {
        const char *key = s->entries[i].key;
        if (was_asked(s, key))
            continue;
        char hint[512], list[400];
        text_did_you_mean(hint, sizeof hint, key, s->asked, s->asked_count, sizeof *s->asked);
        if (!hint[0] && s->asked_count)
            snprintf(hint, sizeof hint, "; [%.60s] knows %s", s->name,
                     join_names(list, sizeof list, s->asked, s->asked_count));
        return cfg_error(s, key, e, "unknown key in [%.60s] ('%.60s')%s", s->name, key,
                         hint[0] ? hint : "; remove it");
    }
    return 0;
}

int cfg_check_used(const struct cfg *c, struct mien_error *e)
{
    for (size_t i = 0; i < c->count; i++)
        if (check_section_used(&c->sections[i], e) != 0)
            return -1;
    return 0;
}

int cfg_check_sections(const struct cfg *c, const char *const *sections, size_t count,
                       struct mien_error *e)
{
    for (size_t i = 0; i < c->count; i++) {
        const struct cfg_section *s = &c->sections[i];
        size_t k = 0;
        while (k < count && strcmp(sections[k], s->name) != 0)
            k++;
        if (k < count)
            continue;
        char hint[512], list[400];
        text_did_you_mean(hint, sizeof hint, s->name, sections, count, sizeof *sections);
        if (!hint[0])
            snprintf(hint, sizeof hint, "; the sections are %s",
                     join_names(list, sizeof list, sections, count));
        return error_set(e, s->file, s->line, "unknown section ([%.60s])%s", s->name, hint);
    }
    return 0;
}

char *cfg_text(const struct cfg *c)
{
    char *text = NULL;
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    if (!stream)
        return NULL;
    for (size_t i = 0; i < c->count; i++) {
        const struct cfg_section *s = &c->sections[i];
        fprintf(stream, "%s[%s]\n", i ? "\n" : "", s->name);
        for (size_t k = 0; k < s->count; k++)
            fprintf(stream, "%s = %s\n", s->entries[k].key, s->entries[k].value);
    }
    if (fclose(stream) != 0) {
        free(text);
        return NULL;
    }
    return text;
}
