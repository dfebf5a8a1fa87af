/* keys.h - the keys that a table of actions names: "s", "+=", "<Left>h", "<Ctrl-L>".
 *
 * A letter stands for itself, a name between angle brackets for what input_key_name calls so. A '<'
 * that begins no such name is the key '<'. */
#ifndef MIEN_VIEWER_CONSOLE_APP_KEYS_H
#define MIEN_VIEWER_CONSOLE_APP_KEYS_H

#include "viewer/console/screen/input.h"

/* The key that *keys begins with, and *keys moved behind it; 0 at the end. */
uint32_t keys_next(const char **keys);

bool keys_hold(const char *keys, uint32_t key);

#endif
