/* emotion_panel.h - the bars of one face's emotions, in a panel that stands on any picture. */
#ifndef MIEN_TRAINER_PORTRAIT_EMOTION_PANEL_H
#define MIEN_TRAINER_PORTRAIT_EMOTION_PANEL_H

#include "trainer/portrait/face_marks.h"

/* How large the panels of a portrait are. With all rows a panel keeps the order of the classes,
 * with fewer it shows the most probable ones in theirs, with one it is a line without a head. */
struct panel_style {
    uint32_t rows;
    float number_width; /* beside the names; 0: above them */
    float name_width;   /* of the longest name */
    float width, height;
};

struct panel_style panel_style_make(const struct portrait *p, uint32_t rows); /* at least 1 */

void emotion_panel_draw(struct canvas *c, const struct portrait *p, int32_t index,
                        const struct panel_style *style, float x, float y);

#endif
