/* prompt.c - see prompt.h. */
#include "viewer/console/app/prompt.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/host/utf8.h"

enum { CANDIDATE_ROWS = 8, CANDIDATE_WIDTH_MAX = 48 };

static void forget_candidates(struct prompt *p)
{
    free(p->candidates);
    p->candidates = NULL;
    p->candidate = -1;
}

static void set_text(struct prompt *p, const char *text)
{
    p->length = (int)strnlen(text, PROMPT_TEXT_MAX - 1);
    while (p->length > 0 && text[p->length] && utf8_continues(text[p->length]))
        p->length--; /* never half a character */
    memmove(p->text, text, (size_t)p->length);
    p->text[p->length] = '\0';
    p->cursor = p->length;
}

void prompt_open(struct prompt *p, char sign, const char *text)
{
    forget_candidates(p);
    p->open = true;
    p->sign = sign;
    p->history_at = p->history_count;
    set_text(p, text);
}

void prompt_free(struct prompt *p)
{
    for (int i = 0; i < p->history_count; i++)
        free(p->history[i]);
    free(p->candidates);
    memset(p, 0, sizeof *p);
}

/* text[from..to) becomes `by`; the cursor stands behind it. What does not fit is left as it was. */
static void replace(struct prompt *p, int from, int to, const char *by)
{
    const int added = (int)strlen(by);
    if (p->length - (to - from) + added >= PROMPT_TEXT_MAX)
        return;
    memmove(p->text + from + added, p->text + to, (size_t)(p->length - to) + 1);
    memcpy(p->text + from, by, (size_t)added);
    p->length += added - (to - from);
    p->cursor = from + added;
}

/* The place one character before `at`, and behind it. */
static int before(const struct prompt *p, int at)
{
    if (at > 0)
        at--;
    while (at > 0 && utf8_continues(p->text[at]))
        at--;
    return at;
}

static int behind(const struct prompt *p, int at)
{
    if (at < p->length)
        at++;
    while (at < p->length && utf8_continues(p->text[at]))
        at++;
    return at;
}

static int word_start(const struct prompt *p, int at)
{
    while (at > 0 && p->text[at - 1] == ' ')
        at--;
    while (at > 0 && p->text[at - 1] != ' ')
        at--;
    return at;
}

/* Keys of editing, a function each. */
static void edit_left(struct prompt *p)
{
    p->cursor = before(p, p->cursor);
}
static void edit_right(struct prompt *p)
{
    p->cursor = behind(p, p->cursor);
}
static void edit_home(struct prompt *p)
{
    p->cursor = 0;
}
static void edit_end(struct prompt *p)
{
    p->cursor = p->length;
}
static void edit_backspace(struct prompt *p)
{
    replace(p, before(p, p->cursor), p->cursor, "");
}
static void edit_delete(struct prompt *p)
{
    replace(p, p->cursor, behind(p, p->cursor), "");
}
static void edit_cut_rest(struct prompt *p)
{
    replace(p, p->cursor, p->length, "");
}
static void edit_cut_start(struct prompt *p)
{
    replace(p, 0, p->cursor, "");
}
static void edit_cut_word(struct prompt *p)
{
    replace(p, word_start(p, p->cursor), p->cursor, "");
}

/* Show the history's next line of this sign in the direction; behind the newest is an empty one. */
static void walk_history(struct prompt *p, int by)
{
    int at = p->history_at + by;
    while (at >= 0 && at < p->history_count && p->history[at][0] != p->sign)
        at += by;
    if (at < 0 || at > p->history_count)
        return;
    p->history_at = at;
    set_text(p, at < p->history_count ? p->history[at] + 1 : "");
}
static void edit_older(struct prompt *p)
{
    walk_history(p, -1);
}
static void edit_newer(struct prompt *p)
{
    walk_history(p, 1);
}

static const struct {
    uint32_t key;
    void (*edit)(struct prompt *p);
} edits[] = {
    {KEY_CODE_LEFT, edit_left},
    {'B' - '@', edit_left},
    {KEY_CODE_RIGHT, edit_right},
    {'F' - '@', edit_right},
    {KEY_CODE_HOME, edit_home},
    {'A' - '@', edit_home},
    {KEY_CODE_END, edit_end},
    {'E' - '@', edit_end},
    {KEY_CODE_BACKSPACE, edit_backspace},
    {KEY_CODE_DELETE, edit_delete},
    {'D' - '@', edit_delete},
    {'K' - '@', edit_cut_rest},
    {'U' - '@', edit_cut_start},
    {'W' - '@', edit_cut_word},
    {KEY_CODE_UP, edit_older},
    {'P' - '@', edit_older},
    {KEY_CODE_DOWN, edit_newer},
    {'N' - '@', edit_newer},
};

void prompt_remember(struct prompt *p, const char *line)
{
    const char *newest = p->history_count ? p->history[p->history_count - 1] : "";
    char *copy = strcmp(newest, line) == 0 ? NULL : strdup(line);
    if (!copy)
        return;
    if (p->history_count == PROMPT_HISTORY) {
        free(p->history[0]);
        memmove(p->history, p->history + 1, (PROMPT_HISTORY - 1) * sizeof *p->history);
        p->history_count--;
    }
    p->history[p->history_count++] = copy;
    p->history_typed += p->history_typed < PROMPT_HISTORY;
}

static void remember_text(struct prompt *p)
{
    char line[PROMPT_TEXT_MAX + 1] = {p->sign};
    memcpy(line + 1, p->text, (size_t)p->length + 1);
    if (p->length > 0)
        prompt_remember(p, line);
}

