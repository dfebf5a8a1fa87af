/* fuzz_image.c - any bytes are refused with a message or decode to a picture of bounded size that
 * can be resampled. */
#include <stdint.h>
#include <stdlib.h>

#include "runtime/host/image/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct image m;
    struct mien_error e;
    uint8_t small[8 * 8 * 3];
    if (image_decode(&m, "fuzz.png", data, size, size % 2 ? 0 : 3, &e) == 0 &&
        ((m.channels != 1 && m.channels != 3) || image_resize(&m, 8, 8, small, &e) != 0))
        abort();
    image_free(&m);
    return 0;
}
