/* app_sources.c - see app_sources.h: cameras with the sizes that they have, and what needs none.
 *
 * A camera that has sizes to choose from is unfolded first: choosing one of them opens it. */
#include "viewer/view/app_sources.h"

#include <stdio.h>
#include <string.h>

/* What a row stands for: a camera (mode -1), one of its sizes, or another source (camera -1). */
struct place {
    int camera, mode;
    const char *word; /* of the source; NULL: a row that is no source */
};

/* What needs no camera. */
struct at_hand {
    const char *word, *title, *about;
};
enum { AT_HAND_MOST = 3 };

/* Returns how many there are. */
static int at_hand(const struct app *a, struct at_hand out[AT_HAND_MOST])
{
    static const enum source_kind built_in[] = {SOURCE_PUPPET, SOURCE_PATTERN};
    int count = 0;
    for (size_t i = 0; i < sizeof built_in / sizeof *built_in; i++) {
        const char *name = source_kind_names[built_in[i]];
        out[count++] = (struct at_hand){name, name, source_kind_abouts[built_in[i]]};
    }
    if (a->clip[0])
        out[count++] = (struct at_hand){a->clip, "clip", "a face on video that comes with mien"};
    return count;
}

static int unfolded_modes(const struct app *a, int camera)
{
    return camera + 1 == a->unfolded ? a->cameras[camera].mode_count : 0;
}

static struct place place_of(const struct app *a, int row)
{
    for (int i = 0; i < a->camera_count; i++) {
        const int modes = unfolded_modes(a, i);
        if (row <= modes)
            return (struct place){i, row - 1, a->cameras[i].path};
        row -= 1 + modes;
    }
    struct at_hand others[AT_HAND_MOST];
    row -= a->camera_count == 0; /* the line that says so */
    if (row >= 0 && row < at_hand(a, others))
        return (struct place){-1, -1, others[row].word};
    return (struct place){-1, -1, NULL};
}

static int row_of_camera(const struct app *a, int camera)
{
    int row = camera;
    for (int i = 0; i < camera; i++)
        row += unfolded_modes(a, i);
    return row;
}

/* --- as they are shown ---------------------------------------------------------------------- */

static void mode_row(const struct camera_mode *m, bool open, const struct source_facts *now,
                     struct page_row *rows, int *count)
{
    char text[64];
    snprintf(text, sizeof text, "    %d x %d", m->width, m->height);
    struct page_row *r = page_add(rows, count, text);
    if (m->rate > 0)
        snprintf(r->value, sizeof r->value, "up to %.0f frames a second", m->rate);
    r->chosen = open && now->width == m->width && now->height == m->height;
}

static void camera_rows(const struct app *a, int camera, const struct engine_news *news,
                        const char *word, struct page_row *rows, int *count)
{
    const struct camera *c = &a->cameras[camera];
    const bool open = strcmp(word, c->path) == 0;
    struct page_row *r = page_add(rows, count, c->name);
    snprintf(r->value, sizeof r->value, "%s", c->path);
    r->chosen = open;
    r->help = c->mode_count > 0 ? "Enter shows its sizes." : NULL;
    for (int i = 0; i < unfolded_modes(a, camera); i++)
        mode_row(&c->modes[i], open, &news->source, rows, count);
}

void app_source_rows(const struct app *a, struct page_row *rows, int *count)
{
    struct engine_news news;
    engine_news(a->engine, &news);
    const char *word = news.opening.word[0] ? news.opening.word : news.word;
    for (int i = 0; i < a->camera_count; i++)
        camera_rows(a, i, &news, word, rows, count);
    if (a->camera_count == 0)
        page_add(rows, count, "no camera is connected")->head = true;
    struct at_hand others[AT_HAND_MOST];
    const int other_count = at_hand(a, others);
    for (int i = 0; i < other_count; i++) {
        char text[96];
        snprintf(text, sizeof text, "%s: %s", others[i].title, others[i].about);
        struct page_row *r = page_add(rows, count, text);
        r->chosen = strcmp(word, others[i].word) == 0;
    }
    page_add(rows, count, "or drop a video, a folder of pictures, an address")->head = true;
}

/* --- as they are chosen --------------------------------------------------------------------- */

/* The cursor stays on the camera, wherever its row is now. */
static void unfold(struct app *a, int camera)
{
    a->unfolded = a->unfolded == camera + 1 ? 0 : camera + 1;
    a->list.cursor = row_of_camera(a, camera);
}

void app_choose_source(struct app *a, int row)
{
    const struct place p = place_of(a, row);
    if (p.camera >= 0 && p.mode < 0 && a->cameras[p.camera].mode_count > 0)
        unfold(a, p.camera);
    else if (p.word)
        app_open_source(a, p.word, p.mode < 0 ? NULL : &a->cameras[p.camera].modes[p.mode]);
}
