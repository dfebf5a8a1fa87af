/* fuzz_safetensors.c - any bytes are refused with a message or are a file whose tensors lie inside
 * it, each byte of the data in exactly one of them. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/safetensors.h"

static void touch(const struct safetensors *s, size_t size)
{
    static const size_t bytes[] = {
#define X(symbol, name, width) width,
        SAFETENSORS_TYPES(X)
#undef X
    };
    size_t total = 0;
    volatile uint8_t sink;
    for (size_t i = 0; i < s->count; i++) {
        const struct tensor *t = &s->tensors[i];
        const size_t n = t->count * bytes[t->type];
        for (size_t k = 0; k < n; k++)
            sink = ((const uint8_t *)t->data)[k];
        if ((uintptr_t)t->data % bytes[t->type] || safetensors_find(s, t->name) != t)
            abort();
        total += n;
    }
    (void)sink;
    if (total > size)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size); /* of exactly this size, and aligned */
    struct safetensors s;
    struct mien_error e;
    memcpy(copy, data, size);
    if (safetensors_parse(&s, "fuzz.safetensors", copy, size, &e) == 0) {
        touch(&s, size);
        safetensors_meta(&s, "kind");
        safetensors_close(&s);
    }
    free(copy);
    return 0;
}