static int count_lines(const char *text)
{
    int count = 0;
    for (; *text; text += strcspn(text, "\n"), text += *text == '\n')
        count++;
    return count;
}

/* Candidate `place`, cut to out's size. */
static void candidate_text(const struct prompt *p, int place, char *out, size_t size)
{
    const char *line = p->candidates;
    while (place-- > 0)
        line += strcspn(line, "\n") + 1;
    size_t length = strcspn(line, "\n");
    length = length < size ? length : size - 1;
    memcpy(out, line, length);
    out[length] = '\0';
}

/* Put the next candidate into the text. A single one is taken: a blank behind it, unless what it
 * names goes on. */
static void walk_candidates(struct prompt *p, int by)
{
    char text[PROMPT_TEXT_MAX];
    const int count = count_lines(p->candidates);
    p->candidate = p->candidate < 0 && by < 0 ? count - 1 : (p->candidate + by + count) % count;
    candidate_text(p, p->candidate, text, sizeof text);
    replace(p, p->word, p->cursor, text);
    if (count > 1)
        return;
    const char last = p->cursor > 0 ? p->text[p->cursor - 1] : ' ';
    if (p->cursor == p->length && !strchr("/=, ", last))
        replace(p, p->cursor, p->cursor, " ");
    forget_candidates(p);
}

static void complete_word(struct prompt *p, int by, prompt_complete *complete, void *context)
{
    if (!p->candidates && complete) {
        p->word = p->cursor;
        while (p->word > 0 && p->text[p->word - 1] != ' ')
            p->word--;
        p->candidates = complete(context, p->text, p->cursor, &p->word);
        p->candidate = -1;
    }
    if (p->candidates && *p->candidates)
        walk_candidates(p, by);
    else
        forget_candidates(p);
}

static enum prompt_result leave(struct prompt *p, enum prompt_result how)
{
    forget_candidates(p);
    p->open = false;
    return how;
}

static void insert(struct prompt *p, uint32_t key)
{
    char bytes[5];
    if (key < ' ' || key == 0x7f || key >= KEY_CODE_FIRST)
        return;
    utf8_put(key, bytes);
    replace(p, p->cursor, p->cursor, bytes);
}

enum prompt_result prompt_input(struct prompt *p, const struct input *in, prompt_complete *complete,
                                void *context)
{
    if (in->kind != INPUT_KEY)
        return PROMPT_EDITING;
    if (in->key == KEY_CODE_TAB || in->key == KEY_CODE_BACK_TAB) {
        complete_word(p, in->key == KEY_CODE_TAB ? 1 : -1, complete, context);
        return PROMPT_EDITING;
    }
    if (in->key == KEY_CODE_ENTER) {
        remember_text(p);
        return leave(p, PROMPT_DONE);
    }
    if (in->key == KEY_CODE_ESCAPE || in->key == 'C' - '@' ||
        (in->key == KEY_CODE_BACKSPACE && p->length == 0))
        return leave(p, PROMPT_LEFT);
    forget_candidates(p);
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++)
        if (edits[i].key == in->key) {
            edits[i].edit(p);
            return PROMPT_EDITING;
        }
    insert(p, in->key);
    return PROMPT_EDITING;
}

/* Candidates in columns above the line, those around the chosen one where not all fit. */
static void draw_candidates(const struct prompt *p, struct area a)
{
    char text[CANDIDATE_WIDTH_MAX * 4];
    const int count = count_lines(p->candidates);
    int width = 1;
    for (int i = 0; i < count; i++) {
        candidate_text(p, i, text, sizeof text);
        const int columns = utf8_text_width(text) + 2;
        width = columns > width ? columns : width;
    }
    width = width > CANDIDATE_WIDTH_MAX ? CANDIDATE_WIDTH_MAX : width;
    const int across = a.width / width > 0 ? a.width / width : 1;
    int rows = (count + across - 1) / across, most = a.height - 1;
    most = most > CANDIDATE_ROWS ? CANDIDATE_ROWS : most;
    const int first = p->candidate / across >= most ? p->candidate / across - most + 1 : 0;
    rows = rows - first < most ? rows - first : most;
    for (int row = 0; row < rows; row++) {
        struct area line = area_part(a, 0, a.height - 1 - rows + row, a.width, 1);
        area_fill(line, ROLE_BAR, ' ');
        for (int i = 0; i < across; i++) {
            const int place = (first + row) * across + i;
            if (place >= count)
                break;
            candidate_text(p, place, text, sizeof text);
            const bool chosen = place == p->candidate;
            area_field(line, i * width + 1, 0, width - 2, false, chosen ? ROLE_CURSOR : ROLE_BAR,
                       text);
        }
    }
}

void prompt_draw(const struct prompt *p, struct area a)
{
    if (a.height < 1 || a.width < 1)
        return;
    if (p->candidates && a.height > 1)
        draw_candidates(p, a);
    struct area line = area_part(a, 0, a.height - 1, a.width, 1);
    area_fill(line, ROLE_TEXT, ' ');
    area_glyph(line, 0, 0, ROLE_KEY, (unsigned char)p->sign);
    int from = 0; /* scrolled so that the cursor is in sight */
    char shown[PROMPT_TEXT_MAX];
    for (;; from = behind(p, from)) {
        memcpy(shown, p->text + from, (size_t)(p->cursor - from));
        shown[p->cursor - from] = '\0';
        if (from == p->cursor || utf8_text_width(shown) < a.width - 1)
            break;
    }
    const int cursor = 1 + utf8_text_width(shown);
    area_text(line, 1, 0, ROLE_TEXT, p->text + from);
    area_reverse(area_part(line, cursor, 0, 1, 1), true);
}
