/* record.c - see record.h. */
#include "trainer/export/record.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#define FORMAT "mien-header 1"

/* The checksums, by the word that starts their line. */
static const struct {
    const char *label;
    size_t offset;
    bool required;
} sums[] = {
    {"sha256-weights", offsetof(struct record, weights), true},
    {"sha256-cfg", offsetof(struct record, cfg), false},
    {"sha256-data", offsetof(struct record, data), false},
    {"sha256-code", offsetof(struct record, code), true},
};

void record_write(struct emit *w, const struct record *r)
{
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++) {
        const char *hex = (const char *)r + sums[i].offset;
        if (*hex)
            emit_line(w, "%-15s%s", sums[i].label, hex);
    }
    emit_line(
        w,
        "options        {\"format\": \"%s\", \"name\": \"%s\", \"standalone\": %s, \"inline\": "
        "%s, \"forest_bytes\": %lld}",
        FORMAT, r->name, r->standalone ? "true" : "false", r->inlined ? "true" : "false",
        r->forest_bytes);
}

const char *record_code(const char *text)
{
    const char *end = strncmp(text, "/*", 2) == 0 ? strstr(text, "*/\n") : NULL;
    return end ? end + 3 : NULL;
}

/* The rest of the comment's last line that starts with `label`, for the caller to free; else NULL.
 */
static char *find(const char *text, const char *end, const char *label)
{
    const size_t length = strlen(label);
    const char *found = NULL;
    for (const char *line = text; line && line < end; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, " * ", 3) == 0 && strncmp(line + 3, label, length) == 0 &&
            line[3 + length] == ' ')
            found = line + 3 + length + strspn(line + 3 + length, " ");
    }
    return found ? strndup(found, strcspn(found, "\r\n")) : NULL;
}

static bool is_hex(const char *s)
{
    return s && strlen(s) == 64 && strspn(s, "0123456789abcdef") == 64;
}

static int read_options(struct record *r, const char *path, const char *json, struct mien_error *e)
{
    cJSON *o = json ? cJSON_Parse(json) : NULL;
    const char *format = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(o, "format"));
    const char *name = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(o, "name"));
    const cJSON *bytes = cJSON_GetObjectItemCaseSensitive(o, "forest_bytes");
    int result = -1;
    if (!format || strcmp(format, FORMAT) != 0 || !name || !emit_name_valid(name) ||
        !cJSON_IsNumber(bytes) || bytes->valuedouble < 0 || bytes->valuedouble > 1e15) {
        error_set(e, path, 0,
                  "the opening comment has no options line that mien can read (%.60s); "
                  "export the header again",
                  json ? json : "none found");
    } else {
        strcpy(r->name, name);
        r->standalone = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(o, "standalone"));
        r->inlined = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(o, "inline"));
        r->forest_bytes = (long long)bytes->valuedouble;
        result = 0;
    }
    cJSON_Delete(o);
    return result;
}

int record_read(struct record *r, const char *path, const char *text, struct mien_error *e)
{
    *r = (struct record){0};
    const char *code = record_code(text);
    if (!code)
        return error_set(e, path, 0,
                         "not a header of mien's (it does not open with a comment); name "
                         "the FILE.h that 'mien export' wrote");
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++) {
        char *value = find(text, code, sums[i].label);
        const bool good = is_hex(value);
        if (good)
            strcpy((char *)r + sums[i].offset, value);
        free(value);
        if (!good && (value || sums[i].required))
            return error_set(e, path, 0,
                             "not a header of mien's (the opening comment has no valid line '%s'); "
                             "name the FILE.h that 'mien export' wrote",
                             sums[i].label);
    }
    char *json = find(text, code, "options");
    int result = read_options(r, path, json, e);
    free(json);
    return result;
}
