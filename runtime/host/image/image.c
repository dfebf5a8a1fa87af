/* image.c - see image.h. The only place that includes stb_image's implementation, with what is not
 * needed left out: fewer formats, fewer ways in. */
#include "runtime/host/image/image.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "runtime/host/file.h"
#include "runtime/host/image/exif.h"

/* Zeroed memory: a scan may name a Huffman table that the file never defines, and stb_image 2.27
 * reads it all the same. */
#define STBI_MALLOC(size) calloc(1, size)
#define STBI_REALLOC(p, size) realloc(p, size)
#define STBI_FREE(p) free(p)
#define STB_IMAGE_IMPLEMENTATION
#define STBI_ONLY_PNG
#define STBI_ONLY_JPEG
#define STBI_NO_STDIO
#define STBI_NO_LINEAR
#include <stb/stb_image.h>

/* The orientations that are stored on their side, and as bits those stored right to left and bottom
 * to top. */
enum {
    LYING = 5,
    FLIPPED_X = 1 << 2 | 1 << 3 | 1 << 7 | 1 << 8,
    FLIPPED_Y = 1 << 3 | 1 << 4 | 1 << 6 | 1 << 7
};

bool image_is_name(const char *path)
{
    static const char *const endings[] = {".png", ".jpg", ".jpeg"};
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < sizeof endings / sizeof *endings; i++)
        if (strcasecmp(dot, endings[i]) == 0)
            return true;
    return false;
}

static size_t big_endian(const uint8_t *p)
{
    return (size_t)p[0] << 8 | p[1];
}

/* Whether the Huffman tables behind a DHT marker at p [size] have at most 256 codes each. stb_image
 * 2.27 writes past its tables where they have more. (ITU-T T.81, B.2.4.2) */
static bool huffman_tables_fit(const uint8_t *p, size_t size)
{
    size_t at = 2, end = size < 2 ? 0 : big_endian(p);
    while (at < end) {
        size_t codes = 0;
        if (at + 17 > size)
            return false;
        for (int i = 1; i <= 16; i++)
            codes += p[at + i];
        if (codes > 256)
            return false;
        at += 17 + codes;
    }
    return size >= 2;
}

/* What is behind the first scan: an end-of-image marker must be there, for stb_image draws the
 * missing part of a file cut short in grey and reports nothing. Compressed data never holds FF but
 * before 00 or a restart marker, so DHT markers of later scans are found by their bytes. (ITU-T
 * T.81, B.1.1.5) */
static bool jpeg_scans_fit(const uint8_t *p, size_t size)
{
    for (const uint8_t *q = p; (q = memmem(q, size - (size_t)(q - p), "\xFF\xC4", 2)); q += 2)
        if (!huffman_tables_fit(q + 2, size - (size_t)(q - p) - 2))
            return false;
    return memmem(p, size, "\xFF\xD9", 2) != NULL;
}

/* Whether a JPEG file is whole and its tables fit. The segments before the first scan are walked as
 * stb_image walks them; a thumbnail among them has markers of its own, which do not count. */
static bool jpeg_fits(const uint8_t *p, size_t size)
{
    for (size_t at = 2;;) {
        while (at < size && p[at] != 0xFF)
            at++;
        while (at < size && p[at] == 0xFF)
            at++;
        if (at + 2 >= size)
            return false;
        uint8_t marker = p[at++];
        if (marker == 0xDA)
            return jpeg_scans_fit(p + at, size - at);
        if (marker == 0xC4 && !huffman_tables_fit(p + at, size - at))
            return false;
        at += big_endian(p + at);
    }
}

/* Whether a PNG file's chunks lie within it, up to IEND: stb_image makes room for what a chunk
 * claims before it looks. An empty first IDAT, which it adds to a null pointer, is refused too.
 * (PNG, 5.3) */
static bool png_fits(const uint8_t *p, size_t size)
{
    bool data = false;
    for (size_t at = 8; at < size && size - at >= 12;) {
        size_t length = big_endian(p + at) << 16 | big_endian(p + at + 2);
        if (length > size - at - 12)
            return false;
        if (memcmp(p + at + 4, "IEND", 4) == 0)
            return data;
        if (memcmp(p + at + 4, "IDAT", 4) == 0) {
            if (!data && length == 0)
                return false;
            data = true;
        }
        at += 12 + length;
    }
    return false;
}

