/* json_line.h - one line of JSON, walked where it lies: nothing is allocated, nothing is copied.
 *
 * A line holds one object (https://jsonlines.org). Its members are handed over in their order; a
 * number comes as the nearest double whatever the locale, a string as it stands, to be unescaped
 * into a buffer of the caller's, an array or an object as its text, checked, which a walk of its
 * own goes through. RFC 8259 is kept strictly (no NaN, no comment, no comma too many), save that
 * bytes which are no UTF-8 are let through here and mended by `json_string`.
 *
 *     struct json_walk walk = json_line(line, size);
 *     struct json_member m;
 *     while ((found = json_next_member(&walk, &m)) > 0)
 *         ...
 *     if (found < 0) the line is no JSON object, whatever was found before
 *
 * Method of numbers: W. D. Clinger, "How to Read Floating Point Numbers Accurately", PLDI (1990):
 * a small integer times or over a small power of ten is rounded once and so exactly. */
#ifndef MIEN_HOST_JSON_LINE_H
#define MIEN_HOST_JSON_LINE_H

#include <stdbool.h>
#include <stddef.h>

enum { JSON_DEPTH_MAX = 32 }; /* arrays in arrays; a line of metrics has two */

enum json_type {
    JSON_NULL,
    JSON_FALSE,
    JSON_TRUE,
    JSON_NUMBER,
    JSON_STRING,
    JSON_ARRAY,
    JSON_OBJECT
};

struct json_value {
    enum json_type type;
    bool escaped;     /* a string that has backslashes */
    const char *text; /* [size], in the line: a string without its quotes, others in full */
    size_t size;
    double number; /* of a JSON_NUMBER; infinite where no double is as large */
};

struct json_member {
    struct json_value key; /* a JSON_STRING */
    struct json_value value;
};

struct json_walk {
    const char *at, *end; /* what is not yet read */
    bool begun;           /* a comma comes before what is next */
    char close;           /* '}' or ']'; '\0': the walk is over, or failed */
    bool whole;           /* it is the line: nothing but spaces may follow */
};

/* A walk through the members of the object that fills line [size]. */
struct json_walk json_line(const char *line, size_t size);

/* One through an object or an array that a walk gave out. */
struct json_walk json_inside(const struct json_value *value);

/* The next member of an object, the next element of an array. 1: there it is; 0: that was all;
 * -1: this is no JSON, or not of that type, or the walk was over already. */
int json_next_member(struct json_walk *walk, struct json_member *out);
int json_next_element(struct json_walk *walk, struct json_value *out);

/* Write a string unescaped to out [size], NUL-terminated, as UTF-8 that is whole: what is none, a
 * lone surrogate and the character NUL become U+FFFD; a string too long is cut between characters.
 * Returns the bytes that all of it takes. `size` may be 0. */
size_t json_string(const struct json_value *string, char *out, size_t size);

/* Whether `value` is the string `text`, as json_string would write it: escapes and bytes that are
 * no UTF-8 are compared by what they mean. */
bool json_is(const struct json_value *value, const char *text);

#endif
