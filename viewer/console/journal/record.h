/* record.h - a line of metrics, taken apart where it lies. */
#ifndef MIEN_VIEWER_CONSOLE_JOURNAL_RECORD_H
#define MIEN_VIEWER_CONSOLE_JOURNAL_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/host/json_line.h"

enum { RECORD_MEMBERS = 512 }; /* twice the columns of a journal; the others are left out */

struct record {
    struct json_member members[RECORD_MEMBERS]; /* [count]; they point into the line */
    int count;
    uint32_t left_out;
};

/* Whether the line is a JSON object, which is then in r. */
bool record_read(struct record *r, const char *line, size_t size);

/* The value of `key`, or NULL; of a key that stands twice the last counts. */
const struct json_value *record_find(const struct record *r, const char *key);

/* The same, where it is a string; and where it is a finite number, else NaN. */
const struct json_value *record_string(const struct record *r, const char *key);
double record_number(const struct record *r, const char *key);

/* Where a step is drawn: its count of `unit`, else its "step", else the number of its line. */
double record_x(const struct record *r, const char *unit, uint64_t line);

#endif
