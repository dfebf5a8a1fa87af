/* description.c - see description.h. */
#include "datasets/description.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/text.h"

#define FORMAT "mien-dataset 1"
enum { TEXT_MAX = 1 << 20, NAME_MAX_BYTES = 64, LINE_MAX_TEXT = 256 };

/* ---- reading ---- */

struct reader {
    const char *path, *text;
    const char *from; /* where in the text the object begins */
    struct dataset *d;
    struct mien_error *e;
};

static long line_at(const char *text, const char *at)
{
    long line = 1;
    for (; text < at; text++)
        line += *text == '\n';
    return line;
}

/* The line a key stands in. */
static long line_of(const struct reader *r, const char *key)
{
    size_t n = strlen(key);
    for (const char *p = r->from; (p = strchr(p, '"')); p++)
        if (strncmp(p + 1, key, n) == 0 && p[n + 1] == '"' &&
            p[n + 2 + strspn(p + n + 2, " \t")] == ':')
            return line_at(r->text, p);
    return 0;
}

static int wrong(const struct reader *r, const cJSON *item, const char *wanted)
{
    char *found = cJSON_PrintUnformatted(item);
    error_set(r->e, r->path, line_of(r, item->string), "'%s' is not %s (%.80s)", item->string,
              wanted, found ? found : "?");
    cJSON_free(found);
    return -1;
}

static int read_text(const struct reader *r, const cJSON *item, char **out)
{
    if (!cJSON_IsString(item))
        return wrong(r, item, "a text in quotes");
    *out = strdup(item->valuestring);
    return *out ? 0 : error_memory(r->e, r->path, strlen(item->valuestring));
}

static int read_format(const struct reader *r, const cJSON *item)
{
    if (cJSON_IsString(item) && strcmp(item->valuestring, FORMAT) == 0)
        return 0;
    return wrong(r, item, "\"" FORMAT "\", the format this program reads");
}

static int read_name(const struct reader *r, const cJSON *item)
{
    return read_text(r, item, &r->d->name);
}

static int read_licence(const struct reader *r, const cJSON *item)
{
    return read_text(r, item, &r->d->licence);
}

static int read_provenance(const struct reader *r, const cJSON *item)
{
    return read_text(r, item, &r->d->provenance);
}

static int read_source(const struct reader *r, const cJSON *item)
{
    return read_text(r, item, &r->d->source);
}

static int read_kind(const struct reader *r, const cJSON *item)
{
    for (int k = 0; cJSON_IsString(item) && k < DATASET_KIND_COUNT; k++)
        if (strcmp(item->valuestring, dataset_kind_names[k]) == 0) {
            r->d->kind = (enum dataset_kind)k;
            return 0;
        }
    return wrong(r, item, "\"vector\", \"landmarks\", \"image\" or \"mixed\"");
}

static int read_shape(const struct reader *r, const cJSON *item)
{
    struct dataset *d = r->d;
    const cJSON *side;
    if (!cJSON_IsArray(item))
        return wrong(r, item, "a list of one to three sizes");
    d->shape[0] = d->shape[1] = d->shape[2] = 1;
    cJSON_ArrayForEach(side, item)
    {
        double v = cJSON_IsNumber(side) ? side->valuedouble : 0;
        if (d->dimensions == 3 || !(v >= 1 && v <= DATASET_WIDTH_MAX) || v != floor(v))
            return wrong(r, item, "a list of one to three sizes");
        d->shape[d->dimensions++] = (uint32_t)v;
    }
    return 0;
}

static int read_number(const struct reader *r, const cJSON *item, double *out)
{
    if (!cJSON_IsNumber(item))
        return wrong(r, item, "a number");
    *out = item->valuedouble;
    return 0;
}

static int read_scale(const struct reader *r, const cJSON *item)
{
    return read_number(r, item, &r->d->scale);
}

static int read_offset(const struct reader *r, const cJSON *item)
{
    return read_number(r, item, &r->d->offset);
}

static int read_names(const struct reader *r, const cJSON *item, char ***names, uint32_t *count,
                      uint32_t most)
{
    const cJSON *name;
    int size = cJSON_IsArray(item) ? cJSON_GetArraySize(item) : -1;
    if (size < 0 || (uint32_t)size > most)
        return error_set(r->e, r->path, line_of(r, item->string),
                         "'%s' is not a list of at most %u names", item->string, most);
    *names = calloc((size_t)size + 1, sizeof **names);
    if (!*names)
        return error_memory(r->e, r->path, (size_t)size * sizeof **names);
    cJSON_ArrayForEach(name, item)
    {
        if (!cJSON_IsString(name))
            return wrong(r, item, "a list of names");
        if (!((*names)[*count] = strdup(name->valuestring)))
            return error_memory(r->e, r->path, strlen(name->valuestring));
        ++*count;
    }
    return 0;
}

