/* app_keys.h - what keys do where no panel takes them. */
#ifndef MIEN_VIEWER_STUDIO_APP_KEYS_H
#define MIEN_VIEWER_STUDIO_APP_KEYS_H

#include "viewer/studio/app_state.h"

/* false: it is nobody's. */
bool studio_key(struct studio *s, uint32_t key);

#endif
