/* log_lines.c - see log_lines.h. */
#include "viewer/console/views/log_lines.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/console/journal/record.h"

const char *const log_kind_names[LOG_KIND_COUNT] = {
#define X(symbol, name) name,
    LOG_KINDS(X)
#undef X
};

static enum log_kind kind_of(const char *text, size_t size)
{
    struct record r;
    if (!record_read(&r, text, size))
        return LOG_BAD;
    const struct json_value *kind = record_string(&r, "kind");
    if (kind && (json_is(kind, "run") || json_is(kind, "session") || json_is(kind, "end")))
        return LOG_RUN;
    return kind && json_is(kind, "event") ? LOG_EVENT : LOG_STEP;
}

void log_lines_free(struct log_lines *l)
{
    for (int i = 0; i < LOG_TEXTS; i++)
        free(l->texts[i].text);
    memset(l, 0, sizeof *l);
}

bool log_lines_follow(struct log_lines *l, struct journal *j)
{
    const bool same_start = j && (l->started == j->started || isnan(l->started));
    const bool same =
        l->journal == j && (!j || (same_start && j->lines >= l->lines && j->bytes >= l->bytes));
    if (!same)
        log_lines_free(l);
    l->journal = j;
    l->lines = j ? j->lines : 0;
    l->bytes = j ? j->bytes : 0;
    l->started = j ? j->started : (double)NAN;
    return !same;
}

const struct log_text *log_lines_text(struct log_lines *l, uint64_t line)
{
    struct log_text *t = &l->texts[line % LOG_TEXTS];
    char text[LOG_LINE_MAX];
    if (t->text && t->line == line)
        return t;
    const long length = journal_line(l->journal, line, text, sizeof text);
    if (length < 0)
        return NULL;
    const bool longer = length >= (long)sizeof text;
    const size_t size = longer ? sizeof text - 1 : (size_t)length;
    char *copy = malloc(size + 1);
    if (!copy)
        return NULL;
    memcpy(copy, text, size);
    copy[size] = '\0';
    free(t->text);
    *t = (struct log_text){line, copy, size, longer, LOG_BAD};
    if (longer) /* its end was not read: judged by its beginning */
        t->kind = *copy == '{' ? LOG_STEP : LOG_BAD;
    else
        t->kind = kind_of(copy, size);
    return t;
}

static bool learn_line(void *context, uint64_t line, const char *text, size_t size)
{
    struct log_block *b = context;
    (void)line;
    b->kind[b->known++] = (uint8_t)kind_of(text, size);
    return true;
}

/* Learn the kinds of the lines of a block that are not known yet, as far as there are any. */
static void learn(struct log_lines *l, struct log_block *b)
{
    const uint32_t before = b->known;
    journal_range(l->journal, b->first + before, LOG_BLOCK - before, learn_line, b);
    l->work += (int)(b->known - before);
}

bool log_lines_pass(struct log_lines *l, uint64_t line, enum log_kind kind)
{
    if (kind == LOG_ALL)
        return true;
    const uint64_t first = line / LOG_BLOCK * LOG_BLOCK;
    struct log_block *b = &l->blocks[line / LOG_BLOCK % LOG_BLOCKS];
    if (b->first != first) {
        b->first = first;
        b->known = 0;
    }
    if (line >= first + b->known)
        learn(l, b);
    return line < first + b->known && b->kind[line - first] == kind;
}
