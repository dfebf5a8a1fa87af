/* emit.c - see emit.h. */
#include "trainer/export/emit.h"

#include "runtime/host/utf8.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 100, LABEL_WIDTH = 15 };

bool emit_name_valid(const char *name)
{
    size_t n = 0;
    for (; name[n]; n++)
        if (!(isalnum((unsigned char)name[n]) || name[n] == '_') || n + 1 >= EMIT_NAME_MAX)
            return false;
    return isalpha((unsigned char)name[0]) && strcmp(name, "mien") != 0 &&
           strncmp(name, "mien_", 5) != 0;
}

struct emit emit_to(FILE *out, const char *name)
{
    struct emit w = {.out = out};
    for (size_t i = 0; name[i] && i + 1 < EMIT_NAME_MAX; i++) {
        w.name[i] = name[i];
        w.upper[i] = (char)toupper((unsigned char)name[i]);
    }
    return w;
}

/* The digits alone. Fewer digits can only do where more do, so the search goes down from eight. */
static int shortest(char *out, float value)
{
    int length = snprintf(out, EMIT_NUMBER_MAX, "%.9g", (double)value);
    for (int digits = 8; digits >= 6; digits--) {
        char fewer[EMIT_NUMBER_MAX];
        int n = snprintf(fewer, sizeof fewer, "%.*g", digits, (double)value);
        if (strtof(fewer, NULL) != value)
            break;
        memcpy(out, fewer, (size_t)n + 1);
        length = n;
    }
    return length;
}

const char *emit_float(char *out, float value)
{
    int n = shortest(out, value);
    bool whole = !strpbrk(out, ".e");
    snprintf(out + n, (size_t)(EMIT_NUMBER_MAX - n), whole ? ".0f" : "f");
    return out;
}

#define X(symbol, name, type) name,
static const char *const type_names[EMIT_TYPE_COUNT] = {EMIT_TYPES(X)};
#undef X
#define X(symbol, name, type) sizeof(type),
static const size_t type_sizes[EMIT_TYPE_COUNT] = {EMIT_TYPES(X)};
#undef X

/* Element i as a literal. */
static const char *element(char *out, enum emit_type type, const void *values, size_t i)
{
    long long v = 0;
    switch (type) {
    case EMIT_I32:
        v = ((const int32_t *)values)[i];
        break;
    case EMIT_I16:
        v = ((const int16_t *)values)[i];
        break;
    case EMIT_U16:
        v = ((const uint16_t *)values)[i];
        break;
    case EMIT_I8:
        v = ((const int8_t *)values)[i];
        break;
    case EMIT_U8:
        v = ((const uint8_t *)values)[i];
        break;
    case EMIT_U32:
        v = ((const uint32_t *)values)[i];
        break;
    default:
        return emit_float(out, ((const float *)values)[i]);
    }
    snprintf(out, EMIT_NUMBER_MAX, type == EMIT_U32 ? "%lldu" : "%lld", v);
    return out;
}

void emit_array(struct emit *w, enum emit_type type, const char *array, const void *values,
                size_t count, const char *what)
{
    w->constants += type_sizes[type] * count;
    if (w->counting)
        return;
    fprintf(w->out, "/* %s */\nstatic const %s %s_%s[%zu] = {", what, type_names[type], w->name,
            array, count);
    size_t column = COLUMNS;
    for (size_t i = 0; i < count; i++) {
        char number[EMIT_NUMBER_MAX];
        size_t n = strlen(element(number, type, values, i)) + (i + 1 < count);
        if (column + n > COLUMNS) {
            fputs("\n", w->out);
            column = 0;
        }
        fprintf(w->out, i + 1 < count ? "%s," : "%s", number);
        column += n;
    }
    fputs("};\n\n", w->out);
}

void emit_string(struct emit *w, const char *text)
{
    fputc('"', w->out);
    for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
        if (*p == '"' || *p == '\\' || *p == '?')
            fprintf(w->out, "\\%c", *p);
        else if (*p < 0x20 || *p == 0x7f)
            fprintf(w->out, "\\%03o", *p);
        else
            fputc(*p, w->out);
    }
    fputc('"', w->out);
}

static char *compose(struct emit *w, const char *format, va_list args)
{
    char *text = NULL;
    if (vasprintf(&text, format, args) >= 0)
        return text;
    w->failed = true;
    return NULL;
}

/* A byte of a comment: a space parts what would close or open one, and for control characters. */
static void put_safe(struct emit *w, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        const unsigned char c = (unsigned char)text[i];
        fputc(c < 0x20 || c == 0x7f ? ' ' : c, w->out);
        const char next = i + 1 < length ? text[i + 1] : '\0';
        if ((c == '*' && next == '/') || (c == '/' && next == '*'))
            fputc(' ', w->out);
    }
}

/* Columns that `length` bytes of UTF-8 take. */
static size_t width(const char *text, size_t length)
{
    size_t columns = 0;
    for (size_t i = 0; i < length; i++)
        columns += !utf8_continues(text[i]);
    return columns;
}

void emit_note(struct emit *w, const char *label, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = compose(w, format, args);
    va_end(args);
    const size_t margin = label ? 3 + LABEL_WIDTH : 3;
    if (label)
        fprintf(w->out, " * %-*s", LABEL_WIDTH, label);
    else
        fputs(" * ", w->out);
    size_t column = margin;
    for (const char *word = text ? text : ""; *word;) {
        const size_t length = strcspn(word, " \n"), columns = width(word, length);
        if (column > margin && column + 1 + columns > COLUMNS) {
            fprintf(w->out, "\n * %*s", (int)(margin - 3), "");
            column = margin;
        } else if (column > margin) {
            fputc(' ', w->out);
            column++;
        }
        put_safe(w, word, length);
        column += columns;
        word += length + strspn(word + length, " \n");
    }
    fputc('\n', w->out);
    free(text);
}

void emit_line(struct emit *w, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = compose(w, format, args);
    va_end(args);
    fputs(" * ", w->out);
    if (text)
        put_safe(w, text, strlen(text));
    fputc('\n', w->out);
    free(text);
}

void emit_gap(struct emit *w)
{
    fputs(" *\n", w->out);
}
