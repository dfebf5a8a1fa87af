/* input.c - see input.h. */
#include "viewer/console/screen/input.h"

#include <stdio.h>

#include "runtime/host/utf8.h"

static const char *const names[] = {
#define X(symbol, name) [symbol - KEY_CODE_FIRST] = name,
    INPUT_KEYS(X)
#undef X
};

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
        utf8_put(key, out);
    return out;
}
