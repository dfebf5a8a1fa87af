/* fuzz_history.c - any bytes are refused with a message or are columns whose lines ascend and whose
 * numbers are finite or NaN. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/history.h"

static void check_column(const struct history *h, const struct history_column *c)
{
    if (c->count == 0 || history_find(h, c->name) != c)
        abort();
    for (uint32_t k = 0; k < c->count; k++)
        if (c->line[k] >= h->lines || (k > 0 && c->line[k] <= c->line[k - 1]) || isinf(c->value[k]))
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *copy = malloc(size + 1); /* of exactly this size, as file_text gives it */
    struct history h;
    struct mien_error e;
    memcpy(copy, data, size);
    copy[size] = '\0';
    if (history_parse(&h, "metrics.jsonl", copy, size, &e) == 0)
        for (uint32_t k = 0; k < h.column_count; k++)
            check_column(&h, &h.columns[k]);
    history_close(&h);
    free(copy);
    return 0;
}
