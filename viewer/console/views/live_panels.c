/* live_panels.c - see live_scene.h: emotions, pace and stages of a session, with their history. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "runtime/host/plot/measure.h"
#include "runtime/host/utf8.h"
#include "viewer/console/views/live_scene.h"
#include "viewer/console/views/strip.h"

/* Rows of each of `count` entries, and how many of them are drawn on: tall ones leave one free. */
struct pitch {
    int rows, used;
};

static struct pitch pitch_of(int height, int count)
{
    const int rows = count > 0 && height > count ? (height + 1) / count : 1;
    return (struct pitch){rows, rows > 2 ? rows - 1 : rows};
}

static void draw_history(const struct live_scene *s, struct area a, const char *key,
                         enum cell_role role, double low, double high)
{
    double values[STRIP_COLUMNS_MAX];
    const int width = a.width < STRIP_COLUMNS_MAX ? a.width : STRIP_COLUMNS_MAX;
    if (width < 4)
        return;
    live_slices(&s->window, key, values, width);
    strip_draw(area_part(a, 0, 0, width, a.height), role, values, low, high);
}

/* ---- emotions ---- */

enum { NAME_COLUMNS = 10, PERCENT_COLUMNS = 7, HISTORY_FROM = 56 };

static void draw_emotion(const struct live_scene *s, const struct live_part *e, struct area a,
                         bool leads)
{
    const double share = live_summary(&s->now, e->key).mean;
    const bool has_history = a.width >= HISTORY_FROM;
    const int free_columns = a.width - NAME_COLUMNS - PERCENT_COLUMNS;
    const int bar = has_history ? free_columns * 2 / 5 : free_columns;
    area_field(a, 0, 0, NAME_COLUMNS - 1, false, ROLE_TEXT, e->name);
    for (int y = 0; y < a.height && bar > 0 && isfinite(share); y++)
        area_bar(area_part(a, NAME_COLUMNS, y, bar, 1), e->role, share);
    if (isfinite(share))
        area_printf(a, NAME_COLUMNS + bar, 0, ROLE_TEXT, "%4.0f %%", 100 * share);
    if (leads)
        area_bold(area_part(a, 0, 0, NAME_COLUMNS + bar + PERCENT_COLUMNS, 1), true);
    if (has_history) {
        const int x = NAME_COLUMNS + bar + PERCENT_COLUMNS + 1;
        draw_history(s, area_part(a, x, 0, a.width - x, a.height), e->key, e->role, 0, 1);
    }
}

void live_draw_emotions(const struct live_scene *s, struct area a)
{
    double share;
    const int leader = live_scene_leader(s, &share);
    a = live_section(a, "Emotions", a.width >= HISTORY_FROM ? s->span : "");
    const struct pitch p = pitch_of(a.height, s->emotion_count);
    for (int i = 0; i < s->emotion_count; i++)
        draw_emotion(s, &s->emotions[i], area_part(a, 0, i * p.rows, a.width, p.used), i == leader);
}

/* The history of parts, stacked upon each other up to `high`. */
static void draw_stack(const struct live_scene *s, struct area a, const struct live_part *parts,
                       int count, double high)
{
    double values[LIVE_PARTS_MAX][STRIP_COLUMNS_MAX];
    struct strip_layer layers[LIVE_PARTS_MAX];
    int label = 1;
    for (int i = 0; i < count; i++) {
        const int width = utf8_text_width(parts[i].name) + 1;
        label = width > label ? width : label;
    }
    const int free_columns = a.width - label;
    const int columns = free_columns < STRIP_COLUMNS_MAX ? free_columns : STRIP_COLUMNS_MAX;
    if (columns < 4)
        return;
    for (int i = 0; i < count; i++) {
        live_slices(&s->window, parts[i].key, values[i], columns);
        layers[i] = (struct strip_layer){parts[i].role, parts[i].letter, parts[i].name, values[i]};
    }
    strip_stack(a, columns, layers, count, high);
}

void live_draw_mood(const struct live_scene *s, struct area a)
{
    a = live_section(a, "All emotions", s->span);
    draw_stack(s, a, s->emotions, s->emotion_count, 1);
}

/* ---- pace ---- */

enum pace_note { NOTE_MEAN, NOTE_P95, NOTE_ADDED, NOTE_MOST };

