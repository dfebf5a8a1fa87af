/* fuzz_npy.c - any bytes are refused with a message or are an array whose every number can be read,
 * and whose header, written anew, is read as the same array. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/npy.h"

static void check_round_trip(const struct npy *a)
{
    const size_t bytes = a->count * npy_type_size(a->type);
    char *file = malloc(NPY_HEADER_BYTES + bytes);
    struct npy again;
    struct mien_error e;
    npy_header(file, a->type, a->dimensions, a->shape);
    memcpy(file + NPY_HEADER_BYTES, a->data, bytes);
    if (npy_parse(&again, "again.npy", file, NPY_HEADER_BYTES + bytes, &e) != 0 ||
        again.type != a->type || again.dimensions != a->dimensions || again.count != a->count ||
        memcmp(again.shape, a->shape, sizeof a->shape) != 0)
        abort();
    npy_close(&again);
    free(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size); /* of exactly this size, and aligned */
    struct npy a;
    struct mien_error e;
    volatile double sink = 0;
    memcpy(copy, data, size);
    if (npy_parse(&a, "fuzz.npy", copy, size, &e) == 0) {
        for (size_t i = 0; i < a.count; i++)
            sink = npy_get(&a, i);
        check_round_trip(&a);
        npy_close(&a);
    }
    (void)sink;
    free(copy);
    return 0;
}
