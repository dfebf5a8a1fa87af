/* portrait_table.c - see portrait_text.h. */
#include <stdio.h>

#include "trainer/portrait/portrait_text.h"

static const struct table_column columns[] = {
    {"picture", "Picture", TABLE_LEFT}, {"face", "Face", TABLE_RIGHT},
    {"score", "Score", TABLE_RIGHT},    {"box", "Box", TABLE_LEFT},
    {"yaw", "Yaw", TABLE_RIGHT},        {"pitch", "Pitch", TABLE_RIGHT},
    {"roll", "Roll", TABLE_RIGHT},      {"right_eye", "R eye", TABLE_RIGHT},
    {"left_eye", "L eye", TABLE_RIGHT}, {"mouth", "Mouth", TABLE_RIGHT},
    {"emotion", "Emotion", TABLE_LEFT}};

enum { COLUMNS = sizeof columns / sizeof *columns, TOP = 3 };

void portrait_table_init(struct table *t, bool emotions)
{
    table_init(t, columns, COLUMNS - !emotions);
}

/* The most probable classes, those below a twentieth left out: "happy 93 %, neutral 6 %". */
static void add_emotion(struct table *t, const struct portrait *p, const struct portrait_face *f)
{
    char text[256] = "";
    size_t used = 0;
    for (uint32_t rank = 0; rank < TOP && rank < p->classes && used < sizeof text; rank++) {
        const uint32_t k = portrait_class(p, f, rank);
        if (rank > 0 && f->emotion[k] < 0.05f)
            break;
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s %.0f %%", rank ? ", " : "",
                                 p->names[k], 100.0 * (double)f->emotion[k]);
    }
    table_text(t, text);
}

static void add_face(struct table *t, const struct portrait *p, int32_t index)
{
    const struct portrait_face *f = &p->faces[index];
    const struct mien_rect *box = &f->face.box;
    const struct mien_pose *pose = &f->face.pose;
    char text[96];
    snprintf(text, sizeof text, "%.0f,%.0f %.0fx%.0f", (double)box->x, (double)box->y,
             (double)box->width, (double)box->height);
    table_text(t, p->path);
    table_number(t, "%.0f", index + 1);
    table_number(t, "%.3f", (double)f->face.score);
    table_text(t, text);
    table_number(t, "%+.0f", portrait_degrees(pose->yaw));
    table_number(t, "%+.0f", portrait_degrees(pose->pitch));
    table_number(t, "%+.0f", portrait_degrees(pose->roll));
    table_number(t, "%.2f", (double)f->face.eyes[0]);
    table_number(t, "%.2f", (double)f->face.eyes[1]);
    table_number(t, "%.2f", (double)f->face.mouth);
    if (t->column_count == COLUMNS)
        add_emotion(t, p, f);
}

void portrait_table_add(struct table *t, const struct portrait *p)
{
    for (int32_t k = 0; k < p->count; k++)
        add_face(t, p, k);
    if (p->count > 0)
        return;
    table_text(t, p->path);
    table_text(t, "none");
    table_style(t, TABLE_DIM);
    for (size_t k = 2; k < t->column_count; k++)
        table_empty(t);
}