static const struct pace {
    const char *key, *name, *format; /* of its value now */
    enum pace_note note;
    enum cell_role role;
    double low, high; /* of its history; high NaN: the greatest in it */
} paces[] = {
    {"frames_per_second", "frames", "%.1f /s", NOTE_MEAN, ROLE_CURVE, 0, NAN},
    {"latency", "latency", "%.1f ms", NOTE_P95, ROLE_CURVE + 1, 0, NAN},
    {"dropped", "dropped", "%.0f", NOTE_ADDED, ROLE_WARN, 0, NAN},
    {"faces", "faces", "%.0f", NOTE_MOST, ROLE_CURVE + 2, 0, NAN},
    {"engagement", "engagement", "%.1f of 5", NOTE_MEAN, ROLE_GOOD, 1, 5},
};
enum { PACES = sizeof paces / sizeof *paces };

/* The window's summary in words: "29.8 mean", "17.1 ms p95". */
static void note_text(const struct live_scene *s, const struct pace *p,
                      const struct live_summary *all, char out[48])
{
    const double span = s->window.to - s->window.from;
    const double added = all->newest - all->first;
    switch (p->note) {
    case NOTE_MEAN:
        snprintf(out, 48, "%.1f mean", all->mean);
        break;
    case NOTE_P95:
        snprintf(out, 48, "%.1f ms p95", live_p95(&s->window, p->key));
        break;
    case NOTE_ADDED:
        snprintf(out, 48, "+%.0f, %.1f/s", added, span > 0 ? added / span : 0);
        break;
    case NOTE_MOST:
        snprintf(out, 48, "%.0f at most", all->high);
        break;
    }
}

/* What a count grew by, column by column. */
static void draw_growth(const struct live_scene *s, struct area a, const struct pace *p)
{
    double values[STRIP_COLUMNS_MAX], most = 1;
    const int width = a.width < STRIP_COLUMNS_MAX ? a.width : STRIP_COLUMNS_MAX;
    if (width < 4)
        return;
    live_slices(&s->window, p->key, values, width);
    for (int x = width - 1; x >= 0; x--) {
        const double grown = x > 0 ? values[x] - values[x - 1] : 0;
        values[x] = grown > 0 ? grown : NAN;
        most = fmax(most, grown);
    }
    strip_draw(area_part(a, 0, 0, width, a.height), p->role, values, 0, most);
}

static void draw_pace(const struct live_scene *s, const struct pace *p, struct area a)
{
    enum { NAME = 11, VALUE = 9, NOTE = 15 };
    const struct live_summary all = live_summary(&s->window, p->key);
    const struct live_summary now = live_summary(&s->now, p->key);
    const bool counts = p->note == NOTE_ADDED || p->note == NOTE_MOST;
    const double value = counts || isnan(now.mean) ? now.newest : now.mean;
    char text[48];
    area_field(a, 0, 0, NAME, false, ROLE_FAINT, p->name);
    snprintf(text, sizeof text, p->format, value);
    area_field(a, NAME, 0, VALUE, true, ROLE_TEXT, isfinite(value) ? text : "-");
    if (all.count == 0)
        return;
    note_text(s, p, &all, text);
    if (a.width > NAME + VALUE + 2)
        area_field(a, NAME + VALUE + 2, 0, NOTE, false, ROLE_FAINT, text);
    const int x = NAME + VALUE + NOTE + 2;
    if (a.width <= x)
        return;
    const struct area history = area_part(a, x, 0, a.width - x, a.height);
    if (p->note == NOTE_ADDED)
        draw_growth(s, history, p);
    else
        draw_history(s, history, p->key, p->role, p->low, isnan(p->high) ? all.high : p->high);
}

void live_draw_pace(const struct live_scene *s, struct area a)
{
    a = live_section(a, "Pace", s->span);
    const struct pitch p = pitch_of(a.height, PACES);
    for (int i = 0; i < PACES; i++)
        draw_pace(s, &paces[i], area_part(a, 0, i * p.rows, a.width, p.used));
}

/* ---- stages ---- */

struct stage_times {
    struct live_summary of[LIVE_PARTS_MAX];
    double p95[LIVE_PARTS_MAX];
    double sum; /* of the means */
};

/* All stages as one bar, each a piece as long as its share, named in it. */
static void draw_stage_bar(const struct live_scene *s, const struct stage_times *t, struct area a)
{
    double before = 0;
    for (int i = 0; i < s->stage_count && t->sum > 0; i++) {
        const struct live_part *part = &s->stages[i];
        const double mean = isfinite(t->of[i].mean) ? t->of[i].mean : 0;
        const int x = (int)lround(before / t->sum * a.width);
        const int end = (int)lround((before += mean) / t->sum * a.width);
        struct area piece = area_part(a, x, 0, end - x, 1);
        if (piece.width <= 0)
            continue;
        const char letter[] = {part->letter, '\0'};
        const bool fits = utf8_text_width(part->name) + 3 <= piece.width;
        area_fill(piece, part->role, ' ');
        area_text(piece, piece.width > 2, 0, part->role, fits ? part->name : letter);
        area_reverse(piece, true);
        if (i + 1 < s->stage_count && piece.width > 2) /* pieces are told apart without colour */
            area_glyph(piece, piece.width - 1, 0, ROLE_BORDER, a.cells->unicode ? 0x2595 : '|');
    }
}

