/* keys.c - see keys.h. */
#include "viewer/console/app/keys.h"

#include <string.h>

#include "runtime/host/utf8.h"

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

uint32_t keys_next(const char **keys)
{
    if (!**keys)
        return 0;
    const char *end = **keys == '<' ? strchr(*keys + 1, '>') : NULL;
    const uint32_t key = end ? named(*keys + 1, (size_t)(end - *keys - 1)) : 0;
    if (!key)
        return utf8_next(keys);
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