static int read_classes(const struct reader *r, const cJSON *item)
{
    return read_names(r, item, &r->d->class_names, &r->d->classes, DATASET_CLASSES_MAX);
}

static int read_splits(const struct reader *r, const cJSON *item)
{
    return read_names(r, item, &r->d->split_names, &r->d->splits, DATASET_SPLITS_MAX);
}

static int read_votes(const struct reader *r, const cJSON *item)
{
    return read_names(r, item, &r->d->vote_names, &r->d->votes, DATASET_VOTES_MAX);
}

struct field {
    const char *key;
    bool required;
    int (*read)(const struct reader *r, const cJSON *item);
};

enum { FIELDS_MAX = 16 };

static int read_item(const struct reader *r, const cJSON *item, const struct field *fields,
                     size_t count, bool seen[FIELDS_MAX])
{
    char hint[LINE_MAX_TEXT];
    for (size_t k = 0; k < count; k++) {
        if (strcmp(item->string, fields[k].key) != 0)
            continue;
        if (seen[k])
            return error_set(r->e, r->path, line_of(r, item->string), "'%s' is there twice",
                             item->string);
        seen[k] = true;
        return fields[k].read(r, item);
    }
    return error_set(
        r->e, r->path, line_of(r, item->string), "unknown key '%.60s'%s", item->string,
        text_did_you_mean(hint, sizeof hint, item->string, &fields[0].key, count, sizeof *fields));
}

static int read_object(const struct reader *r, const cJSON *object, const struct field *fields,
                       size_t count)
{
    bool seen[FIELDS_MAX] = {false};
    const cJSON *item;
    cJSON_ArrayForEach(item, object)
    {
        if (read_item(r, item, fields, count, seen) != 0)
            return -1;
    }
    for (size_t k = 0; k < count; k++)
        if (fields[k].required && !seen[k])
            return error_set(r->e, r->path, object->string ? line_of(r, object->string) : 0,
                             "no '%s' in it; add one", fields[k].key);
    return 0;
}

/* A part is described as a data set of its own would be. */
static int read_part(const struct reader *r, const cJSON *object, struct dataset_part *part)
{
    static const struct field fields[] = {
        {"kind", true, read_kind},
        {"shape", true, read_shape},
        {"scale", false, read_scale},
        {"offset", false, read_offset},
    };
    struct dataset alone = {.scale = 1};
    const struct reader inner = {r->path, r->text, r->from, &alone, r->e};
    if (read_object(&inner, object, fields, sizeof fields / sizeof *fields) != 0 ||
        description_check_layout(&alone, r->path, r->e) != 0)
        return -1;
    *part = (struct dataset_part){.kind = alone.kind,
                                  .shape = {alone.shape[0], alone.shape[1], alone.shape[2]},
                                  .dimensions = alone.dimensions,
                                  .scale = alone.scale,
                                  .offset = alone.offset};
    return 0;
}

static int read_parts(const struct reader *r, const cJSON *item)
{
    struct reader inner = *r;
    const cJSON *object;
    if (strstr(r->from, "\"parts\""))
        inner.from = strstr(r->from, "\"parts\"");
    if (!cJSON_IsArray(item) || cJSON_GetArraySize(item) > DATASET_PARTS_MAX)
        return error_set(r->e, r->path, line_of(r, "parts"),
                         "'parts' is not a list of at most %d parts", DATASET_PARTS_MAX);
    cJSON_ArrayForEach(object, item)
    {
        if (!cJSON_IsObject(object) || !object->child)
            return error_set(r->e, r->path, line_of(r, "parts"),
                             "a part is not an object with a kind and a shape");
        if (read_part(&inner, object, &r->d->parts[r->d->part_count]) != 0)
            return -1;
        r->d->part_count++;
    }
    description_lay_parts(r->d);
    return 0;
}

static const struct field fields[] = {
    {"format", true, read_format},    {"name", true, read_name},
    {"kind", true, read_kind},        {"shape", true, read_shape},
    {"scale", false, read_scale},     {"offset", false, read_offset},
    {"parts", false, read_parts},     {"classes", true, read_classes},
    {"splits", true, read_splits},    {"votes", false, read_votes},
    {"licence", false, read_licence}, {"provenance", false, read_provenance},
    {"source", false, read_source},
};
enum { FIELDS = sizeof fields / sizeof *fields };

