/* stop.h - Ctrl-C once asks for a stop, twice stops now.
 *
 * Between `stop_watch` and `stop_unwatch` the first SIGINT or SIGTERM sets a flag and gives
 * the signal its default meaning back, so that the second ends the process at once. Files are
 * written whole or not at all, so nothing is lost then but the work behind the last checkpoint, or
 * the end of a recording. */
#ifndef MIEN_HOST_STOP_H
#define MIEN_HOST_STOP_H

#include <stdbool.h>

void stop_watch(void); /* clears the flag */
bool stop_asked(void); /* since the last stop_watch */
void stop_unwatch(void);

#endif
