/* mask.c - see mask.h. The values that a file holds are one table, read and written by it. */
#include "viewer/mask/mask.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#include <stb/stb_image_write.h>

#include "runtime/host/file.h"
#include "runtime/host/image/image.h"
#include "runtime/host/utf8.h"
#include "viewer/mask/png_text.h"

static const struct mask_look plain = {.tone = 1.0f, .feather = 0.08f, .opacity = 1.0f};

void mask_rename(struct mask *m, const char *name)
{
    size_t length = 0;
    for (int size; name[length] && (size = utf8_size(name + length, UTF8_MAX)) > 0;) {
        if (length + (size_t)size >= sizeof m->name)
            break;
        length += (size_t)size;
    }
    memcpy(m->name, name, length);
    m->name[length] = '\0';
}

int mask_init(struct mask *m, const char *name, struct mien_error *e)
{
    const size_t bytes = (size_t)MASK_SIDE * MASK_SIDE * 4;
    *m = (struct mask){.look = plain, .texels = calloc(1, bytes)};
    mask_rename(m, name);
    return m->texels ? 0 : error_memory(e, "a mask", bytes);
}

void mask_free(struct mask *m)
{
    free(m->texels);
    *m = (struct mask){0};
}

void mask_texel(const float uv[2], float *x, float *y)
{
    *x = uv[0] * MASK_SIDE;
    *y = (1.0f - uv[1]) * MASK_SIDE;
}

/* Texel of the smaller square: `from` is the first of the four. */
static void mean_of_four(const uint8_t *from, size_t stride, uint8_t to[4])
{
    const uint8_t *const four[] = {from, from + 4, from + stride, from + stride + 4};
    unsigned sum[4] = {0}, bare[3] = {0};
    for (int i = 0; i < 4; i++) {
        for (int k = 0; k < 3; k++) {
            sum[k] += (unsigned)four[i][k] * four[i][3];
            bare[k] += four[i][k];
        }
        sum[3] += four[i][3];
    }
    for (int k = 0; k < 3; k++)
        to[k] = (uint8_t)(sum[3] ? (sum[k] + sum[3] / 2) / sum[3] : bare[k] / 4);
    to[3] = (uint8_t)((sum[3] + 2) / 4);
}

/* What is written lies before what is still to be read. */
void mask_halve(const uint8_t *from, int side, uint8_t *to)
{
    const size_t stride = (size_t)4 * (size_t)side;
    for (int y = 0; y < side / 2; y++)
        for (int x = 0; x < side / 2; x++, to += 4)
            mean_of_four(from + 2 * (size_t)y * stride + 8 * (size_t)x, stride, to);
}

/* ---- values ---- */

enum kind { NUMBER, SWITCH };

static const struct value {
    const char *keyword;
    enum kind kind;
    size_t offset; /* in struct mask */
    float most;    /* of a number, from 0 on */
} values[] = {
    {"mien:tone", NUMBER, offsetof(struct mask, look.tone), 1.0f},
    {"mien:feather", NUMBER, offsetof(struct mask, look.feather), 0.25f},
    {"mien:opacity", NUMBER, offsetof(struct mask, look.opacity), 1.0f},
    {"mien:eyes", SWITCH, offsetof(struct mask, look.eyes), 1.0f},
    {"mien:mouth", SWITCH, offsetof(struct mask, look.mouth), 1.0f},
    {"mien:person", SWITCH, offsetof(struct mask, person), 1.0f},
};
enum { VALUES = sizeof values / sizeof *values };

static const char title[] = "Title";

static int read_value(struct mask *m, const char *path, const struct value *v,
                      const struct png_text *t, struct mien_error *e)
{
    char *end;
    const float number = strtof(t->text, &end);
    const bool whole = v->kind == NUMBER || number == 0.0f || number == 1.0f;
    if (end == t->text || *end || !(number >= 0.0f && number <= v->most) || !whole)
        return error_set(e, path, 0, "%s is no %s up to %g (\"%.40s\"); save the mask again",
                         v->keyword, v->kind == NUMBER ? "number from 0" : "switch, 0 or 1,",
                         (double)v->most, t->text);
    void *at = (char *)m + v->offset;
    if (v->kind == NUMBER)
        *(float *)at = number;
    else
        *(bool *)at = number != 0.0f;
    return 0;
}

