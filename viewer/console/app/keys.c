/* keys.c - see keys.h. */
#include "viewer/console/app/keys.h"

#include <string.h>

enum { FUNCTION_KEYS = 12 };

static bool is_called(uint32_t key, const char *name, size_t length)
{
    char called[16];
    input_key_name(key, called);
    return strlen(called) == length && strncmp(called, name, length) == 0;
}

/* The key called `name` [length], 0: none. */
static uint32_t named(const char *name, size_t length)
{
    for (uint32_t key = 1; key <= ' '; key++)
        if (is_called(key, name, length))
            return key;
    for (uint32_t key = KEY_CODE_FIRST + 1; key < KEY_CODE_F1 + FUNCTION_KEYS; key++)
        if (is_called(key, name, length))
            return key;
    return 0;
}

static uint32_t next_point(const char **text)
{
    const unsigned char *s = (const unsigned char *)*text;
    const int more = *s >= 0xf0 ? 3 : *s >= 0xe0 ? 2 : *s >= 0xc0 ? 1 : 0;
    uint32_t point = more ? *s & (0x3fu >> more) : *s;
    for (int i = 1; i <= more && (s[i] & 0xc0) == 0x80; i++) {
        point = point << 6 | (s[i] & 0x3fu);
        (*text)++;
    }
    (*text)++;
    return point;
}

uint32_t keys_next(const char **keys)
{
    if (!**keys)
        return 0;
    const char *end = **keys == '<' ? strchr(*keys + 1, '>') : NULL;
    const uint32_t key = end ? named(*keys + 1, (size_t)(end - *keys - 1)) : 0;
    if (!key)
        return next_point(keys);
    *keys = end + 1;
    return key;
}

bool keys_hold(const char *keys, uint32_t key)
{
    for (uint32_t one; (one = keys_next(&keys)) != 0;)
        if (one == key)
            return true;
    return false;
}

const char *keys_utf8(uint32_t point, char out[5])
{
    const bool none = point >= KEY_CODE_FIRST || (point >= 0xd800 && point < 0xe000);
    const int bytes = none ? 0 : point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (int i = bytes - 1; i > 0; i--, point >>= 6)
        out[i] = (char)(0x80 | (point & 0x3f));
    if (bytes > 0)
        out[0] = (char)(lead[bytes] | point);
    out[bytes] = '\0';
    return out;
}
