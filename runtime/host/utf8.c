/* utf8.c - see utf8.h; the widths are in utf8_width.c. */
#include "runtime/host/utf8.h"

bool utf8_continues(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

int utf8_size(const char *at, size_t room)
{
    if (room == 0)
        return 0;
    const unsigned char *b = (const unsigned char *)at;
    const int size = b[0] < 0x80   ? 1
                     : b[0] < 0xC2 ? 0
                     : b[0] < 0xE0 ? 2
                     : b[0] < 0xF0 ? 3
                     : b[0] < 0xF5 ? 4
                                   : 0;
    if ((size_t)size > room)
        return 0;
    const unsigned char least = b[0] == 0xE0 ? 0xA0 : b[0] == 0xF0 ? 0x90 : 0x80;
    const unsigned char most = b[0] == 0xED ? 0x9F : b[0] == 0xF4 ? 0x8F : 0xBF;
    if (size > 1 && (b[1] < least || b[1] > most))
        return 0;
    for (int k = 2; k < size; k++)
        if (!utf8_continues(at[k]))
            return 0;
    return size;
}

uint32_t utf8_next(const char **text)
{
    const unsigned char *b = (const unsigned char *)*text;
    const int size = utf8_size(*text, UTF8_MAX);
    *text += size > 0 ? size : 1;
    if (size <= 1)
        return size ? b[0] : UTF8_BAD;
    uint32_t point = b[0] & (0x7Fu >> size);
    for (int k = 1; k < size; k++)
        point = point << 6 | (b[k] & 0x3Fu);
    return point;
}

int utf8_put(uint32_t point, char out[UTF8_MAX + 1])
{
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    if (point > 0x10FFFF)
        point = '?';
    const int size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    for (int k = size - 1; k > 0; k--, point >>= 6)
        out[k] = (char)(0x80 | (point & 0x3F));
    out[0] = (char)(lead[size] | point);
    out[size] = '\0';
    return size;
}

int utf8_text_width(const char *text)
{
    int width = 0;
    while (*text)
        width += utf8_width(utf8_next(&text));
    return width;
}