static int read_text(struct mask *m, const char *path, const struct png_text *t,
                     struct mien_error *e)
{
    if (strcmp(t->keyword, title) == 0)
        mask_rename(m, t->text);
    for (int i = 0; i < VALUES; i++)
        if (strcmp(t->keyword, values[i].keyword) == 0)
            return read_value(m, path, &values[i], t, e);
    return 0;
}

static void write_values(const struct mask *m, struct png_text texts[VALUES + 1])
{
    for (int i = 0; i < VALUES; i++) {
        const void *at = (const char *)m + values[i].offset;
        const float number =
            values[i].kind == NUMBER ? *(const float *)at : (float)*(const bool *)at;
        strcpy(texts[i].keyword, values[i].keyword);
        snprintf(texts[i].text, sizeof texts[i].text, "%.6g", (double)number);
    }
    strcpy(texts[VALUES].keyword, title);
    strcpy(texts[VALUES].text, m->name);
}

/* ---- files ---- */

int mask_save(const struct mask *m, const char *path, struct mien_error *e)
{
    struct png_text texts[VALUES + 1];
    write_values(m, texts);
    int size;
    uint8_t *png = stbi_write_png_to_mem(m->texels, MASK_SIDE * 4, MASK_SIDE, MASK_SIDE, 4, &size);
    if (!png)
        return error_memory(e, path, (size_t)MASK_SIDE * MASK_SIDE * 4);
    const size_t more = png_text_size(texts, VALUES + 1);
    uint8_t *whole = malloc((size_t)size + more);
    int result = -1;
    if (whole) {
        memcpy(whole, png, PNG_TEXT_PLACE);
        png_text_write(texts, VALUES + 1, whole + PNG_TEXT_PLACE);
        memcpy(whole + PNG_TEXT_PLACE + more, png + PNG_TEXT_PLACE, (size_t)size - PNG_TEXT_PLACE);
        result = file_write(path, whole, (size_t)size + more, e);
    } else {
        error_memory(e, path, (size_t)size + more);
    }
    free(whole);
    free(png);
    return result;
}

/* The file's name without what is behind its last point. */
static void name_by_path(struct mask *m, const char *path)
{
    char name[sizeof m->name];
    snprintf(name, sizeof name, "%s", file_name(path));
    char *point = strrchr(name, '.');
    if (point && point != name)
        *point = '\0';
    mask_rename(m, name);
}

int mask_decode(struct mask *m, const char *path, const void *data, size_t size,
                struct mien_error *e)
{
    *m = (struct mask){.look = plain, .person = true};
    name_by_path(m, path);
    uint32_t width, height;
    if (!png_size(data, size, &width, &height))
        return error_set(e, path, 0, "no mask; a PNG picture as mien saves it is expected");
    if (width != MASK_SIDE || height != MASK_SIDE)
        return error_set(e, path, 0,
                         "a picture of %u x %u pixels, a mask has %d x %d; to make a mask of a "
                         "photo, name the photo",
                         width, height, MASK_SIDE, MASK_SIDE);
    struct png_text text;
    for (size_t at = 0; png_text_next(data, size, &at, &text);)
        if (read_text(m, path, &text, e) != 0) {
            mask_free(m);
            return -1;
        }
    struct image image = {0};
    const int result = image_decode(&image, path, data, size, 4, e);
    m->texels = image.data;
    if (result != 0)
        mask_free(m);
    return result;
}

int mask_open(struct mask *m, const char *path, struct mien_error *e)
{
    struct file_map map;
    *m = (struct mask){0};
    if (file_map(&map, path, e) != 0)
        return -1;
    const int result = mask_decode(m, path, map.data, map.size, e);
    file_unmap(&map);
    return result;
}

bool mask_is_file(const char *path)
{
    enum { COLOR_TYPE = 25, COLOR_AND_COVER = 6 };
    struct file_map map;
    if (file_map(&map, path, NULL) != 0)
        return false;
    uint32_t width, height;
    const bool fits =
        png_size(map.data, map.size, &width, &height) && width == MASK_SIDE && height == MASK_SIDE;
    bool found = fits && map.data[COLOR_TYPE] == COLOR_AND_COVER;
    struct png_text text;
    for (size_t at = 0; fits && !found && png_text_next(map.data, map.size, &at, &text);)
        found = strncmp(text.keyword, "mien:", 5) == 0;
    file_unmap(&map);
    return found;
}
