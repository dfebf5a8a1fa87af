/* app_actions.h - what a person does besides choosing on a page: by key, or by dropping a file. */
#ifndef MIEN_VIEWER_VIEW_APP_ACTIONS_H
#define MIEN_VIEWER_VIEW_APP_ACTIONS_H

#include "viewer/view/app_state.h"

struct app_action {
    uint32_t key;
    const char *text; /* "record, with what is drawn over the picture" */
    void (*act)(struct app *a);
};
extern const struct app_action app_actions[];
extern const int app_action_count;

/* Do what the key stands for: an action, or a setting that has it. false: it is nobody's. */
bool app_key(struct app *a, uint32_t key);

void app_drop(struct app *a, const char *path); /* a file: a source, or a photo to be worn */

#endif
