/* app_pages.c - see app_pages.h. */
#include "viewer/view/app_pages.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "viewer/view/app_actions.h"
#include "viewer/view/app_sources.h"

static enum theme_name theme_of(const struct app *a)
{
    return (enum theme_name)a->settings.look.theme;
}

static float unit_of(const struct app *a)
{
    return a->settings.look.scale;
}

/* --- cards: a few lines in the middle ------------------------------------------------------- */

struct button {
    const char *text;
    uint32_t key;
};

struct card {
    const char *title;
    const char *lines[5]; /* each wrapped at the card's width; NULL at the end */
    struct button buttons[2];
};

#define CARD_WIDTH 640.0f
#define CARD_LINE 22.0f
#define CARD_PAD 22.0f
#define CARD_SIZE 15.0f
#define BUTTON 36.0f

/* As much of a text as fits in a line, without the blanks behind it: its length. */
static size_t line_length(struct pen *pen, float size, float width, const char *text)
{
    char line[256];
    size_t fits = 0;
    for (size_t end = 0; text[end] && end + 1 < sizeof line;) {
        end += strspn(text + end, " ");
        end += strcspn(text + end, " ");
        if (end >= sizeof line)
            break;
        snprintf(line, sizeof line, "%.*s", (int)end, text);
        if (fits > 0 && pen_text_width(pen, size, line) > width)
            break;
        fits = end;
    }
    return fits;
}

/* Write the card's lines, or only count them where y is below 0. */
static int card_lines(const struct app *a, struct pen *pen, const struct card *c, float x, float y,
                      float width)
{
    const float u = unit_of(a);
    int count = 0;
    for (int i = 0; c->lines[i]; i++)
        for (const char *text = c->lines[i]; *text; count++) {
            char line[256];
            const size_t length = line_length(pen, CARD_SIZE * u, width, text);
            snprintf(line, sizeof line, "%.*s", (int)length, text);
            if (y >= 0)
                pen_text_in(pen, x, y + CARD_LINE * u * (float)count, CARD_SIZE * u, width + 1,
                            theme_tint(theme_of(a), THEME_TEXT), line);
            text += length;
            text += strspn(text, " ");
            if (length == 0)
                break;
        }
    return count;
}

/* Where the card lies; clicks on its buttons are looked up there. */
static struct pen_box card_box(const struct app *a, struct pen *pen, const struct card *c)
{
    const float u = unit_of(a);
    const float width = fminf(CARD_WIDTH * u, (float)a->width - 16 * u);
    const int lines = card_lines(a, pen, c, 0, -1, width - 2 * CARD_PAD * u);
    const float height =
        (2 * CARD_PAD + 34 + CARD_LINE * (float)lines + (c->buttons[0].text ? BUTTON + 14 : 0)) * u;
    return (struct pen_box){((float)a->width - width) / 2,
                            fmaxf(8 * u, ((float)a->height - height) / 2), width, height};
}

static struct pen_box button_box(float u, struct pen_box card, int index)
{
    const float width = (card.width - (2 * CARD_PAD + 12) * u) / 2;
    return (struct pen_box){card.x + CARD_PAD * u + (float)index * (width + 12 * u),
                            card.y + card.height - (CARD_PAD + BUTTON) * u, width, BUTTON * u};
}

static void draw_card(const struct app *a, struct pen *pen, const struct card *c)
{
    const float u = unit_of(a), size = CARD_SIZE * u;
    const enum theme_name theme = theme_of(a);
    const struct pen_box b = card_box(a, pen, c);
    pen_rectangle(pen, b, 10 * u, page_tint(theme));
    pen_text(pen, b.x + CARD_PAD * u, b.y + CARD_PAD * u, 20 * u, PEN_LEFT,
             theme_tint(theme, THEME_TEXT), c->title);
    card_lines(a, pen, c, b.x + CARD_PAD * u, b.y + (CARD_PAD + 34) * u,
               b.width - 2 * CARD_PAD * u);
    for (int i = 0; i < 2 && c->buttons[i].text; i++) {
        const struct pen_box box = button_box(u, b, i);
        struct tint fill = theme_tint(theme, i == 0 ? THEME_ACCENT : THEME_QUIET);
        fill.a = 70;
        pen_rectangle(pen, box, 6 * u, fill);
        pen_text(pen, box.x + box.width / 2, box.y + (box.height - 1.17f * size) / 2, size,
                 PEN_CENTRE, theme_tint(theme, THEME_TEXT), c->buttons[i].text);
    }
}

