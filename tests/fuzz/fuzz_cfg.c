/* fuzz_cfg.c - any text is refused with a message or is a cfg whose text parses to the same text;
 * the part behind the first NUL byte is given to --set. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/config/cfg.h"

static void check_round_trip(const struct cfg *c)
{
    char *text = cfg_text(c);
    struct cfg again;
    struct mien_error e;
    if (!text || cfg_parse(&again, "again.cfg", text, &e) != 0)
        abort();
    char *twice = cfg_text(&again);
    if (!twice || strcmp(text, twice) != 0)
        abort();
    free(twice);
    free(text);
    cfg_close(&again);
}

static void read_every_type(struct cfg_section *s, struct mien_error *e)
{
    static const char *const names[] = {"one", "two"};
    long long integer;
    double number, numbers[4];
    bool flag;
    const char *string;
    int index;
    size_t count;
    cfg_integer(s, "a", &integer, 0, -9, 9, e);
    cfg_number(s, "a", &number, 0, -9, 9, e);
    cfg_flag(s, "a", &flag, false, e);
    cfg_string(s, "a", &string, NULL, e);
    cfg_choice(s, "a", &index, names, 2, 0, e);
    cfg_numbers(s, "a", numbers, 4, &count, e);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 2);
    memcpy(text, data, size);
    memcpy(text + size, "\0", 2);
    const char *assignment = text + strlen(text) + 1;
    struct cfg c;
    struct mien_error e;
    if (cfg_parse(&c, "fuzz.cfg", text, &e) == 0) {
        check_round_trip(&c);
        if (assignment < text + size && cfg_set(&c, assignment, &e) == 0)
            check_round_trip(&c);
        for (size_t i = 0; i < c.count; i++)
            read_every_type(&c.sections[i], &e);
        cfg_check_used(&c, &e);
        cfg_close(&c);
    }
    free(text);
    return 0;
}
