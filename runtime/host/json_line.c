/* json_line.c - see json_line.h. A reader below is given where it stands and where the line ends,
 * and returns where it stopped, or NULL where this is no JSON. */
#include "runtime/host/json_line.h"

#include "runtime/host/utf8.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *skip_spaces(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n'))
        at++;
    return at;
}

/* Numbers. */

enum {
    DIGITS_IN_64_BITS = 19, /* 10^19 < 2^64 */
    EXACT_POWER_MAX = 22,   /* 10^22 is the largest power of ten that is a double */
    DIGITS_MAX = 780,       /* two doubles and the middle between them are told apart by 768 */
    EXPONENT_MAX = 100000000
};
static const uint64_t exact_integer_max = (uint64_t)1 << 53;

static const double powers_of_ten[EXACT_POWER_MAX + 1] = {
    1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Digits are appended to *number, which wraps where there are more than DIGITS_IN_64_BITS. */
static const char *read_digits(const char *at, const char *end, uint64_t *number)
{
    uint64_t n = *number;
    while (at < end && is_digit(*at))
        n = 10 * n + (uint64_t)(*at++ - '0');
    *number = n;
    return at;
}

/* What follows the 'e'. An exponent too large for any double stays as large as it need be. */
static const char *read_exponent(const char *at, const char *end, int64_t *exponent)
{
    const bool negative = at < end && *at == '-';
    if (at < end && (*at == '-' || *at == '+'))
        at++;
    const char *first = at;
    int64_t n = 0;
    for (; at < end && is_digit(*at); at++)
        n = n < EXPONENT_MAX ? 10 * n + (*at - '0') : n;
    *exponent = negative ? -n : n;
    return at > first ? at : NULL;
}

/* The digits between `at` and `end`, a point left out, times 10^power, for numbers of any length.
 * Without a point it is the same to strtod in every locale. What lies behind DIGITS_MAX digits can
 * only tell on which side of a middle the number is, so one digit stands for it. */
static double any_number(const char *at, const char *end, int64_t power)
{
    char text[DIGITS_MAX + 32];
    size_t used = 0;
    bool rest = false;
    for (; at < end; at++) {
        if (*at == '.' || (used == 0 && *at == '0'))
            continue;
        if (used < DIGITS_MAX) {
            text[used++] = *at;
        } else {
            rest |= *at != '0';
            power++;
        }
    }
    if (used == 0)
        return 0;
    if (rest) {
        text[used++] = '1';
        power--;
    }
    snprintf(text + used, sizeof text - used, "e%lld", (long long)power);
    return strtod(text, NULL);
}

static const char *read_number(const char *at, const char *end, double *value)
{
    const bool negative = *at == '-';
    uint64_t mantissa = 0;
    int64_t exponent = 0, decimals = 0;
    const char *first = at + negative;
    at = read_digits(first, end, &mantissa);
    if (at == first || (*first == '0' && at - first > 1))
        return NULL;
    int64_t digits = at - first;
    if (at < end && *at == '.') {
        const char *point = at++;
        at = read_digits(at, end, &mantissa);
        decimals = at - point - 1;
        digits += decimals;
        if (decimals == 0)
            return NULL;
    }
    const char *last = at;
    if (at < end && (*at == 'e' || *at == 'E') && !(at = read_exponent(at + 1, end, &exponent)))
        return NULL;
    const int64_t power = exponent - decimals;
    double v;
    if (digits > DIGITS_IN_64_BITS || mantissa > exact_integer_max || power > EXACT_POWER_MAX ||
        power < -EXACT_POWER_MAX)
        v = any_number(first, last, power);
    else
        v = power < 0 ? (double)mantissa / powers_of_ten[-power]
                      : (double)mantissa * powers_of_ten[power];
    *value = negative ? -v : v;
    return at;
}

/* Strings. */

/* What a letter behind a backslash stands for; 'u' is another matter. */
static const char escape_letters[] = "\"\\/bfnrt";
static const char escape_meanings[] = "\"\\/\b\f\n\r\t";

static int hex_digit(char c)
{
    if (is_digit(c))
        return c - '0';
    const char lower = (char)(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* Four hexadecimal digits; -1 where they are not. */
static long hex_number(const char *at, const char *end)
{
    long n = 0;
    for (int i = 0; i < 4; i++) {
        const int digit = at + i < end ? hex_digit(at[i]) : -1;
        if (digit < 0)
            return -1;
        n = 16 * n + digit;
    }
    return n;
}

/* Past a backslash and what belongs to it. */
static const char *skip_escape(const char *at, const char *end)
{
    if (++at == end)
        return NULL;
    if (*at == 'u')
        return hex_number(at + 1, end) < 0 ? NULL : at + 5;
    return *at && strchr(escape_letters, *at) ? at + 1 : NULL;
}

/* From behind the opening quote to behind the closing one. */
static const char *read_string(const char *at, const char *end, struct json_value *out)
{
    *out = (struct json_value){.type = JSON_STRING, .text = at};
    while (at < end) {
        const unsigned char c = (unsigned char)*at;
        if (c == '"') {
            out->size = (size_t)(at - out->text);
            return at + 1;
        }
        if (c < ' ')
            return NULL;
        if (c == '\\') {
            out->escaped = true;
            if (!(at = skip_escape(at, end)))
                return NULL;
        } else {
            at++;
        }
    }
    return NULL;
}

/* Values. */

static const char *read_value(const char *at, const char *end, int depth, struct json_value *out);

/* Past an array or an object, of which all is checked. */
static const char *read_nested(const char *at, const char *end, int depth, struct json_value *out)
{
    const bool object = *at == '{';
    const char close = object ? '}' : ']';
    struct json_value inner;
    if (depth == JSON_DEPTH_MAX)
        return NULL;
    *out = (struct json_value){.type = object ? JSON_OBJECT : JSON_ARRAY, .text = at};
    at = skip_spaces(at + 1, end);
    for (bool begun = false; at < end && *at != close; begun = true) {
        if (begun) {
            if (*at != ',')
                return NULL;
            at = skip_spaces(at + 1, end);
        }
        if (object) {
            if (at == end || *at != '"' || !(at = read_string(at + 1, end, &inner)))
                return NULL;
            at = skip_spaces(at, end);
            if (at == end || *at != ':')
                return NULL;
            at++;
        }
        if (!(at = read_value(at, end, depth + 1, &inner)))
            return NULL;
        at = skip_spaces(at, end);
    }
    if (at == end)
        return NULL;
    out->size = (size_t)(at + 1 - out->text);
    return at + 1;
}

static const char *read_word(const char *at, const char *end, struct json_value *out)
{
    static const struct {
        const char *text;
        size_t size;
        enum json_type type;
    } words[] = {{"null", 4, JSON_NULL}, {"true", 4, JSON_TRUE}, {"false", 5, JSON_FALSE}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if ((size_t)(end - at) >= words[i].size && memcmp(at, words[i].text, words[i].size) == 0) {
            *out = (struct json_value){.type = words[i].type, .text = at, .size = words[i].size};
            return at + words[i].size;
        }
    return NULL;
}

static const char *read_value(const char *at, const char *end, int depth, struct json_value *out)
{
    at = skip_spaces(at, end);
    if (at == end)
        return NULL;
    if (*at == '-' || is_digit(*at)) {
        *out = (struct json_value){.type = JSON_NUMBER, .text = at};
        at = read_number(at, end, &out->number);
        out->size = at ? (size_t)(at - out->text) : 0;
        return at;
    }
    if (*at == '"')
        return read_string(at + 1, end, out);
    if (*at == '[' || *at == '{')
        return read_nested(at, end, depth, out);
    return read_word(at, end, out);
}

/* Walks. */

struct json_walk json_line(const char *line, size_t size)
{
    const char *end = line + size, *at = skip_spaces(line, end);
    const bool object = at < end && *at == '{';
    return (struct json_walk){
        .at = object ? at + 1 : at, .end = end, .close = object ? '}' : '\0', .whole = true};
}

struct json_walk json_inside(const struct json_value *value)
{
    const bool nested = value->type == JSON_ARRAY || value->type == JSON_OBJECT;
    return (struct json_walk){
        .at = value->text + nested,
        .end = value->text + value->size,
        .close = (char)(!nested                      ? '\0'
                        : value->type == JSON_OBJECT ? '}'
                                                     : ']'),
    };
}

/* A walk that is over, or failed, stays so. */
static int over(struct json_walk *w, int answer)
{
    w->close = '\0';
    return answer;
}

/* Up to the next member or element: 1; past the last: 0; -1: neither. */
static int step(struct json_walk *w, char close)
{
    const char *at = skip_spaces(w->at, w->end);
    if (w->close != close || at == w->end)
        return over(w, -1);
    if (*at == close)
        return over(w, w->whole && skip_spaces(at + 1, w->end) < w->end ? -1 : 0);
    if (w->begun && *at++ != ',')
        return over(w, -1);
    w->begun = true;
    w->at = skip_spaces(at, w->end);
    return 1;
}

int json_next_member(struct json_walk *w, struct json_member *out)
{
    const int found = step(w, '}');
    if (found <= 0)
        return found;
    const char *at = w->at, *end = w->end;
    if (at == end || *at != '"' || !(at = read_string(at + 1, end, &out->key)))
        return over(w, -1);
    at = skip_spaces(at, end);
    if (at == end || *at != ':' || !(at = read_value(at + 1, end, 1, &out->value)))
        return over(w, -1);
    w->at = at;
    return 1;
}

int json_next_element(struct json_walk *w, struct json_value *out)
{
    const int found = step(w, ']');
    if (found <= 0)
        return found;
    const char *at = read_value(w->at, w->end, 1, out);
    if (!at)
        return over(w, -1);
    w->at = at;
    return 1;
}

/* Strings unescaped. */

/* The code point of "\uXXXX" at `at`, or of two of them that are a surrogate pair. */
static const char *take_code_point(const char *at, const char *end, long *c)
{
    *c = hex_number(at + 2, end);
    at += 6;
    const bool high = *c >= 0xD800 && *c < 0xDC00;
    if (high && end - at >= 6 && at[0] == '\\' && at[1] == 'u') {
        const long low = hex_number(at + 2, end);
        if (low >= 0xDC00 && low < 0xE000) {
            *c = 0x10000 + ((*c - 0xD800) << 10) + (low - 0xDC00);
            return at + 6;
        }
    }
    if (*c == 0 || (*c >= 0xD800 && *c < 0xE000))
        *c = UTF8_REPLACEMENT;
    return at;
}

/* The character at `at` as UTF-8 to out; *size of it. Returns where the next one begins. */
static const char *take_character(const char *at, const char *end, char out[UTF8_MAX + 1],
                                  int *size)
{
    if (*at != '\\') {
        *size = utf8_size(at, (size_t)(end - at));
        if (*size == 0) {
            *size = utf8_put(UTF8_REPLACEMENT, out);
            return at + 1;
        }
        memcpy(out, at, (size_t)*size);
        return at + *size;
    }
    if (at[1] != 'u') {
        *out = escape_meanings[strchr(escape_letters, at[1]) - escape_letters];
        *size = 1;
        return at + 2;
    }
    long c;
    at = take_code_point(at, end, &c);
    *size = utf8_put((uint32_t)c, out);
    return at;
}

size_t json_string(const struct json_value *string, char *out, size_t size)
{
    const char *at = string->text, *end = at + string->size;
    size_t whole = 0, used = 0; /* bytes of all, and of what fits */
    while (at < end) {
        char character[UTF8_MAX + 1];
        int bytes;
        at = take_character(at, end, character, &bytes);
        if (used == whole && whole + (size_t)bytes < size) {
            memcpy(out + used, character, (size_t)bytes);
            used += (size_t)bytes;
        }
        whole += (size_t)bytes;
    }
    if (size > 0)
        out[used] = '\0';
    return whole;
}

bool json_is(const struct json_value *value, const char *text)
{
    if (value->type != JSON_STRING)
        return false;
    if (!value->escaped && strncmp(text, value->text, value->size) == 0)
        return text[value->size] == '\0';
    for (const char *at = value->text, *end = at + value->size; at < end;) {
        char character[UTF8_MAX + 1];
        int bytes;
        at = take_character(at, end, character, &bytes);
        if (strncmp(text, character, (size_t)bytes) != 0)
            return false;
        text += bytes;
    }
    return *text == '\0';
}