static int read_items(const struct reader *r, const cJSON *root)
{
    return read_object(r, root, fields, FIELDS) == 0 ? description_check(r->d, r->path, r->e) : -1;
}

static int read_path(struct dataset *d, const char *path, struct mien_error *e)
{
    char *text = file_text(path, TEXT_MAX, e);
    if (!text)
        return -1;
    struct reader r = {path, text, text, d, e};
    const char *end = text;
    cJSON *root = cJSON_ParseWithOpts(text, &end, 1);
    d->scale = 1;
    int result = cJSON_IsObject(root)
                     ? read_items(&r, root)
                     : error_set(e, path, line_at(text, end),
                                 "not a JSON object (wrong at '%.20s')", root ? text : end);
    cJSON_Delete(root);
    free(text);
    return result;
}

int description_read(struct dataset *d, const char *folder, struct mien_error *e)
{
    char *path = file_join(folder, DATASET_DESCRIPTION);
    int result = path ? read_path(d, path, e) : error_memory(e, folder, strlen(folder));
    free(path);
    return result;
}

/* ---- checking ---- */

static int check_names(const char *path, const char *what, char *const *names, uint32_t count,
                       struct mien_error *e)
{
    for (uint32_t i = 0; i < count; i++) {
        size_t n = strlen(names[i]);
        if (n == 0 || n > NAME_MAX_BYTES)
            return error_set(e, path, 0, "%s %u has a name of %zu bytes; 1 to %d are allowed", what,
                             i, n, NAME_MAX_BYTES);
        for (uint32_t j = 0; j < i; j++)
            if (strcmp(names[i], names[j]) == 0)
                return error_set(e, path, 0, "two of the %s names are '%s'", what, names[i]);
    }
    return 0;
}

static int check_shape(const struct dataset *d, const char *path, struct mien_error *e)
{
    static const uint32_t dimensions[DATASET_KIND_COUNT] = {1, 2, 3, 1};
    uint64_t width = (uint64_t)d->shape[0] * d->shape[1];
    if (d->dimensions != dimensions[d->kind])
        return error_set(e, path, 0, "the shape of '%s' data has %u dimensions, not %u",
                         dataset_kind_names[d->kind], dimensions[d->kind], d->dimensions);
    if (d->kind == DATASET_LANDMARKS && d->shape[1] != 2 && d->shape[1] != 3)
        return error_set(e, path, 0, "a landmark is 2 or 3 numbers, not %u", d->shape[1]);
    if (width == 0 || d->shape[2] == 0)
        return error_set(e, path, 0, "a row holds no numbers (a side of its shape is 0)");
    if (width > DATASET_WIDTH_MAX || width * d->shape[2] > DATASET_WIDTH_MAX)
        return error_set(e, path, 0,
                         "a row is too wide (%u x %u x %u); at most %d numbers are read",
                         d->shape[0], d->shape[1], d->shape[2], DATASET_WIDTH_MAX);
    return 0;
}

void description_lay_parts(struct dataset *d)
{
    uint32_t start = 0;
    for (uint32_t i = 0; i < d->part_count; i++) {
        struct dataset_part *p = &d->parts[i];
        p->start = start;
        p->width = p->shape[0] * p->shape[1] * p->shape[2];
        start += p->width;
    }
}

/* Of a mixed set, whose parts are each what a data set can be. */
static int check_parts(const struct dataset *d, const char *path, struct mien_error *e)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < d->part_count; i++)
        sum += d->parts[i].width;
    if (d->part_count < 2 || sum != d->shape[0])
        return error_set(e, path, 0,
                         "a row of a mixed set is two or three parts, %u numbers in all (%u parts, "
                         "%u numbers)",
                         d->shape[0], d->part_count, sum);
    for (uint32_t i = 0; i < d->part_count; i++)
        for (uint32_t k = 0; k <= i; k++)
            if (d->parts[i].kind == DATASET_MIXED ||
                (k < i && d->parts[i].kind == d->parts[k].kind))
                return error_set(e, path, 0, "a part of kind '%s' beside others of that kind",
                                 dataset_kind_names[d->parts[i].kind]);
    if (d->scale != 1 || d->offset != 0)
        return error_set(e, path, 0,
                         "a mixed set has a scale of its own (%g, offset %g); give it to the parts",
                         d->scale, d->offset);
    return 0;
}

