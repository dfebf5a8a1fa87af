/* live_scene.c - see live_scene.h: what the panels share, the header, the leader and the events. */
#include "viewer/console/views/live_scene.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "runtime/host/text.h"
#include "runtime/host/utf8.h"
#include "viewer/console/views/summary.h"

/* ---- parts ---- */

static bool letter_taken(const struct live_part *parts, int count, char letter)
{
    for (int i = 0; i < count; i++)
        if (parts[i].letter == letter)
            return true;
    return false;
}

/* The first letter of its name that none of the others has. */
static char own_letter(const struct live_part *parts, int count, const char *name)
{
    for (const char *c = name; *c; c++) {
        const char letter = (char)toupper((unsigned char)*c);
        if (isalnum((unsigned char)*c) && !letter_taken(parts, count, letter))
            return letter;
    }
    return (char)('0' + count % 10);
}

static int gather(const struct journal *j, const char *prefix, struct live_part *parts)
{
    int count = 0;
    const size_t length = strlen(prefix);
    for (int i = 0; i < j->column_count && count < LIVE_PARTS_MAX; i++) {
        const char *key = j->columns[i].name, *name = key + length;
        if (strncmp(key, prefix, length) != 0)
            continue;
        parts[count] = (struct live_part){key, name, own_letter(parts, count, name),
                                          (enum cell_role)(ROLE_CURVE + count % ROLE_CURVES)};
        count++;
    }
    return count;
}

void live_scene_parts(struct live_scene *s)
{
    s->emotion_count = gather(s->journal, "emotion_", s->emotions);
    s->stage_count = gather(s->journal, "stage_", s->stages);
}

int live_scene_leader(const struct live_scene *s, double *share)
{
    int leader = -1;
    *share = -1;
    for (int i = 0; i < s->emotion_count; i++) {
        const double mean = live_summary(&s->now, s->emotions[i].key).mean;
        if (mean > *share) {
            *share = mean;
            leader = i;
        }
    }
    return leader;
}

/* ---- layout ---- */

void live_panels_draw(const struct live_panel *panels, int count, const struct live_scene *s,
                      struct area a)
{
    enum { PANELS_MAX = 8 };
    int rows[PANELS_MAX], left = a.height;
    for (int i = 0; i < count; i++)
        left -= rows[i] = left < panels[i].least ? left : panels[i].least;
    for (bool grew = true; grew;) {
        grew = false;
        for (int i = 0; i < count; i++)
            if (rows[i] + panels[i].step <= panels[i].most && panels[i].step <= left) {
                rows[i] += panels[i].step;
                left -= panels[i].step;
                grew = true;
            }
    }
    for (int i = 0; i < count; i++) {
        const struct area part = area_cut_rows(&a, rows[i]);
        if (rows[i] > 0)
            panels[i].draw(s, part);
    }
}

struct area live_section(struct area a, const char *title, const char *note)
{
    struct area head = area_cut_rows(&a, 1);
    const int note_width = utf8_text_width(note);
    int x = area_text(head, 0, 0, ROLE_TITLE, title) + 1;
    const int end = head.width - (note_width > 0 ? note_width + 1 : 0);
    for (; x < end; x++)
        area_glyph(head, x, 0, ROLE_BORDER, head.cells->unicode ? 0x2500 : '-');
    if (note_width > 0 && end >= x)
        area_text(head, end + 1, 0, ROLE_FAINT, note);
    return a;
}

/* ---- header ---- */

/* "running 5:23", "stalled 5:23, silent for 12 s". */
static int draw_state(const struct live_scene *s, struct area a, int x)
{
    const struct journal *j = s->journal;
    char text[32];
    const enum cell_role role = summary_state_role(j->state);
    x = area_printf(a, x, 0, role, "%s %s", journal_state_glyph(j->state, a.cells->unicode),
                    journal_state_names[j->state]);
    x = area_printf(a, x + 1, 0, ROLE_TEXT, "%s",
                    text_duration(text, sizeof text, floor(s->window.to)));
    if (j->state == JOURNAL_STALLED)
        x = area_printf(a, x, 0, ROLE_WARN, ", silent for %s s",
                        text_count(text, sizeof text, (long long)(s->model->now - j->written)));
    return x + 2;
}

void live_draw_header(const struct live_scene *s, struct area a)
{
    const struct journal *j = s->journal;
    const int width = utf8_text_width(s->span);
    int x = area_text(a, 0, 0, ROLE_TITLE, j->name) + 2;
    if (s->session_count > 1) {
        x = area_printf(a, x, 0, ROLE_FAINT, "%d of %d, ", s->session + 1, s->session_count);
        x = area_text(a, x, 0, ROLE_KEY, "]");
        x = area_text(a, x, 0, ROLE_FAINT, " next") + 2;
    }
    x = draw_state(s, a, x);
    if (j->model)
        x = area_text(a, x, 0, ROLE_TEXT, j->model);
    if (s->window.frames->source[0])
        x = area_printf(a, x, 0, ROLE_FAINT, " on %s", s->window.frames->source);
    if (x + width + 1 < a.width)
        area_text(a, a.width - width, 0, ROLE_FAINT, s->span);
    area_bold(area_part(a, 0, 0, utf8_text_width(j->name), 1), true);
}