static int check_size(int64_t width, int64_t height, const char *path, struct mien_error *e)
{
    if (width >= 1 && height >= 1 && width <= IMAGE_SIDE_MAX && height <= IMAGE_SIDE_MAX &&
        width * height <= IMAGE_PIXELS_MAX)
        return 0;
    return error_set(
        e, path, 0,
        "a picture of %lld x %lld pixels; at most %d a side and %d in all are read, so make it "
        "smaller",
        (long long)width, (long long)height, IMAGE_SIDE_MAX, IMAGE_PIXELS_MAX);
}

/* The size that a PNG file's header states: what stb_image will not count the bytes of, it calls
 * unknown. (PNG, 11.2.2) */
static int check_png_size(const uint8_t *p, size_t size, const char *path, struct mien_error *e)
{
    if (size < 24 || memcmp(p + 12, "IHDR", 4) != 0)
        return 0; /* stb_image says so */
    return check_size((int64_t)(big_endian(p + 16) << 16 | big_endian(p + 18)),
                      (int64_t)(big_endian(p + 20) << 16 | big_endian(p + 22)), path, e);
}

/* Size and channels from the header, bounded. */
static int probe(struct image *m, const char *path, const void *data, size_t size,
                 struct mien_error *e)
{
    int width, height, channels;
    *m = (struct image){0};
    if (size > IMAGE_BYTES_MAX)
        return error_set(e, path, 0, "too large for a picture (%zu bytes)", size);
    if (size == 0)
        return error_set(e, path, 0, "empty; a PNG or JPEG picture is expected");
    bool jpeg = *(const uint8_t *)data == 0xFF, png = *(const uint8_t *)data == 0x89;
    if ((jpeg && !jpeg_fits(data, size)) || (png && !png_fits(data, size)))
        return error_set(e, path, 0, "a %s picture cut short or damaged (%zu bytes)",
                         jpeg ? "JPEG" : "PNG", size);
    if (png && check_png_size(data, size, path, e) != 0)
        return -1;
    if (!stbi_info_from_memory(data, (int)size, &width, &height, &channels))
        return error_set(e, path, 0, "not a PNG or JPEG picture that can be read (%s)",
                         stbi_failure_reason());
    if (check_size(width, height, path, e) != 0)
        return -1;
    const bool lying = exif_orientation(data, size) >= LYING;
    m->width = (uint32_t)(lying ? height : width);
    m->height = (uint32_t)(lying ? width : height);
    m->channels = channels < 3 ? 1 : 3;
    return 0;
}

/* Turn the picture, stored [height, width], by an orientation of exif.h. */
static int set_upright(struct image *m, const char *path, uint32_t width, uint32_t height,
                       int orientation, struct mien_error *e)
{
    const bool lying = orientation >= LYING;
    const bool flip_x = 1 << orientation & FLIPPED_X, flip_y = 1 << orientation & FLIPPED_Y;
    const size_t c = m->channels;
    uint8_t *turned = malloc((size_t)width * height * c);
    if (!turned)
        return error_memory(e, path, (size_t)width * height * c);
    for (uint32_t y = 0; y < m->height; y++)
        for (uint32_t x = 0; x < m->width; x++) {
            const uint32_t u = lying ? y : x, v = lying ? x : y;
            const size_t from =
                (size_t)(flip_y ? height - 1 - v : v) * width + (flip_x ? width - 1 - u : u);
            memcpy(turned + ((size_t)y * m->width + x) * c, m->data + from * c, c);
        }
    stbi_image_free(m->data);
    m->data = turned;
    return 0;
}

int image_probe(struct image *m, const char *path, struct mien_error *e)
{
    struct file_map map;
    *m = (struct image){0};
    if (file_map(&map, path, e) != 0)
        return -1;
    int result = probe(m, path, map.data, map.size, e);
    file_unmap(&map);
    return result;
}

