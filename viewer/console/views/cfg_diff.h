/* cfg_diff.h - two cfgs side by side: which sections belong together, which keys differ.
 *
 * Sections of one name are paired in the order of the files such that as few keys as can be differ:
 * a layer that was put in shifts those behind it, and they are still recognised. Method: S. B.
 * Needleman and C. D. Wunsch, Journal of Molecular Biology 48 (1970), with differing keys for
 * cost. */
#ifndef MIEN_VIEWER_CONSOLE_VIEWS_CFG_DIFF_H
#define MIEN_VIEWER_CONSOLE_VIEWS_CFG_DIFF_H

#include "runtime/host/config/cfg.h"

enum {
    CFG_DIFF_SECTIONS_MAX = 512, /* a network of 152 layers has 206 */
    CFG_DIFF_KEYS_MAX = 4096,
    CFG_DIFF_NAME_MAX = 80
};

/* A line of the comparison. The texts are the cfgs' own; NULL where one has no such section or
 * key. */
struct cfg_diff_line {
    char section[CFG_DIFF_NAME_MAX]; /* as --set names it: "net", "connected.2" for the second; by
                                        its place in the second cfg where only that has it */
    const char *key;                 /* NULL: the line is about the section itself */
    const char *value[2];            /* of the key; of a section its name */
    bool same;
};

struct cfg_diff {
    struct cfg cfg[2];
    struct cfg_diff_line *lines; /* [count]: each section, then its keys, in the order of the files
                                  */
    size_t count, capacity;
    size_t different; /* keys that differ or only one has, and sections without keys that only one
                         has */
};

/* Compare two texts; `names` are what messages call them. Errors: those of cfg_parse; more sections
 * or keys than the limits above; out of memory. `cfg_diff_free` accepts a zeroed struct and one
 * that failed. */
int cfg_diff_make(struct cfg_diff *d, const char *const texts[2], const char *const names[2],
                  struct mien_error *e);
void cfg_diff_free(struct cfg_diff *d);

#endif
