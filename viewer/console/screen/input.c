/* input.c - see input.h. */
#include "viewer/console/screen/input.h"

#include <stdio.h>

static const char *const names[] = {
#define X(symbol, name) [symbol - KEY_CODE_FIRST] = name,
    INPUT_KEYS(X)
#undef X
};

/* The UTF-8 of a code point, at most four bytes. */
static const char *utf8(uint32_t point, char out[16])
{
    static const uint8_t lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    const int bytes = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    for (int i = bytes - 1; i > 0; i--, point >>= 6)
        out[i] = (char)(0x80 | (point & 0x3f));
    out[0] = (char)(lead[bytes == 1 ? 0 : bytes] | point);
    out[bytes] = '\0';
    return out;
}

const char *input_key_name(uint32_t key, char out[16])
{
    const uint32_t named = sizeof names / sizeof *names;
    if (key > KEY_CODE_F1 && key < KEY_CODE_F1 + 12)
        snprintf(out, 16, "F%u", (unsigned)(key - KEY_CODE_F1 + 1));
    else if (key > KEY_CODE_FIRST && key - KEY_CODE_FIRST < named)
        snprintf(out, 16, "%s", names[key - KEY_CODE_FIRST]);
    else if (key >= KEY_CODE_FIRST)
        snprintf(out, 16, "?");
    else if (key < ' ')
        snprintf(out, 16, "Ctrl-%c", (char)(key + '@'));
    else if (key == ' ')
        snprintf(out, 16, "Space");
    else
        return utf8(key, out);
    return out;
}
