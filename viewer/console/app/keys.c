/* keys.c - see keys.h. */
#include "viewer/console/app/keys.h"

#include <string.h>

#include "runtime/host/utf8.h"

uint32_t keys_next(const char **keys)
{
    if (!**keys)
        return 0;
    const char *end = **keys == '<' ? strchr(*keys + 1, '>') : NULL;
    const uint32_t key = end ? input_key_named(*keys + 1, (size_t)(end - *keys - 1)) : 0;
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