/* ---- the emotion in front ---- */

static const struct {
    const char *name;
    uint32_t emoji; /* Unicode block Emoticons and Supplemental Symbols: two columns wide */
} faces[] = {
    {"angry", 0x1F620}, {"disgust", 0x1F922},  {"fear", 0x1F628},    {"happy", 0x1F600},
    {"sad", 0x1F622},   {"surprise", 0x1F632}, {"neutral", 0x1F610}, {"contempt", 0x1F60F},
};

static int draw_emoji(struct area a, int x, const char *name)
{
    for (size_t i = 0; i < sizeof faces / sizeof *faces; i++)
        if (a.cells->unicode && strcmp(faces[i].name, name) == 0) {
            area_glyph(a, x, 0, ROLE_TEXT, faces[i].emoji);
            return x + 3;
        }
    return x;
}

/* "engaged ●●●○○ 3.4 of 5". */
static void draw_engagement(const struct live_scene *s, struct area a)
{
    enum { LEVELS = 5, WIDTH = 8 + LEVELS + 9 };
    const double level = live_summary(&s->now, "engagement").mean;
    if (isnan(level) || a.width < WIDTH)
        return;
    int x = area_text(a, a.width - WIDTH, 0, ROLE_FAINT, "engaged ");
    for (int i = 0; i < LEVELS; i++) {
        const bool on = i + 0.5 < level;
        const uint32_t glyph = a.cells->unicode ? (on ? 0x25CF : 0x25CB) : (on ? '*' : '.');
        area_glyph(a, x++, 0, on ? ROLE_GOOD : ROLE_FAINT, glyph);
    }
    area_printf(a, x, 0, ROLE_TEXT, " %3.1f of 5", level);
}

void live_draw_leader(const struct live_scene *s, struct area a)
{
    double share;
    const int leader = live_scene_leader(s, &share);
    struct area row = area_part(a, 0, a.height / 2, a.width, 1);
    int end = 0;
    if (s->emotion_count == 0)
        area_text(row, 0, 0, ROLE_FAINT, "no emotions: their analysis is switched off");
    else if (leader < 0)
        area_text(row, 0, 0, ROLE_WARN, "no face in sight");
    else {
        const struct live_part *e = &s->emotions[leader];
        end = draw_emoji(row, 0, e->name);
        end = area_printf(row, end, 0, ROLE_TEXT, "%s %.0f %%", e->name, 100 * share);
        area_bold(area_part(row, 0, 0, end, 1), true);
    }
    if (leader >= 0 && end + 2 < row.width)
        draw_engagement(s, area_part(row, end + 2, 0, row.width - end - 2, 1));
}

/* ---- events ---- */

static const struct {
    const char *word;
    enum cell_role role;
} tones[] = {
    {"lost", ROLE_WARN}, {"slow", ROLE_WARN},  {"unplugged", ROLE_BAD}, {"fail", ROLE_BAD},
    {"error", ROLE_BAD}, {"cannot", ROLE_BAD}, {"found", ROLE_GOOD},    {"full rate", ROLE_GOOD},
};

static enum cell_role tone(const char *text)
{
    for (size_t i = 0; i < sizeof tones / sizeof *tones; i++)
        if (strcasestr(text, tones[i].word))
            return tones[i].role;
    return ROLE_TEXT;
}

bool live_event_passes(const char *text, const char *words)
{
    char word[64];
    const char *rest = words + strspn(words, " ");
    if (*rest == '\0')
        return true;
    for (; *rest; rest += strspn(rest, " ")) {
        const size_t length = strcspn(rest, " ");
        snprintf(word, sizeof word, "%.*s", (int)length, rest);
        if (strcasestr(text, word))
            return true;
        rest += length;
    }
    return false;
}

static void draw_event(struct area a, int y, const struct journal_event *event)
{
    enum { CLOCK = 8 };
    char clock[32];
    const enum cell_role role = tone(event->text);
    const char *glyph = role == ROLE_TEXT ? "·" : role == ROLE_GOOD ? "+" : "!";
    area_field(a, 0, y, CLOCK, true, ROLE_FAINT,
               text_duration(clock, sizeof clock, floor(event->wall)));
    area_text(a, CLOCK + 1, y, role, glyph);
    if (a.width > CLOCK + 3)
        area_field(a, CLOCK + 3, y, a.width - CLOCK - 3, false, role, event->text);
}

void live_draw_events(const struct live_scene *s, struct area a)
{
    const struct journal *j = s->journal;
    char note[160] = "";
    if (*s->events)
        snprintf(note, sizeof note, "only: %s", s->events);
    a = live_section(a, "Events", note);
    int skip = s->events_top, y = 0;
    for (int i = j->event_count - 1; i >= 0 && y < a.height; i--)
        if (live_event_passes(j->events[i].text, s->events) && skip-- <= 0)
            draw_event(a, y++, &j->events[i]);
    if (y == 0)
        area_text(a, 0, 0, ROLE_FAINT, *s->events ? "none with these words" : "none so far");
}
