/* fuzz_libsvm.c - any bytes are refused with a message, or are rows with rising indexes and finite
 * values that read the same again after a rewind. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "datasets/libsvm_text.h"

/* Mixes all that is read into one number; *rows is -1 where an error ended it. */
static uint64_t read_rows(struct libsvm_text *t, long *rows, struct mien_error *e)
{
    uint64_t mixed = 0;
    int got;
    *rows = 0;
    while ((got = libsvm_next(t, e)) == 1) {
        mixed = mixed * 31 + (uint32_t)t->label;
        for (uint32_t i = 0; i < t->count; i++) {
            const struct libsvm_entry *entry = &t->entries[i];
            if (!isfinite(entry->value) || entry->index < 1 || entry->index > LIBSVM_INDEX_MAX ||
                (i > 0 && entry->index <= t->entries[i - 1].index))
                abort();
            mixed = mixed * 31 + entry->index;
        }
        ++*rows;
    }
    if (got < 0)
        *rows = -1;
    return mixed;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct libsvm_text t;
    struct mien_error e;
    long rows, again;
    libsvm_parse(&t, "fuzz.svm", data, size);
    uint64_t mixed = read_rows(&t, &rows, &e);
    libsvm_rewind(&t);
    if (read_rows(&t, &again, &e) != mixed || again != rows)
        abort();
    libsvm_close(&t);
    return 0;
}
