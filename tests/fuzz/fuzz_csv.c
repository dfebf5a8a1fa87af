/* fuzz_csv.c - any bytes are refused with a message, or are records of as many fields as columns
 * that read the same again: after a rewind, and when every field is written in quotes. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/csv.h"

/* Reads the rest of the records, writes them to `out` with every field in quotes. Returns how many,
 * -1 on an error. */
static long quote_records(struct csv *c, FILE *out, struct mien_error *e)
{
    long records = 0;
    size_t most = csv_records_left(c);
    int got;
    while ((got = csv_next(c, e)) == 1) {
        if (c->count != c->columns || (size_t)++records > most)
            abort();
        for (size_t i = 0; i < c->count; i++) {
            char excerpt[44];
            long long integer;
            float number;
            csv_excerpt(excerpt, c->fields[i]);
            csv_integer(c, i, -9, 9, &integer, e);
            csv_number(c, i, &number, e);
            putc('"', out);
            for (size_t k = 0; k < c->fields[i].length; k++)
                fputs(c->fields[i].text[k] == '"' ? "\"\"" : (char[]){c->fields[i].text[k], 0},
                      out);
            fputs(i + 1 < c->count ? "\"," : "\"\n", out);
        }
    }
    return got < 0 ? -1 : records;
}

/* The records behind a head of as many columns, quoted. */
static long quote_text(const char *text, size_t size, size_t columns, FILE *out)
{
    struct csv c;
    struct mien_error e;
    char *all = malloc(size + 16 * columns + 16);
    size_t used = 0;
    for (size_t i = 0; i < columns; i++)
        used += (size_t)sprintf(all + used, "%zu%c", i, i + 1 < columns ? ',' : '\n');
    memcpy(all + used, text, size);
    if (csv_parse(&c, "again.csv", all, used + size, &e) != 0)
        abort();
    long records = quote_records(&c, out, &e);
    csv_close(&c);
    free(all);
    return records;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct csv c;
    struct mien_error e;
    if (csv_parse(&c, "fuzz.csv", data, size, &e) != 0)
        return 0;
    char *once = NULL, *twice = NULL, *again = NULL;
    size_t once_size, twice_size, again_size;
    FILE *out = open_memstream(&once, &once_size);
    long records = quote_records(&c, out, &e);
    fclose(out);
    csv_rewind(&c);
    out = open_memstream(&again, &again_size);
    if (quote_records(&c, out, &e) != records)
        abort();
    fclose(out);
    if (once_size != again_size || memcmp(once, again, once_size) != 0)
        abort();
    out = open_memstream(&twice, &twice_size);
    if (records >= 0 && quote_text(once, once_size, c.columns, out) != records)
        abort();
    fclose(out);
    if (records >= 0 && (once_size != twice_size || memcmp(once, twice, once_size) != 0))
        abort();
    free(once);
    free(twice);
    free(again);
    csv_close(&c);
    return 0;
}
