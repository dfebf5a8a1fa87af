/* exif.c - see exif.h. */
#include "runtime/host/image/exif.h"

#include <stdbool.h>
#include <string.h>

enum { ORIENTATION = 0x0112, SHORT = 3, ENTRY = 12 };

/* A TIFF block, which says itself in which order its bytes are. */
struct tiff {
    const uint8_t *data;
    size_t size;
    bool big_endian;
};

/* The two bytes at `at`; 0 beyond the end. */
static uint32_t short_at(const struct tiff *t, size_t at)
{
    if (at > t->size || t->size - at < 2)
        return 0;
    const uint8_t *b = t->data + at;
    return t->big_endian ? (uint32_t)(b[0] << 8 | b[1]) : (uint32_t)(b[1] << 8 | b[0]);
}

static uint32_t long_at(const struct tiff *t, size_t at)
{
    const uint32_t first = short_at(t, at), second = short_at(t, at + 2);
    return t->big_endian ? first << 16 | second : second << 16 | first;
}

static int orientation_of(const uint8_t *data, size_t size)
{
    struct tiff t = {data, size, size > 0 && data[0] == 'M'};
    if (size < 8 || (memcmp(data, "II", 2) != 0 && memcmp(data, "MM", 2) != 0) ||
        short_at(&t, 2) != 42)
        return 1;
    const size_t directory = long_at(&t, 4);
    const uint32_t entries = short_at(&t, directory);
    for (uint32_t i = 0; i < entries; i++) {
        const size_t entry = directory + 2 + (size_t)i * ENTRY;
        if (entry + ENTRY > size)
            break;
        const uint32_t value = short_at(&t, entry + 8);
        if (short_at(&t, entry) == ORIENTATION && short_at(&t, entry + 2) == SHORT)
            return value >= 1 && value <= 8 ? (int)value : 1;
    }
    return 1;
}

int exif_orientation(const uint8_t *jpeg, size_t size)
{
    static const uint8_t name[] = {'E', 'x', 'i', 'f', 0, 0};
    if (size < 4 || jpeg[0] != 0xff || jpeg[1] != 0xd8)
        return 1;
    /* Segments: 0xff, a marker, two bytes of length that count themselves. The scan comes last. */
    for (size_t at = 2; size - at >= 4 && jpeg[at] == 0xff && jpeg[at + 1] != 0xda;) {
        const size_t length = (size_t)(jpeg[at + 2] << 8 | jpeg[at + 3]);
        if (length < 2 || length > size - at - 2)
            break;
        const uint8_t *body = jpeg + at + 4;
        if (jpeg[at + 1] == 0xe1 && length - 2 > sizeof name &&
            memcmp(body, name, sizeof name) == 0)
            return orientation_of(body + sizeof name, length - 2 - sizeof name);
        at += 2 + length;
    }
    return 1;
}