/* "C capture 1.2  D detect 0.9 ...": in as many rows as it takes. */
static void draw_stage_legend(const struct live_scene *s, const struct stage_times *t,
                              struct area a)
{
    int x = 0, y = 0;
    for (int i = 0; i < s->stage_count; i++) {
        const struct live_part *part = &s->stages[i];
        char text[JOURNAL_NAME_MAX + 32];
        snprintf(text, sizeof text, " %s %.1f", part->name, t->of[i].mean);
        const int width = 1 + utf8_text_width(text);
        if (x > 0 && x + width > a.width) {
            x = 0;
            y++;
        }
        const char letter[] = {part->letter, '\0'};
        x = area_text(a, x, y, part->role, letter);
        x = area_text(a, x, y, ROLE_TEXT, text) + 2;
    }
}

enum { STAGE_NAME = 12, STAGE_NUMBER = 7, STAGE_NUMBERS = 4 };

static void draw_stage_row(const struct live_scene *s, const struct stage_times *t, int i,
                           struct area a)
{
    const struct live_part *part = &s->stages[i];
    const struct live_summary *all = &t->of[i];
    const char letter[] = {part->letter, '\0'};
    const double numbers[STAGE_NUMBERS] = {live_summary(&s->now, part->key).mean, all->mean,
                                           t->p95[i], 100 * all->mean / t->sum};
    area_text(a, 0, 0, part->role, letter);
    area_field(a, 2, 0, STAGE_NAME - 2, false, ROLE_TEXT, part->name);
    for (int n = 0; n < STAGE_NUMBERS; n++) {
        char text[32];
        snprintf(text, sizeof text, n == STAGE_NUMBERS - 1 ? "%.0f %%" : "%.1f", numbers[n]);
        area_field(a, STAGE_NAME + n * STAGE_NUMBER, 0, STAGE_NUMBER, true,
                   n == 0 ? ROLE_TEXT : ROLE_FAINT, isfinite(numbers[n]) ? text : "-");
    }
    const int x = STAGE_NAME + STAGE_NUMBERS * STAGE_NUMBER + 2;
    if (a.width > x)
        draw_history(s, area_part(a, x, 0, a.width - x, 1), part->key, part->role, 0, all->high);
}

static void draw_stage_table(const struct live_scene *s, const struct stage_times *t, struct area a)
{
    static const char *const titles[STAGE_NUMBERS] = {"now ms", "mean", "p95", "share"};
    for (int n = 0; n < STAGE_NUMBERS; n++)
        area_field(a, STAGE_NAME + n * STAGE_NUMBER, 0, STAGE_NUMBER, true, ROLE_FAINT, titles[n]);
    for (int i = 0; i < s->stage_count; i++)
        draw_stage_row(s, t, i, area_part(a, 0, 1 + i, a.width, 1));
}

/* The stages over time; the greatest sum of a column is the height of it. */
static void draw_stage_history(const struct live_scene *s, const struct stage_times *t,
                               struct area a)
{
    double high = 0;
    for (int i = 0; i < s->stage_count; i++)
        high += isfinite(t->p95[i]) ? t->p95[i] : 0;
    if (high <= 0)
        return;
    area_printf(area_cut_rows(&a, 1), 0, 0, ROLE_FAINT, "stacked, up to %.1f ms", high);
    draw_stack(s, a, s->stages, s->stage_count, high);
}

void live_draw_stages(const struct live_scene *s, struct area a)
{
    enum { HISTORY_LEAST = 5 };
    struct stage_times t = {.sum = 0};
    for (int i = 0; i < s->stage_count; i++) {
        t.of[i] = live_summary(&s->window, s->stages[i].key);
        t.p95[i] = live_p95(&s->window, s->stages[i].key);
        t.sum += isfinite(t.of[i].mean) ? t.of[i].mean : 0;
    }
    char note[64];
    snprintf(note, sizeof note, "%.1f ms a frame, %s", t.sum, s->span);
    a = live_section(a, "Stages", note);
    draw_stage_bar(s, &t, area_cut_rows(&a, 1));
    if (a.height < s->stage_count + 1) {
        draw_stage_legend(s, &t, a);
        return;
    }
    draw_stage_table(s, &t, area_cut_rows(&a, s->stage_count + 1));
    if (a.height >= HISTORY_LEAST)
        draw_stage_history(s, &t, a);
}