int image_decode(struct image *m, const char *path, const void *data, size_t size,
                 uint32_t channels, struct mien_error *e)
{
    if (probe(m, path, data, size, e) != 0)
        return -1;
    if (channels)
        m->channels = channels;
    int width, height, found;
    m->data = stbi_load_from_memory(data, (int)size, &width, &height, &found, (int)m->channels);
    if (!m->data)
        return error_set(e, path, 0, "damaged or cut short (%s)", stbi_failure_reason());
    const int orientation = exif_orientation(data, size);
    if (orientation == 1 ||
        set_upright(m, path, (uint32_t)width, (uint32_t)height, orientation, e) == 0)
        return 0;
    image_free(m);
    return -1;
}

int image_read(struct image *m, const char *path, uint32_t channels, struct mien_error *e)
{
    struct file_map map;
    *m = (struct image){0};
    if (file_map(&map, path, e) != 0)
        return -1;
    int result = image_decode(m, path, map.data, map.size, channels, e);
    file_unmap(&map);
    return result;
}

void image_free(struct image *m)
{
    stbi_image_free(m->data);
    *m = (struct image){0};
}

/* The input pixels that output pixel `to` of an axis sees and their weights, which sum to 1: weight
 * [taps_most(from, to)]. Returns the number of taps; *first is the first input pixel. */
static uint32_t taps_most(uint32_t from, uint32_t to)
{
    double radius = from > to ? (double)from / to : 1.0;
    return (uint32_t)ceil(radius) * 2 + 1;
}

static uint32_t axis_taps(uint32_t from, uint32_t to, uint32_t at, uint32_t *first, float *weight)
{
    double scale = (double)from / to, radius = scale > 1 ? scale : 1;
    double center = (at + 0.5) * scale, sum = 0;
    double low = ceil(center - radius - 0.5), high = floor(center + radius - 0.5);
    uint32_t start = low > 0 ? (uint32_t)low : 0;
    uint32_t stop = high < from - 1.0 ? (uint32_t)high : from - 1;
    uint32_t n = 0;
    for (uint32_t i = start; i <= stop; i++) {
        double w = 1 - fabs(i + 0.5 - center) / radius;
        weight[n++] = w > 0 ? (float)w : 0;
        sum += weight[n - 1];
    }
    for (uint32_t i = 0; i < n; i++)
        weight[i] = (float)(weight[i] / sum);
    *first = start;
    return n;
}

/* Rows of the picture to `width` columns: wide [height, width, channels]. */
static void resize_columns(const struct image *m, uint32_t width, float *weight, float *wide)
{
    size_t c = m->channels;
    for (uint32_t x = 0; x < width; x++) {
        uint32_t first, n = axis_taps(m->width, width, x, &first, weight);
        for (uint32_t y = 0; y < m->height; y++)
            for (size_t k = 0; k < c; k++) {
                const uint8_t *from = m->data + ((size_t)y * m->width + first) * c + k;
                float sum = 0;
                for (uint32_t i = 0; i < n; i++)
                    sum += weight[i] * from[i * c];
                wide[((size_t)y * width + x) * c + k] = sum;
            }
    }
}

int image_resize(const struct image *m, uint32_t width, uint32_t height, uint8_t *out,
                 struct mien_error *e)
{
    size_t line = (size_t)width * m->channels;
    uint32_t taps = taps_most(m->width, width), more = taps_most(m->height, height);
    taps = taps > more ? taps : more;
    float *wide = malloc(line * m->height * sizeof *wide), *weight = malloc(taps * sizeof *weight);
    int result = -1;
    if (!wide || !weight) {
        error_memory(e, "a resized picture", line * m->height * sizeof *wide);
    } else {
        resize_columns(m, width, weight, wide);
        for (uint32_t y = 0; y < height; y++) {
            uint32_t first, n = axis_taps(m->height, height, y, &first, weight);
            for (size_t x = 0; x < line; x++) {
                float sum = 0;
                for (uint32_t i = 0; i < n; i++)
                    sum += weight[i] * wide[(first + i) * line + x];
                out[y * line + x] = (uint8_t)lrintf(sum < 255 ? sum : 255);
            }
        }
        result = 0;
    }
    free(wide);
    free(weight);
    return result;
}
