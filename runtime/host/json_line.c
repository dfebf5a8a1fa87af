/* json_line.c - see json_line.h. A reader below is given where it stands and where the line ends,
 * and returns where it stopped, or NULL where this is no JSON. */
#include "runtime/host/json_line.h"

#include "runtime/host/utf8.h"

#include <endian.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *skip_spaces(const char *at, const char *end)
{
    while (at < end && (unsigned char)*at <= ' ' && /* mostly there is none */
           (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n'))
        at++;
    return at;
}

/* Eight characters at once, the first in the lowest byte. In the masks below a byte's high bit says
 * that it is one of those looked for; carries spoil only bytes behind the first of them.
 * Method: S. E. Anderson, "Bit Twiddling Hacks", 1997-2005. */

enum { WORD = 8 };
#define ALL_BYTES(c) (UINT64_C(0x0101010101010101) * (c))

static uint64_t word_at(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return le64toh(word);
}

static uint64_t zero_bytes(uint64_t word)
{
    return (word - ALL_BYTES(1)) & ~word & ALL_BYTES(0x80);
}

/* Bytes in front of the first that the mask has; WORD where it has none. */
static int bytes_before(uint64_t mask)
{
    return mask ? __builtin_ctzll(mask) / 8 : WORD;
}

static int digits_before(uint64_t word)
{
    return bytes_before(((word + ALL_BYTES(0x80 - 1 - '9')) | (word - ALL_BYTES('0'))) &
                        ALL_BYTES(0x80));
}

/* The number that the first `digits` characters (1..WORD) of a word are, added up in pairs, fours
 * and eight. */
static uint64_t digits_of(uint64_t word, int digits)
{
    uint64_t n = (word - ALL_BYTES('0')) << (8 * (WORD - digits)); /* zeros in front */
    n = (10 * n + (n >> 8)) & UINT64_C(0x00ff00ff00ff00ff);
    n = (100 * n + (n >> 16)) & UINT64_C(0x0000ffff0000ffff);
    return (10000 * n + (n >> 32)) & UINT64_C(0xffffffff);
}

/* Before the first quote, backslash or control character. */
static int plain_before(uint64_t word)
{
    return bytes_before(zero_bytes(word ^ ALL_BYTES('"')) | zero_bytes(word ^ ALL_BYTES('\\')) |
                        ((word - ALL_BYTES(' ')) & ~word & ALL_BYTES(0x80)));
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
    static const uint64_t powers[WORD + 1] = {1,      10,      100,      1000,     10000,
                                              100000, 1000000, 10000000, 100000000};
    uint64_t n = *number;
    for (int digits = WORD; digits == WORD && end - at >= WORD; at += digits) {
        const uint64_t word = word_at(at);
        digits = digits_before(word);
        if (digits > 0)
            n = powers[digits] * n + digits_of(word, digits);
    }
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

/* A number taken apart. */
struct decimal {
    bool negative;
    uint64_t mantissa;        /* all digits, where they fit */
    int64_t digits, power;    /* how many, and of ten that the mantissa is multiplied by */
    const char *first, *last; /* [first, last): the digits, a point among them */
};

static const char *scan_number(const char *at, const char *end, struct decimal *d)
{
    int64_t exponent = 0, decimals = 0;
    d->negative = *at == '-';
    d->mantissa = 0;
    d->first = at + d->negative;
    at = read_digits(d->first, end, &d->mantissa);
    if (at == d->first || (*d->first == '0' && at - d->first > 1))
        return NULL;
    d->digits = at - d->first;
    if (at < end && *at == '.') {
        const char *point = at++;
        at = read_digits(at, end, &d->mantissa);
        decimals = at - point - 1;
        d->digits += decimals;
        if (decimals == 0)
            return NULL;
    }
    d->last = at;
    if (at < end && (*at == 'e' || *at == 'E') && !(at = read_exponent(at + 1, end, &exponent)))
        return NULL;
    d->power = exponent - decimals;
    return at;
}

static double number_of(const struct decimal *d)
{
    double v;
    if (d->digits > DIGITS_IN_64_BITS || d->mantissa > exact_integer_max ||
        d->power > EXACT_POWER_MAX || d->power < -EXACT_POWER_MAX)
        v = any_number(d->first, d->last, d->power);
    else if (d->power == 0)
        v = (double)d->mantissa;
    else
        v = d->power < 0 ? (double)d->mantissa / powers_of_ten[-d->power]
                         : (double)d->mantissa * powers_of_ten[d->power];
    return d->negative ? -v : v;
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
        const int plain = end - at >= WORD ? plain_before(word_at(at)) : 0;
        at += plain;
        if (plain == WORD)
            continue;
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

static const char *check_value(const char *at, const char *end, int depth);

/* Past an array or an object, of which all is checked. */
static const char *check_nested(const char *at, const char *end, int depth)
{
    const bool object = *at == '{';
    const char close = object ? '}' : ']';
    struct json_value key;
    if (depth == JSON_DEPTH_MAX)
        return NULL;
    at = skip_spaces(at + 1, end);
    for (bool begun = false; at < end && *at != close; begun = true) {
        if (begun) {
            if (*at != ',')
                return NULL;
            at = skip_spaces(at + 1, end);
        }
        if (object) {
            if (at == end || *at != '"' || !(at = read_string(at + 1, end, &key)))
                return NULL;
            at = skip_spaces(at, end);
            if (at == end || *at != ':')
                return NULL;
            at++;
        }
        if (!(at = check_value(at, end, depth + 1)))
            return NULL;
        at = skip_spaces(at, end);
    }
    return at == end ? NULL : at + 1;
}

/* Past a number, of which most in lists are whole. */
static const char *check_number(const char *at, const char *end)
{
    struct decimal number;
    const char *first = at;
    if (end - at >= WORD)
        at += digits_before(word_at(at));
    const bool whole =
        at > first && (*first != '0' || at - first == 1) && at < end && (*at == ',' || *at == ']');
    return whole ? at : scan_number(first, end, &number);
}

/* Past a value that nobody has asked for. */
static const char *check_value(const char *at, const char *end, int depth)
{
    struct json_value ignored;
    at = skip_spaces(at, end);
    if (at == end)
        return NULL;
    if (is_digit(*at) || *at == '-')
        return check_number(at, end);
    if (*at == '"')
        return read_string(at + 1, end, &ignored);
    if (*at == '[' || *at == '{')
        return check_nested(at, end, depth);
    return read_word(at, end, &ignored);
}

static const char *read_value(const char *at, const char *end, struct json_value *out)
{
    struct decimal number;
    at = skip_spaces(at, end);
    if (at == end)
        return NULL;
    if (*at == '"')
        return read_string(at + 1, end, out);
    if (is_digit(*at) || *at == '-') {
        *out = (struct json_value){.type = JSON_NUMBER, .text = at};
        at = scan_number(at, end, &number);
        out->number = at ? number_of(&number) : 0;
    } else if (*at == '[' || *at == '{') {
        *out = (struct json_value){.type = *at == '{' ? JSON_OBJECT : JSON_ARRAY, .text = at};
        at = check_nested(at, end, 1);
    } else {
        return read_word(at, end, out);
    }
    out->size = at ? (size_t)(at - out->text) : 0;
    return at;
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
    if (at == end || *at != ':' || !(at = read_value(at + 1, end, &out->value)))
        return over(w, -1);
    w->at = at;
    return 1;
}

int json_next_element(struct json_walk *w, struct json_value *out)
{
    const int found = step(w, ']');
    if (found <= 0)
        return found;
    const char *at = read_value(w->at, w->end, out);
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
    if (!value->escaped && *text == *value->text && strncmp(text, value->text, value->size) == 0)
        return text[value->size] == '\0';
    for (const char *at = value->text, *end = at + value->size; at < end;) {
        char character[UTF8_MAX + 1];
        int bytes;
        if ((unsigned char)*at < 0x80 && *at != '\\') {
            if (*at++ != *text++)
                return false;
            continue;
        }
        at = take_character(at, end, character, &bytes);
        if (strncmp(text, character, (size_t)bytes) != 0)
            return false;
        text += bytes;
    }
    return *text == '\0';
}
