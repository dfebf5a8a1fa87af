/* png_text.c - see png_text.h. */
#include "viewer/mask/png_text.h"

#include <string.h>

/* A chunk is its length, type, data and checksum; the first, IHDR, starts with width and height. */
enum { SIGNATURE = 8, FRAME = 12, HEADER = 13 };

/* Longer ones hold no text that fits. */
enum { CHUNK_MAX = 2048 };

static const uint8_t signature[SIGNATURE] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

static uint32_t number_at(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static uint8_t *put_number(uint8_t *p, uint32_t n)
{
    for (int i = 0; i < 4; i++)
        p[i] = (uint8_t)(n >> (24 - 8 * i));
    return p + 4;
}

/* CRC-32 of the specification's annex D, bit by bit: the texts are short. */
static uint32_t checksum(const uint8_t *p, size_t size)
{
    uint32_t c = 0xFFFFFFFFu;
    for (size_t i = 0; i < size; i++) {
        c ^= p[i];
        for (int bit = 0; bit < 8; bit++)
            c = c >> 1 ^ (c & 1 ? 0xEDB88320u : 0);
    }
    return ~c;
}

bool png_size(const uint8_t *png, size_t size, uint32_t *width, uint32_t *height)
{
    if (size < SIGNATURE + FRAME + HEADER || memcmp(png, signature, SIGNATURE) != 0 ||
        number_at(png + SIGNATURE) != HEADER || memcmp(png + SIGNATURE + 4, "IHDR", 4) != 0)
        return false;
    *width = number_at(png + SIGNATURE + 8);
    *height = number_at(png + SIGNATURE + 12);
    return true;
}

/* Move *p [*left] behind the next byte 0, which ends a string of less than `room` bytes that is
 * copied to `out`, unless that is NULL. */
static bool take_string(const uint8_t **p, size_t *left, char *out, size_t room)
{
    const uint8_t *end = memchr(*p, 0, *left);
    if (!end || (size_t)(end - *p) >= room)
        return false;
    const size_t length = (size_t)(end - *p);
    if (out)
        memcpy(out, *p, length + 1);
    *p = end + 1;
    *left -= length + 1;
    return true;
}

/* What is left is the text, which no byte 0 ends. */
static bool take_text(const uint8_t *p, size_t left, struct png_text *text)
{
    if (left > PNG_TEXT_MAX || memchr(p, 0, left))
        return false;
    memcpy(text->text, p, left);
    text->text[left] = '\0';
    return true;
}

static bool read_chunk(const uint8_t *type, const uint8_t *p, size_t left, struct png_text *text)
{
    const bool international = memcmp(type, "iTXt", 4) == 0;
    if ((!international && memcmp(type, "tEXt", 4) != 0) || left > CHUNK_MAX ||
        number_at(p + left) != checksum(type, left + 4) ||
        !take_string(&p, &left, text->keyword, sizeof text->keyword))
        return false;
    if (international) {
        if (left < 2 || p[0] != 0) /* compressed */
            return false;
        p += 2;
        left -= 2;
        if (!take_string(&p, &left, NULL, SIZE_MAX) || /* language */
            !take_string(&p, &left, NULL, SIZE_MAX))   /* keyword in it */
            return false;
    }
    return take_text(p, left, text);
}

bool png_text_next(const uint8_t *png, size_t size, size_t *at, struct png_text *text)
{
    if (*at < SIGNATURE)
        *at = SIGNATURE;
    while (*at < size && size - *at >= FRAME) {
        const uint8_t *chunk = png + *at;
        const size_t length = number_at(chunk);
        if (length > size - *at - FRAME)
            return false;
        *at += FRAME + length;
        if (read_chunk(chunk + 4, chunk + 8, length, text))
            return true;
    }
    return false;
}

/* Of an iTXt chunk's data: keyword, 0, not compressed, method, no language, no translation, text.
 */
static size_t data_size(const struct png_text *t)
{
    return strlen(t->keyword) + 5 + strlen(t->text);
}

size_t png_text_size(const struct png_text *texts, int count)
{
    size_t size = 0;
    for (int i = 0; i < count; i++)
        size += FRAME + data_size(&texts[i]);
    return size;
}

void png_text_write(const struct png_text *texts, int count, uint8_t *out)
{
    for (int i = 0; i < count; i++) {
        const size_t size = data_size(&texts[i]), keyword = strlen(texts[i].keyword);
        out = put_number(out, (uint32_t)size);
        memcpy(out, "iTXt", 4);
        memset(out + 4, 0, size);
        memcpy(out + 4, texts[i].keyword, keyword);
        memcpy(out + 4 + keyword + 5, texts[i].text, strlen(texts[i].text));
        put_number(out + 4 + size, checksum(out, size + 4));
        out += 4 + size + 4;
    }
}