static const struct card consent_card = {
    .title = "May mien read emotions from these faces?",
    .lines =
        {
            "A model looks at each face and says how much it shows of seven emotions.",
            "It is often wrong: about one face in three. It does not know what you feel.",
            "Pictures stay on this machine; none is written unless you record.",
            "Everyone before the camera should agree. The key c takes it back at any time.",
        },
    .buttons = {{"Yes, read emotions  (y)", 'y'}, {"No, only show faces  (n)", 'n'}},
};

static bool card_input(struct app *a, const struct card *c, const struct view_input *in,
                       uint32_t *key)
{
    *key = 0;
    if (in->kind == VIEW_KEY)
        *key = in->key;
    for (int i = 0; i < 2 && in->kind == VIEW_PRESS; i++) {
        const struct pen_box b = button_box(unit_of(a), card_box(a, stage_pen(a->stage), c), i);
        if (in->x >= b.x && in->x < b.x + b.width && in->y >= b.y && in->y < b.y + b.height)
            *key = c->buttons[i].key;
    }
    return *key != 0;
}

static void consent_input(struct app *a, const struct view_input *in)
{
    uint32_t key;
    if (!card_input(a, &consent_card, in, &key))
        return;
    if (key == 'y')
        app_consent(a, true);
    else if (key == 'n' || key == VIEW_ESCAPE)
        app_consent(a, false);
    else if (key == 'q')
        a->quit = true;
}

/* --- lists ---------------------------------------------------------------------------------- */

static void settings_rows(const struct app *a, struct page_row *rows, int *count)
{
    for (int i = 0; i < settings_count; i++) {
        const struct setting *what = &settings_table[i];
        struct page_row *r = page_add(rows, count, what->key ? what->title : what->group);
        r->head = !what->key;
        if (r->head)
            continue;
        r->help = what->help;
        r->hotkey = what->hotkey;
        setting_show(what, &a->settings, r->value, sizeof r->value);
        if (what->kind == SETTING_NUMBER)
            r->share = setting_share(what, &a->settings);
    }
}

static void masks_rows(const struct app *a, struct page_row *rows, int *count)
{
    for (int i = 0; i < wardrobe_count(a->wardrobe); i++) {
        struct page_row *r = page_add(rows, count, wardrobe_title(a->wardrobe, i));
        r->chosen = a->settings.look.swap && a->masked && strcmp(r->text, a->worn) == 0;
        snprintf(r->value, sizeof r->value, "%s", r->chosen ? "worn" : "");
    }
    page_add(rows, count, "or drop a photo of a face")->head = true;
}

static void keys_rows(const struct app *a, struct page_row *rows, int *count)
{
    (void)a;
    page_add(rows, count, "What mien does")->head = true;
    for (int i = 0; i < app_action_count; i++)
        page_add(rows, count, app_actions[i].text)->hotkey = app_actions[i].key;
    page_add(rows, count, "What is shown")->head = true;
    for (int i = 0; i < settings_count; i++)
        if (settings_table[i].hotkey)
            page_add(rows, count, settings_table[i].title)->hotkey = settings_table[i].hotkey;
}

static int make_rows(const struct app *a, struct page_row *rows)
{
    static void (*const makers[])(const struct app *a, struct page_row *rows,
                                  int *count) = {[APP_SETTINGS] = settings_rows,
                                                 [APP_SOURCES] = app_source_rows,
                                                 [APP_MASKS] = masks_rows,
                                                 [APP_KEYS] = keys_rows};
    int count = 0;
    makers[a->page](a, rows, &count);
    return count;
}

/* Do what a row of the page stands for: enter, a click, arrows to the side (by -1 or 1). */
static void do_row(struct app *a, int row, int by)
{
    switch (a->page) {
    case APP_SETTINGS:
        setting_step(&settings_table[row], &a->settings, by ? by : 1);
        app_settings_changed(a);
        break;
    case APP_SOURCES:
        if (by == 0)
            app_choose_source(a, row);
        break;
    case APP_MASKS:
        if (by == 0)
            app_wear(a, wardrobe_word(a->wardrobe, row));
        break;
    case APP_KEYS:
    case APP_CONSENT:
    case APP_PICTURE:
        break;
    }
}

