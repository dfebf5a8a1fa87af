/* input.c - see input.h. */
#include "viewer/console/screen/input.h"

#include <stdio.h>
#include <string.h>

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

static bool is(const char *word, const char *name, size_t length)
{
    return strlen(word) == length && memcmp(word, name, length) == 0;
}

uint32_t input_key_named(const char *name, size_t length)
{
    if (length == 6 && memcmp(name, "Ctrl-", 5) == 0)
        return name[5] > '@' && name[5] <= '_' ? (uint32_t)(name[5] - '@') : 0;
    if (is("Space", name, length))
        return ' ';
    for (uint32_t i = 1; i < sizeof names / sizeof *names; i++)
        if (is(names[i], name, length))
            return KEY_CODE_FIRST + i;
    for (uint32_t number = 2; name[0] == 'F' && number <= 12; number++) {
        char called[8];
        snprintf(called, sizeof called, "F%u", (unsigned)number);
        if (is(called, name, length))
            return KEY_CODE_F1 + number - 1;
    }
    return 0;
}