int description_check_layout(const struct dataset *d, const char *path, struct mien_error *e)
{
    double most =
        32768 * fabs(d->scale) + fabs(d->offset); /* of int16, the widest integer stored */
    if (check_shape(d, path, e) != 0)
        return -1;
    if (d->scale == 0 || !isfinite((float)most))
        return error_set(e, path, 0, "scale %g and offset %g do not keep the values finite",
                         d->scale, d->offset);
    if (d->kind == DATASET_MIXED)
        return check_parts(d, path, e);
    return d->part_count == 0 ? 0
                              : error_set(e, path, 0,
                                          "parts are a mixed set's; this one's kind is "
                                          "'%s'",
                                          dataset_kind_names[d->kind]);
}

int description_check(const struct dataset *d, const char *path, struct mien_error *e)
{
    if (description_check_layout(d, path, e) != 0)
        return -1;
    if (d->classes == 0 || d->splits == 0)
        return error_set(e, path, 0, "no %s named; a data set needs one at least",
                         d->classes ? "split" : "class");
    if (check_names(path, "class", d->class_names, d->classes, e) != 0 ||
        check_names(path, "split", d->split_names, d->splits, e) != 0)
        return -1;
    return check_names(path, "vote", d->vote_names, d->votes, e);
}

/* ---- writing ---- */

static cJSON *names_array(char *const *names, uint32_t count)
{
    cJSON *array = cJSON_CreateArray();
    for (uint32_t i = 0; i < count; i++)
        cJSON_AddItemToArray(array, cJSON_CreateString(names[i]));
    return array;
}

static void add_text(cJSON *root, const char *key, const char *value)
{
    if (value)
        cJSON_AddStringToObject(root, key, value);
}

static cJSON *shape_array(const uint32_t *shape, uint32_t dimensions)
{
    cJSON *array = cJSON_CreateArray();
    for (uint32_t i = 0; i < dimensions; i++)
        cJSON_AddItemToArray(array, cJSON_CreateNumber(shape[i]));
    return array;
}

/* What a row, or a part of one, is. */
static void add_layout(cJSON *object, const struct dataset_part *p)
{
    cJSON_AddStringToObject(object, "kind", dataset_kind_names[p->kind]);
    cJSON_AddItemToObject(object, "shape", shape_array(p->shape, p->dimensions));
    cJSON_AddNumberToObject(object, "scale", p->scale);
    cJSON_AddNumberToObject(object, "offset", p->offset);
}

static void add_parts(cJSON *root, const struct dataset *d)
{
    cJSON *parts = d->part_count ? cJSON_AddArrayToObject(root, "parts") : NULL;
    for (uint32_t i = 0; parts && i < d->part_count; i++) {
        cJSON *part = cJSON_CreateObject();
        add_layout(part, &d->parts[i]);
        cJSON_AddItemToArray(parts, part);
    }
}

static char *description_text(const struct dataset *d)
{
    const struct dataset_part row = {.kind = d->kind,
                                     .shape = {d->shape[0], d->shape[1], d->shape[2]},
                                     .dimensions = d->dimensions,
                                     .scale = d->scale,
                                     .offset = d->offset};
    cJSON *root = cJSON_CreateObject();
    cJSON_AddStringToObject(root, "format", FORMAT);
    add_text(root, "name", d->name);
    add_layout(root, &row);
    add_parts(root, d);
    cJSON_AddItemToObject(root, "classes", names_array(d->class_names, d->classes));
    cJSON_AddItemToObject(root, "splits", names_array(d->split_names, d->splits));
    if (d->votes)
        cJSON_AddItemToObject(root, "votes", names_array(d->vote_names, d->votes));
    add_text(root, "licence", d->licence);
    add_text(root, "provenance", d->provenance);
    add_text(root, "source", d->source);
    char *text = cJSON_Print(root);
    cJSON_Delete(root);
    return text;
}

int description_write(const struct dataset *d, const char *folder, struct mien_error *e)
{
    char *path = file_join(folder, DATASET_DESCRIPTION), *text = description_text(d);
    struct file_atomic f;
    int result = -1;
    if (!path || !text) {
        error_memory(e, folder, 0);
    } else if (file_atomic_open(&f, path, e) == 0) {
        fprintf(f.stream, "%s\n", text);
        result = file_atomic_commit(&f, e);
    }
    cJSON_free(text);
    free(path);
    return result;
}

/* ---- freeing ---- */

static void free_names(char **names, uint32_t count)
{
    for (uint32_t i = 0; names && i < count; i++)
        free(names[i]);
    free(names);
}

void description_free(struct dataset *d)
{
    free_names(d->class_names, d->classes);
    free_names(d->split_names, d->splits);
    free_names(d->vote_names, d->votes);
    free(d->name);
    free(d->licence);
    free(d->provenance);
    free(d->source);
}
