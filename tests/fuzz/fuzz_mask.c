/* fuzz_mask.c - any bytes are a mask with values in their range and a name in UTF-8, or refused. */
#include <stdint.h>
#include <stdlib.h>

#include "runtime/host/utf8.h"
#include "viewer/mask/mask.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int good)
{
    if (!good)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mask m;
    struct mien_error e;
    if (mask_decode(&m, "fuzz.png", data, size, &e) == 0) {
        must(m.texels != NULL);
        must(m.look.tone >= 0 && m.look.tone <= 1 && m.look.opacity >= 0 && m.look.opacity <= 1);
        must(m.look.feather >= 0 && m.look.feather <= 0.25f);
        for (const char *at = m.name; *at;)
            must(utf8_next(&at) != UTF8_BAD);
    } else {
        must(m.texels == NULL);
    }
    mask_free(&m);
    return 0;
}