static bool list_key(struct app *a, const struct page_row *rows, int count, uint32_t key)
{
    switch (key) {
    case VIEW_ESCAPE:
    case 'q':
        app_show(a, APP_PICTURE);
        return true;
    case VIEW_UP:
    case VIEW_DOWN:
        page_move(&a->list, rows, count, key == VIEW_UP ? -1 : 1);
        return true;
    case VIEW_PAGE_UP:
    case VIEW_PAGE_DOWN:
        page_move(&a->list, rows, count, key == VIEW_PAGE_UP ? -8 : 8);
        return true;
    case VIEW_HOME:
    case VIEW_END:
        page_move(&a->list, rows, count, key == VIEW_HOME ? -count : count);
        return true;
    case VIEW_ENTER:
    case VIEW_SPACE:
        do_row(a, a->list.cursor, 0);
        return true;
    case VIEW_LEFT:
    case VIEW_RIGHT:
        do_row(a, a->list.cursor, key == VIEW_LEFT ? -1 : 1);
        return true;
    }
    return false;
}

/* A press on a row chooses it and does it; on a number's value it sets that. */
static void list_press(struct app *a, const struct page_row *rows, int count,
                       const struct view_input *in)
{
    const int row = page_row_at(&a->list, rows, count, in->x, in->y);
    if (row < 0)
        return;
    a->list.cursor = row;
    if (rows[row].share >= 0 && in->x >= a->list.box.x + a->list.value) {
        setting_place(&settings_table[row], &a->settings, page_share_at(&a->list, in->x));
        app_settings_changed(a);
    } else if (in->kind == VIEW_PRESS) {
        do_row(a, row, 0);
    }
}

static bool list_input(struct app *a, const struct view_input *in)
{
    struct page_row rows[PAGE_ROWS_MAX];
    const int count = make_rows(a, rows);
    switch (in->kind) {
    case VIEW_KEY:
        return list_key(a, rows, count, in->key);
    case VIEW_WHEEL:
        page_move(&a->list, rows, count, in->wheel > 0 ? -1 : 1);
        return true;
    case VIEW_PRESS:
        if (!page_holds(&a->list, in->x, in->y)) {
            app_show(a, APP_PICTURE);
            return true;
        }
        list_press(a, rows, count, in);
        return true;
    case VIEW_DRAG:
        list_press(a, rows, count, in);
        return true;
    case VIEW_MOVE:
    case VIEW_SLIDE:
    case VIEW_DROP:
    case VIEW_QUIT:
        break;
    }
    return false;
}

bool app_page_input(struct app *a, const struct view_input *in)
{
    if (a->page == APP_PICTURE)
        return false;
    if (a->page == APP_CONSENT) {
        consent_input(a, in);
        return true;
    }
    return list_input(a, in);
}

/* --- drawing -------------------------------------------------------------------------------- */

/* A source that gives nothing: why, and what to do. */
static void draw_source(const struct app *a, struct pen *pen)
{
    struct engine_news news;
    engine_news(a->engine, &news);
    if (news.lost) {
        const struct card c = {
            .title = "No picture",
            .lines = {news.why.text,
                      "It is tried again by itself. o shows what else there is, q leaves."}};
        draw_card(a, pen, &c);
    } else if (!a->moment) {
        const struct card c = {.title = "One moment", .lines = {"The source is being opened."}};
        draw_card(a, pen, &c);
    }
}

static void draw_notice(const struct app *a, struct pen *pen)
{
    const float u = unit_of(a), size = 14 * u, pad = 10 * u;
    const enum theme_name theme = theme_of(a);
    const float most = (float)a->width - 40 * u;
    const float width = fminf(most, pen_text_width(pen, size, a->notice) + 2 * pad);
    const struct pen_box b = {((float)a->width - width) / 2, (float)a->height - 44 * u, width,
                              30 * u};
    pen_rectangle(pen, b, 15 * u, theme_tint(theme, THEME_PANEL));
    pen_text_in(pen, b.x + pad, b.y + 6 * u, size, width - 2 * pad + 1,
                theme_tint(theme, a->notice_bad ? THEME_BAD : THEME_TEXT), a->notice);
}

void app_draw_page(struct app *a, struct pen *pen)
{
    draw_source(a, pen);
    if (a->page == APP_CONSENT) {
        draw_card(a, pen, &consent_card);
    } else if (a->page != APP_PICTURE) {
        struct page_row rows[PAGE_ROWS_MAX];
        const int count = make_rows(a, rows);
        page_draw(&a->list, pen, theme_of(a), unit_of(a), rows, count, a->width, a->height);
    }
    if (a->notice[0])
        draw_notice(a, pen);
}
